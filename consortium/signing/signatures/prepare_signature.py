"""Make a record ready to be signed: exactly what the page showed, kept until her passkey answers for it."""

from datetime import datetime
from uuid import UUID, uuid4

from agreements.signatures import SignatureRecord
from agreements.versions import PactId
from consortium.db import Transaction
from consortium.members import checks
from consortium.problems import BadInput, Conflict
from consortium.signing.signatures.authority import Authority
from consortium.signing.signatures.blockers import Footing
from consortium.signing.signatures.consent import CONSENT, CONSENT_DIGEST, sentence
from consortium.signing.signatures.legible import must_be_shown
from consortium.signing.signatures.room import Room, chosen, enter_room
from consortium.signing.signatures.signers import Signer, SigningKey, same_name
from consortium.signing.store.signing_room import note_opening, save_pending
from geo import AgencyId

TICKS = (
    ("read", "Tick that you have read the agreement."),
    ("allowed", "Tick that you are allowed to sign for your agency."),
    ("consent", "Tick that you agree to electronic records, or sign on paper."),
)


async def prepare_signature(
    tx: Transaction,
    *,
    person: UUID,
    pact: PactId,
    number: int,
    digest: str,
    agency: str,
    name: str,
    passkey: str,
    ticked: frozenset[str],
    kiosk: UUID | None = None,
) -> UUID:
    """Keep the record that this form makes; its id. It waits five minutes for the passkey.

    ``digest`` is the fingerprint of the text that the form stood under, so that nobody signs another one. The title is
    that of the office by which she signs, as it is recorded. That the agency has begun to sign is kept, with the day.

    Raises:
        BadInput: something is missing or is not hers; nothing was kept.
        Conflict: something stands in the way of signing, or the page showed another text; the message says what.
        NotFound: there is no such agreement or version, or the agency is none of hers.
    """
    room = await enter_room(tx, pact, number, person)
    wanted = chosen(room, agency)
    _same_text(room, digest)
    ground = room.footing(wanted)
    if ground.stopped:
        raise Conflict(" ".join(f"{each.words} {each.mends}" for each in ground.stopped))
    typed = own_name(name, room.signer)
    for tick, missing in TICKS:
        if tick not in ticked:
            raise BadInput(missing, tick)
    record = _record(room, wanted, ground, key_of(room.signer, passkey), typed, tx.now)
    must_be_shown(record.name, record.title, record.authority, record.agency_name)
    if wanted in room.progress.version.terms.parties:
        await note_opening(tx, pact, number, wanted, person)
    return await save_pending(tx, record, kiosk=kiosk)


def own_name(typed: str, signer: Signer) -> str:
    """The name as she typed it, if it is hers.

    Raises:
        BadInput: it is blank, or another one.
    """
    name = checks.line(typed, "name")
    if not same_name(name, signer.name):
        raise BadInput(
            f"Type your own name as it is on the roster: {signer.name}. Initials may stand between, and nothing else.",
            "name",
        )
    return name


def _same_text(room: Room, digest: str) -> None:
    if digest != room.progress.version.digest:
        raise Conflict("The page that you sent showed another text. Open it again and read it.")


def key_of(signer: Signer, passkey: str) -> SigningKey:
    """The passkey that shall answer: the one that was chosen, or the only one that counts.

    Raises:
        BadInput: none was chosen, or one that does not count.
    """
    keys = signer.confirmed
    if len(keys) == 1 and not passkey:
        return keys[0]
    found = next((key for key in keys if str(key.id) == passkey), None)
    if found is None:
        raise BadInput("Choose the passkey with which you sign.", "passkey")
    return found


def _record(
    room: Room, agency: AgencyId, ground: Footing, key: SigningKey, name: str, now: datetime
) -> SignatureRecord:
    version, right = room.progress.version, ground.authority
    named, title = room.names[agency], right.office if right else ""
    return SignatureRecord(
        id=uuid4(),
        act=ground.act,
        pact=room.progress.pact.id,
        version=version.number,
        digest=version.digest,
        agency=agency,
        agency_name=named,
        person=room.signer.person,
        name=name,
        title=title,
        capacity=ground.capacity,
        authority=_words(right),
        sentence=sentence(
            act=ground.act,
            pact=room.progress.pact.title,
            number=version.number,
            digest=version.digest,
            agency=named,
            name=name,
            title=title,
            capacity=ground.capacity,
        ),
        consent=CONSENT,
        consent_digest=CONSENT_DIGEST,
        credential=key.credential.hex(),
        public_key=key.digest,
        confirmed_on=key.confirmed_on.isoformat() if key.confirmed_on else "",
        confirmed_by=key.confirmed_by,
        at=now.replace(microsecond=0),
    )


def _words(right: Authority | None) -> str:
    return "" if right is None else right.words()
