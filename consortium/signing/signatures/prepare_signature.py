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
from consortium.signing.signatures.room import Room, chosen, enter_room
from consortium.signing.signatures.signers import SigningKey, same_name
from consortium.signing.store.signing_room import save_pending
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
    title: str,
    passkey: str,
    ticked: frozenset[str],
    kiosk: UUID | None = None,
) -> UUID:
    """Keep the record that this form makes; its id. It waits five minutes for the passkey.

    ``digest`` is the fingerprint of the text that the form stood under, so that nobody signs another one.

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
    typed = checks.line(name, "name")
    if not same_name(typed, room.signer.name):
        raise BadInput(f"Type your own name as it is on the roster: {room.signer.name}.", "name")
    office = checks.line(title, "title")
    for tick, missing in TICKS:
        if tick not in ticked:
            raise BadInput(missing, tick)
    record = _record(room, wanted, ground, _key(room, passkey), typed, office, tx.now)
    return await save_pending(tx, record, kiosk=kiosk)


def _same_text(room: Room, digest: str) -> None:
    if digest != room.progress.version.digest:
        raise Conflict("The page that you sent showed another text. Open it again and read it.")


def _key(room: Room, passkey: str) -> SigningKey:
    """The passkey that shall answer: the one that was chosen, or the only one that counts."""
    keys = room.signer.confirmed
    if len(keys) == 1 and not passkey:
        return keys[0]
    found = next((key for key in keys if str(key.id) == passkey), None)
    if found is None:
        raise BadInput("Choose the passkey with which you sign.", "passkey")
    return found


def _record(
    room: Room, agency: AgencyId, ground: Footing, key: SigningKey, name: str, title: str, now: datetime
) -> SignatureRecord:
    version, right = room.progress.version, ground.authority
    named = room.names[agency]
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
