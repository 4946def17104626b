"""What the benchmarks of whole processes stand on: a server of their own with the demo's region in it."""

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy import update

from consortium.access.tables import ConsortiumRow
from consortium.embedded import EmbeddedPostgres
from consortium.house import furnish
from tests.harness import Clones, Ground, MailCatcher, seed
from tests.proofs.live import Fleet, fleet

SLUG = "blue-ledge"


@asynccontextmanager
async def standing(*, durable: bool = True) -> AsyncIterator[tuple[Ground, Fleet]]:
    """A seeded database on a server with production settings (``durable``), a mail server, and room for processes."""
    root = Path(tempfile.mkdtemp(prefix="consortium-bench-"))
    root.chmod(0o755)  # noqa: ASYNC240 (before anything runs)
    try:
        with EmbeddedPostgres(root, None if durable else {"fsync": "off"}) as server, MailCatcher() as mails:
            addresses = await asyncio.to_thread(furnish, server, root)
            ground = Clones(addresses).ground("consortium")
            await seed(ground)
            async with ground.database.transaction(await ground.consortium(SLUG)) as tx:
                await tx.execute(update(ConsortiumRow).values(open_limit=100_000))
            with fleet(ground, mails) as running:
                yield ground, running
            await ground.close()
    finally:
        shutil.rmtree(root, ignore_errors=True)
