"""Whose roster annexes count under an agreement: its parties', and those for whom a party of it speaks."""

from agreements import Pact, standing_at
from consortium.db import Reading
from consortium.signing.store import load_reach
from geo import AgencyId


async def who_designates(reading: Reading, pact: Pact) -> frozenset[AgencyId]:
    """Everybody ever named in the agreement or joined to it, and whom a lead agency now speaks for there."""
    accords = (await load_reach(reading)).scene(reading.now).accords
    behind = (accord.through for accord in accords if accord.binding.pact == pact.id)
    return frozenset(standing_at(pact, reading.now).parties).union(*behind)
