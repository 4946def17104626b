"""After the rota has changed: each swap goes with its turn; one whose turn is gone expires to the original holder."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from consortium.db import Transaction
from consortium.duty.store import load_schedule
from consortium.duty.store.swaps import end_taken, load_taken, move_taken, rest_taken
from consortium.duty.swaps.letters import Letters
from consortium.duty.swaps.turns import counts, present
from consortium.duty.swaps.values import Taken
from geo import PersonId
from scheduling import Schedule


async def follow_swaps(tx: Transaction, letters: Letters) -> None:
    """Write down where every swap that lies ahead is now, and tell both; what has begun stays as it is.

    The caller holds the consortium's lock. Twice does no harm.
    """
    schedule = await load_schedule(tx)
    ahead = [each for each in await load_taken(tx) if each.of.turn is not None and each.of.during.start > tx.now]
    moved, gone = settled(schedule, ahead)
    await end_taken(tx, [each.id for each in gone])
    await move_taken(tx, moved)
    await rest_taken(tx)
    for each in gone:
        await _tell_gone(tx, each, letters)
    for each in moved:
        await _tell_moved(tx, each, letters)


def settled(schedule: Schedule, swaps: Iterable[Taken]) -> tuple[list[Taken], list[Taken]]:
    """Those of the swaps that are elsewhere now, there; and those that do nothing any more. Pure.

    A turn may have come to where another swap of the same holder is: then the later-made expires, as nobody gives the
    same time twice.
    """
    moved, gone, stand = list[Taken](), list[Taken](), list[Taken]()
    for each in sorted(swaps, key=lambda swap: swap.number):
        of = present(schedule, each.of)
        there = None if of is None else replace(each, of=of)
        if there is None or not counts(schedule, there) or any(_clash(there, other) for other in stand):
            gone.append(each)
            continue
        stand.append(there)
        if there.of != each.of:
            moved.append(there)
    return moved, gone


def _clash(one: Taken, other: Taken) -> bool:
    same = (one.giver, one.held, one.of.line) == (other.giver, other.held, other.of.line)
    return same and one.of.during.overlaps(other.of.during)


async def _tell_moved(tx: Transaction, swap: Taken, letters: Letters) -> None:
    for person, other in _both(swap):
        mine = "You have taken it from" if person == swap.taker else "You have given it to"
        await letters.tell(
            tx,
            person,
            "a turn that you swapped has moved",
            f"The rota has changed, and the turn has moved. It is now:\n{letters.turn(swap.of.line, swap.of.during)}.\n"
            f"{mine} {letters.name(other)}; that goes with it.\nYour turns: {letters.page('me/shifts')}\n",
            begins=swap.of.during.start,
        )


async def _tell_gone(tx: Transaction, swap: Taken, letters: Letters) -> None:
    for person, other in _both(swap):
        await letters.tell(
            tx,
            person,
            "a swap no longer counts",
            f"The rota has changed. What you and {letters.name(other)} had swapped no longer counts:\n"
            f"{letters.turn(swap.of.line, swap.of.during)}.\n"
            "That time is now whoever's the rota says; a turn that is still there is its original holder's.\n"
            f"Your turns: {letters.page('me/shifts')}\n",
            begins=swap.of.during.start,
        )


def _both(swap: Taken) -> Iterator[tuple[PersonId, PersonId]]:
    yield swap.giver, swap.taker
    yield swap.taker, swap.giver
