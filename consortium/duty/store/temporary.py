"""Temporary schedules: rows to values and back. One that has been cut keeps of each shift what lies before the cut."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, update

from consortium.db import Reading, Transaction
from consortium.duty.store.block_tables import TemporaryScheduleRow, TemporaryShiftRow
from geo import PersonId
from scheduling import Assigned, Line, Roster, RosterId, ShiftId, Span


@dataclass(frozen=True, slots=True)
class Temporary:
    """A temporary schedule with its name; ``withdrawn``: it was taken back before it began, and never counts."""

    name: str
    roster: Roster
    withdrawn: bool


async def load_temporaries(reading: Reading, *, since: datetime | None = None) -> tuple[Temporary, ...]:
    """Every temporary schedule, the latest first; with ``since`` only what ends after it. One query."""
    schedule, shift = TemporaryScheduleRow, TemporaryShiftRow
    wanted = (
        select(schedule, shift)
        .outerjoin(shift, shift.schedule == schedule.id)
        .order_by(schedule.starts_at.desc(), schedule.id, shift.starts_at, shift.line, shift.id)
    )
    if since is not None:
        wanted = wanted.where(schedule.ends_at > since)
    found: dict[UUID, tuple[TemporaryScheduleRow, list[TemporaryShiftRow]]] = {}
    for row, held in await reading.execute(wanted):
        shifts = found.setdefault(row.id, (row, []))[1]
        if held is not None:
            shifts.append(held)
    return tuple(_temporary(row, shifts) for row, shifts in found.values())


async def save_temporary(tx: Transaction, name: str, roster: Roster) -> None:
    """Add a temporary schedule with its shifts."""
    tx.add(
        TemporaryScheduleRow(
            consortium=tx.consortium,
            id=roster.id,
            number=roster.number,
            name=name,
            lines=[line.value for line in Line if line in roster.lines],
            starts_at=roster.during.start,
            ends_at=roster.during.end,
        )
    )
    await tx.flush()
    tx.add_all(
        TemporaryShiftRow(
            consortium=tx.consortium,
            id=shift.id,
            schedule=roster.id,
            line=shift.line,
            person=shift.person,
            starts_at=shift.span.start,
            ends_at=shift.span.end,
        )
        for shift in roster.shifts
    )
    await tx.flush()


async def next_temporary_number(reading: Reading) -> int:
    """The number of the next temporary schedule."""
    return int(await reading.scalar(select(func.coalesce(func.max(TemporaryScheduleRow.number), 0))) or 0) + 1


async def cut_temporary(tx: Transaction, schedule: UUID, at: datetime) -> None:
    """Let one that has begun end at ``at``."""
    await tx.execute(update(TemporaryScheduleRow).where(TemporaryScheduleRow.id == schedule).values(ends_at=at))


async def withdraw_temporary(tx: Transaction, schedule: UUID) -> None:
    """Let one that has not begun never count."""
    await tx.execute(update(TemporaryScheduleRow).where(TemporaryScheduleRow.id == schedule).values(withdrawn=True))


def _temporary(row: TemporaryScheduleRow, shifts: list[TemporaryShiftRow]) -> Temporary:
    during = Span(row.starts_at, row.ends_at)
    roster = Roster(
        id=RosterId(row.id),
        number=row.number,
        lines=frozenset(map(Line, row.lines)),
        during=during,
        shifts=tuple(_assigned(shifts, during)),
        final=True,
    )
    return Temporary(row.name, roster, row.withdrawn)


def _assigned(shifts: list[TemporaryShiftRow], during: Span) -> Iterator[Assigned]:
    for row in shifts:
        span = Span(row.starts_at, row.ends_at).intersect(during)
        if span is not None:
            yield Assigned(ShiftId(row.id), Line(row.line), PersonId(row.person), span)
