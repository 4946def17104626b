"""Sample contexts of coverage: what is missing, the link of a message before a shift, and what if."""

from datetime import date, timedelta
from typing import Any

from tests.look.samples_common import NAMES, NOW, Context, common, hours, outside, wall

HERE = "/four-rivers/coverage"


def gap(kind: str, what: str, why: str, instead: str, mend: str = "look") -> Context:
    return {
        "kind": kind,
        "what": what,
        "why": why,
        "instead": instead,
        "start": wall(24, 19),
        "end": wall(25, 7),
        "href": f"{HERE}/x",
        "mend": mend,
    }


GAPS = [
    gap(
        "seat", "Nobody on call: primary", "Ofc. T. Chen is away.", "Requests go straight to backup: M. Begay.", "fill"
    ),
    gap(
        "zone",
        "Nobody on call may serve East",
        f"{NAMES[1][0]} has not designated T. Chen.",
        "They see lines.",
        "designate",
    ),
    gap("part", "Backup cannot serve North", "The training of Dep. L. Foss has lapsed.", "Others are asked.", "person"),
    gap("part", "Backup cannot serve West", f"{NAMES[2][0]} has left the agreement.", "Others are asked.", "agency"),
]
ONE = gap("one", "One person only for North", "Only Dep. K. Eastman.", "There is nobody else to ask.")
COLUMNS = [
    *({"kind": "line", "key": key, "label": ""} for key in ("primary", "backup", "clinician")),
    *({"kind": "zone", "key": key, "label": key} for key in ("East", "North")),
]


def weeks() -> list[Context]:
    first = date(2026, 11, 16)
    none = {"hours": 0, "part": 0, "meant": 0}
    return [
        {
            "first_day": first + timedelta(days=7 * n),
            "last_day": first + timedelta(days=7 * n + 6),
            "href": "/four-rivers/schedule/2026-11-16",
            "cells": [{"hours": 12, "part": 5, "meant": 0} if n == 1 else {**none, "meant": 24 * (n == 3)}]
            + [none] * 4,
        }
        for n in range(13)
    ]


def check(state: str, why: str = "", *, running: bool = False) -> Context:
    return {
        "person": "p1",
        "name": "Ofc. T. Chen",
        "line": "primary",
        "start": wall(22, 7),
        "running": running,
        "state": state,
        "why": why,
        "ask_at": NOW,
        "red": state in {"asked", "failed"},
    }


def coverage(**more: Any) -> Context:
    meant = {"id": "m1", "what": "Clinician", "line": "clinician", "start": NOW, "end": None, "why": "Shared from May"}
    states = {"known": True, "over": False, "hours": 40}
    return common(
        "Schedule",
        **{
            "now": NOW,
            "did": "declared",
            "errors": {},
            "typed": {"of": "", "first": "", "last": "", "why": ""},
            "level": 4,
            "minutes": 0,
            "hours_href": "/four-rivers/settings",
            "soon": GAPS,
            "later": GAPS[:1],
            "rest": 3,
            "thin": [ONE],
            "count": 8,
            "meant_count": 1,
            "meant_soon": GAPS[:1],
            "columns": COLUMNS,
            "weeks": weeks(),
            "declared": [
                {**meant, **states},
                {**meant, **states, "id": "m2", "end": NOW + hours(40), "known": False},
                {**meant, **states, "id": "m3", "end": NOW - hours(4), "over": True},
            ],
            "choices": [("line:primary", ""), ("zone:z1", "East")],
            "checks": [
                check("asked"),
                *(check("failed", why) for why in ("refused", "unreachable", "no_address")),
                check("confirmed", running=True),
                check("waiting"),
            ],
            "asks": True,
            "ask_hours": 24,
            "tell_minutes": 120,
            "what_if_href": f"{HERE}/what-if",
            "people_href": "/four-rivers/people/",
            **more,
        },
    )


QUIET: Context = {"soon": [], "later": [], "thin": [], "meant_soon": [], "declared": [], "checks": [], "count": 0}


def confirm(state: str | None, did: str = "") -> Context:
    asked = {"name": "Ofc. T. Chen", "line": "primary", "start": wall(22, 7), "end": wall(23, 7), "state": state}
    asked["own"] = None
    return outside(
        asked=asked if state else None,
        token="x" * 43,
        action="/four-rivers/shift",
        did=did,
        shifts_href="/four-rivers/me/shifts",
        zone_label="Mountain Time",
    )


def schedule_clock(**more: Any) -> Context:
    elsewhere = {"zone": "America/Chicago", "name": "Central Time", "ahead": "one hour ahead", "many": 6, "all": 10}
    context = {
        "agencies": [
            {"name": "Central Time", "many": 6, "ahead": "one hour ahead"},
            {"name": "Mountain Time", "many": 4, "ahead": ""},
        ],
        "clocks": [("America/Chicago", "Central Time"), ("America/Denver", "Mountain Time")],
        "chosen": "America/Chicago",
        "elsewhere": elsewhere,
        "why_not": "",
        "errors": {},
        "did": "moved",
    }
    return common("Set up", **{**context, **more})


def what_if(found: Context | None) -> Context:
    return common(
        "Schedule",
        here=f"{HERE}/what-if",
        chosen="a1" if found else "",
        name=NAMES[0][0],
        inside=[("a1", NAMES[0][0])],
        outside=[("a2", NAMES[1][0])],
        found=found,
    )


def found(**more: Any) -> Context:
    part = {"departments": 4, "officers": 71, "crowd": 44, "hours": 0}
    rows = [
        {"label": "East", "before": part, "after": {**part, "hours": 26}, "comes": [], "goes": [NAMES[0][0]]},
        {"label": "North", "before": part, "after": None, "comes": [NAMES[1][0]], "goes": []},
    ]
    lost = [{"name": "Sgt. R. Alvarez", "shifts": 4, "hours": 96}]
    known = {"joins": False, "possible": True, "zones": 1, "ends": ["The winter agreement"], "notice_days": 60}
    return {**known, "rows": rows, "lost": lost, "lost_hours": 96, "peers": 3, **more}


PAGES: dict[str, tuple[str, Context]] = {
    "coverage": ("duty/coverage.html", coverage()),
    "coverage-quiet": ("duty/coverage.html", coverage(**QUIET, level=1, did="taken")),
    "coverage-wrong": (
        "duty/coverage.html",
        coverage(level=2, minutes=60, errors={"why": "This must be filled in.", "tell_minutes": "Less, please."}),
    ),
    "coverage-hours": ("duty/coverage.html", coverage(level=3, did="settled", asks=False)),
    "coverage-confirm": ("duty/coverage_confirm.html", confirm("asked")),
    "coverage-confirmed": ("duty/coverage_confirm.html", confirm("confirmed", "confirmed")),
    "coverage-confirm-gone": ("duty/coverage_confirm.html", confirm(None)),
    "schedule-clock": ("duty/clock.html", schedule_clock()),
    "schedule-clock-fixed": (
        "duty/clock.html",
        schedule_clock(agencies=[], elsewhere=None, why_not="The service is open.", errors={"clock": "It is open."}),
    ),
    "what-if": ("duty/coverage_what_if.html", what_if(None)),
    "what-if-leaves": ("duty/coverage_what_if.html", what_if(found())),
    "what-if-joins": ("duty/coverage_what_if.html", what_if(found(joins=True, lost=[], ends=[]))),
    "what-if-none": ("duty/coverage_what_if.html", what_if(found(zones=0, lost=[]))),
    "what-if-impossible": ("duty/coverage_what_if.html", what_if(found(possible=False))),
}
