"""All agreements between two changes of their standing: which versions are in force, and who is bound to whom."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

from agreements.answers import Allow
from agreements.standing import Standing
from agreements.versions import PactId, Version
from geo.names import AgencyId


@dataclass(frozen=True, eq=False)
class Binding:
    """A version in force and the parties active in it.

    Args:
        replaced: groups of parties among whom a later version took its place; between two of one group it is over.
        elsewhere: parties whom a later version in force binds, so that alone they are served by that.
        empowered: for each lead agency, those that have let it act for them under this agreement, in writing.
    """

    pact: PactId
    version: Version
    active: frozenset[AgencyId]
    replaced: tuple[frozenset[AgencyId], ...] = ()
    elsewhere: frozenset[AgencyId] = frozenset()
    empowered: Mapping[AgencyId, frozenset[AgencyId]] = field(default_factory=lambda: MappingProxyType({}))

    @cached_property
    def allow(self) -> Allow:
        """The answer that this version alone gives."""
        return Allow((self.version.id,))

    def holds(self, member: AgencyId, lender: AgencyId | None) -> bool:
        """Whether it binds a member and the agency that lends a peer; one lent by nobody needs the member only.

        Of several versions of one agreement, the newest that binds both does.
        """
        if lender is None:
            return member in self.active and member not in self.elsewhere
        if not (member in self.active and lender in self.active):
            return False
        return not any(member in group and lender in group for group in self.replaced)


def bindings_of(pact: PactId, standing: Standing) -> tuple[Binding, ...]:
    """The versions of one agreement that are in force, the newest first."""
    bindings: list[Binding] = []
    later = frozenset[AgencyId]()
    for bound in standing.bindings:
        bindings.append(Binding(pact, bound.version, bound.active, bound.replaced, later, standing.empowered))
        later |= bound.members
    return tuple(bindings)


@dataclass(frozen=True, eq=False)
class Moment:
    """The standing of each agreement while none of them changes, in the agreements' order."""

    standings: Mapping[PactId, Standing]

    @cached_property
    def bindings(self) -> tuple[Binding, ...]:
        """All versions in force, in the agreements' order; of one agreement the newest first."""
        return tuple(binding for pact, standing in self.standings.items() for binding in bindings_of(pact, standing))
