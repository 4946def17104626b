"""What every verb of this desk is handed besides its transaction: facts, keys, and the address of our pages."""

from dataclasses import dataclass, field
from uuid import UUID

from consortium.db import Reading
from consortium.duty.store import load_coordinators
from consortium.keys import RequestKeys
from consortium.support.facts import Facts
from consortium.support.introductions import Introductions
from consortium.support.load_facts import FactsAtHand


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One consortium's desk for one transaction. ``coordinators`` are the addresses that look after the rota."""

    facts: Facts
    keys: RequestKeys
    public_url: str
    coordinators: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class Desks:
    """Makes desks; one a process."""

    keys: RequestKeys
    public_url: str
    at_hand: FactsAtHand = field(default_factory=FactsAtHand)
    introductions: Introductions = field(default_factory=Introductions)
    _coordinators: dict[UUID, tuple[int, tuple[str, ...]]] = field(default_factory=dict)

    async def at(self, reading: Reading) -> Desk:
        """The desk of the consortium that this session is in."""
        facts = await self.introductions.made(reading, self.at_hand)
        return Desk(
            facts=facts,
            keys=self.keys,
            public_url=self.public_url,
            coordinators=await self._coordinators_of(reading, facts.version),
        )

    async def _coordinators_of(self, reading: Reading, version: int) -> tuple[str, ...]:
        kept = self._coordinators.get(reading.consortium)
        if kept is not None and kept[0] == version:
            return kept[1]
        addresses = await load_coordinators(reading)
        self._coordinators[reading.consortium] = (version, addresses)
        return addresses
