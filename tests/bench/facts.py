"""What routing's facts cost: read whole, read again after a change, one agreement, and what an officer's page asks.

On the demo and on a made-up region of 40 agencies, 200 peers, 30 agreements and 400 days of served duty. *Processor* is
our process's own time, *blocked* the longest that its event loop answered nobody else meanwhile.
"""

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import partial
from uuid import UUID

from sqlalchemy import text

from agreements import PactId
from consortium.db import Reading
from consortium.members.plan_zones import plan_zones
from consortium.signing.store import load_pact, load_reach
from consortium.support.facts import Facts
from consortium.support.load_facts import load_facts
from tests.bench import large_region
from tests.bench.ground import SLUG, standing
from tests.harness import Ground

TIMES = 7


def main() -> None:
    """Print the figures."""
    asyncio.run(_measure())


async def _measure() -> None:
    async with standing(durable=False) as (ground, _fleet):
        consortium = await large_region.build(ground)
        async with ground.database.transaction(consortium) as tx:
            await plan_zones(tx, live=(await load_reach(tx)).live(tx.now), nobody_has_asked=True)
        for slug, where in ((SLUG, await ground.consortium(SLUG)), (large_region.SLUG, consortium)):
            await _region(ground, slug, where)


async def _region(ground: Ground, slug: str, consortium: UUID) -> None:
    print(f"facts of {slug}:")
    async with ground.database.reading(consortium) as reading:
        now, facts = reading.now, await load_facts(reading)
    busiest = max(facts.reach.pacts, key=lambda pact: len(pact.facts)).id

    async def one(reading: Reading) -> None:
        (await load_pact(reading, PactId(busiest))).history  # noqa: B018 (the fold is part of it)

    await _told(ground, consortium, "read whole, nothing remembered", load_facts, fresh=True)
    await _told(ground, consortium, "read again after a change elsewhere", load_facts)
    await _told(ground, consortium, "the busiest agreement alone", one)
    _asked(facts, now)


async def _told(
    ground: Ground, consortium: UUID, what: str, load: Callable[[Reading], Awaitable[object]], *, fresh: bool = False
) -> None:
    spent, blocked = [], []
    for _ in range(TIMES):
        if fresh:
            ground.database.memory.forget()
        async with ground.database.transaction(consortium) as tx:
            await tx.execute(text("update person set title = title"))
        async with ground.database.reading(consortium) as reading:
            watch = asyncio.create_task(_longest_wait())
            await asyncio.sleep(0.001)
            before = time.process_time()
            await load(reading)
            spent.append((time.process_time() - before) * 1000)
            await asyncio.sleep(0.001)
            watch.cancel()
            with suppress(asyncio.CancelledError):
                await watch
            blocked.append(_WAITED.pop() * 1000)
    print(f"  {what}: {statistics.median(spent):.0f} ms of processor, blocked {statistics.median(blocked):.0f} ms")


_WAITED: list[float] = []


async def _longest_wait() -> None:
    longest, last = 0.0, time.perf_counter()
    try:
        while True:
            await asyncio.sleep(0.001)
            now = time.perf_counter()
            longest, last = max(longest, now - last), now
    finally:
        _WAITED.append(longest)


def _asked(facts: Facts, now: datetime) -> None:
    """What the first page for officers asks, and one that waits: with people to ask, and where nobody may serve."""
    able = replace(facts, mails=dict.fromkeys(facts.peers, "peer@bench.invalid"))
    for name, known in (("somebody may serve", able), ("nobody may", replace(facts, mails={}))):
        first, again = _timed(partial(_page, known, now)), _timed(partial(_page, known, now))
        waits = _timed(partial(_waits, known, now))
        print(f"  the officers' page, {name}: {first:.1f} ms, again {again:.2f} ms; one that waits: {waits:.2f} ms")
    _strict(able, now)


def _page(facts: Facts, now: datetime) -> None:
    standing = facts.standing(now)
    for zone in standing.plan.zones if standing else ():
        facts.states_answering(zone, now)
        if not facts.served(zone, now):
            facts.next_cover(zone, now)


def _waits(facts: Facts, now: datetime) -> None:
    standing = facts.standing(now)
    tried = frozenset(sorted(facts.peers)[:5])
    for zone in standing.plan.zones[:1] if standing else ():
        facts.next_cover(zone, now, wanted="clinician", way="text", without=tried)


def _strict(facts: Facts, now: datetime) -> None:
    """The gate with every rule that looks at places and states in use, against one with none of them."""
    plain, strict = facts.reach, large_region.strict(facts.reach)
    cold, warm = [], []
    for reach in (plain, strict):
        known = replace(facts, reach=reach, peers={person: replace(peer) for person, peer in facts.peers.items()})
        reach.changes  # noqa: B018 (the fold of the agreements' life is measured above)
        cold.append(_timed(partial(_gates, known, now)))
        warm.append(_timed(partial(_gates, known, now)))
    print(
        f"  every gate once: {cold[0]:.1f} ms, again {warm[0]:.1f} ms; with distances and state rules "
        f"{cold[1]:.1f} ms ({cold[1] / cold[0]:.1f} times), again {warm[1]:.1f} ms ({warm[1] / warm[0]:.1f} times)"
    )


def _gates(facts: Facts, now: datetime) -> None:
    standing = facts.standing(now)
    for zone in standing.plan.zones if standing else ():
        for person in facts.peers:
            facts.gate(person, zone, now)


def _timed(ask: Callable[[], None]) -> float:
    before = time.process_time()
    ask()
    return (time.process_time() - before) * 1000


if __name__ == "__main__":
    main()
