"""All agreements between two changes of their standing: what each lets agencies do for each other, and why it does not.

What holds for everybody who stands alike to the agencies is worked out once and remembered, so that asking for many
people is quick. The hour of the week is no part of it: that changes without any dated fact.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Final

from agreements.accords import Accord, accords
from agreements.answers import Deny, Why
from agreements.between import Against, Asked, against, rules_of
from agreements.broken import Broken
from agreements.moment import Binding, Moment
from agreements.pacts import Pact
from agreements.papers import Footing
from agreements.pauses import paused
from agreements.standing import OVER, PartyState, Standing, VersionState
from agreements.surroundings import Surroundings
from agreements.term_kinds import Cause, Kind, Service
from agreements.versions import Version, VersionId
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

_NEAREST: Final = tuple(NEAREST_FIRST)

Opening = tuple[Accord, frozenset[int]]
"""A version in force, and the numbers of the agencies that it opens to somebody, whatever her own papers say."""


@dataclass(frozen=True, eq=False)
class Scene:
    """The standing of all agreements at an instant, which holds until one of them, or what is around them, changes.

    A party's part rests here also where its version says that it does for want of an accreditation: that is known of
    what is around the agreements, and not told by their facts.
    """

    moment: Moment
    around: Surroundings
    at: datetime
    pacts: tuple[Pact, ...]
    broken: tuple[Broken, ...] = ()

    @cached_property
    def accords(self) -> tuple[Accord, ...]:
        """All versions in force, with whom each binds."""
        return accords(self._awake(each) for each in self.moment.bindings if not self._in_doubt(each))

    def _in_doubt(self, binding: Binding) -> bool:
        """What parties agreed at home bounds what binds two consortia; so that rests while some of it can't be read."""
        if binding.version.terms.kind is not Kind.CONSORTIA:
            return False
        return any(not each.named or not each.named.isdisjoint(binding.active) for each in self.broken)

    def _awake(self, binding: Binding) -> Binding:
        resting = {agency for agency in binding.active if self._unaccredited(binding.version, agency)}
        return replace(binding, active=binding.active - resting) if resting else binding

    def _unaccredited(self, version: Version, agency: AgencyId) -> bool:
        return Cause.ACCREDITATION in version.terms.suspend_on and self.around.unaccredited(agency, self.at)

    @cached_property
    def bound(self) -> frozenset[AgencyId]:
        """Every agency that some agreement in force binds."""
        return frozenset[AgencyId]().union(*(accord.through for accord in self.accords))

    @cached_property
    def live(self) -> Callable[[Service], frozenset[AgencyId]]:
        """``live(service)``: every agency whose people some agreement serves so, and who ask here; remembered."""
        return lru_cache(maxsize=len(Service))(
            lambda service: (
                frozenset[AgencyId]().union(*(each.served(service) for each in self.accords)) - self.around.elsewhere
            )
        )

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

    def cited(self, member: AgencyId, lender: AgencyId | None) -> VersionId | None:
        """What to cite where the reason lies with the person: a version that binds both, else one with the member."""
        found = [*self.between(member, lender), *(accord for accord in self.accords if member in accord.through)]
        return found[0].version if found else self._absent(member).version

    def apart(self, member: AgencyId, lender: AgencyId | None) -> Deny:
        """Why nothing binds a member and a lender, with the version that should.

        Where an agreement names both: what the member lacks in it, else what the lender lacks; of several agreements
        the one that is nearest to binding both. Else what one of them lacks that nothing binds at all.
        """
        both = (member,) if lender is None else (member, lender)
        if any(each.named.issuperset(both) for each in self.broken):
            return Deny(Why.UNREADABLE, member)
        if found := self._nearest(both):
            return found
        for accord in self.accords:
            for agency in both:
                if agency in accord.unheard and all(each in accord.through or each == agency for each in both):
                    return Deny(Why.NOT_EMPOWERED, agency, accord.version)
        for agency in both:
            if agency not in self.bound:
                return self._absent(agency)
        return Deny(Why.NOT_TOGETHER, member)

    def _absent(self, agency: AgencyId) -> Deny:
        return self._nearest((agency,)) or Deny(Why.NO_AGREEMENT, agency)

    def _nearest(self, agencies: tuple[AgencyId, ...]) -> Deny | None:
        """What the first of these lacks that is not active, in the agreement that names all and is nearest to bind."""
        found = [each for pact in self.pacts for each in self._lacking(pact, agencies)]
        return min(found, key=lambda each: each[0])[1] if found else None

    def _lacking(self, pact: Pact, agencies: tuple[AgencyId, ...]) -> Iterator[tuple[int, Deny]]:
        standing = self.moment.standings[pact.id]
        for version in _by_force(pact, standing):
            states = standing.within[version.number]
            if all(agency in states for agency in agencies):
                yield from self._first_lack(pact, version, {agency: states[agency] for agency in agencies})
                return

    def _first_lack(
        self, pact: Pact, version: Version, states: Mapping[AgencyId, PartyState]
    ) -> Iterator[tuple[int, Deny]]:
        for agency, state in states.items():
            if state in NEAREST_FIRST:
                own = state is PartyState.SUSPENDED and paused(pact, agency, self.at)
                why = Why.AGENCY_PAUSED if own else NEAREST_FIRST[state]
                yield _NEAREST.index(state), Deny(why, agency, version.id)
                return
            if self._unaccredited(version, agency):
                yield 0, Deny(Why.ACCREDITATION_LAPSED, agency, version.id)
                return


def _by_force(pact: Pact, standing: Standing) -> list[Version]:
    """The versions of one agreement: those in force first, then those that are open, each the newest first."""

    def order(version: Version) -> tuple[bool, bool, int]:
        state = standing.versions[version.number]
        return state is not VersionState.IN_FORCE, state in OVER, -version.number

    return sorted(pact.versions, key=order)
