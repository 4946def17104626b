"""Every version of the notices, drafts too: for who writes and approves them. What officers read is in ``region``."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select, update

from consortium.access.door import Viewer
from consortium.db import Reading, Transaction
from consortium.members.setup_values import NoticeVersion, Stage
from consortium.members.store.names import load_names
from consortium.members.store.setup_tables import NoticeRow


async def load_notice_versions(
    reading: Reading, viewer: Viewer, *, state: str | None = None, language: str | None = None
) -> tuple[NoticeVersion, ...]:
    """Every version, by state and language, the newest first; of one state and language, if they are given."""
    found = select(NoticeRow).order_by(NoticeRow.state, NoticeRow.language, NoticeRow.version.desc())
    if state is not None:
        found = found.where(NoticeRow.state == state)
    if language is not None:
        found = found.where(NoticeRow.language == language)
    rows = (await reading.scalars(found)).all()
    names = await load_names(reading, viewer, [row.written_by for row in rows if row.written_by])
    return tuple(
        NoticeVersion(
            id=row.id,
            state=row.state,
            language=row.language,
            version=row.version,
            text=row.text,
            misconduct_duty=row.misconduct_duty,
            stage=Stage(row.stage),
            written_by=names.get(row.written_by, "") if row.written_by else "",
            written_on=row.written_on,
            approved_by=row.approved_by,
            approved_on=row.approved_on,
            comment=row.comment,
            example=row.example,
        )
        for row in rows
    )


async def newest_notice_row(tx: Transaction, state: str, language: str) -> NoticeRow | None:
    """The newest version of a notice, whatever its stage, locked."""
    return await tx.scalar(
        select(NoticeRow)
        .where(NoticeRow.state == state, NoticeRow.language == language)
        .order_by(NoticeRow.version.desc())
        .limit(1)
        .with_for_update()
    )


async def withdraw_approved(tx: Transaction, state: str, language: str) -> Sequence[tuple[UUID, int]]:
    """Withdraw every approved version, so that no older one comes back into force; their ids and numbers."""
    gone = await tx.execute(
        update(NoticeRow)
        .where(
            NoticeRow.state == state,
            NoticeRow.language == language,
            NoticeRow.stage == Stage.APPROVED.value,
        )
        .values(stage=Stage.WITHDRAWN.value)
        .returning(NoticeRow.id, NoticeRow.version)
    )
    return [(row.id, row.version) for row in gone]
