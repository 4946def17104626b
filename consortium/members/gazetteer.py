"""Town, ZIP code or county to a point, without asking anybody: from lists that come with the program.

Towns are from GeoNames (CC BY 4.0), ZIP codes from the package ``zipcodes``, counties from the outlines in the tree.
None of them knows a street, and none is asked for one: a point here is the middle of something, and says of what.
"""

import asyncio
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from consortium.members.county_outlines import county_outlines
from consortium.members.place_names import folded
from consortium.problems import BadInput
from geo import Point
from geo.clocks import Town
from geo.outlines import bare

MOST: Final = 12
"""As many places of one name are offered; who means another one adds the state."""
_SECONDS: Final = 60
_AWAY: Final = "The list of towns could not be read. Give latitude and longitude."
_ZIP: Final = re.compile(r"(\d{5})(?:-\d{4})?")
_STATE: Final = re.compile(r"(.+?)[\s,]+([A-Za-z]{2})")
_COUNTY: Final = re.compile(r".+\b(county|parish|borough)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place that was found. ``exact`` is "town", "zip" or "county": what the point is the middle of; or "online".

    ``credit`` is what the online service asks to be said of its data.
    """

    name: str
    state: str
    at: Point
    exact: str
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """The lists as one text of three megabytes, searched where it stands."""

    text: str

    def find(self, typed: str, state: str = "") -> tuple[Spot, ...]:
        """What somebody may mean: a ZIP code, a town or a county, with the state in it or given apart.

        At most ``MOST``, the largest towns first; nothing for a street, or for what the lists do not know.
        """
        words, wanted = " ".join(typed.split()), state.strip().upper()
        if code := _ZIP.search(words):
            return self._zip(code[1])
        if not wanted and (ended := _STATE.fullmatch(words)):
            inside = self._named(ended[1], ended[2].upper())
            if inside:
                return inside
        return self._named(_without(words, wanted), wanted)

    def towns_of(self, state: str) -> tuple[Town, ...]:
        """Every town of a state, with the zone of the time zone database that it lives by."""
        found = (each for each in self._lines("\nT|") if each[2] == state)
        return tuple(Town(Point(float(each[4]), float(each[5])), each[7]) for each in found)

    def _named(self, name: str, state: str) -> tuple[Spot, ...]:
        towns = () if _COUNTY.fullmatch(name) else self._towns(name, state)
        return (*towns, *_counties(name, state))[:MOST] if towns or _COUNTY.fullmatch(name) else _counties(name, state)

    def _towns(self, name: str, state: str) -> tuple[Spot, ...]:
        found = sorted(self._lines(f"\nT|{folded(name)}|{state}"), key=lambda each: -int(each[6]))
        if not found:
            return self._by_post(folded(name), state)
        return tuple(Spot(each[3], each[2], Point(float(each[4]), float(each[5])), "town") for each in found[:MOST])

    def _by_post(self, name: str, state: str) -> tuple[Spot, ...]:
        """Towns too small for the list of towns, by the ZIP codes that carry their names."""
        if not state or not name:
            return ()
        found = [each for each in self._lines("\nZ|") if each[2] == state and folded(each[3]) == name]
        return tuple(_posted(each) for each in found[:MOST])

    def _zip(self, code: str) -> tuple[Spot, ...]:
        return tuple(_posted(each) for each in self._lines(f"\nZ|{code}|"))

    def _lines(self, beginning: str) -> Iterator[list[str]]:
        at = self.text.find(beginning)
        while at >= 0:
            end = self.text.index("\n", at + 1)
            yield self.text[at + 1 : end].split("|")
            at = self.text.find(beginning, end)


@cache
def _waiting() -> asyncio.Lock:
    return asyncio.Lock()


_kept: list[Gazetteer] = []


async def gazetteer() -> Gazetteer:
    """The lists, read by a child process when they are first asked for; they stay in this process.

    Raises:
        BadInput: they could not be read.
    """
    async with _waiting():
        if not _kept:
            _kept.append(Gazetteer(await _read()))
    return _kept[0]


async def _read() -> str:
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "consortium.members.read_gazetteers",
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={"PYTHONPATH": ":".join(sys.path)},
    )
    try:
        async with asyncio.timeout(_SECONDS):
            answer, _ = await child.communicate()
    except TimeoutError as slow:
        child.kill()
        await child.wait()
        raise BadInput(_AWAY, "where") from slow
    if child.returncode or not answer:
        raise BadInput(_AWAY, "where")
    return answer.decode()


def _posted(each: list[str]) -> Spot:
    return Spot(f"{each[3]} {each[1]}", each[2], Point(float(each[4]), float(each[5])), "zip")


def _counties(name: str, state: str) -> tuple[Spot, ...]:
    outlines, wanted = county_outlines(), bare(name)
    found = [each for each in outlines.counties if bare(each.name) == wanted and (not state or each.state == state)]
    return tuple(Spot(each.name, each.state, outlines.middle(each), "county") for each in found[:MOST])


def _without(words: str, state: str) -> str:
    """The words without the state at their end, where it is given apart as well."""
    ended = _STATE.fullmatch(words)
    return ended[1] if ended and ended[2].upper() == state else words
