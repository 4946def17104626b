"""Where an agreement, its versions and its parties stand at one instant. Signed is not in force."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from agreements.versions import Version
from geo.names import AgencyId


class VersionState(StrEnum):
    """Where one version stands.

    ``EFFECT_PENDING``: everybody needed has signed, and the effectiveness clause is not yet met.
    ``LAPSED``: it ended before it ever came into force. The last four are final.
    """

    UNSIGNED = "unsigned"
    PARTLY_SIGNED = "partly_signed"
    EFFECT_PENDING = "effect_pending"
    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"
    EXPIRED = "expired"
    TERMINATED = "terminated"
    LAPSED = "lapsed"


OVER: Final = frozenset({VersionState.SUPERSEDED, VersionState.EXPIRED, VersionState.TERMINATED, VersionState.LAPSED})


class PartyState(StrEnum):
    """Where one agency stands in an agreement.

    ``SIGNED``: its signature or joinder is there, and it is bound by nothing yet. ``NOTICE_GIVEN``: still active,
    and leaving. ``WITHDRAWN``: it left. ``ENDED``: the agreement is over for it.
    """

    INVITED = "invited"
    SIGNED = "signed"
    ACTIVE = "active"
    NOTICE_GIVEN = "notice_given"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Standing:
    """The standing of one agreement.

    Args:
        in_force: the version in force; at most one is.
        active: the parties that it now binds and serves: none withdrawn, suspended or merely signed.
        versions: the state of each version by its number.
        parties: the state of each agency ever named or joined, as the version in force sees it; without one, as the
            newest open version does.
    """

    in_force: Version | None
    active: frozenset[AgencyId]
    versions: Mapping[int, VersionState]
    parties: Mapping[AgencyId, PartyState]
