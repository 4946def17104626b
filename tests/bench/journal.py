"""How fast events are written into the log of agreements: eight writers at the same time, each event a transaction.

On a server that keeps what it was told (fsync on), as the product runs. Afterwards the log is looked over: no number
twice, none left out, every head that of the events up to it and signed by the log's key.
"""

import asyncio
import statistics
import time
from typing import Any
from uuid import UUID, uuid4

from consortium.db import Database
from consortium.signing.evidence.check_log import check_log
from consortium.signing.evidence.findings import Verdict
from consortium.signing.store.events import note_event
from tests.bench.ground import SLUG, standing
from tests.harness import Ground, notary

WRITERS, EVENTS = 8, 1_000
BODY: dict[str, Any] = {"number": 1, "answer": "approve", "words": "An event about as long as a fact is. " * 4}


def main() -> None:
    """Print events a second and how long each took."""
    asyncio.run(_measured())


async def _measured() -> None:
    async with standing() as (ground, _):
        place = await ground.consortium(SLUG)
        took = await _written(ground, place)
        async with ground.database.reading(place) as reading:
            found = await check_log(reading)
    broken = [each.said for each in found if each.verdict is Verdict.FAILS]
    centiles = statistics.quantiles(took["each"], n=100)
    print(f"journal: {WRITERS} writers, {EVENTS} events, each a transaction, fsync on:")
    print(f"  {EVENTS / took['whole'][0]:.0f} events/s (wanted: over 100)")
    print(f"  an event: {centiles[49] * 1000:.0f} ms in the middle, {centiles[94] * 1000:.0f} ms at 95 of 100")
    print(f"  forks, gaps, unsigned heads: {len(broken)} {' '.join(broken)}")


async def _written(ground: Ground, place: UUID) -> dict[str, list[float]]:
    database = Database.connect(ground.app, pool=WRITERS, notary=notary())
    each: list[float] = []

    async def writer(share: int) -> None:
        for _ in range(share):
            began = time.perf_counter()
            async with database.transaction(place) as tx:
                await note_event(tx, kind="verdict", agreement=uuid4(), body=BODY)
            each.append(time.perf_counter() - began)

    await asyncio.gather(*(writer(1) for _ in range(WRITERS)))
    each.clear()
    began = time.perf_counter()
    await asyncio.gather(*(writer(EVENTS // WRITERS) for _ in range(WRITERS)))
    whole = time.perf_counter() - began
    await database.close()
    return {"whole": [whole], "each": each}
