"""What lies between one person's duties: never two at once, rest, and not too many in a row."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import ClassVar, Final

from geo.names import PersonId
from scheduling.planner.case import Case, Held
from scheduling.planner.model import Maybe, Model
from scheduling.planner.roster import Roster
from scheduling.planner.rules.base import PersonRule, Whose, ids, registered
from scheduling.planner.rules.fields import PERIOD, Period, counted, least, words
from scheduling.planner.values import Finding, Slot

_HOUR: Final = timedelta(hours=1)


@registered
@dataclass(frozen=True, kw_only=True)
class OneAtATime(PersonRule):
    """Nobody holds two seats at once. Always hard."""

    name: ClassVar[str] = "one at a time"
    whose: ClassVar[Whose] = Whose.NOBODY

    def words(self) -> str:
        """In plain words."""
        return "Nobody holds two seats at once."

    def post(self, model: Model) -> None:
        """Of all duties that run at one instant she has at most one."""
        for person in model.case.people:
            for group in _together(model.duties(person), timedelta()):
                model.at_most((each.literal for each in group), 1)

    def judge_person(self, roster: Roster, person: PersonId) -> Iterator[Finding]:
        """Each duty that begins while an earlier one still runs."""
        latest: Held | None = None
        for held in roster.duties(person):
            if latest is not None and held.span.start < latest.span.end:
                both = (latest, held)
                yield Finding(
                    rule=self.name,
                    sentence=f"on the {latest.seat} at the same time",
                    slots=ids(both),
                    person=person,
                    hard=True,
                    settled=all(each.settled for each in both),
                )
            if latest is None or held.span.end > latest.span.end:
                latest = held


@registered
@dataclass(frozen=True, kw_only=True)
class Rest(PersonRule):
    """At least ``hours`` between two duties of one person; with ``joined``, duties that touch are one duty.

    ``seats``: only between duties of these; none named: of all. Soft: each pair that is too near costs ``weight``.
    """

    name: ClassVar[str] = "rest"

    hours: float = least(0, 10)
    joined: bool = False
    seats: frozenset[str] = words()

    def words(self) -> str:
        """In plain words."""
        joined = ", or one follows upon the other at once" if self.joined else ""
        which = f" as {' or '.join(sorted(self.seats))}" if self.seats else ""
        return f"Between two duties of one person{which} are at least {self.hours:g} hours{joined}."

    def post(self, model: Model) -> None:
        """Duties too near exclude each other: all those at once that one instant of duty or rest after it holds."""
        for person in model.case.people:
            duties = [each for each in model.duties(person) if self._meant(each.held)]
            if self.hard and not self.joined:
                for group in _together(duties, self.hours * _HOUR):
                    model.at_most((each.literal for each in group), 1)
                continue
            for one, other in self._near(duties):
                if self.weight is None:
                    model.at_most((one.literal, other.literal), 1)
                else:
                    both = model.excess(one.literal + other.literal, 1, 2)
                    model.cost(self.name, both, self.weight)

    def judge_person(self, roster: Roster, person: PersonId) -> Iterator[Finding]:
        """Each pair of duties that do not overlap and are too near."""
        duties = [held for held in roster.duties(person) if self._meant(held)]
        for number, one in enumerate(duties):
            for other in duties[number + 1 :]:
                if other.span.start >= one.span.end + self.hours * _HOUR:
                    break
                if self._breaks(one, other):
                    rested = max(timedelta(), other.span.start - one.span.end) / _HOUR
                    yield self.found(
                        f"{rested:.3g} h of rest, {self.hours:g} wanted",
                        slots=ids((one, other)),
                        person=person,
                        settled=one.settled and other.settled,
                    )

    def praise(self, roster: Roster, slot: Slot, person: PersonId) -> str | None:
        """How long it is to her nearest other duty."""
        apart = [
            max(held.span.start - slot.span.end, slot.span.start - held.span.end)
            for held in roster.duties(person)
            if held.slot != slot.id and self._meant(held)
        ]
        if not self._meant(roster.case.held(slot)):
            return None
        days = min(apart, default=timedelta(days=999)).days
        if days > 60:
            return "rested: no other duty in two months"
        return f"rested: {counted(days, 'day')} to her nearest other duty" if days >= 1 else "rested"

    def _near(self, duties: Sequence[Maybe]) -> Iterator[tuple[Maybe, Maybe]]:
        for number, one in enumerate(duties):
            for other in duties[number + 1 :]:
                if other.held.span.start >= one.held.span.end + self.hours * _HOUR:
                    break
                if self._breaks(one.held, other.held):
                    yield one, other

    def _meant(self, held: Held) -> bool:
        return not self.seats or held.seat in self.seats

    def _breaks(self, one: Held, other: Held) -> bool:
        """The other starts no earlier. Two at once are another rule's matter, unless this one is hard anyway."""
        between = other.span.start - one.span.end
        if between < timedelta():
            return False
        return between < self.hours * _HOUR and not (self.joined and not between)


@registered
@dataclass(frozen=True, kw_only=True)
class InARow(PersonRule):
    """At most ``most`` days (or weeks) with duty in a row; a longer single duty is not meant.

    A duty of more than 24 hours takes a day for each 24 hours begun. Soft: each day beyond costs ``weight``.
    """

    name: ClassVar[str] = "in a row"

    most: int = least(1, 3)
    of: Period = field(default=Period.DAY, metadata=PERIOD)

    def words(self) -> str:
        """In plain words."""
        return f"Nobody has duty on more than {counted(self.most, self.of)} in a row."

    def post(self, model: Model) -> None:
        """Of each most + 1 days that follow on each other, one is free."""
        for person in model.case.people:
            duties = [(each, self._when(model.case, each.held)) for each in model.duties(person)]
            for window in self._windows(when for _, when in duties):
                inside = [(each.literal, when) for each, when in duties if not when >= window and when & window]
                worked = [model.any_of(literal for literal, when in inside if day in when) for day in sorted(window)]
                if self.weight is None:
                    model.at_most(worked, self.most)
                else:
                    model.cost(self.name, model.excess(sum(worked), self.most, len(worked)), self.weight)

    def judge_person(self, roster: Roster, person: PersonId) -> Iterator[Finding]:
        """Each such stretch of days without a free one, unless one duty holds it whole."""
        duties = [(held, self._when(roster.case, held)) for held in roster.duties(person)]
        for window in self._windows(when for _, when in duties):
            inside = [(held, when) for held, when in duties if not when >= window and when & window]
            if window <= {day for _, when in inside for day in when}:
                settled = window <= {day for held, when in inside for day in when if held.settled}
                yield self.found(
                    f"more than {counted(self.most, self.of)} in a row",
                    slots=ids([held for held, _ in inside]),
                    person=person,
                    settled=settled,
                )

    def _when(self, case: Case, held: Held) -> frozenset[int]:
        """The days, or weeks, of a duty, as numbers that follow on each other."""
        return frozenset(_number(day, self.of) for day in case.days(held.span))

    def _windows(self, when: Iterable[frozenset[int]]) -> Iterator[frozenset[int]]:
        """All stretches of most + 1 days of which each might have duty."""
        days = sorted(frozenset[int]().union(*when))
        run = 0
        for before, day in pairwise([*days[:1], *days]):
            run = run + 1 if day == before + 1 else 1
            if run > self.most:
                yield frozenset(range(day - self.most, day + 1))


def _together(duties: Sequence[Maybe], rest: timedelta) -> Iterator[list[Maybe]]:
    """The greatest groups of duties that, with the rest after each, hold one instant: none goes with another.

    Duties come by start. A group is complete just before one that it holds ends.
    """
    open_now: list[Maybe] = []
    for each in duties:
        gone = [other for other in open_now if other.held.span.end + rest <= each.held.span.start]
        if gone and len(open_now) > 1:
            yield open_now
        open_now = [other for other in open_now if other not in gone]
        open_now.append(each)
    if len(open_now) > 1:
        yield open_now


def _number(day: date, of: Period) -> int:
    """Days, and weeks from Monday, counted."""
    return (day.toordinal() - 1) // 7 if of is Period.WEEK else day.toordinal()
