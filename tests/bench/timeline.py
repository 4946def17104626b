"""What the timeline of twelve weeks costs: time of the server's processor, and bytes as they travel (gzip -6).

The demo's first region has more people on duty in twelve weeks than the 40 that are wanted; both are printed.
"""

import asyncio
import gzip
import statistics
import time
from datetime import timedelta
from uuid import UUID

import httpx

from consortium.access.permissions import Role
from consortium.demo.door import load_doors
from tests.bench.ground import SLUG, standing
from tests.harness import Ground, MailCatcher, house

TIMES = 12
MOST_MS = 150
MOST_BYTES = 60_000
SLUGS = (SLUG, "juniper-rim")


def main() -> None:
    """Print the figures."""
    asyncio.run(_measure())


async def _measure() -> None:
    async with standing(durable=False) as (ground, _fleet):
        with MailCatcher() as mails:
            async with house(ground, mails) as home:
                for slug in SLUGS:
                    browser = await home.member(slug, await _coordinator(ground, slug))
                    for weeks in (1, 4, 12):
                        await _look(browser, slug, await _monday(ground), weeks)


async def _look(browser: httpx.AsyncClient, slug: str, monday: str, weeks: int) -> None:
    path = f"/{slug}/schedule/{monday}?weeks={weeks}"
    answer, spent = await browser.get(path), list[float]()
    assert answer.status_code == 200, path
    for _ in range(TIMES):
        before = time.process_time()
        await browser.get(path)
        spent.append(time.process_time() - before)
    packed, people = len(gzip.compress(answer.content, 6)), answer.text.count("<h4")
    wanted = f" (wanted: under {MOST_MS} ms and {MOST_BYTES / 1000:.0f} kB for 40 people)" if weeks == 12 else ""
    print(
        f"/{slug}/schedule of {weeks} weeks with {people} people: {statistics.median(spent) * 1000:.0f} ms of the "
        f"processor, {packed / 1000:.1f} kB packed, {len(answer.content) / 1000:.0f} kB plain{wanted}"
    )


async def _monday(ground: Ground) -> str:
    """The Monday after next, so that all twelve weeks lie ahead and have everything to mend in them."""
    async with ground.database.reading(None) as reading:
        today = reading.now.date()
    return (today + timedelta(days=7 - today.weekday())).isoformat()


async def _coordinator(ground: Ground, slug: str) -> UUID:
    async with ground.database.transaction(await ground.consortium(slug)) as tx:
        return next(door.person for door in await load_doors(tx) if Role.COORDINATOR in door.roles)


if __name__ == "__main__":
    main()
