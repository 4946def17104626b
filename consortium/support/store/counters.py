"""Counters of ended requests: laid out with zeros before anybody asks, so that a row's being there tells nothing.

All counters of the present are written anew together whenever one grows, so that no row tells which it was. Whether
first contacts are counted by quarter or by year follows from how many sworn the agencies have, which is public, and is
settled when the year's counters are laid out; so a first contact is in one of the two and never in both.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, case, delete, func, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert

from consortium.access.tables import ConsortiumRow
from consortium.clock import quarter
from consortium.db import Reading, Transaction
from consortium.members.tables import AgencyRow
from consortium.support.lists import ABOUT, CELLS, ENDED, FIRST, Span
from consortium.support.tables import TallyRow

SWORN_FOR_QUARTERS: Final = 160
"""From so many sworn on, about 12 first contacts a quarter are to be expected (41 of 550 where it was measured)."""


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A quarter or a year of a consortium's own calendar; ``first`` is its first day."""

    first: date
    span: Span


@dataclass(frozen=True, slots=True)
class Count:
    """One counter to add one to."""

    measure: str
    value: str


async def today(reading: Reading) -> date:
    """The day it is where the consortium is."""
    timezone = await reading.scalar(select(ConsortiumRow.timezone).where(ConsortiumRow.id == reading.consortium))
    return reading.now.astimezone(ZoneInfo(timezone or "UTC")).date()


async def add_counts(tx: Transaction, counts: Iterable[Count]) -> None:
    """Add one to each of these counters, and write all of the present anew."""
    present = await lay_out(tx)
    here = tuple_(TallyRow.span, TallyRow.period).in_([(each.span, each.first) for each in present])
    await tx.execute(
        select(TallyRow.measure).where(here).order_by(TallyRow.span, TallyRow.measure, TallyRow.value).with_for_update()
    )
    answers = sorted({(each.measure, each.value) for each in counts})
    added: ColumnElement[int] | int = 0
    if answers:
        added = case((tuple_(TallyRow.measure, TallyRow.value).in_(answers), 1), else_=0)
    await tx.execute(update(TallyRow).where(here).values(count=TallyRow.count + added))


async def lay_out(tx: Transaction) -> tuple[Period, Period]:
    """Make the counters of the present quarter and year where they are missing, at zero; the two periods."""
    day = await today(tx)
    this, year = Period(quarter(day), Span.QUARTER), Period(date(day.year, 1, 1), Span.YEAR)
    laid = await tx.scalars(select(TallyRow.measure).where(TallyRow.span == Span.YEAR, TallyRow.period == year.first))
    known = frozenset(laid)
    yearly = FIRST in known if known else await _sworn(tx) < SWORN_FOR_QUARTERS
    wanted = [(year, ABOUT), (year, ENDED), (year if yearly else this, FIRST)]
    rows = [
        {"consortium": tx.consortium, "span": of.span, "period": of.first, "measure": name, "value": cell, "count": 0}
        for of, name in wanted
        for cell in CELLS[name]
    ]
    await tx.execute(insert(TallyRow).values(rows).on_conflict_do_nothing())
    return this, year


async def _sworn(reading: Reading) -> int:
    """How many sworn the agencies have that have not left, as they were last counted."""
    staying = AgencyRow.ends_on.is_(None) | (AgencyRow.ends_on > reading.now.date())
    return int(await reading.scalar(select(func.coalesce(func.sum(AgencyRow.sworn), 0)).where(staying)) or 0)


async def counting(reading: Reading) -> bool:
    """Whether there is anything to count: the service is open, or has counters from when it was."""
    opened = select(ConsortiumRow.opened_on).where(ConsortiumRow.id == reading.consortium)
    there = select(TallyRow.measure).limit(1)
    return await reading.scalar(opened) is not None or (await reading.execute(there)).first() is not None


async def counted_before(tx: Transaction, day: date) -> tuple[Period, ...]:
    """The periods that began before this day and have counters, the oldest first."""
    rows = await tx.execute(select(TallyRow.period, TallyRow.span).where(TallyRow.period < day).distinct())
    return tuple(sorted(Period(row.period, Span(row.span)) for row in rows))


async def counters_locked(tx: Transaction, period: Period) -> Mapping[str, Mapping[str, int]]:
    """The exact counters of a period, by what they count, locked until the transaction ends: for the one release."""
    mine = (TallyRow.span == period.span, TallyRow.period == period.first)
    rows = await tx.scalars(select(TallyRow).where(*mine).order_by(TallyRow.measure, TallyRow.value).with_for_update())
    found: dict[str, dict[str, int]] = {}
    for row in rows:
        found.setdefault(row.measure, {})[row.value] = row.count
        tx.expunge(row)
    return found


async def delete_counters(tx: Transaction, periods: Collection[Period]) -> None:
    """Delete all counters of these periods."""
    these = [(each.span, each.first) for each in periods]
    await tx.execute(delete(TallyRow).where(tuple_(TallyRow.span, TallyRow.period).in_(these)))
