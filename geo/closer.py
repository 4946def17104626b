"""Parts of the region brought closer to their peers, by moving one department or swapping two at a time.

A part is good when few miles lie between its officers and the agencies outside that may come to them, and when it is
still one stretch of country. Each step keeps every part sound. No step is drawn by lot: the same parts always end
the same way.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import nsmallest

from geo.places import arc_miles, vector
from geo.policy import Policy
from geo.standing import Groups
from geo.zones import Department, holds

Members = tuple[int, ...]
"""A part, as places in the line of departments."""
Pull = list[float]
"""For each station of the line, the miles to it from all officers of a part, added up."""
Cost = tuple[int, float]
"""How many states a part straddles beyond one, then its officer-miles; less is better."""

COMERS = 3
"""So many agencies outside, the nearest to a part, stand for those who will be on call."""
TOGETHER = 0.5
"""What a mile between two officers of a part weighs against a mile to a peer outside."""
NEIGHBOURS = 4
"""A department is tried in so many other parts, the nearest ones."""
PARTNERS = 8
"""In each of them it is swapped with so many, those that lie nearest to its present part."""
GAIN = 1e-6
"""Officer-miles that a step must save: less is only rounding."""


def bring_closer(
    line: tuple[Department, ...], parts: Sequence[Members], policy: Policy, group: Groups
) -> tuple[Members, ...]:
    """The same number of parts, each as sound as ``policy`` asks, with fewer officer-miles in all."""
    region = _Region(line, parts, policy, group)
    while sum(region.settle(one) for one in range(len(line))):
        pass  # each step lowers the cost by more than rounding, so this ends
    return tuple(region.parts)


@dataclass(frozen=True, slots=True)
class _Step:
    """What two parts would become, and what that changes; less than nothing is a gain."""

    change: Cost
    parts: tuple[tuple[int, Members, Pull], ...]


class _Region:
    """The parts as they are being changed, each with its pull and its cost."""

    def __init__(self, line: tuple[Department, ...], parts: Sequence[Members], policy: Policy, group: Groups) -> None:
        places = [vector(each.at) for each in line]
        self.line, self.policy = line, policy
        self.weights = [each.weight for each in line]
        self.states = [group.get(each.agency) for each in line]
        self.miles = [[arc_miles(here, there) for there in places] for here in places]
        self.parts = list(parts)
        self.pulls = [self._pull(members) for members in parts]
        self.costs = [self._cost(*each) for each in zip(self.parts, self.pulls, strict=True)]
        self.settled: dict[int, list[Members]] = {}  # where a department found no step; nothing new until that changes

    def settle(self, one: int) -> bool:
        """Take the best sound step for one department; say whether there was any."""
        home = next(index for index, members in enumerate(self.parts) if one in members)
        near = self._neighbours(one, home)
        scene = [self.parts[index] for index in (home, *near)]
        if self.settled.get(one) == scene:
            return False
        steps = self._steps(one, home, near)
        gains = (step for step in steps if step.change < (0, -GAIN) and self._is_sound(step))
        best = min(gains, key=lambda step: step.change, default=None)
        if best is None:
            self.settled[one] = scene
            return False
        for index, members, _ in best.parts:
            self.parts[index] = members
            self.pulls[index] = self._pull(members)
            self.costs[index] = self._cost(members, self.pulls[index])
        return True

    def _steps(self, one: int, home: int, near: Sequence[int]) -> Iterator[_Step]:
        rest = tuple(each for each in self.parts[home] if each != one)
        without = self._moved(self.pulls[home], one, -1)
        for there in near:
            members, joined = self.parts[there], self._moved(self.pulls[there], one, 1)
            yield self._step((home, rest, without), (there, (*members, one), joined))
            for other in nsmallest(PARTNERS, members, key=self.pulls[home].__getitem__):
                yield self._step(
                    (home, (*rest, other), self._moved(without, other, 1)),
                    (there, (*_but(members, other), one), self._moved(joined, other, -1)),
                )

    def _step(self, *parts: tuple[int, Members, Pull]) -> _Step:
        after = [self._cost(members, pull) for _, members, pull in parts]
        before = [self.costs[index] for index, _, _ in parts]
        states, miles = (sum(cost[i] for cost in after) - sum(cost[i] for cost in before) for i in (0, 1))
        return _Step((int(states), miles), parts)

    def _neighbours(self, one: int, home: int) -> list[int]:
        officers = [sum(self.weights[each] for each in members) for members in self.parts]
        others = (index for index in range(len(self.parts)) if index != home)
        return nsmallest(NEIGHBOURS, others, key=lambda index: self.pulls[index][one] / officers[index])

    def _is_sound(self, step: _Step) -> bool:
        return all(holds([self.line[each] for each in members], self.policy) for _, members, _ in step.parts)

    def _pull(self, members: Members) -> Pull:
        rows = [(self.weights[each], self.miles[each]) for each in sorted(members)]
        return [sum(weight * row[at] for weight, row in rows) for at in range(len(self.line))]

    def _moved(self, pull: Pull, one: int, sign: int) -> Pull:
        weight = sign * self.weights[one]
        return [far + weight * more for far, more in zip(pull, self.miles[one], strict=True)]

    def _cost(self, members: Members, pull: Pull) -> Cost:
        outside = pull.copy()
        for each in members:
            outside[each] = math.inf
        comers = [far for far in sorted(outside)[:COMERS] if far < math.inf]
        officers = sum(self.weights[each] for each in members)
        together = sum(self.weights[each] * pull[each] for each in sorted(members)) / officers
        straddled = len({self.states[each] for each in members}) - 1
        return (straddled, sum(comers) / len(comers) + TOGETHER * together)


def _but(members: Members, one: int) -> Members:
    return tuple(each for each in members if each != one)
