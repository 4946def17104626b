"""What the pages of set-up are drawn from: frozen values, never rows."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from consortium.members.line_age import Age


@dataclass(frozen=True, slots=True, kw_only=True)
class LineEntry:
    """A crisis line on the page where it is looked after.

    Attributes:
        verified_by: who rang it, as far as the viewer may see her name; empty for the command line or nobody.
        first: nothing stands above it; ``last``: nothing below.
    """

    id: UUID
    name: str
    number: str
    href: str
    blurb_en: str
    blurb_es: str
    verified_on: date | None
    verified_by: str
    age: Age
    first: bool
    last: bool


class Stage(StrEnum):
    """Where a version of a notice stands; the value is what the database holds."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeVersion:
    """One version of a state's limits in one language. ``written_by`` is a name as far as the viewer may see it."""

    id: UUID
    state: str
    language: str
    version: int
    text: str
    misconduct_duty: str
    stage: Stage
    written_by: str
    written_on: date | None
    approved_by: str | None
    approved_on: date | None
    comment: str
    example: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StateEntry:
    """What was read in the law of a state. ``read_by`` is a name as far as the viewer may see it."""

    id: UUID
    state: str
    field: str
    value: str
    source: str
    read_by: str
    read_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class MailTest:
    """How far testing the mail has come: the newest day on which somebody typed a code back, if any did."""

    proved_on: date | None
    waiting: bool
