"""Rows of the programs' door to values and back."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert

from consortium.access.door import Viewer
from consortium.access.permissions import Permission, Role, may
from consortium.access.store import visible_people
from consortium.access.tables import PersonRow, RoleRow
from consortium.access.tokens import kept
from consortium.db import Reading, Transaction
from consortium.problems import NotFound
from consortium.programs.scopes import PERMISSIONS, Scope
from consortium.programs.tables import ApiTokenRow, IdempotencyRow

REMEMBERED = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """A program that came with a good key. ``scopes`` are those that whoever made it holds herself today."""

    id: UUID
    name: str
    made_by: UUID
    scopes: frozenset[Scope]
    seen_today: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenLine:
    """A key as its page lists it; ``made_by`` is empty where the viewer may not see who made it.

    ``alone``: whoever made it has left or is no longer an administrator, so it opens nothing.
    """

    id: UUID
    name: str
    scopes: tuple[Scope, ...]
    made_by: str
    made_on: date
    expires_on: date
    last_used_on: date | None
    ended_on: date | None
    alone: bool


@dataclass(frozen=True, slots=True)
class Answered:
    """What was answered to a write."""

    status: int
    answer: dict[str, Any]


async def load_program(reading: Reading, token: str) -> Program | None:
    """Who carries this key, if it is good today and whoever made it still administers this consortium."""
    today = reading.now.date()
    found = await reading.execute(
        select(ApiTokenRow)
        .join(PersonRow, PersonRow.id == ApiTokenRow.made_by)
        .where(
            ApiTokenRow.token_hash == kept(token),
            ApiTokenRow.ended_on.is_(None),
            ApiTokenRow.expires_on > today,
            PersonRow.ended_on.is_(None) | (PersonRow.ended_on > today),
        )
    )
    row = found.scalar_one_or_none()
    if row is None:
        return None
    roles = [Role(role) for role in await reading.scalars(select(RoleRow.role).where(RoleRow.person == row.made_by))]
    if not may(roles, Permission.MANAGE_TOKENS):
        return None
    return Program(
        id=row.id,
        name=row.name,
        made_by=row.made_by,
        scopes=frozenset(
            scope for scope in map(Scope, row.scopes) if all(may(roles, each) for each in PERMISSIONS[scope])
        ),
        seen_today=row.last_used_on == today,
    )


async def touch_token(tx: Transaction, token: UUID) -> None:
    """Keep the day, not the time, on which a key was last used."""
    await tx.execute(update(ApiTokenRow).where(ApiTokenRow.id == token).values(last_used_on=tx.now.date()))


async def load_tokens(reading: Reading, viewer: Viewer) -> tuple[TokenLine, ...]:
    """Every key of the consortium: those that open something first, then by name."""
    today = reading.now.date()
    seen = dict((await reading.execute(select(PersonRow.id, PersonRow.name).where(visible_people(viewer)))).all())
    gone = set(await reading.scalars(select(PersonRow.id).where(PersonRow.ended_on <= today)))
    roles = await reading.execute(select(RoleRow.person, RoleRow.role))
    managing = {row.person for row in roles if may([Role(row.role)], Permission.MANAGE_TOKENS)} - gone
    rows = await reading.scalars(select(ApiTokenRow).order_by(ApiTokenRow.name, ApiTokenRow.id))
    lines = [
        TokenLine(
            id=row.id,
            name=row.name,
            scopes=tuple(scope for scope in Scope if scope in row.scopes),
            made_by=seen.get(row.made_by, ""),
            made_on=row.made_on,
            expires_on=row.expires_on,
            last_used_on=row.last_used_on,
            ended_on=row.ended_on,
            alone=row.made_by not in managing,
        )
        for row in rows
    ]
    return tuple(sorted(lines, key=lambda line: line.ended_on is not None or line.expires_on <= today))


async def save_token(
    tx: Transaction, *, name: str, token: str, scopes: frozenset[Scope], made_by: UUID, expires_on: date
) -> UUID:
    """Keep a new key, by its hash."""
    row = ApiTokenRow(
        consortium=tx.consortium,
        id=uuid4(),
        name=name,
        token_hash=kept(token),
        scopes=sorted(scopes),
        made_by=made_by,
        made_on=tx.now.date(),
        expires_on=expires_on,
    )
    tx.add(row)
    await tx.flush()
    return row.id


async def lock_token(tx: Transaction, token: UUID) -> ApiTokenRow:
    """A key's row, locked.

    Raises:
        NotFound: there is none.
    """
    row = (await tx.execute(select(ApiTokenRow).where(ApiTokenRow.id == token).with_for_update())).scalar_one_or_none()
    if row is None:
        raise NotFound
    return row


async def first_sending(tx: Transaction, *, token: UUID, key_hash: bytes, sent_hash: bytes) -> UUID | None:
    """Claim a key for this write: its row's id, or ``None`` if it was claimed before; waits for who claims it now."""
    await forget_writes(tx)
    made = await tx.execute(
        insert(IdempotencyRow)
        .values(
            consortium=tx.consortium,
            id=uuid4(),
            token=token,
            key_hash=key_hash,
            sent_hash=sent_hash,
            status=0,
            answer={},
            expires_at=tx.now + REMEMBERED,
        )
        .on_conflict_do_nothing(index_elements=["consortium", "token", "key_hash"])
        .returning(IdempotencyRow.id)
    )
    return made.scalar_one_or_none()


async def load_answered(tx: Transaction, *, token: UUID, key_hash: bytes) -> tuple[bytes, Answered]:
    """What was sent under this key before, as a hash, and what was answered."""
    row = (
        await tx.execute(
            select(IdempotencyRow).where(IdempotencyRow.token == token, IdempotencyRow.key_hash == key_hash)
        )
    ).scalar_one()
    return row.sent_hash, Answered(row.status, row.answer)


async def save_answered(tx: Transaction, sending: UUID, answered: Answered) -> None:
    """Keep what is answered to a write, with the write."""
    await tx.execute(
        update(IdempotencyRow)
        .where(IdempotencyRow.id == sending)
        .values(status=answered.status, answer=answered.answer)
    )


async def forget_writes(tx: Transaction) -> None:
    """Delete what is older than a day."""
    await tx.execute(delete(IdempotencyRow).where(IdempotencyRow.expires_at <= tx.now))
