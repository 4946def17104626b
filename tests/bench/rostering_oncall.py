"""Five on-call rosters of the MiniZinc Challenge 2013, made by the product's planner. ``../shared/data/rostering``.

A unit of the problem becomes a duty of one day, a weekend unit one of the seat "weekend"; who is fixed keeps it, who
is unavailable has blocked it. The product's rules say: nobody on three in a row, rest between two weekends. What is
the problem's own (a weekend stands alone, its charges, its fairness) are three more rules, below, in the same form.
The figure is that of an evaluator of its own (`tests.bench.rostering_evaluators`).
"""

# ruff: noqa: ARG002  # every rule answers in one form, whether it needs all of the question or not

import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import ClassVar
from uuid import UUID

from geo import PersonId
from scheduling import Span
from scheduling.fairness import Weights
from scheduling.planner import Block, Candidate, Finding, Past, Plan, Rule, Rules, Slot, SlotId, plan
from scheduling.planner.model import Model
from scheduling.planner.roster import Roster
from scheduling.planner.rules import Blocked, InARow, Rest, Touched, registered
from tests.bench.machine import percentile
from tests.bench.rostering_evaluators import OnCall, judge_on_call

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "rostering" / "oncall_minizinc_2013"
BEST = {"10s-150d": 5, "10s-50d": 0, "20s-200d": 2, "4s-10d": 1, "4s-23d": 2}
DAY = timedelta(days=1)
BEGIN = datetime(2026, 1, 5, tzinfo=UTC)
SEATS = frozenset({"day", "weekend"})


@registered
@dataclass(frozen=True, kw_only=True)
class WeekendAlone(Rule):
    """Whoever has a weekend has neither unit beside it, unless that is fixed."""

    name: ClassVar[str] = "bench: weekend alone"

    def words(self) -> str:
        return "Whoever has a weekend has neither duty beside it."

    def post(self, model: Model) -> None:
        for one, other in _pairs(model.case.slots, 1):
            if "weekend" in {one.seat, other.seat}:
                for person in model.case.people:
                    model.at_most((model.holds(one.id, person), model.holds(other.id, person)), 1)

    def judge(self, roster: Roster, touched: Touched | None = None) -> Iterator[Finding]:
        for one, other in _pairs(roster.case.slots, 1):
            if "weekend" in {one.seat, other.seat}:
                for person in roster.holders(one.id) & roster.holders(other.id):
                    yield self.found(
                        "weekend and a day beside it", person=person, settled=person in one.kept & other.kept
                    )


@registered
@dataclass(frozen=True, kw_only=True)
class Near(Rule):
    """The same person on two units so far apart costs, the very last pair of neighbours excepted."""

    name: ClassVar[str] = "bench: near"

    weight: int | None = 1
    apart: int = 1

    def words(self) -> str:
        return f"The same person on two duties {self.apart} apart costs {self.weight}."

    def post(self, model: Model) -> None:
        for one, other in self._charged(model.case.slots):
            for person in model.case.people:
                both = model.holds(one.id, person) + model.holds(other.id, person)
                model.cost(self.name, model.excess(both, 1, 2), self.weight or 1)

    def judge(self, roster: Roster, touched: Touched | None = None) -> Iterator[Finding]:
        for one, other in self._charged(roster.case.slots):
            for person in roster.holders(one.id) & roster.holders(other.id):
                yield self.found("two duties too near", person=person)

    def _charged(self, slots: Mapping[SlotId, Slot]) -> list[tuple[Slot, Slot]]:
        pairs = _pairs(slots, self.apart)
        return pairs[:-1] if self.apart == 1 else [pair for pair in pairs if pair[1].seat == "weekend"]


@registered
@dataclass(frozen=True, kw_only=True)
class EvenSteps(Rule):
    """The smallest b with ``|load_i * units_j - load_j * units_i| <= 100 b`` for all i, j costs b; loads are shares."""

    name: ClassVar[str] = "bench: even"

    weight: int | None = 1
    seat: str = "day"

    def words(self) -> str:
        return f"Duties of the {self.seat} are even by work load."

    def post(self, model: Model) -> None:
        case = model.case
        counts = {
            person: sum(model.holds(slot.id, person) for slot in case.slots.values() if slot.seat == self.seat)
            for person in case.people
        }
        steps = model.cp.new_int_var(0, len(case.slots), "steps")
        for i, one in case.people.items():
            for j, other in case.people.items():
                if i != j:
                    model.cp.add(
                        round(100 * one.share) * counts[j] - round(100 * other.share) * counts[i] <= 100 * steps
                    )
        model.cost(self.name, steps, self.weight or 1)

    def judge(self, roster: Roster, touched: Touched | None = None) -> Iterator[Finding]:
        people = roster.case.people
        loads = {person: round(100 * each.share) for person, each in people.items()}
        counts = {person: sum(held.seat == self.seat for held in roster.duties(person)) for person in people}
        worst = max(loads[i] * counts[j] - loads[j] * counts[i] for i in people for j in people)
        if worst > 0:
            yield self.found("uneven", units=-(-worst // 100))


def _pairs(slots: Mapping[SlotId, Slot], apart: int) -> list[tuple[Slot, Slot]]:
    """Duties so many places apart, in order."""
    every = list(slots.values())
    return list(zip(every, every[apart:], strict=False))


RULES = Rules(
    (
        Blocked(),
        InARow(most=2),
        Rest(hours=5 * 24, seats=frozenset({"weekend"})),
        WeekendAlone(),
        Near(apart=1),
        Near(apart=2),
        EvenSteps(seat="day"),
        EvenSteps(seat="weekend"),
    )
)


def read(path: Path) -> OnCall:
    """Read an instance of the Challenge."""
    text = re.sub(r"%.*", "", path.read_text())
    facts = dict(re.findall(r"(\w+)\s*=\s*([^;]*);", text))

    def sets(name: str) -> list[frozenset[int]]:
        return [frozenset(map(int, re.findall(r"\d+", each))) for each in re.findall(r"\{([^}]*)\}", facts[name])]

    return OnCall(
        loads=[int(load) for load in re.findall(r"\d+", facts["work_load"])],
        units=int(facts["num_days"]),
        unavailable=sets("unavailable"),
        fixed=sets("fixed"),
        offset=int(facts["weekend_offset"]),
        adjacent=int(facts["adj_days_str"]),
        wednesday=int(facts["wed_before_weekend_str"]),
    )


def translate(told: OnCall) -> tuple[list[Slot], list[Candidate], Past]:
    """The same in the planner's words."""
    ids = [PersonId(UUID(int=number + 1)) for number in range(len(told.loads))]
    spans = {unit: Span(BEGIN + unit * DAY, BEGIN + (unit + 1) * DAY) for unit in range(1, told.units + 1)}
    slots = [
        Slot(
            id=SlotId(f"{unit:04}"),
            seat="weekend" if told.weekend(unit) else "day",
            span=span,
            kept=frozenset(person for person, fixed in zip(ids, told.fixed, strict=True) if unit in fixed),
        )
        for unit, span in spans.items()
    ]
    people = [
        Candidate(
            id=person,
            seats=SEATS,
            fit=(Span(BEGIN, BEGIN + (told.units + 2) * DAY),),
            share=load / 100,
            blocked=tuple(Block(spans[unit], "unavailable") for unit in sorted(away) if unit in spans),
        )
        for person, load, away in zip(ids, told.loads, told.unavailable, strict=True)
    ]
    return slots, people, Past(weights=Weights(zone="UTC"))


def solved(name: str, *, seconds: float = 20, workers: int = 1) -> tuple[Plan, list[str], int, float, float]:
    """The plan; what the evaluator finds broken, and its objective; seconds by the wall and of the processor."""
    told = read(DATA / f"{name}.dzn")
    slots, people, past = translate(told)
    began, busy = time.perf_counter(), time.process_time()
    made = plan(slots, people, RULES, past, 1, effort=1000, seconds=seconds, workers=workers)
    took, used = time.perf_counter() - began, time.process_time() - busy
    numbers = {person.id: number for number, person in enumerate(people)}
    roster = [sorted(numbers[each] for each in made.assigned[slot.id]) for slot in slots]
    return made, *judge_on_call(told, roster), took, used


def main() -> None:
    """Print each instance's figure."""
    if not DATA.exists():
        print("rostering_oncall: left out, as the instances are not beside the repository (../shared/data/rostering)")
        return
    for workers in (1, 2):
        walls = []
        for name, best in sorted(BEST.items()):
            made, broken, objective, took, used = solved(name, workers=workers)
            walls.append(took)
            print(
                f"rostering_oncall, {workers} worker(s), {name}: {objective} (official best {best}), planner's cost "
                f"{made.cost}, bound {made.bound}, {len(broken)} hard rules broken, {took:.1f} s by the wall, "
                f"{used:.1f} s of processor (wanted: the best within 20 s)"
            )
        print(f"rostering_oncall, {workers} worker(s): the slowest took {percentile(walls, 1):.1f} s")
