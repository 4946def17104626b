"""The terms that a new draft begins with: usual ones, turned to what the parties' states ask for. Pure."""

from collections.abc import Collection
from dataclasses import replace
from typing import Final

from agreements import Acceptance, AgreementError, Effect, Kind, Role, Service, Terms, read_terms, terms_document
from agreements.packs import PACKS, requirements
from geo import AgencyId

FEWEST: Final = 2
_OFFERED: Final = frozenset({Service.ONE_TO_ONE, Service.CRITICAL_INCIDENT, Service.FOLLOW_UP})


def first_terms(kind: Kind, parties: Collection[AgencyId], timezone: str, states: Collection[str]) -> Terms:
    """Terms to begin with; every one of them can be answered otherwise.

    Raises:
        TermsError: there are fewer than two parties.
    """
    terms = Terms(
        kind=kind,
        parties=frozenset(parties),
        calendar=timezone,
        services=_OFFERED,
        answer_minutes=5,
        roles=frozenset(Role),
        training_required=True,
        least_training_hours=24,
        acceptance=Acceptance.SIGNED,
        deemed_days=0,
        least_parties=FEWEST,
        required_parties=frozenset(),
        notice_days=60,
        run_off_days=14,
        review_months=12,
        effect=Effect.EVALUATED,
        signing_days=60,
    )
    return asked_for(terms, states)


def asked_for(terms: Terms, states: Collection[str]) -> Terms:
    """The same terms, with what the states' rules leave only some values for; where that can't be, as they are."""
    for need in requirements(PACKS.values(), states):
        document = terms_document(terms)
        if need.term and not need.lets(document[need.term]):
            try:
                terms = read_terms(document | {need.term: need.mended(document[need.term])})
            except AgreementError:
                continue
    return terms


def next_terms(terms: Terms) -> Terms:
    """The terms of a version for the next one: it takes effect by its own conditions, and binds whoever is head."""
    return replace(terms, effect=Effect.EVALUATED, binds_successors=True)
