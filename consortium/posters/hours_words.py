"""Set hours as people say them: "Monday to Friday, 6:00 p.m. to 7:00 a.m. (Eastern Time)". Pure."""

from collections.abc import Iterable
from datetime import UTC, datetime, time
from itertools import pairwise

from babel.dates import get_day_names

from consortium.members.hours import Hours
from consortium.pages import catalogue, clock, zone_label


def hours_words(hours: Iterable[Hours], timezone: str, *, language: str) -> str:
    """The hours of a week, neighbouring days with the same hours together; empty where there are none."""
    told = "; ".join(_run(run, language) for run in _runs(sorted(hours)))
    return f"{told} ({zone_label(timezone, language=language)})" if told else ""


def _runs(hours: list[Hours]) -> list[list[Hours]]:
    """The days in runs: each the day after the one before, with the same hours."""
    runs = [[each] for each in hours[:1]]
    for before, each in pairwise(hours):
        alike = (before.opens, before.closes) == (each.opens, each.closes) and each.weekday == before.weekday + 1
        if alike:
            runs[-1].append(each)
        else:
            runs.append([each])
    return runs


def _run(run: list[Hours], language: str) -> str:
    _, names, first = catalogue(language).gettext, get_day_names(locale=language), run[0]
    days = names[first.weekday]
    if len(run) > 1:
        days = _("%(first)s through %(last)s,") % {"first": days, "last": names[run[-1].weekday]}
    if first.all_day:
        return _("%(days)s all day") % {"days": days}
    return _("%(days)s %(from)s to %(until)s") % {
        "days": days,
        "from": _wall(first.opens, language),
        "until": _wall(first.closes, language),
    }


def _wall(at: time, language: str) -> str:
    return clock(datetime(2000, 1, 3, at.hour, at.minute, tzinfo=UTC), "UTC", language=language)
