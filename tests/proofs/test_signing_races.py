"""Any number of heads sign at the same instant, from several processes: one transition, one seal, nothing stuck.

Counting "am I the last?" without a lock left 141 of 150 such agreements waiting for ever; counting after the commit
sealed 74 of 150 twice. Here everybody waits for one row, and where the agreement stands is worked out from facts.

What is proved of how many: of the 500 trials every one is followed until the agreement is in force, once, with each
signature kept once. As printing takes its time, two in ten, 100 in all, are followed through sealing: in these two
processes that seal look again and again meanwhile; in half of these two signatures are enough, so that the others come
while the document is being made. Each signature stands in one sealed file all the same. The other 400 are not sealed.
"""

import asyncio
import json
import random
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from agreements import FactKind, Pact, PactId, VersionState, standing_at
from consortium.access.door import Viewer
from consortium.problems import Refused
from consortium.signing.sealing.seal_key import make_seal
from consortium.signing.signatures.retract_signature import retract_signature
from tests.bench.machine import machine
from tests.harness import Ground, installation_keys
from tests.proofs.size import seed, tenth
from tests.proofs.test_sealing_kills import a_worker, ask, said
from tests.sealing.test_documents import attached
from tests.stories.members_world import Town
from tests.stories.signing_world import LETTERS, Head, Signing, a_signing, put_out

ROOT = Path(__file__).parents[2]
PROCESSES = 4
PATIENCE = 240
"""Seconds for a process to answer: the first time it has to start."""
PAUSE = 0.05
"""Seconds between two looks of a process that seals."""
EVERY = 10
"""Of so many trials the first two are sealed; in the second of them two signatures are enough."""
TRIALS = {2: 200, 4: 150, 8: 100, 16: 50}
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


async def made_ready(world: Signing, heads: list[Head], **changes: Any) -> list[dict[str, Any]]:
    """A new agreement between these heads' agencies, and each head's answer, ready to be sent."""
    world.pact, everybody = PactId(uuid4()), world.heads
    world.heads = heads
    async with world.ground.database.transaction(world.consortium) as tx:
        await put_out(tx, world, **changes)
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


@asynccontextmanager
async def sealers(ground: Ground, folder: Path) -> AsyncIterator[list[Process]]:
    """Two processes that seal, with a seal of their own."""
    async with ground.database.reading(None) as reading:
        make_seal(folder, "Seal of the proof", reading.now)
    (folder / "installation.key").write_bytes((installation_keys() / "installation.key").read_bytes())
    made = [await a_worker(ground, folder) for _ in range(2)]
    try:
        yield made
    finally:
        for each in made:
            each.kill()
            await each.wait()


async def keep_looking(worker: Process, done: asyncio.Event) -> None:
    """Let it look again and again while heads sign, and twice afterwards."""
    left = 2
    while left:
        left -= done.is_set()
        await ask(worker)
        assert await said(worker) == "looked"
        await asyncio.sleep(PAUSE)


async def in_force_once(world: Signing, many: int) -> None:
    pact = await world.load()
    signed = [fact for fact in pact.facts if fact.kind is FactKind.SIGNED]
    assert len(signed) == many
    assert {fact.attested_by for fact in signed} == {each.attested for each in await world.counterparts()}
    last = max(fact.at for fact in signed)
    assert standing_at(pact, last).versions[1] is VersionState.IN_FORCE
    assert releases(pact) == 1


async def rows_of(ground: Ground, query: str, pact: PactId) -> list[Any]:
    """What the backup role finds of one agreement."""
    connection = await asyncpg.connect(ground.backup)
    try:
        found: list[Any] = await connection.fetch(query, pact)
    finally:
        await connection.close()
    return found


async def all_sealed(world: Signing, many: int) -> int:
    """Each signature stands in one file, each file is one event and one mail to each; how many files there are."""
    rows = await rows_of(world.ground, "select kind, file from agreement_document where agreement = $1", world.pact)
    assert sum(row["kind"] == "executed" for row in rows) == 1, "an agreement has no executed document, or two"
    records = [json.loads(attached(row["file"])["records.json"])["counterparts"] for row in rows]
    held = Counter(each["record"]["id"] for some in records for each in some)
    assert held == Counter(str(each.id) for each in await world.counterparts()), "a signature is in no file, or in two"
    events = "select 1 from agreement_event where agreement = $1 and kind = 'sealed'"
    assert len(await rows_of(world.ground, events, world.pact)) == len(rows)
    mails = "select address from outbox where subject like '%was sealed' and strpos(body, $1::uuid::text) > 0"
    told = Counter(row["address"] for row in await rows_of(world.ground, mails, world.pact))
    assert Counter(told.values()) == {len(rows): many}, "a head was told twice, or not at all"
    return len(rows)


@pytest.mark.proof
async def test_however_many_sign_at_once_there_is_one_transition_one_seal_and_nothing_is_stuck(
    ground: Ground, tmp_path: Path
) -> None:
    chance = random.Random(seed())
    world = await a_signing(ground, towns=TOWNS)
    async with signers(ground) as running, sealers(ground, tmp_path / "seal") as looking:
        for many, trials in TRIALS.items():
            files, began = 0, time.perf_counter()
            for turn in range(tenth(trials)):
                files += await one_trial(world, running, looking, chance, many=many, turn=turn)
            took = time.perf_counter() - began
            print(f"{tenth(trials)} trials of {many} heads: {files} files in {took:.0f} s on {machine()}")
    events = [row for row in await ground.rows("agreement_event") if row["kind"] == "signature"]
    assert len(events) == sum(many * tenth(trials) for many, trials in TRIALS.items())


async def one_trial(
    world: Signing, running: list[Process], looking: list[Process], chance: random.Random, *, many: int, turn: int
) -> int:
    """So many heads sign at once, one of them twice; how many files were sealed."""
    sealed, few = turn % EVERY < 2, turn % EVERY == 1
    heads = chance.sample(world.heads, many)
    jobs = await made_ready(world, heads, **({"least_parties": 2} if few else {}))
    sent = [*jobs, chance.choice(jobs)]
    chance.shuffle(sent)
    over = asyncio.Event()
    sealing = [asyncio.create_task(keep_looking(worker, over)) for worker in looking if sealed]
    done = await all_at_once(world, running, sent)
    over.set()
    await asyncio.gather(*sealing)
    assert sorted(each == "signed" for each in done) == [False] + [True] * many, done
    await in_force_once(world, many)
    return await all_sealed(world, many) if sealed else 0


@pytest.mark.proof
async def test_whoever_takes_hers_back_while_the_last_one_signs_is_out_or_bound_and_never_both(ground: Ground) -> None:
    world = await a_signing(ground, parties=2)
    one, two = world.heads
    seen = set()
    for _ in range(tenth(200)):
        jobs = await made_ready(world, world.heads)
        await world.send(one, jobs[0]["pending"], jobs[0]["answer"])

        eyes = await world.eyes_of(one)

        async def back(eyes: Viewer = eyes) -> str:
            try:
                async with ground.database.transaction(world.consortium) as tx:
                    told: dict[str, Any] = {"pact": world.pact, "number": 1, "letters": LETTERS}
                    await retract_signature(tx, eyes, **told, agency=str(one.agency))
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
