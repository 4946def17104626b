"""Statistics of the demo: counters that are invented, released by the verb that releases real ones."""

from datetime import date
from typing import Final

from consortium.db import Transaction
from consortium.demo.store import save_invented
from consortium.reports.budget import due_on, quarters_of
from consortium.reports.release_statistics import release_statistics
from consortium.support.lists import ABOUT, CELLS, ENDED, FIRST, ONWARD, Span
from consortium.support.store.counters import Period, today

_ENDED: Final = {"again": 38, "no_contact": 6, "unanswered": 9, "taken_back": 21, "unclosed": 14, "not_officer": 2}
_TOPICS: Final = {"none": 22, "incident": 31, "family": 40, "loss": 17, "work": 27, "alcohol": 12, "health": 15}
_SEASONS: Final = (36, 44, 39, 45)
_A_THIRD: Final = 3


async def release_invented(tx: Transaction, *, share: int) -> None:
    """Release last year and the quarters since, as if requests had been made; ``share`` is in per cent of the above."""
    day = await today(tx)
    for year in (day.year - 1, day.year):
        for season, quarter in zip(_SEASONS, quarters_of(year), strict=True):
            if due_on(quarter) <= day:
                await save_invented(tx, quarter, FIRST, {"all": season * share // 100})
        whole = Period(date(year, 1, 1), Span.YEAR)
        if due_on(whole) <= day:
            await save_invented(tx, whole, ABOUT, {cell: _about(cell) * share // 100 for cell in CELLS[ABOUT]})
            await save_invented(tx, whole, ENDED, {cell: _ENDED[cell] * share // 100 for cell in CELLS[ENDED]})
    await release_statistics(tx)


def _about(cell: str) -> int:
    onward = _TOPICS[cell.removesuffix(ONWARD)] // _A_THIRD
    return onward if cell.endswith(ONWARD) else _TOPICS[cell] - onward
