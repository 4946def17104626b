"""What the rota's pages show, as frozen values: ``duty/on_call.html`` names the fields."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, Self
from uuid import UUID

from agreements import PeerFacts, Reach
from consortium.members.values import PeerCard, Region
from geo import PersonId, Standing, Zone
from scheduling import Schedule


class RotaFacts(Protocol):
    """What the views are made from. Whoever routes requests has it at hand, so that pages and paging agree."""

    @property
    def region(self) -> Region:
        """The consortium's settings."""

    @property
    def schedule(self) -> Schedule:
        """All that decides who is on call."""

    @property
    def reach(self) -> Reach:
        """All agreements."""

    @property
    def peers(self) -> Mapping[PersonId, PeerFacts]:
        """Everybody who answers, with her papers."""

    @property
    def cards(self) -> Mapping[PersonId, PeerCard]:
        """What is shown of them."""

    def standing(self, at: datetime) -> Standing | None:
        """How the newest plan of zones stands; ``None`` without one."""

    def label(self, zone: Zone) -> str:
        """A zone's name on screen."""

    def served(self, zone: Zone, at: datetime) -> int:
        """How many people may be paged for a zone."""

    def with_schedule(self, schedule: Schedule) -> Self:
        """The same facts as they would be with another schedule."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HolderNow:
    """Somebody on call now. ``until`` looks five weeks ahead at most; ``phone`` is for who may see it."""

    person: UUID
    name: str
    agency: str
    role: str
    until: datetime
    phone: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NextHolder:
    """Who comes next on a line, and when."""

    name: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LineNow:
    """One line now. ``fallback`` says what happens instead while nobody is on it, and is empty otherwise."""

    key: str
    people: tuple[HolderNow, ...]
    fallback: str
    next: NextHolder | None


@dataclass(frozen=True, slots=True)
class StretchView:
    """``[start, end)`` with the same people on a line, by name; nobody: a gap."""

    people: tuple[str, ...]
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class LineView:
    """One line's stretches, which tile the time shown."""

    key: str
    stretches: tuple[StretchView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyDay:
    """A duty day, from hand-off to hand-off. With the lines' stretches."""

    date: date
    start: datetime
    end: datetime
    holiday: str | None
    lines: tuple[LineView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OnCallView:
    """Who is on call now, and seven duty days.

    Attributes:
        one_side: primary and backup all belong to one part of the region, which then has neither.
        unserved: labels of the parts that nobody may serve now.
        thin: labels of the parts that one single person may serve now.
    """

    now: datetime
    lines: tuple[LineNow, ...]
    one_side: bool
    unserved: tuple[str, ...]
    thin: tuple[str, ...]
    days: tuple[DutyDay, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """What is missing during ``[start, end)``, and what happens instead, in sentences; ``line`` if of one."""

    what: str
    start: datetime
    end: datetime
    instead: str
    line: str = ""
