"""What one person may do under the versions in force at an instant, and the first thing that stands against it.

Used by ``agreements.reach`` only, which asks it for sets of agencies.
"""

from datetime import datetime

from agreements.accords import Accord
from agreements.answers import Deny, Why
from agreements.hours import begins_within
from agreements.people import PeerFacts
from agreements.rules import designated, offered, qualified
from agreements.scene import Scene
from agreements.terms import Service
from agreements.versions import VersionId
from geo.names import AgencyId

Found = list[tuple[Accord, frozenset[int], frozenset[int]]]
"""The versions that may let somebody serve now: whom each opens to her, and whom her papers let her serve under it."""


def opened(scene: Scene, peer: PeerFacts, at: datetime, service: Service, *, whenever: bool) -> Found:
    """All versions that open something to her; ``whenever`` leaves their weekly hours out."""
    return [
        (accord, open_to, peer.clients(accord.binding.version, service).at(at))
        for accord, open_to in scene.openings(peer.papers.at(at).footing, service)
        if whenever or not accord.terms.hours or begins_within(accord.terms.hours, accord.terms.calendar, at)
    ]


def first_allowing(member: int, found: Found) -> VersionId | None:
    """The first of them that lets her serve the agency whose id has this number."""
    for accord, open_to, clients in found:
        if member in clients and member in open_to:
            return accord.version
    return None


def refusal(scene: Scene, member: AgencyId, peer: PeerFacts, at: datetime, service: Service, *, whenever: bool) -> Deny:
    """The first check that fails for a member that nothing allows her to serve."""
    papers = peer.papers.at(at)
    if papers.suspended:
        return Deny(Why.PEER_SUSPENDED, None, scene.cited(member, peer.lent_by))
    if member in papers.own:
        return Deny(Why.OWN_AGENCY, member, scene.cited(member, peer.lent_by))
    refusals = (
        _against(scene, accord, member, peer, at, service, whenever=whenever)
        for accord in scene.between(member, peer.lent_by)
    )
    return next(filter(None, refusals), None) or scene.apart(member, peer.lent_by)


def _against(
    scene: Scene, accord: Accord, member: AgencyId, peer: PeerFacts, at: datetime, service: Service, *, whenever: bool
) -> Deny | None:
    """What one version has against her serving one agency that it binds."""
    terms, papers = accord.terms, peer.papers.at(at)
    if why := offered(terms, peer.role, service):
        return Deny(why, member, accord.version)
    if found := scene.against(accord, member, papers.footing, service):
        return Deny(*found, accord.version)
    late = None if whenever or begins_within(terms.hours, terms.calendar, at) else Why.OUT_OF_HOURS
    why = (
        qualified(terms, peer.role, papers)
        or designated(terms, peer.designations_by(member, accord.binding.pact), at)
        or late
    )
    return Deny(why, member, accord.version) if why else None
