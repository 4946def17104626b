"""Set the crisis lines that stand first on every page for officers."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final
from uuid import UUID

from consortium.db import Transaction
from consortium.journal import record
from consortium.members import checks
from consortium.members.store import one_at_a_time, save_lines
from consortium.members.values import CrisisLine
from consortium.problems import BadInput

_TAPS: Final = ("tel:", "sms:", "https://")


async def set_crisis_lines(tx: Transaction, *, lines: Sequence[CrisisLine], by: UUID | None = None) -> None:
    """Put these lines, in this order, in the place of all others.

    ``verified_on`` is the day on which somebody rang the line, or wrote to it, and was answered; ``None`` if nobody
    has: such a line is shown to no officer.

    Raises:
        BadInput: there is no line, or one cannot be taken.
    """
    if not 1 <= len(lines) <= 12:
        raise BadInput("There must be at least one crisis line, and 12 at most.", "lines")
    checked = [_checked(line, tx.now.date()) for line in lines]
    await one_at_a_time(tx)
    await save_lines(tx, checked, by=by)
    await record(tx, "set crisis lines", by=by, lines=len(checked))


def _checked(line: CrisisLine, today: date) -> CrisisLine:
    href = checks.line(line.href, "href", most=200)
    if not href.startswith(_TAPS) or " " in href:
        raise BadInput("A line opens with tel:, sms: or https://, and without blanks.", "href")
    return replace(
        line,
        name=checks.line(line.name, "name", most=60),
        number=checks.line(line.number, "number", most=40),
        href=href,
        blurb_en=checks.line(line.blurb_en, "blurb_en", most=200, empty=True),
        blurb_es=checks.line(line.blurb_es, "blurb_es", most=200, empty=True),
        verified_on=line.verified_on and checks.past_day(line.verified_on, "verified_on", today=today),
    )
