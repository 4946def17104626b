"""Passkeys and the questions put to them: rows to values and back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import delete, exists, select

from consortium.access.door import Viewer
from consortium.access.store.door import still_here
from consortium.access.tables import ChallengeRow, PasskeyRow, PersonRow
from consortium.access.tokens import kept
from consortium.db import Reading, Transaction

CHALLENGE_LENGTH = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passkey:
    """A member's passkey, as she sees it on her page; days, not times."""

    id: UUID
    name: str
    public_key: bytes
    backed_up: bool
    added_on: date
    last_used_on: date | None
    confirmed_on: date | None


async def load_own_passkeys(reading: Reading, viewer: Viewer) -> tuple[Passkey, ...]:
    """The viewer's passkeys, the oldest first."""
    rows = await reading.scalars(
        select(PasskeyRow).where(PasskeyRow.person == viewer.person).order_by(PasskeyRow.added_on, PasskeyRow.name)
    )
    return tuple(
        Passkey(
            id=row.id,
            name=row.name,
            public_key=row.public_key,
            backed_up=row.backed_up,
            added_on=row.added_on,
            last_used_on=row.last_used_on,
            confirmed_on=row.confirmed_on,
        )
        for row in rows
    )


async def passkey_rows_of(tx: Transaction, person: UUID) -> Sequence[PasskeyRow]:
    """A person's passkeys, her row locked first, so that racing changes count each other."""
    await tx.execute(select(PersonRow.id).where(PersonRow.id == person).with_for_update(key_share=True))
    return (await tx.scalars(select(PasskeyRow).where(PasskeyRow.person == person).order_by(PasskeyRow.id))).all()


async def has_passkey(reading: Reading, person: UUID) -> bool:
    """Whether this person has a passkey."""
    return bool(await reading.scalar(select(exists().where(PasskeyRow.person == person))))


async def passkey_by_credential(tx: Transaction, credential: bytes) -> PasskeyRow | None:
    """The passkey with this credential id, locked, if its holder has not left."""
    found = await tx.execute(
        select(PasskeyRow)
        .join(PersonRow, PersonRow.id == PasskeyRow.person)
        .where(
            PasskeyRow.credential_id == credential,
            still_here(tx),
        )
        .with_for_update(of=PasskeyRow)
    )
    return found.scalar_one_or_none()


async def save_passkey(tx: Transaction, row: PasskeyRow) -> None:
    """Keep a new passkey."""
    tx.add(row)
    await tx.flush()


async def credential_is_known(tx: Transaction, credential: bytes) -> bool:
    """Whether this consortium holds a passkey with this credential id."""
    return bool(await tx.scalar(select(exists().where(PasskeyRow.credential_id == credential))))


async def delete_passkeys(tx: Transaction, rows: Sequence[PasskeyRow]) -> None:
    """Remove these passkeys."""
    await tx.execute(delete(PasskeyRow).where(PasskeyRow.id.in_([row.id for row in rows])))


async def save_challenge(
    tx: Transaction, challenge: bytes, *, purpose: str, person: UUID | None = None, browser: str | None = None
) -> None:
    """Keep a question, good once and for five minutes. What has run out goes, and so does the last one of the same."""
    mine = ChallengeRow.person == person if person else ChallengeRow.browser_hash == kept(browser or "")
    same = (ChallengeRow.purpose == purpose) & mine
    await tx.execute(delete(ChallengeRow).where((ChallengeRow.expires_at <= tx.now) | same))
    tx.add(
        ChallengeRow(
            consortium=tx.consortium,
            challenge=challenge,
            purpose=purpose,
            person=person,
            browser_hash=None if browser is None else kept(browser),
            expires_at=tx.now + CHALLENGE_LENGTH,
        )
    )


async def use_challenge(
    tx: Transaction, challenge: bytes, *, purpose: str, person: UUID | None = None, browser: str | None = None
) -> bool:
    """Use a question up; whether it was ours, for this, for her or her browser, and still good."""
    theirs = ChallengeRow.person == person if person else ChallengeRow.browser_hash == kept(browser or "")
    used = await tx.scalar(
        delete(ChallengeRow)
        .where(
            ChallengeRow.challenge == challenge,
            ChallengeRow.purpose == purpose,
            theirs,
            ChallengeRow.expires_at > tx.now,
        )
        .returning(ChallengeRow.id)
    )
    return used is not None
