"""Take a schedule file of another system as rotations: bring it in, match its people, look, take it, undo it.

Nothing but the file is kept before it is taken, for a day at most. For 30 days taking it can be undone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from consortium.db import Reading, Transaction
from consortium.duty.end_rotation import end_rotation
from consortium.duty.publish_rotations import publish_rotations
from consortium.duty.schedule_files import Prepared, guess, prepare, read_schedule
from consortium.duty.store import load_schedule
from consortium.duty.store.schedule_imports import (
    UNDO_FOR,
    KeptFile,
    change_schedule_file,
    load_schedule_file,
    save_schedule_file,
)
from consortium.duty.tell_changed import tell_changed
from consortium.journal import record
from consortium.members.store import one_at_a_time
from consortium.members.store.rosters import load_known
from consortium.problems import BadInput, Conflict, NotFound
from geo import PersonId
from scheduling import Line, Rotation, RotationId, Span
from scheduling.convert import Converted
from scheduling.wallclock import instant, zone

_AHEAD = timedelta(weeks=8)


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedAt:
    """A kept file, what it holds, who of ours each of its people is, and what taking it would publish."""

    kept: KeptFile
    found: Converted
    people: Mapping[PersonId, PersonId | None]
    from_day: date
    prepared: Prepared


async def bring_schedule(
    tx: Transaction, *, source: str, text: str, line: Line, from_day: date, by: UUID | None = None
) -> UUID:
    """Keep a file for a day, with a guess at who is meant; its id.

    Raises:
        BadInput: it cannot be read; the place in it is named.
    """
    found = read_schedule(source, text, line)
    meant = guess(found.people, ((PersonId(it.person), it.name, it.email) for it in await load_known(tx) if it.answers))
    people = {str(each): str(meant[each]) if each in meant else "" for each in found.people}
    choices = {"line": line.value, "from_day": from_day.isoformat(), "people": people}
    return await save_schedule_file(tx, source=source, file=text, choices=choices, by=by)


async def look_at_schedule(reading: Reading, wanted: UUID) -> LookedAt:
    """What taking this file would do now.

    Raises:
        NotFound: there is no such file any more, or it was taken.
    """
    kept = await load_schedule_file(reading, wanted)
    if kept is None or kept.state != "open":
        raise NotFound
    return _looked(kept)


async def match_people(
    tx: Transaction, wanted: UUID, *, people: Mapping[PersonId, PersonId | None], from_day: date
) -> None:
    """Say who of ours each person in the file is, and from which day on its rotations are to count.

    Raises:
        NotFound, Conflict: there is no such file any more, or it was taken.
        BadInput: somebody is nobody of ours.
    """
    kept = await _open(tx, wanted)
    ours = {PersonId(each.person) for each in await load_known(tx)}
    if not {each for each in people.values() if each is not None} <= ours:
        raise BadInput("Choose one of the consortium's people, or nobody.", "people")
    told = {str(each): str(person) if person else "" for each, person in people.items()}
    merged = {**kept.choices["people"], **{key: it for key, it in told.items() if key in kept.choices["people"]}}
    choices = {**kept.choices, "people": merged, "from_day": from_day.isoformat()}
    await change_schedule_file(tx, wanted, choices=choices)


async def take_schedule(
    tx: Transaction, wanted: UUID, *, by: UUID | None = None, public_url: str | None = None
) -> tuple[RotationId, ...]:
    """Publish the file's rotations, all or none, beside those that are there.

    Raises:
        NotFound, Conflict: there is no such file any more, or it was taken.
        BadInput: nothing is left of it, or a rotation cannot be; it is named.
    """
    await one_at_a_time(tx)
    kept = await _open(tx, wanted)
    looked = _looked(kept)
    if not looked.prepared.rotations:
        raise BadInput("Nothing would be left of this file. Match its people first.", "people")
    if looked.from_day < tx.now.date():
        raise BadInput("Choose a day that lies ahead. What has been is not changed any more.", "from_day")
    made = await publish_rotations(tx, looked.prepared.rotations, by=by, public_url=public_url)
    await change_schedule_file(tx, wanted, state="done", file=None, choices={}, rotations=list(made))
    await record(tx, "took schedule file", by=by, subject=wanted, source=kept.source, rotations=len(made))
    return made


async def drop_schedule(tx: Transaction, wanted: UUID) -> None:
    """Forget a file that was not taken.

    Raises:
        NotFound, Conflict: there is no such file any more, or it was taken.
    """
    await _open(tx, wanted)
    await change_schedule_file(tx, wanted, state="undone", file=None, choices={})


async def undo_schedule(tx: Transaction, wanted: UUID, *, by: UUID | None = None, public_url: str | None = None) -> int:
    """End the rotations that a file made at their next hand-over, or take them back; tell how many.

    Raises:
        NotFound: there is no such file.
        Conflict: it was undone already, or more than 30 days have passed.
    """
    await one_at_a_time(tx)
    kept = await load_schedule_file(tx, wanted, locked=True)
    if kept is None:
        raise NotFound
    if kept.state != "done" or tx.now - kept.made_at > UNDO_FOR:
        raise Conflict("This file cannot be undone any more.")
    before = await load_schedule(tx)
    mine = [each for each in before.rotations if each.id in kept.rotations and each.ends > tx.now]
    for rotation in mine:
        day = _next_hand_over(rotation, tx.now.astimezone(zone(rotation.zone)).date(), tx)
        if rotation.last_day is None or day < rotation.last_day:
            await end_rotation(tx, rotation=rotation.id, from_day=day, by=by)
    await change_schedule_file(tx, wanted, state="undone")
    await record(tx, "undid schedule file", by=by, subject=wanted, rotations=len(mine))
    if public_url is not None and mine:
        but = () if by is None else (PersonId(by),)
        ahead = Span(tx.now, max(tx.now, *(each.begins for each in mine)) + _AHEAD)
        await tell_changed(tx, before, await load_schedule(tx), ahead, public_url=public_url, but=but)
    return len(mine)


def _looked(kept: KeptFile) -> LookedAt:
    found = read_schedule(kept.source, kept.file, Line(kept.choices["line"]))
    said: Mapping[str, str] = kept.choices["people"]
    people = {each: PersonId(UUID(said[str(each)])) if said.get(str(each)) else None for each in found.people}
    from_day = date.fromisoformat(kept.choices["from_day"])
    prepared = prepare(found, people, from_day)
    return LookedAt(kept=kept, found=found, people=people, from_day=from_day, prepared=prepared)


def _next_hand_over(rotation: Rotation, today: date, tx: Transaction) -> date:
    """The first day whose hand-over has not passed; the first day, where the rotation has not begun."""
    passed = instant(today, rotation.hand_off, zone(rotation.zone)) < tx.now
    return max(today + timedelta(days=passed), rotation.first_day)


async def _open(tx: Transaction, wanted: UUID) -> KeptFile:
    kept = await load_schedule_file(tx, wanted, locked=True)
    if kept is None:
        raise NotFound
    if kept.state != "open":
        raise Conflict("This file was taken or dropped already.")
    return kept
