"""Looks at the facts and papers themselves and shares no rule with the code: what speaks for and against."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from itertools import takewhile

from agreements import (
    Acceptance,
    Allow,
    Cause,
    Effect,
    Fact,
    FactKind,
    Filing,
    Pact,
    PeerFacts,
    Reach,
    Role,
    Terms,
    TrainingKind,
    Version,
    days_after,
)
from agreements.times import start_of
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
    hours = sum(course.hours for course in had if course.kind is TrainingKind.COURSE)
    wanted = TrainingKind.LICENCE if peer.role is Role.CLINICIAN else TrainingKind.COURSE
    in_date = any(course.valid_until > at and course.kind is wanted for course in had)
    return in_date and (peer.role is Role.CLINICIAN or hours >= terms.least_training_hours)


def allowed_by_the_book(pact: Pact, version: Version, party: AgencyId, peer: PeerFacts, at: datetime) -> bool:
    return (
        is_designated(version.terms, pact, party, peer, at)
        and is_qualified(version.terms, peer, at)
        and peer.role in version.terms.roles
        and (peer.lent_by is None or may_bind(pact, version, peer.lent_by, at))
    )


def told(pact: Pact, kind: FactKind, at: datetime, **of: object) -> list[Fact]:
    """The facts of a kind up to an instant, of whom or of what is asked."""
    found = [fact for fact in pact.facts if fact.kind is kind and fact.at <= at]
    return [fact for fact in found if all(getattr(fact, name) == value for name, value in of.items())]


def signing_closes(pact: Pact, version: Version) -> datetime | None:
    """When the signing window of a version that takes effect by itself is over."""
    sent = [fact.at for fact in pact.facts if fact.kind is FactKind.SENT_OUT and fact.digest == version.digest]
    if not sent or version.terms.signing_days is None:
        return None
    return days_after(min(sent), version.terms.signing_days, version.terms.calendar)


def adopted_from(pact: Pact, version: Version, at: datetime) -> list[Version]:
    """The version, and the earlier ones whose signatures may have carried over to it by the board's minute."""
    adopted = bool(told(pact, FactKind.ADOPTED, at, digest=version.digest))
    return [version, *(each for each in pact.versions if adopted and each.number < version.number)]


def speaks_against(pact: Pact, version: Version, party: AgencyId, at: datetime) -> list[str]:
    """Everything in the facts that forbids this party to be active under this version at this instant."""
    terms, whose = version.terms, {"agency": party}
    sources = adopted_from(pact, version, at)
    by_hand = [fact for each in sources for fact in told(pact, FactKind.SIGNED, at, digest=each.digest, **whose)]
    joinders = [fact for each in sources for fact in told(pact, FactKind.JOINED, at, digest=each.digest, **whose)]
    papers = told(pact, FactKind.INSURED, at, **whose)
    reasons = {
        "nothing signed": not by_hand and not joinders,
        "not sent out": evaluated(version)
        and not any(told(pact, FactKind.SENT_OUT, at, digest=each.digest) for each in sources),
        "not declared": not evaluated(version)
        and not any(told(pact, FactKind.IN_FORCE, at, digest=each.digest) for each in sources),
        "not filed": terms.filing is not Filing.NONE
        and not any(told(pact, FactKind.FILED, at, digest=each.digest) for each in sources),
        "too early": terms.effective_from is not None and at < start_of(terms.effective_from, terms.calendar),
        "not resolved": terms.resolutions_required
        and not any(told(pact, FactKind.RESOLVED, at, digest=each.digest, **whose) for each in sources),
        "nobody consented": evaluated(version)
        and party not in terms.parties
        and not any(told(pact, FactKind.CONSENTED, at, digest=each.digest, about=party) for each in sources),
        "terminated": bool(told(pact, FactKind.TERMINATED, at)),
        "ended": bool(told(pact, FactKind.ENDS, at, digest=version.digest)),
        "void": bool(told(pact, FactKind.VOIDED, at, digest=version.digest)),
        "rests": rests_now(pact, version, party, at),
        "not insured": (terms.insurance_needed or (Cause.INSURANCE in terms.suspend_on and bool(papers)))
        and not any(fact.leaves_on and at < fact.leaves_on for fact in papers),
        "signed too late": evaluated(version) and not joinders and _all_late(pact, sources, by_hand),
        "left": _left(pact, version, party, at),
    }
    return [reason for reason, holds in reasons.items() if holds]


def evaluated(version: Version) -> bool:
    return version.terms.effect is Effect.EVALUATED


def rests_now(pact: Pact, version: Version, party: AgencyId, at: datetime) -> bool:
    facts = tuple(each for each in pact.facts if each.cause and counts_as_cause(version.terms, each.cause))
    of_rest = tuple(each for each in facts if each.kind in {FactKind.SUSPENDED, FactKind.RESUMED})
    return rests(replace(pact, facts=of_rest), party, at)


def counts_as_cause(terms: Terms, cause: str) -> bool:
    """Whether the words of clauses 6 and 24 let a party rest for it."""
    named = {each.value for each in terms.suspend_on}
    unnamed = cause not in {each.value for each in Cause}
    return cause in named or (unnamed and "other" in named) or (cause == "pause" and terms.may_pause)


def _all_late(pact: Pact, sources: list[Version], by_hand: list[Fact]) -> bool:
    closes = {each.digest: signing_closes(pact, each) for each in sources}
    return all((end := closes[str(fact.digest)]) is not None and end <= fact.at for fact in by_hand)


def _left(pact: Pact, version: Version, party: AgencyId, at: datetime) -> bool:
    """A notice of this party has run under every version's days, and it has signed or resolved nothing since."""
    longest = max(version.terms.notice_days for version in pact.versions)
    for fact in told(pact, FactKind.NOTICE_GIVEN, at, agency=party):
        since = [each for each in pact.facts if each.at > fact.at and (party in {each.agency, each.about})]
        if days_after(fact.at, longest, version.terms.calendar) <= at and not since:
            return True
    return False


def comes_into_force(pact: Pact, version: Version, instants: Iterable[datetime]) -> datetime | None:
    """The first of these instants at which clause 20 is met; only for facts that bind. Nothing is carried along."""
    terms, closes = version.terms, signing_closes(pact, version)

    def signers(at: datetime) -> set[AgencyId]:
        facts = told(pact, FactKind.SIGNED, at, digest=version.digest)
        hands = {fact.agency for fact in facts if fact.agency and (closes is None or fact.at < closes)}
        if terms.signing_order:
            hands = set(takewhile(lambda each: each in hands, terms.signing_order))
        resolved = {fact.agency for fact in told(pact, FactKind.RESOLVED, at, digest=version.digest)}
        return hands & resolved if terms.resolutions_required else hands

    def enough(at: datetime) -> bool:
        if not told(pact, FactKind.SENT_OUT, at, digest=version.digest):
            return False
        return len(signers(at)) >= terms.least_parties and terms.required_parties <= signers(at)

    for at in sorted(instants):
        if closes is not None and closes <= at and not enough(at):
            return None
        day = terms.effective_from is None or start_of(terms.effective_from, terms.calendar) <= at
        filed = terms.filing is Filing.NONE or told(pact, FactKind.FILED, at, digest=version.digest)
        if enough(at) and day and filed:
            return at
    return None
