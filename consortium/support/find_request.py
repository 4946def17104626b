"""In which consortium the request is that four words open: her own, or a sister whose peers were asked."""

from typing import Protocol
from uuid import UUID

from consortium.db import Database
from consortium.support.desk import Desks
from consortium.support.store import request_by_words
from consortium.support.store.sisters import is_of_sister


class Whereabouts(Protocol):
    """What the officers' pages need in one process; as much of it as is used here."""

    @property
    def database(self) -> Database:
        """The way to the database."""

    @property
    def desks(self) -> Desks:
        """What makes desks."""


async def find_request(desk: Whereabouts, home: UUID, words: str) -> UUID | None:
    """The consortium that keeps it; ``None`` where nobody does. Her own page is the way to it wherever it is kept.

    What the sister's own officers have asked there opens by no page of ours.

    Raises:
        KeysAwayError: a request is open whose key is not at hand.
    """
    async with desk.database.reading(home) as reading:
        if await request_by_words(reading, desk.desks.keys, words) is not None:
            return home
        links = (await desk.desks.at_hand.of(reading)).links
    for link in links:
        async with desk.database.reading(link.other) as reading:
            request = await request_by_words(reading, desk.desks.keys, words)
            if request is not None and await is_of_sister(reading, request, home):
                return link.other
    return None
