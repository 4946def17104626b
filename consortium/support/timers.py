"""What happens when a timer of a request is due. Each is one transaction with the timer's removal: exactly once."""

from consortium.db import Transaction
from consortium.outbox import TimerRow, done
from consortium.support.close_request import expire
from consortium.support.desk import Desk
from consortium.support.page_next import page_next, tell_the_truth, try_again
from consortium.support.store import request_locked
from consortium.support.talk import look_at_the_law, look_whether_away, resume


async def run_timer(tx: Transaction, desk: Desk, timer: TimerRow) -> None:
    """Do what this timer is for. A timer that the world has overtaken does nothing.

    Raises:
        Busy: somebody else holds the request right now; the timer stays due.
    """
    request = await request_locked(tx, timer.request, wait=False)
    if request is None:
        return
    kind, step = timer.kind, timer.step
    await done(tx, timer)
    await tx.flush()
    waiting = request.state == "waiting"
    if kind == "step" and waiting and step == request.step:
        await page_next(tx, desk, request)
    elif kind == "truth" and waiting:
        await tell_the_truth(tx, desk, request)
    elif kind == "retry" and waiting:
        await try_again(tx, desk, request)
    elif kind == "away":
        await look_whether_away(tx, desk, request)
    elif kind == "law":
        await look_at_the_law(tx, desk, request)
    elif kind == "hold":
        await resume(tx, request)
    elif kind == "expire":
        await expire(tx, request)
