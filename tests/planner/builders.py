"""Small regions for the planner: people and duties by short names, and a strategy that makes odd ones."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from geo import AgencyId, PersonId, ZoneId
from scheduling import Line, Shift, Span
from scheduling.fairness import Weights
from scheduling.planner import Block, Candidate, Past, Rule, Rules, Slot, SlotId, Wish
from scheduling.planner.case import Case
from scheduling.planner.engine import cp_model
from scheduling.planner.rules import (
    AgencyShares,
    Blocked,
    Cover,
    EveryPart,
    HolidayTurns,
    InARow,
    Mix,
    MostPer,
    MostWeekends,
    NoSupervisor,
    OwnMost,
    Period,
    Rest,
    Share,
    Skills,
    WholeWeekends,
    Wishes,
)
from scheduling.planner.solve import build

MONDAY = datetime(2026, 11, 23, 8, tzinfo=UTC)
"""The Monday of a week with Thanksgiving in it, 8 in the morning."""

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ALWAYS = Span(MONDAY - 500 * DAY, MONDAY + 500 * DAY)
WEIGHTS = Weights(zone="UTC", holidays={date(2026, 11, 26): "Thanksgiving", date(2025, 11, 27): "Thanksgiving"})
EAST, WEST, SOUTH = (ZoneId(UUID(int=number)) for number in (1, 2, 3))
AGENCIES = tuple(AgencyId(UUID(int=100 + number)) for number in range(3))
NO_PAST = Past(weights=WEIGHTS)


def somebody(number: int, **facts: Any) -> Candidate:
    """Number 1, 2, 3…: she may hold primary and backup, always, and lives where nobody looks."""
    given = {"seats": frozenset({"primary", "backup"}), "fit": (ALWAYS,), **facts}
    return Candidate(id=PersonId(UUID(int=number)), **given)


def duty(name: str, day: float, *, hours: float = 24, seat: str = "primary", **facts: Any) -> Slot:
    """A duty so many days after the Monday."""
    start = MONDAY + day * DAY
    return Slot(id=SlotId(name), seat=seat, span=Span(start, start + hours * HOUR), **facts)


def held(**names: Candidate) -> Mapping[SlotId, frozenset[PersonId]]:
    """An assignment by the names of duties."""
    return {SlotId(name): frozenset({person.id}) for name, person in names.items()}


def posted(case: Case, rules: Rules, assigned: Mapping[SlotId, frozenset[PersonId]]) -> int | None:
    """What the model says that this assignment costs at least; None: it does not allow it."""
    model = build(case, rules)
    cp = model.finish(None)
    for slot in case.slots.values():
        if any(isinstance(model.holds(slot.id, person), int) for person in assigned[slot.id] - slot.kept):
            return None
    for (slot_id, person), variable in model.variables.items():
        cp.add(variable == int(person in assigned[slot_id]))
    solver = cp_model().CpSolver()
    solver.parameters.num_workers = 1
    status = solver.solve(cp)
    return round(solver.objective_value) if solver.status_name(status) == "OPTIMAL" else None


SOFT = st.none() | st.integers(1, 50)
KINDS: tuple[st.SearchStrategy[Rule], ...] = (
    st.builds(Cover, weight=st.just(10_000), over=st.sampled_from([0, 7])),
    st.builds(Rest, hours=st.integers(0, 30), joined=st.booleans(), weight=SOFT),
    st.builds(InARow, most=st.integers(1, 3), of=st.sampled_from([Period.DAY, Period.WEEK]), weight=SOFT),
    st.builds(MostPer, most=st.integers(0, 3), per=st.sampled_from(list(Period)), weight=SOFT),
    st.builds(MostPer, most=st.just(1), seats=st.just(frozenset({"backup"})), weight=SOFT),
    st.builds(OwnMost, weight=SOFT),
    st.builds(MostWeekends, most=st.integers(0, 1), weeks=st.integers(1, 3), weight=SOFT),
    st.builds(WholeWeekends),
    st.builds(EveryPart),
    st.builds(Mix, skill=st.just("chaplain"), least=st.integers(1, 2), weight=SOFT),
    st.builds(Share, free=st.integers(0, 20)),
    st.builds(AgencyShares, free=st.integers(0, 20)),
    st.builds(HolidayTurns, weight=SOFT),
    st.builds(Wishes),
    st.builds(Skills, weight=SOFT),
    st.builds(Blocked, weight=SOFT),
    st.builds(NoSupervisor, weight=SOFT),
)
RULES = st.lists(st.one_of(*KINDS), max_size=8, unique_by=lambda rule: rule.name).map(lambda rules: Rules(tuple(rules)))


@st.composite
def spans(draw: st.DrawFn) -> Span:
    """Up to two days in the two weeks from the Monday, by whole hours."""
    start = MONDAY + draw(st.integers(-24, 12 * 24)) * HOUR
    return Span(start, start + draw(st.sampled_from([6, 10, 12, 24, 25, 48])) * HOUR)


@st.composite
def crowds(draw: st.DrawFn, most: int = 4) -> tuple[Candidate, ...]:
    """A few people, each odd in her own way."""
    zones = st.frozensets(st.sampled_from([EAST, WEST, SOUTH]), max_size=2)
    return tuple(
        somebody(
            number,
            share=draw(st.sampled_from([0.0, 0.5, 1.0])),
            agency=draw(st.sampled_from([None, *AGENCIES])),
            sides=draw(zones),
            serves=draw(zones),
            skills=draw(st.frozensets(st.just("chaplain"))),
            supervises=draw(st.booleans()),
            blocked=tuple(Block(span, "busy") for span in draw(st.lists(spans(), max_size=1))),
            wishes=tuple(
                Wish(span, draw(st.sampled_from([-2, -1, 1, 3]))) for span in draw(st.lists(spans(), max_size=2))
            ),
            most_per_month=draw(st.none() | st.integers(0, 3)),
            seats=draw(st.sampled_from([frozenset({"primary", "backup"}), frozenset({"primary"})])),
        )
        for number in range(1, draw(st.integers(1, most)) + 1)
    )


@st.composite
def questions(draw: st.DrawFn, *, most_slots: int = 6, most_people: int = 4, kept: bool = True) -> Case:
    """Duties, people and a past."""
    people = draw(crowds(most_people))
    anyone = st.sampled_from([each.id for each in people])
    slots = [
        Slot(
            id=SlotId(f"s{number}"),
            seat=draw(st.sampled_from(["primary", "backup"])),
            span=draw(spans()),
            need=draw(st.sampled_from([1, 1, 1, 0, 2])),
            needs=draw(st.sampled_from([frozenset[str](), frozenset({"chaplain"})])),
            kept=draw(st.frozensets(anyone, max_size=2)) if kept and draw(st.booleans()) else frozenset(),
            no_supervisor=draw(st.booleans()),
        )
        for number in range(draw(st.integers(1, most_slots)))
    ]
    past = [
        Shift(draw(st.sampled_from([Line.PRIMARY, Line.BACKUP])), draw(anyone), Span(span.start - ago, span.end - ago))
        for span, ago in draw(st.lists(st.tuples(spans(), st.sampled_from([3 * DAY, 14 * DAY, 363 * DAY])), max_size=3))
    ]
    return Case(slots, people, Past(weights=WEIGHTS, shifts=tuple(past)))
