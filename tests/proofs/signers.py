"""One of several processes in which heads sign at once: ``python -m tests.proofs.signers DATABASE_URL KEYS``.

It reads one line of JSON for each trial, says that it is ready, waits for a line, lets its heads sign all at once, and
answers with one line: for each head whether she signed, or the sentence by which she was refused. Whoever waited for
her turn as long as anybody may, as happens on a machine that is busy otherwise, presses the button again.
"""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy.exc import DBAPIError

import consortium.support.tables  # noqa: F401 (mails refer to requests; the whole application would take seconds)
from agreements import PactId
from consortium.access.passkey_site import Site
from consortium.db import Database
from consortium.keys import InstallationKey, InstallationNotary
from consortium.problems import Refused
from consortium.signing.signatures.letters import Letters
from consortium.signing.signatures.sign_agreement import sign_agreement

PUBLIC = "https://peers.test"
SITE = Site(PUBLIC, "Juniper Rim Peer Support")
LETTERS = Letters(title="Juniper Rim Peer Support", home=f"{PUBLIC}/juniper-rim", calendar="America/Los_Angeles")


TRIES = 20


async def sign(database: Database, consortium: UUID, head: dict[str, Any], *, tries: int = TRIES) -> str:
    try:
        async with database.transaction(consortium) as tx:
            await sign_agreement(
                tx,
                SITE,
                person=UUID(head["person"]),
                pact=PactId(UUID(head["pact"])),
                pending=UUID(head["pending"]),
                answer=head["answer"],
                letters=LETTERS,
            )
    except Refused as refused:
        return str(refused)
    except DBAPIError as late:
        if "timeout" not in str(late) or not tries:
            raise
        return await sign(database, consortium, head, tries=tries - 1)
    return "signed"


async def main(url: str, keys: str) -> None:
    notary = InstallationNotary(InstallationKey(Path(keys)), PUBLIC)
    database = Database.connect(url, pool=8, notary=notary)
    loop = asyncio.get_running_loop()

    async def line() -> str:
        return await loop.run_in_executor(None, sys.stdin.readline)

    while job := (await line()).strip():
        told = json.loads(job)
        print("ready", flush=True)
        await line()
        done = await asyncio.gather(*(sign(database, UUID(told["consortium"]), head) for head in told["heads"]))
        print(json.dumps(done), flush=True)
    await database.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
