"""Add a crisis line below the others; nobody has rung it yet, so officers are not shown it."""

from uuid import UUID, uuid4

from consortium.db import Transaction
from consortium.journal import record
from consortium.members.line_words import MOST_LINES, line_words
from consortium.members.store import keep, one_at_a_time
from consortium.members.store.lines import load_line_rows, next_position
from consortium.members.store.setup_tables import CrisisLineRow
from consortium.problems import BadInput


async def add_crisis_line(
    tx: Transaction,
    *,
    name: str,
    number: str,
    by_text: bool = False,
    blurb_en: str = "",
    blurb_es: str = "",
    by: UUID | None = None,
) -> UUID:
    """Add a line and tell its id.

    Raises:
        BadInput: something cannot be taken; the field is named.
    """
    words = line_words(name=name, number=number, by_text=by_text, blurb_en=blurb_en, blurb_es=blurb_es)
    await one_at_a_time(tx)
    if len(await load_line_rows(tx)) >= MOST_LINES:
        raise BadInput("There are twelve crisis lines at most. Remove one first.", "name")
    row = CrisisLineRow(
        consortium=tx.consortium,
        id=uuid4(),
        position=await next_position(tx),
        name=words.name,
        number=words.number,
        href=words.href,
        blurb_en=words.blurb_en,
        blurb_es=words.blurb_es,
        verified_on=None,
        verified_by=None,
    )
    await keep(tx, row)
    await record(tx, "added crisis line", by=by, subject=row.id, name=words.name, number=words.number)
    return row.id
