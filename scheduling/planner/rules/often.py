"""How often: most duties in a period, and her own limit."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import ClassVar, Final, TypeVar

from geo.names import PersonId
from scheduling.planner.case import Case, Held
from scheduling.planner.model import Maybe, Model, duty_of
from scheduling.planner.roster import Roster
from scheduling.planner.rules.base import PersonRule, Whose, ids, registered
from scheduling.planner.rules.fields import PERIOD, Period, counted, least, words
from scheduling.planner.values import Finding

_WEEK: Final = timedelta(days=7)
_T = TypeVar("_T", Held, Maybe)


@registered
@dataclass(frozen=True, kw_only=True)
class MostPer(PersonRule):
    """At most ``most`` duties of one person that start in one period, of these seats or, with none named, of all.

    Soft: each one beyond costs ``weight``.
    """

    name: ClassVar[str] = "most per period"

    most: int = least(0)
    per: Period = field(default=Period.MONTH, metadata=PERIOD)
    seats: frozenset[str] = words()

    def words(self) -> str:
        """In plain words."""
        which = f" as {' or '.join(sorted(self.seats))}" if self.seats else ""
        return f"Nobody has more than {counted(self.most, 'duty', 'duties')}{which} in one {self.per}."

    def post(self, model: Model) -> None:
        """Count by period."""
        for person in model.case.people:
            for group in self._by_period(model.case, model.duties(person)).values():
                literals = [each.literal for each in group]
                if self.weight is None:
                    model.at_most(literals, self.most)
                else:
                    model.cost(self.name, model.excess(sum(literals), self.most, len(literals)), self.weight)

    def judge_person(self, roster: Roster, person: PersonId) -> Iterator[Finding]:
        """Each period with too many."""
        for group in self._by_period(roster.case, roster.duties(person)).values():
            if len(group) > self.most:
                yield self.found(
                    f"{counted(len(group), 'duty', 'duties')} in one {self.per}, {self.most} at most",
                    units=len(group) - self.most,
                    slots=ids(group),
                    person=person,
                    settled=all(each.settled for each in group),
                )

    def _by_period(self, case: Case, duties: Iterable[_T]) -> Mapping[date, list[_T]]:
        found: dict[date, list[_T]] = defaultdict(list)
        for each in duties:
            held = duty_of(each)
            if not self.seats or held.seat in self.seats:
                found[_begins(case.day(held.span.start), self.per)].append(each)
        return found


@registered
@dataclass(frozen=True, kw_only=True)
class OwnMost(PersonRule):
    """Nobody has more duties in a calendar month than she said herself."""

    name: ClassVar[str] = "her own limit"
    whose: ClassVar[Whose] = Whose.PERSON

    def words(self) -> str:
        """In plain words."""
        return "Nobody has more duties in a month than she said she can."

    def post(self, model: Model) -> None:
        """As a limit for each."""
        for person, each in model.case.people.items():
            if each.most_per_month is None:
                continue
            by_month: dict[date, list[Maybe]] = defaultdict(list)
            for maybe in model.duties(person):
                by_month[_begins(model.case.day(maybe.held.span.start), Period.MONTH)].append(maybe)
            for group in by_month.values():
                literals = [maybe.literal for maybe in group]
                if self.weight is None:
                    model.at_most(literals, each.most_per_month)
                else:
                    above = model.excess(sum(literals), each.most_per_month, len(literals))
                    model.cost(self.name, above, self.weight)

    def judge_person(self, roster: Roster, person: PersonId) -> Iterator[Finding]:
        """Each month with more than she said."""
        most = roster.case.people[person].most_per_month
        if most is None:
            return
        by_month: dict[date, list[Held]] = defaultdict(list)
        for held in roster.duties(person):
            by_month[roster.case.day(held.span.start).replace(day=1)].append(held)
        for group in by_month.values():
            if len(group) > most:
                yield self.found(
                    f"{counted(len(group), 'duty', 'duties')} in one month; she said {most} at most",
                    units=len(group) - most,
                    slots=ids(group),
                    person=person,
                    settled=all(held.settled for held in group),
                )


def _begins(day: date, per: Period) -> date:
    """The first day of the period that the day lies in."""
    if per is Period.WEEK:
        return day - timedelta(days=day.weekday())
    if per is Period.DAY:
        return day
    month = {Period.MONTH: day.month, Period.QUARTER: day.month - (day.month - 1) % 3}.get(per, 1)
    return day.replace(month=month, day=1)
