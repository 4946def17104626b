"""Page the next peer in order, or say truthfully that there is nobody.

The steps of a round wait 5, 5, 5 and 5 minutes (settings); the truth is told on the page when they are over, or at
once when nobody is left to page. Whoever was paged may still accept while nobody has. When nobody at all may serve,
or nobody has answered, the rota is looked at again, and whoever has come on call is paged: nothing is ever swallowed.
"""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from uuid import UUID

from consortium.db import Transaction
from consortium.outbox import Mail, drop_mails, drop_timers, post, set_timer
from consortium.pages import clock, zone_label
from consortium.support.desk import Desk
from consortium.support.store import attempts_of, busy_people, changed, save_attempt, set_attempt
from consortium.support.tables import AttemptRow, RequestRow
from geo import Offer, PlanError, Seat

OPEN = frozenset({"paged", "acknowledged"})
LOOK_AGAIN = timedelta(minutes=15)


async def start_round(tx: Transaction, desk: Desk, request: RequestRow, *, note: str | None) -> None:
    """Begin to page from here: at the first asking, and whenever a request goes back to the order.

    Whose time was not over when another peer accepted is paged again: she never had all of it.
    """
    await drop_timers(tx, request.id, "step", "truth", "retry", "hold", "away", "law")
    request.state = "waiting"
    request.note = note
    request.talks_at = None
    request.held_by = request.held_until = None
    await _begin_steps(tx, desk, request)
    cut_short = [attempt.person for attempt in await attempts_of(tx, request.id) if attempt.state in OPEN]
    await page_next(tx, desk, request, again=cut_short)


async def page_next(tx: Transaction, desk: Desk, request: RequestRow, *, again: Collection[UUID] = ()) -> None:
    """One step further. The caller holds the request's row, and nobody has accepted.

    Nobody is paged twice for one request, but for those of ``again``.
    """
    tried = await attempts_of(tx, request.id)
    for attempt in tried:
        if attempt.state in OPEN:
            await set_attempt(tx, attempt.id, state="lapsed")
    zone = desk.facts.zone(request.zone, tx.now)
    steps = desk.facts.steps(zone, tx.now)
    paged = request.step - request.round_start
    done = {attempt.person for attempt in tried}.difference(again)
    found = await _next_peer(tx, desk, request, done) if paged < len(steps) else None
    await drop_mails(tx, request.id)
    if found is not None:
        await _page(tx, desk, request, found, steps[paged])
    else:
        request.next_at = None
        await _nobody_left(tx, desk, request)
    await changed(tx, request)


async def tell_the_truth(tx: Transaction, desk: Desk, request: RequestRow) -> None:
    """Nobody has answered: the page says so from now on, and the coordinators are told to look at the rota.

    Their mail names no zone and no time. The rota is looked at again once no page is out any more.
    """
    if request.truth_told:
        return
    request.truth_told = True
    await drop_timers(tx, request.id, "truth")
    if request.next_at is None:
        await _look_again(tx, desk, request)
    for address in desk.coordinators:
        await post(tx, _look_at_the_rota(desk, address))
    await changed(tx, request)


async def try_again(tx: Transaction, desk: Desk, request: RequestRow) -> None:
    """The rota may have changed: whoever is on call and has not been tried is paged, in a new set of steps.

    Those who are rung off duty are not woken for it once a set of steps has run through: they come in as its last. A
    set that was cut short, as by a promise that broke and holds again, is gone on with.
    """
    tried = {attempt.person for attempt in await attempts_of(tx, request.id)}
    found = await _next_peer(tx, desk, request, tried)
    steps = desk.facts.steps(desk.facts.zone(request.zone, tx.now), tx.now)
    ran_through = request.step - request.round_start >= len(steps)
    if found is None or (ran_through and found.seat is Seat.OFF_DUTY):
        await _look_again(tx, desk, request)
        if desk.facts.unhidden(request.zone, tx.now, nobody=found is None):
            await changed(tx, request)  # the page that is open says why
        return
    await _begin_steps(tx, desk, request)
    await page_next(tx, desk, request)


async def _begin_steps(tx: Transaction, desk: Desk, request: RequestRow) -> None:
    """A new set of steps: when they are over the truth is told, whatever became of each."""
    request.truth_told = False
    request.round_start = request.step
    steps = desk.facts.steps(desk.facts.zone(request.zone, tx.now), tx.now)
    await set_timer(tx, request.id, "truth", request.step, tx.now + sum(steps, timedelta()))


async def _next_peer(tx: Transaction, desk: Desk, request: RequestRow, done: Collection[UUID]) -> Offer | None:
    zone = desk.facts.zone(request.zone, tx.now)
    if zone is None:
        return None
    without = (await busy_people(tx)).union(done)
    try:
        return desk.facts.next_to_ask(
            zone, tx.now, wanted=request.who, way=request.way, without=without, draw=request.draw
        )
    except PlanError:
        return None


async def _page(tx: Transaction, desk: Desk, request: RequestRow, offer: Offer, wait: timedelta) -> None:
    request.step += 1
    request.next_at = tx.now + wait
    attempt = await save_attempt(tx, request, offer.person)
    await drop_timers(tx, request.id, "retry")
    await set_timer(tx, request.id, "step", request.step, request.next_at)
    mail = _page_mail(desk, desk.facts.mails[offer.person], request.next_at)
    await post(tx, mail, request=request.id, attempt=attempt)


async def _nobody_left(tx: Transaction, desk: Desk, request: RequestRow) -> None:
    """Nobody else can be paged: the truth at once if anybody was, and the rota is looked at again."""
    if request.truth_told or request.step == request.round_start:
        await _look_again(tx, desk, request)
    else:
        await tell_the_truth(tx, desk, request)


async def _look_again(tx: Transaction, desk: Desk, request: RequestRow) -> None:
    """Every quarter of an hour, because a coordinator may fill a gap, and at the very hand-off that brings cover."""
    soon = tx.now + LOOK_AGAIN
    cover = cover_for(desk, request, await attempts_of(tx, request.id), tx.now)
    await set_timer(tx, request.id, "retry", 0, min(cover or soon, soon))


def cover_for(desk: Desk, request: RequestRow, tried: Iterable[AttemptRow], now: datetime) -> datetime | None:
    """The next hand-off in her request's life that brings somebody who may serve and has not been tried for it."""
    zone = desk.facts.zone(request.zone, now)
    if zone is None:
        return None
    done = frozenset(attempt.person for attempt in tried)
    cover = desk.facts.next_cover(zone, now, wanted=request.who, way=request.way, without=done)
    return cover if cover is not None and cover < request.expires_at else None


def _page_mail(desk: Desk, address: str, next_at: datetime) -> Mail:
    """A page says that somebody is asking, until when to answer, and where; nothing else."""
    region = desk.facts.region
    until = f"{clock(next_at.replace(second=0), region.timezone)} {zone_label(region.timezone)}"
    return Mail(
        kind="page",
        address=address,
        subject=f"{region.title}: someone is asking for a peer",
        body=(
            f"{region.title}: someone is asking for a peer.\nAnswer by {until}: {desk.public_url}/{region.slug}/duty\n"
        ),
    )


def _look_at_the_rota(desk: Desk, address: str) -> Mail:
    """The same words whether nobody answered or nobody could be paged: they name no zone and no time."""
    region = desk.facts.region
    return Mail(
        kind="coordinator",
        address=address,
        subject=f"{region.title}: please look at the rota",
        body=(f"A request is not being answered. Please look at the rota: {desk.public_url}/{region.slug}/on-call\n"),
    )
