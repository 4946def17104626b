"""Import a list of people's availability: bring it in, match its columns, look at what it would do, take it, undo it.

Nothing but the list itself is written before it is taken, and it is taken whole or not at all. A list never takes
anybody off the rota: "away" and "vacation" are read as not to be planned. For 30 days what it did can be taken back.
"""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from typing import Any
from uuid import UUID, uuid4

from consortium.db import Reading, Transaction
from consortium.duty.availability.list_columns import Column, checked_match, guess
from consortium.duty.availability.list_rows import Known, Rows, SaidTime, read_rows
from consortium.duty.availability.values import NO_LIMITS, Limits
from consortium.duty.availability.values import SaidTime as KeptTime
from consortium.duty.store.availability import load_limits, load_times, save_limits, save_time
from consortium.duty.store.availability_imports import (
    KeptSheet,
    delete_times,
    load_peers,
    load_sheet,
    lock_sheet,
    match_sheet,
    save_sheet,
    settle_sheet,
    undo_sheet,
)
from consortium.journal import record
from consortium.members.lists import to_undo
from consortium.members.rosters.any_sheet import Sheet
from consortium.members.store import load_region, load_today
from consortium.problems import BadInput, Conflict, NotFound
from geo import PersonId
from scheduling.wallclock import zone


@dataclass(frozen=True, slots=True)
class Looked:
    """A list, what its columns mean (guessed until matched), and what it would do; None until matched, or taken."""

    kept: KeptSheet
    columns: tuple[Column, ...]
    rows: Rows | None


async def bring_list(tx: Transaction, sheet: Sheet, *, by: UUID) -> UUID:
    """Keep a list for a day, to be looked at."""
    made = uuid4()
    await save_sheet(tx, of=made, sheet=sheet, by=by)
    return made


async def look_at_list(reading: Reading, wanted: UUID) -> Looked:
    """A list as it stands.

    Raises:
        NotFound: there is no such list.
    """
    kept = await load_sheet(reading, wanted)
    if kept is None:
        raise NotFound
    if kept.state == "looking":
        columns = tuple(map(Column, kept.matched))
        return Looked(kept, columns, read_rows(kept.sheet, columns, await _known(reading)))
    return Looked(kept, guess(kept.sheet.headings), None)


async def match_list(tx: Transaction, wanted: UUID, columns: Sequence[str]) -> None:
    """Say what the columns mean.

    Raises:
        BadInput: the match cannot be.
        NotFound, Conflict: there is no such list, or it was taken or forgotten.
    """
    kept = await _open(tx, wanted)
    await match_sheet(tx, wanted, checked_match(columns, len(kept.sheet.headings)))


async def take_list(tx: Transaction, wanted: UUID, *, skip_bad: bool, by: UUID) -> int:
    """Add what the list says; how many times and limits that were.

    Raises:
        BadInput: rows are wrong and are not to be left out, its columns are not matched, or it adds nothing.
        NotFound, Conflict: there is no such list, or it was taken or forgotten.
    """
    kept = await _open(tx, wanted)
    if kept.state != "looking":
        raise BadInput("Say first what the columns mean.", "columns")
    rows = read_rows(kept.sheet, tuple(map(Column, kept.matched)), await _known(tx))
    if rows.wrong and not skip_bad:
        raise BadInput(f"Something is wrong in {len(rows.wrong)} places. Nothing was taken.", "columns")
    if not rows.times and not rows.limits:
        raise BadInput("The list says nothing that is not kept already.", "columns")
    before = await load_limits(tx)
    times = [KeptTime(id=uuid4(), person=t.person, said=t.said, once=t.once, weekly=t.weekly) for t in rows.times]
    for each in times:
        await save_time(tx, each)
    for person, limits in rows.limits.items():
        await save_limits(tx, person, limits)
    await tx.flush()
    added = len(times) + len(rows.limits)
    changed = [_change(person, before.get(person), after) for person, after in rows.limits.items()]
    await settle_sheet(tx, wanted, wrote={"times": [str(t.id) for t in times], "limits": changed}, added=added)
    await record(tx, "imported availability", by=by, subject=wanted, added=added)
    for person in sorted({each.person for each in times} | rows.limits.keys()):
        await record(tx, "said time", by=by, subject=person)
    return added


async def drop_list(tx: Transaction, wanted: UUID) -> None:
    """Forget a list that was not taken.

    Raises:
        NotFound, Conflict: there is no such list, or it was taken or forgotten.
    """
    await _open(tx, wanted)
    await undo_sheet(tx, wanted)


async def undo_list(tx: Transaction, wanted: UUID, *, by: UUID) -> int:
    """Take back the times that a list added and the limits that it set, but for limits that were changed since.

    Raises:
        NotFound: there is no such list.
        Conflict: it was undone already, or more than 30 days have passed.
    """
    kept = to_undo(await lock_sheet(tx, wanted), tx.now)
    gone = await delete_times(tx, [UUID(each) for each in kept.wrote.get("times", ())])
    now = await load_limits(tx)
    for person, was, became in kept.wrote.get("limits", ()):
        whose = PersonId(UUID(person))
        if now.get(whose) == _limits(became):
            await save_limits(tx, whose, _limits(was) if was else NO_LIMITS)
            gone += 1
    await undo_sheet(tx, wanted)
    await record(tx, "undid availability import", by=by, subject=wanted, taken=gone)
    return gone


async def _open(tx: Transaction, wanted: UUID) -> KeptSheet:
    kept = await lock_sheet(tx, wanted)
    if kept is None:
        raise NotFound
    if kept.state not in {"matching", "looking"}:
        raise Conflict("This list was taken or forgotten already. Look at what it did.")
    return kept


async def _known(reading: Reading) -> Known:
    times = await load_times(reading)
    return Known(
        peers=await load_peers(reading),
        times=frozenset(SaidTime(t.person, t.said, once=t.once, weekly=t.weekly) for t in times),
        limits=await load_limits(reading),
        clock=zone((await load_region(reading)).timezone),
        today=await load_today(reading),
    )


def _change(person: PersonId, was: Limits | None, became: Limits) -> list[Any]:
    return [str(person), list(astuple(was)) if was else None, list(astuple(became))]


def _limits(told: Sequence[Any]) -> Limits:
    share, most, notice = told
    return Limits(share_percent=share, most_per_month=most, notice_hours=notice)
