"""What rosters of the two benchmark problems come to, worked out from their descriptions in words and nothing else.

The planner, its rules and its judge are not used here.
"""

from dataclasses import dataclass
from itertools import groupby


@dataclass(frozen=True, kw_only=True)
class OnCall:
    """An on-call problem. Units are numbered from 1; people from 0."""

    loads: list[int]
    units: int
    unavailable: list[frozenset[int]]
    fixed: list[frozenset[int]]
    offset: int
    adjacent: int
    wednesday: int

    def weekend(self, unit: int) -> bool:
        """Units d * 5 + offset + 1 are weekends."""
        return unit >= 1 and (unit - self.offset - 1) % 5 == 0 and unit > self.offset


def judge_on_call(told: OnCall, roster: list[list[int]]) -> tuple[list[str], int]:
    """Hard rules broken, as sentences, and the objective. ``roster``: for each unit, in order, who is on call."""
    broken = [f"unit {unit} has {len(people)} people" for unit, people in enumerate(roster, 1) if len(people) != 1]
    if broken:
        return broken, -1
    on = {unit: people[0] for unit, people in enumerate(roster, 1)}
    any_fixed = frozenset().union(*told.fixed)
    for person, (away, fixed) in enumerate(zip(told.unavailable, told.fixed, strict=True)):
        broken += [f"{person} is away on {unit}" for unit in away if on.get(unit) == person]
        broken += [f"{person} is not on fixed {unit}" for unit in fixed if on[unit] != person]
    for unit in range(1, told.units - 1):
        three = range(unit, unit + 3)
        if len({on[each] for each in three}) == 1 and not any_fixed.issuperset(three):
            broken.append(f"three in a row from {unit}")
    weekends = [unit for unit in on if told.weekend(unit)]
    for unit in weekends:
        beside = [each for each in (unit - 1, unit + 1) if each in on]
        if not any_fixed.issuperset([unit, *beside]):
            broken += [f"weekend {unit} and {each}" for each in beside if on[each] == on[unit]]
        if unit + 5 in on and on[unit] == on[unit + 5] and not any_fixed.issuperset({unit, unit + 5}):
            broken.append(f"two weekends running from {unit}")
    objective = told.adjacent * sum(on[unit] == on[unit + 1] for unit in range(1, told.units - 1))
    objective += told.wednesday * sum(on[unit] == on[unit - 2] for unit in weekends if unit > 2)
    objective += _uneven(told, [on[unit] for unit in on if unit not in weekends])
    objective += _uneven(told, [on[unit] for unit in weekends])
    return broken, objective


def _uneven(told: OnCall, held: list[int]) -> int:
    """The smallest b that bounds all differences by 100 b."""
    days = [held.count(person) for person in range(len(told.loads))]
    worst = max(
        abs(told.loads[i] * days[j] - told.loads[j] * days[i]) for i in range(len(days)) for j in range(len(days))
    )
    return -(-worst // 100)


@dataclass(frozen=True, kw_only=True)
class Contract:
    """What one person's roster must keep; minutes, shifts, days."""

    most_of: tuple[tuple[str, int], ...]
    most_minutes: int
    least_minutes: int
    most_in_a_row: int
    least_in_a_row: int
    least_off: int
    most_weekends: int


@dataclass(frozen=True, kw_only=True)
class Shifts:
    """A shift-scheduling problem. Days from 0, a Monday. ``wishes``: person, day, shift, weight (below 0: not to)."""

    days: int
    minutes: dict[str, int]
    not_before: dict[str, frozenset[str]]
    contracts: dict[str, Contract]
    off: dict[str, frozenset[int]]
    wishes: list[tuple[str, int, str, int]]
    cover: list[tuple[int, str, int, int, int]]


def judge_shifts(told: Shifts, roster: dict[str, dict[int, list[str]]]) -> tuple[list[str], int]:
    """Hard rules broken, as sentences, and the objective. ``roster``: for each person, by day, her shifts."""
    broken: list[str] = []
    for person, contract in told.contracts.items():
        broken += [f"{person}: {what}" for what in _broken(told, contract, roster[person], told.off[person])]
    objective = 0
    for person, day, shift, weight in told.wishes:
        has = shift in roster[person].get(day, [])
        objective += weight if weight > 0 and not has else -weight if weight < 0 and has else 0
    for day, shift, need, under, over in told.cover:
        there = sum(days.get(day, []).count(shift) for days in roster.values())
        objective += under * max(0, need - there) + over * max(0, there - need)
    return broken, objective


def _broken(told: Shifts, contract: Contract, days: dict[int, list[str]], off: frozenset[int]) -> list[str]:
    """What one person's days break."""
    found = [f"two shifts on day {day}" for day, shifts in days.items() if len(shifts) > 1]
    one = {day: shifts[0] for day, shifts in days.items() if shifts}
    found += [f"works on day {day}, which she has off" for day in off & one.keys()]
    for day, shift in one.items():
        if one.get(day + 1) in told.not_before[shift]:
            found.append(f"{one[day + 1]} the day after {shift} on {day}")
    for shift, most in contract.most_of:
        if sum(each == shift for each in one.values()) > most:
            found.append(f"more than {most} of {shift}")
    minutes = sum(told.minutes[shift] for shift in one.values())
    if not contract.least_minutes <= minutes <= contract.most_minutes:
        found.append(f"{minutes} minutes")
    if sum(bool(one.keys() & {day, day + 1}) for day in range(5, told.days, 7)) > contract.most_weekends:
        found.append("too many weekends")
    end = 0
    for works, run in groupby(range(told.days), key=one.__contains__):
        length = len(list(run))
        start, end = end, end + length
        inside = start > 0 and end < told.days
        if works and length > contract.most_in_a_row:
            found.append(f"{length} days in a row from {start}")
        if inside and length < (contract.least_in_a_row if works else contract.least_off):
            found.append(f"only {length} days {'on' if works else 'off'} from {start}")
    return found
