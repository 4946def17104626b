"""Every duty has its people. A plan that cannot fill one is a plan all the same, and says so."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from scheduling.planner.model import Model
from scheduling.planner.roster import Roster
from scheduling.planner.rules.base import Rule, Touched, looked_at, registered
from scheduling.planner.rules.fields import counted, least
from scheduling.planner.values import Finding


@registered
@dataclass(frozen=True, kw_only=True)
class Cover(Rule):
    """Each person missing from a duty costs ``weight``; each one too many costs ``over``, or, with 0, there is none."""

    name: ClassVar[str] = "cover"

    weight: int | None = 10_000
    over: int = least(0, 0)

    def words(self) -> str:
        """In plain words."""
        spare = f" One more than needed costs {self.over}." if self.over else " Nobody beyond that."
        return f"Every duty has as many people as it needs; each one missing costs {self._missing:,}.{spare}"

    def post(self, model: Model) -> None:
        """Count those who are missing and those who are too many."""
        for slot in model.case.slots.values():
            literals = [literal for _, literal in model.holders(slot)]
            if self.over:
                spare = model.excess(sum(literals), slot.need, len(literals))
                model.cost(self.name, spare, self.over)
            else:
                model.at_most(literals, slot.need)
            model.cost(self.name, model.excess(-sum(literals), -slot.need, 0), self._missing)

    def judge(self, roster: Roster, touched: Touched | None = None) -> Iterator[Finding]:
        """Compare with what each duty needs."""
        for slot in looked_at(roster.case, touched):
            short = slot.need - len(roster.holders(slot.id))
            if short > 0:
                missing = f"{counted(short, 'person is', 'people are')} missing from the {slot.seat}."
                yield Finding(rule=self.name, sentence=missing, slots=(slot.id,), cost=short * self._missing)
            elif short < 0:
                spare = f"{counted(-short, 'person', 'people')} more than needed on the {slot.seat}."
                settled = roster.holders(slot.id) == slot.kept
                yield Finding(
                    rule=self.name,
                    sentence=spare,
                    slots=(slot.id,),
                    hard=not self.over,
                    cost=-short * self.over,
                    settled=settled,
                )

    @property
    def _missing(self) -> int:
        """Cover has a weight in any case, so that there always is a plan."""
        return self.weight or 10_000
