"""Ways to reach a member, as rows that a verb changes."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select

from consortium.access.tables import PersonRow
from consortium.db import Transaction
from consortium.members.kinds import ChannelKind
from consortium.members.store.people_tables import ChannelRow


async def first_proofs(tx: Transaction, person: UUID) -> Sequence[ChannelRow]:
    """Her mail channel at her own mail address, locked, if nobody has ever proved it."""
    found = await tx.scalars(
        select(ChannelRow)
        .join(PersonRow, PersonRow.id == ChannelRow.person)
        .where(
            ChannelRow.person == person,
            ChannelRow.kind == ChannelKind.MAIL.value,
            func.lower(ChannelRow.address) == func.lower(PersonRow.email),
            ChannelRow.proved_on.is_(None),
        )
        .with_for_update(of=ChannelRow)
    )
    return found.all()
