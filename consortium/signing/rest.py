"""Why an agency's part in its agreements may rest for a while, and which of these hold now. Pure."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from agreements import FactKind, Pact, PartyState, standing_at
from agreements.facts import OF_REST
from agreements.resting import rests_for
from agreements.standing import OVER
from geo import AgencyId

_WITHOUT = frozenset({PartyState.WITHDRAWN, PartyState.ENDED})


class Cause(StrEnum):
    """The closed list of reasons; the value is the fact's cause."""

    OWN_WISH = "own_wish"
    INSURANCE = "insurance"
    ACCREDITATION = "accreditation"
    NEW_HEAD = "new_head"
    REVIEW = "review"


def may_rest(pacts: Iterable[Pact], agency: AgencyId, at: datetime) -> tuple[Pact, ...]:
    """The agreements in which the agency has a part now, or will have once they are in force."""
    return tuple(
        pact for pact in pacts if (state := standing_at(pact, at).parties.get(agency)) and state not in _WITHOUT
    )


def may_rest_for(pacts: Iterable[Pact], cause: str, at: datetime) -> tuple[Pact, ...]:
    """Those of the agreements of which a version in force, or still open, lets a part rest for a cause."""

    def names(pact: Pact) -> bool:
        states = standing_at(pact, at).versions
        return any(states[each.number] not in OVER and rests_for(each, cause) for each in pact.versions)

    return tuple(filter(names, pacts))


def resting(pacts: Iterable[Pact], agency: AgencyId, at: datetime) -> dict[str, datetime]:
    """Each cause for which the agency's part rests somewhere now, with the latest instant from which it does."""
    found: dict[str, datetime] = {}
    for pact in pacts:
        for cause, since in _of(pact, agency, at).items():
            found[cause] = max(since, found.get(cause, since))
    return found


def rests_in(pact: Pact, agency: AgencyId, at: datetime, cause: str) -> bool:
    """Whether the agency's part in this agreement rests for this cause now."""
    return cause in _of(pact, agency, at)


def _of(pact: Pact, agency: AgencyId, at: datetime) -> dict[str, datetime]:
    """Of one instant the suspension wins, as in the agreements' own fold."""
    found: dict[str, datetime] = {}
    facts = (fact for fact in pact.facts if fact.kind in OF_REST and fact.agency == agency and fact.at <= at)
    for fact in sorted(facts, key=lambda fact: (fact.at, fact.kind is FactKind.SUSPENDED)):
        cause = fact.cause or ""
        if fact.kind is FactKind.SUSPENDED:
            found[cause] = fact.at
        else:
            found.pop(cause, None)
    return found
