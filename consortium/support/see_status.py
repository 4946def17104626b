"""What the officer's page says: each sentence follows from a stored event, and from nothing else."""

from base64 import b64encode
from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from consortium.clock import ceil_minute
from consortium.db import Reading
from consortium.members.values import PeerCard
from consortium.support.desk import Desk
from consortium.support.page_next import cover_for
from consortium.support.protection import across_with
from consortium.support.run_off import runs_off
from consortium.support.sealed import Envelope, open_envelope
from consortium.support.store import attempts_of, texts_of
from consortium.support.tables import AttemptRow, RelayRow, RequestRow
from geo import PersonId

NOTHING_OPEN: Mapping[str, Any] = MappingProxyType(
    {
        "note": None,
        "version": 0,
        "expires_at": None,
        "way": "",
        "ring_away": False,
        "waiting": None,
        "peer": None,
        "across": {},
        "talks_in": 0,
        "talk": None,
        "hold": None,
        "show_words": False,
        "errors": {},
        "form": {},
    }
)
"""The names of ``support/status.html`` when there is no open request."""


async def see_status(reading: Reading, desk: Desk, request: RequestRow) -> dict[str, Any]:
    """The names that ``support/status.html`` needs, for an open request."""
    attempts = await attempts_of(reading, request.id)
    envelope = open_envelope(desk.keys, request.id, request.key_day, request.wrapped_key)
    context: dict[str, Any] = {
        "state": request.state,
        "note": request.note,
        "version": request.version,
        "expires_at": request.expires_at,
        "way": request.way,
        "ring_away": envelope.open(request.sealed).ring_away,
    }
    if request.state == "waiting":
        return context | {"waiting": _waiting(desk, request, attempts, reading.now)}
    accepted = next(attempt for attempt in attempts if attempt.state == "accepted")
    card = desk.facts.cards[PersonId(accepted.person)]
    if runs_off(desk.facts, request, accepted.person, reading.now):
        context["note"] = "run_off"
    context |= {
        "peer": {"name": card.name, "agency": card.agency_name or desk.facts.region.title, "role": card.kind.value},
        "talks_in": minutes_until(request.talks_at, reading.now),
    }
    if request.state == "accepted":
        told = across_with(desk.facts, request.zone, PersonId(accepted.person), reading.now)
        context["across"] = {each.value: states for each, states in told.items()}
    if request.state == "hold":
        context["hold"] = {"by": request.held_by, "until": request.held_until}
    if request.state == "talking":
        context["talk"] = await _talk(reading, request, envelope, card, accepted)
    return context


def minutes_until(at: datetime | None, now: datetime) -> int:
    """Whole minutes from now, rounded up; 0 for what is over or was never set."""
    return max(0, -int((now - at) // timedelta(minutes=1))) if at else 0


def _waiting(desk: Desk, request: RequestRow, attempts: tuple[AttemptRow, ...], now: datetime) -> dict[str, Any]:
    paged = [attempt for attempt in attempts if attempt.step > request.round_start]
    last = paged[-1] if paged else None
    phase = _phase(request, last, tried=bool(attempts))
    if desk.facts.unhidden(request.zone, now, nobody=phase in {"nobody", "nobody_else"}):
        return {"phase": "unhidden", "tried": len(paged), "next_at": None, "next_cover": None}
    return {
        "phase": phase,
        "tried": len(paged) - (phase in {"paging", "paged", "acknowledged"}),
        "next_at": ceil_minute(request.next_at) if request.next_at else None,
        "next_cover": cover_for(desk, request, attempts, now) if phase in {"nobody", "nobody_else"} else None,
    }


def _phase(request: RequestRow, last: AttemptRow | None, *, tried: bool) -> str:
    if last is None:
        return "nobody_else" if tried else "nobody"
    if request.truth_told:
        return "truth"
    if last.state == "acknowledged":
        return "acknowledged"
    return "paged" if last.delivery == "handed" else "paging"


async def _talk(
    reading: Reading, request: RequestRow, envelope: Envelope, card: PeerCard, accepted: AttemptRow
) -> dict[str, Any]:
    talk: dict[str, Any] = {
        "peer_number": card.talk_number if request.way == "call_peer" else None,
        "on_page": accepted.here_until is not None and accepted.here_until > reading.now,
        "thread": [],
        "my_key": "",
        "other_key": "",
    }
    if request.way == "text":
        talk |= thread_of(await texts_of(reading, request.id), envelope, side="officer")
    return talk


def thread_of(rows: tuple[RelayRow, ...], envelope: Envelope, *, side: str) -> dict[str, Any]:
    """The texts, oldest first, and each side's newest public key, as a page of ``side`` needs them."""
    keys = {"officer": "", "peer": ""}
    thread = []
    for row in rows:
        body = envelope.open_text(row.body)
        if row.kind == "key":
            keys[row.side] = b64encode(body).decode()
        elif row.kind == "plain":
            thread.append({"n": row.n, "side": row.side, "kind": "plain", "text": body.decode(), "opaque": None})
        else:
            opaque = b64encode(body).decode()
            thread.append({"n": row.n, "side": row.side, "kind": "sealed", "text": None, "opaque": opaque})
    other = "peer" if side == "officer" else "officer"
    return {"thread": thread, "my_key": keys[side], "other_key": keys[other]}
