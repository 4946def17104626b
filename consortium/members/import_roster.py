"""Import a list of people: bring it in, match its columns once, look at what it would do, take it, or undo it.

Nothing but the list itself is written before it is taken, and it is taken whole or not at all. It only ever adds: what
is here already stays as it is. For 30 days all that it added can be taken back.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from consortium.db import Reading, Transaction
from consortium.journal import record
from consortium.members.lists import to_undo
from consortium.members.rosters.any_sheet import Sheet
from consortium.members.rosters.columns import Field, checked_match, guess, plain
from consortium.members.rosters.entries import read_entries
from consortium.members.rosters.plan import Choice, RosterPlan, plan_roster
from consortium.members.store import one_at_a_time
from consortium.members.store.roster_undo import load_bound, take_back
from consortium.members.store.rosters import (
    KeptList,
    change_list,
    load_agency_names,
    load_heard,
    load_known,
    load_list,
    lock_list,
    save_adds,
    save_heard,
    save_list,
)
from consortium.problems import BadInput, Conflict, NotFound
from geo import AgencyId

STRANGE: Final = "none"
"""What is remembered of an agency's name that means none of ours."""
_AT_ONCE: Final = 250

Told = Callable[[int, int], Awaitable[None]]


class RosterRefused(BadInput):
    """The list cannot be taken as it stands; nothing was written. ``plan`` says why, row by row."""

    slug = "bad-rows"

    def __init__(self, message: str, plan: RosterPlan) -> None:
        super().__init__(message)
        self.plan = plan


@dataclass(frozen=True, slots=True)
class Looked:
    """A kept list, what its columns mean, and, once they are matched, what it would do."""

    kept: KeptList
    columns: tuple[Field, ...]
    plan: RosterPlan | None


async def bring_list(tx: Transaction, sheet: Sheet, *, by: UUID | None = None) -> UUID:
    """Keep a list for a day, so that it can be matched and looked at.

    Raises:
        BadInput: it has no rows.
    """
    if not sheet.rows:
        raise BadInput("The list has headings and no rows.", "file")
    return await save_list(tx, sheet, by)


async def look_at_list(reading: Reading, wanted: UUID) -> Looked:
    """What this list would do now.

    Raises:
        NotFound: there is no such list any more.
    """
    kept = await load_list(reading, wanted)
    if kept is None:
        raise NotFound
    return await _looked(reading, kept)


async def match_list(
    tx: Transaction, wanted: UUID, *, columns: Sequence[str], agencies: Mapping[str, str], by: UUID | None = None
) -> None:
    """Say what each column means, and which agency each unknown name means (an id, or :data:`STRANGE`).

    Both are remembered for the next list.

    Raises:
        BadInput: the columns do not fit together, or an agency is none of ours.
        NotFound, Conflict: there is no such list any more, or it was taken.
    """
    kept = await _open(tx, wanted)
    meant = checked_match(columns, len(kept.sheet.headings))
    ours = {str(agency) for agency, _ in await load_agency_names(tx)} | {STRANGE}
    if not set(agencies.values()) <= ours:
        raise BadInput("Choose one of the consortium's agencies.", "agencies")
    headings = {plain(heading): field.value for heading, field in zip(kept.sheet.headings, meant, strict=True)}
    await save_heard(tx, "column", headings)
    await save_heard(tx, "agency", {plain(name): agency for name, agency in agencies.items()})
    sheet = _sheet(kept) | {"columns": [field.value for field in meant]}
    await change_list(tx, wanted, state="looking", sheet=sheet)
    if agencies:
        await record(tx, "matched agency names", by=by, names=len(agencies))


async def choose_twins(tx: Transaction, wanted: UUID, choices: Mapping[int, str]) -> None:
    """Say who is the same person and who another one, by the lines of the rows.

    Raises:
        BadInput: a choice is none of :class:`Choice`.
        NotFound, Conflict: there is no such list any more, or it was taken.
    """
    kept = await _open(tx, wanted)
    if not set(choices.values()) <= set(Choice):
        raise BadInput("Choose for each: the same person, another one, or leave the row out.", "choices")
    merged = {**kept.choices, **choices}
    await change_list(tx, wanted, choices={str(line): choice for line, choice in merged.items()})


async def take_list(
    tx: Transaction, wanted: UUID, *, skip_bad: bool = False, by: UUID | None = None, told: Told | None = None
) -> RosterPlan:
    """Write what the list adds, all in this transaction. ``told`` hears how many rows of how many are done.

    Raises:
        RosterRefused: rows are wrong and are not to be skipped, or somebody is still to be decided on.
        NotFound, Conflict: there is no such list any more, or it was taken.
    """
    await one_at_a_time(tx)
    kept = await _open(tx, wanted)
    plan = (await _looked(tx, kept)).plan
    if plan is None:
        raise BadInput("Say first what each column means.", "columns")
    _refuse(plan, skip_bad=skip_bad)
    known = {each.person: each for each in await load_known(tx)}
    for start in range(0, len(plan.adds), _AT_ONCE):
        await save_adds(tx, wanted, plan.adds[start : start + _AT_ONCE], known)
        if told is not None:
            await told(min(start + _AT_ONCE, len(plan.adds)), len(plan.adds))
    counts = {"added": len(plan.new), "changed": len(plan.more)}
    await change_list(tx, wanted, state="done", sheet={}, choices={}, **counts)
    await record(tx, "imported roster", by=by, subject=wanted, **counts)
    return plan


async def drop_list(tx: Transaction, wanted: UUID) -> None:
    """Forget a list that was not taken.

    Raises:
        NotFound, Conflict: there is no such list any more, or it was taken.
    """
    await _open(tx, wanted)
    await change_list(tx, wanted, state="undone", sheet={}, choices={})


async def who_stays(reading: Reading, wanted: UUID) -> tuple[str, ...]:
    """The names of those whom an undo would keep, because something was done to them since."""
    return tuple(name for _, name in await load_bound(reading, wanted))


async def undo_list(tx: Transaction, wanted: UUID, *, by: UUID | None = None) -> int:
    """Take back what a list added, but for people to whom something was done since; tell how many people went.

    Raises:
        NotFound: there is no such list.
        Conflict: it was undone already, or more than 30 days have passed.
    """
    await one_at_a_time(tx)
    to_undo(await lock_list(tx, wanted), tx.now)
    gone = await take_back(tx, wanted, [person for person, _ in await load_bound(tx, wanted)])
    await change_list(tx, wanted, state="undone")
    await record(tx, "undid roster import", by=by, subject=wanted, people=gone)
    return gone


async def _open(tx: Transaction, wanted: UUID) -> KeptList:
    kept = await lock_list(tx, wanted)
    if kept is None:
        raise NotFound
    if kept.state not in {"matching", "looking"}:
        raise Conflict("This list was taken or dropped already. Look at what it did.")
    return kept


async def _looked(reading: Reading, kept: KeptList) -> Looked:
    if kept.state == "matching" or not kept.columns:
        return Looked(kept, guess(kept.sheet.headings, await load_heard(reading, "column")), None)
    columns = tuple(map(Field, kept.columns))
    return Looked(kept, columns, await _plan(reading, kept, columns, reading.now.date()))


async def _plan(reading: Reading, kept: KeptList, columns: Sequence[Field], today: date) -> RosterPlan:
    read = read_entries(kept.sheet, columns, await _agencies(reading), today)
    choices = {line: Choice(choice) for line, choice in kept.choices.items()}
    return plan_roster(read, await load_known(reading), choices)


async def _agencies(reading: Reading) -> Mapping[str, AgencyId | None]:
    """What the names of agencies mean: as they were matched, and their own names above all."""
    own = {plain(name): agency for agency, name in await load_agency_names(reading)}
    ids = set(own.values())
    heard: dict[str, AgencyId | None] = {}
    for name, meant in (await load_heard(reading, "agency")).items():
        agency = None if meant == STRANGE else AgencyId(UUID(meant))
        if agency is None or agency in ids:
            heard[name] = agency
    return {**heard, **own, "": None}


def _refuse(plan: RosterPlan, *, skip_bad: bool) -> None:
    if plan.unknown_agencies:
        raise RosterRefused("Say first which agency each unknown name means.", plan)
    if plan.undecided:
        raise RosterRefused("Say first who is the same person and who another one.", plan)
    if plan.wrong and not skip_bad:
        many = len(plan.wrong) > 1
        raise RosterRefused(f"{len(plan.wrong)} {'things are' if many else 'thing is'} wrong. Nothing was taken.", plan)


def _sheet(kept: KeptList) -> dict[str, object]:
    return {
        "headings": list(kept.sheet.headings),
        "rows": [[line, *cells] for line, cells in kept.sheet.rows],
    }
