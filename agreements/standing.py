"""Where an agreement, its versions and its parties stand at one instant. Signed is not in force."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from agreements.term_ends import Term
from agreements.versions import Version
from geo.names import AgencyId


class VersionState(StrEnum):
    """Where one version stands, once its text is frozen. What comes before is ``agreements.drafts``' matter.

    ``FROZEN``: its words are settled, and it has not gone out. ``OUT_FOR_SIGNATURE``: nobody has signed it yet.
    ``ESCROW``: some have, and their signatures are held until those needed are there. ``EFFECT_PENDING``: everybody
    needed has signed, and the effectiveness clause is not yet met. ``LAPSED``: it ended, or its window closed, before
    it ever came into force. ``WITHDRAWN``: it was taken back before it took effect. The last six are final, but for
    ``SUPERSEDED``: a version that was in force is so again once the later one in its place is declared void.
    """

    FROZEN = "frozen"
    OUT_FOR_SIGNATURE = "out_for_signature"
    ESCROW = "escrow"
    EFFECT_PENDING = "effect_pending"
    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"
    EXPIRED = "expired"
    TERMINATED = "terminated"
    LAPSED = "lapsed"
    VOID = "void"
    WITHDRAWN = "withdrawn"


OVER: Final = frozenset(
    {
        VersionState.SUPERSEDED,
        VersionState.EXPIRED,
        VersionState.TERMINATED,
        VersionState.LAPSED,
        VersionState.VOID,
        VersionState.WITHDRAWN,
    }
)


class PartyState(StrEnum):
    """Where one agency stands in an agreement.

    ``REVIEWING``: its legal advisor reads. ``AUTHORISED``: its governing body has resolved, and it has not signed.
    ``SIGNED``: its signature is there, in escrow, and it is bound by nothing yet. ``JOINING``: it signed a joinder,
    and a consent or the day is missing. ``NOTICE_GIVEN``: still active, and leaving. ``DECLINED``: it will not sign.
    ``WITHDRAWN``: it left. ``ENDED``: the agreement is over for it.
    """

    INVITED = "invited"
    REVIEWING = "reviewing"
    AUTHORISED = "authorised"
    SIGNED = "signed"
    JOINING = "joining"
    ACTIVE = "active"
    NOTICE_GIVEN = "notice_given"
    SUSPENDED = "suspended"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Bound:
    """One version in force. Mostly there is one; an older one goes on where its clause 23 says that it stays.

    Args:
        since: from when it is in force; of one that is so again, from when again.
        members: everybody whom it binds, also those whose part rests.
        active: the members whose part does not rest.
        leaving: members whose notice runs, with the instant at which they are out.
        term: the term that ran when this began to hold; ``Term.at`` tells the one that runs later.
        replaced: groups of agencies among whom a later version took its place; between two of one group it is over.
    """

    version: Version
    since: datetime
    members: frozenset[AgencyId]
    active: frozenset[AgencyId]
    leaving: Mapping[AgencyId, datetime]
    term: Term | None
    replaced: tuple[frozenset[AgencyId], ...] = ()

    def between(self, one: AgencyId, other: AgencyId) -> bool:
        """Whether it binds these two to each other, both active, and no later version does so in its place."""
        pair = {one, other}
        return pair <= self.active and not any(pair <= group for group in self.replaced)


@dataclass(frozen=True, slots=True)
class Standing:
    """The standing of one agreement.

    Args:
        in_force: the version in force; of several, the newest.
        active: the parties that it now binds and serves: none withdrawn, suspended or merely signed.
        versions: the state of each version by its number.
        parties: the state of each agency ever named or joined, as the newest version that binds it sees it; whom none
            binds, as the version in force does; without one, as the newest open version does.
        bindings: every version in force, the newest first.
        within: for each version by its number, how that version sees everybody ever named in it or joined to it.
        signed: for each version by its number, whose signature or joinder stands.
        counted: for each version by its number, whose signature or joinder counts towards its effect.
        released: the numbers of the versions whose signatures needed are, or were, all there: their escrow is over.
        waits_for: for each version with a set order that is out for signature, who signs next.
        empowered: for each lead agency, those that have let it act for them under this agreement, in writing.
    """

    in_force: Version | None
    active: frozenset[AgencyId]
    versions: Mapping[int, VersionState]
    parties: Mapping[AgencyId, PartyState]
    bindings: tuple[Bound, ...] = ()
    within: Mapping[int, Mapping[AgencyId, PartyState]] = field(default_factory=lambda: MappingProxyType({}))
    signed: Mapping[int, frozenset[AgencyId]] = field(default_factory=lambda: MappingProxyType({}))
    counted: Mapping[int, frozenset[AgencyId]] = field(default_factory=lambda: MappingProxyType({}))
    released: frozenset[int] = frozenset()
    waits_for: Mapping[int, AgencyId] = field(default_factory=lambda: MappingProxyType({}))
    empowered: Mapping[AgencyId, frozenset[AgencyId]] = field(default_factory=lambda: MappingProxyType({}))
