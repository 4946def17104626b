"""The witness' command against a running server, each in a process of its own, as an agency runs it every night."""

import subprocess
import sys
from pathlib import Path

from consortium.signing.evidence.register_witness import register_witness
from consortium.signing.store.events import note_event, signs_as
from tests.harness import Ground, MailCatcher
from tests.proofs.live import fleet
from tests.stories.signing_world import SLUG, a_signing


def witness(key: Path, *words: str) -> subprocess.CompletedProcess[str]:
    asked = [sys.executable, "-m", "consortium", "agreement", "witness", "--key", str(key), *words]
    return subprocess.run(asked, capture_output=True, text=True, check=False)


async def test_an_agencys_machine_pulls_checks_remembers_and_countersigns(
    ground: Ground, catcher: MailCatcher, tmp_path: Path
) -> None:
    world, key = await a_signing(ground), tmp_path / "elk.key"
    line = witness(key, "--new", "witness.example.org/elk").stdout.strip()
    eyes = await world.eyes_of(world.heads[0])
    async with ground.database.transaction(world.consortium) as tx:
        await register_witness(tx, eyes, agency=world.heads[0].agency, line=line)
        log = (await signs_as(tx)).line()
    with fleet(ground, catcher) as running:
        server = running.add()
        await server.ready(SLUG)
        url = f"{server.public}/{SLUG}/agreements/log"
        first = witness(key, "--log-key", log, url)
        async with ground.database.transaction(world.consortium) as tx:
            await note_event(tx, kind="hold", agreement=world.pact, body={})
        second, third = witness(key, url), witness(key, url)

    assert (first.returncode, second.returncode, third.returncode) == (0, 0, 0), first.stderr + second.stderr
    assert "0 events when you countersigned last" in first.stdout
    assert "Countersigned." in second.stdout
    rows = await ground.rows("log_countersignature")
    sizes = sorted({row["size"] for row in rows})
    assert len(sizes) == 2
    assert sizes[1] > sizes[0]
