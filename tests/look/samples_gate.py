"""What the pages of the gate get: who may serve whom, one agency, one pair, what if one left, and accreditations."""

from datetime import date
from typing import Any

from tests.look.samples_common import NAMES, TODAY, Context, common, wall

HERE = "/four-rivers/agreements/matrix"
LATER = date(2027, 1, 31)
VERSION: Context = {"title": "Mutual aid for peer support", "number": 2, "href": "/four-rivers/agreements/2/2"}
DENY: Context = {
    "reason": "The two lie more than 120 miles apart.",
    "agency": "",
    "clause": 5,
    "subject": "Area and distance",
    "version": VERSION,
}
NOT_BOUND: Context = {
    "reason": "No agreement in force binds both.",
    "agency": NAMES[8][0],
    "clause": 2,
    "subject": "Parties",
    "version": None,
}
CELLS = ({"kind": "yes", "text": "3"}, {"kind": "nobody", "text": "0"}, {"kind": "no", "text": "§5"})
OWN = {"kind": "own", "text": ""}


def asked(day: date, **more: Any) -> Context:
    query = "" if day == TODAY else f"?on={day.isoformat()}"
    rest: Context = {"day": day, "today": TODAY, "query": query, "here": HERE, "list_href": "/four-rivers/agreements"}
    rest |= {"service": "one_to_one", "services": [("one_to_one", "talks between two"), ("family", "families")]}
    return common("Agreements", **{**rest, **more})


def matrix(day: date = TODAY, **more: Any) -> Context:
    agencies = [
        {
            "name": name,
            "short": short,
            "href": f"{HERE}/a{number}",
            "id": f"a{number}",
            "serves": 3 - number,
            "served": number,
            "others": 3,
        }
        for number, (name, short, *_) in enumerate(NAMES[:4])
    ]
    rows = [[OWN if down == across else CELLS[(down + across) % 3] for across in range(4)] for down in range(4)]
    rest: Context = {
        "agencies": agencies,
        "rows": rows,
        "outside": [NAMES[8][0], NAMES[9][0]],
        "figures": {"pairs": 7, "all": 12},
        "clauses": [
            {"clause": 5, "subject": "Area and distance", "pairs": 1, "reasons": [DENY["reason"]]},
            {"clause": 11, "subject": "Designation", "pairs": 4, "reasons": ["Nobody is designated.", "One is over."]},
        ],
        "without": None,
        "chosen": "None",
        "most": 40,
    }
    return asked(day, **{**rest, **more})


def part(label: str, **more: Any) -> Context:
    rest: Context = {"before": 6, "after": 4, "loses": [NAMES[0][0]], "into": "", "closed": False, "leaves": False}
    return {"label": label, **rest, **more}


def without(**more: Any) -> Context:
    rest: Context = {
        "name": NAMES[0][0],
        "when": wall(20, 0, 12),
        "bound": True,
        "lends_to": [NAMES[1][0]],
        "served_by": [],
        "others": [(NAMES[number][0], NAMES[number - 1][0]) for number in (*range(1, 10), *range(1, 6))],
        "unserved": [NAMES[6][0]],
        "ends": [VERSION["title"]],
        "parts": [
            part("North", leaves=True),
            part("East", into="South", loses=[]),
            part("South", loses=[], after=6),
            part("West", closed=True, after=0),
        ],
    }
    return {**rest, **more}


def one_agency(day: date = TODAY, **more: Any) -> Context:
    pair: Context = {"name": NAMES[1][0], "href": f"{HERE}/a0/a1", "serving": 3, "people": 4, "bound": True}
    pair |= {"deny": None}
    denied = pair | {"name": NAMES[2][0], "serving": 0, "bound": False, "deny": DENY}
    lends = [pair | {"serving": 1}, denied, pair | {"name": NAMES[3][0], "serving": 0, "people": 0}]
    served = [pair, denied | {"deny": NOT_BOUND}]
    return asked(day, **{"name": NAMES[0][0], "id": "a0", "lends": lends, "served": served, **more})


def pair(day: date = TODAY, **more: Any) -> Context:
    way: Context = {
        "lender": NAMES[0][0],
        "member": NAMES[1][0],
        "allowed": True,
        "deny": None,
        "people": 4,
        "serving": 2,
        "refused": [{"people": 1, **DENY}, {"people": 2, **NOT_BOUND}],
    }
    back = way | {"lender": NAMES[1][0], "member": NAMES[0][0]}
    terms = [
        {"label": "Offered", "value": "talks between two, follow-up", "clause": 4},
        {"label": "Distance", "value": "at most 120 miles as the crow flies", "clause": 5},
    ]
    lends = [{"lender": NAMES[0][0], "services": "talks between two"}, {"lender": NAMES[1][0], "services": ""}]
    rest: Context = {
        "one": NAMES[0][0],
        "other": NAMES[1][0],
        "miles": 31,
        "one_href": f"{HERE}/a0",
        "pair_href": f"{HERE}/a0/a1",
        "versions": [{**VERSION, "terms": terms, "since": wall(1, 9), "until": None, "lends": lends}],
        "ways": [way, back | {"people": 0, "serving": 0, "refused": []}],
    }
    return asked(day, **{**rest, **more})


def refused_pair() -> Context:
    way = {"lender": NAMES[0][0], "member": NAMES[8][0], "allowed": False, "people": 4, "serving": 0, "refused": []}
    back = way | {"lender": NAMES[8][0], "member": NAMES[0][0], "deny": DENY}
    return pair(LATER, other=NAMES[8][0], miles=None, versions=[], ways=[way | {"deny": NOT_BOUND}, back])


def accreditation(**more: Any) -> Context:
    kept: Context = {"id": "c1", "authority": "State board of peer teams", "paper": "PT-2026-014", "over": False}
    kept |= {"begins_on": date(2026, 1, 1), "ends_on": date(2028, 1, 1)}
    old = kept | {"id": "c0", "begins_on": date(2024, 1, 1), "ends_on": date(2026, 1, 1), "over": True}
    rest: Context = {
        "name": NAMES[0][0],
        "kept": [kept, old],
        "attests": True,
        "form": {"authority": "", "paper": "", "begins_on": "", "ends_on": ""},
        "errors": {},
        "did": "",
        "here": "/four-rivers/agencies/a0/accreditation",
        "back_href": "/four-rivers/agencies/a0",
    }
    return common("Agencies", **{**rest, **more})


WRONG = {"authority": "This must be filled in.", "begins_on": "Choose a day.", "ends_on": "It lies before the first."}
MATRIX, ONE, PAIR = "signing/matrix.html", "signing/matrix_agency.html", "signing/matrix_pair.html"

SAMPLES: dict[str, tuple[str, Context]] = {
    "matrix": (MATRIX, matrix()),
    "matrix-large": (MATRIX, matrix(rows=[], outside=[], clauses=[])),
    "matrix-ahead": (MATRIX, matrix(LATER)),
    "matrix-none": (MATRIX, matrix(agencies=[], rows=[], clauses=[], figures={"pairs": 0, "all": 0})),
    "matrix-without": (MATRIX, matrix(chosen="a0", without=without())),
    "matrix-without-little": (
        MATRIX,
        matrix(chosen="a0", without=without(lends_to=[], others=[], unserved=[], ends=[], parts=[])),
    ),
    "matrix-without-unbound": (MATRIX, matrix(chosen="a0", without=without(bound=False))),
    "matrix-agency": (ONE, one_agency()),
    "matrix-agency-ahead": (ONE, one_agency(LATER, lends=[], served=[])),
    "matrix-pair": (PAIR, pair()),
    "matrix-pair-refused": (PAIR, refused_pair()),
    "accreditation": ("members/accreditation.html", accreditation(did="recorded")),
    "accreditation-none": ("members/accreditation.html", accreditation(kept=[], attests=False)),
    "accreditation-wrong": (
        "members/accreditation.html",
        accreditation(
            errors=WRONG, form={"authority": "", "paper": "", "begins_on": "2026-02-02", "ends_on": "2026-01-01"}
        ),
    ),
}
