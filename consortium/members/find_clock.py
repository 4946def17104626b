"""The clock at the place of an agency, by the packaged towns; nobody outside is asked."""

import asyncio
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Final

from consortium.members.clocks import CLOCKS, plain_clock
from consortium.members.county_outlines import county_outlines
from consortium.members.gazetteer import Gazetteer, gazetteer
from consortium.problems import BadInput
from geo import Point
from geo.clocks import Reckoned, Town, reckon
from geo.outlines import Outlines

WHOLE: Final = {
    **dict.fromkeys(
        "CT DC DE GA MA MD ME NC NH NJ NY OH PA RI SC VA VT WV".split(),  # noqa: SIM905 (postal codes read so)
        "America/New_York",
    ),
    **dict.fromkeys("AR IA IL LA MN MO MS OK WI".split(), "America/Chicago"),  # noqa: SIM905
    **dict.fromkeys("CO MT NM UT WY".split(), "America/Denver"),  # noqa: SIM905
    **dict.fromkeys(("CA", "WA"), "America/Los_Angeles"),
    "HI": "Pacific/Honolulu",
    **dict.fromkeys(("PR", "VI"), "America/Puerto_Rico"),
    **dict.fromkeys(("GU", "MP"), "Pacific/Guam"),
    "AS": "Pacific/Pago_Pago",
}
"""States and territories with one clock, for which the list of towns need not be read."""


async def find_clocks(places: Sequence[tuple[Point, str]], today: date) -> list[Reckoned | None]:
    """The clock at each place, a point and the letters of its state; ``None`` in a state without any known town.

    Raises:
        BadInput: the packaged lists could not be read.
    """
    if all(state in WHOLE for _, state in places):
        return [Reckoned(WHOLE[state], sure=True) for _, state in places]
    lists = await gazetteer()
    return await asyncio.to_thread(lambda: [clock_at(lists, at, state, today) for at, state in places])


async def clock_of_town(typed: str, today: date) -> str:
    """The clock of a town, ZIP code or county as somebody typed it, with its state: "Vale, OR".

    Raises:
        BadInput: the lists know no such place, or are not sure of its clock.
    """
    lists = await gazetteer()
    spots = await asyncio.to_thread(lists.find, typed)
    found = {clock_at(lists, spot.at, spot.state, today) for spot in spots}
    sure = {each.clock for each in found if each is not None and each.sure}
    if len(found) != 1 or len(sure) != 1:
        raise BadInput(
            f"Nobody can tell the clock of “{typed[:60]}”. Give a time zone, such as {CLOCKS[4]}.", "timezone"
        )
    return sure.pop()


def clock_at(lists: Gazetteer, at: Point, state: str, today: date) -> Reckoned | None:
    """The clock at one place, as a zone of ``CLOCKS``."""
    if state in WHOLE:
        return Reckoned(WHOLE[state], sure=True)
    everywhere = _towns(lists, state, today)
    return reckon(at, towns_of_county(everywhere, at, state), everywhere)


def towns_of_county(towns: Sequence[Town], at: Point, state: str) -> tuple[Town, ...]:
    """Those that lie in the county in which the point lies; none for a point beyond the state's outlines."""
    outlines = county_outlines()
    inside = tuple(each for each in outlines.counties if each.state == state and each.box.holds(at))
    county = Outlines(inside, outlines.grid, outlines.borders).at(at)
    if county is None:
        return ()
    one = Outlines((county,), outlines.grid, outlines.borders)
    return tuple(town for town in towns if one.at(town.at) is not None)


@lru_cache(maxsize=32)
def _towns(lists: Gazetteer, state: str, today: date) -> tuple[Town, ...]:
    """The towns of a state by plain clocks."""
    return tuple(Town(each.at, plain_clock(each.clock, today)) for each in lists.towns_of(state))
