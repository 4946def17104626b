"""One person as her page shows her, and the roster as it was asked for: frozen values, never rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, Protocol
from uuid import UUID

from agreements import Bond, TrainingKind
from consortium.access.door import Viewer, sees_contacts
from consortium.access.permissions import Permission, Role
from geo import AgencyId, PersonId
from scheduling.spans import Span

WARNED_DAYS: Final = (30, 60, 90)
"""So many days before the last day of training its end is warned of, each more loudly than the next."""
SOON: Final = timedelta(days=60)
PROOF_LASTS: Final = timedelta(days=180)
"""So long after a channel was proved, it is asked for anew."""


def proof_holds(proved_on: date | None, today: date) -> bool:
    """Whether a channel that was proved on that day counts as proved today."""
    return proved_on is not None and today < proved_on + PROOF_LASTS


def ends_within(trained_until: date | None, today: date) -> int | None:
    """Within how many days training ends: 0 (it has, or there is none), 30, 60 or 90; ``None`` if it is further."""
    if trained_until is None or trained_until <= today:
        return 0
    left = (trained_until - today).days
    return next((days for days in WARNED_DAYS if left <= days), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What one viewer sees of one person whom she may see at all; everybody sees name, title, agencies and service.

    Attributes:
        oneself: it is her own page.
        papers: roles, training, designations, by which kinds of channels she is reached and whether that was proved.
        contacts: her mail address, the addresses of her channels, the number for officers.
        close: her leave.
        history: what was done to her.
    """

    oneself: bool
    papers: bool
    contacts: bool
    close: bool
    history: bool


_CLOSE_TO_ALL: Final = frozenset({Role.COORDINATOR, Role.ADMINISTRATOR, Role.CLINICAL_DIRECTOR})


def sight_of(viewer: Viewer, person: UUID, agencies: frozenset[UUID]) -> Sight:
    """What this viewer sees of a person who belongs to these agencies."""
    oneself = viewer.person == person
    steers = viewer.may(Permission.SEE_ROSTER)
    own = steers and not viewer.agencies.isdisjoint(agencies)
    return Sight(
        oneself=oneself,
        papers=oneself or steers,
        contacts=oneself or sees_contacts(viewer),
        close=oneself or own or bool(steers and viewer.roles & _CLOSE_TO_ALL),
        history=oneself or viewer.may(Permission.SEE_JOURNAL) or viewer.may(Permission.MANAGE_PEERS),
    )


@dataclass(frozen=True, slots=True)
class Tie:
    """How somebody belongs to an agency."""

    agency: AgencyId
    name: str
    bond: Bond


class Lapsing(Protocol):
    """A course or licence, as it is read for one page or another."""

    @property
    def kind(self) -> TrainingKind:
        """Which of the two."""

    @property
    def expires_on(self) -> date:
        """The first day on which it is not in date any more."""


def needed_of(answers_as: Role | None) -> TrainingKind:
    """What must be in date for somebody to serve: a licence for a clinician, a course for everybody else."""
    return TrainingKind.LICENCE if answers_as is Role.CLINICIAN else TrainingKind.COURSE


def until_of(had: Iterable[Lapsing], answers_as: Role | None) -> date | None:
    """The day on which what somebody needs to serve lapses, as the gate sees it; ``None``: there is none."""
    needed = needed_of(answers_as)
    return max((each.expires_on for each in had if each.kind is needed), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingEntry:
    """A course or licence on record; the last day on which it is in date comes before ``expires_on``."""

    id: UUID
    kind: TrainingKind
    course: str
    hours: int
    completed_on: date
    expires_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelEntry:
    """A way to page somebody; ``address`` is empty where the viewer does not see how others are reached.

    ``asked``: a code is on its way to it, and can be typed back.
    """

    id: UUID
    kind: str
    address: str
    proved_on: date | None
    asked: bool


@dataclass(frozen=True, slots=True)
class LeaveEntry:
    """A span away from duty that is not over."""

    id: UUID
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """How somebody answers; ``ended_on`` is her first day off the list, ``lent_by`` the agency that lends her.

    ``sworn``: she is a sworn officer.
    """

    kind: Role
    lent_by: AgencyId | None
    lent_by_name: str | None
    suspended: bool
    ring_off_duty: bool
    talk_number: str | None
    ended_on: date | None
    sworn: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonSheet:
    """A person's page, with nothing in it that its viewer may not see.

    ``leaving`` and ``off_list`` say whether her end, and that of her service, can still be taken back.
    """

    person: PersonId
    name: str
    title: str
    email: str | None
    sight: Sight
    roles: frozenset[Role]
    service: Service | None
    ties: tuple[Tie, ...]
    training: tuple[TrainingEntry, ...]
    channels: tuple[ChannelEntry, ...]
    leave: tuple[LeaveEntry, ...]
    ended_on: date | None
    leaving: bool
    off_list: bool

    @property
    def trained_until(self) -> date | None:
        """The day on which what she needs to serve lapses; ``None``: none is recorded."""
        return until_of(self.training, self.service.kind if self.service else None)

    def serving(self, today: date) -> Service | None:
        """How she answers today; ``None`` if she does not."""
        gone = self.ended_on is not None and self.ended_on <= today
        return None if self.service is None or self.service.ended_on is not None or gone else self.service


class Filter(StrEnum):
    """Which people a roster shows; the value stands in the address."""

    ANSWERING = "answering"
    EVERYBODY = "everybody"
    ENDING = "ending"
    SUSPENDED = "suspended"
    LEFT = "left"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A roster as it is asked for. ``page`` counts from 1."""

    show: Filter = Filter.ANSWERING
    words: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterFound:
    """The people of one page in their order, each with the heading she stands under.

    ``counts`` is how many there are of each kind, ``total`` of those asked for, ``reachable`` of those who answer.
    """

    people: tuple[tuple[PersonId, str], ...]
    counts: dict[Filter, int]
    total: int
    reachable: int
