"""Confirm a shift by the link of its message: that shows that mail reaches her there, so the channel is proved too."""

from dataclasses import dataclass

from consortium.access.tokens import kept
from consortium.access.two_clocks import OwnClock, own_clock
from consortium.db import Reading, Transaction
from consortium.duty.coverage.ask_before_shifts import TOKEN
from consortium.duty.coverage.checks import Check, State
from consortium.duty.store.coverage import find_check, lock_check, prove_by_check, set_confirmed
from consortium.members.store import load_cards, load_region, load_today
from consortium.problems import NotFound


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page behind the link shows; ``own`` where its holder's agency lives by another clock."""

    check: Check
    name: str
    own: OwnClock | None


async def look_at_check(reading: Reading, token: str) -> Asked | None:
    """The shift that this link is about, with its holder's name; ``None`` if it is about none any more."""
    check = await find_check(reading, kept(token, about=TOKEN))
    if check is None or check.during.end <= reading.now:
        return None
    card = next((card for card in await load_cards(reading) if card.person == check.person), None)
    if card is None:
        return None
    return Asked(check, card.name, own_clock(card.clock, (await load_region(reading)).timezone, reading.now))


async def confirm_shift(tx: Transaction, token: str) -> None:
    """Keep that she confirmed; twice is as once. When she did it is not kept.

    Raises:
        NotFound: the link is about no shift any more.
    """
    found = await lock_check(tx, kept(token, about=TOKEN))
    if found is None or found[0].during.end <= tx.now:
        raise NotFound
    check, channel = found
    if check.state is not State.CONFIRMED:
        await set_confirmed(tx, check.id)
        await prove_by_check(tx, person=check.person, channel=channel, today=await load_today(tx))
