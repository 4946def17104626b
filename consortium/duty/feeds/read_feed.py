"""Read a calendar feed: the turns as they are now, told so that a program follows what has changed."""

from uuid import uuid4

from consortium.access.store import Place
from consortium.db import Database
from consortium.duty.feeds.calendar import calendar_of
from consortium.duty.feeds.events import reconcile, wanted_of
from consortium.duty.feeds.make_feed import digest
from consortium.duty.store.feeds import Feed, find_feed, load_events, note_fetched, save_events
from consortium.members.store import one_at_a_time
from consortium.problems import NotFound
from scheduling import Schedule


async def read_feed(database: Database, place: Place, token: str, schedule: Schedule) -> bytes:
    """The calendar behind an address. Written is only what has changed, and the day of the day's first look.

    Raises:
        NotFound: there is none behind it, or not any more.
    """
    hashed = digest(token)
    async with database.reading(place.id) as reading:
        feed = await find_feed(reading, hashed)
        if feed is None:
            raise NotFound
        known = await load_events(reading, feed)
        wanted = wanted_of(schedule, reading.now, feed.about, feed.line)
        events = reconcile(known, wanted, reading.now, uuid4)
        settled = events == known and feed.fetched_on == reading.now.date()
    if not settled:
        async with database.transaction(place.id) as tx:
            await one_at_a_time(tx)
            known = await load_events(tx, feed)
            events = reconcile(known, wanted, tx.now, uuid4)
            await save_events(tx, feed, known, events)
            await note_fetched(tx, feed)
    return calendar_of(events, name=_name(place, feed))


def _name(place: Place, feed: Feed) -> str:
    return f"{place.title}: {feed.line.value if feed.line else 'my duty'}"
