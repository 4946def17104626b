"""Sample contexts of looking at parts: through an outsider's eyes, if an agency joined, which two could be one."""

from typing import Any

from tests.look.samples_common import NAMES, NOW, Context, common

HERE = "/four-rivers/zones"
PARTS = [("part-1", "A", "North"), ("part-2", "B", "East")]
LISTED = [(str(number), name) for number, (name, *_) in enumerate(NAMES[:9])]


def guess(**more: Any) -> Context:
    return {
        "crowd": 54,
        "officers": 54,
        "departments": 3,
        "surest": NAMES[0][0],
        "sure": 41,
        "hides": True,
        "hides_small": True,
        "small": 25,
        "sure_of_small": 41,
        "cap": 50,
        **more,
    }


def view(**more: Any) -> Context:
    found = {
        "links": 3,
        "asked_at": [NOW] * 3,
        "crowd": 40,
        "slack": 1,
        "on_call": [{"name": NAMES[0][0], "peers": 1}, {"name": NAMES[4][0], "peers": 2}],
        "ours": guess(),
        "plain": guess(crowd=6, officers=6, departments=1, sure=100, sure_of_small=100, hides=False, hides_small=False),
        "worst": NAMES[3][0],
        "rows": [
            {
                "name": name,
                "sworn": sworn,
                "part": "A" if number < 3 else "",
                "event": number == 1,
                "ours": 41.2 if number < 3 else 0.0,
                "plain": 100.0 if number == 3 else 0.0,
            }
            for number, (name, _, _, _, sworn) in enumerate(NAMES[:4])
        ],
        "out": [name for name, *_ in NAMES[4:9]],
        **more,
    }
    form = {"seen": "part-1", "links": "6", "rota": "instant", "at": "2026-11-21T02:10", "event": "1", "times": "5"}
    return common(
        "Region",
        form=form,
        errors={},
        here=f"{HERE}/view",
        parts=PARTS,
        answering=[(f"agency-{number}", name) for number, name in LISTED[:4]],
        agencies=LISTED,
        most=12,
        times=[2, 5, 10],
        found=found,
    )


def part(officers: int, **more: Any) -> Context:
    return {"officers": officers, "departments": 3, "crowd": officers, "surest": 44, "surest_small": 44, **more}


def joining(**more: Any) -> Context:
    found = {
        "name": "",
        "sworn": 12,
        "into": "North",
        "stands": True,
        "parts": [
            {"label": "North", "before": part(54), "after": part(66, crowd=40), "took": ["West"], "changed": True},
            {"label": "East", "before": part(50), "after": part(50), "took": [], "changed": False},
            {"label": "West", "before": part(48, surest_small=0), "after": None, "took": [], "changed": False},
        ],
        "in_common": None,
    }
    context = {
        "form": {"agency": "", "sworn": "12", "state": "MT", "where": "Helena", "spot": ""},
        "errors": {},
        "here": f"{HERE}/joining",
        "outside": LISTED[:2],
        "spots": [],
        "planned": True,
        "asked": True,
        "found": found,
    }
    return common("Region", **{**context, **more})


TOLD_APART = {"departments": 2, "officers": 19, "names": [NAMES[0][0], NAMES[1][0]]}
FIGURES: Context = {"zones": 3, "miles": 18.52, "far": 39.1, "uncovered": 0.04}


def merge(**more: Any) -> Context:
    merges = [
        {
            "one": "1",
            "other": str(number),
            "labels": ["North", label],
            "names": [name for _, name in LISTED[:6]],
            "officers": 104,
            "departments": 6,
            "crowd": 104 - 20 * number,
            "covered": 97,
            **FIGURES,
            "uncovered": 0.0,
        }
        for number, label in enumerate(("East", "West"))
    ]
    context = {
        "found": {"crowd": 40, "now": FIGURES, "merges": merges, "more": 4},
        "why": "",
        "version": 3,
        "here": f"{HERE}/merge",
        "errors": {},
    }
    return common("Region", **{**context, **more})


NONE_LEFT = {"crowd": 40, "now": FIGURES, "merges": [], "more": 0}
ZONES = {
    "zones-view": ("duty/zones_view.html", view()),
    "zones-view-once": (
        "duty/zones_view.html",
        view(
            links=1,
            slack=2,
            asked_at=[NOW],
            on_call=[],
            ours=guess(crowd=12, hides=False, sure_of_small=0),
            plain=None,
            worst="",
            out=[],
        ),
    ),
    "zones-view-never": ("duty/zones_view.html", view(ours=None, plain=None, worst="", rows=[])),
    "zones-view-wrong": (
        "duty/zones_view.html",
        {
            **view(),
            "found": None,
            "errors": dict.fromkeys(("seen", "links", "rota", "at", "event", "times"), "Choose."),
        },
    ),
    "zones-view-none": ("duty/zones_view.html", {**view(), "found": None, "parts": [], "answering": []}),
    "zones-joining": ("duty/zones_joining.html", joining()),
    "zones-joining-begin": ("duty/zones_joining.html", joining(found=None, outside=[], asked=False)),
    "zones-joining-not-yet": (
        "duty/zones_joining.html",
        joining(found={**joining()["found"], "into": "", "in_common": TOLD_APART}),
    ),
    "zones-joining-first": ("duty/zones_joining.html", joining(asked=False)),
    "zones-joining-broken": (
        "duty/zones_joining.html",
        joining(found={**joining()["found"], "stands": False, "parts": []}),
    ),
    "zones-joining-which": (
        "duty/zones_joining.html",
        joining(found=None, spots=[{"value": "46,-112", "name": "Helena, MT"}, {"value": "47,-112", "name": "H., MT"}]),
    ),
    "zones-joining-wrong": (
        "duty/zones_joining.html",
        joining(found=None, errors=dict.fromkeys(("agency", "sworn", "state", "where"), "Look at this again.")),
    ),
    "zones-joining-none": ("duty/zones_joining.html", joining(planned=False, found=None)),
    "zones-merge": ("duty/zones_merge.html", merge(errors={"merge": "Choose two parts that hold now."})),
    "zones-merge-no": ("duty/zones_merge.html", merge(found=None, why="There are two parts only.")),
    "zones-merge-none": ("duty/zones_merge.html", merge(found=NONE_LEFT)),
}
