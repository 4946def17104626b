"""Bring in a list of agencies: keep it, choose its rows, decide what it leaves open, take it or forget it, undo it.

Nothing is done before it was looked at, and all of it can be undone for 30 days, but for agencies to which something
was done since.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from consortium.db import Reading, Transaction
from consortium.journal import record
from consortium.members.agency_doubts import (
    Alike,
    Choices,
    Twin,
    alike_here,
    on_one_point,
    settled,
    twins,
    undecided,
    without,
)
from consortium.members.federal_list import Listed, Selection
from consortium.members.federal_row import MOST_SWORN
from consortium.members.import_agencies import BadRows
from consortium.members.import_plan import ImportPlan, plan_import
from consortium.members.lists import to_undo
from consortium.members.read_agency_list import read_list, read_selection
from consortium.members.store import load_enrolled, one_at_a_time, save_changes, save_listed
from consortium.members.store.agency_lists import (
    AgencyList,
    change_agency_list,
    load_agency_list,
    load_stays,
    lock_agency_list,
    note_imported,
    save_agency_list,
    take_back_agencies,
)
from consortium.problems import BadInput, Conflict, NotFound
from geo import AgencyId

LARGEST: Final = 20_000_000
_AT_ONCE: Final = 250

Told = Callable[[int, int], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """A list as it stands: what it would do now, and what is to be decided first.

    Attributes:
        plan: what taking it does; ``None`` when the list is not there any more.
        states: of all rows, with how many of each.
        twins: the pairs that may be one agency; ``undecided`` those that nobody has decided on.
        alike: rows that may be agencies which are here already.
        points: groups of agencies that stand on one point.
        unstaffed: rows that lack a count of officers.
    """

    kept: AgencyList
    wanted: Selection
    choices: Choices
    plan: ImportPlan | None
    states: Mapping[str, int]
    twins: tuple[Twin, ...] = ()
    undecided: tuple[Twin, ...] = ()
    alike: tuple[Alike, ...] = ()
    points: tuple[tuple[Listed, ...], ...] = ()
    unstaffed: tuple[Listed, ...] = ()

    @property
    def open(self) -> int:
        """How many doubts nobody has decided on."""
        return len(self.undecided) + sum(each.row.line not in self.choices.here for each in self.alike)


async def bring_agencies(tx: Transaction, content: bytes, *, by: UUID | None = None) -> UUID:
    """Keep a file, so that it can be looked at.

    Raises:
        BadInput: it is no list of agencies.
    """
    await read_list(content, Selection(), tx.now.date())
    return await save_agency_list(tx, content, by=by)


async def look_at_agencies(reading: Reading, wanted: UUID) -> Looked:
    """What the list would do now.

    Raises:
        NotFound: there is no such list.
    """
    kept = await load_agency_list(reading, wanted)
    if kept is None:
        raise NotFound
    return await _looked(reading, kept)


async def choose_rows(tx: Transaction, wanted: UUID, selection: Mapping[str, Any]) -> None:
    """Say which rows are wanted: ``states``, ``counties``, ``near``, ``miles``, ``most_sworn``.

    Raises:
        BadInput: the selection makes no sense; the field is named.
        NotFound, Conflict: there is no such list any more, or it was taken.
    """
    await _open(tx, wanted)
    read_selection(selection)
    await change_agency_list(tx, wanted, wanted=dict(selection))


async def decide_rows(
    tx: Transaction,
    wanted: UUID,
    *,
    same: Mapping[int, bool],
    staff: Mapping[int, int],
    here: Mapping[int, bool] = MappingProxyType({}),
) -> None:
    """Say which twins are one, which rows are agencies ``here``, and how many officers rows without a count have.

    0 officers leave such a row out.

    Raises:
        BadInput: a number of officers cannot be.
        NotFound, Conflict: there is no such list any more, or it was taken.
    """
    kept = await _open(tx, wanted)
    for line, sworn in staff.items():
        if not 0 <= sworn <= MOST_SWORN:
            raise BadInput(f"Line {line}: sworn officers are a whole number from 0 to {MOST_SWORN:,}.", "staff")
    before = _choices(kept)
    await change_agency_list(
        tx,
        wanted,
        choices={
            "same": {str(line): value for line, value in {**before.same, **same}.items()},
            "here": {str(line): value for line, value in {**before.here, **here}.items()},
            "staff": {str(line): sworn for line, sworn in {**before.staff, **staff}.items() if sworn},
        },
    )


async def take_agencies(
    tx: Transaction, wanted: UUID, *, skip_bad: bool = False, by: UUID | None = None, told: Told | None = None
) -> ImportPlan:
    """Enrol and change what the list says, all in this transaction; ``told`` hears how many of how many are done.

    Raises:
        BadRows: a row cannot be taken, and bad rows are not to be skipped.
        BadInput: it is still to be decided who is the same agency.
        NotFound, Conflict: there is no such list any more, or it was taken.
    """
    await one_at_a_time(tx)
    looked = await _looked(tx, await _open(tx, wanted))
    plan = looked.plan
    if plan is None:
        raise NotFound
    if looked.open:
        raise BadInput("Say first which of these are the same agency.", "twins")
    if plan.errors and not skip_bad:
        raise BadRows(plan)
    counted = {each.id: each.counted_on for each in await load_enrolled(tx)}
    added: list[AgencyId] = []
    for start in range(0, len(plan.added), _AT_ONCE):
        added += await save_listed(tx, plan.added[start : start + _AT_ONCE])
        if told is not None:
            await told(len(added), len(plan.added) + len(plan.changed))
    await save_changes(tx, plan.changed)
    await note_imported(tx, wanted, added, [(change, counted[change.agency]) for change in plan.changed])
    counts = {"added": len(plan.added), "changed": len(plan.changed)}
    await change_agency_list(tx, wanted, state="done", content=None, choices={}, **counts)
    await record(tx, "imported agencies", by=by, subject=wanted, **counts)
    return plan


async def drop_agencies(tx: Transaction, wanted: UUID) -> None:
    """Forget a list that was not taken.

    Raises:
        NotFound, Conflict: there is no such list any more, or it was taken.
    """
    await _open(tx, wanted)
    await change_agency_list(tx, wanted, state="undone", content=None, choices={})


async def undo_agencies(tx: Transaction, wanted: UUID, *, by: UUID | None = None) -> None:
    """Take back what a list added and changed, but for agencies to which something was done since.

    Raises:
        NotFound: there is no such list.
        Conflict: it was not taken, was undone already, or more than 30 days have passed.
    """
    await one_at_a_time(tx)
    to_undo(await lock_agency_list(tx, wanted), tx.now)
    stay = await load_stays(tx, wanted)
    added, changed = await take_back_agencies(tx, wanted, stay)
    await change_agency_list(tx, wanted, state="undone")
    await record(tx, "undid import of agencies", by=by, subject=wanted, added=added, changed=changed, stay=len(stay))


async def _open(tx: Transaction, wanted: UUID) -> AgencyList:
    kept = await lock_agency_list(tx, wanted)
    if kept is None:
        raise NotFound
    if kept.state != "looking":
        raise Conflict("This list was taken or forgotten already. Look at what it did.")
    return kept


def _choices(kept: AgencyList) -> Choices:
    return Choices(
        same={int(line): bool(value) for line, value in kept.choices.get("same", {}).items()},
        here={int(line): bool(value) for line, value in kept.choices.get("here", {}).items()},
        staff={int(line): int(sworn) for line, sworn in kept.choices.get("staff", {}).items()},
    )


async def _looked(reading: Reading, kept: AgencyList) -> Looked:
    choices, wanted = _choices(kept), read_selection(kept.wanted)
    if kept.state != "looking":
        return Looked(kept=kept, wanted=wanted, choices=choices, plan=None, states={})
    today = reading.now.date()
    whole, listed = await read_list(kept.content, wanted, today)
    enrolled = await load_enrolled(reading)

    def worked_out() -> Looked:
        after = settled(listed, choices, today)
        alike = alike_here(after.rows, enrolled)
        after = without(after, alike, choices)
        return Looked(
            kept=kept,
            wanted=wanted,
            choices=choices,
            plan=plan_import(after, enrolled),
            states=whole,
            twins=twins(listed.rows),
            undecided=undecided(listed, choices),
            alike=alike,
            points=on_one_point(after.rows),
            unstaffed=listed.unstaffed,
        )

    return await asyncio.to_thread(worked_out)
