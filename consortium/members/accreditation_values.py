"""An accreditation as its page shows it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Accreditation:
    """That an authority accredited a team, from ``begins_on`` on; from ``ends_on`` on it counts no more.

    ``paper`` is the number of the document, empty where an older record names none.
    """

    id: UUID
    authority: str
    begins_on: date
    ends_on: date
    paper: str = ""
