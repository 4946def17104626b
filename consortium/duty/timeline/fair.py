"""Fair shares: weighted hours on duty against the share that each has promised, by person and by agency.

``scheduling.fairness`` counts; this rounds, pools and calls it over, under or fair. Peers and chaplains are one pool,
clinicians another. Only who may be on duty at the end of the time counted has a share in it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from agreements import PeerFacts, Role
from consortium.duty.timeline.values import Load
from consortium.duty.views import RotaFacts
from geo import PersonId
from scheduling import Span, shifts
from scheduling.fairness import Burden, Weights, burdens, expected
from scheduling.spans import EARLIEST

LATELY: Final = timedelta(days=90)
A_YEAR: Final = timedelta(days=365)
_TOLERATED: Final = 0.25
_LEAST: Final = 12
"""Fair is within a quarter of the share, or within a night: less than that nobody can plan for."""


@dataclass(frozen=True, slots=True)
class Shares:
    """Everybody's weighted hours and fair share in a span; ``burdens`` has those with any duty in it."""

    counted: Span
    burdens: Mapping[PersonId, Burden]
    fair: Mapping[PersonId, float]

    def of(self, person: PersonId) -> Load | None:
        """Hers; ``None`` if she has no share and no duty."""
        if person not in self.fair and person not in self.burdens:
            return None
        return self._load((person,))

    def of_all(self, people: Iterable[PersonId]) -> Load | None:
        """All of theirs together; ``None`` if nobody of them has a share."""
        found = [person for person in people if person in self.fair]
        return self._load(found) if found else None

    def hours(self, person: PersonId) -> float:
        """Her weighted hours."""
        return self.burdens[person].weighted if person in self.burdens else 0.0

    def over(self, person: PersonId) -> float:
        """Weighted hours above her share; below nothing: under it."""
        return self.hours(person) - self.fair.get(person, 0.0)

    @property
    def most(self) -> float:
        """The longest bar that any person's row needs."""
        return max((*(each.weighted for each in self.burdens.values()), *self.fair.values()), default=0.0)

    def _load(self, people: Iterable[PersonId]) -> Load:
        people = tuple(people)
        hours = sum(self.hours(person) for person in people)
        share = sum(self.fair.get(person, 0.0) for person in people)
        return Load(hours=round(hours), share=round(share), most=max(1, round(self.most)), state=state(hours, share))


def shares_in(facts: RotaFacts, counted: Span, weights: Weights, promised: Mapping[PersonId, float]) -> Shares:
    """Count the published duty of a span. ``promised`` is part of a whole share; whoever is not in it promised one."""
    found = burdens(shifts(facts.schedule, counted), weights)
    fair: dict[PersonId, float] = {}
    for pool in _pools(facts, counted.end):
        fair |= expected(
            {person: each for person, each in found.items() if person in pool},
            {person: promised.get(person, 1.0) for person in pool},
        )
    return Shares(counted, found, fair)


def counted_until(end: datetime, length: timedelta) -> Span:
    """The time that is counted: so long, up to ``end``."""
    return Span(max(end - length, EARLIEST), end)


def state(hours: float, share: float) -> str:
    """``over``, ``under`` or ``fair``."""
    apart = hours - share
    if abs(apart) < max(_LEAST, _TOLERATED * share):
        return "fair"
    return "over" if apart > 0 else "under"


def _pools(facts: RotaFacts, at: datetime) -> tuple[frozenset[PersonId], frozenset[PersonId]]:
    """Who may be on duty: peers and chaplains, and clinicians."""
    able = [peer for person, peer in facts.peers.items() if person in facts.cards and _may_serve(peer, at)]
    clinicians = frozenset(peer.person for peer in able if peer.role is Role.CLINICIAN)
    return frozenset(peer.person for peer in able) - clinicians, clinicians


def _may_serve(peer: PeerFacts, at: datetime) -> bool:
    papers = peer.papers.at(at)
    return not papers.suspended and bool(papers.in_date)
