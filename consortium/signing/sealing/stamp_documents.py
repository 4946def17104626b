"""Get a time stamp for each sealed document that has none: asked for until there is one, and shown as pending.

The token is over the SHA-256 of the sealed file and is kept beside it, so that the file is never touched again.
"""

from datetime import timedelta
from typing import Final
from uuid import UUID

import structlog

from consortium.access.store import known_consortia
from consortium.db import Database
from consortium.signing.sealing.time_stamps import TimeStampError, stamped
from consortium.signing.store.documents import claim_stamps, put_off_stamp, save_stamp
from consortium.signing.store.events import note_event

MOST: Final = 5
LEASE: Final = timedelta(seconds=60)
"""Longer than an authority may take for as many documents."""
_FIRST_WAIT, _LONGEST_WAIT = timedelta(seconds=15), timedelta(hours=1)

log = structlog.get_logger("consortium.sealing")


async def stamp_documents(database: Database, tsa_url: str | None) -> None:
    """Ask for what is due; nothing where no authority is set."""
    if tsa_url is None:
        return
    async with database.reading(None) as reading:
        known = await known_consortia(reading)
    for consortium, _ in known:
        async with database.transaction(consortium) as tx:
            due = await claim_stamps(tx, MOST, LEASE)
        for document, sha256 in due:
            await _stamp(database, consortium, tsa_url, document, sha256)


async def _stamp(database: Database, consortium: UUID, tsa_url: str, document: UUID, sha256: str) -> None:
    try:
        found = await stamped(tsa_url, bytes.fromhex(sha256))
    except TimeStampError:
        log.warning("the time-stamping authority gave no time stamp; it is asked again")
        async with database.transaction(consortium) as tx:
            await put_off_stamp(tx, document, first=_FIRST_WAIT, most=_LONGEST_WAIT)
        return
    async with database.transaction(consortium) as tx:
        agreement = await save_stamp(tx, document, found.token, found.at, found.authority)
        if agreement is not None:
            body = {"document": str(document), "sha256": sha256, "stamped_at": found.at, "stamped_by": found.authority}
            await note_event(tx, kind="stamped", agreement=agreement, body=body)
