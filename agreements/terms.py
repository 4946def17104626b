"""The terms of an agreement that the service obeys, each under the clause of the text that grants it.

Only terms that something obeys stand here: a term nobody reads would be a promise nobody keeps.
Independence (clause 8) is no term: a peer never answers for an agency she belongs to, whatever is signed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Final

from agreements.clauses import Clause
from agreements.errors import TermsError
from agreements.times import zone_of
from geo.names import AgencyId

MOST_DAYS: Final = 3660


class Service(StrEnum):
    """What one party's peers may do for another's people."""

    ONE_TO_ONE = "one_to_one"
    CRITICAL_INCIDENT = "critical_incident"
    GROUP_DEBRIEF = "group_debrief"
    FAMILY = "family"
    LINE_OF_DUTY_DEATH = "line_of_duty_death"
    FOLLOW_UP = "follow_up"


class Role(StrEnum):
    """In which capacity somebody supports."""

    PEER = "peer"
    CHAPLAIN = "chaplain"
    CLINICIAN = "clinician"


class Acceptance(StrEnum):
    """How an agency designates the people of a roster annex: its head signs it, or lets its days run out."""

    SIGNED = "signed"
    DEEMED = "deemed"


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

    def __post_init__(self) -> None:
        """Refuse terms that can't be kept."""
        _check_parties(self)
        _check_service(self)
        _check_days(self)
        zone_of(self.calendar)


CLAUSE_OF: Final[Mapping[str, Clause]] = {term.name: term.metadata["clause"] for term in fields(Terms)}
"""The clause under which each term stands."""

NEEDED: Final = frozenset(CLAUSE_OF.values()) | {
    Clause.INDEPENDENCE,
    Clause.TERM,
    Clause.JOINDER,
    Clause.AMENDMENT,
    Clause.SUSPENSION,
}
"""The clauses that a version must have words for: its terms stand on them, and what we do and refuse cites them."""


def _check_parties(terms: Terms) -> None:
    _within("The number of parties needed", terms.least_parties, 2, 10_000)
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
        _within("The time to answer, in minutes,", terms.answer_minutes, 1, 24 * 60)
    _within("The least training, in hours,", terms.least_training_hours, 0, 10_000)
    if terms.least_training_hours and not terms.training_required:
        raise TermsError("The agreement asks for hours of training and says that no training is needed.")


def _check_days(terms: Terms) -> None:
    _within("The notice, in days,", terms.notice_days, 0, MOST_DAYS)
    _within("The run-off, in days,", terms.run_off_days, 0, MOST_DAYS)
    _within("The wait for a designation, in days,", terms.deemed_days, 0, MOST_DAYS)
    if (terms.acceptance is Acceptance.DEEMED) != (terms.deemed_days > 0):
        raise TermsError(
            "Days after which a designation counts belong to an agreement that accepts so, and only there."
        )


def _within(what: str, number: int, least: int, most: int) -> None:
    if type(number) is not int or not least <= number <= most:
        raise TermsError(f"{what} must be a whole number from {least} to {most}, not {number!r}.")
