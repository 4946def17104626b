"""Roster annexes on their way from the desk to the head's signature: frozen values, never rows."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from geo import AgencyId, PersonId


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody whom an annex lists, and the line about her as the paper bears it."""

    person: PersonId
    name: str
    line: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Annex:
    """A roster annex of one agency under one agreement.

    Attributes:
        reference: what the paper is found again by, such as "482 917".
        law: the statute that it cites; empty where nobody had read one.
        number: its number among the agreement's annexes, once attested.
    """

    id: UUID
    agreement: UUID
    agency: AgencyId
    agency_name: str
    reference: str
    law: str
    prepared_on: date
    prepared_by: PersonId
    number: int | None
    signed_on: date | None
    attested_by: PersonId | None
    withdrawn_on: date | None
    listed: tuple[Listed, ...]
