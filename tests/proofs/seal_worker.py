"""A process that seals, to be killed: for each line on its input it looks once at what is released, and says so.

``python -m tests.proofs.seal_worker``, with DATABASE_URL, PUBLIC_URL and INSTALLATION_KEYS.
"""

import asyncio
import os
import sys
from pathlib import Path

import consortium.support.tables  # noqa: F401 (mails refer to requests; the whole application would take seconds)
from consortium import logs
from consortium.db import Database
from consortium.keys import InstallationKey, InstallationNotary
from consortium.signing.sealing.seal_agreements import Sealing


async def work() -> None:
    """Look whenever it is asked to."""
    logs.set_up()
    folder, public = Path(os.environ["INSTALLATION_KEYS"]), os.environ["PUBLIC_URL"]
    notary = InstallationNotary(InstallationKey(folder), public)
    database = Database.connect(os.environ["DATABASE_URL"], notary=notary)
    sealing = Sealing(database=database, folder=folder, public_url=public)
    print("ready", flush=True)
    while await asyncio.to_thread(sys.stdin.readline):
        print("looking", flush=True)
        await sealing.look()
        print("looked", flush=True)


if __name__ == "__main__":
    asyncio.run(work())
