"""What is wrong with the terms of a draft as such: what nothing would obey, what two clauses would say differently."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from agreements.clauses import Clause
from agreements.drafts.findings import Finding, stops, warns
from agreements.drafts.known import Known
from agreements.packs import Pack
from agreements.term_kinds import Cause, Effect, Kind
from agreements.terms import Terms
from geo.names import AgencyId

Names = Mapping[AgencyId, str]
_CONSORTIA: Final = 2


def about_terms(
    terms: Terms, names: Names, packs: Iterable[Pack], states: Mapping[AgencyId, str], known: Known
) -> Iterator[Finding]:
    """Findings about what was answered, whatever the words are."""
    yield from _obeyed(terms)
    yield from _rest(terms)
    yield from _accreditation(terms, packs, {states[each] for each in terms.parties if each in states})
    if terms.kind is Kind.CONSORTIA:
        yield from _leads(terms, names, known)
    yield from _practices(terms, names, known)


def _obeyed(terms: Terms) -> Iterator[Finding]:
    if terms.effect is not Effect.EVALUATED:
        yield stops(
            "An agreement drafted here takes effect by its own conditions, never by a clerk's click.",
            Clause.EFFECT,
            "effect",
        )
    if not terms.binds_successors:
        yield stops(
            "By clause 25 a new head would be bound only by signing anew, and nothing here ends a party's part when "
            "its head changes: it would stay bound against the text. Let the agreement bind the office. A new head who "
            "does not want it gives notice (clause 21).",
            Clause.DISPUTES,
            "binds_successors",
        )


def _rest(terms: Terms) -> Iterator[Finding]:
    insured = Cause.INSURANCE in terms.suspend_on
    if terms.insurance_needed and not insured:
        yield stops(
            "A party needs a certificate of insurance in date (clause 17), and its part rests without one; clause 24 "
            "does not say so. Let a party rest when its insurance is out of date.",
            Clause.SUSPENSION,
            "suspend_on",
        )
    if insured and not terms.insurance_needed:
        yield warns(
            "A party's part rests when its certificate of insurance runs out, and clause 17 asks for no certificate. A "
            "party that never had one would not rest. Is that meant?",
            Clause.LIABILITY,
            "insurance_needed",
        )
    if Cause.PAUSE in terms.suspend_on and not terms.may_pause:
        yield stops(
            "By clause 6 no party rests of its own accord, and by clause 24 it does when it says so. Settle "
            "one of them.",
            Clause.SUSPENSION,
            "suspend_on",
        )


def _accreditation(terms: Terms, packs: Iterable[Pack], states: set[str]) -> Iterator[Finding]:
    asked = any(
        need.holds == Cause.ACCREDITATION for pack in packs if pack.state in states for need in pack.requirements
    )
    if Cause.ACCREDITATION in terms.suspend_on and not asked:
        yield warns(
            "A party rests when its accreditation is out of date, and none of our lists of what these states ask for "
            "names one. It does nothing before an advisor has noted in the state's profile that its law wants one.",
            Clause.SUSPENSION,
            "suspend_on",
        )


def _leads(terms: Terms, names: Names, known: Known) -> Iterator[Finding]:
    if len(terms.parties) != _CONSORTIA:
        yield stops(
            "An agreement between two consortia has two parties: their lead agencies.", Clause.PARTIES, "parties"
        )
    for agency in sorted(terms.parties - known.leads, key=str) if known.leads is not None else ():
        yield warns(
            f"No agreement in force here names {_called(agency, names)} as its lead agency. By clause 2 it would act "
            "for nobody but itself.",
            Clause.PARTIES,
            "parties",
        )


def _practices(terms: Terms, names: Names, known: Known) -> Iterator[Finding]:
    served_with_nothing = {agency for agency, services in terms.receives.items() if not services}
    if terms.kind is Kind.PRACTICE and not served_with_nothing:
        yield stops(
            "An agreement with a practice says which party the practice is: the one that is served with nothing.",
            Clause.SERVICES,
            "receives",
        )
    for agency in sorted((known.practices or frozenset()) & terms.parties - served_with_nothing, key=str):
        yield stops(
            f"{_called(agency, names)} is a practice. Nobody of its own people asks here: say that it is served with "
            "nothing.",
            Clause.SERVICES,
            "receives",
        )
    if terms.kind is Kind.PRACTICE and known.practices is not None:
        for agency in sorted(served_with_nothing - known.practices, key=str):
            yield stops(
                f"{_called(agency, names)} is served with nothing, which says here that it is the practice, and it is "
                "enrolled as an agency.",
                Clause.SERVICES,
                "receives",
            )


def _called(agency: AgencyId, names: Names) -> str:
    return names.get(agency, "").strip() or f"the agency {agency}"
