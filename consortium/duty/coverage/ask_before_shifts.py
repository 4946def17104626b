"""Ask before each shift whether a message reaches its holder: plan the messages, and send those that are due.

Each stands in a row of its own, so a process that dies forgets none and sends none twice. A shift that changes is a
shift to ask about anew.
"""

from typing import Final
from uuid import UUID

from consortium.access.tokens import fresh, kept
from consortium.access.two_clocks import OwnClock, own_clock
from consortium.db import Transaction
from consortium.duty.coverage.checks import TRY_AGAIN_BEFORE, Check, Failed, Settled, State, coming, plan_checks
from consortium.duty.store.coverage import (
    Address,
    add_check,
    drop_checks,
    load_addresses,
    load_checks,
    load_diets,
    set_asked,
    set_failed,
)
from consortium.duty.tell_changed import NAMES
from consortium.duty.views import RotaFacts
from consortium.members.values import Region
from consortium.outbox import WORK, Mail, post_at
from consortium.pages import moment, zone_label

KIND: Final = "shift"
TOKEN: Final = "shift check"  # noqa: S105 (what the token is about, not a token)


async def ask_before_shifts(tx: Transaction, facts: RotaFacts, settled: Settled, *, public_url: str) -> None:
    """Bring the messages in line with the rota, then put those that are due into the outbox."""
    known = await load_checks(tx)
    people = {shift.person for shift in coming(facts.schedule, settled, now=tx.now)}
    plan = plan_checks(
        facts.schedule,
        known,
        await load_diets(tx, people),
        settled,
        now=tx.now,
        timezone=facts.region.timezone,
    )
    if plan.drop:
        await drop_checks(tx, plan.drop)
    for shift, ask_at, again in plan.add:
        await add_check(tx, person=shift.person, line=shift.line, during=shift.span, ask_at=ask_at, again=again)
    due = [check for check in await load_checks(tx) if _due(check, settled, tx)]
    addresses = await load_addresses(tx, {check.person for check in due})
    for check in due:
        card = facts.cards.get(check.person)
        own = own_clock(card.clock if card else "", facts.region.timezone, tx.now)
        await _ask(tx, facts.region, check, addresses.get(check.person), public_url, own)


def _due(check: Check, settled: Settled, tx: Transaction) -> bool:
    """Whether a message is to be sent now: its time has come, or its mail was given up and there is still time."""
    start = check.during.start
    if not settled.asks or start <= tx.now:
        return False
    if check.state is State.WAITING:
        return check.ask_at <= tx.now
    away = check.state is State.FAILED and check.why != Failed.REFUSED
    return away and check.ask_at + TRY_AGAIN_BEFORE <= tx.now < start - TRY_AGAIN_BEFORE


async def _ask(
    tx: Transaction, region: Region, check: Check, to: Address | None, public_url: str, own: OwnClock | None
) -> None:
    if to is None:
        await set_failed(tx, check.id, Failed.NO_ADDRESS)
        return
    token = fresh()
    mail: UUID = await post_at(
        tx, _letter(region, check, to.address, f"{public_url}/{region.slug}/shift/{token}", own), tx.now
    )
    await set_asked(tx, check.id, token_hash=kept(token, about=TOKEN), mail=mail, channel=to.channel, at=tx.now)
    await tx.notify(WORK)


def _letter(region: Region, check: Check, address: str, link: str, own: OwnClock | None) -> Mail:
    told = own.turn(check.during.start, check.during.end, region.timezone) if own else ""
    home = f"At your agency: {told}.\n\n" if told else ""
    start, end = moment(check.during.start, region.timezone), moment(check.during.end, region.timezone)
    again = "Your shift has changed since you were asked about it.\n\n" if check.again else ""
    return Mail(
        kind=KIND,
        address=address,
        subject=f"{region.title}: please confirm your shift",
        body=(
            f"{again}You are {NAMES[check.line]} from {start} to {end}, {zone_label(region.timezone)}.\n\n{home}"
            "This message shows whether a page would reach you here. Open this page and press its button:\n"
            f"{link}\n\n"
            "If you cannot serve, hand the shift over or say so on your page:\n"
            f"{link.rpartition('/shift/')[0]}/me/shifts\n"
        ),
    )
