"""Heads of the demo who sign: with a passkey that the clerk heard read out, and recorded authority. By verbs only."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final
from uuid import UUID, uuid4

from agreements.counterparts import read_record
from agreements.signatures import SignatureRecord
from agreements.versions import PactId
from consortium.access.add_passkey import add_passkey, ask_for_new_passkey
from consortium.access.confirm_key import confirm_key
from consortium.access.door import Viewer
from consortium.access.fingerprint import fingerprint
from consortium.access.passkey_site import Site
from consortium.access.permissions import Role
from consortium.access.store import load_place
from consortium.access.store.passkeys import passkey_rows_of
from consortium.access.tell import Reach
from consortium.db import Transaction
from consortium.demo.passkeys import NAME, DemoPasskey
from consortium.signing.lifecycle.head_acts import HEAD_ACTS
from consortium.signing.lifecycle.sign_act import TICKS as ACT_TICKS
from consortium.signing.lifecycle.sign_act import prepare_act, sign_act
from consortium.signing.signatures.authority import Right
from consortium.signing.signatures.letters import Letters
from consortium.signing.signatures.prepare_signature import TICKS, prepare_signature
from consortium.signing.signatures.record_authority import Paper, record_authority
from consortium.signing.signatures.sign_agreement import sign_agreement
from consortium.signing.store.people import load_holders, load_people
from consortium.signing.store.signing_room import load_pending
from geo import AgencyId, PersonId

_APPOINTED: Final = timedelta(days=700)


@dataclass(frozen=True, slots=True)
class Town:
    """What every act of signing in a consortium needs: a clerk who attests for all, the site, what its mails say."""

    clerk: Viewer
    site: Site
    letters: Letters


@dataclass(frozen=True, slots=True)
class Head:
    """A head as the door sees her, the agency that she signs for, and her passkey; ``None``: she signs on paper."""

    viewer: Viewer
    agency: AgencyId
    passkey: DemoPasskey | None


async def seen(tx: Transaction, person: PersonId, role: Role, *agencies: AgencyId) -> Viewer:
    """Somebody as the door sees her, by her own name."""
    name = (await load_people(tx, [person]))[person].name
    return Viewer(
        consortium=tx.consortium,
        person=person,
        name=name,
        roles=frozenset({role}),
        agencies=frozenset(agencies),
        session=uuid4(),
    )


async def a_town(tx: Transaction, clerk: PersonId) -> Town:
    """The consortium of this session, its passkeys at the address under which the demo runs."""
    place, public = await load_place(tx), tx.notary.public_url
    letters = Letters(title=place.title, home=f"{public}/{place.slug}", calendar=place.timezone)
    return Town(await seen(tx, clerk, Role.CLERK), Site(public, place.title), letters)


async def a_head(tx: Transaction, town: Town, agency: AgencyId, *, hears: Viewer | None) -> Head:
    """The agency's first head, with recorded authority, and with a passkey if somebody ``hears`` its fingerprint."""
    found = (await load_holders(tx, Role.AGENCY_HEAD, [agency]))[agency][0]
    viewer = await seen(tx, found.person, Role.AGENCY_HEAD, agency)
    head = Head(viewer, agency, None)
    if hears is not None:
        passkey = DemoPasskey(town.site)
        opened_by = await _keep(tx, town.site, viewer, passkey, hears)
        head = Head(replace(viewer, passkey=opened_by), agency, passkey)
    today = tx.now.date()
    paper = Paper(
        office=found.title,
        right=Right.ELECTED if found.title == "Sheriff" else Right.APPOINTED,
        evidence="An example: the oath of office in the clerk's book",
        since=today - _APPOINTED,
        until=None,
    )
    await record_authority(tx, town.clerk, agency=agency, person=found.person, paper=paper, letters=town.letters)
    return head


async def _keep(tx: Transaction, site: Site, viewer: Viewer, passkey: DemoPasskey, hears: Viewer) -> UUID:
    """She adds it, and somebody else confirms its fingerprint; its id, which opens her session."""
    answer = passkey.made(await ask_for_new_passkey(tx, viewer, site))
    reach = Reach(addresses=(), title="", home="")
    if not await add_passkey(tx, viewer, site, answer=answer, name=NAME, reach=reach):
        raise RuntimeError("the demo's passkey is not one")
    row = next(each for each in await passkey_rows_of(tx, viewer.person) if each.credential_id == passkey.id)
    await confirm_key(tx, hears, row.id, typed=fingerprint(row.public_key))
    return row.id


async def sign(tx: Transaction, town: Town, head: Head, *, pact: PactId, number: int, digest: str) -> None:
    """She reads this version and signs it with her passkey."""
    pending = await prepare_signature(
        tx,
        person=head.viewer.person,
        pact=pact,
        number=number,
        digest=digest,
        agency=str(head.agency),
        name=head.viewer.name,
        passkey="",
        ticked=frozenset(tick for tick, _ in TICKS),
    )
    who, answer = head.viewer.person, await _answer(tx, head, pending)
    await sign_agreement(tx, town.site, person=who, pact=pact, pending=pending, answer=answer, letters=town.letters)


async def act(tx: Transaction, town: Town, head: Head, key: str, *, pact: PactId) -> None:
    """She does what the act of this key does for her agency, with her passkey."""
    doing = next(each for each in HEAD_ACTS if each.key == key)
    pending = await prepare_act(
        tx,
        head.viewer,
        doing,
        pact=pact,
        said={"agency": head.agency},
        name=head.viewer.name,
        passkey="",
        ticked=frozenset(tick for tick, _ in ACT_TICKS),
    )
    answer = await _answer(tx, head, pending)
    await sign_act(tx, town.site, head.viewer, doing, pact=pact, pending=pending, answer=answer, letters=town.letters)


async def _answer(tx: Transaction, head: Head, pending: UUID) -> str:
    """What her passkey answers for the record that waits for her."""
    row = await load_pending(tx, pending, person=head.viewer.person, kiosk=None)
    record = read_record(row.record) if row else None
    if head.passkey is None or not isinstance(record, SignatureRecord):
        raise TypeError("nothing waits for a passkey of this head")
    return head.passkey.answer(record.challenge())
