"""The dates of all agreements: a list by month, and the same as iCalendar text (RFC 5545). Pure.

A date says what the agreement's text and dated facts say, to whoever may read agreements; no address is secret, and
nothing about people, peers or talks is in it.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

from icalendar import Calendar
from icalendar import Event as Entry

from agreements import Pact
from agreements.times import day_of
from consortium.signing.lifecycle.agency_dates import RunsOut, under_agreements
from consortium.signing.lifecycle.ahead_words import Coming, coming
from geo import AgencyId

Names = Mapping[AgencyId, str]
YEAR: Final = timedelta(days=366)


def dates_of(
    pacts: Iterable[Pact], names: Names, at: datetime, *, within: timedelta = YEAR, ends: Iterable[RunsOut] = ()
) -> list[tuple[Pact, Coming]]:
    """What lies ahead of these agreements, and of the agencies that they bind, the soonest first."""
    known = tuple(pacts)
    found = [(pact, each) for pact in known for each in coming(pact, at, names)]
    found += under_agreements(known, ends, at)
    return sorted(
        (each for each in found if each[1].at <= at + within),
        key=lambda each: (each[1].at, each[0].title, each[1].what),
    )


def see_months(dates: Iterable[tuple[Pact, Coming]], slug: str, timezone: str) -> list[dict[str, Any]]:
    """The same by month of the consortium's calendar."""

    def month(each: tuple[Pact, Coming]) -> date:
        return day_of(each[1].at, timezone).replace(day=1)

    return [
        {
            "month": first,
            "dates": [
                {
                    "at": item.at,
                    "what": item.what,
                    "clause": item.clause,
                    "title": pact.title,
                    "href": f"/{slug}/agreements/{pact.id}",
                }
                for pact, item in each
            ],
        }
        for first, each in groupby(dates, key=month)
    ]


def calendar_file(dates: Iterable[tuple[Pact, Coming]], *, title: str, home: str, at: datetime) -> bytes:
    """The whole calendar, a day each; the same dates have the same names in every copy."""
    calendar = Calendar()
    calendar.add("prodid", "-//Consortium//Agreements//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", f"{title}: agreements")
    for pact, item in dates:
        calendar.add_component(_entry(pact, item, home, at))
    return bytes(calendar.to_ical())


def _entry(pact: Pact, item: Coming, home: str, at: datetime) -> Entry:
    day = day_of(item.at, pact.version(item.version).terms.calendar)
    entry = Entry()
    entry.add("uid", str(uuid5(NAMESPACE_URL, f"{pact.id} {item.version} {item.kind} {item.own} {day}")))
    entry.add("dtstamp", at.replace(microsecond=0))
    entry.add("dtstart", day)
    entry.add("summary", f"{pact.title}: {item.what}")
    entry.add("description", f"Clause {item.clause} of version {item.version}.")
    entry.add("url", f"{home}/agreements/{pact.id}")
    entry.add("transp", "TRANSPARENT")
    return entry
