"""Change a crisis line. A new number has to be rung anew before officers are shown it again."""

from uuid import UUID

from consortium.db import Transaction
from consortium.journal import record
from consortium.members.line_words import line_words
from consortium.members.store import one_at_a_time
from consortium.members.store.lines import load_line_row


async def change_crisis_line(
    tx: Transaction,
    line: UUID,
    *,
    name: str,
    number: str,
    by_text: bool = False,
    blurb_en: str = "",
    blurb_es: str = "",
    by: UUID | None = None,
) -> None:
    """Put these words in the place of the old ones; nothing is recorded where nothing changes.

    Raises:
        BadInput: something cannot be taken; the field is named.
        NotFound: there is no such line.
    """
    words = line_words(name=name, number=number, by_text=by_text, blurb_en=blurb_en, blurb_es=blurb_es)
    await one_at_a_time(tx)
    row = await load_line_row(tx, line)
    before, other_number = f"{row.name}, {row.number}", row.href != words.href
    if (row.name, row.number, row.href, row.blurb_en, row.blurb_es) == (
        words.name,
        words.number,
        words.href,
        words.blurb_en,
        words.blurb_es,
    ):
        return
    row.name, row.number, row.href = words.name, words.number, words.href
    row.blurb_en, row.blurb_es = words.blurb_en, words.blurb_es
    if other_number:
        row.verified_on = row.verified_by = None
    await tx.flush()
    await record(tx, "changed crisis line", by=by, subject=line, before=before, after=f"{row.name}, {row.number}")
