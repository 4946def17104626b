"""Two consortia that serve each other: what one may know of the other, as values. Pure.

A consortium stands to its sister as one whole: so many officers in so many departments without names, roughly where,
under the laws of which states. It is a part like those of a region, its promise is checked in the same way before
every page, and nobody inside it is ever asked. What comes back is how many people may be asked, and when.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID, uuid5

from consortium.members.values import Notice
from geo import AgencyId, Department, PersonId, Point, Policy, Standing, Zone, ZoneId, ZonePlan, verify
from scheduling import Span

_WHOLE_DEGREES: Final = 1
"""Decimals of a degree: where a whole lies is told to about seven miles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What one side has said. In force while both sides' are, and agreements let them."""

    id: ZoneId
    other: UUID
    party: AgencyId
    said_at: datetime
    ends_at: datetime | None

    def holds(self, at: datetime) -> bool:
        """Whether this side says so at an instant."""
        return self.said_at <= at and (self.ends_at is None or at < self.ends_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a consortium lets its sister know of itself as one whole: a certificate and a distance, and nothing else.

    ``sizes`` are the officers of its departments, in rising order and without names; ``policy`` is what it promises.
    """

    sizes: tuple[int, ...]
    at: Point
    states: frozenset[str]
    policy: Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class GuestZone(Zone):
    """A sister consortium as one part. Its departments have no names here; agreements know it as one party."""

    party: AgencyId
    title: str
    states: frozenset[str]

    @property
    def agencies(self) -> frozenset[AgencyId]:
        """Whom the gate is asked about: the sister as the party that it is."""
        return frozenset({self.party})

    @property
    def inside(self) -> frozenset[AgencyId]:
        """Whose people never serve it: whoever of ours belongs to that party in any way."""
        return frozenset({self.party})


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """From when until when a whole holds, half-open, and how it stands."""

    since: datetime
    until: datetime
    standing: Standing
    zone: Zone


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """From when on how many people of the sister's may be asked for us, until the next one."""

    since: datetime
    people: int


@dataclass(frozen=True, kw_only=True)
class Sister:
    """One sister, for one consortium, around one instant.

    Attributes:
        id: our row of her; she is a part by this id.
        there: her row of us, by which our officers' requests are kept with her; ``None`` while she never said it.
        said_at: since when she says it; ``stops_at``: when she stops, if she has said so.
        theirs: she as a whole, while both have said it and agreements let us serve her.
        ours: we as a whole, while both have said it and agreements let her serve us.
        cover: who of hers may be asked for us, by instant; the first holds from ever on.
        notices: the limits that hold when her peers serve us, as she has approved them, by state and language.
        across: what is to be told of each of these states' law.
        ready: she has approved the limits of all our states.
        text: she offers texts.
        open: when she takes requests, as far as is looked ahead.
        party: as which party our agreements name her.
        tied: those of our people who may be known inside: they are never asked for her.
    """

    id: ZoneId
    there: ZoneId | None
    other: UUID
    party: AgencyId
    slug: str
    title: str
    said_at: datetime | None = None
    stops_at: datetime | None = None
    theirs: tuple[Held, ...] = ()
    ours: tuple[Held, ...] = ()
    cover: tuple[Cover, ...] = ()
    notices: Mapping[tuple[str, str], Notice]
    across: Mapping[str, str]
    ready: bool = False
    text: bool = False
    open: tuple[Span, ...] = ()
    tied: frozenset[PersonId] = frozenset()

    def says(self, at: datetime) -> bool:
        """Whether she says it too at an instant."""
        return self.said_at is not None and self.said_at <= at and (self.stops_at is None or at < self.stops_at)

    def guest(self, at: datetime) -> tuple[Standing, Zone] | None:
        """She as one part that we may serve at an instant."""
        held = _at(self.theirs, at)
        return (held.standing, held.zone) if held else None

    def whole(self, at: datetime) -> Zone | None:
        """We as one part that she may serve at an instant, with our own departments."""
        held = _at(self.ours, at)
        return held.zone if held and self.there is not None else None

    def people(self, at: datetime) -> int:
        """How many of hers may be asked for us; 0 while she takes no request."""
        if not self.takes(at) or self.whole(at) is None:
            return 0
        return next((each.people for each in reversed(self.cover) if each.since <= at), 0)

    def next_cover(self, at: datetime) -> datetime | None:
        """The next instant from which somebody may be asked, as far as is looked ahead."""
        return next((since for since in self.turns(at) if self.people(since)), None)

    def turns(self, at: datetime) -> list[datetime]:
        """The instants after one at which what is known of her changes by itself, rising."""
        held = (since for each in (*self.ours, *self.theirs) for since in (each.since, each.until))
        hours = (since for span in self.open for since in (span.start, span.end))
        return sorted({since for since in (*(each.since for each in self.cover), *held, *hours) if since > at})

    def takes(self, at: datetime) -> bool:
        """Whether her service is open at an instant."""
        return any(at in span for span in self.open)


def _at(spans: tuple[Held, ...], at: datetime) -> Held | None:
    return next((each for each in spans if each.since <= at < each.until), None)


def told_of(zone: Zone, states: frozenset[str], policy: Policy, middle: Point) -> Told:
    """What may be known elsewhere of a whole."""
    return Told(
        sizes=tuple(sorted(each.sworn for each in zone.departments)),
        at=Point(round(middle.lat, _WHOLE_DEGREES), round(middle.lon, _WHOLE_DEGREES)),
        states=states,
        policy=policy,
    )


def version_of(link: Link) -> int:
    """A number for the plan that a whole is: below all that plans of parts have, and another one for each sister."""
    return -link.id.int


def as_guest(told: Told, link: Link, title: str) -> tuple[Standing, GuestZone]:
    """A part made of nothing but what was told; its promise is checked here once more.

    Raises:
        PlanError: the promise does not hold.
    """
    zone = GuestZone(
        id=link.id,
        departments=tuple(
            Department(agency=AgencyId(uuid5(link.id, str(number))), at=told.at, sworn=size)
            for number, size in enumerate(told.sizes)
        ),
        party=link.party,
        title=title,
        states=told.states,
    )
    return Standing(
        plan=verify(ZonePlan(version_of(link), told.policy, (zone,))), moved={}, without_zone=frozenset()
    ), zone
