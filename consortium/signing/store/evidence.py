"""Reading the log of agreement events: its heads with their countersignatures, and its events."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from agreements.log import Hash, Note, a_hash, leaf_hash, read_note, read_signatures
from agreements.log.leaves import OF_THE_LOG
from consortium.db import Reading
from consortium.signing.store.events_tables import (
    AgreementCheckpointRow,
    AgreementEventRow,
    LogCountersignatureRow,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """One event as the log keeps it: its number from 0, when it was written down, and the leaf.

    ``leaf_hash`` is computed from the leaf; ``as_hashed`` is whether the row has the same.
    """

    number: int
    at: datetime
    kind: str
    agreement: UUID | None
    leaf: bytes
    leaf_hash: Hash
    as_hashed: bool


async def load_checkpoint(reading: Reading, size: int | None = None) -> str | None:
    """The signed head of the log at a size, or the newest, as it was written; ``None`` where there is none."""
    wanted = select(AgreementCheckpointRow.note).order_by(AgreementCheckpointRow.size.desc()).limit(1)
    if size is not None:
        wanted = wanted.where(AgreementCheckpointRow.size == size)
    found: str | None = await reading.scalar(wanted)
    return found


async def load_cosigned(reading: Reading, size: int | None = None) -> Note | None:
    """The signed head with the cosignatures that were given to it."""
    written = await load_checkpoint(reading, size)
    if written is None:
        return None
    note = read_note(written)
    at = int(note.text.split("\n")[1])
    lines = await reading.scalars(
        select(LogCountersignatureRow.line)
        .where(LogCountersignatureRow.size == at, LogCountersignatureRow.line.is_not(None))
        .order_by(LogCountersignatureRow.at, LogCountersignatureRow.id)
    )
    return note.also(each for line in lines if line for each in read_signatures(line))


async def load_size(reading: Reading) -> int:
    """How many events the log has."""
    return await reading.scalar(select(func.max(AgreementCheckpointRow.size))) or 0


async def load_changed(reading: Reading, since: int) -> frozenset[UUID]:
    """The agreements about which the log has an event of number ``since`` or later."""
    row = AgreementEventRow
    wanted = select(row.agreement).where(row.seq >= since, row.agreement.is_not(None)).distinct()
    return frozenset(each for each in await reading.scalars(wanted) if each is not None)


async def load_notes(reading: Reading) -> tuple[tuple[int, bytes, str], ...]:
    """Every head as its row has it: size, root and note, the smallest first."""
    row = AgreementCheckpointRow
    found = await reading.execute(select(row.size, row.root, row.note).order_by(row.size))
    return tuple((each.size, each.root, each.note) for each in found)


async def load_leaves(reading: Reading, size: int | None = None) -> tuple[Hash, ...]:
    """The hashes of all leaves up to a size, computed anew from what the leaves say."""
    wanted = select(AgreementEventRow.leaf).order_by(AgreementEventRow.seq)
    if size is not None:
        wanted = wanted.where(AgreementEventRow.seq < size)
    return tuple(leaf_hash(leaf.encode()) for leaf in await reading.scalars(wanted))


async def load_hashes(reading: Reading, size: int) -> tuple[Hash, ...]:
    """The hashes of all leaves up to a size as they were kept when the events were added: for who asks often.

    Whether they are still those of the leaves is what ``check_log`` looks at every night.
    """
    wanted = select(AgreementEventRow.leaf_hash).where(AgreementEventRow.seq < size).order_by(AgreementEventRow.seq)
    return tuple(map(a_hash, await reading.scalars(wanted)))


async def load_events(
    reading: Reading,
    *,
    agreement: UUID | None = None,
    since: int = 0,
    until: int | None = None,
    most: int | None = None,
) -> tuple[Logged, ...]:
    """Events in their order, from number ``since`` up to and without ``until``; of one agreement or of all.

    With ``most`` only the newest of these.
    """
    wanted = select(AgreementEventRow).where(AgreementEventRow.seq >= since).order_by(AgreementEventRow.seq.desc())
    if until is not None:
        wanted = wanted.where(AgreementEventRow.seq < until)
    if agreement is not None:
        wanted = wanted.where(AgreementEventRow.agreement == agreement)
    rows = (await reading.scalars(wanted.limit(most))).all()
    return tuple(map(_logged, reversed(rows)))


async def load_own(reading: Reading) -> tuple[Logged, ...]:
    """The events about the log itself: when it began, by which keys it was signed since, where, and who watches it."""
    return await load_of_kinds(reading, OF_THE_LOG)


async def load_of_kinds(reading: Reading, kinds: Collection[str]) -> tuple[Logged, ...]:
    """The events of these kinds, in their order."""
    rows = await reading.scalars(
        select(AgreementEventRow).where(AgreementEventRow.kind.in_(kinds)).order_by(AgreementEventRow.seq)
    )
    return tuple(map(_logged, rows))


def _logged(row: AgreementEventRow) -> Logged:
    leaf = row.leaf.encode()
    hashed = leaf_hash(leaf)
    return Logged(
        number=row.seq,
        at=row.at,
        kind=row.kind,
        agreement=row.agreement,
        leaf=leaf,
        leaf_hash=hashed,
        as_hashed=hashed == row.leaf_hash,
    )
