"""Recovery on its way: who has lost her passkeys, and from when on she may begin anew."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select

from consortium.access.tables import PersonRow, RecoveryRow
from consortium.access.tokens import kept
from consortium.db import Reading, Transaction


@dataclass(frozen=True, slots=True)
class Recovery:
    """A recovery: it counts for ``[ready_at, expires_at)``."""

    person: UUID
    ready_at: datetime
    expires_at: datetime

    def ready(self, now: datetime) -> bool:
        """Whether she may begin anew at ``now``."""
        return self.ready_at <= now < self.expires_at


async def load_recovery(reading: Reading, person: UUID) -> Recovery | None:
    """A person's recovery that has not lapsed."""
    row = await reading.scalar(
        select(RecoveryRow).where(RecoveryRow.person == person, RecoveryRow.expires_at > reading.now)
    )
    return None if row is None else Recovery(row.person, row.ready_at, row.expires_at)


async def recovery_of_mail(reading: Reading, token: str) -> Recovery | None:
    """The recovery that this mail may cancel."""
    row = await reading.scalar(
        select(RecoveryRow).where(RecoveryRow.cancel_hash == kept(token), RecoveryRow.expires_at > reading.now)
    )
    return None if row is None else Recovery(row.person, row.ready_at, row.expires_at)


async def save_recovery(tx: Transaction, found: Recovery, token: str) -> None:
    """Keep a recovery, in place of one that has lapsed."""
    await delete_recovery(tx, found.person)
    tx.add(
        RecoveryRow(
            consortium=tx.consortium,
            person=found.person,
            ready_at=found.ready_at,
            expires_at=found.expires_at,
            cancel_hash=kept(token),
        )
    )


async def delete_recovery(tx: Transaction, person: UUID) -> bool:
    """End a person's recovery; whether there was one that had not lapsed."""
    until = await tx.scalar(delete(RecoveryRow).where(RecoveryRow.person == person).returning(RecoveryRow.expires_at))
    return until is not None and until > tx.now


async def lock_person(tx: Transaction, person: UUID) -> None:
    """Lock her row, so that two asks of one person wait for each other."""
    await tx.execute(select(PersonRow.id).where(PersonRow.id == person).with_for_update(key_share=True))
