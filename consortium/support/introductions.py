"""Where two consortia meet: the one place that reads both, each in its own scope, and hands on what may be known.

What comes out of here are :class:`~consortium.support.sisters.Sister` values; whoever uses them has nothing else of the
other consortium. A test walks them.
"""

import hmac
import secrets
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from consortium.db import Reading
from consortium.support.facts import Facts
from consortium.support.introduce import Side, introduce
from consortium.support.load_facts import FactsAtHand
from consortium.support.sisters import Link, Sister
from consortium.support.store.sisters import load_known
from geo import AgencyId, PersonId

_HOLDS: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class _Made:
    """What was made of whose facts, and when."""

    ours: Facts
    theirs: tuple[Facts, ...]
    at: datetime
    facts: Facts

    def holds(self, ours: Facts, theirs: tuple[Facts, ...], at: datetime) -> bool:
        """Whether nothing has changed on any side, and not too much time has passed."""
        same = len(theirs) == len(self.theirs) and all(a is b for a, b in zip(theirs, self.theirs, strict=True))
        return ours is self.ours and same and self.at <= at < self.at + _HOLDS


@dataclass(slots=True)
class Introductions:
    """The facts of a consortium with its sisters in them; remembered while nobody's change."""

    _made: dict[UUID, _Made] = field(default_factory=dict)
    _key: bytes = field(default_factory=lambda: secrets.token_bytes(32))

    async def made(self, reading: Reading, at_hand: FactsAtHand) -> Facts:
        """The facts of the consortium that this session is in, as they are now."""
        ours = await at_hand.of(reading)
        if not ours.links:
            return ours
        theirs = tuple([await self._there(reading, at_hand, link) for link in ours.links])
        known = self._made.get(reading.consortium)
        if known is None or not known.holds(ours, theirs, reading.now):
            sisters = [await self._sister(reading, ours, *each) for each in zip(ours.links, theirs, strict=True)]
            known = _Made(ours, theirs, reading.now, replace(ours, sisters=tuple(sisters)))
            self._made[reading.consortium] = known
        return known.facts

    async def _there(self, reading: Reading, at_hand: FactsAtHand, link: Link) -> Facts:
        async with reading.beside(link.other):
            return await at_hand.of(reading)

    async def _sister(self, reading: Reading, ours: Facts, link: Link, theirs: Facts) -> Sister:
        """Whom each side knows leaves its scope as digests under a key of this process only, once both have said it."""
        back = next((each for each in theirs.links if each.other == reading.consortium), None)
        if back is None:
            return introduce(Side(ours, link), Side(theirs, None), reading.now)
        here = await self._known(reading)
        async with reading.beside(link.other):
            there = await self._known(reading)
        return introduce(Side(ours, link, *here), Side(theirs, back, *there), reading.now)

    async def _known(self, reading: Reading) -> tuple[dict[PersonId, bytes], dict[AgencyId, frozenset[bytes]]]:
        people, agencies = await load_known(reading)
        return (
            {person: self._mark(address) for person, address in people.items()},
            {agency: frozenset(self._mark(name) for name in names) for agency, names in agencies.items()},
        )

    def _mark(self, word: str) -> bytes:
        return hmac.digest(self._key, word.encode(), "sha256")
