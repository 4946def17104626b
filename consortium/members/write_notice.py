"""Write a draft of a state's limits of confidentiality. A draft is shown to no officer."""

from uuid import UUID

from consortium.db import Transaction
from consortium.journal import record
from consortium.members import checks
from consortium.members.kinds import LANGUAGES
from consortium.members.setup_values import Stage
from consortium.members.store import keep, next_notice, one_at_a_time
from consortium.members.store.notices import newest_notice_row
from consortium.members.store.setup_tables import NoticeRow
from consortium.problems import BadInput


async def write_notice(
    tx: Transaction, *, state: str, language: str, text: str, misconduct_duty: str, by: UUID | None = None
) -> int:
    """Keep what was written as the draft of this state and language, and tell its version.

    A draft is changed where it is. Whatever has left the writer's desk (submitted, returned, approved, withdrawn) stays
    as it is, and the draft is a new version.

    Raises:
        BadInput: something cannot be taken; the field is named.
    """
    if language not in LANGUAGES:
        raise BadInput("The officers' pages are in English (en) and Spanish (es).", "language")
    letters = checks.state(state)
    words = checks.passage(text, "text", most=4000)
    duty = checks.line(misconduct_duty, "misconduct_duty", most=400)
    await one_at_a_time(tx)
    row = await newest_notice_row(tx, letters, language)
    if row is None or row.stage != Stage.DRAFT.value:
        row = NoticeRow(
            consortium=tx.consortium,
            state=letters,
            language=language,
            version=await next_notice(tx, letters, language),
            stage=Stage.DRAFT.value,
        )
    row.text, row.misconduct_duty, row.written_by, row.written_on = words, duty, by, tx.now.date()
    await keep(tx, row)
    await record(tx, "wrote notice", by=by, subject=row.id, state=letters, language=language, version=row.version)
    return row.version
