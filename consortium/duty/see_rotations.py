"""Rotations as their pages show them: the list by line, one with its next turns, and a look before publishing. Pure."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from consortium.duty.holders import HOLDERS
from consortium.duty.missing import NOBODY_SERVES, fallback, one_sided_times, unserved_parts
from consortium.duty.publish_rotation import ahead_of
from consortium.duty.rotation_form import TURN
from consortium.duty.views import RotaFacts
from geo import PersonId
from scheduling import Line, Rotation, Schedule, Span, Turn, gaps, turns_between
from scheduling.spans import subtract

MOST_TURNS_SHOWN: Final = 60
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


def preview(rotation: Rotation, before: RotaFacts, after: RotaFacts, now: datetime) -> dict[str, Any]:
    """What publishing would do in the eight weeks from the first turn on, or from now."""
    span = ahead_of(rotation, now)
    was, left = (gaps(each.schedule, rotation.line, span) for each in (before, after))
    turns = list(_turns(rotation, before, span))
    return {
        "span": {"start": span.start, "end": span.end},
        "turns": turns[:MOST_TURNS_SHOWN],
        "more": max(0, len(turns) - MOST_TURNS_SHOWN),
        "filled": sum((each.length for each in subtract(was, left)), timedelta()),
        "left": [_gap(each, after, rotation.line) for each in left],
        "new": [_gap(each, after, rotation.line) for each in subtract(left, was)],
        "one_sided": [{"start": each.start, "end": each.end} for each in one_sided_times(after, span)],
        "people": list(_troubles(rotation, after, span)),
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
            {"field": f"{TURN}{card.person}", "name": card.name, "agency": card.agency_name or ""}
            for card in sorted(facts.cards.values(), key=lambda card: (card.agency_name or "~", card.name))
            if (peer := facts.peers.get(card.person)) and peer.role in HOLDERS[line]
            if not peer.papers.at(now).suspended
        ]
        groups.append({"key": key, "people": able})
    return groups


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
        "every_days": rotation.every_days,
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
    for turn in turns_between(rotation, span):
        yield {"start": turn.span.start, "end": turn.span.end, "people": _names(turn.holders, facts)}


def _troubles(rotation: Rotation, facts: RotaFacts, span: Span) -> Iterator[dict[str, Any]]:
    """Who is away in a turn of hers, and whose training is not in date throughout; each once, at the first turn."""
    told: set[tuple[PersonId, str]] = set()
    for turn in turns_between(rotation, span):
        for person in sorted(turn.holders):
            for what in _trouble(person, turn, facts):
                if (person, what) not in told:
                    told.add((person, what))
                    name = _name(person, facts)
                    yield {"name": name, "what": what, "start": turn.span.start, "end": turn.span.end}


def _trouble(person: PersonId, turn: Turn, facts: RotaFacts) -> Iterator[str]:
    if any(leave.person == person and leave.during.overlaps(turn.span) for leave in facts.schedule.leave):
        yield "away"
    peer = facts.peers.get(person)
    if peer is None or peer.papers.at(turn.span.start).suspended:
        yield "suspended"
    elif not peer.papers.at(turn.span.start).in_date:
        yield "untrained"
    elif not peer.papers.at(turn.span.end).in_date:
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
