"""Test mails under way, and the days on which one came back."""

from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from consortium.access.tables import PersonRow
from consortium.db import Reading, Transaction
from consortium.members.setup_values import MailTest
from consortium.members.store.setup_tables import MailTestRow


async def load_mail_test(reading: Reading, person: UUID) -> MailTest:
    """The newest day on which anybody's test came back, and whether a code is waited for from this person."""
    proved = await newest_mail_test(reading)
    waiting = await reading.scalar(
        select(MailTestRow.id).where(
            MailTestRow.person == person, MailTestRow.code_hash.is_not(None), MailTestRow.expires_at > reading.now
        )
    )
    return MailTest(proved_on=proved, waiting=waiting is not None)


async def find_mail_test(tx: Transaction, person: UUID) -> MailTestRow | None:
    """This person's test, locked."""
    return await tx.scalar(select(MailTestRow).where(MailTestRow.person == person).with_for_update())


async def own_address(reading: Reading, person: UUID) -> str | None:
    """The mail address of one person: for her own mail."""
    found: str | None = await reading.scalar(select(PersonRow.email).where(PersonRow.id == person))
    return found


async def newest_mail_test(reading: Reading) -> date | None:
    """The newest day on which anybody typed a code back."""
    found: date | None = await reading.scalar(select(func.max(MailTestRow.proved_on)))
    return found
