"""Sample contexts of plans of duty: the list, a draft, one duty, the review, the forms and the rules."""

from datetime import date

from tests.look.samples_common import NAMES, Context, common, wall
from tests.look.samples_turns import FIRST, GAP, SECOND

DRAFT = "/four-rivers/rota/drafts/7d1e"
PLAN: Context = {
    "href": DRAFT,
    "timeline": "/four-rivers/schedule/2026-11-23?draft=7d1e",
    "title": "Winter",
    "number": 3,
    "state": "draft",
    "lines": ["primary", "backup"],
    "start": wall(23, 7),
    "end": wall(30, 7),
    "duties": 14,
    "empty": 1,
    "made_at": wall(20, 9),
    "published_at": None,
    "withdrawn_at": None,
    "counts": False,
}
RUN: Context = {
    "state": "running",
    "open": True,
    "kind": "plan",
    "asked_at": wall(20, 9),
    "ended_at": None,
    "seconds": 20,
    "stop_asked": False,
    "found": 4,
    "version": "a1",
}
DUTY: Context = {
    "href": f"{DRAFT}/shifts/5c1f",
    "line": "primary",
    "start": wall(24, 7),
    "end": wall(25, 7),
    "name": FIRST,
    "agency": NAMES[0][0],
    "kept": True,
    "over": False,
}
EMPTY: Context = {**DUTY, "name": "", "agency": "", "kept": False, "href": f"{DRAFT}/shifts/6c1f"}
BROKEN: Context = {"name": FIRST, "words": "8 hours after another duty, 10 wanted", "duty": DUTY}
FINDINGS: Context = {
    "broken": [BROKEN, {"name": "", "words": "Primary and backup would all belong to one part.", "duty": None}],
    "more": 2,
    "strained": [{"rule": "wishes", "words": "Wishes for and against duty are fulfilled.", "cost": 20}],
}
NO_FINDINGS: Context = {"broken": [], "more": 0, "strained": []}
ACT: Context = {"at": wall(20, 9), "by": SECOND, "what": "Published the plan Winter: 14 duties."}
OPTION: Context = {
    "person": "5c1f",
    "name": SECOND,
    "agency": NAMES[1][0],
    "price": 12,
    "reasons": ["free", "rested"],
    "against": ["wished for no duty then"],
}
TIMES: Context = {"times": [{"line": "primary", "start": wall(24, 7), "end": wall(25, 7)}], "more": 1, "count": 2}
NO_TIMES: Context = {"times": [], "more": 0, "count": 0}
PEOPLE = [{"id": "5c1f", "name": FIRST, "agency": NAMES[0][0]}, {"id": "6c1f", "name": SECOND, "agency": ""}]


def draft(**more: object) -> Context:
    base: Context = {
        "plan": PLAN,
        "run": {**RUN, "state": "done", "open": False, "ended_at": wall(20, 10)},
        "watch_href": f"{DRAFT}/watch",
        "quality": {"cost": 340, "bound": 320, "proven": False, "gap": 6, "stopped_early": True},
        "findings": FINDINGS,
        "gaps": [{"start": wall(24, 7), "end": wall(25, 7), "line": "primary", "href": EMPTY["href"]}],
        "days": [
            {
                "date": date(2026, 11, 24),
                "holiday": "Thanksgiving",
                "duties": [{**DUTY, "troubled": True}, {**EMPTY, "troubled": False}],
            }
        ],
        "earlier_href": "",
        "later_href": f"{DRAFT}?from=2026-12-21",
        "acts": [ACT],
        "errors": {},
        "did": "copied",
    }
    return common("Schedule", **{**base, **more})


def plans(**more: object) -> Context:
    base: Context = {
        "drafts": [PLAN],
        "published": [{**PLAN, "state": "published", "empty": 0, "counts": True}],
        "past": [{**PLAN, "state": "historic"}, {**PLAN, "state": "withdrawn"}],
        "form": {},
        "errors": {},
        "did": "dropped",
        "here": "/four-rivers/rota/drafts",
    }
    return common("Schedule", **{**base, **more})


def plan_form(**more: object) -> Context:
    base: Context = {
        "form": {
            "title": "Winter",
            "first_day": "2026-11-23",
            "last_day": "2027-02-14",
            "hand_off": "07:00",
            "shape_primary": "daily",
            "seconds": "20",
        },
        "errors": {},
        "lines": ["primary", "backup", "clinician"],
        "shapes": [("none", "Leave this line as it is"), ("daily", "24 hours each"), ("own", "My own hand-over times")],
        "days": [("every", "every day"), ("monday", "Monday")],
        "seconds": (5, 20, 60),
        "rules": ["Nobody holds two seats at once."],
        "action": "/four-rivers/rota/plan",
        "list_href": "/four-rivers/rota/drafts",
        "rules_href": "/four-rivers/rota/rules",
    }
    return common("Schedule", **{**base, **more})


def duty(**more: object) -> Context:
    base: Context = {
        "plan": PLAN,
        "duty": DUTY,
        "broken": [BROKEN],
        "holders": [OPTION],
        "others": [OPTION, {**OPTION, "price": -3, "against": []}, {**OPTION, "price": 0, "reasons": []}],
        "not_able": [{"name": FIRST, "why": ["away (block-out)"]}],
        "by_rule": [],
        "cheapest": [],
        "form": {
            "from_day": "2026-11-24",
            "from_time": "07:00",
            "until_day": "2026-11-25",
            "until_time": "07:00",
            "person": "5c1f",
        },
        "people": PEOPLE,
        "may_change": True,
        "errors": {},
        "did": "given",
    }
    return common("Schedule", **{**base, **more})


def empty_duty(**more: object) -> Context:
    relax = {"person": "5c1f", "name": FIRST, "sentences": ["8 hours of rest"], "hers": True, "price": 4}
    stops = [{"words": "Between two duties of one person are at least 10 hours.", "people": 3}]
    return duty(
        **{"duty": EMPTY, "holders": [], "others": [], "by_rule": stops, "cheapest": [relax], "did": "cleared", **more}
    )


def new_duty(**more: object) -> Context:
    form = {"line": "primary", "from_day": "2026-11-24", "from_time": "07:00"}
    return common("Schedule", **{"plan": PLAN, "form": form, "people": PEOPLE, "errors": {}, **more})


def review(**more: object) -> Context:
    base: Context = {
        "plan": PLAN,
        "looked": "5eed",
        "withdrawing": False,
        "over": False,
        "running": False,
        "stale": "What counts on these lines in this time has changed since the draft was made.",
        "changes": {
            "people": [
                {"name": FIRST, "gained": TIMES, "lost": NO_TIMES, "told": True},
                {"name": SECOND, "gained": NO_TIMES, "lost": TIMES, "told": False},
            ],
            "told": 1,
        },
        "left": {
            "gaps": [
                {"line": "primary", "start": GAP["start"], "end": GAP["end"], "instead": GAP["instead"], "new": True}
            ],
            "more": 1,
        },
        "findings": FINDINGS,
        "fairness": [
            {"name": FIRST, "before": 90, "after": 114, "share": 100, "more": 14},
            {"name": SECOND, "before": 90, "after": 90, "share": 100, "more": -10},
        ],
        "errors": {},
        "did": "up-to-date",
    }
    return common("Schedule", **{**base, **more})


def rules(**more: object) -> Context:
    number = {"name": "r1_hours", "label": "Hours of rest", "kind": "number", "value": "10", "choices": []}
    tick = {**number, "name": "r1_joined", "label": "Duties that follow at once are one", "kind": "tick", "value": ""}
    per = {
        **number,
        "name": "r1_per",
        "label": "In one",
        "kind": "period",
        "value": "month",
        "choices": ["week", "month"],
    }
    one: Context = {
        "key": "r1",
        "name": "rest",
        "words": "Between two duties are at least 10 hours.",
        "must": False,
        "soft_only": False,
        "manner": "must",
        "weight": "",
        "fields": [number, tick, per],
    }
    cover = {
        **one,
        "key": "r2",
        "name": "cover",
        "words": "Every duty has its people.",
        "soft_only": True,
        "manner": "soft",
        "weight": "10000",
        "fields": [],
    }
    base: Context = {
        "rules": [{**one, "key": "r0", "must": True, "fields": []}, one, cover],
        "form": {"night": "1.5", "weekend": "1.5", "holiday": "2", "night_from": "22:00", "night_to": "06:00"},
        "errors": {},
        "did": "kept",
        "acts": [ACT],
        "action": "/four-rivers/rota/rules",
        "list_href": "/four-rivers/rota/drafts",
    }
    return common("Schedule", **{**base, **more})


def repair(**more: object) -> Context:
    form = {"person": "5c1f", "from_day": "2026-11-24", "until_day": "2026-11-30"}
    base: Context = {
        "form": form,
        "people": PEOPLE,
        "errors": {},
        "action": "/four-rivers/rota/repair",
        "list_href": "/four-rivers/rota/drafts",
    }
    return common("Schedule", **{**base, **more})


WRONG = {"title": "This must be filled in.", "times_primary": "Times look like 07:00.", "seconds": "Choose one."}

PLAN_PAGES: dict[str, tuple[str, Context]] = {
    "plans": ("duty/draft_list.html", plans()),
    "plans-none": ("duty/draft_list.html", plans(drafts=[], published=[], past=[], did="")),
    "plans-wrong": ("duty/draft_list.html", plans(errors={"title": "This must be filled in.", "lines": "Tick one."})),
    "plan-duty": ("duty/draft_plan.html", plan_form()),
    "plan-duty-wrong": ("duty/draft_plan.html", plan_form(errors=WRONG)),
    "draft": ("duty/draft.html", draft()),
    "draft-running": ("duty/draft.html", draft(run=RUN, quality=None)),
    "draft-waiting": ("duty/draft.html", draft(run={**RUN, "state": "waiting", "found": 0}, quality=None)),
    "draft-broken-off": (
        "duty/draft.html",
        draft(run={**RUN, "state": "broken_off", "open": False}, findings=NO_FINDINGS, gaps=[], days=[], quality=None),
    ),
    "draft-published": (
        "duty/draft.html",
        draft(plan={**PLAN, "state": "published", "counts": True}, run=None, did="published"),
    ),
    "draft-duty": ("duty/draft_shift.html", duty()),
    "draft-duty-empty": ("duty/draft_shift.html", empty_duty()),
    "draft-duty-wrong": ("duty/draft_shift.html", duty(errors={"person": "Choose.", "until_day": "Too late."}, did="")),
    "draft-duty-new": ("duty/draft_shift_new.html", new_duty(errors={"line": "Choose a line."})),
    "draft-review": ("duty/draft_review.html", review()),
    "draft-review-wrong": ("duty/draft_review.html", review(errors={"sure": "Tick that you have looked."}, stale="")),
    "draft-withdraw": (
        "duty/draft_review.html",
        review(withdrawing=True, plan={**PLAN, "state": "published", "counts": True}, findings=NO_FINDINGS, stale=""),
    ),
    "draft-over": ("duty/draft_review.html", review(over=True, stale="", findings=NO_FINDINGS)),
    "plan-rules": ("duty/draft_rules.html", rules()),
    "plan-rules-wrong": ("duty/draft_rules.html", rules(errors={"r1_hours": "This must be a number."}, did="")),
    "repair": ("duty/draft_repair.html", repair()),
    "repair-wrong": ("duty/draft_repair.html", repair(errors={"person": "Choose who cannot serve."})),
}
