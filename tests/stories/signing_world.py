"""Three agencies whose heads have confirmed passkeys and recorded authority, and an agreement that is out to be signed.

Everything is made by the product's own verbs; the passkeys are devices of ``tests.authenticator``, which sign really.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx

from agreements import (
    CLAUSE_OF,
    Article,
    Bond,
    Clause,
    Fact,
    FactKind,
    Pact,
    PactId,
    Terms,
    Version,
    VersionId,
    digest,
    standing_at,
    terms_document,
)
from agreements.counterparts import Counterpart, read_record
from agreements.signatures import SignatureRecord
from agreements.standing import Standing
from agreements.term_kinds import Effect
from agreements.terms import needed
from consortium.access.add_passkey import add_passkey, ask_for_new_passkey
from consortium.access.confirm_key import confirm_key
from consortium.access.door import Viewer
from consortium.access.fingerprint import fingerprint
from consortium.access.passkey_site import Site
from consortium.access.permissions import Role
from consortium.access.store.passkeys import passkey_rows_of
from consortium.access.tell import Reach
from consortium.db import Transaction
from consortium.members.enrol_person import enrol_person
from consortium.signing.signatures.authority import Right
from consortium.signing.signatures.letters import Letters
from consortium.signing.signatures.prepare_signature import prepare_signature
from consortium.signing.signatures.record_authority import Paper, record_authority
from consortium.signing.signatures.sign_agreement import sign_agreement
from consortium.signing.store import load_pact, save_pact
from consortium.signing.store.signatures import load_signatures
from consortium.signing.store.signing_room import load_pending
from geo import AgencyId, PersonId
from tests.authenticator import Device, b64
from tests.harness import PUBLIC, Ground, House
from tests.stories.members_world import TOWNS, Town, a_consortium, a_viewer, enrol, terms_of

SLUG = "juniper-rim"
TITLE = "Agreement on peer support"
NAMES = (
    "Denise Okafor",
    "Lien Tran",
    "Berit Stone",
    "Rafael Voss",
    "Ines Calloway",
    "Tomas Haldane",
    "Ruth Abara",
    "Piet Lindqvist",
)
TICKED = frozenset({"read", "allowed", "consent"})
SITE = Site(PUBLIC, "Juniper Rim Peer Support")
LETTERS = Letters(title="Juniper Rim Peer Support", home=f"{PUBLIC}/{SLUG}", calendar="America/Los_Angeles")


@dataclass
class Head:
    """An agency's head with a device that holds her confirmed passkey."""

    agency: AgencyId
    town: str
    person: PersonId
    name: str
    device: Device
    title: str = "Chief of police"


@dataclass
class Signing:
    """The world: the ground, the heads in the order of the towns, the clerk, the coordinator, and the agreement."""

    ground: Ground
    consortium: UUID
    clerk: PersonId
    coordinator: PersonId
    heads: list[Head]
    pact: PactId = field(default_factory=lambda: PactId(uuid4()))
    version: Version | None = None

    @property
    def number(self) -> int:
        assert self.version is not None
        return self.version.number

    @property
    def digest(self) -> str:
        assert self.version is not None
        return self.version.digest

    def address(self, rest: str = "sign") -> str:
        """A page of the version."""
        return f"/{SLUG}/agreements/{self.pact}/{self.number}/{rest}"

    def clerks_eyes(self) -> Viewer:
        """The clerk, as the verbs see her."""
        return replace(
            a_viewer(self.consortium, Role.CLERK, person=self.clerk, agencies=[each.agency for each in self.heads]),
            name="Orla Penhallow",
        )

    async def load(self) -> Pact:
        async with self.ground.database.reading(self.consortium) as reading:
            return await load_pact(reading, self.pact)

    async def stands(self) -> Standing:
        async with self.ground.database.reading(self.consortium) as reading:
            return standing_at(await load_pact(reading, self.pact), reading.now)

    async def counterparts(self) -> tuple[Counterpart, ...]:
        async with self.ground.database.reading(self.consortium) as reading:
            return await load_signatures(reading, self.pact)

    async def prepare(self, head: Head, **changes: Any) -> UUID:
        """Fill the form in, as the page sends it; the record that waits."""
        async with self.ground.database.transaction(self.consortium) as tx:
            return await self.prepare_in(tx, head, **changes)

    async def prepare_in(self, tx: Transaction, head: Head, **changes: Any) -> UUID:
        said: dict[str, Any] = {
            "person": head.person,
            "pact": self.pact,
            "number": self.number,
            "digest": self.digest,
            "agency": str(head.agency),
            "name": head.name,
            "passkey": "",
            "ticked": TICKED,
            **changes,
        }
        return await prepare_signature(tx, **said)

    async def record(self, head: Head, pending: UUID) -> SignatureRecord:
        """The record that waits."""
        async with self.ground.database.reading(self.consortium) as reading:
            row = await load_pending(reading, pending, person=head.person, kiosk=None)
        assert row is not None
        record = read_record(row.record)
        assert isinstance(record, SignatureRecord)
        return record

    async def answer(self, head: Head, pending: UUID, *, device: Device | None = None, **lies: Any) -> str:
        """What her passkey answers for the record that waits."""
        record = await self.record(head, pending)
        return (device or head.device).sign({"challenge": b64(record.challenge())}, **lies)

    async def send(self, head: Head, pending: UUID, answer: str, **changes: Any) -> Counterpart:
        async with self.ground.database.transaction(self.consortium) as tx:
            said: dict[str, Any] = {"person": head.person, "pact": self.pact, "letters": LETTERS, **changes}
            return (await sign_agreement(tx, SITE, pending=pending, answer=answer, **said)).counterpart

    async def sign(self, head: Head) -> Counterpart:
        """She signs with her passkey."""
        pending = await self.prepare(head)
        return await self.send(head, pending, await self.answer(head, pending))

    async def eyes_of(self, head: Head) -> Viewer:
        """A head as the verbs see her, in a session that her own passkey opened."""
        async with self.ground.database.transaction(self.consortium) as tx:
            key = next(row.id for row in await passkey_rows_of(tx, head.person) if row.credential_id == head.device.id)
        seen = a_viewer(self.consortium, Role.AGENCY_HEAD, person=head.person, agencies=[head.agency])
        return replace(seen, name=head.name, passkey=key)

    async def everything(self) -> dict[str, list[dict[str, Any]]]:
        """Every row that a refused signature must leave as it is."""
        tables = (
            "agreement_signature",
            "agreement_fact",
            "agreement_event",
            "journal",
            "outbox",
            "passkey",
            "authority",
        )
        return {table: sorted(await self.ground.rows(table), key=str) for table in tables}


def articles(terms: Terms) -> tuple[Article, ...]:
    """Words for every clause that these terms stand on."""
    clauses = sorted(needed(terms) | {Clause.COUNTERPARTS, Clause.DISPUTES, CLAUSE_OF["cost"]})
    return tuple(Article(clause, f"What clause {clause:d} says of {clause.subject}.") for clause in clauses)


async def a_head(
    tx: Transaction, world_clerk: Viewer, agency: AgencyId, town: str, name: str, consortium: UUID
) -> Head:
    """A head with a passkey that the clerk has confirmed, and recorded authority."""
    email = f"{name.lower().replace(' ', '.')}@example.org"
    person = await enrol_person(
        tx,
        name=name,
        title="Chief of police",
        email=email,
        roles=(Role.AGENCY_HEAD,),
        bonds=((agency, Bond.FULL_TIME),),
    )
    head = Head(agency, town, person, name, Device(PUBLIC))
    await give_passkey(tx, world_clerk, head, consortium)
    await give_authority(tx, world_clerk, head)
    return head


async def give_passkey(
    tx: Transaction, clerk: Viewer, head: Head, consortium: UUID, *, confirmed: bool = True, site: Site = SITE
) -> UUID:
    """She adds a passkey; the clerk hears its fingerprint and types it. Returns the passkey's id."""
    hers = a_viewer(consortium, Role.AGENCY_HEAD, person=head.person, agencies=[head.agency])
    question = json.loads(await ask_for_new_passkey(tx, hers, site))
    reach = Reach(addresses=(), title="", home=PUBLIC)
    assert await add_passkey(tx, hers, site, answer=head.device.make(question), name="Phone", reach=reach)
    row = next(row for row in await passkey_rows_of(tx, head.person) if row.credential_id == head.device.id)
    if confirmed:
        assert await confirm_key(tx, clerk, row.id, typed=fingerprint(row.public_key))
    return row.id


async def give_authority(tx: Transaction, clerk: Viewer, head: Head, **changes: Any) -> UUID:
    """The clerk records by what right she signs: appointed a year ago, without an end."""
    facts: dict[str, Any] = {
        "office": head.title,
        "right": Right.APPOINTED,
        "evidence": "City charter § 12; council minute 2025-31",
        "since": tx.now.date() - timedelta(days=365),
        "until": None,
        **changes,
    }
    return await record_authority(
        tx, clerk, agency=head.agency, person=head.person, paper=Paper(**facts), letters=LETTERS
    )


async def a_signing(
    ground: Ground,
    *,
    parties: int = 3,
    towns: Collection[Town] | None = None,
    sent: bool = True,
    **changes: Any,
) -> Signing:
    """The world, with the agreement sent out (unless ``sent`` is false); ``changes`` are those of the terms."""
    consortium = await a_consortium(ground.database, slug=SLUG)
    used = tuple(towns or TOWNS[:parties])
    async with ground.database.transaction(consortium) as tx:
        agencies = await enrol(tx, *used)
        bonds = tuple((agency, Bond.PART_TIME) for agency in agencies.values())
        clerk = await enrol_person(
            tx, name="Orla Penhallow", title="Clerk", email="clerk@example.org", roles=(Role.CLERK,), bonds=bonds
        )
        coordinator = await enrol_person(
            tx, name="Ada Marsh", title="", email="coordinator@example.org", roles=(Role.COORDINATOR,)
        )
        world = Signing(ground, consortium, clerk, coordinator, [])
        eyes = a_viewer(consortium, Role.CLERK, person=clerk, agencies=list(agencies.values()))
        for number, (town, agency) in enumerate(agencies.items()):
            name = NAMES[number] if number < len(NAMES) else f"Head Number{number}"
            world.heads.append(await a_head(tx, eyes, agency, town, name, consortium))
        await put_out(tx, world, sent=sent, **changes)
    return world


async def put_out(tx: Transaction, world: Signing, *, sent: bool = True, **changes: Any) -> None:
    """An agreement between all heads' agencies, out to be signed."""
    agencies = [each.agency for each in world.heads]
    least = changes.pop("least_parties", len(agencies))
    older = {name: changes.pop(name) for name in ("binds_successors",) if name in changes}
    terms = replace(terms_of(agencies), effect=Effect.EVALUATED, least_parties=least, **changes)
    version = Version.of(VersionId(uuid4()), pact=world.pact, number=1, text=articles(terms), terms=terms)
    version = as_kept(version, **older) if older else version
    out = Fact(kind=FactKind.SENT_OUT, at=tx.now, attested_by="Ada Marsh", digest=version.digest)
    await save_pact(tx, Pact(id=world.pact, title=TITLE, versions=(version,), facts=(out,) if sent else ()))
    world.version = version


def as_kept(version: Version, **older: Any) -> Version:
    """The version with terms that only one of an earlier day may have."""
    terms = replace(version.terms, **older)
    said = {**version.document(), "terms": terms_document(terms, version.form)}
    return replace(version, terms=terms, digest=digest(said))


async def signs_on_the_page(home: House, world: Signing, head: Head, **typed: str) -> httpx.Response:
    """She opens the page, fills the form in, looks it over and lets her passkey sign; the last answer."""
    browser = await home.member(SLUG, head.person)
    page = await browser.get(world.address())
    assert page.status_code == 200, page.text
    looked = await browser.post(world.address(), data={**form_of(world, head), **typed})
    if looked.status_code != 303:
        return looked
    return await answers(browser, looked.headers["location"], head)


async def answers(browser: httpx.AsyncClient, waiting: str, head: Head, **lies: Any) -> httpx.Response:
    """Her device answers the question of the page on which the record waits."""
    question = (await browser.post(f"{waiting}/ask", data={"why": "sign"})).json()
    return await browser.post(waiting, data={"answer": head.device.sign(question, **lies)})


def form_of(world: Signing, head: Head) -> dict[str, str]:
    """The form as she fills it in."""
    return {
        "agency": str(head.agency),
        "digest": world.digest,
        "name": head.name,
        "read": "yes",
        "allowed": "yes",
        "consent": "yes",
    }
