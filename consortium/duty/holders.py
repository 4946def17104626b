"""Who may hold a line, and which part of the region each holder belongs to.

Whether a peer may serve a certain part is the agreements' gate, asked anew for each request. Here it is only asked
who can be put on the rota at all, and whether primary and backup would all belong to one part.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from agreements import PeerFacts
from agreements import Role as Capacity
from consortium.db import Reading
from consortium.duty.store import load_answering
from consortium.members.store import load_agencies, load_zone_plan
from consortium.problems import BadInput
from consortium.signing.store import load_reach
from geo import PersonId, Zone, ZoneId, standing
from scheduling import Line, Override, Schedule, Span, gaps, one_sided, shifts, with_override
from scheduling.spans import subtract

_PEERS: Final = frozenset({Capacity.PEER, Capacity.CHAPLAIN})
HOLDERS: Final[Mapping[Line, frozenset[Capacity]]] = {
    Line.PRIMARY: _PEERS,
    Line.BACKUP: _PEERS,
    Line.CLINICIAN: frozenset({Capacity.CLINICIAN}),
}
"""In which capacity somebody holds each line."""


Sides = Mapping[PersonId, frozenset[Hashable]]
"""The parts of the region that each person belongs to, by any tie."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holders:
    """Everybody who answers, and the zones as they stand now."""

    peers: Mapping[PersonId, PeerFacts]
    zones: tuple[Zone, ...]

    def may_hold(self, line: Line, person: PersonId, at: datetime) -> bool:
        """Whether somebody can be put on this line: enrolled for it, not suspended and not gone."""
        peer = self.peers.get(person)
        return peer is not None and peer.role in HOLDERS[line] and not peer.papers.at(at).suspended

    def refuse_strangers(self, line: Line, people: Iterable[PersonId], at: datetime, *, field: str) -> None:
        """Refuse people who cannot be put on this line.

        Raises:
            BadInput: somebody may not hold it.
        """
        if all(self.may_hold(line, person, at) for person in people):
            return
        if line is Line.CLINICIAN:
            raise BadInput("Only clinicians who are enrolled and not suspended hold this line.", field)
        raise BadInput("Only peers and chaplains who are enrolled and not suspended hold this line.", field)

    def sides(self, at: datetime) -> Sides:
        """The parts of the region that each person belongs to, by any tie."""
        return {person: frozenset(sides(peer, self.zones, at)) for person, peer in self.peers.items()}


def sides(peer: PeerFacts, zones: Iterable[Zone], at: datetime) -> frozenset[ZoneId]:
    """The zones that hold an agency of this person."""
    own = peer.papers.at(at).own
    return frozenset(zone.id for zone in zones if not own.isdisjoint(zone.inside))


async def load_holders(reading: Reading) -> Holders:
    """Everybody who answers, with the zones as they stand at the session's instant.

    What the peers carry is in short: no training and no designation.
    """
    peers = {peer.person: peer for peer in await load_answering(reading)}
    planned = await load_zone_plan(reading)
    if planned is None:
        return Holders(peers=peers, zones=())
    agencies, reach = await load_agencies(reading), await load_reach(reading)
    now = standing(planned.plan, reach.live(reading.now), group=agencies.states)
    return Holders(peers=peers, zones=now.plan.zones)


def refuse_harm(schedule: Schedule, override: Override, side_of: Sides) -> None:
    """Refuse a change that would change nothing, leave a line empty though somebody is put on it, or break the rule.

    The rule (decision 2): the holders of primary and backup never all belong to one part of the region. What was
    broken before may stay so; to take somebody off a line is never refused, as who cannot answer must be let go.

    Raises:
        BadInput: what is wrong, in plain words.
    """
    changed = with_override(schedule, override)
    during = override.during
    if shifts(schedule, during) == shifts(changed, during):
        raise BadInput("This would change nothing: look at who is on this line, and who is away, in that time.")
    if override.adds is None:
        return
    if _more(gaps(schedule, override.line, during), gaps(changed, override.line, during)):
        raise BadInput("Whoever takes over is away for a part of that time; nobody would be on the line then.", "adds")
    if _more(one_sided(schedule, during, side_of), one_sided(changed, during, side_of)):
        raise BadInput(
            "Then primary and backup would all belong to one part of the region, and its officers could ask neither. "
            "Choose somebody from elsewhere.",
            "adds",
        )


def _more(before: Collection[Span], after: Collection[Span]) -> bool:
    """Whether the later spans hold time that the earlier ones do not."""
    return bool(subtract(after, before))
