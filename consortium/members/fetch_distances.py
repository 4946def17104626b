"""Have a routing engine measure the roads between all agencies. What goes out is where these stand, which is public."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Final

from consortium.db import Transaction
from consortium.fetcher import Fetcher, FetchError
from consortium.journal import record
from consortium.members.distance_values import Leg
from consortium.members.routing_table import TableError, address, legs, questions, read_table
from consortium.members.store.distances import save_measured
from consortium.problems import BadInput
from geo import AgencyId, Point

_PAUSE: Final = 1.0
"""Seconds between two questions: the engine may be somebody else's."""


def _silent(_done: int, _of: int) -> None:
    """Tell nobody how far it is."""


async def ask_engine(
    fetcher: Fetcher,
    base: str,
    at: Mapping[AgencyId, Point],
    *,
    told: Callable[[int, int], None] = _silent,
    pause: float = _PAUSE,
) -> tuple[Leg, ...]:
    """Ask for every pair. ``told`` hears how many questions of how many are answered; ``pause`` is in seconds.

    Raises:
        BadInput: the engine cannot be asked or answers nonsense; nothing is kept then.
    """
    asked = list(questions(sorted(at)))
    found: dict[tuple[AgencyId, AgencyId], float | None] = {}
    for number, (rows, columns) in enumerate(asked):
        if number:
            await asyncio.sleep(pause)
        where = address(base, [at[each] for each in rows], [at[each] for each in columns])
        try:
            answer = await fetcher.get(where)
            found |= read_table(answer.status, answer.body, rows, columns, at)
        except (FetchError, TableError) as wrong:
            raise BadInput(f"{wrong} Nothing was changed.") from wrong
        told(number + 1, len(asked))
    return legs(found)


async def keep_measured(tx: Transaction, found: tuple[Leg, ...], at: Mapping[AgencyId, Point]) -> None:
    """Put what the engine measured in the place of all that was measured before. ``at``: from where."""
    await save_measured(tx, found, at)
    await record(tx, "measured distances", by=None, pairs=len(found))
