"""The choices that terms of an agreement can make. The values are what stands in the signed data."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from agreements.errors import TermsError
from geo.names import AgencyId


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


class Kind(StrEnum):
    """What sort of agreement it is.

    ``MUTUAL_AID``: agencies lend each other their peers. ``PRACTICE``: agencies and a clinician or a practice, who
    signs for itself and receives nothing. ``CONSORTIA``: two consortia, each by its lead agency, serve each other.
    """

    MUTUAL_AID = "mutual_aid"
    PRACTICE = "practice"
    CONSORTIA = "consortia"


class Effect(StrEnum):
    """How it comes into force: from the day that a clerk records, or by its own conditions, worked out each time."""

    RECORDED = "recorded"
    EVALUATED = "evaluated"


class Filing(StrEnum):
    """What the law asks for before it may take effect: nothing, the county's record, or the agencies' own web page."""

    NONE = "none"
    RECORDED = "recorded"
    PUBLISHED = "published"


class Privilege(StrEnum):
    """Who is served where a state's law does not protect talks across agencies: everybody, and is told; or nobody."""

    TOLD = "told"
    ASSURED = "assured"


class Cost(StrEnum):
    """Who bears it. A lump is paid by duty and period; nothing is ever paid by contact."""

    OWN = "own"
    POOLED = "pooled"
    LUMP = "lump"


class Renewal(StrEnum):
    """What happens at the end of the term: it ends, it goes on if the parties affirm, or unless enough object."""

    NONE = "none"
    AFFIRM = "affirm"
    AUTO = "auto"


class Joinder(StrEnum):
    """Whose consent lets another agency join: every active party's, more than half of them, or the lead's."""

    ALL = "all"
    MAJORITY = "majority"
    LEAD = "lead"


class Amendment(StrEnum):
    """What happens to a party that does not sign a later version once that is in force.

    ``LEAVES``: it is in it no more. ``STAYS``: the old version goes on between it and those who signed the old one.
    """

    LEAVES = "leaves"
    STAYS = "stays"


class Cause(StrEnum):
    """Why a party's part rests, where ``Terms.suspend_on`` names it; a pause also where ``Terms.may_pause`` says so."""

    INSURANCE = "insurance"
    ACCREDITATION = "accreditation"
    DECERTIFIED = "decertified"
    PAUSE = "pause"
    OTHER = "other"


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """A weekly time by the agreement's calendar: minutes of the week ``[start, end)`` from Monday 00:00 local.

    Raises:
        TermsError: out of ``0 <= start < end <= 10080``.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        """Refuse a window that is none."""
        if not all(type(each) is int for each in (self.start, self.end)) or not 0 <= self.start < self.end <= WEEK:
            raise TermsError(f"A weekly time runs within Monday 0:00 to Sunday 24:00, not {self.start} to {self.end}.")


WEEK = 7 * 24 * 60

Exceptions = Mapping[AgencyId, frozenset[Service]]
"""For parties that give or receive less than the agreement offers: exactly what they give or receive."""
