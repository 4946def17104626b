"""A list of agencies as its page shows it: counts, map, doubts, and the rows that it would add."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from consortium.members.bring_agencies import Looked
from consortium.members.draw_map import Mark, draw
from consortium.members.federal_list import Listed, PassedOver, Selection
from geo import Point

SHOWN: Final = 200
NAMED: Final = 12
_MOST_DRAWN: Final = 1_500
"""Marks on a map: more are one blot, and the table tells."""


def see_agency_list(looked: Looked, here: Sequence[Point], form: Mapping[str, str]) -> dict[str, Any]:
    """The names that ``members/agency_list.html`` needs of the list; ``here`` is where agencies stand already."""
    plan = looked.plan
    return {
        "state": looked.kept.state,
        "added": looked.kept.added,
        "changed": looked.kept.changed,
        "states": [
            {"code": code, "rows": rows, "chosen": code in looked.wanted.states} for code, rows in looked.states.items()
        ],
        "form": _form(looked.wanted, form),
        "twins": [
            {
                "line": twin.other.line,
                "one": _row(twin.one),
                "other": _row(twin.other),
                "miles": round(twin.miles, 1),
                "choice": _choice(looked.choices.same.get(twin.other.line)),
            }
            for twin in sorted(looked.twins, key=lambda twin: twin.other.line in looked.choices.same)[:SHOWN]
        ],
        "alike": [
            {
                "line": each.row.line,
                "row": _row(each.row),
                "here": {"name": each.here.name, "officers": each.here.sworn, "counted_on": each.here.counted_on},
                "miles": round(each.miles, 1),
                "choice": _choice(looked.choices.here.get(each.row.line)),
            }
            for each in sorted(looked.alike, key=lambda each: each.row.line in looked.choices.here)[:SHOWN]
        ],
        "undecided": looked.open,
        "unstaffed": [
            {**_row(row), "sworn": form.get(f"staff-{row.line}") or looked.choices.staff.get(row.line) or ""}
            for row in looked.unstaffed[:SHOWN]
        ],
        "unstaffed_count": len(looked.unstaffed),
        "points": [[row.name for row in group] for group in looked.points[:SHOWN]],
        "plan": None
        if plan is None
        else {
            "new": [_row(row) for row in plan.added[:SHOWN]],
            "new_count": len(plan.added),
            "officers": sum(row.sworn for row in plan.added),
            "nobody": sum(not row.sworn for row in plan.added),
            "changed_count": len(plan.changed),
            "same": plan.unchanged,
            "left_out": _left_out(plan.passed_over),
            "wrong": plan.errors[:SHOWN],
            "wrong_count": len(plan.errors),
        },
        "shown": SHOWN,
        "drawn": None if plan is None else _drawn(plan.added, here),
    }


def _drawn(rows: Sequence[Listed], here: Sequence[Point]) -> Any:
    """What comes in as diamonds, what is here as rings; the largest where all would be too many."""
    largest = sorted(rows, key=lambda row: -row.sworn)[:_MOST_DRAWN]
    new = [Mark(name=row.name, at=row.at, part=None, form="new", weight=row.sworn) for row in largest]
    old = [Mark(name="", at=at, part=None, form="none", weight=-1) for at in here[:_MOST_DRAWN]]
    return draw([*old, *new]) if new else None


def _row(row: Listed) -> dict[str, Any]:
    return {
        "line": row.line,
        "name": row.name,
        "county": row.county,
        "state": row.state,
        "officers": row.sworn,
        "part_time": row.part_time,
        "counted_on": row.counted_on,
    }


def _left_out(rows: Sequence[PassedOver]) -> list[dict[str, Any]]:
    """What is not taken, by the reason, the most common one first: how many, and the first names."""
    names: dict[str, list[str]] = {}
    for each in rows:
        names.setdefault(each.why.value, []).append(each.name)
    return [
        {"why": why, "count": len(those), "names": those[:NAMED]}
        for why, those in sorted(names.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    ]


def _choice(same: bool | None) -> str:
    return "" if same is None else "same" if same else "both"


def _form(wanted: Selection, form: Mapping[str, str]) -> dict[str, str]:
    kept = {
        "counties": ", ".join(sorted(wanted.counties)),
        "near": f"{wanted.near.lat:g}, {wanted.near.lon:g}" if wanted.near else "",
        "miles": f"{wanted.miles:g}" if wanted.miles else "",
        "most_sworn": str(wanted.most_sworn or ""),
    }
    return {name: form.get(name, value) for name, value in kept.items()}
