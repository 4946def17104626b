"""What a passkey answered for a record that waited: read, compared with the key that was asked, and taken in.

Another's session, an answer given before, to another record or on another site's page, a copied key: each is refused.
"""

from datetime import datetime
from typing import Final
from uuid import UUID

from agreements import PactId
from agreements.counterparts import Assertion, Counterpart, read_record, verify_assertion
from agreements.errors import AgreementError, CounterpartError
from agreements.signatures import SignatureRecord
from consortium.access.passkey_site import PasskeyAnswer, Site, read_sign_in
from consortium.access.tables import PasskeyRow
from consortium.db import Transaction
from consortium.problems import BadInput, Conflict
from consortium.signing.store.authorities import signing_key_row
from consortium.signing.store.confirmed_keys import note_row_used
from consortium.signing.store.signing_room import take_pending

LATE: Final = (
    "This waited longer than five minutes, was used already, or was made ready elsewhere. Nothing was signed. Look "
    "the page over again and sign."
)
_COPIED: Final = (
    "This passkey answered with an older count than it gave before. That happens when a copy of it exists, so it "
    "signs nothing. Remove it under “Devices and sign-in”, and sign on paper or with another one."
)
_NOT_READ: Final = "Your device gave no answer that can be read. Nothing was signed. Try again, or sign on paper."


def read_answer(answer: str) -> PasskeyAnswer:
    """The answer out of the form.

    Raises:
        BadInput: it is none.
    """
    given = read_sign_in(answer)
    if given is None:
        raise BadInput(_NOT_READ, "answer")
    return given


async def waited_for(
    tx: Transaction, pending: UUID, *, person: UUID, pact: PactId, kiosk: UUID | None = None
) -> SignatureRecord:
    """The record that waited for her passkey, used up.

    Raises:
        Conflict: there is none of hers about this agreement, or it was altered.
    """
    kept = await take_pending(tx, pending, person=person, kiosk=kiosk)
    if kept is None:
        raise Conflict(LATE)
    try:
        record = read_record(kept)
    except AgreementError as altered:
        raise Conflict("The record that waited for you was altered. Nothing was signed.") from altered
    if not isinstance(record, SignatureRecord) or record.pact != pact:
        raise Conflict(LATE)
    return record


async def taken_in(
    tx: Transaction, record: SignatureRecord, given: PasskeyAnswer, site: Site, *, at: datetime
) -> Counterpart:
    """The counterpart that the answer makes of the record; the key's counter and last day are kept.

    Raises:
        Conflict: another key answered, nobody confirmed it, or the answer is not to this record.
    """
    key = await _key(tx, record, given)
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
    await note_row_used(tx, key, record.agency)
    return Counterpart(
        record=record, canonical=record.canonical(), signed_at=at, assertion=assertion, person=record.person
    )


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
