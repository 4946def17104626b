"""All agreements between two changes of their standing: who is bound to whom, and why somebody is not."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from agreements.answers import Allow, Deny, Why
from agreements.standing import PartyState, Standing
from agreements.versions import PactId, Version
from geo.names import AgencyId

NEAREST_FIRST: Final[dict[PartyState, Why]] = {
    PartyState.SUSPENDED: Why.AGENCY_SUSPENDED,
    PartyState.SIGNED: Why.NOT_IN_FORCE,
    PartyState.INVITED: Why.NOT_SIGNED,
    PartyState.WITHDRAWN: Why.LEFT,
    PartyState.ENDED: Why.ENDED,
}
"""What keeps an agency from being active; of several, the one nearest to it is told, so the order counts."""


@dataclass(frozen=True, eq=False)
class Binding:
    """A version in force and the parties active in it."""

    pact: PactId
    version: Version
    active: frozenset[AgencyId]

    @cached_property
    def allow(self) -> Allow:
        """The answer that this version alone gives."""
        return Allow((self.version.id,))

    @cached_property
    def numbers(self) -> frozenset[int]:
        """The numbers of the active parties' ids."""
        return frozenset(agency.int for agency in self.active)

    def holds(self, member: AgencyId, lender: AgencyId | None) -> bool:
        """Whether it binds a member and the agency that lends a peer; one lent by nobody needs the member only."""
        return member in self.active and (lender is None or lender in self.active)


@dataclass(frozen=True, slots=True)
class Question:
    """What is the same for all peers whom one agency lends: asked once, remembered.

    Args:
        members: the agencies asked about, by rising id.
        numbers: the numbers of their ids, which are quicker to compare.
        bindings: the versions in force that bind the lender; all of them where nobody lends.
    """

    members: tuple[AgencyId, ...]
    numbers: frozenset[int]
    bindings: tuple[Binding, ...]


@dataclass(frozen=True, eq=False)
class Moment:
    """The standing of each agreement while none of them changes, in the agreements' order."""

    standings: Mapping[PactId, Standing]

    @cached_property
    def bindings(self) -> tuple[Binding, ...]:
        """All versions in force."""
        return tuple(
            Binding(pact, standing.in_force, standing.active)
            for pact, standing in self.standings.items()
            if standing.in_force
        )

    @cached_property
    def live(self) -> frozenset[AgencyId]:
        """Every agency that is active in some agreement in force."""
        return frozenset[AgencyId]().union(*(binding.active for binding in self.bindings))

    def between(self, member: AgencyId, lender: AgencyId | None) -> tuple[Binding, ...]:
        """The versions in force that bind both."""
        return tuple(binding for binding in self.bindings if binding.holds(member, lender))

    @cached_property
    def question(self) -> Callable[[frozenset[AgencyId], AgencyId | None], Question]:
        """``question(members, lender)``, remembered."""
        return lru_cache(maxsize=1024)(self._question)

    def _question(self, members: frozenset[AgencyId], lender: AgencyId | None) -> Question:
        return Question(
            members=tuple(sorted(members)),
            numbers=frozenset(member.int for member in members),
            bindings=tuple(each for each in self.bindings if lender is None or lender in each.active),
        )

    def apart(self, member: AgencyId, lender: AgencyId | None) -> Deny:
        """Why nothing binds a member and a lender: what the member lacks, else what the lender lacks."""
        for agency in (member, lender):
            if agency is not None and agency not in self.live:
                return self._absent(agency)
        return Deny(Why.NOT_TOGETHER, member)

    def _absent(self, agency: AgencyId) -> Deny:
        for state, why in NEAREST_FIRST.items():
            for standing in self.standings.values():
                if standing.parties.get(agency) is state:
                    return Deny(why, agency, standing.in_force.id if standing.in_force else None)
        return Deny(Why.NO_AGREEMENT, agency)
