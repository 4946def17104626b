"""What the duty peer's page shows: one question per state, and nothing personal before she has accepted."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from consortium.db import Reading
from consortium.members.values import Notice
from consortium.support.desk import Desk
from consortium.support.sealed import Private, open_envelope
from consortium.support.see_status import thread_of
from consortium.support.store import attempts_before, load_request, own_attempt, texts_of
from consortium.support.tables import AttemptRow, RequestRow
from geo import PersonId, Zone
from scheduling import Line, Span, shifts, who

_AHEAD = timedelta(days=28)


async def see_duty(reading: Reading, desk: Desk, *, person: UUID, shown: UUID | None = None) -> dict[str, Any]:
    """The state of this peer's page and what it needs.

    ``shown`` is the attempt that her page showed before: if it has ended for her, the page says how.
    """
    waiting = await attempts_before(reading, person)
    attempt = next((each for each in waiting if each.id == shown), None) or next(iter(waiting), None)
    if shown is not None and (attempt is None or attempt.id != shown):
        return {"state": "ended", "ended": await _how_it_ended(reading, person, shown), "attempt": "", "version": 0}
    request = await load_request(reading, attempt.request) if attempt else None
    if attempt is None or request is None:
        return {"state": "idle", "attempt": "", "version": 0}
    return await _with_request(reading, desk, person, attempt, request)


def limits_for(
    desk: Desk, zone: Zone, notices: Mapping[tuple[str, str], Notice], at: datetime, language: str
) -> list[Notice]:
    """The approved notices that hold for a zone: those of its states and of the states its peers may come from."""
    states = sorted(desk.facts.states_answering(zone, at))
    found = (notices.get((state, language)) or notices.get((state, "en")) for state in states)
    return [notice for notice in found if notice is not None]


def missing_notices(desk: Desk, zone: Zone, notices: Mapping[tuple[str, str], Notice]) -> bool:
    """Whether a state of the zone has no approved notice: then nobody is asked to rely on one."""
    return any((state, "en") not in notices for state in desk.facts.states_of(zone))


def duty_facts(desk: Desk, person: UUID, now: datetime) -> dict[str, Any]:
    """What stands below the question: my duty now and my next turns, from the rota."""
    mine = [shift for shift in shifts(desk.facts.schedule, Span(now, now + _AHEAD)) if shift.person == person]
    duty = who(desk.facts.schedule, now)
    on = next((shift for shift in mine if shift.span.start <= now and person in duty[shift.line]), None)
    return {
        "on_duty": {"line": on.line.value, "until": on.span.end, "next": _next_name(desk, on.line, on.span.end)}
        if on
        else None,
        "turns": [
            {"line": shift.line.value, "start": shift.span.start, "end": shift.span.end}
            for shift in mine
            if shift is not on
        ][:6],
        "unproved": PersonId(person) not in desk.facts.mails,
        "others": _others(desk, person, now),
    }


def _next_name(desk: Desk, line: Line, at: datetime) -> str | None:
    names = [
        desk.facts.cards[each].name for each in sorted(who(desk.facts.schedule, at)[line]) if each in desk.facts.cards
    ]
    return ", ".join(names) or None


def _others(desk: Desk, person: UUID, now: datetime) -> list[dict[str, Any]]:
    labels = {Line.PRIMARY: "Primary", Line.BACKUP: "Backup", Line.CLINICIAN: "Clinician"}
    found = []
    for line, holders in who(desk.facts.schedule, now).items():
        for each in sorted(holders):
            card = desk.facts.cards.get(each)
            if card and each != person:
                found.append(
                    {"seat": labels[line], "name": card.name, "agency": card.agency_name, "phone": card.talk_number}
                )
    return found


def watch_number(attempt: AttemptRow, request: RequestRow, now: datetime) -> int:
    """A number that changes whenever this peer's page would: another request, another version, on or off the page."""
    here = request.on_page_until is not None and request.on_page_until > now
    return int.from_bytes(attempt.id.bytes[:4], "big") * 10_000 + request.version * 2 + here


async def _how_it_ended(reading: Reading, person: UUID, attempt: UUID) -> str:
    """Why an attempt is not this peer's any more, as far as a stored event tells."""
    own = await own_attempt(reading, person, attempt)
    if own is None:
        return "erased"
    if own.state == "out":
        return "went_on"
    return "taken"


async def _with_request(
    reading: Reading, desk: Desk, person: UUID, attempt: AttemptRow, request: RequestRow
) -> dict[str, Any]:
    zone = desk.facts.zone(request.zone, reading.now)
    private = open_envelope(desk.keys, request.id, request.key_day, request.wrapped_key).open(request.sealed)
    context: dict[str, Any] = {
        "attempt": str(attempt.id),
        "version": watch_number(attempt, request, reading.now),
        "zone": zone,
        "request": {
            "part": desk.facts.label(zone) if zone else "",
            "departments": list(desk.facts.departments_in(zone)) if zone else [],
            "role": request.who,
            "way": request.way,
            "topic": private.topic,
            "on_page": request.on_page_until is not None and request.on_page_until > reading.now,
        },
        "expires_at": request.expires_at,
        "talks_at": request.talks_at,
    }
    if attempt.state != "accepted":
        return context | {"state": "asked", "asked": _asked(desk, zone, attempt, request, reading.now)}
    if request.state == "accepted":
        return context | {"state": "waiting_choice"}
    context["talk"] = await _talk(reading, desk, person, request, private)
    if request.state == "hold":
        return context | {"state": "hold", "hold": {"by": request.held_by, "until": request.held_until}}
    return context | {"state": "talking"}


def _asked(desk: Desk, zone: Zone | None, attempt: AttemptRow, request: RequestRow, now: datetime) -> dict[str, Any]:
    steps = desk.facts.steps(zone, now)
    index = min(max(0, attempt.step - request.round_start - 1), len(steps) - 1)
    seen = attempt.state == "acknowledged"
    current = attempt.step == request.step and attempt.state != "lapsed" and request.next_at is not None
    return {
        "answer_by": request.next_at if current else None,
        "minutes": int(steps[index] / timedelta(minutes=1)) + (5 if seen else 0),
        "seen": seen or not current,
    }


async def _talk(reading: Reading, desk: Desk, person: UUID, request: RequestRow, private: Private) -> dict[str, Any]:
    talk: dict[str, Any] = {
        "number": private.number,
        "my_number": desk.facts.cards[PersonId(person)].talk_number,
        "may_text": request.way == "text",
        "thread": [],
        "my_key": "",
        "other_key": "",
    }
    if request.way == "text":
        envelope = open_envelope(desk.keys, request.id, request.key_day, request.wrapped_key)
        talk |= thread_of(await texts_of(reading, request.id), envelope, side="peer")
    return talk
