"""What was in force between two agencies on a day, and what it allowed: one question, answered by the gate."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from agreements.accords import Accord
from agreements.papers import Footing
from agreements.reach import Reach
from agreements.scene import Scene
from agreements.term_kinds import Privilege, Service
from agreements.times import utc
from agreements.versions import Version, VersionId
from geo.names import AgencyId


@dataclass(frozen=True, slots=True)
class Together:
    """A version that binds two agencies to each other at an instant.

    Args:
        since: from when it did without a break.
        until: the first instant after that at which it no longer does, by what is dated; ``None``: none is known.
        lends: what each of the two may do for the other's people, whoever the person is; her papers and the hour of
            the week are left out.
        told: whether an officer whose state's law does not protect such a talk is served, and is told so.
    """

    version: Version
    since: datetime
    until: datetime | None
    lends: Mapping[AgencyId, frozenset[Service]]
    told: bool


def in_force_between(reach: Reach, one: AgencyId, other: AgencyId, at: datetime) -> tuple[Together, ...]:
    """Every version that bound both at ``at``, in the agreements' order; none if nothing did.

    Also for an agency for which a lead agency signed with another consortium.

    Raises:
        InstantError: ``at`` is not an instant in UTC.
    """
    scene = reach.scene(utc(at))
    return tuple(_together(reach, scene, accord, one, other, at) for accord in scene.between(one, other))


def lent(scene: Scene, accord: Accord, lender: AgencyId, member: AgencyId) -> frozenset[Service]:
    """What the people of one agency may do for another's under a version that binds both."""
    footing = Footing(lender, frozenset({lender}), sworn=False)
    offered = accord.terms.services
    return frozenset(service for service in offered if not scene.against(accord, member, footing, service))


def _together(reach: Reach, scene: Scene, accord: Accord, one: AgencyId, other: AgencyId, at: datetime) -> Together:
    version = accord.binding.version

    def held(then: datetime) -> bool:
        return _holds(reach, version.id, one, other, then)

    since: datetime | None = None
    for change in reversed([change for change in reach.changes if change <= at]):
        if not held(change):
            break
        since = change
    until = next((change for change in reach.changes if change > at and not held(change)), None)
    lends = {one: lent(scene, accord, one, other), other: lent(scene, accord, other, one)}
    told = version.terms.privilege is Privilege.TOLD
    return Together(version, since or at, until, MappingProxyType(lends), told)


def _holds(reach: Reach, version: VersionId, one: AgencyId, other: AgencyId, at: datetime) -> bool:
    return any(accord.version == version for accord in reach.scene(at).between(one, other))
