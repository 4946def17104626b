"""Sessions: who holds one, what is kept of it, and how it ends."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import delete, exists, select, update

from consortium.access.door import Viewer
from consortium.access.permissions import Role, SessionKind
from consortium.access.store.door import still_here
from consortium.access.store.ties import clock_of, load_ties
from consortium.access.tables import PersonRow, RecoveryRow, RoleRow, SessionRow
from consortium.access.tokens import kept
from consortium.db import Reading, Transaction

SESSION_LENGTH = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnSession:
    """One of a member's open sessions, as she sees it: the day it was last seen, and when it ends."""

    id: UUID
    kind: SessionKind
    label: str
    last_seen_day: date
    expires_at: datetime


async def load_viewer(reading: Reading, token: str, secret: str | None = None) -> tuple[Viewer, bool] | None:
    """Who holds this session, and whether its day last seen is out of date; ``None`` if nobody does.

    A duty session is found only with its second ``secret``, every other only without one.
    """
    bound = SessionRow.bound_hash.is_(None) if secret is None else SessionRow.bound_hash == kept(secret)
    recovering = exists().where(RecoveryRow.person == PersonRow.id, RecoveryRow.expires_at > reading.now)
    found = await reading.execute(
        select(
            SessionRow.id,
            SessionRow.kind,
            SessionRow.last_seen_day,
            SessionRow.passkey,
            PersonRow.id.label("person"),
            PersonRow.name,
            recovering.label("recovering"),
        )
        .join(PersonRow, PersonRow.id == SessionRow.person)
        .where(
            SessionRow.token_hash == kept(token),
            bound,
            SessionRow.expires_at > reading.now,
            still_here(reading),
        )
    )
    row = found.first()
    if row is None:
        return None
    roles = await reading.scalars(select(RoleRow.role).where(RoleRow.person == row.person))
    agencies = await load_ties(reading, row.person)
    viewer = Viewer(
        consortium=reading.consortium,
        person=row.person,
        name=row.name,
        roles=frozenset(Role(role) for role in roles),
        agencies=frozenset(agencies),
        session=row.id,
        kind=SessionKind(row.kind),
        recovering=row.recovering,
        passkey=row.passkey,
        clock=clock_of(agencies),
    )
    return viewer, row.last_seen_day != reading.now.date()


async def touch_session(tx: Transaction, session: UUID) -> None:
    """Keep the day, not the time, on which a session was last seen."""
    await tx.execute(update(SessionRow).where(SessionRow.id == session).values(last_seen_day=tx.now.date()))


async def save_session(
    tx: Transaction,
    person: UUID,
    token: str,
    *,
    kind: SessionKind = SessionKind.FULL,
    until: datetime | None = None,
    secret: str | None = None,
    label: str = "",
    passkey: UUID | None = None,
) -> UUID:
    """Open a session for a person; a duty session needs its ``secret``.

    Without ``until`` it ends as the day (UTC) begins that is :data:`SESSION_LENGTH` ahead: an end to the second would
    tell when she signed in, and a peer signs in when somebody asks. ``passkey`` is the one that opened it, if one did.
    """
    row = SessionRow(
        consortium=tx.consortium,
        id=uuid4(),
        person=person,
        token_hash=kept(token),
        last_seen_day=tx.now.date(),
        expires_at=until or _day(tx.now + SESSION_LENGTH),
        kind=kind.value,
        label=label,
        bound_hash=None if secret is None else kept(secret),
        passkey=passkey,
    )
    tx.add(row)
    return row.id


def _day(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


async def load_own_sessions(reading: Reading, viewer: Viewer) -> tuple[OwnSession, ...]:
    """The viewer's open sessions, the latest day first."""
    rows = await reading.scalars(
        select(SessionRow)
        .where(SessionRow.person == viewer.person, SessionRow.expires_at > reading.now)
        .order_by(SessionRow.last_seen_day.desc(), SessionRow.id)
    )
    return tuple(
        OwnSession(
            id=row.id,
            kind=SessionKind(row.kind),
            label=row.label,
            last_seen_day=row.last_seen_day,
            expires_at=row.expires_at,
        )
        for row in rows
    )


async def name_own_session(tx: Transaction, viewer: Viewer, session: UUID, label: str) -> bool:
    """Give one of the viewer's sessions a name; whether she has such a one."""
    mine = (SessionRow.id == session, SessionRow.person == viewer.person)
    found = await tx.scalar(update(SessionRow).where(*mine).values(label=label).returning(SessionRow.id))
    return found is not None


async def end_own_session(tx: Transaction, viewer: Viewer, session: UUID) -> bool:
    """End one of the viewer's sessions; whether she had such a one."""
    mine = (SessionRow.id == session, SessionRow.person == viewer.person)
    return await tx.scalar(delete(SessionRow).where(*mine).returning(SessionRow.id)) is not None


async def delete_session(tx: Transaction, session: UUID) -> None:
    """End a session."""
    await tx.execute(delete(SessionRow).where(SessionRow.id == session))


async def delete_sessions_of(
    tx: Transaction, person: UUID, *, but: UUID | None = None, kinds: Collection[SessionKind] = tuple(SessionKind)
) -> None:
    """End a person's sessions of these kinds, ``but`` one."""
    theirs = (SessionRow.person == person, SessionRow.kind.in_([kind.value for kind in kinds]))
    await tx.execute(delete(SessionRow).where(*theirs, SessionRow.id.is_distinct_from(but)))


async def reduce_sessions_of(tx: Transaction, person: UUID, *, but: UUID) -> None:
    """Make a person's full sessions reduced ones, ``but`` this one: from now on she has a passkey."""
    full = (SessionRow.person == person, SessionRow.kind == SessionKind.FULL.value, SessionRow.id != but)
    await tx.execute(update(SessionRow).where(*full).values(kind=SessionKind.REDUCED.value))


async def end_phone(tx: Transaction, person: UUID, token: str | None) -> str:
    """End the duty session by which this person's phone was kept before; the device's name."""
    if token is None:
        return ""
    gone = (SessionRow.token_hash == kept(token), SessionRow.person == person, SessionRow.bound_hash.is_not(None))
    return await tx.scalar(delete(SessionRow).where(*gone).returning(SessionRow.label)) or ""


async def end_replaced(tx: Transaction, person: UUID, token: str | None) -> str:
    """End the session that a browser had before it got a new one; the device's name, if it was hers too."""
    if token is None:
        return ""
    gone = (SessionRow.token_hash == kept(token), SessionRow.bound_hash.is_(None))
    row = (await tx.execute(delete(SessionRow).where(*gone).returning(SessionRow.person, SessionRow.label))).first()
    return row.label if row is not None and row.person == person else ""
