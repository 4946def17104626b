"""The consortium's own facts: settings, crisis lines and notices."""

from collections.abc import Iterable, Mapping

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import distinct_on

from consortium.access.tables import ConsortiumRow
from consortium.db import Reading, Transaction
from consortium.members.tables import CrisisLineRow, NoticeRow
from consortium.members.values import CrisisLine, Notice, Region
from consortium.problems import NotFound
from geo import Policy


async def load_region(reading: Reading) -> Region:
    """The consortium that this session is in, with its settings.

    Raises:
        NotFound: there is no such consortium.
    """
    row = await reading.scalar(select(ConsortiumRow).where(ConsortiumRow.id == reading.consortium))
    if row is None:
        raise NotFound
    return Region(
        id=row.id,
        slug=row.slug,
        title=row.title,
        timezone=row.timezone,
        state_network=row.state_network,
        service_level=row.service_level,
        text_offered=row.text_offered,
        paused=row.paused,
        policy=Policy(crowd=row.crowd, least_departments=row.least_departments),
        steps=tuple(row.steps),
        open_limit=row.open_limit,
        invented=row.invented,
    )


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


async def save_lines(tx: Transaction, lines: Iterable[CrisisLine]) -> None:
    """Put these lines in the place of all others."""
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
        )
        for position, line in enumerate(lines)
    )
    await tx.flush()


async def load_notices(reading: Reading) -> Mapping[tuple[str, str], Notice]:
    """The newest approved notice of each state and language, by both; none that nobody has approved."""
    rows = await reading.scalars(
        select(NoticeRow)
        .where(NoticeRow.approved_by.is_not(None), NoticeRow.approved_on.is_not(None))
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
