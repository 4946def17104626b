"""Members' wishes about mails that can wait."""

from datetime import time
from typing import TypedDict
from uuid import UUID

from sqlalchemy import delete, select

from consortium.db import Reading, Transaction
from consortium.members.store.people_tables import MailDietRow


class Wishes(TypedDict):
    """The columns as they are; all empty for who has no wishes."""

    quiet_from: time | None
    quiet_until: time | None
    digest_at: time | None


async def load_diet(reading: Reading, person: UUID) -> Wishes:
    """What a member wishes."""
    row = (await reading.execute(select(MailDietRow).where(MailDietRow.person == person))).scalar_one_or_none()
    if row is None:
        return {"quiet_from": None, "quiet_until": None, "digest_at": None}
    return {"quiet_from": row.quiet_from, "quiet_until": row.quiet_until, "digest_at": row.digest_at}


async def wants_weekly(reading: Reading, person: UUID) -> bool:
    """Whether a coordinator gets the mail of the week about cover: unless she does without it."""
    found = await reading.scalar(select(MailDietRow.no_weekly).where(MailDietRow.person == person))
    return not found


async def save_diet(
    tx: Transaction,
    person: UUID,
    *,
    quiet_from: time | None,
    quiet_until: time | None,
    digest_at: time | None,
    no_weekly: bool = False,
) -> None:
    """Keep what a member wishes, in place of what she wished before."""
    await tx.execute(delete(MailDietRow).where(MailDietRow.person == person))
    if quiet_from is None and digest_at is None and not no_weekly:
        return
    tx.add(
        MailDietRow(
            consortium=tx.consortium,
            person=person,
            quiet_from=quiet_from,
            quiet_until=quiet_until,
            digest_at=digest_at,
            no_weekly=no_weekly,
        )
    )
    await tx.flush()
