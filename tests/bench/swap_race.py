"""How many of 200 who take one turn at the same instant win: through the product, and with the constraint alone.

First 200 takers at once go through the verb, each in a transaction on a connection of its own. Then 200 write
their rows without the lock that the product takes, each another part of the time: only the constraint is left.
"""

import asyncio
import shutil
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from consortium.db import Database, Transaction
from consortium.duty.store import load_schedule
from consortium.duty.store.swap_asks import save_asked
from consortium.duty.store.swaps import save_taken
from consortium.duty.swaps.ask_for_cover import ask_for_cover
from consortium.duty.swaps.field import load_field
from consortium.duty.swaps.take_cover import take_cover
from consortium.duty.swaps.values import Held, Taken
from consortium.embedded import EmbeddedPostgres
from consortium.house import furnish
from consortium.problems import Conflict
from geo import PersonId
from scheduling import Line, Span, shifts_by_turn
from tests.harness import Clones, Ground, seed

SLUG = "blue-ledge"
TAKERS = 200
URL = "https://peers.test"


def main() -> None:
    """Race, and print who won."""
    asyncio.run(_race())


async def _race() -> None:
    root = Path(tempfile.mkdtemp(prefix="consortium-bench-"))
    root.chmod(0o755)  # noqa: ASYNC240 (before anything runs)
    try:
        with EmbeddedPostgres(root, {"max_connections": "260"}) as server:
            addresses = await asyncio.to_thread(furnish, server, root)
            ground = Clones(addresses).ground("consortium")
            await seed(ground)
            await _through_the_product(ground)
            await _by_the_constraint(ground)
            await ground.close()
    finally:
        shutil.rmtree(root, ignore_errors=True)


async def _through_the_product(ground: Ground) -> None:
    consortium = await ground.consortium(SLUG)
    async with ground.database.transaction(consortium) as tx:
        ask, able = await _asked(tx)
    database = Database.connect(ground.app, pool=TAKERS // 2)  # as many again in a burst: one for each taker
    said = Counter[str]()
    start = asyncio.Event()

    async def take(taker: PersonId) -> None:
        await start.wait()
        try:
            async with database.transaction(consortium) as tx:
                await take_cover(tx, ask=ask, taker=taker, by=taker, public_url=URL)
            said["won"] += 1
        except Conflict as refused:
            said[str(refused)] += 1

    tasks = [asyncio.create_task(take(able[number % len(able)])) for number in range(TAKERS)]
    began = time.perf_counter()
    start.set()
    await asyncio.gather(*tasks)
    await database.close()
    _tell("through the product", said, time.perf_counter() - began)


async def _asked(tx: Transaction) -> tuple[UUID, list[PersonId]]:
    """A turn a week ahead whose cover is asked for, and everybody who could take it, asked."""
    schedule = await load_schedule(tx)
    field = await load_field(tx, schedule=schedule)
    ahead = shifts_by_turn(schedule, Span(tx.now + timedelta(days=7), tx.now + timedelta(weeks=8)))
    for turn in ahead:
        able = [each.person for each in field.fairest(field.opening(turn.line, turn.person, turn.span))]
        if turn.line is Line.PRIMARY and turn.span.start > tx.now + timedelta(days=7) and len(able) > 3:
            ask = await ask_for_cover(
                tx, giver=turn.person, line=turn.line, during=turn.span, by=turn.person, public_url=URL
            )
            await save_asked(tx, ask, able[3:])
            return ask, able
    raise LookupError("the demo has no such turn")


async def _by_the_constraint(ground: Ground) -> None:
    consortium = await ground.consortium(SLUG)
    giver, *takers = sorted(row["person"] for row in await ground.rows("peer") if row["consortium"] == consortium)
    database = Database.connect(ground.app, pool=TAKERS // 2)
    said = Counter[str]()

    async def take(number: int) -> None:
        begins = datetime(2031, 1, 1, tzinfo=UTC) + timedelta(minutes=number)
        held = Held(line=Line.PRIMARY, during=Span(begins, begins + timedelta(hours=12)))
        taker = takers[number % len(takers)]
        try:
            async with database.transaction(consortium) as tx:
                await save_taken(tx, Taken(id=uuid4(), number=9000 + number, giver=giver, taker=taker, of=held))
            said["won"] += 1
        except Conflict as refused:
            said[str(refused)] += 1

    began = time.perf_counter()
    await asyncio.gather(*(take(number) for number in range(TAKERS)))
    await database.close()
    _tell("by the constraint alone", said, time.perf_counter() - began)


def _tell(what: str, said: Counter[str], seconds: float) -> None:
    print(f"swap_race, {what}: {TAKERS} at once in {seconds:.2f} s")
    for words, number in said.most_common():
        print(f"  {number:4d}  {words}")
    if said["won"] != 1:
        raise SystemExit(f"{said['won']} takers won")
