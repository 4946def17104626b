"""Approve the limits of confidentiality of a state: only an approved notice is ever shown."""

from datetime import date
from uuid import UUID

from consortium.db import Transaction
from consortium.journal import record
from consortium.members import checks
from consortium.members.kinds import LANGUAGES
from consortium.members.setup_values import Stage
from consortium.members.store import keep, next_notice, one_at_a_time
from consortium.members.store.setup_tables import NoticeRow
from consortium.problems import BadInput


async def approve_notice(
    tx: Transaction,
    *,
    state: str,
    language: str,
    text: str,
    misconduct_duty: str,
    approved_by: str,
    approved_on: date,
    example: bool = False,
    by: UUID | None = None,
) -> int:
    """Add a version of a state's notice that a legal advisor has approved, and tell its number.

    ``misconduct_duty`` is the sentence on whether a sworn peer must report misconduct there. ``approved_by`` is the
    advisor's name as it is shown; ``example`` marks a notice that nobody may rely on.

    Raises:
        BadInput: something cannot be taken; the field is named.
    """
    if language not in LANGUAGES:
        raise BadInput("The officers' pages are in English (en) and Spanish (es).", "language")
    letters = checks.state(state)
    await one_at_a_time(tx)
    row = NoticeRow(
        consortium=tx.consortium,
        state=letters,
        language=language,
        version=await next_notice(tx, letters, language),
        text=checks.passage(text, "text", most=4000),
        misconduct_duty=checks.line(misconduct_duty, "misconduct_duty", most=400),
        approved_by=checks.line(approved_by, "approved_by"),
        approved_on=checks.past_day(approved_on, "approved_on", today=tx.now.date()),
        example=example,
        stage=Stage.APPROVED.value,
    )
    await keep(tx, row)
    await record(tx, "approved notice", by=by, subject=row.id, state=letters, version=row.version)
    return row.version
