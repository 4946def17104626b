"""About plans of duty."""

from typing import Final

from consortium.access.permissions import Permission
from consortium.pages import N_
from consortium.support.held.kept import Kept

PLANS: Final = (
    Kept(
        table="roster",
        title=N_("A plan of duty"),
        why=N_("To know who is on call. A draft counts for nobody."),
        how_long=N_("A draft until it is thrown away; a published one as long as the consortium."),
        ends=N_("A draft is deleted. A published plan is withdrawn for the time ahead; the row stays."),
        seen=(Permission.BUILD_ROTA,),
        columns={
            "number": N_("the order"),
            "state": N_("draft, published or withdrawn"),
            "title": N_("its name"),
            "lines": N_("primary, backup or clinician"),
            "starts_at": N_("from"),
            "ends_at": N_("until"),
            "made_at": N_("when it was made"),
            "made_by": N_("who made it"),
            "base": N_("a check number of what it was made against"),
            "seed": N_("the number with which the planner began"),
            "stats": N_("what the planner said of it, and who was to be planned around"),
            "published_at": N_("when it was published"),
            "published_by": N_("who published it"),
            "withdrawn_at": N_("when it was withdrawn"),
            "withdrawn_by": N_("who withdrew it"),
        },
    ),
    Kept(
        table="roster_shift",
        title=N_("A duty of a plan"),
        why=N_("To know who is on call."),
        how_long=N_("As long as the plan."),
        ends=N_("Deleted with its draft."),
        seen=(Permission.BUILD_ROTA,),
        seen_words=N_("Once published, everybody who may see the schedule."),
        columns={
            "roster": N_("which plan"),
            "line": N_("primary, backup or clinician"),
            "person": N_("the member, if it is filled"),
            "starts_at": N_("from"),
            "ends_at": N_("until"),
            "kept": N_("whether it was settled by hand"),
        },
    ),
    Kept(
        table="roster_rules",
        title=N_("The rules of planning"),
        why=N_("So that plans, swaps and suggestions go by the same rules."),
        how_long=N_("Until they are changed."),
        ends=N_("Overwritten."),
        seen=(Permission.BUILD_ROTA,),
        columns={
            "rules": N_("each rule with its numbers"),
            "weights": N_("what an hour of a night, a weekend or a holiday weighs"),
        },
    ),
    Kept(
        table="plan_run",
        title=N_("A run of the planner"),
        why=N_("So that its page can say how far it is and how it ended."),
        how_long=N_("As long as its plan."),
        ends=N_("Deleted with its draft."),
        seen=(Permission.BUILD_ROTA,),
        columns={
            "roster": N_("which plan"),
            "kind": N_("a plan, or a repair"),
            "state": N_("waiting, running, done, stopped or broken off"),
            "asked_at": N_("when it was asked for"),
            "asked_by": N_("who asked for it"),
            "began_at": N_("when it began"),
            "heard_at": N_("when it was last heard of"),
            "ended_at": N_("when it ended"),
            "seconds": N_("how long it may look"),
            "stop_asked": N_("whether somebody asked it to stop"),
            "progress": N_("how good the best plan so far is"),
        },
    ),
)
