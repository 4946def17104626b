"""One turn of the demo's rota for which cover is asked: of one colleague, three weeks ahead, so that it stays open."""

from datetime import datetime, timedelta
from typing import Final

from consortium.db import Transaction
from consortium.duty.store import load_schedule
from consortium.duty.swaps.ask_for_cover import ask_for_cover
from consortium.duty.swaps.field import load_field
from scheduling import Line, Span, shifts_by_turn

AHEAD: Final = timedelta(days=21)


async def ask_for_one_cover(tx: Transaction, now: datetime) -> None:
    """Let a holder of primary ask the fairest colleague; no mail is under way for it."""
    schedule = await load_schedule(tx)
    ahead = shifts_by_turn(schedule, Span(now + AHEAD, now + 2 * AHEAD))
    turn = next(each for each in ahead if each.line is Line.PRIMARY and each.span.start > now + AHEAD)
    field = await load_field(tx, schedule=schedule)
    fairest = field.fairest(field.opening(turn.line, turn.person, turn.span))
    if fairest:
        await ask_for_cover(
            tx,
            giver=turn.person,
            line=turn.line,
            during=turn.span,
            chosen=fairest[0].person,
            by=turn.person,
            public_url=None,
        )
