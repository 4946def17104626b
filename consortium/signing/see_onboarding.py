"""How far each agency has come in, from what members' desk and agreements know together. Pure."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from agreements import PeerFacts, Reach
from consortium.members.onboarding import Step
from consortium.members.store import WayIn
from geo import AgencyId, PersonId


def done_by(
    way: WayIn, agencies: Iterable[AgencyId], reach: Reach, peers: Mapping[PersonId, PeerFacts], at: datetime
) -> Mapping[AgencyId, frozenset[Step]]:
    """The steps that each agency has done. An agency with an agreement in force is served by whom it designated."""
    bound, served = reach.bound(at), served_in_full(reach, peers, at)
    found: dict[AgencyId, frozenset[Step]] = {}
    for agency in agencies:
        done = way.done(agency)
        if agency in bound:
            done.add(Step.IN_FORCE)
        if agency in served or agency in reach.around.elsewhere:
            done.add(Step.DESIGNATED)
        found[agency] = frozenset(done)
    return found


def served_in_full(reach: Reach, peers: Mapping[PersonId, PeerFacts], at: datetime) -> frozenset[AgencyId]:
    """The agencies that have designated everybody who serves any other and is not their own."""
    serving = [(peer.affiliated(at), reach.serves(peer, at, whenever=True)) for peer in peers.values()]
    serving = [(own, served) for own, served in serving if served]
    live = reach.live(at)
    missing = frozenset[AgencyId]().union(*((live - own) - served for own, served in serving))
    return live - missing if serving else frozenset()
