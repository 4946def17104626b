"""Wishes, legal holds and reminders of agreements in the database."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import aliased

from agreements import PactId
from consortium.access.tables import PersonRow
from consortium.db import Reading, Transaction
from consortium.members.store import keep
from consortium.signing.store.events import note_event
from consortium.signing.store.life_tables import AgreementHoldRow, AgreementReminderRow, AgreementWishRow
from geo import AgencyId

JOIN: Final = "join"
END: Final = "end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What an agency wishes of an agreement: to join it, or that it ends."""

    pact: PactId
    agency: AgencyId
    kind: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """A legal hold; ``ended_at`` is empty while it runs."""

    id: UUID
    pact: PactId
    reason: str
    set_at: datetime
    set_by: str
    ended_at: datetime | None
    ended_by: str


async def load_wishes(reading: Reading, pact: PactId | None = None) -> tuple[Wish, ...]:
    """The wishes about one agreement, or about all, the oldest first."""
    wanted = select(AgreementWishRow).order_by(AgreementWishRow.at, AgreementWishRow.id)
    if pact is not None:
        wanted = wanted.where(AgreementWishRow.agreement == pact)
    return tuple(
        Wish(pact=PactId(row.agreement), agency=AgencyId(row.agency), kind=row.kind, at=row.at)
        for row in await reading.scalars(wanted)
    )


async def save_wish(tx: Transaction, pact: PactId, agency: AgencyId, kind: str, *, by: UUID) -> None:
    """Keep a wish; the caller holds the lock and has looked that there is none."""
    row = AgreementWishRow(
        consortium=tx.consortium, id=uuid4(), agreement=pact, agency=agency, kind=kind, at=tx.now, by=by
    )
    await keep(tx, row)


async def drop_wish(tx: Transaction, pact: PactId, agency: AgencyId, kind: str) -> bool:
    """Take a wish back; whether there was one."""
    mine = (AgreementWishRow.agreement == pact, AgreementWishRow.agency == agency, AgreementWishRow.kind == kind)
    found = await tx.scalars(delete(AgreementWishRow).where(*mine).returning(AgreementWishRow.id))
    return bool(found.all())


async def load_holds(reading: Reading, pact: PactId | None = None) -> tuple[Hold, ...]:
    """The legal holds on one agreement, or on all, those that ended too, the oldest first."""
    setter, ender = aliased(PersonRow), aliased(PersonRow)
    wanted = (
        select(AgreementHoldRow, setter.name, ender.name)
        .join(setter, setter.id == AgreementHoldRow.set_by)
        .outerjoin(ender, ender.id == AgreementHoldRow.ended_by)
        .order_by(AgreementHoldRow.set_at, AgreementHoldRow.id)
    )
    if pact is not None:
        wanted = wanted.where(AgreementHoldRow.agreement == pact)
    return tuple(
        Hold(
            id=row.id,
            pact=PactId(row.agreement),
            reason=row.reason,
            set_at=row.set_at,
            set_by=who,
            ended_at=row.ended_at,
            ended_by=ended or "",
        )
        for row, who, ended in await reading.execute(wanted)
    )


async def save_hold(tx: Transaction, pact: PactId, reason: str, *, by: UUID) -> UUID:
    """Set a hold; it is an event of the log."""
    row = AgreementHoldRow(
        consortium=tx.consortium, id=uuid4(), agreement=pact, reason=reason, set_at=tx.now, set_by=by
    )
    await keep(tx, row)
    await note_event(tx, kind="hold", agreement=pact, body={"hold": str(row.id), "what": "set"})
    return row.id


async def close_hold(tx: Transaction, pact: PactId, hold: UUID, *, by: UUID) -> bool:
    """End a hold that runs; whether there was one. It is an event of the log."""
    running = (AgreementHoldRow.agreement == pact, AgreementHoldRow.id == hold, AgreementHoldRow.ended_at.is_(None))
    ended = update(AgreementHoldRow).where(*running).values(ended_at=tx.now, ended_by=by)
    found = (await tx.scalars(ended.returning(AgreementHoldRow.id))).all()
    if found:
        await note_event(tx, kind="hold", agreement=pact, body={"hold": str(hold), "what": "ended"})
    return bool(found)


async def told_on(reading: Reading, day: date) -> frozenset[UUID]:
    """Who got a reminder on a day."""
    return frozenset(
        await reading.scalars(select(AgreementReminderRow.person).where(AgreementReminderRow.told_on == day))
    )


async def load_reminded(reading: Reading, people: Collection[UUID]) -> frozenset[tuple[UUID, UUID, str]]:
    """Of what these people were reminded: agreement, person, what."""
    rows = await reading.execute(
        select(AgreementReminderRow.agreement, AgreementReminderRow.person, AgreementReminderRow.what).where(
            AgreementReminderRow.person.in_(people)
        )
    )
    return frozenset((row.agreement, row.person, row.what) for row in rows)


async def note_reminder(tx: Transaction, pact: PactId, person: UUID, what: str, day: date) -> bool:
    """Keep that somebody is told of this; false where another process has told her."""
    values = {"consortium": tx.consortium, "id": uuid4(), "agreement": pact, "person": person}
    statement = insert(AgreementReminderRow).values(**values, what=what, told_on=day)
    done = await tx.scalars(statement.on_conflict_do_nothing().returning(AgreementReminderRow.id))
    return bool(done.all())
