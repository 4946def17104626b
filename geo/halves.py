"""The last way to part a region: in two, when the line of departments closes no second part by itself.

Whatever larger number of sound parts exists, merging them leaves two sound ones. So where all halves are tried and
none are sound, no partition is.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from geo.closer import Members
from geo.policy import Policy
from geo.standing import Groups
from geo.zones import Department, hidden_among, holds

ALL_HALVES = 12
"""Up to so many departments every way to part them in two is tried; above, every stretch of the closed curve."""

Halves = tuple[Members, Members]


def sound_halves(line: tuple[Department, ...], policy: Policy, group: Groups) -> tuple[Members, ...]:
    """Two parts that keep the promise: fewest states straddled, then most even; none if none are found."""
    sworn, states = [each.sworn for each in line], [group.get(each.agency) for each in line]

    def smaller(halves: Halves) -> int:
        return min(sum(sworn[place] for place in half) for half in halves)

    def preference(halves: Halves) -> tuple[int, int]:
        return (sum(len({states[place] for place in half}) for half in halves), -smaller(halves))

    large = (halves for halves in _ways(len(line)) if smaller(halves) >= policy.crowd)
    return min((halves for halves in large if _sound(line, halves, policy)), key=preference, default=())


def largest_crowd(line: tuple[Department, ...], policy: Policy) -> int:
    """The largest crowd that two sound halves can promise, the other rules being ``policy``'s; 0 if none do."""
    loosest, best = replace(policy, crowd=2), 1
    for halves in _ways(len(line)):
        sizes = [[line[place].sworn for place in half] for half in halves]
        if min(sum(each) for each in sizes) <= best:
            continue
        crowd = min(hidden_among(each, policy) for each in sizes)
        if crowd > best and _sound(line, halves, loosest):
            best = crowd
    return best if best > 1 else 0


def _sound(line: tuple[Department, ...], halves: Halves, policy: Policy) -> bool:
    return all(holds([line[place] for place in half], policy) for half in halves)


def _ways(length: int) -> Iterator[Halves]:
    """Each way once, as places in the line; no half is empty."""
    line = tuple(range(length))
    if length > ALL_HALVES:
        for start, end in combinations(range(1, length + 1), 2):
            yield line[start:end], line[:start] + line[end:]
        return
    for size in range(1, length):
        for some in combinations(line[1:], size):
            yield some, tuple(place for place in line if place not in some)
