"""What an outsider could work out, as its page shows it. Pure."""

from collections.abc import Mapping
from typing import Any

from consortium.duty.designing.outsider import Known, View
from consortium.duty.designing.see_design import percent
from geo import AgencyId, Department, Policy
from geo.beliefs import Belief

_NOTHING = 1e-9
"""A belief below this is none: what is left of rounding."""


def see_outsider(view: View, known: Known, names: Mapping[AgencyId, str], letters: Mapping[int, str]) -> dict[str, Any]:
    """The names that ``found`` of ``duty/zones_view.html`` holds.

    Args:
        view: what was reckoned.
        known: what is supposed of her.
        names: of the agencies.
        letters: of each place in the plan the letter of its part.
    """
    rows = [
        {
            "name": names[each.agency],
            "sworn": each.sworn,
            "part": letters.get(int(view.parts[number]), ""),
            "event": each.agency == known.event,
            "ours": _percent(view.ours, number),
            "plain": _percent(view.plain, number),
        }
        for number, each in enumerate(view.line)
    ]
    believed = [row for row in rows if row["ours"] or row["plain"]]
    return {
        "links": len(view.asked_at),
        "asked_at": list(view.asked_at),
        "crowd": view.policy.crowd,
        "slack": -int(-view.policy.slack // 1),
        "on_call": sorted(
            (
                {"name": names[each.agency], "peers": int(view.peers[n])}
                for n, each in enumerate(view.line)
                if view.peers[n]
            ),
            key=lambda each: str(each["name"]),
        ),
        "ours": _way(view.ours, view.line, view.policy, names),
        "plain": _way(view.plain, view.line, view.policy, names),
        "worst": names[view.worst.agency] if view.worst else "",
        "rows": sorted(believed, key=lambda row: (-(row["ours"] or 0.0), -(row["plain"] or 0.0), str(row["name"]))),
        "out": sorted(str(row["name"]) for row in rows if row not in believed),
    }


def _way(
    belief: Belief | None, line: tuple[Department, ...], policy: Policy, names: Mapping[AgencyId, str]
) -> dict[str, Any] | None:
    """The surest guesses, and whether they stay within the promise."""
    if belief is None:
        return None
    surest = int(belief.departments.argmax())
    small = [number for number, each in enumerate(line) if 0 < each.sworn <= policy.small]
    of_small = float(belief.departments[small].max(initial=0.0))
    possible = [number for number, share in enumerate(belief.departments.tolist()) if share > _NOTHING]
    return {
        "crowd": belief.crowd,
        "officers": sum(line[number].sworn for number in possible),
        "departments": len(possible),
        "surest": names[line[surest].agency],
        "sure": percent(float(belief.departments[surest])),
        "hides": belief.crowd >= policy.crowd,
        "hides_small": of_small <= float(policy.agency_cap) + _NOTHING,
        "small": policy.small,
        "sure_of_small": percent(of_small),
        "cap": int(policy.agency_cap * 100),
    }


def _percent(belief: Belief | None, number: int) -> float:
    share = 0.0 if belief is None else float(belief.departments[number])
    return round(100 * share, 1) or (0.1 if share > _NOTHING else 0.0)
