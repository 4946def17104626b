"""One question to the planner, made ready: duties, people and their past, with what several rules ask of them.

Everything here follows from the facts alone; nothing of a plan is known.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import pairwise
from typing import Any, Final, TypeVar

from geo.names import PersonId, ZoneId
from scheduling.errors import PlanError
from scheduling.fairness import burden
from scheduling.planner.values import MOST_PEOPLE, MOST_SLOTS, Candidate, Past, Slot, SlotId
from scheduling.spans import Span
from scheduling.wallclock import zone

_DAY: Final = timedelta(days=1)
_SLACK: Final = timedelta(hours=1)
"""The clocks change by an hour, so a duty "of a day" may last 25."""

TENTHS: Final = 10
"""Loads are counted in tenths of a weighted hour, so that they are whole numbers."""

SATURDAY: Final = 5
_T = TypeVar("_T")
_WEEKEND_HOURS: Final = 4


@dataclass(frozen=True, slots=True)
class Held:
    """A duty that somebody has, or might get. ``slot`` is None for past duty; ``settled``: past, or kept."""

    span: Span
    seat: str
    slot: SlotId | None
    settled: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """A time throughout which the same duties run, of the seats asked for."""

    span: Span
    slots: tuple[Slot, ...]


class Case:
    """The facts of one question, in one order: duties by time, seat and id; people by id.

    Whoever keeps a duty but is none of the people (she has left) is known as somebody who may hold nothing else.

    Raises:
        PlanError: two duties or two people share an id, or there are more than the planner takes.
    """

    def __init__(self, slots: Iterable[Slot], people: Iterable[Candidate], past: Past) -> None:
        """Put the facts in order."""
        ordered = sorted(slots, key=lambda slot: (slot.span, slot.seat, slot.id))
        known = list(people)
        missing = {person for slot in ordered for person in slot.kept} - {each.id for each in known}
        known += [Candidate(id=person, seats=frozenset(), fit=(), share=0) for person in missing]
        self.slots: Mapping[SlotId, Slot] = {slot.id: slot for slot in ordered}
        self.people: Mapping[PersonId, Candidate] = {each.id: each for each in sorted(known, key=lambda it: it.id.int)}
        self.past = past
        if len(self.slots) != len(ordered) or len(self.people) != len(known):
            raise PlanError("Two duties, or two people, have the same id.")
        if len(self.slots) > MOST_SLOTS or len(self.people) > MOST_PEOPLE:
            raise PlanError(f"The planner takes up to {MOST_SLOTS} duties and {MOST_PEOPLE} people at once.")
        self._clock = zone(past.weights.zone)
        self._days: dict[Span, tuple[date, ...]] = {}
        self._loads: dict[Span, int] = {}
        self._worked_out: dict[Hashable, Any] = {}
        self._cells: dict[frozenset[str] | None, tuple[Cell, ...]] = {}

    @cached_property
    def zones(self) -> tuple[ZoneId, ...]:
        """Every part of the region that anybody belongs to or may serve, in order."""
        found = {each for person in self.people.values() for each in person.sides | person.serves}
        return tuple(sorted(found, key=lambda it: it.int))

    @cached_property
    def served(self) -> Mapping[PersonId, tuple[Held, ...]]:
        """Past duty by person, in order."""
        found: dict[PersonId, list[Held]] = defaultdict(list)
        for shift in self.past.shifts:
            found[shift.person].append(Held(shift.span, str(shift.line), None, settled=True))
        return {person: tuple(sorted(held, key=lambda it: it.span)) for person, held in found.items()}

    @cached_property
    def past_loads(self) -> Mapping[PersonId, int]:
        """Tenths of weighted hours of each person's past and credit; time on two lines at once is counted once."""
        spans: dict[PersonId, list[Span]] = defaultdict(list)
        for shift in self.past.shifts:
            spans[shift.person].append(shift.span)
        return {
            person: round(TENTHS * (burden(spans.get(person, ()), self.past.weights).weighted + each.credit))
            for person, each in self.people.items()
        }

    def planned_load(self, seats: frozenset[str] | None = None) -> int:
        """Tenths of weighted hours that the plan will bring to these seats, if all of it is filled. None: to all."""
        of_these = [slot for slot in self.slots.values() if seats is None or slot.seat in seats]
        return sum(max(slot.need, len(slot.kept)) * self.load(slot.span) for slot in of_these)

    @cached_property
    def kept_holidays(self) -> Mapping[PersonId, Mapping[str, int]]:
        """How often each person kept each holiday before, by its name."""
        found: dict[PersonId, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for person, kept in self.past.kept_holidays.items():
            for _, name in kept:
                found[person][name] += 1
        for person, held in self.served.items():
            for day in {day for each in held for day in self.holidays(each.span)}:
                found[person][self.past.weights.holidays[day]] += 1
        return found

    def load(self, span: Span) -> int:
        """What this duty weighs, in tenths of a weighted hour."""
        if span not in self._loads:
            self._loads[span] = round(TENTHS * burden([span], self.past.weights).weighted)
        return self._loads[span]

    def day(self, at: datetime) -> date:
        """The local day of an instant."""
        return at.astimezone(self._clock).date()

    def days(self, span: Span) -> tuple[date, ...]:
        """The days of duty in it: the local day on which it starts, and one more for each further 24 hours begun."""
        if span not in self._days:
            first, number = self.day(span.start), max(1, -(-(span.length - _SLACK) // _DAY))
            self._days[span] = tuple(first + _DAY * each for each in range(number))
        return self._days[span]

    def weekends(self, span: Span) -> tuple[date, ...]:
        """The Saturdays of the weekends of which this duty takes at least four hours."""
        return self.once(("weekends", span), lambda: self._work_out_weekends(span))

    def _work_out_weekends(self, span: Span) -> tuple[date, ...]:
        hours: dict[date, float] = defaultdict(float)
        for piece, _, kinds in self.past.weights.pieces(span):
            if "weekend" in kinds:
                day = self.day(piece.start)
                hours[day - _DAY * (day.weekday() - SATURDAY)] += piece.length / _SLACK
        return tuple(day for day, length in sorted(hours.items()) if length >= _WEEKEND_HOURS)

    def holidays(self, span: Span) -> tuple[date, ...]:
        """The holidays of which this duty has at least an hour."""
        kept = self.once(("holidays", span), lambda: burden([span], self.past.weights).kept)
        return tuple(day for day, _ in kept)

    def cells(self, seats: frozenset[str] | None = None) -> tuple[Cell, ...]:
        """The times in which the same duties of these seats run, in order; where there is none, no cell. None: all."""
        if seats not in self._cells:
            of_these = [slot for slot in self.slots.values() if seats is None or slot.seat in seats]
            self._cells[seats] = tuple(_cells(of_these))
        return self._cells[seats]

    def cells_of(self, slot: SlotId, seats: frozenset[str] | None = None) -> tuple[Cell, ...]:
        """Those of `cells` in which this duty runs."""

        def by_slot() -> Mapping[SlotId, list[Cell]]:
            found: dict[SlotId, list[Cell]] = defaultdict(list)
            for cell in self.cells(seats):
                for each in cell.slots:
                    found[each.id].append(cell)
            return found

        return tuple(self.once(("cells", seats), by_slot).get(slot, ()))

    def held(self, slot: Slot, person: PersonId | None = None) -> Held:
        """This duty as one that the person has."""
        return Held(slot.span, slot.seat, slot.id, settled=person in slot.kept)

    def once(self, key: Hashable, make: Callable[[], _T]) -> _T:
        """Something that a rule works out from the facts alone, worked out once; the key says what it is."""
        if key not in self._worked_out:
            self._worked_out[key] = make()
        found: _T = self._worked_out[key]
        return found


def _cells(slots: list[Slot]) -> Iterator[Cell]:
    """Sweep over the borders; duties are in order of their start."""
    borders = sorted({border for slot in slots for border in (slot.span.start, slot.span.end)})
    running: list[Slot] = []
    waiting = iter(slots)
    coming = next(waiting, None)
    for start, end in pairwise(borders):
        running = [slot for slot in running if slot.span.end > start]
        while coming is not None and coming.span.start <= start:
            running.append(coming)
            coming = next(waiting, None)
        if running:
            yield Cell(Span(start, end), tuple(running))
