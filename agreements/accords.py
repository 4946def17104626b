"""A version in force with everybody whom it binds, and which party speaks for each.

Mostly every party speaks for itself. An agreement between two consortia is signed by one party on each side; a lead
agency speaks there for all that an agreement in force binds to it and that names it as lead, for as long as it does,
and only for those that have let it in writing. None of them gives or takes by it what it does not at home. The other
consortium is one party: its people are lent by it, and whom it serves at home is its own record's matter.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from types import MappingProxyType

from agreements.moment import Binding
from agreements.term_kinds import Kind, Service
from agreements.terms import Terms
from agreements.versions import VersionId
from geo.names import AgencyId


@dataclass(frozen=True, eq=False)
class Accord:
    """A version in force.

    Args:
        binding: the version and the parties active in it.
        through: each agency that it binds, with the party that speaks for it.
        homes: for each agency that another speaks for, the terms that bind the two to each other at home.
        unheard: each agency that would be bound if it had let its lead agency act for it, with that lead agency.
    """

    binding: Binding
    through: Mapping[AgencyId, AgencyId]
    homes: Mapping[AgencyId, tuple[Terms, ...]] = field(default_factory=lambda: MappingProxyType({}))
    unheard: Mapping[AgencyId, AgencyId] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def terms(self) -> Terms:
        """Its terms."""
        return self.binding.version.terms

    @property
    def version(self) -> VersionId:
        """Its version's id."""
        return self.binding.version.id

    @cached_property
    def named(self) -> Callable[[frozenset[int]], frozenset[AgencyId]]:
        """Those of the agencies that it binds whose ids have these numbers; remembered, as many people share them."""
        return lru_cache(maxsize=2048)(
            lambda numbers: frozenset(agency for agency in self.through if agency.int in numbers)
        )

    @cached_property
    def practices(self) -> frozenset[AgencyId]:
        """Of an agreement with a practice, the parties that receive nothing: they alone lend people under it."""
        return practices(self.terms)

    def served(self, service: Service) -> frozenset[AgencyId]:
        """Whom it lets ask for a service; an agreement with a practice alone puts nobody in the region."""
        if self.terms.kind is Kind.PRACTICE:
            return frozenset()
        return frozenset(
            agency
            for agency, party in self.through.items()
            if takes(self.terms, party, service) and self.takes_at_home(agency, service)
        )

    def takes_at_home(self, agency: AgencyId, service: Service) -> bool:
        """Whether an agency that another speaks for is served with this at home; any other is as it signed."""
        homes = self.homes.get(agency, ())
        return not homes or any(takes(home, agency, service) for home in homes)

    def gives_at_home(self, agency: AgencyId, service: Service) -> bool:
        """Whether an agency that another speaks for lends people for this at home; any other does as it signed."""
        homes = self.homes.get(agency, ())
        return not homes or any(gives(home, agency, service) for home in homes)

    def holds(self, member: AgencyId, lender: AgencyId | None) -> bool:
        """Whether it binds a member and the agency that lends a peer; one lent by nobody needs the member only."""
        party = self.through.get(member)
        if party is None:
            return False
        if lender is None:
            return self.binding.holds(party, None)
        other = self.through.get(lender)
        if other is None or (other == party and self.terms.kind is Kind.CONSORTIA):
            return False
        return self.binding.holds(party, other)


def practices(terms: Terms) -> frozenset[AgencyId]:
    """The parties of an agreement with a practice that receive nothing; of any other kind of agreement nobody."""
    if terms.kind is not Kind.PRACTICE:
        return frozenset()
    return frozenset(party for party, services in terms.receives.items() if not services)


def takes(terms: Terms, party: AgencyId, service: Service) -> bool:
    """Whether a party's people are served with this: offered, and not left out for that party."""
    return service in terms.services and service in terms.receives.get(party, terms.services)


def gives(terms: Terms, party: AgencyId, service: Service) -> bool:
    """Whether a party lends its people for this: offered, and not left out for that party."""
    return service in terms.services and service in terms.provides.get(party, terms.services)


def accords(bindings: Iterable[Binding]) -> tuple[Accord, ...]:
    """All versions in force at one moment, with whom each binds, in the order in which they are given."""
    known = tuple(bindings)
    return tuple(_accord(each, known) for each in known)


def _accord(binding: Binding, known: Iterable[Binding]) -> Accord:
    through = {party: party for party in sorted(binding.active)}
    if binding.version.terms.kind is not Kind.CONSORTIA:
        return Accord(binding, MappingProxyType(through))
    homes: dict[AgencyId, tuple[Terms, ...]] = {}
    unheard: dict[AgencyId, AgencyId] = {}
    for lead in sorted(binding.active):
        mine = {each: found for each, found in _behind(lead, known).items() if each not in through}
        heard = binding.empowered.get(lead, frozenset())
        through |= dict.fromkeys(sorted(mine.keys() & heard), lead)
        homes |= {each: mine[each] for each in mine.keys() & heard}
        unheard |= dict.fromkeys(mine.keys() - heard, lead)
    silent = {each: lead for each, lead in unheard.items() if each not in through}
    return Accord(binding, MappingProxyType(through), MappingProxyType(homes), MappingProxyType(silent))


def _behind(lead: AgencyId, known: Iterable[Binding]) -> dict[AgencyId, tuple[Terms, ...]]:
    """Whom agreements in force bind to a lead agency that they name so, with the terms that do."""
    found: dict[AgencyId, tuple[Terms, ...]] = {}
    for binding in known:
        terms = binding.version.terms
        if terms.kind is Kind.MUTUAL_AID and terms.lead == lead:
            for agency in binding.active:
                if agency != lead and binding.holds(agency, lead):
                    found[agency] = (*found.get(agency, ()), terms)
    return found
