"""Crisis lines as rows, one by one: what the page where they are looked after needs."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select

from consortium.access.door import Viewer
from consortium.db import Reading, Transaction
from consortium.members.line_age import age_of
from consortium.members.setup_values import LineEntry
from consortium.members.store.names import load_names
from consortium.members.store.setup_tables import CrisisLineRow
from consortium.problems import NotFound


async def load_line_entries(reading: Reading, viewer: Viewer) -> tuple[LineEntry, ...]:
    """Every line in its order, with who verified it, as far as this viewer may see her name."""
    rows = await load_line_rows(reading)
    names = await load_names(reading, viewer, [row.verified_by for row in rows if row.verified_by])
    today = reading.now.date()
    return tuple(
        LineEntry(
            id=row.id,
            name=row.name,
            number=row.number,
            href=row.href,
            blurb_en=row.blurb_en,
            blurb_es=row.blurb_es,
            verified_on=row.verified_on,
            verified_by=names.get(row.verified_by, "") if row.verified_by else "",
            age=age_of(row.verified_on, today),
            first=index == 0,
            last=index == len(rows) - 1,
        )
        for index, row in enumerate(rows)
    )


async def load_line_rows(reading: Reading, *, lock: bool = False) -> Sequence[CrisisLineRow]:
    """Every line in its order."""
    found = select(CrisisLineRow).order_by(CrisisLineRow.position, CrisisLineRow.id)
    return (await reading.scalars(found.with_for_update() if lock else found)).all()


async def load_line_row(tx: Transaction, line: UUID) -> CrisisLineRow:
    """One line, locked.

    Raises:
        NotFound: there is none.
    """
    row = await tx.scalar(select(CrisisLineRow).where(CrisisLineRow.id == line).with_for_update())
    if row is None:
        raise NotFound
    return row


async def next_position(reading: Reading) -> int:
    """The place below all lines."""
    last: int | None = await reading.scalar(select(func.max(CrisisLineRow.position)))
    return 0 if last is None else last + 1
