"""A line in a span as the coordinator's form shows it: who is on, who could be put on, which changes hold. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from consortium.duty.links import read_line, read_span
from consortium.duty.rotation_form import day
from consortium.duty.see_shifts import name_of
from consortium.duty.views import RotaFacts
from consortium.problems import BadInput
from geo import PersonId
from scheduling import Line, Override, SchedulingError, Span, shifts
from scheduling.wallclock import instant, zone


@dataclass(frozen=True, slots=True)
class Wish:
    """What a coordinator wants changed: who comes on a line and who goes off it, in a span."""

    line: Line
    during: Span
    adds: PersonId | None
    removes: PersonId | None


def read_wish(form: Mapping[str, str], timezone: str) -> Wish:
    """The change that a form describes, its times by the clock of ``timezone``.

    Raises:
        BadInput: what cannot be taken; the field is named.
    """
    line, during = read_line(form.get("line", "")), read_times(form, timezone)
    return Wish(line, during, adds=_person(form, "adds"), removes=_person(form, "removes"))


def read_times(form: Mapping[str, str], timezone: str) -> Span:
    """The span of a form: two days and two times on the wall.

    Raises:
        BadInput: it is none.
    """
    start = _at(form, "from", timezone)
    end = _at(form, "until", timezone)
    try:
        return Span(start, end)
    except SchedulingError as wrong:
        raise BadInput("The end must come after the start.", "until_day") from wrong


def still_ahead(span: Span, now: datetime) -> Span:
    """What of a span has not passed: only that can be changed.

    Raises:
        BadInput: all of it has.
    """
    if span.end <= now:
        raise BadInput("This time is over. What has been is not changed any more.", "until_day")
    return Span(max(span.start, now), span.end)


def fields_of(line: Line, span: Span, timezone: str) -> dict[str, str]:
    """The fields of the form for a line and a span."""
    start, end = (at.astimezone(zone(timezone)) for at in (span.start, span.end))
    return {
        "line": line.value,
        "from_day": start.date().isoformat(),
        "from_time": start.strftime("%H:%M"),
        "until_day": end.date().isoformat(),
        "until_time": end.strftime("%H:%M"),
    }


def read_address(query: Mapping[str, str]) -> tuple[Line, Span]:
    """The line and the span of a link.

    Raises:
        BadInput: it names none.
    """
    return read_line(query.get("line", "")), read_span(query.get("from", ""), query.get("until", ""))


def on_the_line(facts: RotaFacts, line: Line, during: Span) -> list[dict[str, Any]]:
    """Who is on the line at some time of the span, and when."""
    return [
        {
            "person": str(shift.person),
            "name": name_of(facts, shift.person),
            "start": shift.span.start,
            "end": shift.span.end,
        }
        for shift in shifts(facts.schedule, during)
        if shift.line is line
    ]


def changes_in(facts: RotaFacts, line: Line, during: Span, slug: str, now: datetime) -> list[dict[str, Any]]:
    """The changes of this line that hold in the span and are not over."""
    return [
        see_change(facts, made, slug)
        for made in facts.schedule.overrides
        if made.line is line and made.during.overlaps(during) and made.during.end > now
    ]


def see_change(facts: RotaFacts, made: Override, slug: str) -> dict[str, Any]:
    """One change, in names."""
    return {
        "href": f"/{slug}/schedule/changes/{made.id}",
        "line": made.line.value,
        "adds": "" if made.adds is None else name_of(facts, made.adds),
        "removes": "" if made.removes is None else name_of(facts, made.removes),
        "start": made.during.start,
        "end": made.during.end,
    }


def _at(form: Mapping[str, str], which: str, timezone: str) -> datetime:
    on: date = day(form.get(f"{which}_day", ""), f"{which}_day")
    try:
        wall = time.fromisoformat(form.get(f"{which}_time", "").strip()).replace(tzinfo=None)
    except ValueError as wrong:
        raise BadInput("This is not a time of day. One looks like 19:00.", f"{which}_time") from wrong
    try:
        return instant(on, wall, zone(timezone))
    except SchedulingError as wrong:
        raise BadInput(str(wrong), f"{which}_day") from wrong


def _person(form: Mapping[str, str], field: str) -> PersonId | None:
    value = form.get(field, "")
    if not value:
        return None
    try:
        return PersonId(UUID(value))
    except ValueError as wrong:
        raise BadInput("Choose a person from the list.", field) from wrong
