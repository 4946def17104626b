"""What a version asks of one person: one rule, one function. Each answers why not, or ``None``."""

from collections.abc import Collection
from datetime import datetime

from agreements.answers import Why
from agreements.papers import Designation, Papers
from agreements.terms import Role, Service, Terms


def offered(terms: Terms, role: Role, service: Service) -> Why | None:
    """Clauses 4 and 10: the service is offered across lines, and by people in this role."""
    if service not in terms.services:
        return Why.SERVICE
    return None if role in terms.roles else Why.ROLE


def qualified(terms: Terms, role: Role, papers: Papers) -> Why | None:
    """Clause 10: a clinician's licence is in date; a peer's or chaplain's training is, and has its hours.

    A version that asks for hours each year looks at the courses finished within the last 365 days.
    """
    if role is Role.CLINICIAN:
        return None if papers.in_date else Why.NO_LICENCE
    if not terms.training_required:
        return None
    if papers.in_date is None:
        return Why.UNTRAINED
    if not papers.in_date:
        return Why.TRAINING_LAPSED
    if papers.hours < terms.least_training_hours:
        return Why.TOO_FEW_HOURS
    return None if papers.hours_of_year >= terms.yearly_training_hours else Why.TOO_FEW_THIS_YEAR


def designated(terms: Terms, designations: Collection[Designation], at: datetime) -> Why | None:
    """Clause 11: of an agency's designations of one person under one agreement, one counts at this instant."""
    if any(each.counts(terms, at) for each in designations):
        return None
    if not designations:
        return Why.NOT_DESIGNATED
    if all(each.until is not None and each.until <= at for each in designations):
        return Why.DESIGNATION_ENDED
    return Why.DESIGNATION_NOT_YET
