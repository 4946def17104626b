"""Fixtures of several stories: a town with its rota, a transaction in the demo at noon, an agreement that is sealed."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, time, timedelta

import pytest

from consortium.db import Transaction
from scheduling.wallclock import zone
from tests.harness import Clones, Ground, MailCatcher
from tests.stories.duty_world import OREGON
from tests.stories.evidence_world import Executed, cloned, once
from tests.stories.rota_world import Rota, rota


@pytest.fixture
async def town(region: Ground, catcher: MailCatcher) -> AsyncIterator[Rota]:
    async with rota(region, catcher) as here:
        yield here
        assert here.home.faults == []


@pytest.fixture(scope="module")
async def noon(clones: Clones, seeded: str) -> AsyncIterator[Ground]:
    """The demo's region at noon, far from any hand-off, for all tests here that leave nothing behind."""
    name = await clones.make(seeded)
    ground = clones.ground(name)
    async with ground.database.reading(None) as reading:
        now = reading.now.astimezone(zone(OREGON.timezone))
    twelve = datetime.combine(now.date() + timedelta(days=now.hour >= 12), time(12), now.tzinfo)
    await ground.advance(seconds=(twelve.astimezone(UTC) - now.astimezone(UTC)).total_seconds())
    yield ground
    await ground.close()
    await clones.drop(name)


@pytest.fixture
async def tx(noon: Ground) -> AsyncIterator[Transaction]:
    """A transaction in the demo's second consortium, rolled back afterwards."""
    async with noon.database.transaction(await noon.consortium(OREGON.slug)) as session:
        yield session
        await session.rollback()


@pytest.fixture(scope="module")
async def executed(clones: Clones) -> AsyncIterator[tuple[str, Executed]]:
    async with once(clones) as kept:
        yield kept


@pytest.fixture
async def sealed(clones: Clones, executed: tuple[str, Executed]) -> AsyncIterator[Executed]:
    async with cloned(clones, executed) as found:
        yield found
