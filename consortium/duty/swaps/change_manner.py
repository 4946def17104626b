"""Change how cover is asked for: how many colleagues at once, and how long until the next."""

from typing import Final
from uuid import UUID

from consortium.db import Transaction
from consortium.duty.store.swap_asks import save_manner
from consortium.duty.swaps.values import Manner
from consortium.journal import record
from consortium.problems import BadInput

MOST_AT_ONCE: Final = 20
MOST_HOURS: Final = 168


async def change_manner(tx: Transaction, *, at_once: str, hours_between: str, by: UUID) -> None:
    """Keep both numbers for what is asked, and for the next rounds of what is asked already.

    Raises:
        BadInput: one is no number, or lies where nobody could mean it.
    """
    manner = Manner(
        at_once=_number(at_once, MOST_AT_ONCE, "at_once"),
        hours_between=_number(hours_between, MOST_HOURS, "hours_between"),
    )
    await save_manner(tx, manner)
    await record(tx, "changed how cover is asked for", by=by, at_once=manner.at_once, hours=manner.hours_between)


def _number(value: str, most: int, field: str) -> int:
    text = value.strip()
    if not (text.isascii() and text.isdigit() and len(text) <= 3 and 1 <= int(text) <= most):
        raise BadInput(f"This must be a number from 1 to {most}.", field)
    return int(text)
