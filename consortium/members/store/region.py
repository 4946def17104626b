"""The consortium's own facts: settings, crisis lines and notices."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import distinct_on

from consortium.access.tables import ConsortiumRow
from consortium.db import Reading, Transaction
from consortium.members.hours import Hours
from consortium.members.promise import kept_policy
from consortium.members.setup_values import Stage
from consortium.members.state_profile import text_allowed
from consortium.members.store.setup_tables import CrisisLineRow, NoticeRow, ServiceHoursRow, StateFieldRow
from consortium.members.tables import AgencyRow
from consortium.members.values import CrisisLine, Notice, Region
from consortium.problems import NotFound


async def load_region(reading: Reading) -> Region:
    """The consortium that this session is in, with its settings.

    Raises:
        NotFound: there is no such consortium.
    """
    row = await load_settings_row(reading)
    return Region(
        id=row.id,
        slug=row.slug,
        title=row.title,
        timezone=row.timezone,
        state_network=row.state_network,
        service_level=row.service_level,
        text_offered=row.text_offered and await text_is_allowed(reading),
        paused=row.paused,
        policy=kept_policy(row),
        steps=tuple(row.steps),
        open_limit=row.open_limit,
        invented=row.invented,
        opened_on=row.opened_on,
        pause_reason=row.pause_reason,
        paused_until=row.paused_until,
        call_back_minutes=row.call_back_minutes,
        hours=await load_hours(reading),
        text_wished=row.text_offered,
    )


async def load_settings_row(reading: Reading, *, lock: bool = False) -> ConsortiumRow:
    """The row of the consortium that this session is in; with ``lock``, nobody else changes it meanwhile.

    Raises:
        NotFound: there is no such consortium.
    """
    found = select(ConsortiumRow).where(ConsortiumRow.id == reading.consortium)
    if lock:
        found = found.with_for_update(key_share=True).execution_options(populate_existing=True)
    row = await reading.scalar(found)
    if row is None:
        raise NotFound
    return row


async def load_hours(reading: Reading) -> tuple[Hours, ...]:
    """The set hours of the service, from Monday on; none where it has none."""
    rows = await reading.scalars(select(ServiceHoursRow).order_by(ServiceHoursRow.weekday))
    return tuple(Hours(row.weekday, row.opens_at, row.closes_at) for row in rows)


async def save_hours(tx: Transaction, hours: Iterable[Hours]) -> None:
    """Put these hours in the place of all others."""
    await tx.execute(delete(ServiceHoursRow))
    tx.add_all(
        ServiceHoursRow(consortium=tx.consortium, weekday=each.weekday, opens_at=each.opens, closes_at=each.closes)
        for each in hours
    )
    await tx.flush()


async def text_is_allowed(reading: Reading) -> bool:
    """Whether a legal advisor has read, for the state of every agency, that peers and officers may write."""
    states = await reading.scalars(select(AgencyRow.state).distinct())
    answers = await reading.execute(
        select(StateFieldRow.state, StateFieldRow.value).where(StateFieldRow.field == "text_allowed")
    )
    return text_allowed(frozenset(states), dict(answers.all()))


async def load_lines(reading: Reading) -> tuple[CrisisLine, ...]:
    """The crisis lines, in the order in which they are shown."""
    rows = await reading.scalars(select(CrisisLineRow).order_by(CrisisLineRow.position))
    return tuple(
        CrisisLine(
            name=row.name,
            number=row.number,
            href=row.href,
            blurb_en=row.blurb_en,
            blurb_es=row.blurb_es,
            verified_on=row.verified_on,
        )
        for row in rows
    )


async def save_lines(tx: Transaction, lines: Iterable[CrisisLine], *, by: UUID | None) -> None:
    """Put these lines in the place of all others; ``by`` is who verified those that are verified."""
    await tx.execute(delete(CrisisLineRow))
    tx.add_all(
        CrisisLineRow(
            consortium=tx.consortium,
            position=position,
            name=line.name,
            number=line.number,
            href=line.href,
            blurb_en=line.blurb_en,
            blurb_es=line.blurb_es,
            verified_on=line.verified_on,
            verified_by=by if line.verified_on else None,
        )
        for position, line in enumerate(lines)
    )
    await tx.flush()


async def load_notices(reading: Reading) -> Mapping[tuple[str, str], Notice]:
    """The newest approved notice of each state and language, by both; none that nobody has approved."""
    rows = await reading.scalars(
        select(NoticeRow)
        .where(NoticeRow.stage == Stage.APPROVED.value)
        .ext(distinct_on(NoticeRow.state, NoticeRow.language))
        .order_by(NoticeRow.state, NoticeRow.language, NoticeRow.version.desc())
    )
    return {
        (row.state, row.language): Notice(
            state=row.state,
            language=row.language,
            version=row.version,
            text=row.text,
            misconduct_duty=row.misconduct_duty,
            approved_by=row.approved_by,
            approved_on=row.approved_on,
            example=row.example,
        )
        for row in rows
        if row.approved_by is not None and row.approved_on is not None
    }


async def next_notice(reading: Reading, state: str, language: str) -> int:
    """The number of the next version of this notice."""
    newest = await reading.scalar(
        select(func.max(NoticeRow.version)).where(NoticeRow.state == state, NoticeRow.language == language)
    )
    return (newest or 0) + 1
