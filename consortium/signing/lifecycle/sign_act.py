"""What a head does with legal effect is a signed record: make it ready, and take in what her passkey answers for it.

Nothing of an agreement's life is moved by being in a session: the fact stands on the record, and the record on her key.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final, cast
from uuid import UUID, uuid4

from agreements import PactId
from agreements.counterparts import Counterpart, PaperRecord
from agreements.signatures import OF_ANOTHER, Act, SignatureRecord
from consortium.access.door import Viewer
from consortium.access.passkey_site import Site
from consortium.db import Transaction
from consortium.journal import record as journal
from consortium.problems import BadInput, Conflict
from consortium.signing.lifecycle.act_ground import ActGround, load_ground
from consortium.signing.lifecycle.act_kinds import LifeAct
from consortium.signing.lifecycle.change import Change
from consortium.signing.lifecycle.hand import Hand
from consortium.signing.signatures.answered import LATE, read_answer, taken_in, waited_for
from consortium.signing.signatures.consent import CONSENT, CONSENT_DIGEST, sentence
from consortium.signing.signatures.legible import must_be_shown
from consortium.signing.signatures.letters import Letters, tell_signed
from consortium.signing.signatures.prepare_signature import key_of, own_name
from consortium.signing.signatures.signers import SigningKey
from consortium.signing.store.events import note_event
from consortium.signing.store.signatures import save_signature
from consortium.signing.store.signing_room import in_turn, save_pending
from geo import AgencyId

Said = Mapping[str, Any]
"""What a form of an act says, read: ``agency``, and for some acts ``about`` or ``leaves_on``."""

TICKS: Final = (
    ("allowed", "Tick that you are allowed to do this for your agency."),
    ("consent", "Tick that you agree to electronic records, or do it on paper."),
)
_CHANGED: Final = "What the page showed has changed meanwhile. Nothing was signed. Look it over again."


async def prepare_act(
    tx: Transaction,
    viewer: Viewer,
    act: LifeAct,
    *,
    pact: PactId,
    said: Said,
    name: str,
    passkey: str,
    ticked: frozenset[str],
) -> UUID:
    """Keep the record that this form makes; its id. It waits five minutes for the passkey.

    Raises:
        BadInput: something is missing or is not hers; nothing was kept.
        Conflict: something stands in the way; the message says what.
        NotFound: there is no such agreement, or the agency is none of hers.
    """
    ground = await load_ground(tx, viewer.person, act=kind_of(act), pact=pact, agency=said["agency"])
    ground.must_stand()
    typed = own_name(name, ground.room.signer)
    for tick, missing in TICKS:
        if tick not in ticked:
            raise BadInput(missing, tick)
    record = _record(tx, ground, said, typed, key_of(ground.room.signer, passkey))
    must_be_shown(record.name, record.title, record.authority, record.agency_name, record.about_name or "")
    return await save_pending(tx, record, kiosk=None)


async def sign_act(
    tx: Transaction,
    site: Site,
    viewer: Viewer,
    act: LifeAct,
    *,
    pact: PactId,
    pending: UUID,
    answer: str,
    letters: Letters,
    public_url: str | None = None,
) -> Change:
    """Take in her passkey's answer, and do what the record says, in one transaction.

    Raises:
        BadInput: the answer cannot be read, or what she signed cannot be done.
        Conflict: it does not count, or something stands in the way; the message says what. Nothing was changed.
        NotFound: there is no such agreement, or the agency is none of hers.
    """
    given = read_answer(answer)
    await in_turn(tx)
    record = await waited_for(tx, pending, person=viewer.person, pact=pact)
    if record.act is not act.act:
        raise Conflict(LATE)
    ground = await load_ground(tx, viewer.person, act=record.act, pact=pact, agency=record.agency)
    _still_so(ground, record)
    counterpart = await taken_in(tx, record, given, site, at=ground.room.progress.at)
    await journal(tx, "signed an act", by=viewer.person, subject=pact, agency=record.agency_name, what=record.act.value)
    await tell_signed(tx, letters, counterpart, record, ground.room.progress.pact.title)
    return await carried(tx, viewer, act, counterpart, public_url=public_url)


async def carried(
    tx: Transaction, viewer: Viewer, act: LifeAct, counterpart: Counterpart, *, public_url: str | None
) -> Change:
    """Keep a signed record of an act, and do what it says: no more, and nothing else."""
    record = counterpart.record
    await save_signature(tx, counterpart)
    hand = Hand(name=record.name, attested_by=counterpart.attested)
    change = await act.does(tx, viewer, pact=record.pact, hand=hand, public_url=public_url, **said_by(record))
    await note_event(tx, kind="signature", agreement=record.pact, body=counterpart.document())
    return change


def said_by(record: SignatureRecord | PaperRecord) -> Said:
    """What a record says, for the verb that does it."""
    said: dict[str, Any] = {"agency": record.agency}
    if record.act in OF_ANOTHER:
        said["about"] = record.about
    if record.act is Act.NOTICE:
        said["leaves_on"] = record.leaves_on
    return said


def kind_of(act: LifeAct) -> Act:
    """What the signed record of an act does.

    Raises:
        Conflict: no record is signed for it.
    """
    if act.act is None:
        raise Conflict("This is not signed.")
    return act.act


def object_of(ground: ActGround, said: Said) -> tuple[AgencyId | None, str | None, date | None]:
    """Of what an act is: the agency that may join, or the lead, and its name; or the day of leaving."""
    about = cast("AgencyId | None", said.get("about"))
    return about, ground.room.names.get(about, "") if about else None, cast("date | None", said.get("leaves_on"))


def _record(tx: Transaction, ground: ActGround, said: Said, name: str, key: SigningKey) -> SignatureRecord:
    right, version, pact = ground.must_stand(), ground.version, ground.room.progress.pact
    agency_name = ground.room.names[ground.agency]
    about, about_name, leaves_on = object_of(ground, said)
    return SignatureRecord(
        id=uuid4(),
        act=ground.act,
        pact=pact.id,
        version=version.number,
        digest=version.digest,
        agency=ground.agency,
        agency_name=agency_name,
        person=ground.room.signer.person,
        name=name,
        title=right.office,
        capacity=right.capacity,
        authority=right.words(),
        sentence=sentence(
            act=ground.act,
            pact=pact.title,
            number=version.number,
            digest=version.digest,
            agency=agency_name,
            name=name,
            title=right.office,
            capacity=right.capacity,
            about=about_name,
            leaves_on=leaves_on,
        ),
        consent=CONSENT,
        consent_digest=CONSENT_DIGEST,
        credential=key.credential.hex(),
        public_key=key.digest,
        confirmed_on=key.confirmed_on.isoformat() if key.confirmed_on else "",
        confirmed_by=key.confirmed_by,
        at=tx.now.replace(microsecond=0),
        about=about,
        about_name=about_name,
        leaves_on=leaves_on,
    )


def _still_so(ground: ActGround, record: SignatureRecord) -> None:
    """Whether all that the record says, and all that signing needs, is still so."""
    right = ground.must_stand()
    same = (
        record.digest == ground.version.digest
        and record.capacity is right.capacity
        and record.authority == right.words()
        and record.agency_name == ground.room.names.get(record.agency)
    )
    if not same:
        raise Conflict(_CHANGED)
