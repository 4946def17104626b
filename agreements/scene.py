"""All agreements between two changes of their standing: what each lets agencies do for each other, and why it does not.

What holds for everybody who stands alike to the agencies is worked out once and remembered, so that asking for many
people is quick. The hour of the week is no part of it: that changes without any dated fact.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Final

from agreements.accords import Accord, accords
from agreements.answers import Deny, Why
from agreements.between import Against, Asked, against, rules_of
from agreements.moment import Moment
from agreements.papers import Footing
from agreements.standing import PartyState
from agreements.surroundings import Surroundings
from agreements.term_kinds import Service
from geo.names import AgencyId

NEAREST_FIRST: Final[Mapping[PartyState, Why]] = {
    PartyState.SUSPENDED: Why.AGENCY_SUSPENDED,
    PartyState.SIGNED: Why.NOT_IN_FORCE,
    PartyState.JOINING: Why.NOT_IN_FORCE,
    PartyState.AUTHORISED: Why.NOT_SIGNED,
    PartyState.REVIEWING: Why.NOT_SIGNED,
    PartyState.INVITED: Why.NOT_SIGNED,
    PartyState.DECLINED: Why.DECLINED,
    PartyState.WITHDRAWN: Why.LEFT,
    PartyState.ENDED: Why.ENDED,
}
"""What keeps an agency from being active; of several, the one nearest to it is told, so the order counts."""

Opening = tuple[Accord, frozenset[int]]
"""A version in force, and the numbers of the agencies that it opens to somebody, whatever her own papers say."""


@dataclass(frozen=True, eq=False)
class Scene:
    """The standing of all agreements at an instant, which holds until one of them, or what is around them, changes.

    Args:
        paused: whether an agency's part in an agreement rests by nothing but its own wish.
    """

    moment: Moment
    around: Surroundings
    at: datetime
    paused: Callable[[AgencyId], bool]

    @cached_property
    def accords(self) -> tuple[Accord, ...]:
        """All versions in force, with whom each binds."""
        return accords(self.moment.bindings)

    @cached_property
    def bound(self) -> frozenset[AgencyId]:
        """Every agency that some agreement in force binds."""
        return frozenset[AgencyId]().union(*(accord.through for accord in self.accords))

    @cached_property
    def live(self) -> frozenset[AgencyId]:
        """Every agency whose people some agreement in force serves, and who ask here."""
        return frozenset[AgencyId]().union(*(each.served for each in self.accords)) - self.around.elsewhere

    @cached_property
    def asked(self) -> Callable[[frozenset[AgencyId]], tuple[tuple[AgencyId, ...], frozenset[int]]]:
        """Agencies by rising id, and the numbers of their ids, which are quicker to compare; remembered."""
        return lru_cache(maxsize=1024)(
            lambda agencies: (tuple(sorted(agencies)), frozenset(agency.int for agency in agencies))
        )

    @cached_property
    def openings(self) -> Callable[[Footing, Service], tuple[Opening, ...]]:
        """``openings(footing, service)``: what is open to whoever stands so, in the agreements' order; remembered."""
        return lru_cache(maxsize=4096)(self._openings)

    def _openings(self, footing: Footing, service: Service) -> tuple[Opening, ...]:
        return tuple(
            (accord, open_to)
            for accord in self.accords
            if (footing.lender is None or footing.lender in accord.through)
            and (open_to := self._open_to(accord, footing, service))
        )

    def _open_to(self, accord: Accord, footing: Footing, service: Service) -> frozenset[int]:
        rules = rules_of(accord.terms)
        return frozenset(
            member.int
            for member in accord.through
            if accord.holds(member, footing.lender)
            and not (rules and against(Asked(accord, self.around, member, footing, service, self.at), rules))
        )

    @cached_property
    def against(self) -> Callable[[Accord, AgencyId, Footing, Service], Against | None]:
        """What a version that binds both has against whoever stands so serving a member; remembered."""
        return lru_cache(maxsize=65536)(self._against)

    def _against(self, accord: Accord, member: AgencyId, footing: Footing, service: Service) -> Against | None:
        asked = Asked(accord, self.around, member, footing, service, self.at)
        return against(asked, rules_of(accord.terms))

    def between(self, member: AgencyId, lender: AgencyId | None) -> tuple[Accord, ...]:
        """The versions in force that bind both."""
        return tuple(accord for accord in self.accords if accord.holds(member, lender))

    def apart(self, member: AgencyId, lender: AgencyId | None) -> Deny:
        """Why nothing binds a member and a lender: what the member lacks, else what the lender lacks."""
        for agency in (member, lender):
            if agency is not None and agency not in self.bound:
                return self._absent(agency)
        return Deny(Why.NOT_TOGETHER, member)

    def _absent(self, agency: AgencyId) -> Deny:
        for state, why in NEAREST_FIRST.items():
            for standing in self.moment.standings.values():
                if standing.parties.get(agency) is state:
                    told = Why.AGENCY_PAUSED if state is PartyState.SUSPENDED and self.paused(agency) else why
                    return Deny(told, agency, standing.in_force.id if standing.in_force else None)
        return Deny(Why.NO_AGREEMENT, agency)
