"""A real PostgreSQL for every test: one embedded server a run, one clone of a ready database a test.

Tests log in as the application or the owner, never as a superuser; the bootstrap account is used once, by the launcher.
"""

import asyncio
import os
import shutil
import tempfile
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from types import SimpleNamespace

import asyncpg
import pytest
from hypothesis import settings

from consortium.db import OWNER
from consortium.embedded import FAST, EmbeddedPostgres
from consortium.house import Addresses, furnish
from tests.harness import Clones, Ground, MailCatcher, seed

# Hypothesis would fail an example that takes 200 ms by the wall; how long something takes is for the benchmarks.
settings.register_profile("consortium", deadline=None)
settings.load_profile("consortium")

IDS = int(os.environ.get("CONSORTIUM_TEST_IDS", "0"))
"""Which draw of the demo's ids to test with; `./dev prove` takes one by chance."""

LONG_FIRST = ("proofs", "browser", "set_up", "sealing", "look", "stories")
"""Folders whose files take longest: two workers that begin with them end together."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the files that take longest first; within a folder the order stays random."""

    def rank(item: pytest.Item) -> int:
        folder = item.path.parent.name
        return LONG_FIRST.index(folder) if folder in LONG_FIRST else len(LONG_FIRST)

    items.sort(key=rank)


MEMORY = Path("/dev/shm")
ROOM = 4 * 1024**3
"""Bytes that must be free there: two servers with their clones and logs stay well below."""


def quick_place() -> Path | None:
    """A file system in memory where there is one with room: a clone, of 850 small files, costs a twentieth there."""
    found = MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM
    return MEMORY if found else None


@pytest.fixture(scope="session")
def server() -> Iterator[tuple[EmbeddedPostgres, Path]]:
    """The run's own server, in a folder of its own, gone afterwards."""
    root = Path(tempfile.mkdtemp(prefix="consortium-tests-", dir=quick_place()))
    root.chmod(0o755)
    with EmbeddedPostgres(root, FAST) as running:
        yield running, root
    shutil.rmtree(root, ignore_errors=True)


@pytest.fixture(scope="session")
def ready(server: tuple[EmbeddedPostgres, Path]) -> Addresses:
    """Roles and tables; the owner may make databases here, so that it can clone this one for each test."""
    running, root = server
    addresses = furnish(running, root)

    async def may_clone() -> None:
        connection = await asyncpg.connect(running.admin_dsn())
        await connection.execute(f"alter role {OWNER} createdb")
        await connection.close()

    asyncio.run(may_clone())
    return addresses


@pytest.fixture(scope="session")
async def clones(ready: Addresses) -> AsyncIterator[Clones]:
    """Makes clones of the empty database, and of one with the demo's region in it."""
    made = Clones(ready)
    yield made
    await made.drop_all()


@contextmanager
def drawn_ids(draw: int) -> Iterator[None]:
    """Draw uuid4 from a seed: each task has a sequence of its own, so that a failure comes again."""
    sources: dict[str, Random] = {}

    def urandom(size: int) -> bytes:
        task = asyncio.current_task()
        name = task.get_name() if task else ""
        return sources.setdefault(name, Random(f"{draw} {name}")).randbytes(size)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(uuid, "os", SimpleNamespace(urandom=urandom))
        yield


def pytest_report_header() -> str:
    """Say which draw the demo's ids are of, so that a run can be made again."""
    return f"the demo's ids: CONSORTIUM_TEST_IDS={IDS}"


@pytest.fixture(scope="session")
async def seeded(clones: Clones) -> str:
    """The name of a database that holds the demo's three consortia."""
    name = await clones.make("consortium")
    ground = clones.ground(name)
    with drawn_ids(IDS):
        await seed(ground)
    await ground.close()
    return name


@pytest.fixture
async def ground(clones: Clones) -> AsyncIterator[Ground]:
    """An empty database of this test's own."""
    name = await clones.make("consortium")
    ground = clones.ground(name)
    yield ground
    await ground.close()
    await clones.drop(name)


@pytest.fixture
async def region(clones: Clones, seeded: str) -> AsyncIterator[Ground]:
    """A database of this test's own with the demo's three consortia."""
    name = await clones.make(seeded)
    ground = clones.ground(name)
    yield ground
    await ground.close()
    await clones.drop(name)


@pytest.fixture(scope="session")
def catcher() -> Iterator[MailCatcher]:
    """A mail server on loopback that keeps what it gets."""
    with MailCatcher() as running:
        yield running
