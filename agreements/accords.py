"""A version in force with everybody whom it binds, and which party speaks for each.

Mostly every party speaks for itself. An agreement between two consortia is signed by one party on each side; a lead
agency speaks there for all that an agreement in force binds to it and that names it as lead, for as long as it does.
The other consortium is one party: its people are lent by it, and whom it serves at home is its own record's matter.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from types import MappingProxyType

from agreements.moment import Binding
from agreements.term_kinds import Kind
from agreements.terms import Terms
from agreements.versions import VersionId
from geo.names import AgencyId


@dataclass(frozen=True, eq=False)
class Accord:
    """A version in force.

    Args:
        binding: the version and the parties active in it.
        through: each agency that it binds, with the party that speaks for it.
    """

    binding: Binding
    through: Mapping[AgencyId, AgencyId]

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

    @cached_property
    def served(self) -> frozenset[AgencyId]:
        """Whom it lets ask for anything at all; an agreement with a practice alone puts nobody in the region."""
        if self.terms.kind is Kind.PRACTICE:
            return frozenset()
        nothing = {party for party, services in self.terms.receives.items() if not services}
        return frozenset(agency for agency, party in self.through.items() if party not in nothing)

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


def accords(bindings: Iterable[Binding]) -> tuple[Accord, ...]:
    """All versions in force at one moment, with whom each binds, in the order in which they are given."""
    known = tuple(bindings)
    return tuple(Accord(each, MappingProxyType(_through(each, known))) for each in known)


def _through(binding: Binding, known: Iterable[Binding]) -> dict[AgencyId, AgencyId]:
    through = {party: party for party in sorted(binding.active)}
    if binding.version.terms.kind is Kind.CONSORTIA:
        for lead in sorted(binding.active):
            for other in known:
                terms = other.version.terms
                if terms.kind is Kind.MUTUAL_AID and terms.lead == lead and lead in other.active:
                    through |= {behind: lead for behind in other.active if behind not in through}
    return through
