"""What the pages of one agency are given: frozen values, never rows."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from agreements import Bond
from consortium.access.permissions import Role
from consortium.members.kinds import AgencyKind
from geo import AgencyId, PersonId, Point


@dataclass(frozen=True, slots=True)
class Count:
    """How many officers an agency had on a day: full time, which alone make a crowd, and part time."""

    sworn: int
    part_time: int
    counted_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """Somebody who belongs to an agency, as far as the viewer may see her.

    Attributes:
        bonds: how she belongs to it.
        answers_as: peer, chaplain or clinician; ``None`` for who does not answer.
        lent: this agency lends her to the others.
    """

    person: PersonId
    name: str
    title: str
    roles: frozenset[Role]
    bonds: tuple[Bond, ...]
    answers_as: Role | None
    lent: bool
    suspended: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyFile:
    """One agency with its people.

    Attributes:
        earlier: former counts, the newest first.
        unseen: how many more people belong to it whom the viewer may not see.
        ends_on: the first day on which it is no member any more, planned or past.
        part: the label of its part of the region in the newest plan; ``None`` when it stands in none.
        clock: the zone that it lives by, ``None`` until that is worked out; ``clock_from`` as ``ClockFrom``.
    """

    id: AgencyId
    name: str
    kind: AgencyKind
    county: str
    state: str
    at: Point
    count: Count
    earlier: tuple[Count, ...]
    counted_long_ago: bool
    federal_key: str | None
    ends_on: date | None
    ties: tuple[Tie, ...]
    unseen: int
    part: str | None
    clock: str | None = None
    clock_from: str = "place"


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """An invitation with the names that it is told by.

    Attributes:
        number: what mail and letter share, such as "482 917 365".
        telephone: the inviter's, in E.164; ``inviter`` is her name.
        mail: what became of the last mail: waiting, handed (to the mail server) or failed.
        expires_on: the first day on which it can be accepted no more.
    """

    id: UUID
    agency: AgencyId
    agency_name: str
    person: PersonId
    name: str
    title: str
    email: str
    role: Role
    number: str
    telephone: str
    inviter: str
    made_by: PersonId
    made_on: date
    expires_on: date
    sent_on: date
    mail: str
    accepted_on: date | None
    declined_on: date | None
    decline_reason: str | None
    withdrawn_on: date | None

    def state(self, today: date) -> str:
        """Where it stands: open, accepted, declined, withdrawn or expired."""
        ends = {"accepted": self.accepted_on, "declined": self.declined_on, "withdrawn": self.withdrawn_on}
        ended = next((word for word, on in ends.items() if on is not None), None)
        return ended or ("open" if today < self.expires_on else "expired")

    def state_on(self, today: date) -> date:
        """The day that belongs to the state: that of its end, or the last day on which it is open."""
        ended = self.accepted_on or self.declined_on or self.withdrawn_on
        return ended or self.expires_on - timedelta(days=1 if self.state(today) == "open" else 0)
