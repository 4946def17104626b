"""Where a member is told what concerns herself: every mail address that we have of her."""

from uuid import UUID

from sqlalchemy import select

from consortium.access.tables import PersonRow
from consortium.db import Reading
from consortium.members.kinds import ChannelKind
from consortium.members.store.people_tables import ChannelRow


async def load_own_mails(reading: Reading, person: UUID) -> tuple[str, ...]:
    """The address she signs in with, then those of her channels, by address; it is for mails to herself alone."""
    own = await reading.scalar(select(PersonRow.email).where(PersonRow.id == person))
    channels = await reading.scalars(
        select(ChannelRow.address)
        .where(ChannelRow.person == person, ChannelRow.kind == ChannelKind.MAIL.value)
        .order_by(ChannelRow.address)
    )
    return (*((own,) if own else ()), *channels)
