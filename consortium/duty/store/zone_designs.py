"""Designs of the parts of the region in the database: asked for by a page, claimed by one process, told of, kept."""

from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import delete, select, text, update

from consortium.db import Reading, Transaction
from consortium.duty.designing.values import Design, Wanted
from consortium.duty.planning.values import RunState
from consortium.duty.store.design_tables import ZoneDesignRow
from consortium.duty.store.runs import Queue
from consortium.problems import NotFound

MOST_KEPT: Final = 12
"""So many designs are kept in a consortium besides those that a plan was made of."""


async def ask_for_design(tx: Transaction, wanted: Wanted, *, seed: int, by: UUID | None) -> UUID:
    """Put a design into the queue, and forget the oldest ones of which no plan was made.

    Raises:
        Conflict: another one is waiting or at work in this consortium.
    """
    row = ZoneDesignRow(
        consortium=tx.consortium, id=uuid4(), asked_at=tx.now, asked_by=by, wanted=wanted.plain(), seed=seed
    )
    design = await DESIGNS.ask(tx, row)
    newest = (
        select(ZoneDesignRow.id)
        .where(ZoneDesignRow.made_version.is_(None))
        .order_by(ZoneDesignRow.asked_at.desc())
        .limit(MOST_KEPT)
    )
    await tx.execute(delete(ZoneDesignRow).where(ZoneDesignRow.made_version.is_(None), ZoneDesignRow.id.not_in(newest)))
    return design


async def ask_to_stop(tx: Transaction, design: UUID) -> bool:
    """Ask a design to stop with the best so far; whether it was at work."""
    return await DESIGNS.ask_to_stop(tx, ZoneDesignRow.id == design)


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


DESIGNS: Final = Queue(
    table=ZoneDesignRow,
    due_ones=text("select consortium, id from due_zone_designs()"),
    as_value=_design,
    busy="A design is being worked out already. Wait until it is done, or stop it.",
    broken_off="a design was broken off",
)
