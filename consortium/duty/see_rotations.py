"""Rotations as their pages show them: the list by line, one with its next turns, and a look before publishing. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from operator import itemgetter
from typing import Any, Final

from consortium.duty.holders import HOLDERS
from consortium.duty.missing import NOBODY_SERVES, fallback, one_sided_times, unserved_parts
from consortium.duty.publish_rotation import AHEAD, ahead_of
from consortium.duty.rotation_form import TURN
from consortium.duty.store import KeptPause
from consortium.duty.views import RotaFacts
from geo import PersonId
from scheduling import Idle, Line, Pause, Rotation, Schedule, Span, Weekly, gaps, shifts_by_turn
from scheduling.spans import LATEST, subtract

MOST_TURNS_SHOWN: Final = 60
MOST_TURNS_PASSED: Final = 12
_NAMES: Final = 8
SOMEBODY: Final = "somebody who no longer answers"


def list_rotations(
    kept: Iterable[tuple[Rotation, bool]], facts: RotaFacts, slug: str, now: datetime
) -> list[dict[str, Any]]:
    """All rotations by line: those that count or will first, then those that are over."""
    return [
        {
            "key": line.value,
            "rotations": sorted(
                (_line(rotation, facts, slug, now, withdrawn=gone) for rotation, gone in kept if rotation.line is line),
                key=lambda each: each["state"] in {"ended", "withdrawn"},
            ),
        }
        for line in Line
    ]


def see_rotation(rotation: Rotation, facts: RotaFacts, now: datetime, *, withdrawn: bool) -> dict[str, Any]:
    """One rotation, with the order of its turns and its next ones."""
    ahead = [] if withdrawn or rotation.ends <= now else list(_turns(rotation, facts, ahead_of(rotation, now)))
    return {
        **_line(rotation, facts, "", now, withdrawn=withdrawn),
        "order": [_names(holders, facts) for holders in rotation.turns],
        "next": ahead[:MOST_TURNS_SHOWN],
        "more": max(0, len(ahead) - MOST_TURNS_SHOWN),
    }


def preview(rotations: Sequence[Rotation], before: RotaFacts, after: RotaFacts, now: datetime) -> dict[str, Any]:
    """What publishing these, of one line, would do in the eight weeks from the first turn on, or from now."""
    line, span = rotations[0].line, ahead_of(rotations[0], now)
    was, left = (gaps(each.schedule, line, span) for each in (before, after))
    turns = sorted((turn for each in rotations for turn in _turns(each, before, span)), key=itemgetter("start"))
    return {
        "span": {"start": span.start, "end": span.end},
        "turns": turns[:MOST_TURNS_SHOWN],
        "more": max(0, len(turns) - MOST_TURNS_SHOWN),
        "filled": sum((each.length for each in subtract(was, left)), timedelta()),
        "left": [_gap(each, after, line) for each in left],
        "new": [_gap(each, after, line) for each in subtract(left, was)],
        "one_sided": [{"start": each.start, "end": each.end} for each in one_sided_times(after, span)],
        "people": list(_troubles(rotations, after, span)),
        "parts": [{"what": each.what, "start": each.start, "end": each.end} for each in unserved_parts(after, span)],
    }


def what_would_be_missing(before: RotaFacts, after: Schedule, line: Line, span: Span) -> list[dict[str, Any]]:
    """The gaps of a line, and the parts of the region without anybody, that a change would newly leave in a span."""
    then = before.with_schedule(after)
    found = [_gap(each, then, line) for each in subtract(gaps(after, line, span), gaps(before.schedule, line, span))]
    known = _by_part(before, span)
    for what, spans in _by_part(then, span).items():
        fresh = subtract(spans, known.get(what, ()))
        found += [{"what": what, "start": each.start, "end": each.end, "instead": NOBODY_SERVES} for each in fresh]
    return found


def people_to_choose(facts: RotaFacts, now: datetime) -> list[dict[str, Any]]:
    """Everybody who can be put on a line, by the line's kind of people and then by name."""
    groups: list[dict[str, Any]] = []
    for key, line in (("peers", Line.PRIMARY), ("clinicians", Line.CLINICIAN)):
        able = [
            {
                "field": f"{TURN}{card.person}",
                "person": str(card.person),
                "name": card.name,
                "agency": card.agency_name or "",
            }
            for card in sorted(facts.cards.values(), key=lambda card: (card.agency_name or "~", card.name))
            if (peer := facts.peers.get(card.person)) and peer.role in HOLDERS[line]
            if not peer.papers.at(now).suspended
        ]
        groups.append({"key": key, "people": able})
    return groups


def see_pauses(pauses: Iterable[KeptPause], facts: RotaFacts, here: str, now: datetime) -> list[dict[str, Any]]:
    """Pauses that are not over, each with the address at which it is ended."""
    return [
        {
            "name": _name(each.pause.person, facts),
            "start": each.pause.during.start,
            "end": each.pause.during.end,
            "begun": each.pause.during.start <= now,
            "action": f"{here}/pauses/{each.id}",
        }
        for each in pauses
        if each.pause.during.end > now
    ]


def people_to_pause(rotation: Rotation, facts: RotaFacts) -> list[dict[str, Any]]:
    """Everybody who has a turn in the rotation, by name."""
    people = frozenset[PersonId]().union(*rotation.turns)
    return sorted(({"person": str(each), "name": _name(each, facts)} for each in people), key=lambda it: it["name"])


def turns_that_pass(rotation: Rotation, pause: Pause, facts: RotaFacts, now: datetime) -> dict[str, Any]:
    """Which turns of the pause, and of the eight weeks after it, would be held by others than now."""
    during = pause.during
    end = min(max(during.end, now + AHEAD) + AHEAD, LATEST)
    after = replace(rotation, pauses=(*rotation.pauses, pause))
    before = dict(_held(rotation, Span(now, end)))
    changed = [
        {"start": span.start, "before": _names(before.get(span, ()), facts), "after": _names(people, facts)}
        for span, people in _held(after, Span(now, end))
        if before.get(span) != people
    ]
    return {
        "name": _name(pause.person, facts),
        "start": during.start,
        "end": during.end,
        "turns": changed[:MOST_TURNS_PASSED],
        "more": max(0, len(changed) - MOST_TURNS_PASSED),
    }


def _by_part(facts: RotaFacts, span: Span) -> dict[str, list[Span]]:
    found: dict[str, list[Span]] = {}
    for each in unserved_parts(facts, span):
        found.setdefault(each.what, []).append(Span(each.start, each.end))
    return found


def _line(rotation: Rotation, facts: RotaFacts, slug: str, now: datetime, *, withdrawn: bool) -> dict[str, Any]:
    people = dict.fromkeys(person for holders in rotation.turns for person in sorted(holders))
    names = [_name(person, facts) for person in people]
    return {
        "href": f"/{slug}/rotations/{rotation.id}",
        "name": rotation.name,
        "line": rotation.line.value,
        "people": names[:_NAMES],
        "others": max(0, len(names) - _NAMES),
        "turns": len(rotation.turns),
        "hand_off": rotation.hand_off.strftime("%H:%M"),
        "hand_off_at": rotation.begins,
        "every": rotation.every,
        "unit": rotation.unit.value,
        "hours": None if rotation.only is None else _hours(rotation.only),
        "waits": rotation.idle is Idle.WAITS,
        "off_days": sorted(rotation.off),
        "owed": rotation.owed,
        "layer": rotation.layer,
        "zone": rotation.zone,
        "first_day": rotation.first_day,
        "last_day": rotation.last_day,
        "state": _state(rotation, now, withdrawn=withdrawn),
    }


def _state(rotation: Rotation, now: datetime, *, withdrawn: bool) -> str:
    if withdrawn:
        return "withdrawn"
    if rotation.ends <= now:
        return "ended"
    return "coming" if rotation.begins > now else "running"


def _turns(rotation: Rotation, facts: RotaFacts, span: Span) -> Iterator[dict[str, Any]]:
    """The turns as they come out: without hours and days off, and with pauses; leave and changes are not in them."""
    for during, people in _held(rotation, span):
        yield {"start": during.start, "end": during.end, "people": _names(people, facts)}


def _held(rotation: Rotation, span: Span) -> list[tuple[Span, frozenset[PersonId]]]:
    """Who holds each turn of this rotation alone, by start."""
    found: dict[Span, set[PersonId]] = {}
    for shift in shifts_by_turn(Schedule((rotation,)), span):
        found.setdefault(shift.span, set()).add(shift.person)
    return [(during, frozenset(people)) for during, people in sorted(found.items(), key=lambda each: each[0])]


def _hours(only: Weekly) -> list[dict[str, Any]]:
    """Weekly hours for the macro ``weekly_hours``: weekdays (Monday is 0) that share the same hours."""
    found: dict[tuple[time, time], list[int]] = {}
    for each in only.windows:
        found.setdefault((each.start, each.end), []).append(each.weekday)
    return [{"days": days, "start": start, "end": end} for (start, end), days in found.items()]


def _troubles(rotations: Iterable[Rotation], facts: RotaFacts, span: Span) -> Iterator[dict[str, Any]]:
    """Who is away in a turn of hers, and whose training is not in date throughout; each once, at the first turn."""
    told: set[tuple[PersonId, str]] = set()
    for during, people in (held for rotation in rotations for held in _held(rotation, span)):
        for person in sorted(people):
            for what in _trouble(person, during, facts):
                if (person, what) not in told:
                    told.add((person, what))
                    name = _name(person, facts)
                    yield {"name": name, "what": what, "start": during.start, "end": during.end}


def _trouble(person: PersonId, during: Span, facts: RotaFacts) -> Iterator[str]:
    if any(leave.person == person and leave.during.overlaps(during) for leave in facts.schedule.leave):
        yield "away"
    peer = facts.peers.get(person)
    if peer is None or peer.papers.at(during.start).suspended:
        yield "suspended"
    elif not peer.papers.at(during.start).in_date:
        yield "untrained"
    elif not peer.papers.at(during.end).in_date:
        yield "lapses"


def _gap(span: Span, facts: RotaFacts, line: Line) -> dict[str, Any]:
    return {
        "what": f"Nobody on call: {line.value}",
        "start": span.start,
        "end": span.end,
        "instead": fallback(facts, line, span.start),
    }


def _names(people: Iterable[PersonId], facts: RotaFacts) -> list[str]:
    return sorted(_name(person, facts) for person in people)


def _name(person: PersonId, facts: RotaFacts) -> str:
    card = facts.cards.get(person)
    return card.name if card else SOMEBODY
