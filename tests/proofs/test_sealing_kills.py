"""kill -9 of the worker between the last signature and the seal, fifty times: each agreement is sealed once.

Once: one file, one event in the log, one mail to each head. A killed worker's half of the work is nowhere.
"""

import asyncio
import os
import random
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections import Counter
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

import pytest

from agreements import PactId
from consortium.signing.sealing.seal_key import make_seal
from tests.harness import PUBLIC, Ground, installation_keys
from tests.proofs.live import ROOT
from tests.proofs.size import seed, tenth
from tests.stories.signing_world import Signing, a_signing, put_out


async def a_worker(ground: Ground, folder: Path) -> Process:
    """A worker that has started up and waits for a word."""
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "DATABASE_URL": ground.app,
        "PUBLIC_URL": PUBLIC,
        "INSTALLATION_KEYS": str(folder),
    }
    worker = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.proofs.seal_worker", cwd=ROOT, env=environment, stdin=PIPE, stdout=PIPE
    )
    assert await said(worker) == "ready"
    return worker


async def said(worker: Process) -> str:
    """Its next word."""
    assert worker.stdout is not None
    return (await worker.stdout.readline()).decode().strip()


async def ask(worker: Process) -> None:
    """Let it look, and come back when it has begun."""
    assert worker.stdin is not None
    worker.stdin.write(b"look\n")
    await worker.stdin.drain()
    assert await said(worker) == "looking"


async def release(world: Signing) -> None:
    """Another agreement, signed by all that it needs."""
    world.pact = PactId(uuid4())
    async with world.ground.database.transaction(world.consortium) as tx:
        await put_out(tx, world)
    for head in world.heads:
        await world.sign(head)


@pytest.mark.proof
async def test_a_killed_worker_never_leaves_an_agreement_unsealed_or_sealed_twice(
    ground: Ground,
) -> None:
    chance, times = random.Random(seed()), tenth(50)
    world = await a_signing(ground, parties=2)
    folder = installation_keys()
    async with ground.database.reading(None) as reading:
        key = make_seal(folder / "proof", "Seal of the proof", reading.now)
    keys = folder / "proof"
    (keys / "installation.key").write_bytes((folder / "installation.key").read_bytes())
    worker, spare = await asyncio.gather(a_worker(ground, keys), a_worker(ground, keys))
    for head in world.heads:
        await world.sign(head)
    took, early = await _whole(spare), 0
    for _ in range(times):
        await release(world)
        await ask(worker)
        await asyncio.sleep(chance.uniform(0, 1.3 * took))
        worker.kill()
        await worker.wait()
        early += not any(row["agreement"] == world.pact for row in await ground.rows("agreement_document"))
        fresh = asyncio.create_task(a_worker(ground, keys))
        await _whole(spare)
        worker = await fresh
    for each in (worker, spare):
        each.kill()
        await each.wait()
    print(f"{times} kills of a worker that takes {took:.2f} s; {early} of them before anything was written")
    assert early > 0, "no kill came between signature and seal: the proof proved nothing"
    await _check(ground, times, key.fingerprint)


async def _whole(worker: Process) -> float:
    """Let it look to the end; how long that took."""
    start = time.perf_counter()
    await ask(worker)
    assert await said(worker) == "looked"
    return time.perf_counter() - start


async def _check(ground: Ground, times: int, fingerprint: str) -> None:
    documents = await ground.rows("agreement_document")
    agreements = Counter(row["agreement"] for row in documents)
    events = Counter(row["agreement"] for row in await ground.rows("agreement_event") if row["kind"] == "sealed")
    mails = Counter(row["address"] for row in await ground.rows("outbox") if "was sealed" in row["subject"])

    assert len(agreements) == times + 1, "an agreement was left unsealed"
    assert set(agreements.values()) == {1}, "an agreement was sealed twice"
    assert events == agreements, "the log tells it otherwise"
    assert set(mails.values()) == {times + 1}, "a head was told twice, or not at all"
    assert all(sha256(row["file"]).hexdigest() == row["sha256"] for row in documents)
    assert {row["sealed_with"] for row in documents} == {fingerprint}
