"""Schedule files as they are taken here: who in a file is whom, and its rotations from a day on. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from consortium.pages import N_
from consortium.problems import BadInput
from geo import PersonId
from scheduling import Line, Rotation, Schedule, SchedulingError, Span, turns_between
from scheduling.convert import CONVERTERS, Converted
from scheduling.file import from_json
from scheduling.spans import LATEST
from scheduling.wallclock import instant, zone

OURS: Final = "ours"
SOURCES: Final[Mapping[str, str]] = {
    OURS: N_("A schedule file of this program; each rotation keeps its own line"),
    "pagerduty": N_("PagerDuty: one schedule, as its REST API gives it"),
    "opsgenie": N_("Opsgenie: one schedule with its rotations, as its REST API gives it"),
    "grafana": N_("Grafana OnCall: on-call shifts, as its HTTP API gives them"),
}
LARGEST: Final = 1_000_000
MOST_ROTATIONS: Final = 50
People = Mapping[PersonId, PersonId | None]
"""Who of ours each person of a file is; None: nobody, and her turns are left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """What taking a file would publish, and in sentences what of it would not come over."""

    rotations: tuple[Rotation, ...]
    left_out: tuple[str, ...]


def read_schedule(source: str, text: str, line: Line) -> Converted:
    """A schedule of one of :data:`SOURCES`.

    Raises:
        BadInput: it cannot be read; the place in it is named.
    """
    if source not in SOURCES:
        raise BadInput("Choose where the file comes from.", "source")
    if not text.strip():
        raise BadInput("Choose a file, or paste what it holds.", "file")
    if len(text) > LARGEST:
        raise BadInput("This file is too large for one schedule.", "file")
    try:
        found = _own(text) if source == OURS else CONVERTERS[source](text, line)
    except SchedulingError as wrong:
        raise BadInput(str(wrong), "file") from wrong
    if not found.schedule.rotations:
        why = " ".join(found.left_out)
        raise BadInput(f"There is no rotation in this file that could be taken. {why}".strip(), "file")
    if len(found.schedule.rotations) > MOST_ROTATIONS:
        raise BadInput(f"These are more than {MOST_ROTATIONS} rotations.", "file")
    return found


def _own(text: str) -> Converted:
    """A file of ours: of it only the rotations are taken, and the rest is listed."""
    file = from_json(text)
    whole = file.schedule
    parts = (
        (len(whole.overrides), "changes of single times"),
        (sum(not each.final for each in whole.rosters), "plans"),
        (sum(each.final for each in whole.rosters), "temporary schedules"),
        (len(whole.swaps), "swaps"),
        (len(whole.leave), "times away"),
        (sum(len(each.pauses) for each in whole.rotations), "pauses of turns"),
        (len(whole.recorded.shifts) if whole.recorded else 0, "shifts that were served"),
    )
    lost = tuple(f"{count} {what}: only rotations are taken." for count, what in parts if count)
    return Converted(schedule=Schedule(whole.rotations), people=file.people, zone=file.zone, left_out=lost)


def guess(found: Mapping[PersonId, str], ours: Iterable[tuple[PersonId, str, str | None]]) -> dict[PersonId, PersonId]:
    """Who is meant: whoever has that very id, or else the only one of ours with that name or that mail address."""
    by_name: dict[str, set[PersonId]] = {}
    known = tuple(ours)
    ids = {person for person, _, _ in known}
    for person, name, email in known:
        for said in (name, email or ""):
            if said:
                by_name.setdefault(_plain(said), set()).add(person)
    meant = {it: {it} if it in ids else by_name.get(_plain(name), set()) for it, name in found.items()}
    return {theirs: next(iter(people)) for theirs, people in meant.items() if len(people) == 1}


def prepare(found: Converted, people: People, from_day: date) -> Prepared:
    """The rotations with our people, each from its first hand-over on that day or later.

    Somebody who is nobody of ours has her turns left out; a rotation without any turn left, or over by then, too.
    """
    unmatched = [name for each, name in found.people.items() if not people.get(each)]
    lost = [f"{name} is matched with nobody; her turns are left out." for name in unmatched]
    made = []
    for rotation in found.schedule.rotations:
        begun = _from(rotation, from_day)
        turns = () if begun is None else tuple(_ours(holders, people) for holders in begun.turns)
        kept = tuple(holders for holders in turns if holders)
        if begun is None:
            lost.append(f"“{rotation.name}” is over by that day, or has no turn in the year after it.")
        elif not kept:
            lost.append(f"“{rotation.name}” has nobody of ours and is left out.")
        else:
            made.append(replace(begun, turns=kept, pauses=()))
    return Prepared(rotations=tuple(made), left_out=(*found.left_out, *lost))


def _ours(holders: frozenset[PersonId], people: People) -> frozenset[PersonId]:
    return frozenset(person for each in holders if (person := people.get(each)) is not None)


def _from(rotation: Rotation, day: date) -> Rotation | None:
    """The same rotation, but that its first turn is the one that is first taken over on that day or later."""
    if rotation.first_day >= day:
        return rotation
    clock = zone(rotation.zone)
    plain = replace(rotation, only=None, off=frozenset(), pauses=())
    start = instant(day, rotation.hand_off, clock)
    ahead = Span(start, min(instant(date(day.year + 1, 12, 31), rotation.hand_off, clock), LATEST))
    turn = next((each for each in turns_between(plain, ahead) if each.span.start >= start), None)
    if turn is None:
        return None
    count, local = len(rotation.turns), turn.span.start.astimezone(clock)
    order = (*rotation.turns[turn.index % count :], *rotation.turns[: turn.index % count])
    first = local.date()
    if rotation.last_day is not None and rotation.last_day <= first:
        return None
    return replace(rotation, first_day=first, hand_off=local.time(), turns=order)


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
