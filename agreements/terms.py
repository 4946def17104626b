"""The terms of an agreement that the service obeys, each under the clause of the text that grants it.

Only terms that something obeys stand here: a term nobody reads would be a promise nobody keeps. One is obeyed by
there being nothing else: whoever heads a party, what was signed for it holds (``binds_successors``).
Independence (clause 8) is no term: a peer never answers for an agency she belongs to, whatever is signed.
"""

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from datetime import date
from types import MappingProxyType
from typing import Final

from agreements.clauses import Clause
from agreements.errors import TermsError
from agreements.term_kinds import (
    Acceptance,
    Amendment,
    Cause,
    Cost,
    Effect,
    Exceptions,
    Filing,
    Joinder,
    Kind,
    Privilege,
    Renewal,
    Role,
    Service,
    Window,
)
from agreements.terms_checks import check_second_form, within
from agreements.times import zone_of
from geo.names import AgencyId

__all__ = ["CLAUSE_OF", "FIRST_FORM", "NEEDED", "Acceptance", "Role", "Service", "Terms", "needed", "says_more"]

MOST_DAYS: Final = 3660


def _nobody() -> Exceptions:
    return MappingProxyType({})


def _under(clause: Clause) -> Mapping[str, Clause]:
    return {"clause": clause}


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The machine-readable terms of one version; whoever signs the version signs them too.

    Args:
        parties: the agencies named; others come in only by joining.
        calendar: the IANA zone by which days are counted.
        services: what is offered across lines.
        answer_minutes: the longest time to answer before the next peer is asked; it can only shorten the
            service's own steps. ``None``: the agreement says nothing about it.
        roles: who may serve across lines.
        training_required: peers and chaplains need training in date. A clinician always needs her licence in date.
        least_training_hours: the hours a peer or chaplain must have behind her, courses added up.
        acceptance: how a roster annex becomes a designation; a signed one always counts.
        deemed_days: whole days after which an annex counts without a signature (``Acceptance.DEEMED`` only).
        least_parties: fewer than these, and the agreement neither takes effect nor goes on.
        required_parties: parties without whom it neither takes effect nor goes on.
        notice_days: whole days between one party's notice and its leaving.
        run_off_days: whole days in which a talk that is open when the agreement lapses may be finished.
        kind: what sort of agreement it is.
        provides: parties that lend less than ``services``, and what they lend; whoever is not named lends all of it.
        receives: parties whose people are served with less than ``services``, and with what.
        most_miles: how far apart a member agency and the peer's home agency may lie; ``None``: any distance.
        hours: the weekly times in which somebody may be asked to begin; empty: always.
        may_pause: a party may rest by itself, without a reason, and come back by itself.
        kept_apart: pairs of parties whose peers do not serve each other's people.
        yearly_training_hours: hours that a peer or chaplain must have finished within the last 365 days.
        privilege: who is served where a state's law does not protect talks across agencies.
        reporters_serve: a sworn peer whom her state obliges to report misconduct may serve.
        agreement_years: whole years for which text and evidence are kept after it is over for the last party.
        cost: who bears the cost.
        insurance_needed: a party needs a certificate of insurance in date before it may sign; without one it rests.
        effective_from: it takes effect at the start of that day at the earliest.
        term_months: whole months from taking effect to its end; ``None``: no end of its own.
        renewal: what happens at the end of the term.
        review_months: every so many months the parties look at it again; ``None``: never.
        effect: by the day that a clerk records, or by its own conditions.
        filing: what has to be done with the text before it takes effect.
        resolutions_required: a party's signature counts only with a dated resolution of its governing body.
        lead: the party that consents for all where ``joinder`` says so.
        joinder: whose consent lets another agency join.
        amendment: what happens to a party that does not sign a later version.
        board_may_change: names of terms that a minuted decision of the board changes without new signatures.
        suspend_on: the causes for which a party rests: by a dated fact, or once what was in date has run out.
        law: the postal code of the state whose law governs it; empty: each party's own.
        binds_successors: a new head is bound by what the one before signed. Nothing here knows who heads a party, so
            that holds always; no new version can say otherwise, and what an older one says is its parties' to see to.
        signing_days: whole days from sending out in which it may be signed; ``None``: without end.
        signing_order: parties in the order in which they sign; empty: at any time, all at once.

    Raises:
        TermsError: a term is out of range or contradicts another.
    """

    parties: frozenset[AgencyId] = field(metadata=_under(Clause.PARTIES))
    calendar: str = field(metadata=_under(Clause.DEFINITIONS))
    services: frozenset[Service] = field(metadata=_under(Clause.SERVICES))
    answer_minutes: int | None = field(metadata=_under(Clause.AVAILABILITY))
    roles: frozenset[Role] = field(metadata=_under(Clause.QUALIFICATIONS))
    training_required: bool = field(metadata=_under(Clause.QUALIFICATIONS))
    least_training_hours: int = field(metadata=_under(Clause.QUALIFICATIONS))
    acceptance: Acceptance = field(metadata=_under(Clause.DESIGNATION))
    deemed_days: int = field(metadata=_under(Clause.DESIGNATION))
    least_parties: int = field(metadata=_under(Clause.EFFECT))
    required_parties: frozenset[AgencyId] = field(metadata=_under(Clause.EFFECT))
    notice_days: int = field(metadata=_under(Clause.WITHDRAWAL))
    run_off_days: int = field(metadata=_under(Clause.WITHDRAWAL))
    kind: Kind = field(default=Kind.MUTUAL_AID, metadata=_under(Clause.PURPOSE))
    provides: Exceptions = field(default_factory=_nobody, hash=False, metadata=_under(Clause.SERVICES))
    receives: Exceptions = field(default_factory=_nobody, hash=False, metadata=_under(Clause.SERVICES))
    most_miles: int | None = field(default=None, metadata=_under(Clause.AREA))
    hours: tuple[Window, ...] = field(default=(), metadata=_under(Clause.AVAILABILITY))
    may_pause: bool = field(default=True, metadata=_under(Clause.AVAILABILITY))
    kept_apart: frozenset[frozenset[AgencyId]] = field(default=frozenset(), metadata=_under(Clause.INDEPENDENCE))
    yearly_training_hours: int = field(default=0, metadata=_under(Clause.QUALIFICATIONS))
    privilege: Privilege = field(default=Privilege.TOLD, metadata=_under(Clause.CONFIDENTIALITY))
    reporters_serve: bool = field(default=True, metadata=_under(Clause.LIMITS))
    agreement_years: int = field(default=6, metadata=_under(Clause.RECORDS))
    cost: Cost = field(default=Cost.OWN, metadata=_under(Clause.COST))
    insurance_needed: bool = field(default=False, metadata=_under(Clause.LIABILITY))
    effective_from: date | None = field(default=None, metadata=_under(Clause.TERM))
    term_months: int | None = field(default=None, metadata=_under(Clause.TERM))
    renewal: Renewal = field(default=Renewal.NONE, metadata=_under(Clause.TERM))
    review_months: int | None = field(default=None, metadata=_under(Clause.TERM))
    effect: Effect = field(default=Effect.RECORDED, metadata=_under(Clause.EFFECT))
    filing: Filing = field(default=Filing.NONE, metadata=_under(Clause.EFFECT))
    resolutions_required: bool = field(default=False, metadata=_under(Clause.EFFECT))
    lead: AgencyId | None = field(default=None, metadata=_under(Clause.JOINDER))
    joinder: Joinder = field(default=Joinder.ALL, metadata=_under(Clause.JOINDER))
    amendment: Amendment = field(default=Amendment.LEAVES, metadata=_under(Clause.AMENDMENT))
    board_may_change: frozenset[str] = field(default=frozenset(), metadata=_under(Clause.AMENDMENT))
    suspend_on: frozenset[Cause] = field(default=frozenset(), metadata=_under(Clause.SUSPENSION))
    law: str = field(default="", metadata=_under(Clause.DISPUTES))
    binds_successors: bool = field(default=True, metadata=_under(Clause.DISPUTES))
    signing_days: int | None = field(default=None, metadata=_under(Clause.COUNTERPARTS))
    signing_order: tuple[AgencyId, ...] = field(default=(), metadata=_under(Clause.COUNTERPARTS))

    def __post_init__(self) -> None:
        """Refuse terms that can't be kept."""
        _check_parties(self)
        _check_service(self)
        _check_days(self)
        zone_of(self.calendar)
        check_second_form(self)


CLAUSE_OF: Final[Mapping[str, Clause]] = {term.name: term.metadata["clause"] for term in fields(Terms)}
"""The clause under which each term stands."""

FIRST_FORM: Final = frozenset(
    term.name for term in fields(Terms) if term.default is MISSING and term.default_factory is MISSING
)
"""The terms that a document of the first form holds; all others have the value by which nothing changes for it."""

NEEDED: Final = frozenset(CLAUSE_OF[name] for name in FIRST_FORM) | {
    Clause.INDEPENDENCE,
    Clause.TERM,
    Clause.JOINDER,
    Clause.AMENDMENT,
    Clause.SUSPENSION,
}
"""The clauses that every version must have words for: its terms stand on them, and what we do and refuse cites them."""


def needed(terms: Terms) -> frozenset[Clause]:
    """The clauses that a version with these terms must have words for: also those of every term that says something."""
    return NEEDED | {CLAUSE_OF[name] for name, unsaid in _UNSAID.items() if getattr(terms, name) != unsaid}


def says_more(terms: Terms) -> bool:
    """Whether some term beyond those of the first form says something."""
    return bool(said_beyond(terms))


def said_beyond(terms: Terms) -> tuple[str, ...]:
    """The names of the terms beyond those of the first form that say something."""
    return tuple(name for name, unsaid in _UNSAID.items() if getattr(terms, name) != unsaid)


_UNSAID: Final[Mapping[str, object]] = {
    term.name: _nobody() if term.default is MISSING else term.default
    for term in fields(Terms)
    if term.name not in FIRST_FORM
}


def _check_parties(terms: Terms) -> None:
    within("The number of parties needed", terms.least_parties, 2, 10_000)
    if len(terms.parties) < terms.least_parties:
        raise TermsError(f"The agreement needs {terms.least_parties} parties but names only {len(terms.parties)}.")
    if not terms.required_parties <= terms.parties:
        raise TermsError("A party without whom the agreement can't stand is not named among its parties.")


def _check_service(terms: Terms) -> None:
    if not terms.services:
        raise TermsError("The agreement offers no service.")
    if not terms.roles:
        raise TermsError("The agreement lets nobody serve: it names no role.")
    if terms.answer_minutes is not None:
        within("The time to answer, in minutes,", terms.answer_minutes, 1, 24 * 60)
    within("The least training, in hours,", terms.least_training_hours, 0, 10_000)
    if terms.least_training_hours and not terms.training_required:
        raise TermsError("The agreement asks for hours of training and says that no training is needed.")


def _check_days(terms: Terms) -> None:
    within("The notice, in days,", terms.notice_days, 0, MOST_DAYS)
    within("The run-off, in days,", terms.run_off_days, 0, MOST_DAYS)
    within("The wait for a designation, in days,", terms.deemed_days, 0, MOST_DAYS)
    if (terms.acceptance is Acceptance.DEEMED) != (terms.deemed_days > 0):
        raise TermsError(
            "Days after which a designation counts belong to an agreement that accepts so, and only there."
        )
