"""The doctor's look at the logs of agreements: what the nightly comparison found last, and whether there was one."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from consortium.access.store import known_consortia
from consortium.cli.findings import Finding, Found, area, mend, note, well
from consortium.db import Database
from consortium.signing.store.evidence import load_size
from consortium.signing.store.log_looks import LogLook, last_look

_LATE: Final = timedelta(days=2)

Seen = tuple[str, int, LogLook | None]
"""A consortium's address, how many events its log has, and the last look."""


async def look_at_log(address: str) -> list[Finding]:
    """Whether the log of each consortium held when it was compared last."""
    database = Database.connect(address)
    seen: list[Seen] = []
    try:
        async with database.reading(None) as reading:
            known, now = await known_consortia(reading), reading.now
        for consortium, slug in known:
            async with database.reading(consortium) as reading:
                seen.append((slug, await load_size(reading), await last_look(reading)))
    finally:
        await database.close()
    return _told(seen, now)


@area("log of agreements")
def _told(seen: Sequence[Seen], now: datetime) -> Iterator[Found]:
    for slug, size, look in seen:
        how = f"consortium agreement log check --consortium {slug}"
        if not size:
            yield well(slug, "It has not begun.")
        elif look is None:
            yield note(slug, f"{size} events, which were never compared with what they vouch for.", how)
        elif look.faults:
            yield mend(slug, f"On {look.at:%Y-%m-%d} it did not hold. {look.said}", how)
        elif now - look.at > _LATE:
            yield mend(slug, f"It was compared last on {look.at:%Y-%m-%d}. Every night is the rule.", how)
        else:
            yield well(slug, f"{look.size} events, compared on {look.at:%Y-%m-%d}: all of it held.")
