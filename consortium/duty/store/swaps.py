"""Swaps in the database, to and from values. What of them is shown to whom is settled by the pages."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select, text, update
from sqlalchemy.dialects.postgresql import insert as insert_into
from sqlalchemy.exc import DBAPIError

from consortium.db import Reading, Transaction
from consortium.duty.store.swap_tables import SwapAskRow, SwapRow
from consortium.duty.store.swap_values import held_of, place_of
from consortium.duty.swaps.values import Taken
from consortium.members.store import one_at_a_time
from consortium.outbox import LEASE, Claim
from consortium.problems import Conflict
from geo import PersonId
from scheduling import Swap, SwapId

TAKEN_ALREADY = "Somebody else has taken it already. Nothing was changed."
TOO_MANY = "Too many change the rota at this moment. Nothing was changed; look again in a minute."


async def load_swaps(reading: Reading) -> tuple[Swap, ...]:
    """Every swap that counts, for the schedule; those that count as a change of duty are among the changes."""
    rows = await reading.scalars(
        select(SwapRow).where(~SwapRow.ended, SwapRow.override.is_(None)).order_by(SwapRow.number)
    )
    return tuple(_swap(row) for row in rows)


async def load_taken(reading: Reading, *, ask: UUID | None = None) -> tuple[Taken, ...]:
    """The swaps that count and are not over, or those that came of one ask, by number."""
    wanted = select(SwapRow).order_by(SwapRow.number)
    if ask is not None:
        wanted = wanted.where(SwapRow.ask == ask)
    else:
        wanted = wanted.where(~SwapRow.ended, SwapRow.ends_at > reading.now)
    return tuple(_taken(row) for row in await reading.scalars(wanted))


async def save_taken(tx: Transaction, taken: Taken) -> None:
    """Add a swap; of the same time of the same holder the database lets one in, whoever asks at once.

    Raises:
        Conflict: somebody has taken it already.
    """
    row = {
        "consortium": tx.consortium,
        "id": taken.id,
        "number": taken.number,
        "giver": taken.giver,
        "taker": taken.taker,
        "held": taken.held,
        "ask": taken.ask,
        "override": taken.override,
        **place_of(taken.of),
    }
    added = insert_into(SwapRow).values(**row).on_conflict_do_nothing().returning(SwapRow.id)
    if (await tx.execute(added)).first() is None:
        raise Conflict(TAKEN_ALREADY)


async def end_taken(tx: Transaction, swaps: Iterable[UUID]) -> None:
    """Let these never count."""
    await tx.execute(update(SwapRow).where(SwapRow.id.in_(swaps)).values(ended=True, look_at=None))


async def move_taken(tx: Transaction, moved: Sequence[Taken]) -> None:
    """Write down when these are now. First all are taken out of the way, so that one may come where another was."""
    await end_taken(tx, [each.id for each in moved])
    for each in moved:
        await tx.execute(update(SwapRow).where(SwapRow.id == each.id).values(ended=False, **place_of(each.of)))


async def rest_taken(tx: Transaction) -> None:
    """Nothing is to be looked at until the rota changes again."""
    await tx.execute(update(SwapRow).where(SwapRow.look_at.is_not(None)).values(look_at=None))


async def my_turn(tx: Transaction) -> None:
    """Wait for whoever changes the rota now, like everybody who changes it.

    Raises:
        Conflict: so many did that it took too long.
    """
    try:
        await one_at_a_time(tx)
    except DBAPIError as error:
        raise Conflict(TOO_MANY) from error


async def highest_swap(reading: Reading) -> int:
    """The highest number of a swap so far; 0 without one. Changes of duty share the numbers."""
    return int(await reading.scalar(select(func.coalesce(func.max(SwapRow.number), 0))) or 0)


async def claim_swaps(tx: Transaction, most: int) -> Sequence[Claim]:
    """Up to ``most`` asks and swaps that are to be looked at, leased; who dies over one lets it go again."""
    found = await tx.execute(
        text("select consortium, id from claim_swaps(:most, :lease)"), {"most": most, "lease": LEASE}
    )
    return [Claim(row.consortium, row.id) for row in found]


async def put_off_swap(tx: Transaction, found: UUID, wait: timedelta) -> None:
    """Look at it again a little later."""
    for table in (SwapAskRow, SwapRow):
        await tx.execute(update(table).where(table.id == found).values(look_at=tx.now + wait))


def _taken(row: SwapRow) -> Taken:
    return Taken(
        id=row.id,
        number=row.number,
        giver=PersonId(row.giver),
        taker=PersonId(row.taker),
        of=held_of(row),
        held=row.held,
        ask=row.ask,
        override=row.override,
        ended=row.ended,
    )


def _swap(row: SwapRow) -> Swap:
    """The swap as the schedule knows it: one without an override of its own has a turn."""
    of = held_of(row)
    if of.turn is None:
        raise LookupError("A swap that counts has a turn, or a change that counts instead.")
    return Swap(
        id=SwapId(row.id),
        number=row.number,
        line=of.line,
        giver=PersonId(row.giver),
        taker=PersonId(row.taker),
        turn=of.turn,
        part=of.part,
    )
