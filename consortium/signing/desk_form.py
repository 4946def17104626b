"""What the clerk's forms give, read: an agency, a person, who for which agency, a day. Pure."""

from datetime import date
from uuid import UUID

from consortium.problems import BadInput
from geo import AgencyId, PersonId

Form = dict[str, str]


def agency_of(form: Form) -> AgencyId:
    """The agency that a form names.

    Raises:
        BadInput: it names none.
    """
    try:
        return AgencyId(UUID(form.get("agency", "")))
    except ValueError as wrong:
        raise BadInput("Choose the agency.", "agency") from wrong


def person_of(form: Form, field: str = "person") -> PersonId:
    """The person that a form names.

    Raises:
        BadInput: it names nobody.
    """
    try:
        return PersonId(UUID(form.get(field, "")))
    except ValueError as wrong:
        raise BadInput("Choose who.", field) from wrong


def pair_of(form: Form) -> tuple[AgencyId, PersonId]:
    """Who for which agency, from one choice.

    Raises:
        BadInput: nobody was chosen.
    """
    agency, _, person = form.get("who", "").partition(" ")
    try:
        return AgencyId(UUID(agency)), PersonId(UUID(person))
    except ValueError as wrong:
        raise BadInput("Choose who signs.", "who") from wrong


def day(form: Form, field: str) -> date:
    """A day that a form gives.

    Raises:
        BadInput: it gives none.
    """
    try:
        return date.fromisoformat(form.get(field, ""))
    except ValueError as wrong:
        raise BadInput("Type the day, like 2026-11-21.", field) from wrong
