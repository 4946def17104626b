"""Confirmed passkeys in the log: that somebody heard a head read her key's fingerprint out, noted before it is used.

The event names the key by its digest, the agency for which it counts, and whether a clerk or another head heard it.
It names nobody: whose key it is stands in what she signs with it.
"""

from collections.abc import Collection
from json import loads
from uuid import UUID

from sqlalchemy import exists, select, text

from agreements.counterparts import key_digest
from agreements.log.leaves import KEY_CONFIRMED
from consortium.access.permissions import Role
from consortium.access.tables import AffiliationRow, PasskeyRow
from consortium.db import Reading, Transaction
from consortium.signing.store.events import Noted, note_events
from consortium.signing.store.events_tables import AgreementCheckpointRow
from consortium.signing.store.evidence import Logged, load_of_kinds

_NOTED = text(
    """select leaf::jsonb #>> '{body,agency}' from agreement_event
       where kind = :kind and leaf::jsonb #>> '{body,public_key}' = :key"""
)


async def note_key(tx: Transaction, passkey: UUID) -> None:
    """Note a passkey that was just confirmed, for each agency of its holder.

    Nothing while the log has not begun: then it is noted before the first signature that it makes.
    """
    if not await tx.scalar(select(exists(select(AgreementCheckpointRow.id)))):
        return
    row = await tx.get(PasskeyRow, (tx.consortium, passkey))
    if row is not None:
        tied = await tx.scalars(select(AffiliationRow.agency).where(AffiliationRow.person == row.person).distinct())
        await _note(tx, row, sorted(tied))


async def note_key_used(tx: Transaction, credential: bytes, agency: UUID) -> None:
    """See that the confirmation of a passkey is in the log before what it signs for an agency."""
    row = await tx.scalar(select(PasskeyRow).where(PasskeyRow.credential_id == credential))
    if row is not None:
        await note_row_used(tx, row, agency)


async def note_row_used(tx: Transaction, row: PasskeyRow, agency: UUID) -> None:
    """The same of a passkey that is loaded already."""
    await _note(tx, row, [agency])


async def load_confirmations(reading: Reading, keys: Collection[str]) -> tuple[Logged, ...]:
    """The events by which these keys, by their digests, were confirmed."""
    found = await load_of_kinds(reading, [KEY_CONFIRMED])
    return tuple(each for each in found if loads(each.leaf)["body"].get("public_key") in keys)


async def _note(tx: Transaction, row: PasskeyRow, agencies: Collection[UUID]) -> None:
    if row.confirmed_on is None or row.confirmed_by is None:
        return
    digest = key_digest(row.public_key)
    known = set(await tx.scalars(_NOTED, {"kind": KEY_CONFIRMED, "key": digest}))
    said = {"public_key": digest, "by": row.confirmed_as or Role.AGENCY_HEAD.value, "on": row.confirmed_on}
    fresh = [
        Noted(kind=KEY_CONFIRMED, agreement=None, body={**said, "agency": agency})
        for agency in agencies
        if str(agency) not in known
    ]
    if fresh:
        await note_events(tx, fresh)
