"""Sample contexts of the map, of distances, and of lists of agencies."""

from datetime import date
from typing import Any

from consortium.members.draw_map import Mark, draw
from geo import Point
from tests.look.samples_common import NAMES, NOW, TODAY, Context, common, wall

HERE = "/four-rivers/distances/1/2"
TOLD = {"likely": 62, "low": 62, "high": 62, "source": "told"}
GUESS = {"likely": 31, "low": 27, "high": 41, "source": "estimated"}
SHUT = {"likely": None, "low": None, "high": None, "source": "closed"}
SOURCES = [TOLD, GUESS, SHUT, {**SHUT, "source": "no-way"}, {**TOLD, "source": "measured"}, {**TOLD, "source": "same"}]


def _row(number: int, **more: Any) -> Context:
    name, _, _, county, officers = NAMES[number]
    return {"name": name, "county": county, "state": "MT", "sworn": officers, "peers": number % 3, **more}


def the_map(part: str = "") -> Context:
    forms = ("served", "thin", "gap")
    marks = [
        Mark(
            name=name,
            at=Point(46.5 + number % 4 / 3, -111 + number / 4),
            part=number % 3 if number < 9 else None,
            form=forms[number % 3] if number < 9 else "none",
            weight=sworn,
        )
        for number, (name, _, _, _, sworn) in enumerate(NAMES)
    ]
    one = {"line": "primary", "name": "Rosa Alvarez", "agency": NAMES[0][0], "until": wall(22, 7)}
    shared = {"line": "clinician", "name": "Dr. Ana Ruiz", "agency": "", "until": wall(22, 7)}
    parts = [
        {
            "letter": "ABC"[number],
            "look": number,
            "pattern": number,
            "label": label,
            "form": forms[number],
            "officers": 54,
            "serving": [one] if number < 2 else [],
            "agencies": [_row(each) for each in range(number, 9, 3)],
        }
        for number, label in enumerate(("North", "East", "West"))
    ]
    chosen = {
        "A": {"letter": "A", "label": "North", "serving": [{**one, "road": GUESS}, {**shared, "road": None}]},
        "C": {"letter": "C", "label": "West", "serving": []},
    }.get(part)
    return common(
        "Region",
        drawn=draw(marks, around=Point(46.8, -110.5) if part else None),
        parts=parts,
        outside=[_row(9)],
        chosen=chosen,
        now=NOW,
        here="/four-rivers/map",
        plan_href="/four-rivers/zones",
    )


def no_map(**more: Any) -> Context:
    return {**the_map(), "drawn": None, "parts": [], "outside": [], "plan_href": None, **more}


def distances(**more: Any) -> Context:
    rows = [
        {"name": name, "state": "MT", "href": HERE, "straight": 25 + number, "road": road, "alike": number % 2 == 1}
        for number, (road, (name, *_)) in enumerate(zip(SOURCES, NAMES, strict=False))
    ]
    context = {
        "agencies": [(str(number), name) for number, (name, *_) in enumerate(NAMES)],
        "of": "9",
        "name": NAMES[9][0],
        "sort": "near",
        "rows": rows,
        "left_out": 0,
        "most": 200,
        "measured": None,
        "today": TODAY,
        "here": "/four-rivers/distances",
    }
    return common("Agencies", **{**context, **more})


def distance(**more: Any) -> Context:
    told = {"id": "7", "miles": None, "months": ("November", "April"), "reason": "Snow on the pass", "by": "V. Moreno"}
    all_year = {**told, "miles": 62.5, "months": None, "by": ""}
    context = {
        "one": NAMES[0][0],
        "other": NAMES[1][0],
        "road": {
            "now": SHUT,
            "straight": 24.8,
            "estimate": GUESS,
            "measured": {"miles": 38.4, "on": TODAY},
            "same_place": False,
        },
        "told": [{**told, "on": TODAY, "holds": True}, {**all_year, "on": TODAY, "holds": False}],
        "months": [("1", "January"), ("11", "November")],
        "form": dict.fromkeys(("way", "miles", "first_month", "last_month", "reason"), ""),
        "errors": {},
        "did": "told",
        "here": HERE,
        "back_href": "/four-rivers/distances?of=1",
    }
    return common("Agencies", **{**context, **more})


def agency_import(**more: Any) -> Context:
    lists = [
        {"at": NOW, "state": state, "added": 40, "changed": 2, "id": number}
        for number, state in enumerate(("looking", "done", "undone"))
    ]
    here = "/four-rivers/agencies/import"
    context: Context = {"errors": {}, "did": "", "here": here, "lists_href": f"{here}s", "lists": lists}
    return common("Agencies", **{**context, **more})


def listed(number: int) -> Context:
    return _row(number, line=number + 2, officers=12, part_time=1, counted_on=date(2008, 9, 30))


def agency_list(**more: Any) -> Context:
    marks = [Mark(name=NAMES[0][0], at=Point(46.5, -111), part=None, form="new", weight=3)]
    plan = {
        "new": [listed(0), listed(1)],
        "new_count": 240,
        "officers": 24,
        "nobody": 0,
        "changed_count": 1,
        "same": 2,
        "left_out": [{"why": "it is closed", "count": 14, "names": [NAMES[2][0], NAMES[3][0]]}],
        "wrong": [{"line": 9, "heading": "LATITUDE", "message": "the place is missing"}],
        "wrong_count": 201,
    }
    context: Context = {
        "state": "looking",
        "errors": {},
        "did": "",
        "here": "/four-rivers/agencies/imports/7",
        "added": 0,
        "changed": 0,
        "states": [{"code": "MT", "rows": 200, "chosen": True}, {"code": "ID", "rows": 40, "chosen": False}],
        "form": dict.fromkeys(("counties", "near", "miles", "most_sworn"), ""),
        "twins": [{"line": 5, "one": listed(0), "other": listed(3), "miles": 0.4, "choice": "both"}],
        "alike": [
            {
                "line": 8,
                "row": listed(6),
                "here": {"name": NAMES[7][0], "officers": 11, "counted_on": date(2026, 1, 15)},
                "miles": 1.2,
                "choice": "same",
            }
        ],
        "undecided": 0,
        "unstaffed": [{**listed(4), "sworn": ""}],
        "unstaffed_count": 201,
        "points": [[NAMES[5][0], NAMES[6][0]]],
        "plan": plan,
        "shown": 200,
        "drawn": draw(marks),
        "stays": [],
        "undo_until": None,
    }
    return common("Agencies", **{**context, **more})


PLACES: dict[str, tuple[str, Context]] = {
    "map": ("duty/map.html", the_map()),
    "map-from-a-part": ("duty/map.html", the_map("A")),
    "map-from-a-gap": ("duty/map.html", the_map("C")),
    "map-empty": ("duty/map.html", no_map()),
    "map-without-parts": ("duty/map.html", {**the_map(), "parts": [], "plan_href": None}),
    "distances": ("members/distances.html", distances()),
    "distances-measured": ("members/distances.html", distances(sort="name", measured=TODAY, left_out=12)),
    "distances-none": ("members/distances.html", distances(rows=[], of="", name="")),
    "distance": ("members/distance.html", distance()),
    "distance-wrong": (
        "members/distance.html",
        distance(
            told=[],
            did="",
            errors={"way": "Choose.", "miles": "A number.", "first_month": "Both.", "reason": "Fill in."},
            road={**distance()["road"], "measured": None, "same_place": True, "now": GUESS},
        ),
    ),
    "agency-import": ("members/agency_import.html", agency_import()),
    "agency-import-wrong": ("members/agency_import.html", agency_import(lists=[], errors={"file": "Choose a file."})),
    "agency-list": ("members/agency_list.html", agency_list()),
    "agency-list-undecided": (
        "members/agency_list.html",
        agency_list(undecided=1, errors={"twins": "Say first.", "near": "Give both."}),
    ),
    "agency-list-done": (
        "members/agency_list.html",
        agency_list(state="done", plan=None, drawn=None, added=40, stays=[NAMES[0][0]], undo_until=NOW, did="taken"),
    ),
    "agency-list-undone": ("members/agency_list.html", agency_list(state="undone", plan=None, drawn=None)),
}
