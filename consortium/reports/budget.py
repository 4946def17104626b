"""What is released, when, and what it costs whoever asked. This table and nothing else decides; the page prints it.

A first contact is in one counter of ``first`` (0.5, once: by quarter, or by year where quarters would be too small) and
in one of ``about`` (0.5, by year): 1.0 in all. Any other request is in one counter of ``ended`` (0.5, by year). Nothing
joins two requests of one officer, so who asks again costs again: a first contact in each quarter of a year is 4.0.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from consortium.support.lists import ABOUT, CELLS, ENDED, FIRST, Span
from consortium.support.store.counters import Period

EPSILON: Final = 0.5
RELEASE_DAY: Final = 15
"""Of the month after a period has ended: requests that were open then have ended long before."""


@dataclass(frozen=True, slots=True)
class Table:
    """One set of counters that is released together: of one request, one of ``cells`` at most."""

    measure: str
    epsilon: float
    cells: tuple[str, ...]


TABLES: Final[Mapping[str, Table]] = {name: Table(name, EPSILON, CELLS[name]) for name in (FIRST, ABOUT, ENDED)}

BUDGET_FIRST: Final = TABLES[FIRST].epsilon + TABLES[ABOUT].epsilon
BUDGET_OTHER: Final = TABLES[ENDED].epsilon
BUDGET_YEAR: Final = 4 * BUDGET_FIRST


def end_of(period: Period) -> date:
    """The first day after a period."""
    first = period.first
    if period.span is Span.YEAR:
        return date(first.year + 1, 1, 1)
    return date(first.year + (first.month + 2) // 12, (first.month + 2) % 12 + 1, 1)


def due_on(period: Period) -> date:
    """From which day on a period is released, by the consortium's calendar."""
    return end_of(period).replace(day=RELEASE_DAY)


def quarters_of(year: int) -> tuple[Period, ...]:
    """The four quarters of a year."""
    return tuple(Period(date(year, month, 1), Span.QUARTER) for month in (1, 4, 7, 10))
