"""Read the facts of a consortium, once for each version, however many ask for them."""

import asyncio
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from consortium.db import Reading
from consortium.duty.store import load_schedule
from consortium.members.parts import still_linked
from consortium.members.store import (
    load_agencies,
    load_cards,
    load_lines,
    load_mails,
    load_notices,
    load_peer_facts,
    load_region,
    load_zone_codes,
    load_zone_plans,
)
from consortium.members.store.distances import load_roads
from consortium.members.store.setup import load_proved
from consortium.members.was_open import first_opened
from consortium.signing.store import load_reach
from consortium.support.facts import Facts
from consortium.support.store import facts_version
from consortium.support.store.sisters import load_links


async def load_facts(reading: Reading) -> Facts:
    """Read everything. The version is read first: what changes meanwhile is read again at the next asking."""
    version, _ = await facts_version(reading)
    agencies = await load_agencies(reading)
    plans = await load_zone_plans(reading)
    return Facts(
        version=version,
        region=await load_region(reading),
        plans=tuple(planned.plan for planned in plans),
        linked=still_linked(plans, reading.now.date(), since=await first_opened(reading) or date.min),
        labels={zone: label for planned in plans for zone, label in planned.labels.items()},
        departments=agencies.departments,
        agency_names=agencies.names,
        agency_states=agencies.states,
        reach=await load_reach(reading),
        peers={peer.person: peer for peer in await load_peer_facts(reading)},
        cards={card.person: card for card in await load_cards(reading)},
        mails=await load_mails(reading),
        schedule=await load_schedule(reading),
        lines=await load_lines(reading),
        notices=await load_notices(reading),
        codes=await load_zone_codes(reading),
        proved=await load_proved(reading),
        roads=await load_roads(reading),
        links=await load_links(reading),
    )


@dataclass(slots=True)
class FactsAtHand:
    """The facts that this process has read, by consortium. They are read once, however many ask for them at once."""

    _kept: dict[UUID, tuple[tuple[int, str], Facts]] = field(default_factory=dict)
    _locks: dict[UUID, asyncio.Lock] = field(default_factory=dict)

    async def of(self, reading: Reading) -> Facts:
        """The facts of the consortium that this session is in, as they are now."""
        version = await facts_version(reading)
        if (known := self._known(reading.consortium, version)) is not None:
            return known
        async with self._locks.setdefault(reading.consortium, asyncio.Lock()):
            if (known := self._known(reading.consortium, version)) is None:
                known = await load_facts(reading)
                self._kept[reading.consortium] = (version, known)
        return known

    def _known(self, consortium: UUID, version: tuple[int, str]) -> Facts | None:
        kept = self._kept.get(consortium)
        return kept[1] if kept is not None and kept[0] == version else None
