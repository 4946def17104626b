"""What people and agencies said about when they can serve, in the database, to and from values.

Loads of facts for the planner take no viewer; whose page shows them is settled by the pages.
"""

from collections.abc import Mapping
from datetime import date, time, timedelta
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import delete, func, or_, select
from sqlalchemy.dialects.postgresql import insert

from consortium.access.store import still_here
from consortium.access.tables import PersonRow
from consortium.db import Reading, Transaction
from consortium.duty.availability.values import KeptPattern, Limits, Said, SaidTime
from consortium.duty.store.availability_rows import (
    AvailabilityRow,
    AvailabilityTimeRow,
    BusyCalendarRow,
    WorkPatternRow,
)
from consortium.members.store.people_tables import PeerRow
from geo import AgencyId, PersonId
from scheduling.availability import WeeklyTime
from scheduling.patterns import Hours, Pattern
from scheduling.spans import Span

KEPT_AFTER: Final = timedelta(days=30)


async def load_limits(reading: Reading, person: PersonId | None = None) -> Mapping[PersonId, Limits]:
    """The limits of everybody, or of one, who set any."""
    wanted = select(AvailabilityRow)
    if person is not None:
        wanted = wanted.where(AvailabilityRow.person == person)
    return {
        PersonId(row.person): Limits(
            share_percent=row.share_percent, most_per_month=row.most_per_month, notice_hours=row.notice_hours
        )
        for row in await reading.scalars(wanted)
    }


async def save_limits(tx: Transaction, person: PersonId, limits: Limits) -> None:
    """Put these limits in the place of hers."""
    values = {
        "share_percent": limits.share_percent,
        "most_per_month": limits.most_per_month,
        "notice_hours": limits.notice_hours,
    }
    await tx.execute(
        insert(AvailabilityRow)
        .values(consortium=tx.consortium, person=person, **values)
        .on_conflict_do_update(index_elements=["consortium", "person"], set_=values)
    )


async def load_times(reading: Reading, person: PersonId | None = None) -> tuple[SaidTime, ...]:
    """Every time that was said and is not long over: those of the week first, then by start."""
    wanted = select(AvailabilityTimeRow).order_by(
        AvailabilityTimeRow.weekdays.is_(None),
        AvailabilityTimeRow.starts_at,
        AvailabilityTimeRow.first_day,
        AvailabilityTimeRow.id,
    )
    if person is not None:
        wanted = wanted.where(AvailabilityTimeRow.person == person)
    return tuple(_time(row) for row in await reading.scalars(wanted))


async def count_times(reading: Reading, person: PersonId) -> int:
    """How many times somebody has said."""
    wanted = select(func.count()).select_from(AvailabilityTimeRow).where(AvailabilityTimeRow.person == person)
    return int(await reading.scalar(wanted) or 0)


async def save_time(tx: Transaction, told: SaidTime) -> None:
    """Add a time; those of anybody that were over 30 days ago go."""
    old = tx.now - KEPT_AFTER
    await tx.execute(
        delete(AvailabilityTimeRow).where(
            or_(AvailabilityTimeRow.ends_at < old, AvailabilityTimeRow.last_day < old.date())
        )
    )
    weekly = told.weekly
    tx.add(
        AvailabilityTimeRow(
            consortium=tx.consortium,
            id=told.id,
            person=told.person,
            kind=told.said,
            starts_at=told.once.start if told.once else None,
            ends_at=told.once.end if told.once else None,
            weekdays=sorted(weekly.weekdays) if weekly else None,
            from_time=weekly.start if weekly else None,
            to_time=weekly.end if weekly else None,
            first_day=weekly.first if weekly else None,
            last_day=weekly.last if weekly else None,
        )
    )


async def delete_time(tx: Transaction, person: PersonId, wanted: UUID) -> bool:
    """Forget a time of hers; whether it was there."""
    gone = (
        delete(AvailabilityTimeRow)
        .where(AvailabilityTimeRow.id == wanted, AvailabilityTimeRow.person == person)
        .returning(AvailabilityTimeRow.id)
    )
    return await tx.scalar(gone) is not None


async def load_patterns(reading: Reading, person: PersonId | None = None) -> tuple[KeptPattern, ...]:
    """Every work pattern, by its first day."""
    wanted = select(WorkPatternRow).order_by(WorkPatternRow.first_day, WorkPatternRow.id)
    if person is not None:
        wanted = wanted.where(WorkPatternRow.person == person)
    return tuple(_pattern(row) for row in await reading.scalars(wanted))


async def save_pattern(tx: Transaction, person: PersonId, name: str, pattern: Pattern) -> UUID:
    """Add a pattern; from its first day on those she had hold no more."""
    await end_patterns(tx, person, pattern.first)
    row = WorkPatternRow(
        consortium=tx.consortium,
        id=uuid4(),
        person=person,
        name=name,
        cycle=pattern.cycle,
        hours={letter: [each.isoformat("minutes") for each in hours] for letter, hours in pattern.hours.items()},
        first_day=pattern.first,
        last_day=pattern.last,
    )
    tx.add(row)
    await tx.flush()
    return row.id


async def end_patterns(tx: Transaction, person: PersonId, day: date) -> int:
    """Let no pattern of hers hold from this day on; how many are changed. Those of 30 days ago are forgotten."""
    rows = (await tx.scalars(select(WorkPatternRow).where(WorkPatternRow.person == person).with_for_update())).all()
    changed = 0
    for row in rows:
        if row.first_day >= day or row.last_day < tx.now.date() - KEPT_AFTER:
            changed += row.last_day >= day
            await tx.delete(row)
        elif row.last_day >= day:
            row.last_day = day - timedelta(days=1)
            changed += 1
    await tx.flush()
    return changed


async def load_lenders(reading: Reading) -> Mapping[PersonId, AgencyId | None]:
    """Everybody who answers and has not left, with the agency that lends her; None: nobody does."""
    rows = await reading.execute(
        select(PeerRow.person, PeerRow.lent_by)
        .join(PersonRow, PersonRow.id == PeerRow.person)
        .where(still_here(reading), or_(PeerRow.ended_on.is_(None), PeerRow.ended_on > reading.now.date()))
    )
    return {PersonId(row.person): AgencyId(row.lent_by) if row.lent_by else None for row in rows}


async def forget_gone(tx: Transaction) -> None:
    """Delete all this of whoever has left the consortium, with what was read from her calendars."""
    gone = select(PersonRow.id).where(~still_here(tx))
    for table in (AvailabilityRow, AvailabilityTimeRow, WorkPatternRow, BusyCalendarRow):
        await tx.execute(delete(table).where(table.person.in_(gone)))


def _time(row: AvailabilityTimeRow) -> SaidTime:
    once = Span(row.starts_at, row.ends_at) if row.starts_at is not None and row.ends_at is not None else None
    weekly = None
    if row.weekdays and row.from_time is not None and row.to_time is not None:
        weekly = WeeklyTime(
            weekdays=frozenset(row.weekdays),
            start=row.from_time,
            end=row.to_time,
            first=row.first_day,
            last=row.last_day,
        )
    return SaidTime(id=row.id, person=PersonId(row.person), said=Said(row.kind), once=once, weekly=weekly)


def _pattern(row: WorkPatternRow) -> KeptPattern:
    pattern = Pattern(
        cycle=row.cycle,
        hours={letter: _hours(told) for letter, told in row.hours.items()},
        first=row.first_day,
        last=row.last_day,
    )
    return KeptPattern(id=row.id, person=PersonId(row.person), name=row.name, pattern=pattern)


def _hours(told: list[str]) -> Hours:
    start, end = (time.fromisoformat(each) for each in told)
    return start, end
