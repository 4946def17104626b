"""``consortium seal``: made once, shown without its key, renewed under the same root; the doctor keeps an eye on it."""

import json
import re
from pathlib import Path

from consortium.signing.sealing.seal_key import make_seal
from tests.harness import Ground
from tests.set_up.commands import command


async def test_a_seal_is_made_shown_and_renewed_and_its_key_is_never_printed(ground: Ground, tmp_path: Path) -> None:
    settings = {"DATABASE_URL": ground.app, "INSTALLATION_KEYS": str(tmp_path / "keys")}
    none = command("seal", "show", **settings)
    assert (none.returncode, "consortium seal init" in none.stderr) == (1, True)

    made = command("seal", "init", "--name", "Blue Ledge Peer Support", **settings)
    assert made.returncode == 0, made.stderr
    assert command("seal", "show", **settings).stdout == made.stdout
    assert command("seal", "init", "--name", "Again", **settings).returncode == 1
    renewed = command("seal", "renew", **settings)

    seal, root = re.findall(r"SHA-256 ([0-9a-f]{64})", made.stdout)
    assert re.findall(r"SHA-256 ([0-9a-f]{64})", renewed.stdout)[1] == root
    assert seal not in renewed.stdout
    assert "PRIVATE" not in made.stdout + renewed.stdout


async def test_the_doctor_tells_of_a_seal_that_runs_out_or_is_the_demos(ground: Ground, tmp_path: Path) -> None:
    async with ground.database.reading(None) as reading:
        now = reading.now
    make_seal(tmp_path / "keys", "Blue Ledge Peer Support", now)
    make_seal(tmp_path / "demo", "Seal of the demo", now, demo=True)

    assert told(ground, tmp_path / "keys") == ("well", "")
    await ground.advance(days=5 * 366 - 30)
    assert told(ground, tmp_path / "keys") == ("mend", "consortium seal renew")
    assert told(ground, tmp_path / "demo")[0] == "mend"
    assert told(ground, tmp_path / "none")[0] == "note"


def told(ground: Ground, folder: Path) -> tuple[str, str]:
    """What the doctor says of the seal in a folder."""
    report = json.loads(command("doctor", "--json", DATABASE_URL=ground.app, INSTALLATION_KEYS=str(folder)).stdout)
    (found,) = (each for each in report["findings"] if each["check"] == "seal")
    return found["status"], found["mend"]
