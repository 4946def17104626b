"""The demo's draft: the week after next as it stands, with three duties given to others. It counts for nobody."""

from datetime import date, datetime, time, timedelta
from typing import Final

from consortium.access.permissions import Role
from consortium.db import Transaction
from consortium.demo.staff import Staff
from consortium.duty.holders import load_holders
from consortium.duty.planning.begin_draft import draft_from_rota
from consortium.duty.planning.change_draft import give_duty
from consortium.duty.planning.drafts import the_plan
from consortium.duty.store import load_schedule
from geo import PersonId
from scheduling import Line, Schedule, Span, shifts, who
from scheduling.wallclock import instant, zone

HAND_OFF: Final = time(7)
CHANGED: Final = (1, 3, 5)
"""Which turns of the week are given to somebody else."""
_NEAR: Final = timedelta(days=2)


async def draft_a_week(tx: Transaction, staff: Staff, timezone: str, now: datetime) -> None:
    """Begin a draft of primary from the Monday after next on, and change three days in it."""
    today = now.astimezone(zone(timezone)).date()
    first: date = today + timedelta(days=14 - today.weekday())
    clock = zone(timezone)
    week = Span(instant(first, HAND_OFF, clock), instant(first + timedelta(days=7), HAND_OFF, clock))
    by = staff.steering[Role.COORDINATOR]
    draft = await draft_from_rota(tx, title="A fairer week", lines=(Line.PRIMARY,), span=week, by=by)
    schedule, side_of = await load_schedule(tx), (await load_holders(tx)).sides(now)
    given: set[PersonId] = set()
    turns = (await the_plan(tx, draft)).shifts
    for number in CHANGED:
        turn = turns[number]
        busy = _busy(schedule, turn.span) | given
        shared = frozenset().union(*(side_of[each] for each in who(schedule, turn.span.start).backup))
        people = (person for peers in staff.peers.values() for person in peers if person != staff.lapsed)
        free = next(person for person in people if person not in busy and side_of[person].isdisjoint(shared))
        given.add(free)
        await give_duty(tx, roster=draft, shift=turn.id, to=free)


def _busy(schedule: Schedule, span: Span) -> frozenset[PersonId]:
    """Everybody with duty within two days of this time."""
    return frozenset(shift.person for shift in shifts(schedule, Span(span.start - _NEAR, span.end + _NEAR)))
