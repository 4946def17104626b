"""Three shift-scheduling instances of Curtois and Qu, made by the product's planner. ``../shared/data/rostering``.

Each shift of each day is a duty that needs as many people as its cover says; too few or too many cost what they cost
there. The shifts' names become times of the day such that 13 hours of rest forbid exactly the sequences forbidden. One
duty a day, weekends, days off and requests are the product's rules. Contracts, which the product's people do not have
(least minutes, least days in a row, least days off), are one more rule, below, in the same form.
The figure is that of an evaluator of its own (`tests.bench.rostering_evaluators`).
"""

import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any, ClassVar
from uuid import UUID

from geo import PersonId
from scheduling import Span
from scheduling.fairness import Weights
from scheduling.planner import Block, Candidate, Finding, Past, Plan, Rules, Slot, SlotId, Wish, plan
from scheduling.planner.model import Model
from scheduling.planner.roster import Roster
from scheduling.planner.rules import Blocked, Cover, MostPer, MostWeekends, Period, Rest, Wishes, registered
from scheduling.planner.rules.base import PersonRule
from tests.bench.rostering_evaluators import Contract, Shifts, judge_shifts

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "rostering" / "curtois_qu"
BEST = {1: (607, 607), 2: (828, 828), 3: (1001, 1011)}
"""The best known objective, and the most that will do."""

BEGIN = datetime(2026, 1, 5, tzinfo=UTC)
DAY = timedelta(days=1)
STARTS = {"E": 6, "D": 10, "L": 14}


@registered
@dataclass(frozen=True, kw_only=True)
class Contracts(PersonRule):
    """Minutes, shifts of each kind, days in a row and days off, each person by her contract. Always hard."""

    name: ClassVar[str] = "bench: contracts"

    of: tuple[tuple[PersonId, Contract], ...] = ()
    days: int = 14

    def words(self) -> str:
        return "Everybody works as her contract says."

    def post(self, model: Model) -> None:
        for person, contract in self.of:
            duties = model.duties(person)
            for seat, most in contract.most_of:
                model.at_most((each.literal for each in duties if each.held.seat == seat), most)
            minutes = sum(480 * each.literal for each in duties)
            model.cp.add_linear_constraint(minutes, contract.least_minutes, contract.most_minutes)
            on = [
                model.any_of(each.literal for each in duties if each.held.span.start.date() == (BEGIN + n * DAY).date())
                for n in range(self.days)
            ]
            self._runs(model, on, contract)

    def _runs(self, model: Model, on: list[Any], contract: Contract) -> None:
        """Windows that are too long, and runs inside the horizon that are too short."""
        for first in range(self.days - contract.most_in_a_row):
            model.cp.add(sum(on[first : first + contract.most_in_a_row + 1]) <= contract.most_in_a_row)
        for length in range(1, contract.least_in_a_row):
            for first in range(1, self.days - length):
                inside = sum(on[first : first + length])
                model.cp.add(on[first - 1] + length - inside + on[first + length] >= 1)
        for length in range(1, contract.least_off):
            for first in range(1, self.days - length):
                inside = sum(on[first : first + length])
                model.cp.add(inside + 2 - on[first - 1] - on[first + length] >= 1)

    def judge_person(self, roster: Roster, person: PersonId) -> Iterator[Finding]:
        contract, held = dict(self.of)[person], roster.duties(person)
        days = {(each.span.start.date() - BEGIN.date()).days for each in held}
        runs = [(works, len(list(run))) for works, run in groupby(range(self.days), key=days.__contains__)]
        wrong = [
            any(sum(each.seat == seat for each in held) > most for seat, most in contract.most_of),
            not contract.least_minutes <= 480 * len(held) <= contract.most_minutes,
            any(works and length > contract.most_in_a_row for works, length in runs),
            any(length < (contract.least_in_a_row if works else contract.least_off) for works, length in runs[1:-1]),
        ]
        if any(wrong):
            yield self.found("not as her contract says", person=person)


def read(path: Path) -> Shifts:
    """Read an instance as published."""
    sections: dict[str, list[list[str]]] = defaultdict(list)
    section = ""
    for line in path.read_text().splitlines():
        if line.startswith("SECTION_"):
            section = line.removeprefix("SECTION_").strip()
        elif line.strip() and not line.startswith("#"):
            sections[section].append(line.strip().split(","))
    off: dict[str, frozenset[int]] = defaultdict(frozenset)
    off.update({person: frozenset(map(int, days)) for person, *days in sections["DAYS_OFF"]})
    wishes = [(who, int(day), shift, int(weight)) for who, day, shift, weight in sections["SHIFT_ON_REQUESTS"]]
    wishes += [(who, int(day), shift, -int(weight)) for who, day, shift, weight in sections["SHIFT_OFF_REQUESTS"]]
    return Shifts(
        days=int(sections["HORIZON"][0][0]),
        minutes={shift: int(minutes) for shift, minutes, _ in sections["SHIFTS"]},
        not_before={shift: frozenset(after.split("|")) - {""} for shift, _, after in sections["SHIFTS"]},
        contracts={row[0]: _contract(row) for row in sections["STAFF"]},
        off=off,
        wishes=wishes,
        cover=[(int(day), shift, *map(int, rest)) for day, shift, *rest in sections["COVER"]],  # type: ignore[misc]
    )


def _contract(row: list[str]) -> Contract:
    most_of = tuple((shift, int(most)) for shift, most in (each.split("=") for each in row[1].split("|")))
    most, least, longest, shortest, off, weekends = map(int, row[2:])
    return Contract(
        most_of=most_of,
        most_minutes=most,
        least_minutes=least,
        most_in_a_row=longest,
        least_in_a_row=shortest,
        least_off=off,
        most_weekends=weekends,
    )


def translate(told: Shifts) -> tuple[list[Slot], list[Candidate], Rules, Mapping[str, PersonId]]:
    """The same in the planner's words; all contracts of these instances allow one weekend."""
    ids = {person: PersonId(UUID(int=number + 1)) for number, person in enumerate(told.contracts)}
    weekends, under, over = 1, 100, 1
    assert {each.most_weekends for each in told.contracts.values()} == {weekends}
    assert {each[3:] for each in told.cover} == {(under, over)}
    slots = [
        Slot(id=SlotId(f"{day:02}{shift}"), seat=shift, span=_span(day, shift), need=need)
        for day, shift, need, _, _ in told.cover
    ]
    people = [
        Candidate(
            id=ids[person],
            seats=frozenset(shift for shift, most in contract.most_of if most),
            fit=(Span(BEGIN, BEGIN + (told.days + 1) * DAY),),
            blocked=tuple(Block(_day(day), "day off") for day in sorted(told.off[person])),
            wishes=tuple(Wish(_day(day), weight, shift) for who, day, shift, weight in told.wishes if who == person),
        )
        for person, contract in told.contracts.items()
    ]
    rules = Rules(
        (
            Cover(weight=under, over=over),
            Blocked(),
            MostPer(most=1, per=Period.DAY),
            Rest(hours=13),
            MostWeekends(most=weekends, weeks=told.days // 7),
            Wishes(weight=1),
            Contracts(of=tuple((ids[person], each) for person, each in told.contracts.items()), days=told.days),
        )
    )
    return slots, people, rules, ids


def _day(day: int) -> Span:
    return Span(BEGIN + day * DAY, BEGIN + (day + 1) * DAY)


def _span(day: int, shift: str) -> Span:
    start = BEGIN + day * DAY + timedelta(hours=STARTS[shift])
    return Span(start, start + timedelta(hours=8))


def solved(number: int, *, seconds: float = 60, workers: int = 1) -> tuple[Plan, list[str], int, float, float]:
    """The plan; what the evaluator finds broken, and its objective; seconds by the wall and of the processor."""
    told = read(DATA / f"Instance{number}.txt")
    slots, people, rules, ids = translate(told)
    began, busy = time.perf_counter(), time.process_time()
    past = Past(weights=Weights(zone="UTC"))
    made = plan(slots, people, rules, past, 1, effort=1000, seconds=seconds, workers=workers)
    took, used = time.perf_counter() - began, time.process_time() - busy
    roster: dict[str, dict[int, list[str]]] = {person: defaultdict(list) for person in ids}
    for person, key in ids.items():
        for day, shift, *_ in told.cover:
            if key in made.assigned[SlotId(f"{day:02}{shift}")]:
                roster[person][day].append(shift)
    return made, *judge_shifts(told, roster), took, used


def main() -> None:
    """Print each instance's figure."""
    if not DATA.exists():
        print("rostering_shifts: left out, as the instances are not beside the repository (../shared/data/rostering)")
        return
    for number, (best, most) in BEST.items():
        made, broken, objective, took, used = solved(number)
        print(
            f"rostering_shifts, Instance{number}: {objective} (best known {best}, wanted: {most} at most within 60 s), "
            f"planner's own cost {made.cost}, bound {made.bound}, {len(broken)} hard rules broken, {took:.1f} s by the "
            f"wall, {used:.1f} s of processor"
        )
