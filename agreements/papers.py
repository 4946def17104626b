"""The papers of somebody who may serve: where she belongs, what she has passed, who designated her, until when.

Everything is dated and half-open: on the instant at which something ends, it counts no more.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from agreements.errors import PeerError
from agreements.terms import Acceptance, Terms
from agreements.times import ALWAYS, Period, days_after, utc
from agreements.versions import PactId
from geo.names import AgencyId, PersonId

YEAR: Final = timedelta(days=365)
"""For so long a course counts among the hours of the last year."""


class Bond(StrEnum):
    """How somebody belongs to an agency. Each kind keeps her from serving it, supervising too (MT 7-32-602)."""

    FULL_TIME = "full_time"
    PART_TIME = "part_time"
    RESERVE = "reserve"
    CONTRACT_TOWN = "contract_town"
    JOINT_TEAM = "joint_team"
    SUPERVISES = "supervises"


@dataclass(frozen=True, slots=True)
class Affiliation:
    """That somebody belongs to an agency, and when."""

    agency: AgencyId
    bond: Bond
    during: Period = ALWAYS


class TrainingKind(StrEnum):
    """What was passed. A course never stands for a licence, and a licence for no course."""

    COURSE = "course"
    LICENCE = "licence"


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    """A course that was finished, or a licence to counsel that was given, with no hours.

    Its hours count for good from ``finished`` on; it keeps its holder in date until ``valid_until``, exclusive: a
    licence keeps a clinician in date, and a course everybody else.

    Raises:
        PeerError: hours below 0, a licence with hours, or no longer valid when it was finished.
        InstantError: a time is not an instant in UTC.
    """

    hours: int
    finished: datetime
    valid_until: datetime
    kind: TrainingKind = TrainingKind.COURSE

    def __post_init__(self) -> None:
        """Refuse a course that can't have been."""
        if self.hours < 0:
            raise PeerError(f"A course can't have {self.hours} hours.")
        if self.hours and self.kind is TrainingKind.LICENCE:
            raise PeerError(f"A licence has no hours, and this one {self.hours}.")
        if utc(self.valid_until) <= utc(self.finished):
            raise PeerError(f"This training was over ({self.valid_until}) when it was finished ({self.finished}).")


@dataclass(frozen=True, slots=True, kw_only=True)
class Designation:
    """That one agency designated one person, under one agreement's roster annex, to serve its own people.

    Designation by the officer's own agency is what several states tie privilege to (FL 111.09, MN 181.9731,
    34 USC 50901), so it is asked of every agency, in every state.

    Args:
        annex: the roster annex's own number, from 1.
        since: the day of the signature, or for ``DEEMED`` the day on which the annex was notified.
        until: from when it counts no more; ``None`` while it stands.
        manner: whether the head signed the annex or let its days run out.

    Raises:
        PeerError: an annex below 1, or an end that does not come after the start.
        InstantError: a time is not an instant in UTC.
    """

    agency: AgencyId
    person: PersonId
    pact: PactId
    annex: int
    since: datetime
    until: datetime | None = None
    manner: Acceptance = Acceptance.SIGNED

    def __post_init__(self) -> None:
        """Refuse a designation that can't have been made."""
        if self.annex < 1:
            raise PeerError(f"Roster annexes are numbered from 1, not {self.annex}.")
        utc(self.since)
        if self.until is not None and utc(self.until) <= self.since:
            raise PeerError(f"This designation ends at {self.until} but begins only at {self.since}.")

    def begins(self, terms: Terms) -> datetime | None:
        """From when it counts under these terms; ``None``: never, as they want a signature."""
        if self.manner is Acceptance.SIGNED:
            return self.since
        if terms.acceptance is Acceptance.SIGNED:
            return None
        return days_after(self.since, terms.deemed_days, terms.calendar)

    def counts(self, terms: Terms, at: datetime) -> bool:
        """Whether it counts at an instant under these terms."""
        if self.until is not None and self.until <= at:
            return False
        begins = self.begins(terms)
        return begins is not None and begins <= at


@dataclass(frozen=True, slots=True)
class Footing:
    """How somebody stands to agencies at an instant.

    Args:
        lender: her home agency or practice, which lends her; ``None``: nobody does.
        own: every agency that she belongs to, the lender among them.
        sworn: she is a sworn officer, and may have to report.
    """

    lender: AgencyId | None
    own: frozenset[AgencyId]
    sworn: bool


@dataclass(frozen=True, slots=True)
class Papers:
    """What somebody's papers, without her designations, amount to at an instant.

    Args:
        own: every agency that she belongs to, her home agency always.
        footing: how she stands to agencies: who lends her, where she belongs, whether she is sworn.
        hours: the hours of all courses finished by then.
        hours_of_year: the hours of those finished within the 365 days before.
        in_date: whether what she needs in her role is still valid: for a clinician a licence, for everybody else a
            course; ``None`` if none of that kind was there by then.
    """

    own: frozenset[AgencyId]
    footing: Footing
    suspended: bool
    hours: int
    hours_of_year: int
    in_date: bool | None
