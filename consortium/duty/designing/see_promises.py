"""What few agencies can promise at most, in values for a page and a command. Pure."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

import numpy as np

from consortium.duty.designing.question import DesignFacts, bound, lending, lent_by
from consortium.duty.designing.see_design import percent
from geo import AgencyId, Policy
from geo.halves import ALL_HALVES
from geo.promises import Halves, Promises, most_promised

FEW: Final = 6
"""With fewer agencies the usual rule of three departments a part leaves no two parts."""


def is_small(facts: DesignFacts, now: datetime) -> bool:
    """Whether so few agencies are bound that no parts can be, or not many and none hold."""
    bound_now, held = len(facts.reach.live(now)), facts.standing(now)
    return bound_now < FEW or (bound_now <= ALL_HALVES and not (held and held.plan.zones))


def promises_of(facts: DesignFacts, now: datetime) -> Promises:
    """What the agencies bound now can promise by the rules that are settled, while all who lend peers have one on call.

    Miles are left out: a promise doesn't depend on them.
    """
    line = bound(facts, now)
    lend = np.flatnonzero(lent_by(line, facts)[0])
    allowed = lending(line, facts, now)[:, lend]
    return most_promised(line, np.ones(allowed.shape), allowed, facts.region.policy)


def see_promises(found: Promises, policy: Policy, names: Mapping[AgencyId, str]) -> dict[str, Any]:
    """The same as plain values: ``rows`` are the rules that are settled and two weaker ones; what is missing."""
    rows = (("settled", found.settled), ("mixed", found.mixed), ("crowd_only", found.crowd_only))
    return {
        "agencies": found.departments,
        "officers": found.officers,
        "crowd": policy.crowd,
        "least_departments": policy.least_departments,
        "cap": int(policy.agency_cap * 100),
        "small": policy.small,
        "rows": [{"rule": rule, **_halves(halves, names)} for rule, halves in rows],
        "one": found.one,
        "one_crowd_only": found.one_crowd_only,
        "kept": found.settled.crowd >= policy.crowd,
        "more_agencies": found.more_agencies,
        "officers_short": found.officers_short,
    }


def _halves(halves: Halves, names: Mapping[AgencyId, str]) -> dict[str, Any]:
    return {
        "crowd": halves.crowd,
        "surest": percent(float(halves.surest)),
        "parts": [sorted(names[each.agency] for each in part) for part in halves.parts],
    }
