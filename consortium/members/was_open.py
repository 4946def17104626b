"""Since when officers may have asked: told from the journal, never from requests."""

from datetime import date

from consortium.db import Reading
from consortium.journal import first_act


async def first_opened(reading: Reading) -> date | None:
    """The UTC day on which the service was opened for the first time."""
    at = await first_act(reading, "opened service", subject=reading.consortium)
    return at.date() if at else None


async def was_open(reading: Reading) -> bool:
    """Whether officers may have asked: where nobody can have, there is nothing that a new plan could be linked with."""
    return await first_opened(reading) is not None
