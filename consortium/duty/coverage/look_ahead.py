"""Look ahead: what cover is missing, for the page, programs, the command line, the figures and the mail of the week."""

import asyncio
from datetime import timedelta
from typing import Final

from consortium.db import Reading
from consortium.duty.coverage.judge import judge
from consortium.duty.coverage.values import CoverFacts, Outlook
from consortium.duty.store.meant_gaps import load_meant
from scheduling import Span

DAYS: Final = 90
AHEAD: Final = timedelta(days=DAYS)


async def look_ahead(reading: Reading, facts: CoverFacts, window: Span | None = None) -> Outlook:
    """What is missing in the window, or in the 90 days from now on; gaps that are meant are told apart.

    It takes a while: in a thread, so that nobody who asks for a peer waits for it, and on facts that remember apart
    from those by which requests go.
    """
    span = window or Span(reading.now, reading.now + AHEAD)
    meant = await load_meant(reading)
    return await asyncio.to_thread(judge, facts.with_schedule(facts.schedule), span, meant)
