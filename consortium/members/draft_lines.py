"""Write crisis lines down before anybody has rung them: they wait, unseen by officers, to be verified."""

from collections.abc import Iterable
from uuid import UUID

from consortium.db import Transaction
from consortium.members.add_crisis_line import add_crisis_line


async def draft_lines(tx: Transaction, *, lines: Iterable[tuple[str, str]], by: UUID | None = None) -> tuple[UUID, ...]:
    """Add lines given as name and number below those that are there; the ids of the new ones.

    None of them counts as verified, so officers are shown none of them, until somebody has rung it. Until one is, their
    pages show the national line 988.

    Raises:
        BadInput: a name or number cannot be taken, or there would be more than twelve lines.
    """
    return tuple([await add_crisis_line(tx, name=name, number=number, by=by) for name, number in lines])
