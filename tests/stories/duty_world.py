"""Duty in the demo's second consortium: who is on a line, who could be, and a rotation that could be."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from consortium.db import Reading, Transaction
from consortium.demo.regions import DEMO
from consortium.duty.holders import sides
from consortium.duty.publish_rotation import publish_rotation
from consortium.duty.store import load_schedule
from consortium.support.facts import Facts
from geo import PersonId, ZoneId
from scheduling import Line, Span, shifts, who

VIRGINIA, OREGON, _ = DEMO
HOUR = timedelta(hours=1)


async def on_line(reading: Reading, line: Line) -> PersonId:
    """The one holder of a line now."""
    (holder,) = who(await load_schedule(reading), reading.now)[line]
    return holder


def sides_of(facts: Facts, person: PersonId, at: datetime) -> frozenset[ZoneId]:
    """The parts of the region that somebody belongs to."""
    standing = facts.standing(at)
    assert standing is not None
    return sides(facts.peers[person], standing.plan.zones, at)


def one_of(facts: Facts, at: datetime, part: frozenset[ZoneId] | None = None) -> PersonId:
    """A peer who is on no line today or tomorrow; from this part of the region, if it is given."""
    busy = {shift.person for shift in shifts(facts.schedule, Span(at, at + timedelta(days=2)))}
    free = (peer.person for peer in facts.peers.values() if peer.lent_by and peer.person not in busy)
    return next(person for person in sorted(free) if part is None or sides_of(facts, person, at) == part)


async def publish(tx: Transaction, *people: PersonId, **changes: object) -> UUID:
    """A rotation that could be; with changes."""
    facts: dict[str, object] = {
        "name": "Nights",
        "line": Line.PRIMARY,
        "timezone": "America/Denver",
        "first_day": date(2030, 1, 7),
        "hand_off": time(19, 30),
        "every": 7,
        "turns": [[person] for person in people],
        "last_day": date(2030, 3, 4),
    }
    return await publish_rotation(tx, **(facts | changes))  # type: ignore[arg-type]
