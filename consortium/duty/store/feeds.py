"""Calendar feeds in the database, to and from values. Only her own are ever listed for a member."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, delete, select, update

from consortium.access.tables import PersonRow, RoleRow
from consortium.db import Reading, Transaction
from consortium.duty.feeds.events import Event
from consortium.duty.store.feed_rows import FeedEventRow, FeedRow
from geo import PersonId
from scheduling import Line, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed: its maker's own turns, or a line's where there is one. Days are of UTC."""

    id: UUID
    person: PersonId
    line: Line | None
    made_on: date
    fetched_on: date | None

    @property
    def about(self) -> PersonId | None:
        """Whose turns it tells; None: a line's."""
        return self.person if self.line is None else None


async def save_feed(tx: Transaction, person: PersonId, line: Line | None, token_hash: bytes) -> UUID:
    """Add a feed."""
    made = uuid4()
    tx.add(
        FeedRow(
            consortium=tx.consortium,
            id=made,
            person=person,
            line=line.value if line else None,
            token_hash=token_hash,
            made_on=tx.now.date(),
            fetched_on=None,
        )
    )
    await tx.flush()
    return made


async def load_feeds(reading: Reading, person: PersonId) -> tuple[Feed, ...]:
    """A member's own feeds, the oldest first."""
    rows = await reading.scalars(select(FeedRow).where(FeedRow.person == person).order_by(FeedRow.made_on, FeedRow.id))
    return tuple(_feed(row) for row in rows)


async def find_feed(reading: Reading, token_hash: bytes) -> Feed | None:
    """The feed behind an address, while its maker is a member who holds a role."""
    here = PersonRow.ended_on.is_(None) | (PersonRow.ended_on > reading.now.date())
    holds_one = select(RoleRow.id).where(RoleRow.person == FeedRow.person).exists()
    row = await reading.scalar(
        select(FeedRow)
        .join(PersonRow, PersonRow.id == FeedRow.person)
        .where(FeedRow.token_hash == token_hash, here, holds_one)
    )
    return _feed(row) if row else None


async def delete_feed(tx: Transaction, feed: Feed) -> None:
    """End a feed; the events go with the last one that told of them."""
    await tx.execute(delete(FeedRow).where(FeedRow.id == feed.id))
    same = (
        FeedRow.line.is_(None) & (FeedRow.person == feed.person)
        if feed.line is None
        else FeedRow.line == feed.line.value
    )
    if await tx.scalar(select(FeedRow.id).where(same).limit(1)) is None:
        await tx.execute(delete(FeedEventRow).where(_of(feed)))


async def note_fetched(tx: Transaction, feed: Feed) -> None:
    """Keep the day on which a program last read it."""
    await tx.execute(update(FeedRow).where(FeedRow.id == feed.id).values(fetched_on=tx.now.date()))


async def load_events(reading: Reading, feed: Feed) -> tuple[Event, ...]:
    """Every event of what this feed tells, by id."""
    rows = await reading.scalars(select(FeedEventRow).where(_of(feed)).order_by(FeedEventRow.id))
    return tuple(
        Event(
            id=row.id,
            line=Line(row.line),
            span=Span(row.starts_at, row.ends_at),
            changed_at=row.changed_at,
            sequence=row.sequence,
            cancelled=row.cancelled,
        )
        for row in rows
    )


async def save_events(tx: Transaction, feed: Feed, before: Iterable[Event], after: Iterable[Event]) -> None:
    """Keep the events as they are now: what is new is added, what changed is changed, what is not there is deleted."""
    known, now = {each.id: each for each in before}, {each.id: each for each in after}
    if gone := known.keys() - now.keys():
        await tx.execute(delete(FeedEventRow).where(FeedEventRow.id.in_(gone)))
    for event in now.values():
        if event.id not in known:
            tx.add(_row(tx.consortium, feed, event))
        elif known[event.id] != event:
            await tx.merge(_row(tx.consortium, feed, event))
    await tx.flush()


def _row(consortium: UUID, feed: Feed, event: Event) -> FeedEventRow:
    return FeedEventRow(
        consortium=consortium,
        id=event.id,
        person=feed.about,
        line=event.line.value,
        starts_at=event.span.start,
        ends_at=event.span.end,
        changed_at=event.changed_at,
        sequence=event.sequence,
        cancelled=event.cancelled,
    )


def _of(feed: Feed) -> ColumnElement[bool]:
    """The events of what this feed tells."""
    if feed.line is None:
        return FeedEventRow.person == feed.person
    return FeedEventRow.person.is_(None) & (FeedEventRow.line == feed.line.value)


def _feed(row: FeedRow) -> Feed:
    return Feed(
        id=row.id,
        person=PersonId(row.person),
        line=None if row.line is None else Line(row.line),
        made_on=row.made_on,
        fetched_on=row.fetched_on,
    )
