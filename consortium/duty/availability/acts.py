"""What each form of the page about availability does, for oneself or for somebody else: one verb each."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from consortium.db import Transaction
from consortium.duty.availability.forms import AWAY, read_limits, read_pattern, read_weekly
from consortium.duty.availability.keep_pattern import end_pattern, keep_pattern
from consortium.duty.availability.say_time import say_time, take_back_time
from consortium.duty.availability.see import see_year
from consortium.duty.availability.set_limits import set_limits
from consortium.duty.availability.subscribe_calendar import (
    Calendars,
    ask_again,
    subscribe_calendar,
    unsubscribe_calendar,
)
from consortium.duty.availability.values import Said
from consortium.duty.leave_form import read_leave
from consortium.members import fields
from consortium.members.cancel_leave import cancel_leave
from consortium.members.fields import Form
from consortium.members.store import load_today
from consortium.members.take_leave import take_leave
from consortium.problems import BadInput
from geo import PersonId
from scheduling.spans import Span

_AGAIN = "Nothing was done. Open the page again and press one of its buttons."


@dataclass(frozen=True, slots=True, kw_only=True)
class Acting:
    """Whose availability is changed, and by whom; ``own``: by herself."""

    tx: Transaction
    person: PersonId
    by: UUID
    own: bool
    calendars: Calendars


async def once(acting: Acting, form: Form) -> str:
    """A time once: away (leave), cannot, would like to, would rather not; or taken back."""
    wish = fields.text(form, "act")
    if wish == "remove":
        await take_back_time(acting.tx, person=acting.person, time=fields.id_of(form, "time"), by=acting.by)
        return "removed"
    if wish == "cancel":
        await cancel_leave(acting.tx, person=acting.person, leave=fields.id_of(form, "leave"), by=acting.by)
        return "leave-cancelled"
    if wish != "say":
        raise BadInput(_AGAIN, "form")
    if fields.text(form, "said") == AWAY:
        starts_at, ends_at = await read_leave(acting.tx, form)
        await take_leave(acting.tx, person=acting.person, starts_at=starts_at, ends_at=ends_at, by=acting.by)
        return "leave"
    said = fields.one_of(form, "said", Said)
    starts_at, ends_at = await read_leave(acting.tx, form)
    await say_time(acting.tx, person=acting.person, said=said, once=Span(starts_at, ends_at), by=acting.by)
    return said.value


async def weekly(acting: Acting, form: Form) -> str:
    """A time of every week."""
    if fields.text(form, "act") != "say":
        raise BadInput(_AGAIN, "form")
    said = fields.one_of(form, "every", Said)
    await say_time(acting.tx, person=acting.person, said=said, weekly=read_weekly(form), by=acting.by)
    return said.value


async def limits(acting: Acting, form: Form) -> str:
    """Share, most duties a month, notice."""
    if fields.text(form, "act") != "save":
        raise BadInput(_AGAIN, "form")
    changed = await set_limits(acting.tx, person=acting.person, limits=read_limits(form), by=acting.by)
    return "limits" if changed else "same"


async def pattern(acting: Acting, form: Form) -> str:
    """Look at a work pattern (nothing is kept), keep it, or end the one that holds."""
    wish = fields.text(form, "act")
    if wish == "end":
        await end_pattern(acting.tx, person=acting.person, by=acting.by)
        return "pattern-ended"
    if wish not in {"look", "keep"}:
        raise BadInput(_AGAIN, "form")
    name, wanted = read_pattern(form, await load_today(acting.tx))
    if wish == "look":
        return "look"
    await keep_pattern(acting.tx, person=acting.person, name=name, pattern=wanted, by=acting.by)
    return "pattern"


def preview(form: Form, today: date) -> dict[str, Any]:
    """A work pattern as a year: what keeping it would block."""
    name, wanted = read_pattern(form, today)
    days = [letter for day, letter in wanted.days() if day >= today and letter != "-"]
    return {"pattern": {"name": name, **see_year(wanted, today)}, "worked": len(days)}


async def calendars(acting: Acting, form: Form) -> str:
    """Let a calendar be read, have it read now, or take it away; one's own only.

    Raises:
        BadInput: somebody else's, or no button of ours.
    """
    wish = fields.text(form, "act")
    if not acting.own or wish not in {"add", "again", "remove"}:
        raise BadInput(_AGAIN, "form")
    if wish == "add":
        name, address = fields.text(form, "calendar_name"), fields.text(form, "calendar_address")
        await subscribe_calendar(
            acting.tx, acting.calendars, person=acting.person, name=name, address=address, by=acting.by
        )
        return "calendar"
    calendar = fields.id_of(form, "calendar")
    if wish == "again":
        await ask_again(acting.tx, person=acting.person, calendar=calendar)
        return "again"
    await unsubscribe_calendar(acting.tx, person=acting.person, calendar=calendar, by=acting.by)
    return "calendar-removed"
