"""Facts of the go-live list: who can be paged, who holds which role, how far the notices are."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on

from consortium.access.door import Viewer
from consortium.access.permissions import Role
from consortium.access.store import visible_people
from consortium.access.tables import PersonRow, RoleRow
from consortium.db import Reading
from consortium.members.setup_values import Stage
from consortium.members.store.people_tables import ChannelRow
from consortium.members.store.setup_tables import NoticeRow


async def load_proved(reading: Reading) -> frozenset[UUID]:
    """Everybody who has shown that a page reaches her by mail, the only way as yet."""
    found = await reading.scalars(
        select(ChannelRow.person).where(ChannelRow.proved_on.is_not(None), ChannelRow.kind == "mail")
    )
    return frozenset(found)


async def load_role_holders(reading: Reading, viewer: Viewer) -> Mapping[Role, tuple[str, ...]]:
    """Who holds which role now, by name, as far as this viewer may see them."""
    rows = await reading.execute(
        select(RoleRow.role, PersonRow.name)
        .join(PersonRow, PersonRow.id == RoleRow.person)
        .where(
            PersonRow.ended_on.is_(None) | (PersonRow.ended_on > reading.now.date()),
            visible_people(viewer),
        )
        .order_by(PersonRow.name)
    )
    found: dict[Role, list[str]] = {}
    for role, name in rows:
        found.setdefault(Role(role), []).append(name)
    return {role: tuple(names) for role, names in found.items()}


async def load_notice_stages(reading: Reading) -> Mapping[tuple[str, str], Stage]:
    """Where the newest version of each notice stands; ``APPROVED`` where an approved one is in force."""
    newest = await reading.execute(
        select(NoticeRow.state, NoticeRow.language, NoticeRow.stage)
        .ext(distinct_on(NoticeRow.state, NoticeRow.language))
        .order_by(NoticeRow.state, NoticeRow.language, NoticeRow.version.desc())
    )
    found = {(state, language): Stage(stage) for state, language, stage in newest}
    approved = await reading.execute(
        select(NoticeRow.state, NoticeRow.language).where(NoticeRow.stage == Stage.APPROVED.value)
    )
    return found | {(row.state, row.language): Stage.APPROVED for row in approved}
