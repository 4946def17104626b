"""The clocks of agencies: which are to be worked out, and which are known."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import case, select, update

from consortium.db import Reading, Transaction
from consortium.members.clocks import ClockFrom
from consortium.members.tables import AgencyRow
from geo import AgencyId, Point


@dataclass(frozen=True, slots=True)
class Clockless:
    """An agency of which it is not known by which clock it lives, and where it is."""

    agency: AgencyId
    at: Point
    state: str


@dataclass(frozen=True, slots=True)
class Clocked:
    """An agency with its clock, a zone of ``CLOCKS``, and how that is known."""

    agency: AgencyId
    clock: str
    known: ClockFrom


def moved() -> dict[str, Any]:
    """What else is written where a statement moves agencies: the clock is to be worked out anew, unless it was told."""
    told = AgencyRow.clock_from == ClockFrom.TOLD
    return {
        "clock": case((told, AgencyRow.clock), else_=None),
        "clock_from": case((told, AgencyRow.clock_from), else_=ClockFrom.PLACE.value),
    }


async def load_clockless(reading: Reading, most: int) -> tuple[Clockless, ...]:
    """Up to so many agencies whose clock is not known."""
    rows = await reading.execute(
        select(AgencyRow.id, AgencyRow.lat, AgencyRow.lon, AgencyRow.state)
        .where(AgencyRow.clock.is_(None), AgencyRow.ends_on.is_(None) | (AgencyRow.ends_on > reading.now.date()))
        .order_by(AgencyRow.id)
        .limit(most)
    )
    return tuple(Clockless(AgencyId(row.id), Point(row.lat, row.lon), row.state) for row in rows)


async def save_clocks(tx: Transaction, found: Iterable[Clocked]) -> None:
    """Write clocks down, but where one was told meanwhile."""
    alike: dict[tuple[str, ClockFrom], list[UUID]] = defaultdict(list)
    for each in found:
        alike[each.clock, each.known].append(each.agency)
    for (clock, known), agencies in alike.items():
        await tx.execute(
            update(AgencyRow)
            .where(AgencyRow.id.in_(agencies), AgencyRow.clock.is_(None))
            .values(clock=clock, clock_from=known.value)
        )


async def load_clocks(reading: Reading, of: Collection[UUID] | None = None) -> Mapping[AgencyId, str]:
    """The clocks of all agencies that are members now, or of these; without those of which nobody is sure."""
    rows = await reading.execute(
        select(AgencyRow.id, AgencyRow.clock).where(
            AgencyRow.clock.is_not(None),
            AgencyRow.clock_from != ClockFrom.NEAR.value,
            AgencyRow.ends_on.is_(None) | (AgencyRow.ends_on > reading.now.date()),
            *(() if of is None else (AgencyRow.id.in_(of),)),
        )
    )
    return {AgencyId(agency): clock for agency, clock in rows if clock}
