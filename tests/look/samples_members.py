"""Sample contexts of the pages of members."""

from datetime import date
from typing import Any

from tests.look.samples_common import NAMES, NOW, TODAY, Context, common, standing, wall


def agencies() -> Context:
    force = standing("in_force", date(2025, 3, 4))
    states = [force] * 6 + [standing("notice_given", date(2025, 3, 4), date(2026, 12, 31)), force]
    states += [standing("signed", date(2026, 11, 18)), force]
    parts = ["North", "North", "East", "East", "East", "West", "West", "North", None, "West"]
    rows = [
        {
            "name": name,
            "kind": kind,
            "county": f"{county} County",
            "state": "MT",
            "sworn": sworn,
            "part_time": 2 if sworn < 10 else 0,
            "counted_on": date(2023 if i == 3 else 2026, 3, 1),
            "counted_old": i == 3,
            "part": parts[i],
            "peers": (3, 2, 2, 1, 0, 1, 2, 0, 0, 2)[i],
            "standing": states[i],
        }
        for i, (name, _, kind, county, sworn) in enumerate(NAMES)
    ]
    return common("Agencies", agencies=rows, today=TODAY, add_href="/four-rivers/agencies/bring")


def person(name: str, **more: Any) -> Context:
    return {
        "name": name,
        "title": "",
        "roles": ["Peer"],
        "training": {"state": "ok", "hours": 40, "until": date(2027, 9, 30)},
        "channels": [{"label": "Mail", "proved_on": date(2026, 10, 2)}],
        "designated": 9,
        "members": 9,
        "leave": None,
        "on_call": None,
        "off_duty": False,
        "suspended": False,
        **more,
    }


def roster() -> Context:
    mail = {"label": "Mail", "proved_on": None}
    soon = {"state": "soon", "hours": 24, "until": date(2026, 12, 15)}
    lapsed = {"state": "lapsed", "hours": 24, "until": date(2026, 10, 31)}
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
                person("Tom Chen", title="Officer", channels=[mail]),
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
                    training={"state": "ok", "hours": 12, "until": None},
                ),
                person(
                    "Dr. P. Ibarra, PsyD", roles=["Clinician"], training={"state": "none", "hours": 0, "until": None}
                ),
            ],
        },
    ]
    return common("Roster", groups=groups, today=TODAY, add_href=None)


def designations() -> Context:
    order = {"North": (0, 1, 7), "East": (2, 3, 4), "West": (5, 6, 9), "": (8,)}
    parts = [
        {"label": label, "agencies": [{"name": NAMES[i][0], "short": NAMES[i][1]} for i in members]}
        for label, members in order.items()
    ]

    def cells(own: str, gaps: set[int]) -> list[str]:
        return [
            "own" if label == own else "gap" if i in gaps else "yes" if label else "none"
            for label, members in order.items()
            for i in members
        ]

    def peer(name: str, agency: int | None, role: str, own: str, *gaps: int) -> Context:
        return {
            "name": name,
            "agency": "" if agency is None else NAMES[agency][0],
            "role": role,
            "cells": cells(own, set(gaps)),
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
    return common("Designations", parts=parts, peers=peers)


def many_designations() -> Context:
    """Thirty agencies and forty peers: the matrix at its widest."""
    parts = [
        {
            "label": f"Part {p}",
            "agencies": [{"name": f"Agency {p}-{a} Police", "short": f"Agency {p}-{a}"} for a in range(5)],
        }
        for p in range(6)
    ]
    peers = [
        {
            "name": f"Peer Number {n}",
            "agency": f"Agency {n % 6}-{n % 5} Police",
            "role": "Peer",
            "cells": ["own" if i // 5 == n % 6 else "gap" if (n * 7 + i * 5) % 61 == 0 else "yes" for i in range(30)],
        }
        for n in range(40)
    ]
    return common("Designations", parts=parts, peers=peers)


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
            **more,
        }

    alvarez = serving("primary", "Sgt. R. Alvarez", "Aspen County Sheriff's Office")
    grady = serving("backup", "Ofc. S. Grady", "Bitter Creek Police Department")
    hale = serving("clinician", "Dr. A. Hale, LPC", "")
    parts = [
        part("North", (0, 1, 7), serving=[grady], thin=True),
        part("East", (2, 3, 4), serving=[alvarez, hale], absent=["Cottonwood Marshal"]),
        part("West", (5, 6, 9), gap={"next": wall(21, 7)}, merged=["Foothills"]),
    ]
    plan = {"version": 3, "made_on": date(2026, 9, 1), "crowd": 40, "least_departments": 3}
    apart = [{"name": "Cottonwood Marshal", "why": "Signed, not in force yet."}]
    return common("Region", plan=plan, parts=parts, outside=apart, ladder=None, now=NOW)


def too_small(best: int) -> Context:
    ladder = {"officers": 71, "departments": 6, "crowd": 40, "best": best}
    return common("Region", plan=None, parts=[], outside=[], ladder=ladder, now=NOW)
