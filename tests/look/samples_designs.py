"""Sample contexts of designs of the parts of the region: none yet, at work, proposing, refused, proposing nothing."""

from typing import Any

from consortium.members.draw_map import Mark, draw
from geo import Point
from tests.look.samples_common import NAMES, NOW, Context, common

HERE = "/four-rivers/zones/design"
WANTED: Context = {
    "crowd": 40,
    "least_departments": 3,
    "agency_cap": 50,
    "small": 25,
    "slack": 1,
    "load_limit": 200,
    "apart": 0,
    "effort": "thorough",
    "compare": True,
}
FIGURES: Context = {"zones": 3, "miles": 18.52, "far": 39.1, "uncovered": 0.04}


def run(state: str = "done", **more: Any) -> Context:
    return {
        "id": "7",
        "state": state,
        "open": state in {"waiting", "running"},
        "stop_asked": False,
        "asked_at": NOW,
        "share": 42,
        "miles": 18.5,
        "wanted": WANTED,
        "seed": 4711,
        "made_version": None,
        "parts": 3,
        "mean": 18.52,
        "version": "a1",
        **more,
    }


GLANCE = {"zones": 7, "miles": 45.6, "far": 85.9, "uncovered": 0.04, "over_nearest": 11.3, "over_one": 9.2}


def designs(**more: Any) -> Context:
    every = [
        run("running", parts=0),
        run(),
        run(made_version=3),
        run("broken_off", parts=0),
        run(parts=0, mean=None),
    ]
    form = {name: str(value) for name, value in WANTED.items()} | {"compare": "yes"}
    return common(
        "Region",
        **{
            "form": form,
            "designs": every,
            "plan": 2,
            "few": None,
            "glance": GLANCE,
            "here": HERE,
            "errors": {},
            **more,
        },
    )


def part(number: int, **more: Any) -> Context:
    return {
        "letter": "ABC"[number],
        "look": number,
        "pattern": number,
        "label": ("North", "East", "West")[number],
        "officers": 54 + number,
        "departments": 3,
        "crowd": 54 + number,
        "surest": 61,
        "surest_small": 44,
        "states": ["MT"],
        "covered": 99,
        "members": [{"name": name, "sworn": sworn} for name, _, _, _, sworn in NAMES[number:9:3]],
        **more,
    }


def proposal(**more: Any) -> Context:
    marks = [
        Mark(name=name, at=Point(46.5 + number % 4 / 3, -111 + number / 4), part=number % 3, form="served")
        for number, (name, *_) in enumerate(NAMES[:9])
    ]
    rows = [
        {"key": "this", **FIGURES},
        {"key": "now", **FIGURES, "uncovered": 0.0},
        {"key": "nearest", **FIGURES, "zones": None, "uncovered": 1.2},
        {"key": "one", "zones": None, "miles": 14.6, "far": None, "uncovered": None},
    ]
    return {
        "parts": [part(0), part(1, crowd=40, states=["ID", "MT"], surest_small=0), part(2, covered=None)],
        "rows": rows,
        "prices": {"nearest": 4.81, "one": 3.9},
        "costs": [{"crowd": 20, **FIGURES}, {"crowd": 80, "zones": 0}],
        "drawn": draw(marks),
        "stopped": False,
        **more,
    }


def design(**more: Any) -> Context:
    context = {
        "run": run(),
        "found": proposal(),
        "why": "",
        "changes": [{"name": name, "before": 1, "after": WANTED[name]} for name in list(WANTED)[:6]],
        "before": 2,
        "inside": [(str(number), name) for number, (name, *_) in enumerate(NAMES)],
        "without": None,
        "here": f"{HERE}/7",
        "errors": {},
    }
    return common("Region", **{**context, **more})


def few(**more: Any) -> Context:
    two = [[NAMES[0][0], NAMES[1][0]], [NAMES[2][0], NAMES[3][0]]]
    context = {
        "agencies": 4,
        "officers": 44,
        "crowd": 40,
        "least_departments": 3,
        "cap": 50,
        "small": 25,
        "rows": [
            {"rule": "settled", "crowd": 0, "surest": 0, "parts": []},
            {"rule": "mixed", "crowd": 0, "surest": 0, "parts": []},
            {"rule": "crowd_only", "crowd": 19, "surest": 64, "parts": two},
        ],
        "one": 30,
        "one_crowd_only": 34,
        "kept": False,
        "more_agencies": 5,
        "officers_short": 48,
    }
    return {**context, **more}


LEFT = {"label": "North", "officers": 81, "departments": 5, "crowd": 81, "took": ["East"]}
DESIGNS = {
    "designs": ("members/designs.html", designs()),
    "designs-few": ("members/designs.html", designs(few=few())),
    "designs-few-kept": ("members/designs.html", designs(few=few(kept=True, one=0, one_crowd_only=0))),
    "designs-few-never": ("members/designs.html", designs(few=few(more_agencies=None, one=0))),
    "designs-no-two-parts": ("members/designs.html", designs(glance={"zones": 0, "best": 31})),
    "designs-not-even-one": ("members/designs.html", designs(glance={"zones": 0, "best": 0})),
    "designs-many": ("members/designs.html", designs(glance=None)),
    "designs-wrong": (
        "members/designs.html",
        designs(designs=[], errors=dict.fromkeys(WANTED, "This must be a whole number."), plan=0),
    ),
    "design": ("members/design.html", design(without={"name": NAMES[0][0], "parts": [LEFT], "ends": False})),
    "design-first": (
        "members/design.html",
        design(
            before=0,
            changes=[],
            found=proposal(prices={"nearest": 4.81, "one": None}, costs=[], stopped=True),
            without={"name": NAMES[0][0], "parts": [], "ends": True},
        ),
    ),
    "design-made": ("members/design.html", design(run=run(made_version=3))),
    "design-refused": (
        "members/design.html",
        design(why="Plans can still be compared.", errors={"act": "Plans can still be compared."}),
    ),
    "design-waiting": ("members/design.html", design(run=run("waiting", miles=None, share=0), found=None, inside=[])),
    "design-running": ("members/design.html", design(run=run("running"), found=None, inside=[])),
    "design-stopping": ("members/design.html", design(run=run("running", stop_asked=True), found=None, inside=[])),
    "design-stopped": ("members/design.html", design(run=run("stopped"), found=None, inside=[])),
    "design-broken-off": ("members/design.html", design(run=run("broken_off"), found=None, inside=[])),
    "design-none": (
        "members/design.html",
        design(found={"parts": [], "best": 22, "stopped": False}, inside=[]),
    ),
    "design-never": (
        "members/design.html",
        design(found={"parts": [], "best": 0, "stopped": False}, inside=[]),
    ),
}
