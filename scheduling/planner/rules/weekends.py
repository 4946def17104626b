"""Weekends: not too many of them, and whole ones."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar, Final, TypeVar

from geo.names import PersonId
from scheduling.planner.case import SATURDAY, Case, Held
from scheduling.planner.model import Maybe, Model, duty_of
from scheduling.planner.roster import Roster
from scheduling.planner.rules.base import PersonRule, ids, registered
from scheduling.planner.rules.fields import counted, least
from scheduling.planner.values import Finding

_WEEK: Final = timedelta(days=7)
_T = TypeVar("_T", Held, Maybe)


@registered
@dataclass(frozen=True, kw_only=True)
class MostWeekends(PersonRule):
    """At most ``most`` weekends with duty in any ``weeks`` that follow on each other.

    A weekend counts when a duty takes at least four hours of its Saturday and Sunday. Soft: each stretch of weeks with
    too many costs ``weight`` for each weekend beyond.
    """

    name: ClassVar[str] = "weekends"

    most: int = least(0, 2)
    weeks: int = least(1, 4)

    def words(self) -> str:
        """In plain words."""
        return f"In any {counted(self.weeks, 'week')}, nobody has duty on more than {counted(self.most, 'weekend')}."

    def post(self, model: Model) -> None:
        """Count the weekends in every stretch of weeks."""
        for person in model.case.people:
            by_weekend: dict[date, list[Maybe]] = defaultdict(list)
            for maybe in model.duties(person):
                for saturday in model.case.weekends(maybe.held.span):
                    by_weekend[saturday].append(maybe)
            worked = {day: model.any_of(each.literal for each in group) for day, group in by_weekend.items()}
            for window in self._windows(worked):
                literals = [worked[day] for day in window]
                if self.weight is None:
                    model.at_most(literals, self.most)
                else:
                    model.cost(self.name, model.excess(sum(literals), self.most, len(literals)), self.weight)

    def judge_person(self, roster: Roster, person: PersonId) -> Iterator[Finding]:
        """Each stretch of weeks with too many."""
        by_weekend: dict[date, list[Held]] = defaultdict(list)
        for held in roster.duties(person):
            for saturday in roster.case.weekends(held.span):
                by_weekend[saturday].append(held)
        for window in self._windows(by_weekend):
            if len(window) > self.most:
                inside = [held for day in window for held in by_weekend[day]]
                settled = [day for day in window if any(held.settled for held in by_weekend[day])]
                yield self.found(
                    f"duty on {counted(len(window), 'weekend')} in {counted(self.weeks, 'week')}, {self.most} at most",
                    units=len(window) - self.most,
                    slots=tuple(dict.fromkeys(ids(inside))),
                    person=person,
                    settled=len(settled) == len(window),
                )

    def _windows(self, weekends: Iterable[date]) -> Iterator[list[date]]:
        """For every stretch of so many weeks: those of these weekends that lie in it, where there are any."""
        days = sorted(weekends)
        start = days[0] - (self.weeks - 1) * _WEEK if days else date.max
        while days and start <= days[-1]:
            if window := [day for day in days if start <= day < start + self.weeks * _WEEK]:
                yield window
            start += _WEEK


@registered
@dataclass(frozen=True, kw_only=True)
class WholeWeekends(PersonRule):
    """Whoever has Saturday on a seat has Sunday too; each half weekend of one person costs ``weight``. Always soft."""

    name: ClassVar[str] = "whole weekends"

    weight: int | None = 20

    def words(self) -> str:
        """In plain words."""
        return f"Saturday and Sunday of one seat go to one person; each half weekend costs {self._half}."

    def post(self, model: Model) -> None:
        """A half weekend is one of two that differ."""
        for person in model.case.people:
            both = _had_whole(model.case, person)
            for weekend, (first, second) in _halves(model.case, model.duties(person)).items():
                if weekend in both:
                    one = model.any_of(each.literal for each in first)
                    other = model.any_of(each.literal for each in second)
                    half = model.excess(one - other, 0, 1) + model.excess(other - one, 0, 1)
                    model.cost(self.name, half, self._half)

    def judge_person(self, roster: Roster, person: PersonId) -> Iterator[Finding]:
        """Each weekend of which she has one day, where both could be had."""
        both = _had_whole(roster.case, person)
        for weekend, (first, second) in _halves(roster.case, roster.duties(person)).items():
            if weekend in both and bool(first) != bool(second):
                yield Finding(
                    rule=self.name,
                    sentence=f"{'Saturday' if first else 'Sunday'} alone of a weekend",
                    slots=ids(first + second),
                    person=person,
                    cost=self._half,
                )

    @property
    def _half(self) -> int:
        return self.weight or 20


def _halves(case: Case, duties: Iterable[_T]) -> Mapping[tuple[date, str], tuple[list[_T], list[_T]]]:
    """By weekend and seat: what starts on Saturday, and on Sunday; duties of more than a day are no halves."""
    found: dict[tuple[date, str], tuple[list[_T], list[_T]]] = defaultdict(lambda: ([], []))
    for each in duties:
        held = duty_of(each)
        day = case.day(held.span.start)
        if day.weekday() >= SATURDAY and len(case.days(held.span)) == 1:
            saturday = day - timedelta(days=day.weekday() - SATURDAY)
            found[saturday, held.seat][day.weekday() - SATURDAY].append(each)
    return found


def _had_whole(case: Case, person: PersonId) -> frozenset[tuple[date, str]]:
    """The weekends, by seat, of which both days are planned, or had by her before."""
    planned = case.once("weekend days", lambda: _halves(case, [case.held(slot) for slot in case.slots.values()]))
    served = _halves(case, case.served.get(person, ()))
    empty: tuple[list[Held], list[Held]] = ([], [])
    return frozenset(
        weekend
        for weekend in planned.keys() | served.keys()
        if all(one or other for one, other in zip(planned.get(weekend, empty), served.get(weekend, empty), strict=True))
    )
