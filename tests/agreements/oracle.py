"""Looks at the facts and papers themselves and shares no rule with the code: what speaks for and against."""

from datetime import datetime

from agreements import (
    Acceptance,
    Allow,
    FactKind,
    Pact,
    PeerFacts,
    Reach,
    Role,
    Terms,
    Version,
    days_after,
)
from geo.names import AgencyId
from tests.agreements.builders import members
from tests.agreements.strategies import (
    AGENCIES,
)


def allowed_singly(reach: Reach, peer: PeerFacts, at: datetime) -> list[AgencyId]:
    return [each for each in AGENCIES if isinstance(reach.may_serve(members(each), peer, at), Allow)]


def was_signed(pact: Pact, version: Version, party: AgencyId, at: datetime) -> bool:
    kinds = (FactKind.SIGNED, FactKind.JOINED)
    return any(
        fact.kind in kinds and fact.agency == party and fact.digest == version.digest and fact.at <= at
        for fact in pact.facts
    )


def happened(pact: Pact, kind: FactKind, at: datetime, **of: object) -> bool:
    found = [fact for fact in pact.facts if fact.kind is kind and fact.at <= at]
    return any(all(getattr(fact, name) == value for name, value in of.items()) for fact in found)


def rests(pact: Pact, party: AgencyId, at: datetime) -> bool:
    facts = [each for each in pact.facts if each.agency == party and each.cause and each.at <= at]
    for cause in {each.cause for each in facts}:
        last = max(each.at for each in facts if each.cause == cause)
        if any(each.kind is FactKind.SUSPENDED for each in facts if (each.cause, each.at) == (cause, last)):
            return True
    return False


def notice_ran_out(pact: Pact, version: Version, party: AgencyId, at: datetime) -> bool:
    """Some notice's days have run, and that party has signed nothing since it was given."""
    for fact in pact.facts:
        if fact.kind is not FactKind.NOTICE_GIVEN or fact.agency != party:
            continue
        days = days_after(fact.at, version.terms.notice_days, version.terms.calendar)
        since = [each.at for each in pact.facts if each.agency == party and each.digest and each.at > fact.at]
        if max(days, fact.leaves_on or days) <= at and not since:
            return True
    return False


def may_bind(pact: Pact, version: Version, party: AgencyId, at: datetime) -> bool:
    """Whether nothing in the facts speaks against this party being bound by this version."""
    return (
        was_signed(pact, version, party, at)
        and happened(pact, FactKind.IN_FORCE, at, digest=version.digest)
        and (
            party in version.terms.parties or happened(pact, FactKind.IN_FORCE, at, digest=version.digest, agency=party)
        )
        and not happened(pact, FactKind.TERMINATED, at)
        and not happened(pact, FactKind.ENDS, at, digest=version.digest)
        and not rests(pact, party, at)
        and not notice_ran_out(pact, version, party, at)
    )


def is_designated(terms: Terms, pact: Pact, party: AgencyId, peer: PeerFacts, at: datetime) -> bool:
    for each in peer.designations:
        if each.agency != party or each.pact != pact.id or (each.until and each.until <= at):
            continue
        if each.manner is Acceptance.SIGNED and each.since <= at:
            return True
        waited = days_after(each.since, terms.deemed_days, terms.calendar)
        if each.manner is Acceptance.DEEMED and terms.acceptance is Acceptance.DEEMED and waited <= at:
            return True
    return False


def is_qualified(terms: Terms, peer: PeerFacts, at: datetime) -> bool:
    had = [course for course in peer.trainings if course.finished <= at]
    hours = sum(course.hours for course in had)
    in_date = any(course.valid_until > at for course in had)
    return in_date and (peer.role is Role.CLINICIAN or hours >= terms.least_training_hours)


def allowed_by_the_book(pact: Pact, version: Version, party: AgencyId, peer: PeerFacts, at: datetime) -> bool:
    return (
        is_designated(version.terms, pact, party, peer, at)
        and is_qualified(version.terms, peer, at)
        and peer.role in version.terms.roles
        and (peer.lent_by is None or may_bind(pact, version, peer.lent_by, at))
    )
