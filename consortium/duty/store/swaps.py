"""Asks and swaps in the database, to and from values. What of them is shown to whom is settled by the pages."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, insert, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert as insert_into
from sqlalchemy.exc import DBAPIError

from consortium.db import Reading, Transaction
from consortium.duty.store.swap_tables import SwapAskedRow, SwapAskRow, SwapMannerRow, SwapRow
from consortium.duty.store.swap_values import held_of, place_of
from consortium.duty.swaps.values import KEPT_FOR, OPEN, Ask, Asked, Manner, Sent, Taken
from consortium.members.store import one_at_a_time
from consortium.outbox import LEASE, Claim
from consortium.problems import Conflict
from geo import PersonId
from scheduling import Line, Span, Swap, SwapId

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


async def save_ask(tx: Transaction, ask: Ask) -> None:
    """Add an ask; those whose turn ended 30 days ago go."""
    await tx.execute(delete(SwapAskRow).where(SwapAskRow.ends_at < tx.now - KEPT_FOR))
    added = (
        insert_into(SwapAskRow)
        .values(
            consortium=tx.consortium,
            id=ask.id,
            giver=ask.giver,
            chosen=ask.chosen,
            asked_by=ask.asked_by,
            **place_of(ask.of),
            **_course(ask),
        )
        .on_conflict_do_nothing()
        .returning(SwapAskRow.id)
    )
    if (await tx.execute(added)).first() is None:
        raise Conflict("You have asked for cover of this time already. Take that back first.")


async def set_ask(tx: Transaction, ask: Ask) -> None:
    """Write down how an ask goes on."""
    await tx.execute(update(SwapAskRow).where(SwapAskRow.id == ask.id).values(**place_of(ask.of), **_course(ask)))


async def settle_ask(tx: Transaction, ask: UUID, state: str) -> None:
    """It is over, one way or another: who said no, or offered something for it, is forgotten."""
    await tx.execute(
        update(SwapAskRow).where(SwapAskRow.id == ask).values(state=state, round_at=None, near_at=None, look_at=None)
    )
    await tx.execute(
        update(SwapAskedRow)
        .where(SwapAskedRow.ask == ask)
        .values(declined=False, back_line=None, back_starts_at=None, back_ends_at=None)
    )


async def save_asked(tx: Transaction, ask: UUID, people: Iterable[PersonId]) -> None:
    """Note whom an ask was sent to."""
    rows = [{"consortium": tx.consortium, "ask": ask, "person": person} for person in people]
    if rows:
        await tx.execute(insert(SwapAskedRow), rows)


async def set_asked(tx: Transaction, ask: UUID, asked: Asked) -> None:
    """Note what one of them has said."""
    line, span = asked.back if asked.back is not None else (None, None)
    await tx.execute(
        update(SwapAskedRow)
        .where(SwapAskedRow.ask == ask, SwapAskedRow.person == asked.person)
        .values(
            declined=asked.declined,
            back_line=line,
            back_starts_at=None if span is None else span.start,
            back_ends_at=None if span is None else span.end,
        )
    )


async def load_sent(reading: Reading, ask: UUID) -> Sent | None:
    """One ask with whom it was sent to."""
    row = await reading.scalar(select(SwapAskRow).where(SwapAskRow.id == ask))
    return None if row is None else (await _sent(reading, (row,)))[0]


async def load_sent_of(reading: Reading, person: PersonId) -> tuple[Sent, ...]:
    """The asks that this person made or was sent, by the start of the turn. Nobody else's are ever listed."""
    sent_to = select(SwapAskedRow.ask).where(SwapAskedRow.person == person)
    mine = or_(SwapAskRow.giver == person, SwapAskRow.id.in_(sent_to))
    rows = await reading.scalars(select(SwapAskRow).where(mine).order_by(SwapAskRow.starts_at, SwapAskRow.id))
    return await _sent(reading, rows.all())


async def load_open(reading: Reading) -> tuple[Sent, ...]:
    """Every ask that is open, by the start of the turn: for those who look after the rota, and for the jobs."""
    wanted = select(SwapAskRow).where(SwapAskRow.state == OPEN).order_by(SwapAskRow.starts_at, SwapAskRow.id)
    return await _sent(reading, (await reading.scalars(wanted)).all())


async def load_manner(reading: Reading) -> Manner:
    """How the consortium asks."""
    row = await reading.scalar(select(SwapMannerRow))
    return Manner() if row is None else Manner(at_once=row.at_once, hours_between=row.hours_between)


async def save_manner(tx: Transaction, manner: Manner) -> None:
    """Keep how the consortium asks from now on."""
    numbers = {"at_once": manner.at_once, "hours_between": manner.hours_between}
    await tx.execute(
        insert_into(SwapMannerRow)
        .values(consortium=tx.consortium, **numbers)
        .on_conflict_do_update(index_elements=["consortium"], set_=numbers)
    )


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


def _course(ask: Ask) -> dict[str, Any]:
    return {
        "answer_by": ask.answer_by,
        "state": ask.state,
        "round": ask.round,
        "round_at": ask.round_at,
        "near_at": ask.near_at,
        "look_at": ask.look_at,
    }


async def _sent(reading: Reading, rows: Sequence[SwapAskRow]) -> tuple[Sent, ...]:
    found = await reading.scalars(
        select(SwapAskedRow).where(SwapAskedRow.ask.in_([row.id for row in rows])).order_by(SwapAskedRow.person)
    )
    asked: dict[UUID, list[Asked]] = {row.id: [] for row in rows}
    for each in found:
        back = None
        if each.back_line is not None and each.back_starts_at is not None and each.back_ends_at is not None:
            back = (Line(each.back_line), Span(each.back_starts_at, each.back_ends_at))
        asked[each.ask].append(Asked(person=PersonId(each.person), declined=each.declined, back=back))
    return tuple(Sent(ask=_ask(row), asked=tuple(asked[row.id])) for row in rows)


def _ask(row: SwapAskRow) -> Ask:
    return Ask(
        id=row.id,
        giver=PersonId(row.giver),
        of=held_of(row),
        answer_by=row.answer_by,
        chosen=None if row.chosen is None else PersonId(row.chosen),
        asked_by=row.asked_by,
        state=row.state,
        round=row.round,
        round_at=row.round_at,
        near_at=row.near_at,
    )


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
