"""What follows when an agency is in no part of the region any more: merged parts, lent people, duties left. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol

from agreements import PeerFacts, Reach
from geo import AgencyId, PersonId, Standing, Zone, ZoneId, ZonePlan, standing
from scheduling import Schedule, Shift, Span, shifts

AHEAD: Final = timedelta(days=28)


class AgencyFacts(Protocol):
    """What routing knows, as far as it is needed here: the same facts that decide who is asked."""

    @property
    def plans(self) -> Sequence[ZonePlan]:
        """All versions of the plan; the newest, the last, holds."""

    @property
    def reach(self) -> Reach:
        """All agreements."""

    @property
    def agency_states(self) -> Mapping[AgencyId, str]:
        """The state of each agency."""

    @property
    def agency_names(self) -> Mapping[AgencyId, str]:
        """Their names."""

    @property
    def labels(self) -> Mapping[ZoneId, str]:
        """The parts' names on screen."""

    @property
    def peers(self) -> Mapping[PersonId, PeerFacts]:
        """Everybody who answers."""

    @property
    def schedule(self) -> Schedule:
        """All that decides who is on call."""

    def standing(self, at: datetime) -> Standing | None:
        """How the newest plan stands; ``None`` without one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Following:
    """What follows.

    Attributes:
        part: the part of the region that the agency stands in now.
        merged: each part that vanishes, with the part that then holds its departments.
        lost: the names of other agencies that would be in no part: no merger hides their officers.
        peers: whom it lends; nobody is asked to serve in another agency's stead.
        turns: their turns of the next four weeks, the earliest first; whoever holds one may serve nobody then.
    """

    part: str | None
    merged: tuple[tuple[str, str], ...]
    lost: tuple[str, ...]
    peers: tuple[PersonId, ...]
    turns: tuple[Shift, ...]


def what_follows(facts: AgencyFacts, agency: AgencyId, now: datetime) -> Following:
    """What would change at once if no agreement bound this agency from ``now`` on."""
    lent = tuple(sorted(person for person, peer in facts.peers.items() if peer.lent_by == agency))
    theirs = [shift for shift in shifts(facts.schedule, Span(now, now + AHEAD)) if shift.person in lent]
    before = facts.standing(now)
    if before is None:
        return Following(part=None, merged=(), lost=(), peers=lent, turns=tuple(theirs))
    live = facts.reach.live(now) - {agency}
    after = standing(facts.plans[-1], live, group=facts.agency_states)
    placed = frozenset(each for zone in after.plan.zones for each in zone.agencies)
    kept = {each.id for each in after.plan.zones}
    gone = [zone.id for zone in before.plan.zones if zone.id not in kept and zone.id in after.moved]
    return Following(
        part=next((facts.labels[zone.id] for zone in before.plan.zones if agency in zone.agencies), None),
        merged=tuple(sorted((facts.labels[zone], facts.labels[after.moved[zone]]) for zone in gone)),
        lost=tuple(sorted(facts.agency_names[each] for each in _agencies(before.plan.zones) - placed - {agency})),
        peers=lent,
        turns=tuple(theirs),
    )


def _agencies(zones: Sequence[Zone]) -> frozenset[AgencyId]:
    return frozenset(each for zone in zones for each in zone.agencies)
