"""Designs of the parts of the region in the database: asked for by a page, claimed by one process, told of, kept."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import IntegrityError

from consortium.db import Reading, Transaction
from consortium.duty.designing.values import Design, Wanted
from consortium.duty.planning.values import RunState
from consortium.duty.store.design_tables import ZoneDesignRow
from consortium.duty.store.plan_runs import SILENT
from consortium.problems import Conflict, NotFound

MOST_KEPT: Final = 12
"""So many designs are kept in a consortium besides those that a plan was made of."""
BUSY: Final = "A design is being worked out already. Wait until it is done, or stop it."
_OPEN: Final = (RunState.WAITING.value, RunState.RUNNING.value)


async def ask_for_design(tx: Transaction, wanted: Wanted, *, seed: int, by: UUID | None) -> UUID:
    """Put a design into the queue, and forget the oldest ones of which no plan was made.

    Raises:
        Conflict: another one is waiting or at work in this consortium.
    """
    if await tx.scalar(select(ZoneDesignRow.id).where(ZoneDesignRow.state.in_(_OPEN))) is not None:
        raise Conflict(BUSY)
    row = ZoneDesignRow(
        consortium=tx.consortium, id=uuid4(), asked_at=tx.now, asked_by=by, wanted=wanted.plain(), seed=seed
    )
    tx.add(row)
    try:
        await tx.flush()
    except IntegrityError as error:
        raise Conflict(BUSY) from error
    newest = (
        select(ZoneDesignRow.id)
        .where(ZoneDesignRow.made_version.is_(None))
        .order_by(ZoneDesignRow.asked_at.desc())
        .limit(MOST_KEPT)
    )
    await tx.execute(delete(ZoneDesignRow).where(ZoneDesignRow.made_version.is_(None), ZoneDesignRow.id.not_in(newest)))
    return row.id


async def due_designs(reading: Reading) -> tuple[tuple[UUID, UUID], ...]:
    """Designs that wait for a process, and those whose process fell silent: consortium and design, in every one."""
    rows = await reading.execute(text("select consortium, id from due_zone_designs()"))
    return tuple((row.consortium, row.id) for row in rows)


async def claim_design(tx: Transaction, design: UUID) -> Design | None:
    """Begin a design that waits; ``None`` where somebody else has, or where it was silent and is now broken off."""
    row = await tx.scalar(select(ZoneDesignRow).where(ZoneDesignRow.id == design).with_for_update(skip_locked=True))
    if row is None or row.state not in _OPEN:
        return None
    if row.state == RunState.WAITING.value and not row.stop_asked:
        row.state, row.began_at, row.heard_at = RunState.RUNNING.value, tx.now, tx.now
        await tx.flush()
        return _design(row)
    if row.state == RunState.WAITING.value:
        row.state, row.ended_at = RunState.STOPPED.value, tx.now
    elif row.heard_at is None or tx.now - row.heard_at >= SILENT:
        row.state, row.ended_at = RunState.BROKEN_OFF.value, tx.now
    return None


async def tell_design(tx: Transaction, design: UUID, progress: Mapping[str, Any]) -> bool:
    """Say that a design goes on and how far it is; whether it may, or somebody asked it to stop."""
    stop = await tx.scalar(
        update(ZoneDesignRow)
        .where(ZoneDesignRow.id == design, ZoneDesignRow.state == RunState.RUNNING.value)
        .values(heard_at=tx.now, progress=dict(progress))
        .returning(ZoneDesignRow.stop_asked)
    )
    return stop is False


async def end_design(
    tx: Transaction,
    design: UUID,
    state: RunState,
    *,
    proposal: Mapping[str, Any] | None = None,
    made_from: Mapping[str, str] | None = None,
) -> None:
    """Let a design that is at work be over, with what it proposes."""
    await tx.execute(
        update(ZoneDesignRow)
        .where(ZoneDesignRow.id == design, ZoneDesignRow.state == RunState.RUNNING.value)
        .values(
            state=state.value,
            ended_at=tx.now,
            heard_at=tx.now,
            proposal=None if proposal is None else dict(proposal),
            made_from=None if made_from is None else dict(made_from),
        )
    )


async def ask_to_stop(tx: Transaction, design: UUID) -> bool:
    """Ask a design to stop with the best so far; whether it was at work."""
    asked = await tx.scalar(
        update(ZoneDesignRow)
        .where(ZoneDesignRow.id == design, ZoneDesignRow.state.in_(_OPEN))
        .values(stop_asked=True)
        .returning(ZoneDesignRow.id)
    )
    return asked is not None


async def note_made(tx: Transaction, design: UUID, version: int) -> None:
    """Note which plan was made of a design."""
    await tx.execute(update(ZoneDesignRow).where(ZoneDesignRow.id == design).values(made_version=version))


async def load_design(reading: Reading, design: UUID) -> Design:
    """One design.

    Raises:
        NotFound: there is none.
    """
    row = await reading.scalar(select(ZoneDesignRow).where(ZoneDesignRow.id == design))
    if row is None:
        raise NotFound
    return _design(row)


async def load_designs(reading: Reading) -> tuple[Design, ...]:
    """All that are kept, the newest first."""
    rows = await reading.scalars(select(ZoneDesignRow).order_by(ZoneDesignRow.asked_at.desc()))
    return tuple(map(_design, rows))


def _design(row: ZoneDesignRow) -> Design:
    return Design(
        id=row.id,
        state=RunState(row.state),
        asked_at=row.asked_at,
        wanted=Wanted(**row.wanted),
        seed=row.seed,
        stop_asked=row.stop_asked,
        ended_at=row.ended_at,
        progress=row.progress,
        made_from=row.made_from,
        proposal=row.proposal,
        made_version=row.made_version,
    )
