"""Asks for cover in the database, with whom they were sent to, and how a consortium asks."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.dialects.postgresql import insert as insert_into

from consortium.db import Reading, Transaction
from consortium.duty.store.swap_tables import SwapAskedRow, SwapAskRow, SwapMannerRow
from consortium.duty.store.swap_values import held_of, place_of
from consortium.duty.swaps.values import KEPT_FOR, OPEN, Ask, Asked, Manner, Sent
from consortium.problems import Conflict
from geo import PersonId
from scheduling import Line, Span


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
