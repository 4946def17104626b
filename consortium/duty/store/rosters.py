"""Plans of duty in the database: drafts, what was published, and the planner's runs.

Only :func:`load_rosters` feeds the schedule: a draft counts for nobody. Loads of facts take no viewer; what of them is
shown to whom is settled by the pages, which are the coordinator's.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from consortium.db import Reading, Transaction
from consortium.duty.planning.values import KeptRoster, PlannedShift, RosterState
from consortium.duty.tables import RosterRow, RosterRulesRow, RosterShiftRow
from geo import PersonId
from scheduling import Line, Span
from scheduling.roster import Assigned, Roster, RosterId, ShiftId

_Shifts = Mapping[UUID, tuple[PlannedShift, ...]]


async def load_rosters(reading: Reading) -> tuple[Roster, ...]:
    """Every published plan for the time in which it counts, by number; two queries. Drafts are not among them."""
    rows = tuple(await reading.scalars(select(RosterRow).where(RosterRow.state != RosterState.DRAFT.value)))
    shifts = await _shifts(reading, [row.id for row in rows])
    found = (_kept(row, shifts[row.id]) for row in sorted(rows, key=lambda row: row.number))
    return tuple(roster for each in found if (roster := as_roster(each, each.counts)) is not None)


def as_roster(kept: KeptRoster, during: Span | None) -> Roster | None:
    """A plan as the schedule takes it, cut to the time in which it counts; ``None`` where there is no such time."""
    if during is None:
        return None
    return Roster(
        id=kept.id,
        number=kept.number,
        lines=kept.lines,
        during=during,
        shifts=tuple(
            Assigned(id=shift.id, line=shift.line, person=shift.person, span=cut)
            for shift in kept.shifts
            if shift.person is not None and (cut := shift.span.intersect(during)) is not None
        ),
    )


async def load_kept(reading: Reading, roster: RosterId, *, lock: bool = False) -> KeptRoster | None:
    """One plan with its duties; ``lock``: nobody else changes it until the transaction ends."""
    query = select(RosterRow).where(RosterRow.id == roster)
    row = await reading.scalar(query.with_for_update() if lock else query)
    if row is None:
        return None
    return _kept(row, (await _shifts(reading, [row.id]))[row.id])


async def load_kept_all(reading: Reading) -> tuple[KeptRoster, ...]:
    """Every plan with its duties, the newest first."""
    rows = tuple(await reading.scalars(select(RosterRow).order_by(RosterRow.number.desc())))
    shifts = await _shifts(reading, [row.id for row in rows])
    return tuple(_kept(row, shifts[row.id]) for row in rows)


async def load_drafts(reading: Reading) -> tuple[KeptRoster, ...]:
    """Every draft with its duties, the newest first: for pages that show what may come."""
    rows = tuple(
        await reading.scalars(
            select(RosterRow).where(RosterRow.state == RosterState.DRAFT.value).order_by(RosterRow.number.desc())
        )
    )
    shifts = await _shifts(reading, [row.id for row in rows])
    return tuple(_kept(row, shifts[row.id]) for row in rows)


async def load_published_since(reading: Reading, at: datetime) -> tuple[KeptRoster, ...]:
    """Every plan that was published at ``at`` or later, without its duties."""
    rows = await reading.scalars(select(RosterRow).where(RosterRow.published_at >= at).order_by(RosterRow.number))
    return tuple(_kept(row, ()) for row in rows)


async def next_roster_number(reading: Reading) -> int:
    """The number of the next plan: one above the highest so far."""
    return int(await reading.scalar(select(func.coalesce(func.max(RosterRow.number), 0))) or 0) + 1


async def save_roster(tx: Transaction, kept: KeptRoster) -> None:
    """Add a plan with its duties."""
    tx.add(
        RosterRow(
            consortium=tx.consortium,
            id=kept.id,
            number=kept.number,
            state=kept.state.value,
            title=kept.title,
            lines=sorted(line.value for line in kept.lines),
            starts_at=kept.span.start,
            ends_at=kept.span.end,
            made_at=kept.made_at,
            made_by=kept.made_by,
            base=kept.base,
            seed=kept.seed,
            stats=dict(kept.stats),
        )
    )
    await tx.flush()
    await add_shifts(tx, kept.id, kept.shifts)


async def add_shifts(tx: Transaction, roster: RosterId, shifts: Iterable[PlannedShift]) -> None:
    """Add duties to a plan."""
    rows = [
        {
            "consortium": tx.consortium,
            "id": shift.id,
            "roster": roster,
            "line": shift.line.value,
            "person": shift.person,
            "starts_at": shift.span.start,
            "ends_at": shift.span.end,
            "kept": shift.kept,
        }
        for shift in shifts
    ]
    if rows:
        await tx.execute(insert(RosterShiftRow), rows)


async def change_shift(tx: Transaction, shift: PlannedShift) -> None:
    """Write one duty as it now is."""
    await tx.execute(
        update(RosterShiftRow)
        .where(RosterShiftRow.id == shift.id)
        .values(
            person=shift.person,
            starts_at=shift.span.start,
            ends_at=shift.span.end,
            kept=shift.kept,
        )
    )


async def drop_shift(tx: Transaction, shift: ShiftId) -> None:
    """Take a duty out of its plan."""
    await tx.execute(delete(RosterShiftRow).where(RosterShiftRow.id == shift))


async def fill_shifts(tx: Transaction, people: Mapping[ShiftId, PersonId | None]) -> None:
    """Say who has which duty, as the planner found it; a duty that is gone meanwhile is passed over."""
    by_person: dict[PersonId | None, list[ShiftId]] = defaultdict(list)
    for shift, person in people.items():
        by_person[person].append(shift)
    for holder, shifts in by_person.items():
        await tx.execute(update(RosterShiftRow).where(RosterShiftRow.id.in_(shifts)).values(person=holder))


async def set_stats(tx: Transaction, roster: RosterId, stats: Mapping[str, Any]) -> None:
    """Keep what the planner said of a plan."""
    await tx.execute(update(RosterRow).where(RosterRow.id == roster).values(stats=dict(stats)))


async def set_base(tx: Transaction, roster: RosterId, base: str) -> None:
    """Let a draft stand against what counts now."""
    await tx.execute(update(RosterRow).where(RosterRow.id == roster).values(base=base))


async def set_published(tx: Transaction, roster: RosterId, by: UUID | None) -> None:
    """Let a draft count from now on."""
    await tx.execute(
        update(RosterRow)
        .where(RosterRow.id == roster)
        .values(state=RosterState.PUBLISHED.value, published_at=tx.now, published_by=by)
    )


async def set_withdrawn(tx: Transaction, roster: RosterId, by: UUID | None) -> None:
    """Let a published plan count no longer from now on."""
    await tx.execute(
        update(RosterRow)
        .where(RosterRow.id == roster)
        .values(state=RosterState.WITHDRAWN.value, withdrawn_at=tx.now, withdrawn_by=by)
    )


async def drop_roster(tx: Transaction, roster: RosterId) -> None:
    """Delete a draft with its duties and runs."""
    await tx.execute(delete(RosterRow).where(RosterRow.id == roster, RosterRow.state == RosterState.DRAFT.value))


async def load_rule_records(reading: Reading) -> tuple[Mapping[str, Any], Mapping[str, Any]] | None:
    """The rules' own numbers and the weights of hours, as they were kept; ``None`` while nobody has settled any."""
    row = await reading.scalar(select(RosterRulesRow).where(RosterRulesRow.consortium == reading.consortium))
    return None if row is None else (row.rules, row.weights)


async def save_rule_records(tx: Transaction, rules: Mapping[str, Any], weights: Mapping[str, Any]) -> None:
    """Keep the rules' own numbers and the weights of hours."""
    values = {"rules": dict(rules), "weights": dict(weights)}
    await tx.execute(
        insert(RosterRulesRow)
        .values(consortium=tx.consortium, **values)
        .on_conflict_do_update(index_elements=[RosterRulesRow.consortium], set_=values)
    )


def fresh_shift(line: Line, span: Span, person: PersonId | None = None, *, kept: bool = False) -> PlannedShift:
    """A new duty of a plan."""
    return PlannedShift(id=ShiftId(uuid4()), line=line, span=span, person=person, kept=kept)


async def _shifts(reading: Reading, rosters: Iterable[UUID]) -> _Shifts:
    wanted = list(rosters)
    found: dict[UUID, list[PlannedShift]] = defaultdict(list)
    if wanted:
        rows = await reading.execute(
            select(*RosterShiftRow.__table__.c)
            .where(RosterShiftRow.roster.in_(wanted))
            .order_by(RosterShiftRow.starts_at, RosterShiftRow.line, RosterShiftRow.id)
        )
        for row in rows:
            found[row.roster].append(
                PlannedShift(
                    id=ShiftId(row.id),
                    line=Line(row.line),
                    span=Span(row.starts_at, row.ends_at),
                    person=None if row.person is None else PersonId(row.person),
                    kept=row.kept,
                )
            )
    return defaultdict(tuple, {roster: tuple(shifts) for roster, shifts in found.items()})


def _kept(row: RosterRow, shifts: tuple[PlannedShift, ...]) -> KeptRoster:
    return KeptRoster(
        id=RosterId(row.id),
        number=row.number,
        state=RosterState(row.state),
        title=row.title,
        lines=frozenset(map(Line, row.lines)),
        span=Span(row.starts_at, row.ends_at),
        made_at=row.made_at,
        made_by=row.made_by,
        base=row.base,
        seed=row.seed,
        stats=row.stats,
        published_at=row.published_at,
        published_by=row.published_by,
        withdrawn_at=row.withdrawn_at,
        withdrawn_by=row.withdrawn_by,
        shifts=shifts,
    )
