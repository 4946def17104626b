"""Fairness: the share of the work that each promised, and the agencies' shares.

Loads are weighted hours (`scheduling.fairness`) of the past that counts, credit, and this plan.
"""

# ruff: noqa: ARG002  # every rule answers in one form, whether it needs all of the question or not

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar
from uuid import UUID

from geo.names import AgencyId, PersonId
from scheduling.planner.case import TENTHS, Case
from scheduling.planner.model import Model
from scheduling.planner.roster import Roster
from scheduling.planner.rules.base import Rule, Touched, registered
from scheduling.planner.rules.fields import least
from scheduling.planner.values import Finding, Slot


@registered
@dataclass(frozen=True, kw_only=True)
class Share(Rule):
    """Nobody carries more than her promised share of the weighted hours, give or take ``free`` hours. Always soft.

    Each weighted hour begun beyond that costs ``weight``, and the worst excess of all costs it once more, so that what
    cannot be fair is at least spread.
    """

    name: ClassVar[str] = "work share"

    weight: int | None = 2
    free: int = least(0, 12)

    def words(self) -> str:
        """In plain words."""
        return (
            "Over the year and this plan, everybody carries the share of the weighted hours that she promised; each "
            f"hour more than {self.free} above it costs {self._each}, and the greatest excess {self._each} again."
        )

    def post(self, model: Model) -> None:
        """Bound each one's excess, and the worst."""
        most = _limits(model.case, self.free)
        worst = []
        for person in model.case.people:
            terms = [
                (model.case.load(maybe.held.span), maybe.literal)
                for maybe in model.duties(person)
                if maybe.held.slot is not None
            ]
            before = model.case.past_loads[person]
            load = before + sum(weighs * literal for weighs, literal in terms)
            top = before + sum(weighs for weighs, _ in terms)
            worst.append((model.excess(load, most[person], top, unit=TENTHS), top - most[person]))
        _spread(model, self, worst, self._each)

    def judge(self, roster: Roster, touched: Touched | None = None) -> Iterator[Finding]:
        """Each excess, and the worst once more."""
        most = _limits(roster.case, self.free)
        above = {}
        for person in roster.case.people:
            excess = -(-(self._load(roster, person) - most[person]) // TENTHS)
            if excess > 0:
                above[person] = excess
                why = f"{excess} weighted h above her share and the {self.free} h let pass"
                yield self.found(why, units=excess, person=person)
        if above:
            worst = max(above.values())
            yield self.found(f"The greatest excess over a share is {worst} weighted hours.", units=worst)

    def praise(self, roster: Roster, slot: Slot, person: PersonId) -> str | None:
        """How far she would be from her share."""
        hours = self.above(roster, person) / TENTHS
        where = "above" if hours > 0 else "below"
        return f"{abs(hours):.0f} h {where} her share with it" if abs(hours) >= 1 else "right at her share with it"

    def above(self, roster: Roster, person: PersonId) -> int:
        """Tenths of weighted hours by which she is above her share; below 0: below it."""
        return self._load(roster, person) - _limits(roster.case, 0)[person]

    def _load(self, roster: Roster, person: PersonId) -> int:
        """Tenths of weighted hours, with the past."""
        case = roster.case
        planned = sum(case.load(held.span) for held in roster.duties(person) if held.slot is not None)
        return case.past_loads[person] + planned

    @property
    def _each(self) -> int:
        return self.weight or 2


def _limits(case: Case, free: int) -> Mapping[PersonId, int]:
    """What each may come to before it costs, in tenths: her share of the past and of all the plan will bring.

    Work is shared by those who can share it: whoever holds only the clinician's seat carries nothing of the primary's.
    """

    def limits() -> Mapping[PersonId, int]:
        found: dict[PersonId, int] = {}
        for people, seats in _circles(case):
            whole = sum(case.people[person].share for person in people) or 1.0
            total = sum(case.past_loads[person] for person in people) + case.planned_load(seats)
            for person in people:
                found[person] = round(total * case.people[person].share / whole) + TENTHS * free
        return found

    return case.once(("share", free), limits)


def _circles(case: Case) -> list[tuple[set[PersonId], frozenset[str]]]:
    """People in circles that share seats, directly or through others, with the seats of each."""
    circles: list[tuple[set[PersonId], frozenset[str]]] = []
    for person, each in case.people.items():
        joined = [circle for circle in circles if circle[1] & each.seats]
        people = {person}.union(*(circle[0] for circle in joined))
        seats = each.seats.union(*(circle[1] for circle in joined))
        circles = [circle for circle in circles if circle not in joined] + [(people, seats)]
    return circles


@registered
@dataclass(frozen=True, kw_only=True)
class AgencyShares(Rule):
    """No agency's people carry more than the agency's share of the weighted hours, give or take ``free`` hours.

    An agency's share is the sum of its people's shares, or, where ``shares`` names every agency (id, part), that part
    of all of it. Always soft: as `Share`.
    """

    name: ClassVar[str] = "agency share"

    weight: int | None = 1
    free: int = least(0, 24)
    shares: tuple[tuple[str, float], ...] = field(
        default=(), metadata={"read": lambda value: tuple((str(UUID(key)), float(share)) for key, share in value)}
    )

    def words(self) -> str:
        """In plain words."""
        return (
            "Each agency's people together carry the agency's share of the weighted hours; each hour more than "
            f"{self.free} above it costs {self._each}, and the greatest excess {self._each} again."
        )

    def post(self, model: Model) -> None:
        """As for people, with the loads of all of an agency."""
        worst = []
        for agency, limit in self._limits(model.case).items():
            mine = [person for person, each in model.case.people.items() if each.agency == agency]
            terms = [
                (model.case.load(maybe.held.span), maybe.literal)
                for person in mine
                for maybe in model.duties(person)
                if maybe.held.slot is not None
            ]
            before = sum(model.case.past_loads[person] for person in mine)
            top = before + sum(weighs for weighs, _ in terms)
            load = before + sum(weighs * literal for weighs, literal in terms)
            worst.append((model.excess(load, limit, top, unit=TENTHS), top - limit))
        _spread(model, self, worst, self._each)

    def judge(self, roster: Roster, touched: Touched | None = None) -> Iterator[Finding]:
        """Each agency's excess, and the worst once more."""
        case, worst = roster.case, 0
        loads: dict[AgencyId, int] = defaultdict(int)
        for person, each in case.people.items():
            if each.agency is not None:
                planned = sum(case.load(held.span) for held in roster.duties(person) if held.slot is not None)
                loads[each.agency] += case.past_loads[person] + planned
        for agency, limit in self._limits(case).items():
            excess = -(-(loads[agency] - limit) // TENTHS)
            if excess > 0:
                worst = max(worst, excess)
                why = f"This agency's people carry {excess} weighted hours more than its share."
                yield self.found(why, units=excess, agency=agency)
        if worst:
            yield self.found(f"The greatest excess of an agency is {worst} weighted hours.", units=worst)

    def _limits(self, case: Case) -> Mapping[AgencyId, int]:
        return case.once((self.name, self), lambda: self._work_out(case))

    def _work_out(self, case: Case) -> Mapping[AgencyId, int]:
        mine: dict[AgencyId, int] = defaultdict(int)
        for person, limit in _limits(case, 0).items():
            if (agency := case.people[person].agency) is not None:
                mine[agency] += limit
        total, said = sum(mine.values()), {UUID(key): share for key, share in self.shares}
        if mine and mine.keys() <= said.keys():
            whole = sum(said[agency] for agency in mine) or 1.0
            mine.update({agency: round(total * said[agency] / whole) for agency in mine})
        return {agency: limit + TENTHS * self.free for agency, limit in mine.items()}

    @property
    def _each(self) -> int:
        return self.weight or 1


def _spread(model: Model, rule: Rule, above: list[tuple[Any, int]], weight: int) -> None:
    """Charge each excess, and the worst of them once more."""
    counted_ones = [(excess, top) for excess, top in above if top > 0]
    if not counted_ones:
        return
    worst = model.cp.new_int_var(0, -(-max(top for _, top in counted_ones) // TENTHS), "worst")
    for excess, _ in counted_ones:
        model.cp.add(worst >= excess)
        model.cost(rule.name, excess, weight)
    model.cost(rule.name, worst, weight)
