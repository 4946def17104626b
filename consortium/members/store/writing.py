"""Writing rows so that a rule of the database answers in the caller's words."""

from collections.abc import Mapping
from itertools import groupby
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError, IntegrityError

from consortium.access.tables import ConsortiumRow
from consortium.db import Base, Transaction
from consortium.problems import Conflict, Refused

_NOTHING: Mapping[str, Refused] = MappingProxyType({})


async def keep(tx: Transaction, *rows: Base, unless: Mapping[str, Refused] = _NOTHING) -> None:
    """Write these rows now. ``unless`` holds what to answer for each rule of the database, by the rule's name.

    Rows of several tables are written in the order in which they are given.

    Raises:
        Refused: the answer of the rule that they break; a :class:`Conflict` when it is a rule without one.
    """
    try:
        for _, of_one_table in groupby(rows, key=type):
            tx.add_all(of_one_table)
            await tx.flush()
        await tx.flush()
    except IntegrityError as broken:
        raise unless.get(_rule(broken)) or Conflict(
            "Something that this belongs to was changed meanwhile. Nothing was saved; look again and repeat."
        ) from broken


async def written(tx: Transaction, *, unless: Mapping[str, Refused] = _NOTHING) -> None:
    """Write what was changed on rows that are locked, with the same answers as :func:`keep`."""
    await keep(tx, unless=unless)


async def one_at_a_time(tx: Transaction) -> None:
    """Wait for everybody else who is changing this consortium's lists, and let them wait until we are done.

    Nobody else waits: rows that only refer to the consortium, such as an officer's request, are written meanwhile.
    """
    await tx.execute(select(ConsortiumRow.id).where(ConsortiumRow.id == tx.consortium).with_for_update(key_share=True))


def _rule(broken: DBAPIError) -> str:
    """The name of the constraint that the database refused by."""
    return getattr(getattr(broken.orig, "__cause__", None), "constraint_name", None) or ""
