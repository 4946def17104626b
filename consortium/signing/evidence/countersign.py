"""A head countersigns the log for her agency with her confirmed passkey, on one page.

The server shows what happened since her agency countersigned last and checks that the log has only grown. Her passkey
signs the head itself, with who heard its fingerprint; the copy goes to her by mail, so that it lies outside whoever
runs this installation. A passkey that nobody has confirmed could be anybody's, so it countersigns nothing.
"""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from agreements.counterparts import Assertion
from agreements.log import LogError, Statement
from consortium.access.door import Viewer
from consortium.access.passkey_site import Site, read_sign_in, signing_question, verified_sign_in
from consortium.access.store.passkeys import passkey_by_credential, save_challenge, use_challenge
from consortium.db import Transaction
from consortium.journal import record
from consortium.problems import BadInput, Conflict
from consortium.signing.evidence.seen_before import seen_by
from consortium.signing.evidence.vouching import confirmed_key, of_hers
from consortium.signing.signatures.signers import SigningKey
from consortium.signing.store.confirmed_keys import note_key_used
from consortium.signing.store.witnesses import Countersigned, save_countersignature

PURPOSE: Final = "witness"
FORKED: Final = (
    "STOP. The log that is here has not grown out of the one that your agency countersigned: its past was changed. "
    "Nothing is countersigned. Keep your mailed copy, and tell the heads of the other agencies."
)
NOTHING: Final = "The log has no event yet, so there is nothing to countersign."
NOT_GOOD: Final = (
    "That took too long, or the log has grown meanwhile. Look at the page again, and press the button once more."
)


@dataclass(frozen=True, slots=True)
class Asked:
    """For which agency, under which name, she countersigns; and the size that her page showed."""

    agency: UUID
    agency_name: str
    size: int


async def ask_to_countersign(tx: Transaction, viewer: Viewer, site: Site, asked: Asked) -> str:
    """The question to her device, as JSON: its challenge is the head that her page showed.

    Raises:
        BadInput: the agency is none of hers.
        Conflict: the log is not the one that her agency countersigned, or has grown since she opened the page; or she
            may not countersign.
    """
    key = await _key(tx, viewer, asked.agency)
    challenge = (await _statement(tx, viewer, asked, key)).challenge()
    await save_challenge(tx, challenge, purpose=PURPOSE, person=viewer.person)
    return signing_question(site, challenge=challenge, credential=key.credential, transports=key.transports)


async def countersign(tx: Transaction, viewer: Viewer, site: Site, asked: Asked, *, answer: str) -> Countersigned:
    """Keep what her passkey answered.

    Raises:
        BadInput: the answer is to no question of ours, or by another passkey than the one that was asked.
        Conflict: the log is not the one that her agency countersigned, or has grown meanwhile; or she may not.
    """
    key = await _key(tx, viewer, asked.agency)
    statement = await _statement(tx, viewer, asked, key)
    read = read_sign_in(answer)
    if read is None or read.challenge != statement.challenge():
        raise BadInput(NOT_GOOD, "answer")
    if not await use_challenge(tx, read.challenge, purpose=PURPOSE, person=viewer.person):
        raise BadInput(NOT_GOOD, "answer")
    row = await passkey_by_credential(tx, read.credential.raw_id)
    signed = verified_sign_in(site, read, public_key=row.public_key) if row and row.id == key.id else None
    if row is None or signed is None:
        raise BadInput("That was not the passkey that was asked. Use the one that was confirmed.", "answer")
    row.sign_count = max(row.sign_count, signed.new_sign_count)
    found = read.credential.response
    kept = Countersigned(
        agency=asked.agency,
        size=asked.size,
        at=tx.now,
        line=None,
        person=viewer.person,
        statement=statement.canonical(),
        assertion=Assertion(
            credential=read.credential.raw_id,
            public_key=row.public_key,
            client_data=found.client_data_json,
            authenticator_data=found.authenticator_data,
            signature=found.signature,
        ),
    )
    await save_countersignature(tx, kept)
    await note_key_used(tx, key.credential, asked.agency)
    await record(tx, "countersigned the log", by=viewer.person, subject=asked.agency, size=asked.size)
    return kept


async def _key(tx: Transaction, viewer: Viewer, agency: UUID) -> SigningKey:
    of_hers(viewer, agency)
    return await confirmed_key(tx, viewer)


async def _statement(tx: Transaction, viewer: Viewer, asked: Asked, key: SigningKey) -> Statement:
    try:
        seen = await seen_by(tx, asked.agency)
    except LogError as wrong:
        raise Conflict(FORKED) from wrong
    if seen is None:
        raise Conflict(NOTHING)
    if not seen.grown:
        raise Conflict(FORKED)
    if seen.now.size != asked.size:
        raise Conflict(NOT_GOOD)
    return Statement(
        checkpoint=seen.now.text(),
        old=seen.old,
        agency=asked.agency,
        agency_name=asked.agency_name,
        person=viewer.person,
        name=viewer.name,
        public_key=key.digest,
        confirmed_on=key.confirmed_on.isoformat() if key.confirmed_on else "",
        confirmed_by=key.confirmed_by,
    )
