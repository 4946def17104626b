"""Whether officers may have asked: only where nobody can have is there nothing that a new plan could be linked with."""

from consortium.db import Reading
from consortium.journal import load_acts


async def was_open(reading: Reading) -> bool:
    """Whether the service was ever opened; told from the journal, never from requests."""
    return any(
        act.act == "opened service" for act in await load_acts(reading, subjects=[reading.consortium], most=1000)
    )
