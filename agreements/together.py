"""What was in force between two agencies on a day, and what it allowed: one question, one answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from agreements.pacts import Pact, standing_at
from agreements.standing import Bound
from agreements.term_kinds import Service
from agreements.terms import Terms
from agreements.times import utc
from agreements.versions import Version
from geo.names import AgencyId


@dataclass(frozen=True, slots=True)
class Together:
    """A version that bound two agencies to each other at an instant.

    Args:
        since: from when it did without a break.
        until: the first instant after that at which it no longer does, by what is dated; ``None``: none is known.
        lends: what each of the two may do for the other's people by the terms; roles, training and designation apart.
    """

    version: Version
    since: datetime
    until: datetime | None
    lends: Mapping[AgencyId, frozenset[Service]]


def in_force_between(pact: Pact, one: AgencyId, other: AgencyId, at: datetime) -> Together | None:
    """What of this agreement bound both at ``at``, the newest such version; ``None`` if nothing did.

    Raises:
        InstantError: ``at`` is not an instant in UTC.
    """
    bound = _bound(pact, one, other, utc(at))
    if bound is None:
        return None
    number = bound.version.number
    since = bound.since
    for change in reversed([change for change in pact.changes if change <= at]):
        if not _same(pact, one, other, change, number):
            break
        since = change
    until = next((each for each in pact.changes if each > at and not _same(pact, one, other, each, number)), None)
    terms = bound.version.terms
    lends = {one: lent(terms, one, other), other: lent(terms, other, one)}
    return Together(bound.version, since, until, MappingProxyType(lends))


def lent(terms: Terms, lender: AgencyId, member: AgencyId) -> frozenset[Service]:
    """What the people of one agency may do for another's under these terms: offered, given and taken."""
    if frozenset({lender, member}) in terms.kept_apart:
        return frozenset()
    given = terms.provides.get(lender, terms.services)
    return terms.services & given & terms.receives.get(member, terms.services)


def _bound(pact: Pact, one: AgencyId, other: AgencyId, at: datetime) -> Bound | None:
    return next((bound for bound in standing_at(pact, at).bindings if bound.between(one, other)), None)


def _same(pact: Pact, one: AgencyId, other: AgencyId, at: datetime, number: int) -> bool:
    bound = _bound(pact, one, other, at)
    return bound is not None and bound.version.number == number
