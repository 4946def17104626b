"""An agreement with terms of the second form, and whom it stops."""

from datetime import datetime
from typing import Any
from uuid import UUID

from agreements import Allow, Clause, Deny, PactId, PeerFacts, Reach, StateRules, Surroundings, Why
from geo import Point
from geo.names import AgencyId
from tests.agreements.builders import ALDER, BIRCH, CEDAR, LATER, a_peer, a_version, in_force, members

OREGON = StateRules(protects_across=True, must_report=False, wants_accreditation=False)
AROUND = Surroundings(
    places={ALDER: Point(40.0, -105.0), BIRCH: Point(40.5, -105.0), CEDAR: Point(41.5, -105.0)},
    states={ALDER: "OR", BIRCH: "OR", CEDAR: "VA"},
    rules={"OR": OREGON},
)
"""Birch lies 34.5 miles from Alder, Cedar 103.5; nobody has read Virginia's law."""


def reach_of(*facts: Any, around: Surroundings = AROUND, **terms: Any) -> Reach:
    return Reach((in_force(*facts, version=a_version(**terms)),), around)


def refused(reach: Reach, member: AgencyId, peer: PeerFacts | None = None, at: datetime = LATER) -> Why:
    """Why one agency's people may not be served; the refusal must cite its clause and the version."""
    answer = reach.may_serve(members(member), peer or a_peer(), at)
    assert isinstance(answer, Deny)
    assert answer.version == a_version().id
    assert answer.clause in Clause
    return answer.why


def allowed(reach: Reach, member: AgencyId, peer: PeerFacts | None = None, at: datetime = LATER) -> bool:
    return isinstance(reach.may_serve(members(member), peer or a_peer(), at), Allow)


OTHER = PactId(UUID(int=79))
