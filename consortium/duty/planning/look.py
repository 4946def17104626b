"""A plan of duty with all that its pages show: loaded once, judged by its rules."""

from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from consortium.db import Reading
from consortium.duty.planning.drafts import the_plan
from consortium.duty.planning.ground import load_ground
from consortium.duty.planning.question import Ground, Question, ask
from consortium.duty.planning.values import KeptRoster, Run
from consortium.duty.store.plan_runs import last_run
from consortium.duty.views import RotaFacts
from scheduling.planner import Finding, judge
from scheduling.roster import RosterId


@dataclass(frozen=True, kw_only=True)
class Look:
    """One plan as somebody looks at it. What the rules say is worked out when it is asked for."""

    kept: KeptRoster
    run: Run | None
    ground: Ground

    @cached_property
    def question(self) -> Question:
        """The plan as a question to the planner."""
        return ask(self.ground, self.kept)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What the rules say of it."""
        asked = self.question
        return judge(asked.assigned, asked.slots, asked.people, asked.rules, asked.past)


async def look_at(reading: Reading, facts: RotaFacts, roster: UUID) -> Look:
    """This plan.

    Raises:
        NotFound: there is none.
    """
    kept = await the_plan(reading, RosterId(roster))
    return Look(kept=kept, run=await last_run(reading, kept.id), ground=await load_ground(reading, facts, kept.span))
