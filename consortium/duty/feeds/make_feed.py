"""Make the address of a calendar feed: shown once, kept as a digest, ended by its maker."""

import secrets
from typing import Final
from uuid import UUID

from consortium.access.tokens import kept
from consortium.db import Transaction
from consortium.duty.store.feeds import delete_feed, load_feeds, save_feed
from consortium.journal import record
from consortium.members.store import one_at_a_time
from consortium.problems import Conflict, NotFound
from geo import PersonId
from scheduling import Line

MOST_FEEDS: Final = 8
_BYTES: Final = 16
_ABOUT: Final = "feed"


async def make_feed(tx: Transaction, *, person: PersonId, line: Line | None) -> str:
    """Make a feed of her own turns, or of a line; give the 128 random bits that its address holds.

    Raises:
        Conflict: she has as many as anybody needs.
    """
    await one_at_a_time(tx)
    if len(await load_feeds(tx, person)) >= MOST_FEEDS:
        raise Conflict(f"You have {MOST_FEEDS} feeds. End one that you do not use any more.")
    token = secrets.token_urlsafe(_BYTES)
    feed = await save_feed(tx, person, line, digest(token))
    await record(tx, "made calendar feed", by=person, subject=feed, line=line.value if line else "own")
    return token


async def end_feed(tx: Transaction, *, person: PersonId, feed: UUID) -> None:
    """End a feed of hers: its address answers nobody any more.

    Raises:
        NotFound: she has no such feed.
    """
    found = next((each for each in await load_feeds(tx, person) if each.id == feed), None)
    if found is None:
        raise NotFound
    await delete_feed(tx, found)
    await record(tx, "ended calendar feed", by=person, subject=feed)


def digest(token: str) -> bytes:
    """What is kept of an address."""
    return kept(token, about=_ABOUT)
