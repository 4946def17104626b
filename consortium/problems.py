"""Refusals of the shell, and the one table that numbers every error at the edge.

Cores name their errors and know no HTTP. What a person reads is in her own words; the API answers the same as
``application/problem+json`` (RFC 9457) under the same slug.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from agreements.errors import AgreementError
from geo.errors import GeoError, PlanError
from scheduling.errors import SchedulingError


class Refused(Exception):  # noqa: N818 (a refusal is an answer, not a fault)
    """The product says no, for a reason that the reader understands. The message is shown as it is."""

    status = 400
    slug = "refused"


class NotFound(Refused):
    """There is nothing here, or nothing that this viewer may see: the answer is the same."""

    status = 404
    slug = "not-found"

    def __init__(self, message: str = "There is nothing at this address, or nothing that you may see.") -> None:
        super().__init__(message)


class SignInNeeded(Refused):
    """Nobody is signed in."""

    status = 401
    slug = "sign-in-needed"


class FullSessionNeeded(Refused):
    """Her roles allow it, but this session does not: it was opened by mail, or it is one kept for a shift."""

    status = 403
    slug = "full-session-needed"


class BadInput(Refused):
    """A form or file holds something that cannot be taken; nothing was changed.

    ``field`` names the field, if one is to blame; ``code`` names the sentence for pages in another language.
    """

    status = 422
    slug = "bad-input"

    def __init__(self, message: str, field: str | None = None, code: str | None = None) -> None:
        super().__init__(message)
        self.field = field
        self.code = code


class Conflict(Refused):
    """Somebody else was faster, or the facts have changed meanwhile; nothing was changed."""

    status = 409
    slug = "conflict"


class ForeignForm(Refused):
    """A form came from another site, or from an address that we do not answer to."""

    status = 403
    slug = "foreign-form"

    def __init__(self) -> None:
        super().__init__("This form did not come from our own page. Open the page again and send it from there.")


class KeyNeeded(Refused):
    """A program came without a key, or with one that opens nothing here (any more)."""

    status = 401
    slug = "key-needed"

    def __init__(self) -> None:
        super().__init__("Send a key of this consortium as Authorization: Bearer. It may have ended or run out.")


class ScopeMissing(Refused):
    """A program's key does not open this."""

    status = 403
    slug = "scope-missing"

    def __init__(self, scope: str) -> None:
        super().__init__(f"This key does not open this: it needs the scope {scope}.")
        self.scope = scope


class TooOften(Refused):
    """A program asks more often than it may; ``wait`` is how many seconds it should wait."""

    status = 429
    slug = "too-often"

    def __init__(self, wait: int) -> None:
        super().__init__(f"This key was used too often. Wait {wait} s.")
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Problem:
    """One row of the table: the number and the name that an error has at the edge, and what it is called."""

    status: int
    slug: str
    title: str


_TITLES: Final[Mapping[type[Refused], str]] = {
    Refused: "This was refused",
    NotFound: "There is nothing here",
    SignInNeeded: "Nobody is signed in",
    FullSessionNeeded: "This session does not allow it",
    BadInput: "Something that was sent cannot be taken",
    Conflict: "The facts have changed meanwhile",
    ForeignForm: "This form did not come from our own page",
    KeyNeeded: "A key is needed",
    ScopeMissing: "This key does not open this",
    TooOften: "This key was used too often",
}

PROBLEMS: Final[Mapping[type[Exception], Problem]] = {
    **{kind: Problem(kind.status, kind.slug, title) for kind, title in _TITLES.items()},
    AgreementError: Problem(422, "agreement-cannot-be-so", "An agreement cannot be so"),
    SchedulingError: Problem(422, "schedule-cannot-be-so", "A time or a schedule cannot be so"),
    GeoError: Problem(422, "region-cannot-be-so", "A place or a part of the region cannot be so"),
    PlanError: Problem(409, "parts-do-not-hold", "The parts of the region do not hold"),
}
"""Every error that may reach the edge; the errors below one of these have its row, unless they have their own."""

HTTP_PROBLEMS: Final[Mapping[int, Problem]] = {
    400: Problem(400, "unreadable", "What was sent cannot be read"),
    404: PROBLEMS[NotFound],
    405: Problem(405, "not-done-here", "This is not done at this address"),
    413: Problem(413, "too-large", "What was sent is too large"),
    500: Problem(500, "our-fault", "This failed, and it is our fault"),
    503: Problem(503, "away", "Something that is needed is away for the moment"),
}
"""What the framework refuses, and our own faults, by their number."""


def problem_of(error: Exception) -> Problem | None:
    """An error's row; ``None`` for what is no error of ours. A refusal keeps its own class's number and name."""
    row = next((PROBLEMS[kind] for kind in type(error).__mro__ if kind in PROBLEMS), None)
    if row is not None and isinstance(error, Refused):
        return Problem(error.status, error.slug, row.title)
    return row
