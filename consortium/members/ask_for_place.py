"""Ask the online search for a place that our own lists do not know, once in half a year; the answer is kept.

The question goes out between two transactions, so that no lock is held while somebody else's server thinks.
"""

from datetime import timedelta
from typing import Final
from uuid import UUID

from consortium.db import Database
from consortium.members.gazetteer import Spot
from consortium.members.online_places import OnlineError, OnlinePlaces, may_be_asked
from consortium.members.place_names import folded
from consortium.members.store.places_asked import load_answer, save_answer
from consortium.problems import BadInput

KEPT: Final = timedelta(days=182)


async def ask_for_place(
    database: Database, consortium: UUID, online: OnlinePlaces, typed: str, state: str
) -> tuple[Spot, ...]:
    """What the service said of this name, now or within the last half year; nothing for what may not be asked.

    Raises:
        BadInput: it could not be asked; the message says why, and what to type instead.
    """
    words = " ".join(typed.split())
    if not may_be_asked(words):
        return ()
    name = folded(words)
    async with database.reading(consortium) as reading:
        known = await load_answer(reading, name, state, since=reading.now.date() - KEPT)
    if known is not None:
        return known
    try:
        found = await online.find(words, state)
    except OnlineError as wrong:
        raise BadInput(
            f"Our lists don't know “{words}”, and {online.host} could not tell: {wrong} "
            "You can give latitude and longitude instead.",
            "where",
        ) from wrong
    async with database.transaction(consortium) as tx:
        await save_answer(tx, name, state, found, before=tx.now.date() - KEPT)
    return found
