"""DATABASE_URL and MIGRATION_DATABASE_URL: a real server over the network, 15 or newer, set up as the README says.

The servers here are clusters of the test's own on loopback: of the newest PostgreSQL that comes along, and of Debian's
15 where it is installed. An administrator runs the printed statements; after that only our own roles log in.
"""

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import asyncpg
import httpx
import pytest

from consortium.db import APP, BACKUP, OWNER, Database
from consortium.embedded import FAST, EmbeddedPostgres
from consortium.embedded_binaries import Binaries, find_binaries
from consortium.members.found_consortium import found_consortium
from tests.harness import free_port
from tests.proofs.live import AppProcess

ROOT = Path(__file__).parents[2]
DEBIAN_15 = Path("/usr/lib/postgresql/15/bin")
PASSWORD = "a-password-of-their-own"
BOTH = pytest.mark.parametrize("real", ["newest", "Debian's 15"], indirect=True)
PROVE = os.environ.get("CONSORTIUM_PROVE") == "1"
ADDRESS = "127.77.41.3"  # an address of loopback that nothing else listens on

pytestmark = pytest.mark.allow_hosts([ADDRESS, "127.0.0.1", "::1", "localhost"])


@dataclass
class RealServer:
    """A PostgreSQL that listens on an address of loopback, and its administrator's address."""

    admin: str

    def url(self, role: str) -> str:
        return f"postgresql://{role}:{PASSWORD}@{ADDRESS}:5432/consortium"


@pytest.fixture(params=["newest", "Debian's 15"] if PROVE else ["newest"])
def real(request: pytest.FixtureRequest, place: Path) -> Iterator[RealServer]:
    """A server that knows nothing of us yet."""
    if request.param == "newest":
        binaries = find_binaries(os.environ)
    elif DEBIAN_15.exists():
        binaries = Binaries.at(DEBIAN_15)
    else:
        pytest.skip("Debian's PostgreSQL 15 is not installed here")
    with EmbeddedPostgres(place / "data", {**FAST, "listen_addresses": ADDRESS}, binaries=binaries) as server:
        _let_in_over_the_network(place / "data" / f"pg{binaries.major}", server.admin_dsn())
        secret = server.admin_dsn().split(":")[2].split("@")[0]
        yield RealServer(f"postgresql://bootstrap:{secret}@{ADDRESS}:5432/postgres")


def _let_in_over_the_network(data: Path, admin: str) -> None:
    """What an administrator of a server has set up anyway; our own launcher lets nobody in over a network."""
    rules = data / "pg_hba.conf"
    rules.write_text(f"host all all 127.0.0.0/8 scram-sha-256\n{rules.read_text()}")

    async def reload() -> None:
        connection = await asyncpg.connect(admin)
        await connection.execute("select pg_reload_conf()")
        await connection.close()

    asyncio.run(reload())


def command(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """``consortium …`` with just these settings."""
    clean = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "PYTHONPATH": str(ROOT), **environment}
    return subprocess.run(
        [sys.executable, "-m", "consortium", *words],
        check=False,
        env=clean,
        capture_output=True,
        text=True,
        timeout=60,
    )


async def administer(real: RealServer) -> None:
    """Do what the README says: the printed statements, once, with passwords put in."""
    printed = command("roles").stdout.replace("CHANGE-ME", PASSWORD)
    outside, inside = printed.split("\\connect consortium")
    for address, statements in ((real.admin, outside), (real.admin.replace("/postgres", "/consortium"), inside)):
        connection = await asyncpg.connect(address)
        for statement in statements.split(";\n"):
            if statement.strip().removeprefix("--").strip():
                await connection.execute(statement)
        await connection.close()


@BOTH
async def test_a_server_of_ones_own_is_set_up_as_the_readme_says_and_serves(real: RealServer, place: Path) -> None:
    await administer(real)

    before = command("serve", **_settings(real, place, APP))
    migrated = command("migrate", MIGRATION_DATABASE_URL=real.url(OWNER))
    again = command("migrate", MIGRATION_DATABASE_URL=real.url(OWNER))

    assert (1, True) == (before.returncode, "consortium migrate" in before.stderr), before.stderr
    assert (0, 0) == (migrated.returncode, again.returncode), migrated.stderr
    await _found(real)
    process = AppProcess(free_port(), {}, place / "server.log")
    process.environment = {
        "PATH": os.environ["PATH"],
        "HOME": "/nonexistent",
        **_settings(real, place, APP, port=process.port),
    }
    process.start()
    try:
        await process.ready("real-valley")
        async with httpx.AsyncClient(base_url=process.public) as browser:
            assert "Real Valley" in (await browser.get("/real-valley/help")).text
    finally:
        process.stop()


async def test_a_role_that_could_step_around_the_policies_is_refused(real: RealServer, place: Path) -> None:
    await administer(real)
    command("migrate", MIGRATION_DATABASE_URL=real.url(OWNER))
    process = AppProcess(free_port(), {}, place / "server.log")
    process.environment = {
        "PATH": os.environ["PATH"],
        "HOME": "/nonexistent",
        **_settings(real, place, OWNER, port=process.port),
    }
    process.start()
    try:
        for _ in range(300):
            if "step around the row-level policies" in process.log.read_text():
                break
            await asyncio.sleep(0.1)
        assert "step around the row-level policies" in process.log.read_text()
        with pytest.raises(httpx.HTTPError):
            async with httpx.AsyncClient(base_url=process.public) as browser:
                await browser.get("/real-valley/help")
    finally:
        process.stop()


def test_roles_tables_a_consortium_and_its_backup_are_made_by_commands_alone(real: RealServer, place: Path) -> None:
    settings = {
        "ADMIN_DATABASE_URL": real.admin,
        "MIGRATION_DATABASE_URL": real.url(OWNER),
        "DATABASE_URL": real.url(APP),
        "BACKUP_DATABASE_URL": real.url(BACKUP),
        "PUBLIC_URL": "https://peers.example.org",
    }
    answers = "--consortium real-valley --title Valley --zone America/New_York --name Dana --email dana@example.org"

    for words in ("roles --make", "roles --make", "migrate", f"init {answers}", f"backup {place}/monday.dump"):
        ended = command(*words.split(), **settings)
        assert ended.returncode == 0, (words, ended.stderr)
    refused = command("restore", f"{place}/monday.dump", **settings)
    asyncio.run(_drop(real))
    brought = command("restore", f"{place}/monday.dump", **settings)
    told = command("init", "--consortium", "real-valley", **settings)

    assert refused.returncode == 1
    assert brought.returncode == 0, brought.stderr
    assert "was there; nothing changed" in told.stdout, told.stderr
    assert PASSWORD not in "".join(each.stdout + each.stderr for each in (refused, brought, told))


async def _drop(real: RealServer) -> None:
    connection = await asyncpg.connect(real.admin)
    await connection.execute("drop database consortium")
    await connection.close()


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/x"}, "cannot be reached"),
        ({"DATABASE_URL": ""}, "PUBLIC_URL is not set"),
    ],
)
def test_a_missing_or_wrong_setting_is_told_in_words(settings: dict[str, str], told: str, place: Path) -> None:
    ended = command("serve", CONSORTIUM_DATA_DIR=str(place / "data"), **settings)

    assert ended.returncode == 1
    assert told in ended.stderr
    assert "Traceback" not in ended.stderr


def _settings(real: RealServer, place: Path, role: str, port: int = 8000) -> dict[str, str]:
    return {
        "DATABASE_URL": real.url(role),
        "PUBLIC_URL": f"http://localhost:{port}",
        "REQUEST_KEYS": str(place / "request-keys"),
        "MAIL_URL": "smtp://127.0.0.1:1",
        "MAIL_FROM": "peers@consortium.invalid",
    }


async def _found(real: RealServer) -> None:
    """A consortium to look at."""
    database = Database.connect(real.url(APP))
    async with database.transaction(uuid4()) as tx:
        await found_consortium(tx, slug="real-valley", title="Real Valley", timezone="America/New_York")
    await database.close()
