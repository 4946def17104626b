"""What taking a list of people would do, as its page shows it."""

from collections.abc import Mapping
from typing import Any, Final

from consortium.members.rosters.plan import Add, RosterPlan
from geo import AgencyId

SHOWN: Final = 200


def see_plan(plan: RosterPlan | None, names: Mapping[AgencyId, str]) -> dict[str, Any] | None:
    """What taking the list would do; ``names`` are the agencies'."""
    if plan is None:
        return None
    return {
        "new": [_add(add, names) for add in plan.new[:SHOWN]],
        "more": [_add(add, names) for add in plan.more[:SHOWN]],
        "new_count": len(plan.new),
        "more_count": len(plan.more),
        "same": plan.same,
        "skipped": plan.skipped,
        "wrong": plan.wrong[:SHOWN],
        "wrong_count": len(plan.wrong),
        "unknown": plan.unknown_agencies,
        "twins": [
            {
                "line": twin.entry.line,
                "name": twin.entry.name,
                "email": twin.entry.email or "",
                "agency": names.get(twin.entry.agency, "") if twin.entry.agency else "",
                "like": ", ".join(twin.like),
                "choice": twin.choice.value if twin.choice else "",
            }
            for twin in plan.twins
        ],
        "undecided": len(plan.undecided),
        "shown": SHOWN,
    }


def _add(add: Add, names: Mapping[AgencyId, str]) -> dict[str, Any]:
    return {
        "line": add.entry.line,
        "name": add.entry.name,
        "agency": names.get(add.entry.agency, "") if add.entry.agency else "",
        "adds": add.adds,
        "role": add.role.value if add.role else "",
    }
