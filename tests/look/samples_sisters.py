"""Sample contexts of the page of sister consortia."""

from typing import Any

from tests.look.samples_common import Context, common, wall

SISTER: Context = {
    "id": "1",
    "title": "Three Bells Peers",
    "slug": "three-bells",
    "party": "Three Bells Consortium",
    "state": "both",
    "ends_at": None,
    "they_stop_at": None,
    "notice_days": 60,
    "ours": {"officers": 48, "departments": 3},
    "left_out": [],
    "theirs": {"officers": 52, "departments": 3},
    "people": 2,
    "next_cover": None,
    "takes": True,
    "ready": True,
    "kept_out": 1,
    "duty": [{"handle": "K7QXA", "miles": 35}, {"handle": "P2MTD", "miles": None}],
}
NOTHING: Context = {"ours": None, "theirs": None, "people": 0, "duty": [], "kept_out": 0}


def sisters(**more: Any) -> Context:
    uncovered = {
        "people": 0,
        "duty": [],
        "next_cover": wall(22, 7),
        "left_out": ["Cleft County Sheriff"],
        "kept_out": 0,
    }
    states = [
        SISTER,
        SISTER | uncovered | {"id": "2", "state": "they_serve", "theirs": None, "ready": False},
        SISTER
        | uncovered
        | {"id": "3", "state": "they_serve", "takes": False, "next_cover": None, "they_stop_at": wall(22, 7)},
        *(SISTER | NOTHING | {"id": state, "state": state} for state in ("we_serve", "nothing", "one_sided")),
        SISTER | NOTHING | {"id": "unread", "state": "unread", "slug": "", "title": "Three Bells Consortium"},
        SISTER | NOTHING | {"id": "ended", "state": "ended", "ends_at": wall(22, 7)},
    ]
    context = {
        "sisters": states,
        "parties": [("1", "Three Bells Consortium")],
        "form": {"other": "", "party": ""},
        "acts": [],
        "errors": {},
        "did": "",
        "here": "/four-rivers/sisters",
    }
    return common("Set up", **{**context, **more})


PAGES = {
    "sisters": ("members/sisters.html", sisters()),
    "sisters-none": ("members/sisters.html", sisters(sisters=[], parties=[])),
    "sisters-wrong": (
        "members/sisters.html",
        sisters(
            sisters=[{**SISTER, "notice_days": 0}],
            errors={"other": "No consortium of this installation has this address."},
            form={"other": "three-bell", "party": "1"},
            did="named",
        ),
    ),
}
