"""Where two consortia meet: the one place that reads both, each in its own scope, and hands on what may be known.

What comes out of here are :class:`~consortium.support.sisters.Sister` values; whoever uses them has nothing else of the
other consortium. A test walks them.
"""

import hmac
import secrets
from collections.abc import Awaitable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final, TypeVar
from uuid import UUID

import structlog

from consortium.db import Reading
from consortium.support.facts import Facts
from consortium.support.introduce import introduce, side_by_side
from consortium.support.load_facts import FactsAtHand
from consortium.support.sisters import Link, Sister
from consortium.support.store import facts_version
from consortium.support.store.sisters import load_known
from consortium.support.wholes import Side
from geo import AgencyId, PersonId

_Found = TypeVar("_Found")
_HOLDS: Final = timedelta(hours=1)

log = structlog.get_logger("consortium.support")


@dataclass(frozen=True, slots=True)
class _Made:
    """What was made of whose facts, and from when until when it may be used, half-open."""

    ours: Facts
    theirs: tuple[Facts | None, ...]
    at: datetime
    until: datetime
    facts: Facts

    def holds(self, ours: Facts, theirs: tuple[Facts | None, ...], at: datetime) -> bool:
        """Whether nothing has changed on any side, nothing has come about by itself, and not too much time passed."""
        same = len(theirs) == len(self.theirs) and all(a is b for a, b in zip(theirs, self.theirs, strict=True))
        return ours is self.ours and same and self.at <= at < self.until


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
        asked = (self._there(reading, at_hand, link) for link in ours.links)
        theirs = tuple([await _unless_broken(reading, each) for each in asked])
        known = self._made.get(reading.consortium)
        if known is None or not known.holds(ours, theirs, reading.now):
            known = await self._make(reading, ours, theirs)
            self._made[reading.consortium] = known
        return known.facts

    async def _make(self, reading: Reading, ours: Facts, theirs: tuple[Facts | None, ...]) -> _Made:
        met = [
            await _unless_broken(reading, self._sister(reading, ours, link, each))
            for link, each in zip(ours.links, theirs, strict=True)
            if each is not None
        ]
        found = tuple(sister for sister in met if sister is not None)
        facts = replace(ours, sisters=side_by_side(found, ours.region.policy))
        turns = (turn for sister in found for turn in sister.turns(reading.now)[:1])
        return _Made(ours, theirs, reading.now, min((reading.now + _HOLDS, *turns)), facts)

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


async def _unless_broken(reading: Reading, work: Awaitable[_Found]) -> _Found | None:
    """What comes of it; ``None`` where that can't be: whatever is wrong over there stops nothing of ours.

    A database that fails does so on both sides, and the question after it says so.
    """
    try:
        return await work
    except Exception as error:  # noqa: BLE001 (it is hers, whatever it is)
        log.warning("a sister consortium cannot be read", why=type(error).__name__)
        await facts_version(reading)
        return None
