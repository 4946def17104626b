"""The clocks that agencies live by, their names, and how they stand to the one that a schedule is written by. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Final

from consortium.access.two_clocks import own_clock
from consortium.pages import zone_label
from scheduling.clocks import alike
from scheduling.wallclock import zone

CLOCKS: Final = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "America/Adak",
    "Pacific/Honolulu",
    "America/Puerto_Rico",
    "Pacific/Guam",
    "Pacific/Pago_Pago",
)
"""One zone for each clock of the United States: many zones of the database differ in times long past only."""


class ClockFrom(StrEnum):
    """How an agency's clock is known: by its place, by a place that is nearly as near to another clock, or told."""

    PLACE = "place"
    NEAR = "near"
    TOLD = "told"


def see_clock(clock: str | None, known: str, home: str, now: datetime) -> dict[str, object] | None:
    """An agency's clock as pages of agencies show it; ``ahead`` is empty where it is the schedule's."""
    if clock is None:
        return None
    own = own_clock(clock, home, now)
    return {
        "name": zone_label(clock),
        "ahead": own.ahead if own else "",
        "sure": known != ClockFrom.NEAR,
        "told": known == ClockFrom.TOLD,
    }


@cache
def plain_clock(name: str, on: date) -> str:
    """The zone of ``CLOCKS`` that shows the same times in the year from a day on; one of no such clock is itself."""
    wanted = zone(name)
    return next((each for each in CLOCKS if alike(zone(each), wanted, on)), name)


def mostly_elsewhere(clocks: Iterable[str], home: str, now: datetime) -> Mapping[str, object] | None:
    """Where more than half of the agencies live by one clock that is not the schedule's: which, and how many."""
    counted = Counter(clocks)
    total = sum(counted.values())
    for clock, many in counted.most_common(1):
        own = own_clock(clock, home, now)
        if own is not None and many * 2 > total:
            return {"zone": clock, "name": own.name, "ahead": own.ahead, "many": many, "all": total}
    return None
