"""What coverage is told in: why somebody cannot be asked, what is missing from when to when, what is meant. Frozen."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from consortium.duty.views import RotaFacts
from geo import AgencyId, PersonId, Zone, ZoneId
from scheduling import Line, Span
from scheduling.spans import union


class Bar(StrEnum):
    """Why somebody cannot be asked for a part; ``GATE``: the agreements say no, and :class:`Barred` says how."""

    AWAY = "away"
    STRANGER = "stranger"
    GATE = "gate"
    LIMITS = "limits"
    NO_MAIL = "no_mail"
    NO_NUMBER = "no_number"
    UNPROVED = "unproved"


@dataclass(frozen=True, slots=True)
class Barred:
    """One person cannot be asked.

    Attributes:
        bar: why.
        gate: the value of ``agreements.Why`` where the agreements bar her, else empty.
        agency: the agency with which it lies, if it lies with one.
    """

    bar: Bar
    gate: str = ""
    agency: AgencyId | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why one person who is on a line, or would be, does not count."""

    person: PersonId
    barred: Barred


class Kind(StrEnum):
    """What is missing.

    ``SEAT``: nobody on this line, or nobody there whom any part could ask. ``PART``: somebody on this line, but none
    of its holders may serve one certain part, and not because they are its own. ``ZONE``: nobody on call may serve
    the part. ``ONE``: one single person may.
    """

    SEAT = "seat"
    PART = "part"
    ZONE = "zone"
    ONE = "one"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Something is missing throughout ``span``.

    Attributes:
        kind: what.
        line: of ``SEAT`` and ``PART``.
        zone: of all but ``SEAT``; ``label`` is its name on screen.
        reasons: who is or would be there and why she does not count, each once; none: nobody stands there at all.
        people: for ``ONE``, who that one is, by turns.
        others: for ``ZONE``, whether peers who may be rung off duty could serve it throughout.
    """

    kind: Kind
    span: Span
    line: Line | None = None
    zone: ZoneId | None = None
    label: str = ""
    reasons: tuple[Reason, ...] = ()
    people: tuple[PersonId, ...] = ()
    others: bool = False

    @property
    def what(self) -> tuple[Kind, Line | None, ZoneId | None]:
        """What is missing, whenever it is."""
        return (self.kind, self.line, self.zone)


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """A gap that is meant: nobody need be on this line, or for this part, in ``during``; ``why`` is in words."""

    id: UUID
    during: Span
    line: Line | None
    zone: ZoneId | None
    why: str

    def covers(self, gap: Gap) -> bool:
        """Whether this is said of what is missing there, whenever."""
        return (self.line is not None and gap.line is self.line) or (self.zone is not None and gap.zone == self.zone)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What the window holds: gaps, parts with one single person, and gaps that are meant; each the earliest first.

    ``promised`` is when the level of service promises that somebody is there; nothing is missing outside it.
    """

    window: Span
    promised: tuple[Span, ...]
    gaps: tuple[Gap, ...]
    thin: tuple[Gap, ...]
    meant: tuple[Gap, ...]
    zones: tuple[tuple[ZoneId, str], ...]

    def hours(self, window: Span, *, kind: Kind, line: Line | None = None, zone: ZoneId | None = None) -> float:
        """Hours of gaps of this kind, on this line or for this part, in the part of the window asked for."""
        return hours_of((gap for gap in self.gaps if gap.what == (kind, line, zone)), window)


def hours_of(gaps: Iterable[Gap], window: Span) -> float:
    """Hours in the window in which at least one of these holds."""
    inside = (gap.span.intersect(window) for gap in gaps)
    spans = union(span for span in inside if span is not None)
    return sum((span.length for span in spans), timedelta()) / timedelta(hours=1)


class CoverFacts(RotaFacts, Protocol):
    """What coverage is judged from: the facts that routing decides on."""

    @property
    def rung_off_duty(self) -> Collection[PersonId]:
        """Who may be rung while she is on no line."""

    @property
    def agency_names(self) -> Mapping[AgencyId, str]:
        """The agencies' names."""

    def barred(self, person: PersonId, zone: Zone | None, at: datetime) -> Barred | None:
        """Why somebody cannot be asked for a zone, or, without one, for any; ``None`` if she can."""
