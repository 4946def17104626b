"""Sample contexts of the pages about when people can serve, about agencies' hours and about holidays."""

from datetime import date, time, timedelta
from types import SimpleNamespace as Value
from typing import Any

from consortium.duty.availability.see import TROUBLES, see_year
from consortium.duty.availability.values import Limits
from consortium.members.rosters.entries import Wrong
from scheduling.patterns import Pattern, known
from tests.look.samples_common import NAMES, NOW, TODAY, Context, common, hours, wall
from tests.look.samples_people import ACTS, a_person

OWN = "/four-rivers/me/availability"
HERE = "/four-rivers/people/0b9a/availability"
WHOLE = {"first": None, "last": None, "start": None, "end": None}
COLUMNS = [("name", "Name"), ("first", "First day"), ("not_kept", "Not kept")]


def once(day: int) -> Context:
    return {"id": f"o{day}", "start": wall(day, 7), "end": wall(day, 19), "weekdays": []}


def weekly(days: list[int], start: int, end: int, **more: Any) -> Context:
    shown = {"id": f"w{days[0]}", "weekdays": days, "whole": start == end}
    return {**WHOLE, **shown, "from_time": time(start), "to_time": time(end), **more}


def pattern(key: str = "panama") -> Context:
    chosen = known(key)
    assert chosen is not None
    first = TODAY - timedelta(days=40)
    laid = Pattern(cycle=chosen.cycle, hours=chosen.hours, first=first, last=TODAY + timedelta(days=364))
    return {"name": chosen.name, **see_year(laid, TODAY)}


def calendar(name: str, **more: Any) -> Context:
    shown = {"id": name, "name": name, "waiting": False, "trouble": "", "count": 41}
    read = {"read_at": NOW - hours(2), "tried_at": NOW - hours(2), "age": hours(2)}
    return {**shown, **read, **more}


def availability(**more: Any) -> Context:
    context = {
        "own": True,
        "person": a_person(),
        "here": OWN,
        "today": TODAY,
        "now": NOW,
        "times": {
            "blocked": [once(24), weekly([0, 1, 2, 3, 4], 8, 16)],
            "preferred": [weekly([5, 6], 0, 0, first=date(2027, 1, 2), last=date(2027, 3, 7))],
            "undesired": [weekly([4], 18, 6), weekly([6], 7, 7)],
        },
        "limits": Limits(share_percent=70, most_per_month=4, notice_hours=48),
        "patterns": [pattern()],
        "calendars": [
            calendar("work"),
            calendar("court", trouble=TROUBLES["refused"], age=hours(90), read_at=NOW - hours(90)),
            calendar("new", waiting=True, read_at=None, tried_at=None, age=None, count=0),
            calendar("home", trouble=TROUBLES["slow"], read_at=None, age=None, count=0),
        ],
        "acts": ACTS,
        "known": [("pitman-days", "2-2-3 (Pitman), 12-hour days")],
        "section": "",
        "typed": {},
        "errors": {},
        "did": "",
    }
    return common("Now", **{**context, **more})


def nothing_said(**more: Any) -> Context:
    empty = {"times": {"blocked": [], "preferred": [], "undesired": []}, "limits": Limits(), "patterns": []}
    return availability(person=a_person(leave=[]), calendars=[], acts=[], **{**empty, **more})


def look(**more: Any) -> Context:
    typed = {"pattern": "panama", "cycle_first": "2026-10-12", "starts_D": "07:00"}
    context = {"own": True, "name": "Rosa Alvarez", "here": OWN, "typed": typed, "pattern": pattern(), "worked": 182}
    return common("Now", **{**context, **more})


def everybody(**more: Any) -> Context:
    kept = Value(name="2-2-4", pattern=Value(last=date(2027, 11, 20)))
    said = {"blocked": 2, "preferred": 1, "undesired": 0}
    calendars = [Value(trouble="slow", read_at=NOW), Value(trouble="", read_at=NOW), Value(trouble="", read_at=None)]
    people = [
        {
            "id": 1,
            "name": "Rosa Alvarez",
            "said": True,
            "limits": Limits(share_percent=50, most_per_month=3, notice_hours=24),
        }
        | {"times": said, "pattern": kept, "calendars": calendars},
        {"id": 2, "name": "Dale Whitcomb", "said": False, "limits": Limits(), "times": dict.fromkeys(said, 0)}
        | {"pattern": None, "calendars": []},
    ]
    ways = {"import_href": "/i", "holidays_href": "/four-rivers/holidays", "hours_href": "/four-rivers/lent-hours"}
    return common("Schedule", **{"people": [(each, HERE) for each in people], **ways, **more})


def lent(**more: Any) -> Context:
    span = {"first": TODAY, "last": date(2027, 2, 1), "over": False, "nobody": False}
    context = {
        "name": NAMES[0][0],
        "here": "/four-rivers/lent-hours/a1",
        "back_href": "/four-rivers/lent-hours",
        "today": TODAY,
        "hours": [
            {**weekly([5, 6], 7, 19), **span},
            {**weekly([0], 7, 7), **span, "last": None, "over": True},
            {**weekly([0], 0, 0), **span, "nobody": True, "weekdays": []},
        ],
        "acts": ACTS,
        "typed": {},
        "errors": {},
        "did": "",
    }
    return common("Agencies", **{**context, **more})


def lent_list(*names: str) -> Context:
    agencies = [{"name": name, "href": "/four-rivers/lent-hours/a", "hours": len(name) % 2} for name in names]
    return common("Agencies", agencies=agencies)


def holidays(**more: Any) -> Context:
    own = {"id": "h1", "list": "ours", "day": date(2026, 3, 9), "kept": True, "yearly": True, "may": True}
    context = {
        "year": 2026,
        "years": [2025, 2026, 2027],
        "here": "/four-rivers/holidays",
        "states": ["ID", "MT"],
        "kept": [
            {"day": date(2026, 1, 1), "name": "New Year's Day", "states": ["ID", "MT"]},
            {"day": date(2026, 3, 9), "name": "Founders' Day", "states": []},
        ],
        "own": [
            {**own, "name": "Founders' Day", "whose": ""},
            {**own, "name": "Election Day", "whose": NAMES[0][0], "kept": False, "yearly": False, "may": False},
        ],
        "lists": [("ours", ""), ("a1", NAMES[0][0])],
        "typed": {},
        "errors": {},
        "did": "",
    }
    return common("Schedule", **{**context, **more})


def bring(**more: Any) -> Context:
    lists = [{"id": state, "at": NOW, "state": state, "added": 3} for state in ("done", "looking", "undone")]
    ways = {"here": "/i", "lists_href": "/l", "back_href": "/four-rivers/availability"}
    return common("Schedule", **{"errors": {}, "did": "", "lists": lists, **ways, **more})


def sheet(state: str, **more: Any) -> Context:
    context = {
        "state": state,
        "errors": {},
        "did": "",
        "here": "/l/1",
        "again_href": "/i",
        "back_href": "/four-rivers/availability",
        "rows": 12,
        "added": 9,
        "undo_until": NOW + timedelta(days=20),
        "columns": [
            {"heading": "Officer", "samples": ["Rosa Alvarez", "Dale Whitcomb"], "chosen": "name"},
            {"heading": "Day off", "samples": [], "chosen": "first"},
        ],
        "meanings": COLUMNS,
        "plan": None,
    }
    return common("Schedule", **{**context, **more})


PLAN: Context = {
    "times": 9,
    "limits": 1,
    "people": ["Dale Whitcomb", "Rosa Alvarez"],
    "same": 2,
    "wrong": [Wrong(4, "Day off", "this is no day, such as 2026-11-23 or 11/23/2026")],
    "wrong_count": 1,
    "shown": 200,
}

AVAILABILITY_PAGES: dict[str, tuple[str, Context]] = {
    "availability": ("duty/availability.html", availability()),
    "availability-nothing": ("duty/availability.html", nothing_said(did="limits")),
    "availability-hers": ("duty/availability.html", availability(own=False, here=HERE)),
    "availability-wrong": (
        "duty/availability.html",
        nothing_said(section="weekly", typed={"day_0": "yes"}, errors={"to_time": "Give both times."}),
    ),
    "availability-pattern-wrong": (
        "duty/availability.html",
        availability(section="pattern", typed={"pattern": "own"}, errors={"starts_D": "Say from when to when."}),
    ),
    "availability-pattern": ("duty/availability_pattern.html", look()),
    "availability-list": ("duty/availability_list.html", everybody()),
    "availability-list-none": ("duty/availability_list.html", everybody(people=[])),
    "availability-import": ("duty/availability_import.html", bring()),
    "availability-import-none": (
        "duty/availability_import.html",
        bring(lists=[], errors={"file": "Choose a file: CSV or XLSX."}),
    ),
    "availability-sheet": ("duty/availability_sheet.html", sheet("matching")),
    "availability-sheet-look": ("duty/availability_sheet.html", sheet("looking", plan=PLAN)),
    "availability-sheet-done": ("duty/availability_sheet.html", sheet("done", rows=0, columns=[], did="taken")),
    "availability-sheet-undone": ("duty/availability_sheet.html", sheet("undone", rows=0, columns=[])),
    "lent-hours": ("duty/lent_hours.html", lent()),
    "lent-hours-none": ("duty/lent_hours.html", lent(hours=[], errors={"which": "Choose one of these."})),
    "lent-hours-list": ("duty/lent_hours_list.html", lent_list(NAMES[0][0], NAMES[1][0])),
    "lent-hours-list-none": ("duty/lent_hours_list.html", lent_list()),
    "holidays": ("duty/holidays.html", holidays()),
    "holidays-none": ("duty/holidays.html", holidays(states=[], own=[], lists=[], kept=[])),
}
