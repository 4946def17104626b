"""How often the towns around tell a town's clock rightly: each packaged town of a state with two clocks, left out once.

In the other states there is nothing to tell. What is compared is the clock, not the name of the zone.
"""

import asyncio
from collections import Counter, defaultdict
from datetime import date

from consortium.members.clocks import plain_clock
from consortium.members.county_outlines import county_outlines
from consortium.members.find_clock import WHOLE
from consortium.members.gazetteer import Gazetteer, gazetteer
from geo.clocks import Town, reckon
from geo.outlines import County, Outlines

TODAY = date(2026, 11, 22)
STATES = "AK AL AZ FL ID IN KS KY MI ND NE NV OR SD TN TX".split()  # noqa: SIM905 (postal codes read so)


def main() -> None:
    """Print the figures, by state and together."""
    assert not set(STATES) & set(WHOLE)
    lists = asyncio.run(gazetteer())
    every: Counter[str] = Counter()
    wrong: list[str] = []
    for state in STATES:
        told, missed = left_out(lists, state)
        every += told
        wrong += missed
        print(f"{state}: {told['right']:>5,} right, {told['unsure']:>4} not sure, {told['wrong']:>3} wrong")
    total = every.total()
    print(
        f"{total:,} towns of {len(STATES)} states: {every['right'] / total:.2%} right, "
        f"{every['unsure'] / total:.2%} not sure, {every['wrong'] / total:.2%} wrong"
    )
    print("wrong: " + "; ".join(wrong))


def left_out(lists: Gazetteer, state: str) -> tuple[Counter[str], list[str]]:
    """For each town of a state, what the others say of it: right, unsure or wrong; and where it was wrong."""
    towns = [Town(each.at, plain_clock(each.clock, TODAY)) for each in lists.towns_of(state)]
    counties: dict[str, list[Town]] = defaultdict(list)
    homes = [_county(town, state) for town in towns]
    for town, home in zip(towns, homes, strict=True):
        if home is not None:
            counties[home.fips].append(town)
    told: Counter[str] = Counter()
    wrong = []
    for town, home in zip(towns, homes, strict=True):
        around = [each for each in counties[home.fips] if each is not town] if home else []
        found = reckon(town.at, around, () if around else (each for each in towns if each is not town))
        assert found is not None
        word = "unsure" if not found.sure else "right" if found.clock == town.clock else "wrong"
        told[word] += 1
        if word == "wrong":
            wrong.append(f"{state} {town.at.lat:.3f}, {town.at.lon:.3f} ({home.name if home else 'no county'})")
    return told, wrong


def _county(town: Town, state: str) -> County | None:
    outlines = county_outlines()
    inside = tuple(each for each in outlines.counties if each.state == state and each.box.holds(town.at))
    return Outlines(inside, outlines.grid, outlines.borders).at(town.at)


if __name__ == "__main__":
    main()
