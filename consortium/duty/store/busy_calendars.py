"""Busy calendars in the database: whose, when they were last read, and the busy time that was read from them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import delete, func, insert, select, text, update

from consortium.db import Base, Reading, Transaction
from consortium.duty.availability.values import BusyCalendar
from consortium.duty.store.availability_rows import BusyCalendarRow, BusySpanRow
from geo import PersonId
from scheduling.spans import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A calendar whose turn it is to be read: ``address`` is sealed, ``etag`` is what its server said last."""

    consortium: UUID
    id: UUID
    address: bytes
    etag: str | None
    failures: int


async def load_calendars(reading: Reading, person: PersonId | None = None) -> tuple[BusyCalendar, ...]:
    """The calendars of everybody, or of one, by name; never their addresses."""
    wanted = select(BusyCalendarRow).order_by(BusyCalendarRow.name, BusyCalendarRow.id)
    if person is not None:
        wanted = wanted.where(BusyCalendarRow.person == person)
    return tuple(_calendar(row) for row in await reading.scalars(wanted))


async def load_busy(reading: Reading, window: Span, person: PersonId | None = None) -> Mapping[PersonId, list[Span]]:
    """The busy time that overlaps the window, whole, by person; what two calendars say may overlap."""
    wanted = (
        select(BusyCalendarRow.person, BusySpanRow.starts_at, BusySpanRow.ends_at)
        .join(BusyCalendarRow, BusyCalendarRow.id == BusySpanRow.calendar)
        .where(BusySpanRow.starts_at < window.end, BusySpanRow.ends_at > window.start)
    )
    if person is not None:
        wanted = wanted.where(BusyCalendarRow.person == person)
    found: dict[PersonId, list[Span]] = {}
    for whose, start, end in await reading.execute(wanted):
        found.setdefault(PersonId(whose), []).append(Span(start, end))
    return found


async def count_busy(reading: Reading, person: PersonId, window: Span) -> Mapping[UUID, int]:
    """How many busy times of the window each calendar of hers told."""
    rows = await reading.execute(
        select(BusySpanRow.calendar, func.count())
        .join(BusyCalendarRow, BusyCalendarRow.id == BusySpanRow.calendar)
        .where(BusyCalendarRow.person == person, BusySpanRow.starts_at < window.end, BusySpanRow.ends_at > window.start)
        .group_by(BusySpanRow.calendar)
    )
    return {calendar: count for calendar, count in rows}  # noqa: C416 (a Row is no pair to dict())


async def save_calendar(tx: Transaction, *, calendar: UUID, person: PersonId, name: str, address: bytes) -> None:
    """Add a calendar, to be read at once; ``address`` is sealed."""
    tx.add(
        BusyCalendarRow(
            consortium=tx.consortium, id=calendar, person=person, name=name, address=address, next_at=tx.now
        )
    )
    await tx.flush()


async def delete_calendar(tx: Transaction, person: PersonId, calendar: UUID) -> bool:
    """Forget a calendar of hers with all that was read from it; whether it was there."""
    gone = (
        delete(BusyCalendarRow)
        .where(BusyCalendarRow.id == calendar, BusyCalendarRow.person == person)
        .returning(BusyCalendarRow.id)
    )
    return await tx.scalar(gone) is not None


async def read_again(tx: Transaction, person: PersonId, calendar: UUID, *, not_since: datetime) -> bool:
    """Let a calendar of hers be read at the next look; whether it is hers and was not tried since that instant."""
    due = (
        update(BusyCalendarRow)
        .where(
            BusyCalendarRow.id == calendar,
            BusyCalendarRow.person == person,
            func.coalesce(BusyCalendarRow.tried_at, not_since) <= not_since,
        )
        .values(next_at=tx.now, etag=None)
        .returning(BusyCalendarRow.id)
    )
    return await tx.scalar(due) is not None


async def claim_calendar(tx: Transaction, lease: timedelta) -> Due | None:
    """One calendar that is due, for this process for as long as the lease; enters its consortium."""
    claimed = text("select consortium, id from claim_busy_calendar(:lease)")
    row = (await tx.execute(claimed, {"lease": lease})).first()
    if row is None:
        return None
    await tx.enter(row.consortium)
    found = await tx.scalar(select(BusyCalendarRow).where(BusyCalendarRow.id == row.id))
    if found is None:
        return None
    return Due(
        consortium=row.consortium,
        id=found.id,
        address=found.address,
        etag=found.etag,
        failures=found.failures,
    )


async def note_read(
    tx: Transaction, calendar: UUID, *, etag: str | None, spans: Sequence[Span] | None, next_at: datetime
) -> None:
    """It was read: what it told takes the place of what it told before; ``None``: it has not changed since."""
    kept = (
        update(BusyCalendarRow)
        .where(BusyCalendarRow.id == calendar)
        .values(etag=etag, trouble="", failures=0, tried_at=tx.now, read_at=tx.now, next_at=next_at)
        .returning(BusyCalendarRow.id)
    )
    if await tx.scalar(kept) is not None and spans is not None:
        await _put(tx, calendar, spans)


async def note_trouble(tx: Transaction, calendar: UUID, trouble: str, next_at: datetime) -> None:
    """It could not be read; what it told before stays."""
    await tx.execute(
        update(BusyCalendarRow)
        .where(BusyCalendarRow.id == calendar)
        .values(
            trouble=trouble, failures=func.least(BusyCalendarRow.failures + 1, 1000), tried_at=tx.now, next_at=next_at
        )
    )


async def _put(tx: Transaction, calendar: UUID, spans: Iterable[Span]) -> None:
    await tx.execute(delete(BusySpanRow).where(BusySpanRow.calendar == calendar))
    rows = [
        {"consortium": tx.consortium, "id": uuid4(), "calendar": calendar, "starts_at": each.start, "ends_at": each.end}
        for each in spans
    ]
    if rows:
        await tx.execute(insert(Base.metadata.tables["busy_span"]), rows)


def _calendar(row: BusyCalendarRow) -> BusyCalendar:
    return BusyCalendar(
        id=row.id,
        person=PersonId(row.person),
        name=row.name,
        trouble=row.trouble,
        failures=row.failures,
        tried_at=row.tried_at,
        read_at=row.read_at,
        next_at=row.next_at,
    )
