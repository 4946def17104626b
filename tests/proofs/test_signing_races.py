"""Any number of heads sign at the same instant, from several processes: one transition, nothing stuck, none twice.

Counting "am I the last?" without a lock left 141 of 150 such agreements waiting for ever; counting after the commit
sealed 74 of 150 twice. Here everybody waits for one row, and where the agreement stands is worked out from facts.
"""

import asyncio
import json
import random
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from agreements import FactKind, Pact, PactId, VersionState, standing_at
from consortium.problems import Refused
from consortium.signing.signatures.retract_signature import retract_signature
from tests.harness import Ground, installation_keys
from tests.proofs.size import seed, tenth
from tests.stories.members_world import Town
from tests.stories.signing_world import LETTERS, Head, Signing, a_signing, put_out

ROOT = Path(__file__).parents[2]
PROCESSES = 4
PATIENCE = 240
"""Seconds for a process to answer: the first time it has to start."""
TRIALS = {2: 125, 4: 125, 8: 125, 16: 125}
TOWNS = [Town(f"Town {number} Police", 44.0 + number / 50, -121.0, 20) for number in range(max(TRIALS))]


@asynccontextmanager
async def signers(ground: Ground) -> AsyncIterator[list[Process]]:
    """Processes of their own, each with its own connections."""
    made = [
        await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.proofs.signers", ground.app, str(installation_keys())),
            cwd=ROOT,
            stdin=PIPE,
            stdout=PIPE,
        )
        for _ in range(PROCESSES)
    ]
    try:
        yield made
    finally:
        for each in made:
            assert each.stdin is not None
            each.stdin.close()
            await each.wait()


async def tell(process: Process, line: str) -> None:
    assert process.stdin is not None
    process.stdin.write(f"{line}\n".encode())
    await process.stdin.drain()


async def hear(process: Process) -> str:
    assert process.stdout is not None
    return (await asyncio.wait_for(process.stdout.readline(), timeout=PATIENCE)).decode().strip()


async def made_ready(world: Signing, heads: list[Head]) -> list[dict[str, Any]]:
    """A new agreement between these heads' agencies, and each head's answer, ready to be sent."""
    world.pact, everybody = PactId(uuid4()), world.heads
    world.heads = heads
    async with world.ground.database.transaction(world.consortium) as tx:
        await put_out(tx, world)
        waiting = [await world.prepare_in(tx, head) for head in heads]
    world.heads = everybody
    return [
        {
            "person": str(head.person),
            "pact": str(world.pact),
            "pending": str(pending),
            "answer": await world.answer(head, pending),
        }
        for head, pending in zip(heads, waiting, strict=True)
    ]


async def all_at_once(world: Signing, running: list[Process], jobs: list[dict[str, Any]]) -> list[str]:
    """Let them all sign at the same instant; what came of each, in any order."""
    for number, process in enumerate(running):
        await tell(process, json.dumps({"consortium": str(world.consortium), "heads": jobs[number::PROCESSES]}))
    assert {await hear(process) for process in running} == {"ready"}
    for process in running:
        await tell(process, "go")
    return [one for process in running for one in json.loads(await hear(process))]


def releases(pact: Pact) -> int:
    """How often the version came to be released."""
    known = [1 in standing.released for _, standing in pact.history]
    return sum(after and not before for before, after in pairwise(known))


@pytest.mark.parametrize("many", list(TRIALS))
async def test_however_many_sign_at_once_there_is_one_transition_and_nothing_is_stuck(
    ground: Ground, many: int
) -> None:
    chance = random.Random(seed())
    world = await a_signing(ground, towns=TOWNS)
    async with signers(ground) as running:
        for _ in range(tenth(TRIALS[many])):
            jobs = await made_ready(world, chance.sample(world.heads, many))
            sent = [*jobs, chance.choice(jobs)]
            chance.shuffle(sent)
            done = await all_at_once(world, running, sent)
            assert sorted(each == "signed" for each in done) == [False] + [True] * many, done
            pact = await world.load()
            signed = [fact for fact in pact.facts if fact.kind is FactKind.SIGNED]
            assert len(signed) == many
            assert {fact.attested_by for fact in signed} == {each.attested for each in await world.counterparts()}
            last = max(fact.at for fact in signed)
            assert standing_at(pact, last).versions[1] is VersionState.IN_FORCE
            assert releases(pact) == 1
    events = [row for row in await ground.rows("agreement_event") if row["kind"] == "signature"]
    assert len(events) == many * tenth(TRIALS[many])


async def test_whoever_takes_hers_back_while_the_last_one_signs_is_out_or_bound_and_never_both(ground: Ground) -> None:
    world = await a_signing(ground, parties=2)
    one, two = world.heads
    seen = set()
    for _ in range(tenth(200)):
        jobs = await made_ready(world, world.heads)
        await world.send(one, jobs[0]["pending"], jobs[0]["answer"])

        async def back() -> str:
            try:
                async with ground.database.transaction(world.consortium) as tx:
                    said: dict[str, Any] = {"person": one.person, "name": one.name, "pact": world.pact, "number": 1}
                    await retract_signature(tx, **said, agency=str(one.agency), letters=LETTERS)
            except Refused:
                return "bound"
            return "out"

        came, _ = await asyncio.gather(back(), world.send(two, jobs[1]["pending"], jobs[1]["answer"]))
        seen.add(came)
        pact = await world.load()
        state = standing_at(pact, max(fact.at for fact in pact.facts)).versions[1]
        assert state is (VersionState.IN_FORCE if came == "bound" else VersionState.ESCROW)
        assert releases(pact) == (1 if came == "bound" else 0)
    print(f"came: {sorted(seen)}")
