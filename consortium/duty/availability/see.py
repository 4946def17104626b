"""What the pages about availability show, as plain values: ``duty/availability.html`` names the fields."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any, Final
from uuid import UUID

from consortium.access.door import Viewer
from consortium.db import Reading
from consortium.duty.availability.load import AHEAD
from consortium.duty.availability.values import NO_LIMITS, BusyCalendar, KeptPattern, Said, SaidTime
from consortium.duty.store.availability import load_limits, load_patterns, load_times
from consortium.duty.store.availability_imports import load_peers
from consortium.duty.store.busy_calendars import count_busy, load_calendars
from consortium.journal import load_acts
from consortium.members.history import told
from consortium.pages import N_
from geo import PersonId
from scheduling.patterns import OFF, Pattern
from scheduling.spans import Span

ACTS: Final = frozenset(
    {
        "said time",
        "took back time",
        "set serving limits",
        "kept work pattern",
        "ended work pattern",
        "subscribed busy calendar",
        "unsubscribed busy calendar",
        "took leave",
        "cancelled leave",
    }
)
"""Acts about when somebody can serve: the history at the foot of her page."""

TROUBLES: Final[Mapping[str, str]] = {
    "address": N_("The address cannot be asked: it must begin with https:// and name a server."),
    "unknown": N_("There is no server of that name."),
    "private": N_("The server stands in a private network. Whoever runs this installation has to allow it."),
    "slow": N_("The server did not answer within five seconds."),
    "unreachable": N_("The server could not be reached, or its certificate is not good."),
    "moved": N_("The server sends on to another address. Take this calendar away and give that address."),
    "large": N_("The calendar is larger than a megabyte. Share one that holds less of the past."),
    "refused": N_(
        "The server says that there is no such calendar, or that it may not be read. Was its address renewed?"
    ),
    "answer": N_("The server answered with an error."),
    "unreadable": N_("What came back is no calendar that we can read."),
    "too_much": N_("The calendar holds more than we lay out: too many entries, or series that never end."),
    "key": N_("Its address was sealed by another installation. Take this calendar away and give it again."),
}
"""Why a calendar could not be read, by the code that is kept, in the words of whoever gave it."""


async def see_availability(reading: Reading, viewer: Viewer, person: PersonId, today: date) -> dict[str, Any]:
    """Everything that somebody said about when she can serve; the caller has asked whether the viewer may see it."""
    times = await load_times(reading, person)
    limits = (await load_limits(reading, person)).get(person, NO_LIMITS)
    acts = [each for each in await load_acts(reading, subjects=(person,), most=200) if each.act in ACTS]
    calendars = await load_calendars(reading, person)
    busy = await count_busy(reading, person, Span(reading.now, reading.now + AHEAD))
    return {
        "times": {said.value: [see_time(each) for each in times if each.said is said] for said in Said},
        "limits": limits,
        "patterns": [
            see_pattern(each, today) for each in await load_patterns(reading, person) if each.pattern.last >= today
        ],
        "calendars": see_calendars(calendars, busy, reading.now),
        "acts": await told(reading, viewer, acts[:30]),
    }


def see_time(told_time: SaidTime) -> dict[str, Any]:
    """One time: ``start`` and ``end``; or ``weekdays``, ``from_time``, ``to_time``, ``first``, ``last``."""
    weekly = told_time.weekly
    return {
        "id": told_time.id,
        "start": told_time.once.start if told_time.once else None,
        "end": told_time.once.end if told_time.once else None,
        "weekdays": sorted(weekly.weekdays) if weekly else [],
        "whole": weekly is not None and weekly.start == weekly.end,
        "from_time": weekly.start if weekly else None,
        "to_time": weekly.end if weekly else None,
        "first": weekly.first if weekly else None,
        "last": weekly.last if weekly else None,
    }


def see_pattern(kept: KeptPattern, today: date) -> dict[str, Any]:
    """A kept pattern with its year from this month on."""
    return {"name": kept.name, **see_year(kept.pattern, today)}


def see_year(pattern: Pattern, since: date | None = None) -> dict[str, Any]:
    """A pattern as months of weeks of days, from ``since`` on: each day with the letter of its shift, empty if off."""
    days = [(day, letter) for day, letter in pattern.days() if since is None or day >= since.replace(day=1)]
    return {
        "cycle": pattern.cycle,
        "hours": [(letter, *pattern.hours[letter]) for letter in sorted(set(pattern.cycle) - {OFF})],
        "first": pattern.first,
        "last": pattern.last,
        "months": [
            {"month": month, "weeks": _weeks(month, dict(within))}
            for month, within in groupby(days, key=lambda each: each[0].replace(day=1))
        ],
    }


def _weeks(month: date, letters: Mapping[date, str]) -> list[list[dict[str, Any] | None]]:
    """The weeks of a month from Monday on; None where a day belongs to another month."""
    first = month - timedelta(days=month.weekday())
    weeks: list[list[dict[str, Any] | None]] = []
    while first < month or (first.year, first.month) == (month.year, month.month):
        days = [first + timedelta(days=number) for number in range(7)]
        weeks.append([_day(day, letters) if day.month == month.month else None for day in days])
        first += timedelta(days=7)
    return weeks


def _day(day: date, letters: Mapping[date, str]) -> dict[str, Any]:
    letter = letters.get(day, OFF)
    return {"number": day.day, "letter": "" if letter == OFF else letter}


def see_calendars(calendars: Sequence[BusyCalendar], busy: Mapping[UUID, int], now: datetime) -> list[dict[str, Any]]:
    """Calendars with how they stand: ``age`` of what they told last, ``trouble`` in words, empty if there is none."""
    return [
        {
            "id": each.id,
            "name": each.name,
            "waiting": each.tried_at is None,
            "read_at": each.read_at,
            "tried_at": each.tried_at,
            "age": None if each.read_at is None else now - each.read_at,
            "trouble": TROUBLES.get(each.trouble, "") if each.trouble else "",
            "count": busy.get(each.id, 0),
        }
        for each in calendars
    ]


async def see_everybody(reading: Reading, today: date) -> list[dict[str, Any]]:
    """Everybody who answers, by name, with what she said in figures; ``said``: she said anything at all."""
    limits, calendars = await load_limits(reading), await load_calendars(reading)
    times, patterns = await load_times(reading), await load_patterns(reading)
    found = []
    for peer in await load_peers(reading):
        hers = [each.said for each in times if each.person == peer.person]
        holding = (each for each in patterns if each.person == peer.person and each.pattern.last >= today)
        told_of = {
            "limits": limits.get(peer.person, NO_LIMITS),
            "times": {said.value: hers.count(said) for said in Said},
            "pattern": next(holding, None),
            "calendars": [each for each in calendars if each.person == peer.person],
        }
        said_any = bool(hers or told_of["pattern"] or told_of["calendars"] or told_of["limits"] != NO_LIMITS)
        found.append({"id": peer.person, "name": peer.name, "said": said_any, **told_of})
    return found
