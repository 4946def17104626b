"""One row of a person's, locked until the transaction ends, for a verb that changes it."""

from datetime import date
from typing import TypeVar
from uuid import UUID

from sqlalchemy import func, select

from consortium.access.permissions import Role
from consortium.access.tables import AffiliationRow, ConsortiumRow, PersonRow, RoleRow
from consortium.db import Owned, Reading, Transaction
from consortium.members.store.people_tables import ChannelProofRow, PeerRow
from consortium.problems import NotFound
from scheduling.wallclock import zone

_Row = TypeVar("_Row", bound=Owned)


async def load_today(reading: Reading) -> date:
    """The day that it is now by the consortium's own clock.

    Raises:
        NotFound: there is no such consortium.
    """
    name = await reading.scalar(select(ConsortiumRow.timezone).where(ConsortiumRow.id == reading.consortium))
    if name is None:
        raise NotFound
    return reading.now.astimezone(zone(name)).date()


async def person_row(tx: Transaction, person: UUID) -> PersonRow:
    """A person, locked against other changes of her; rows that only refer to her are written meanwhile.

    Raises:
        NotFound: there is no such person.
    """
    found = await tx.scalar(select(PersonRow).where(PersonRow.id == person).with_for_update(key_share=True))
    if found is None:
        raise NotFound
    return found


async def peer_row(tx: Transaction, person: UUID) -> PeerRow | None:
    """What makes this person one who answers, or did; locked."""
    return (
        await tx.execute(select(PeerRow).where(PeerRow.person == person).with_for_update(key_share=True))
    ).scalar_one_or_none()


async def own_row(tx: Transaction, table: type[_Row], person: UUID, row: UUID) -> _Row:
    """A training entry, a channel or a leave of this person, locked.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    of_her = getattr(table, "person") == person  # noqa: B009  (tables of this kind have the column; the type can't say)
    found = await tx.scalar(select(table).where(table.id == row, of_her).with_for_update())
    if found is None:
        raise NotFound
    return found


async def tie_row(tx: Transaction, person: UUID, agency: UUID, kind: str) -> AffiliationRow:
    """One tie of a person to an agency.

    Raises:
        NotFound: there is none of this kind.
    """
    found = await tx.scalar(
        select(AffiliationRow)
        .where(AffiliationRow.person == person, AffiliationRow.agency == agency, AffiliationRow.kind == kind)
        .with_for_update()
    )
    if found is None:
        raise NotFound
    return found


async def other_administrators(reading: Reading, person: UUID) -> int:
    """How many other people are administrators and are not leaving."""
    return int(
        await reading.scalar(
            select(func.count())
            .select_from(RoleRow)
            .join(PersonRow, PersonRow.id == RoleRow.person)
            .where(RoleRow.role == Role.ADMINISTRATOR.value, PersonRow.id != person, PersonRow.ended_on.is_(None))
        )
        or 0
    )


async def proof_of(tx: Transaction, channel: UUID) -> ChannelProofRow | None:
    """The code that is on its way to a channel, locked; good or not."""
    return (
        await tx.execute(select(ChannelProofRow).where(ChannelProofRow.channel == channel).with_for_update())
    ).scalar_one_or_none()
