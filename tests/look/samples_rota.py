"""Sample contexts of the rota: who is on call, and a week."""

from datetime import date, datetime
from typing import Any

from tests.look.samples_common import NAMES, NOW, Context, common, wall

DAYS: list[Context] = [
    {
        "date": date(2026, 11, d),
        "start": wall(d, 7),
        "end": wall(d + 1, 7),
        "holiday": "Thanksgiving" if d == 26 else None,
    }
    for d in range(23, 30)
]


def stretch(start: datetime, end: datetime, *people: str) -> Context:
    return {"people": list(people), "start": start, "end": end}


PRIMARY = [
    stretch(wall(23, 0), wall(24, 7), "Sgt. R. Alvarez"),
    stretch(wall(24, 7), wall(24, 19), "Ofc. T. Chen"),
    stretch(wall(24, 19), wall(25, 7)),
    stretch(wall(25, 7), wall(26, 7), "Dep. K. Eastman", "Dep. L. Foss"),
    stretch(wall(26, 7), wall(27, 7), "Dep. L. Foss"),
    stretch(wall(27, 7), wall(28, 7), "Ofc. S. Grady"),
    stretch(wall(28, 7), wall(29, 7), "Dep. M. Begay"),
    stretch(wall(29, 7), wall(30, 7), "Ofc. T. Chen"),
]
BACKUP = [
    stretch(wall(23, 0), wall(25, 7), "Dep. M. Begay"),
    stretch(wall(25, 7), wall(27, 7), "Chap. J. Doyle"),
    stretch(wall(27, 7), wall(29, 7), "Sgt. R. Alvarez"),
    stretch(wall(29, 7), wall(30, 7), "Ofc. S. Grady"),
]
CLINICIAN = [
    stretch(wall(23, 0), wall(27, 7), "Dr. A. Hale, LPC"),
    stretch(wall(27, 7), wall(30, 7), "Dr. P. Ibarra, PsyD"),
]
LINES: list[Context] = [
    {"key": "primary", "stretches": PRIMARY},
    {"key": "backup", "stretches": BACKUP},
    {"key": "clinician", "stretches": CLINICIAN},
]


def on_call(**more: Any) -> Context:
    def on(name: str, role: str, agency: str, until: datetime, phone: str | None = None) -> Context:
        return {"name": name, "role": role, "agency": agency, "until": until, "phone": phone}

    lines = [
        {
            "key": "primary",
            "people": [on("Sgt. R. Alvarez", "Peer", NAMES[0][0], wall(21, 7), "(406) 555-0142")],
            "fallback": "",
            "next": {"name": "Ofc. T. Chen", "at": wall(21, 7)},
        },
        {
            "key": "backup",
            "people": [],
            "fallback": "If the primary cannot, peers rung off duty are asked, then officers see crisis lines.",
            "next": {"name": "Chap. J. Doyle", "at": wall(22, 7)},
        },
        {
            "key": "clinician",
            "people": [on("Dr. A. Hale, LPC", "Clinician", "", wall(27, 7), "+1 406 555 0144")],
            "fallback": "",
            "next": None,
        },
    ]

    def clipped(stretches: list[Context], start: datetime, end: datetime) -> list[Context]:
        return [
            {**s, "start": max(s["start"], start), "end": min(s["end"], end)}
            for s in stretches
            if s["start"] < end and s["end"] > start
        ]

    days = [
        {
            **day,
            "lines": [
                {"key": line["key"], "stretches": clipped(line["stretches"], day["start"], day["end"])}
                for line in LINES
            ],
        }
        for day in DAYS
    ]
    late = {"name": "Ofc. T. Chen", "line": "primary", "start": wall(21, 7), "running": False}
    cover: Context = {"coverage_href": "/four-rivers/coverage", "unconfirmed": [late, {**late, "running": True}]}
    edges = {**cover, "one_side": False, "unserved": [], "thin": ["North"], "may_change": True, **more}
    return common("On call", now=NOW, lines=lines, days=days, schedule_href="/four-rivers/schedule", **edges)
