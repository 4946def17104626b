"""What agreements are judged against besides their own facts: where agencies are, and what their states' laws say.

These are facts as they are known now, with no past: who asks about an earlier day is told by today's places and laws.
Only accreditations are dated. What nobody has read of a law is ``None``, and never taken for a yes.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from types import MappingProxyType
from typing import Final

from agreements.times import Period
from geo.names import AgencyId
from geo.places import Point, Vector, arc_miles, miles, vector

_ROUGH: Final = 0.01
"""The quick distance is right within this part of itself; only nearer to a limit the exact one is asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StateRules:
    """What somebody has read in one state's law; ``None``: nobody has.

    Args:
        protects_across: a talk with a peer whom another agency employs is protected.
        must_report: a sworn peer must report misconduct by another officer.
        wants_accreditation: the team of peers must be accredited by the state.
    """

    protects_across: bool | None = None
    must_report: bool | None = None
    wants_accreditation: bool | None = None


UNREAD: Final = StateRules()


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What is known around the agreements of one consortium; an agency or state that is not there is not known.

    Args:
        places: where each agency has its seat.
        states: the postal code of each agency's state.
        rules: what was read in each state's law.
        accredited: when each agency's team is accredited.
        elsewhere: parties whose own people do not ask here: practices, and other consortia.
    """

    places: Mapping[AgencyId, Point] = field(default_factory=lambda: MappingProxyType({}))
    states: Mapping[AgencyId, str] = field(default_factory=lambda: MappingProxyType({}))
    rules: Mapping[str, StateRules] = field(default_factory=lambda: MappingProxyType({}))
    accredited: Mapping[AgencyId, tuple[Period, ...]] = field(default_factory=lambda: MappingProxyType({}))
    elsewhere: frozenset[AgencyId] = frozenset()

    def rules_of(self, agency: AgencyId) -> StateRules:
        """What was read in the law of an agency's state."""
        return self.rules.get(self.states.get(agency, ""), UNREAD)

    def miles(self, one: AgencyId, other: AgencyId) -> float | None:
        """Straight-line miles between two agencies' seats, to be shown; ``None`` if one is not known."""
        here, there = self.places.get(one), self.places.get(other)
        return None if here is None or there is None else miles(here, there)

    def within(self, one: AgencyId, other: AgencyId, most: int) -> bool | None:
        """Whether two seats lie at most so many straight-line miles apart; ``None`` if one is not known."""
        key = (one, other, most)
        if key not in self._within:
            self._within[key] = self._measured(one, other, most)
        return self._within[key]

    def accredited_at(self, agency: AgencyId, at: datetime) -> bool:
        """Whether the agency's team is accredited at an instant, as far as is known."""
        return any(period.covers(at) for period in self.accredited.get(agency, ()))

    def unaccredited(self, agency: AgencyId, at: datetime) -> bool:
        """Whether the agency's state is known to want an accreditation that its team does not have at an instant."""
        return bool(self.rules_of(agency).wants_accreditation) and not self.accredited_at(agency, at)

    def accreditation_ended(self, agency: AgencyId, at: datetime) -> datetime | None:
        """When the last accreditation ended that was over at an instant; ``None``: none is known."""
        ends = (period.until for period in self.accredited.get(agency, ()))
        return max((end for end in ends if end is not None and end <= at), default=None)

    def dates(self) -> Iterator[datetime]:
        """Every instant at which something known here begins or ends."""
        for periods in self.accredited.values():
            for period in periods:
                yield from filter(None, (period.since, period.until))

    @cached_property
    def _vectors(self) -> dict[AgencyId, Vector]:
        return {agency: vector(place) for agency, place in self.places.items()}

    @cached_property
    def _within(self) -> dict[tuple[AgencyId, AgencyId, int], bool | None]:
        return {}

    def _measured(self, one: AgencyId, other: AgencyId, most: int) -> bool | None:
        here, there = self.places.get(one), self.places.get(other)
        if here is None or there is None:
            return None
        rough = arc_miles(self._vectors[one], self._vectors[other])
        if abs(rough - most) > _ROUGH * most:
            return rough < most
        return miles(here, there) <= most


NOTHING_KNOWN: Final = Surroundings()
