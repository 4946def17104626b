"""Sign: her passkey has answered for the record that she looked over. One transaction, one lock, one counterpart.

The server takes no document from her: only the answer to a record that it kept itself. Whoever signs at the same
instant waits; each finds the agreement as the one before left it. Another's session, an answer given before, to
another record or on another site's page, a copied key: each is refused, and nothing is changed.
"""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from agreements import Fact, FactKind, PactId
from agreements.counterparts import Assertion, Counterpart, read_record, verify_assertion
from agreements.errors import AgreementError, CounterpartError
from agreements.signatures import Act, SignatureRecord
from consortium.access.passkey_site import PasskeyAnswer, Site, read_sign_in
from consortium.access.tables import PasskeyRow
from consortium.db import Transaction
from consortium.journal import record as journal
from consortium.problems import BadInput, Conflict
from consortium.signing.signatures.letters import Letters, tell_signed
from consortium.signing.signatures.room import Room, enter_room
from consortium.signing.store import save_facts
from consortium.signing.store.authorities import signing_key_row
from consortium.signing.store.events import note_event
from consortium.signing.store.signatures import save_signature
from consortium.signing.store.signing_room import end_kiosk, in_turn, take_pending

FACT_OF: Final = {Act.SIGN: FactKind.SIGNED, Act.JOIN: FactKind.JOINED}
_LATE: Final = (
    "This waited longer than five minutes, was used already, or was made ready elsewhere. Nothing was signed. Look "
    "the page over again and sign."
)
_COPIED: Final = (
    "This passkey answered with an older count than it gave before. That happens when a copy of it exists, so it "
    "signs nothing. Remove it under “Devices and sign-in”, and sign on paper or with another one."
)
_NOT_READ: Final = "Your device gave no answer that can be read. Nothing was signed. Try again, or sign on paper."


@dataclass(frozen=True, slots=True)
class Signed:
    """A counterpart that was taken in."""

    counterpart: Counterpart
    record: SignatureRecord


async def sign_agreement(
    tx: Transaction,
    site: Site,
    *,
    person: UUID,
    pact: PactId,
    pending: UUID,
    answer: str,
    letters: Letters,
    kiosk: UUID | None = None,
) -> Signed:
    """Take in the signature of ``person`` on the record that waits for her.

    Raises:
        BadInput: the device's answer cannot be read.
        Conflict: it does not count, or something stands in the way; the message says what. Nothing was changed.
    """
    given = read_sign_in(answer)
    if given is None:
        raise BadInput(_NOT_READ, "answer")
    await in_turn(tx)
    kept = await take_pending(tx, pending, person=person, kiosk=kiosk)
    if kept is None:
        raise Conflict(_LATE)
    record = _record(kept, pact)
    room = await enter_room(tx, pact, record.version, person)
    _still_so(room, record)
    key = await _key(tx, record, given)
    counterpart = _counterpart(tx, room, record, key, given, site)
    await save_signature(tx, counterpart)
    fact = Fact(
        kind=FACT_OF[record.act],
        at=room.progress.at,
        agency=record.agency,
        digest=record.digest,
        attested_by=counterpart.attested,
    )
    await save_facts(tx, pact, fact)
    if kiosk is not None:
        await end_kiosk(tx, kiosk)
    await journal(tx, "signed agreement", by=person, subject=pact, version=record.version, agency=record.agency_name)
    await tell_signed(tx, letters, counterpart, record, room.progress.pact.title)
    await note_event(tx, kind="signature", agreement=pact, body=counterpart.document())
    return Signed(counterpart, record)


def _record(kept: str, pact: PactId) -> SignatureRecord:
    try:
        record = read_record(kept)
    except AgreementError as altered:
        raise Conflict("The record that waited for you was altered. Nothing was signed.") from altered
    if not isinstance(record, SignatureRecord) or record.pact != pact:
        raise Conflict(_LATE)
    return record


def _still_so(room: Room, record: SignatureRecord) -> None:
    """Whether all that the record says, and all that signing needs, is still so."""
    ground = room.footing(record.agency)
    if ground.stopped:
        raise Conflict(" ".join(["Nothing was signed.", *(f"{each.words} {each.mends}" for each in ground.stopped)]))
    right = ground.authority
    same = (
        record.digest == room.progress.version.digest
        and record.act is ground.act
        and record.capacity is ground.capacity
        and record.authority == (right.words() if right else "")
        and record.agency_name == room.names.get(record.agency)
    )
    if not same:
        raise Conflict("What the page showed has changed meanwhile. Nothing was signed. Look it over again.")


async def _key(tx: Transaction, record: SignatureRecord, given: PasskeyAnswer) -> PasskeyRow:
    key = await signing_key_row(tx, given.credential.raw_id)
    hers = key is not None and key.person == record.person and key.credential_id.hex() == record.credential
    if key is None or not hers:
        raise Conflict("Another passkey answered than the one that was asked. Nothing was signed.")
    handle = given.credential.response.user_handle
    if handle is not None and handle != record.person.bytes:
        raise Conflict("The passkey that answered is somebody else's. Nothing was signed.")
    if key.confirmed_on is None or key.confirmed_on.isoformat() != record.confirmed_on:
        raise Conflict("Nobody has confirmed this passkey's fingerprint, so it cannot sign. Nothing was signed.")
    return key


def _counterpart(
    tx: Transaction, room: Room, record: SignatureRecord, key: PasskeyRow, given: PasskeyAnswer, site: Site
) -> Counterpart:
    response = given.credential.response
    assertion = Assertion(
        credential=given.credential.raw_id,
        public_key=key.public_key,
        client_data=response.client_data_json,
        authenticator_data=response.authenticator_data,
        signature=response.signature,
    )
    try:
        count = verify_assertion(record, assertion, rp_id=site.host, origin=site.origin)
    except CounterpartError as wrong:
        raise Conflict(f"{wrong} Nothing was signed.") from wrong
    if (count or key.sign_count) and count <= key.sign_count:
        raise Conflict(_COPIED)
    key.sign_count, key.last_used_on = count, tx.now.date()
    return Counterpart(
        record=record,
        canonical=record.canonical(),
        signed_at=room.progress.at,
        assertion=assertion,
        person=record.person,
    )
