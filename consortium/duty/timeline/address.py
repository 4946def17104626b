"""What the address of the schedule asks for, and such addresses."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from consortium.duty.planning.values import KeptRoster
from consortium.duty.see_changes import fields_of
from consortium.duty.timeline.bars import HrefOf
from consortium.duty.timeline.window import ZOOMS, Window
from consortium.problems import NotFound
from geo import PersonId
from scheduling import Line, Span
from scheduling.wallclock import zone

VIEWS: Final = ("", "list", "timeline")
_FURTHEST: Final = timedelta(days=3650)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What to show. ``view`` empty: a list on a phone and a timeline elsewhere. ``yearly``: shares of a year."""

    slug: str
    day: date
    weeks: int = 1
    view: str = ""
    yearly: bool = False
    everybody: bool = False
    draft: UUID | None = None

    def href(self, **changes: Any) -> str:
        """The address that asks for this, but for the changes."""
        wanted = replace(self, **changes)
        query = {
            "weeks": wanted.weeks if wanted.weeks > 1 else None,
            "view": wanted.view or None,
            "share": "year" if wanted.yearly else None,
            "people": "all" if wanted.everybody else None,
            "draft": wanted.draft,
        }
        words = urlencode({name: value for name, value in query.items() if value is not None})
        return f"/{wanted.slug}/schedule/{wanted.day.isoformat()}" + (f"?{words}" if words else "")


def read_wanted(slug: str, day: str, query: Mapping[str, str], today: date) -> Wanted:
    """What an address asks for.

    Raises:
        NotFound: it names no day, or one that no schedule reaches, or a draft by no id.
    """
    return Wanted(
        slug=slug,
        day=_day(day, today),
        weeks=next((weeks for weeks in ZOOMS if str(weeks) == query.get("weeks")), 1),
        view=view if (view := query.get("view", "")) in VIEWS else "",
        yearly=query.get("share") == "year",
        everybody=query.get("people") == "all",
        draft=_id(query["draft"]) if "draft" in query else None,
    )


def changing(wanted: Wanted, window: Window, now: datetime) -> HrefOf:
    """Where a coordinator's bars lead: to the form for what lies ahead, with its times and its person filled in."""
    plain = reading(wanted, window)

    def href(line: Line | None, span: Span, person: PersonId | None) -> str:
        if line is None or span.end <= now:
            return plain(line, span, person)
        fields = fields_of(line, Span(max(span.start, now), span.end), window.timezone)
        if person is not None:
            fields["removes"] = str(person)
        return f"/{wanted.slug}/schedule/change?{urlencode(fields)}"

    return href


def drafting(wanted: Wanted, window: Window, draft: KeptRoster) -> HrefOf:
    """Where the bars of a draft lead: to the draft's own duty at that time; other time is only looked at."""
    plain, here = reading(wanted, window), f"/{wanted.slug}/rota/drafts/{draft.id}"

    def href(line: Line | None, span: Span, person: PersonId | None) -> str:
        held = [each for each in draft.shifts if each.line is line and each.span.overlaps(span)]
        found = next((each for each in held if each.person == person), held[0] if held else None)
        return f"{here}/shifts/{found.id}" if found else plain(line, span, person)

    return href


def giving(wanted: Wanted, window: Window, now: datetime, me: PersonId) -> HrefOf:
    """Where a peer's bars lead: her own to giving it away, other people's to the list."""
    plain = reading(wanted, window)

    def href(line: Line | None, span: Span, person: PersonId | None) -> str:
        if line is None or person != me or span.end <= now:
            return plain(line, span, person)
        return f"/{wanted.slug}/me/shifts"

    return href


def reading(wanted: Wanted, window: Window) -> HrefOf:
    """Where bars lead for whoever only looks: to their day in the list."""
    clock = zone(window.timezone)

    def href(_line: Line | None, span: Span, _person: PersonId | None) -> str:
        day = max(window.first, span.start.astimezone(clock).date())
        return f"{wanted.href(day=day, weeks=1, view='list')}#d-{day.isoformat()}"

    return href


def week_href(wanted: Wanted) -> Callable[[Window], str]:
    """Where a week among several leads: to itself."""

    def href(week: Window) -> str:
        return wanted.href(day=week.first, weeks=1)

    return href


def _day(day: str, today: date) -> date:
    if not day:
        return today
    try:
        wanted = date.fromisoformat(day)
    except ValueError as wrong:
        raise NotFound from wrong
    if abs(wanted - today) > _FURTHEST:
        raise NotFound
    return wanted


def _id(value: str) -> UUID:
    try:
        return UUID(value)
    except ValueError as wrong:
        raise NotFound from wrong
