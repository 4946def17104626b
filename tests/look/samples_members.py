"""Sample contexts of the pages of members."""

from datetime import date
from typing import Any

from tests.look.samples_common import NAMES, NOW, TODAY, Context, common, wall


def person(name: str, **more: Any) -> Context:
    return {
        "name": name,
        "href": "/four-rivers/people/0b9a",
        "title": "",
        "answers": True,
        "roles": ["Peer"],
        "training": {"state": "ok", "hours": 40, "until": date(2027, 9, 30), "within": None, "licence": False},
        "channels": [{"label": "Mail", "proved_on": date(2026, 10, 2), "holds": True}],
        "designated": 9,
        "members": 9,
        "leave": None,
        "on_call": None,
        "off_duty": False,
        "suspended": False,
        "left": None,
        "leaves": None,
        **more,
    }


def roster(**more: Any) -> Context:
    mail = {"label": "Mail", "proved_on": None, "holds": False}
    old = {"label": "Mail", "proved_on": date(2026, 1, 3), "holds": False}
    soon = {"state": "soon", "hours": 24, "until": date(2026, 12, 15), "within": 30, "licence": False}
    lapsed = {"state": "lapsed", "hours": 24, "until": date(2026, 10, 31), "within": 0, "licence": False}
    groups = [
        {
            "name": "Aspen County Sheriff's Office",
            "where": "Aspen County, MT",
            "people": [
                person("Rosa Alvarez", title="Sergeant", on_call="Primary", off_duty=True),
                person("Marie Begay", title="Deputy", training=soon, designated=7),
            ],
        },
        {
            "name": "Coulee Police Department",
            "where": "Coulee County, MT",
            "people": [
                person("Tom Chen", title="Officer", channels=[mail, old], leaves=date(2026, 12, 1)),
                person("James Doyle", title="Chaplain", roles=["Chaplain", "Peer"], on_call="Backup"),
            ],
        },
        {
            "name": "Juniper County Sheriff's Office",
            "where": "Juniper County, MT",
            "people": [
                person("Kate Eastman", title="Deputy", leave={"first": date(2026, 11, 20), "last": date(2026, 11, 25)}),
                person("Lee Foss", title="Deputy", training=lapsed, channels=[], suspended=True),
            ],
        },
        {
            "name": "Shared by all",
            "where": "",
            "people": [
                person(
                    "Dr. A. Hale, LPC",
                    roles=["Clinician"],
                    members=0,
                    designated=0,
                    training={"state": "ok", "hours": 0, "until": date(2028, 1, 31), "within": None, "licence": True},
                ),
                person(
                    "Dr. P. Ibarra, PsyD",
                    roles=["Clinician"],
                    training={"state": "none", "hours": 0, "until": None, "within": 0, "licence": True},
                ),
                person("R. Odell", roles=["Clerk"], answers=False, left=date(2026, 11, 1)),
            ],
        },
    ]
    shows = [
        {"label": label, "href": f"/four-rivers/roster?show={label}", "count": 9, "current": label == "Everybody"}
        for label in ("Who answers", "Everybody", "Training ends", "Suspended", "Has left")
    ]
    context = {
        "groups": groups,
        "shows": shows,
        "stats": {"answering": 8, "ending": 2, "reachable": 5},
        "words": "chen",
        "show": "everybody",
        "search_action": "/four-rivers/roster",
        "pages": {"first": 51, "last": 59, "total": 109, "earlier_href": "/four-rivers/roster", "later_href": "/x"},
        "today": TODAY,
        "add_href": "/four-rivers/people/new",
        "import_href": "/four-rivers/roster/import",
        "export_href": "/four-rivers/roster/export.xlsx",
        "journal_href": "/four-rivers/journal",
    }
    return common("Roster", **{**context, **more})


def designations() -> Context:
    order = {"North": (0, 1, 7), "East": (2, 3, 4), "West": (5, 6, 9), "": (8,)}
    parts = [
        {"label": label, "agencies": [{"name": NAMES[i][0], "short": NAMES[i][1], "href": "/x"} for i in members]}
        for label, members in order.items()
    ]

    def kind(i: int, label: str, own: str, gaps: set[int]) -> str:
        return "own" if label == own else "gap" if i in gaps else "yes" if label else "none"

    def peer(name: str, agency: int | None, role: str, own: str, *gaps: int) -> Context:
        return {
            "name": name,
            "agency": "" if agency is None else NAMES[agency][0],
            "role": role,
            "kept": [label for label, members in order.items() if set(gaps) & set(members)],
            "cells": cells(parts, [kind(i, label, own, set(gaps)) for label, ours in order.items() for i in ours]),
        }

    peers = [
        peer("Rosa Alvarez", 0, "Peer", "North"),
        peer("Marie Begay", 0, "Peer", "North", 3, 6),
        peer("Tom Chen", 1, "Peer", "North"),
        peer("James Doyle", 1, "Chaplain", "North"),
        peer("Kate Eastman", 2, "Peer", "East"),
        peer("Sam Grady", 3, "Peer", "East", 9),
        peer("Dr. A. Hale, LPC", None, "Clinician", "none of them"),
    ]
    figures, pages = {"gaps": 3, "peers": 2}, {"number": 1, "last": 1, "found": 7}
    return common("Designations", parts=parts, peers=peers, figures=figures, pages=pages)


def cells(parts: list[Context], kinds: list[str]) -> list[Context]:
    """One row of the matrix from the kind of each cell; a part of one kind that is no designation is one cell."""
    found, left = [], iter(kinds)
    for part in parts:
        here = [next(left) for _ in part["agencies"]]
        one = here[0] in {"own", "none"}
        found += [
            {"kind": each, "span": len(here) if one else 1, "edge": not i, "agency": agency, "closes": each == "gap"}
            for i, (each, agency) in enumerate(zip(here, part["agencies"], strict=True))
            if not (one and i)
        ]
    return found


def many_designations() -> Context:
    """Thirty agencies and forty peers: the matrix at its widest."""
    parts = [
        {
            "label": f"Part {p}",
            "agencies": [
                {"name": f"Agency {p}-{a} Police", "short": f"Agency {p}-{a}", "href": "/x"} for a in range(5)
            ],
        }
        for p in range(6)
    ]
    peers = [
        {
            "name": f"Peer Number {n}",
            "agency": f"Agency {n % 6}-{n % 5} Police",
            "role": "Peer",
            "kept": [],
            "cells": cells(
                parts,
                ["own" if i // 5 == n % 6 else "gap" if (n * 7 + i * 5) % 61 == 0 else "yes" for i in range(30)],
            ),
        }
        for n in range(40)
    ]
    figures, pages = {"gaps": 19, "peers": 19}, {"number": 2, "last": 3, "found": 112}
    return common("Designations", parts=parts, peers=peers, figures=figures, pages=pages)


def zones() -> Context:
    def department(i: int) -> Context:
        return {"name": NAMES[i][0], "sworn": NAMES[i][4], "county": f"{NAMES[i][3]} County", "state": "MT"}

    def serving(line: str, name: str, agency: str) -> Context:
        return {"line": line, "name": name, "agency": agency, "until": wall(21, 7)}

    def part(label: str, members: tuple[int, ...], **more: Any) -> Context:
        officers = sum(NAMES[i][4] for i in members)
        return {
            "label": label,
            "departments": [department(i) for i in members],
            "absent": [],
            "certificate": {
                "officers": officers,
                "departments": len(members),
                "crowd": 26 if label == "West" else officers,
            },
            "serving": [],
            "gap": None,
            "thin": False,
            "merged": [],
            "again": None,
            **more,
        }

    alvarez = serving("primary", "Sgt. R. Alvarez", "Aspen County Sheriff's Office")
    grady = serving("backup", "Ofc. S. Grady", "Bitter Creek Police Department")
    hale = serving("clinician", "Dr. A. Hale, LPC", "")
    parts = [
        part("North", (0, 1, 7), serving=[grady], thin=True),
        part("East", (2, 3, 4), serving=[alvarez, hale], absent=["Cottonwood Marshal"]),
        part("West", (5, 6, 9), gap={"next": wall(21, 7)}, merged=["Foothills"], again=31),
    ]
    plan = {"version": 3, "made_on": date(2026, 9, 1), "crowd": 40, "least_departments": 3}
    apart = [{"name": "Cottonwood Marshal", "why": "Signed, not in force yet."}]
    return common("Region", plan=plan, parts=parts, outside=apart, ladder=None, now=NOW, plan_href=None, did="planned")


def too_small(best: int) -> Context:
    ladder = {"officers": 71, "departments": 6, "crowd": 40, "best": best}
    return common("Region", plan=None, parts=[], outside=[], ladder=ladder, now=NOW, plan_href=None, did="")
