"""What becomes of a page's mail: taken by the mail server, or not. The officer's page says no more than that."""

from consortium.db import Transaction
from consortium.outbox import OutboxRow, set_timer
from consortium.support.store import attempts_of, changed, request_locked, set_attempt


async def handed_over(tx: Transaction, mail: OutboxRow) -> None:
    """The mail server has taken the page: from now on the officer's page may say that a peer has been paged."""
    if mail.request is None or mail.attempt is None:
        return
    request = await request_locked(tx, mail.request)
    if request is not None:
        await set_attempt(tx, mail.attempt, delivery="handed")
        await changed(tx, request)


async def failed_to_page(tx: Transaction, mail: OutboxRow) -> None:
    """The page could not be handed over: the next peer is paged at once, and the officer is told so.

    Whoever has seen it on her own page meanwhile keeps her time.
    """
    if mail.request is None or mail.attempt is None:
        return
    request = await request_locked(tx, mail.request)
    if request is None:
        return
    await set_attempt(tx, mail.attempt, delivery="failed")
    last = next((each for each in await attempts_of(tx, request.id) if each.step == request.step), None)
    if request.state == "waiting" and last is not None and last.id == mail.attempt and last.state == "paged":
        request.note = "failed_page"
        await set_timer(tx, request.id, "step", request.step, tx.now)
    await changed(tx, request)
