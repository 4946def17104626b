"""What goes when somebody leaves, and what of it can be brought back on the same day."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select, text, update

from consortium.access.permissions import Role
from consortium.access.tables import (
    AffiliationRow,
    ChallengeRow,
    IdentityRow,
    PasskeyRow,
    PersonRow,
    RecoveryRow,
    RoleRow,
    SessionRow,
    SignInRow,
    SignOnFlowRow,
)
from consortium.db import Reading, Transaction
from consortium.members.store.people import load_midnight
from consortium.members.store.people_tables import ChannelRow, DepartureRow, PeerRow
from consortium.members.tables import DesignationRow
from geo import PersonId
from scheduling.schedule import Leave
from scheduling.spans import LATEST, Span

_ACCESS = (SessionRow, SignInRow, PasskeyRow, ChallengeRow, RecoveryRow, IdentityRow, SignOnFlowRow)
_MOMENT = timedelta(microseconds=1)

Kept = Mapping[str, Any]
"""What was taken from somebody: ``roles`` by value, ``ties`` as [agency, kind], ``designations`` as [id, until]."""


async def load_gone(reading: Reading) -> tuple[Leave, ...]:
    """Since when, or from when, people are on no line whatever the rota says: they left, or were suspended.

    Two queries. The spans have no end, so a rota that still names them shows gaps there.
    """
    midnight = await load_midnight(reading)
    rows = await reading.execute(
        select(PeerRow.person, PeerRow.suspended, PeerRow.suspended_at, PeerRow.ended_on, PersonRow.ended_on)
        .join(PersonRow, PersonRow.id == PeerRow.person)
        .order_by(PeerRow.person)
    )
    found = []
    for person, suspended, suspended_at, off_the_list, left in rows:
        since = [midnight(day) for day in (off_the_list, left) if day is not None]
        since += [suspended_at] if suspended and suspended_at is not None else []
        if since:
            found.append(Leave(PersonId(person), Span(min(since), LATEST)))
    return tuple(found)


async def end_access(tx: Transaction, person: UUID) -> None:
    """End every way in that this person has: sessions, sign-ins under way, passkeys, recovery, connected accounts."""
    for table in _ACCESS:
        await tx.execute(delete(table).where(table.person == person))


async def delete_channels(tx: Transaction, person: UUID) -> None:
    """Delete every way of paging her, and the number that officers were given. They do not come back."""
    await tx.execute(delete(ChannelRow).where(ChannelRow.person == person))
    await tx.execute(update(PeerRow).where(PeerRow.person == person).values(talk_number=None, ring_off_duty=False))


async def take_roles(tx: Transaction, person: UUID, roles: Iterable[Role] | None = None) -> list[str]:
    """Take these roles (all, if ``None``) from her; which she had."""
    mine = RoleRow.person == person
    if roles is not None:
        mine &= RoleRow.role.in_([role.value for role in roles])
    return sorted(await tx.scalars(delete(RoleRow).where(mine).returning(RoleRow.role)))


async def take_ties(tx: Transaction, person: UUID) -> list[list[str]]:
    """End all her ties to agencies; which they were."""
    rows = await tx.execute(
        delete(AffiliationRow)
        .where(AffiliationRow.person == person)
        .returning(AffiliationRow.agency, AffiliationRow.kind)
    )
    return sorted([str(agency), kind] for agency, kind in rows)


async def end_designations(tx: Transaction, person: UUID) -> list[list[str | None]]:
    """End her designations now; which they were, with the end that each had. One not begun ends as it begins."""
    live = (DesignationRow.person == person) & (DesignationRow.until.is_(None) | (DesignationRow.until > tx.now))
    rows = (await tx.execute(select(DesignationRow.id, DesignationRow.until).where(live))).all()
    await tx.execute(
        update(DesignationRow)
        .where(live)
        .values(until=func.greatest(tx.now, DesignationRow.since + _MOMENT))
        .execution_options(synchronize_session=False)
    )
    return [[str(row.id), row.until.isoformat() if row.until else None] for row in rows]


async def bring_back(tx: Transaction, person: UUID, kept: Kept) -> None:
    """Give her back the roles, ties and designations that were taken."""
    tx.add_all(RoleRow(consortium=tx.consortium, person=person, role=role) for role in kept.get("roles", ()))
    tx.add_all(
        AffiliationRow(consortium=tx.consortium, person=person, agency=UUID(agency), kind=kind)
        for agency, kind in kept.get("ties", ())
    )
    for designation, until in kept.get("designations", ()):
        await tx.execute(
            update(DesignationRow)
            .where(DesignationRow.id == UUID(designation), DesignationRow.person == person)
            .values(until=datetime.fromisoformat(until) if until else None)
        )
    await tx.flush()


async def departure_of(reading: Reading, person: UUID, kind: str) -> DepartureRow | None:
    """The departure of this kind that is planned, or that was carried out today."""
    return (
        await reading.execute(select(DepartureRow).where(DepartureRow.person == person, DepartureRow.kind == kind))
    ).scalar_one_or_none()


async def claim_departure(tx: Transaction) -> tuple[UUID, UUID] | None:
    """The consortium and id of one departure that is due, locked until this transaction ends."""
    row = (await tx.execute(text("select consortium, id from claim_departure()"))).first()
    return (row.consortium, row.id) if row else None


async def load_departure(tx: Transaction, departure: UUID) -> DepartureRow | None:
    """A departure by its id."""
    return (await tx.execute(select(DepartureRow).where(DepartureRow.id == departure))).scalar_one_or_none()


async def forget_departure(tx: Transaction, departure: DepartureRow) -> None:
    """It cannot be taken back any more: nothing of what was taken stays, nor the address of who has left."""
    if departure.kind == "person":
        await tx.execute(update(PersonRow).where(PersonRow.id == departure.person).values(email=None))
    await tx.delete(departure)
    await tx.flush()


async def next_midnight(reading: Reading, day: date) -> datetime:
    """The instant at which the day after this one begins."""
    return (await load_midnight(reading))(day + timedelta(days=1))
