"""What the members' desk gives to others: frozen values, never rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from agreements import Bond, PeerFacts, TrainingKind
from consortium.access.permissions import Role
from consortium.members.hours import Hours
from consortium.members.kinds import AgencyKind
from geo import AgencyId, Department, PersonId, Point, Policy, ZoneId, ZonePlan


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A consortium and its settings.

    Attributes:
        service_level: 1 directory and prevention, 2 call-back within a stated time, 3 set hours, 4 round the clock.
        text_offered: text is wished, and the profile of every state allows it, as a legal advisor has read.
        paused: no request is taken, until ``paused_until`` if that is set; see :meth:`paused_at`.
        policy: what the parts of the region promise.
        steps: minutes of each step until the next peer is asked; an agreement can only shorten them.
        open_limit: no more than so many requests are open at once.
        invented: its people and agencies are invented (the demo).
        opened_on: the day on which the service was opened; ``None`` while it is not open.
        pause_reason: one of ``members.pause_service.REASONS``, or empty.
        call_back_minutes: within how many minutes somebody calls back, at level 2.
        hours: when peers are asked, at level 3.
        text_wished: the setting alone.
    """

    id: UUID
    slug: str
    title: str
    timezone: str
    state_network: str
    service_level: int
    text_offered: bool
    paused: bool
    policy: Policy
    steps: tuple[int, ...]
    open_limit: int
    invented: bool
    opened_on: date | None = None
    pause_reason: str = ""
    paused_until: datetime | None = None
    call_back_minutes: int | None = None
    hours: tuple[Hours, ...] = ()
    text_wished: bool = False

    def paused_at(self, at: datetime) -> bool:
        """Whether the service is paused at an instant: a pause with an end is over by itself."""
        return self.paused and (self.paused_until is None or at < self.paused_until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agencies:
    """All agencies of a consortium, whether or not an agreement covers them."""

    departments: Mapping[AgencyId, Department]
    names: Mapping[AgencyId, str]
    states: Mapping[AgencyId, str]
    counties: Mapping[AgencyId, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedZones:
    """A stored version of the parts of the region. ``plan`` has not been verified yet: see ``geo.standing``."""

    plan: ZonePlan
    labels: Mapping[ZoneId, str]
    made_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A person as a verb needs to know her: what she holds already."""

    person: PersonId
    roles: frozenset[Role]
    bonds: Mapping[AgencyId, frozenset[Bond]]
    ended_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerCard:
    """What an officer is shown of the peer who accepted, and how that peer talks.

    ``clock`` is the zone that her agency lives by, empty while nobody is sure of it; for her own pages and mails only.
    """

    person: PersonId
    name: str
    title: str
    kind: Role
    agency: AgencyId | None
    agency_name: str | None
    talk_number: str | None
    ring_off_duty: bool
    clock: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CrisisLine:
    """A line that answers in a crisis. ``href`` is what a tap does: tel:, sms: or https:.

    ``verified_on`` is the day on which somebody rang it and was answered; ``None`` while nobody has.
    """

    name: str
    number: str
    href: str
    blurb_en: str
    blurb_es: str
    verified_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """The approved limits of confidentiality of one state, in one language.

    ``misconduct_duty`` says whether a sworn peer must report misconduct. ``example`` marks the demo's.
    """

    state: str
    language: str
    version: int
    text: str
    misconduct_duty: str
    approved_by: str
    approved_on: date
    example: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyLine:
    """An agency on the agencies page.

    Attributes:
        counted_long_ago: the count of officers is over three years old, and is shown as old.
        heads: the names of its heads, as far as the viewer may see them.
        peers: how many people it lends.
        part: the label of its part of the region in the newest plan; ``None`` when it stands in none.
        ends_on: the first day on which it is no member any more, planned or past; ``None`` when it stays.
        clock: the zone that it lives by, ``None`` until that is worked out; ``clock_from`` as ``ClockFrom``.
    """

    id: AgencyId
    name: str
    kind: AgencyKind
    county: str
    state: str
    at: Point
    sworn: int
    part_time: int
    counted_on: date
    counted_long_ago: bool
    heads: tuple[str, ...]
    peers: int
    part: str | None
    ends_on: date | None = None
    clock: str | None = None
    clock_from: str = "place"


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A course or licence on the roster; the last day on which it is in date comes before ``expires_on``."""

    kind: TrainingKind
    course: str
    hours: int
    completed_on: date
    expires_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A way to page somebody; its address is empty for viewers who do not see how others are reached."""

    kind: str
    address: str
    proved_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterLine:
    """A person on the roster.

    Attributes:
        answers_as: peer, chaplain or clinician; ``None`` for who does not answer.
        lent_by: the name of the agency that lends her.
        bonds: the names of her agencies, each with how she belongs to it.
        trained_until: the day on which what she needs to serve lapses, by ``until_of``; ``None``: none is recorded.
        on_leave: she is away now.
    """

    person: PersonId
    name: str
    title: str
    roles: frozenset[Role]
    answers_as: Role | None
    lent_by: str | None
    suspended: bool
    ring_off_duty: bool
    bonds: tuple[tuple[str, Bond], ...]
    courses: tuple[Course, ...]
    trained_until: date | None
    channels: tuple[Channel, ...]
    on_leave: bool
    ended_on: date | None


class Answering(Protocol):
    """Everybody who answers, as facts that are at hand already hold them."""

    @property
    def cards(self) -> Mapping[PersonId, PeerCard]:
        """What is shown of each."""

    @property
    def peers(self) -> Mapping[PersonId, PeerFacts]:
        """Their papers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DesignationsPage:
    """What the matrix of designations is drawn from; the agreements' core says which of them count.

    ``peers`` are those whom the viewer may see, by name; ``agencies`` are all, by name.
    """

    agencies: tuple[tuple[AgencyId, str], ...]
    peers: tuple[PeerCard, ...]
    facts: Mapping[PersonId, PeerFacts]
