"""What people hope for: not the same holiday every year, and what they asked for."""

# every rule answers in one form, whether it needs all of the question or not

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from geo.names import PersonId
from scheduling.planner.case import Case, Held
from scheduling.planner.model import Model
from scheduling.planner.roster import Roster
from scheduling.planner.rules.base import PairRule, PersonRule, ids, registered
from scheduling.planner.rules.fields import counted
from scheduling.planner.values import Candidate, Finding, Slot, Wish


@registered
@dataclass(frozen=True, kw_only=True)
class HolidayTurns(PairRule):
    """Whoever kept a holiday in earlier years is not the one who keeps it again.

    Soft: each time that she kept the same holiday costs ``weight``. Hard: she may not.
    """

    name: ClassVar[str] = "holidays in turn"

    weight: int | None = 100

    def words(self) -> str:
        """In plain words."""
        return "A holiday goes to somebody who has not kept the same one in the years before."

    def strains(self, case: Case, slot: Slot, person: Candidate) -> tuple[int, str] | None:
        """By the names of the holidays."""
        kept = case.kept_holidays.get(person.id, {})
        names = {case.past.weights.holidays[day] for day in case.holidays(slot.span)}
        times = {name: kept[name] for name in sorted(names) if kept.get(name)}
        if not times:
            return None
        return sum(times.values()), f"kept {' and '.join(times)} before ({counted(sum(times.values()), 'time')})"

    def praise(self, roster: Roster, slot: Slot, person: PersonId) -> str | None:
        """On a holiday that she has not kept."""
        days = roster.case.holidays(slot.span)
        if not days or self.strains(roster.case, slot, roster.case.people[person]):
            return None
        return f"not the one who kept {roster.case.past.weights.holidays[days[0]]} in the years known"


@registered
@dataclass(frozen=True, kw_only=True)
class Wishes(PersonRule):
    """What people asked for: each wish not fulfilled costs ``weight`` times the wish's own weight. Always soft."""

    name: ClassVar[str] = "wishes"

    weight: int | None = 10

    def words(self) -> str:
        """In plain words."""
        return f"Wishes for and against duty are fulfilled; each that is not costs {self._each} times its weight."

    def post(self, model: Model) -> None:
        """A wish for duty costs if none is there, one against costs with each."""
        for person, each in model.case.people.items():
            for wish in each.wishes:
                meant = [maybe.literal for maybe in model.duties(person) if _meant(wish, maybe.held)]
                if wish.weight > 0:
                    model.cost(self.name, 1 - model.any_of(meant), self._each * wish.weight)
                elif meant:
                    model.cost(self.name, sum(meant), -self._each * wish.weight)

    def judge_person(self, roster: Roster, person: PersonId) -> Iterator[Finding]:
        """Each wish that is not fulfilled."""
        for wish in roster.case.people[person].wishes:
            meant = [held for held in roster.duties(person) if _meant(wish, held)]
            if wish.weight > 0 and not meant:
                yield self._unmet("wished for duty then and has none", wish.weight, person)
            elif wish.weight < 0 and meant:
                units = -wish.weight * len(meant)
                yield self._unmet("wished for no duty then", units, person, slots=ids(meant))

    def praise(self, roster: Roster, slot: Slot, person: PersonId) -> str | None:
        """She asked for it."""
        held = roster.case.held(slot, person)
        wished = any(wish.weight > 0 and _meant(wish, held) for wish in roster.case.people[person].wishes)
        return "glad to have duty then" if wished else None

    def _unmet(self, why: str, units: int, person: PersonId, **about: Any) -> Finding:
        return Finding(rule=self.name, sentence=why, person=person, cost=self._each * units, **about)

    @property
    def _each(self) -> int:
        return self.weight or 10


def _meant(wish: Wish, held: Held) -> bool:
    """Whether a duty is one that the wish speaks of."""
    return held.span.overlaps(wish.span) and wish.seat in (None, held.seat)
