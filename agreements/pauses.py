"""Why a party's part rests at an instant, and whether it rests by nothing but its own wish (clause 6)."""

from datetime import datetime
from typing import Final

from agreements.facts import FactKind
from agreements.pacts import Pact
from agreements.term_kinds import Cause
from geo.names import AgencyId

OWN_WISH: Final = frozenset({Cause.PAUSE.value, "own_wish"})
"""The causes by which a party rests by itself; the second is what earlier facts say."""


def causes(pact: Pact, agency: AgencyId, at: datetime) -> frozenset[str]:
    """The causes told by dated facts for which an agency's part rests. Of one instant the suspension wins."""
    found: set[str] = set()
    facts = (fact for fact in pact.facts if fact.agency == agency and fact.at <= at)
    for fact in sorted(facts, key=lambda fact: (fact.at, fact.kind is FactKind.SUSPENDED)):
        if fact.kind is FactKind.SUSPENDED:
            found.add(fact.cause or "")
        elif fact.kind is FactKind.RESUMED:
            found.discard(fact.cause or "")
    return frozenset(found)


def paused(pact: Pact, agency: AgencyId, at: datetime) -> bool:
    """Whether an agency's part rests by its own wish and for no other cause that a fact tells."""
    why = causes(pact, agency, at)
    return bool(why) and why <= OWN_WISH
