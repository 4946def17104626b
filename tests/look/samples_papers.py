"""What the pages get that make papers or read them: a draft in Word, a packet for a council, the sheet for ink."""

from typing import Any

from consortium.signing.papers.council import BODIES
from tests.look.samples_common import NAMES, NOW, Context, common, wall
from tests.look.samples_drafts import HREF, draft, of
from tests.look.samples_signing_desk import AGENCIES, HOME, TEXT

WORD_HREF = f"{HREF}/word"
RETURN: Context = {
    "id": "b1",
    "name": "agreement, marked by counsel.docx",
    "source": "word",
    "at": NOW,
    "by": "Counsel R. Hale",
    "requests": 3,
    "open": 1,
    "withdrawn": False,
    "may_withdraw": True,
}
RETURNS = [
    RETURN,
    RETURN | {"id": "b2", "name": "", "source": "pasted", "requests": 1, "open": 0},
    RETURN | {"id": "b3", "withdrawn": True},
    RETURN | {"id": "b4", "may_withdraw": False},
]
CHANGE: Context = {
    "number": 21,
    "subject": "Withdrawal and run-off",
    "asked": True,
    "strikes": False,
    "adds": False,
    "marks": [
        {"words": "Thirty (30)", "kind": "taken", "tracked": True},
        {"words": "Sixty (60)", "kind": "added", "tracked": True},
        {"words": " days' notice.", "kind": "same", "tracked": False},
    ],
    "authors": ["R. Hale"],
    "untracked": False,
    "moved_on": False,
    "terms": ["Days of notice"],
    "notes": [],
    "lost": [],
}
NOTES = [
    {"words": "Our council needs sixty days.", "by": "R. Hale", "about": "Thirty (30) days"},
    {"words": "See the charter.", "by": "", "about": ""},
]
FOUND = [
    CHANGE,
    CHANGE | {"number": 16, "subject": "Insurance", "strikes": True, "terms": [], "untracked": True, "authors": []},
    CHANGE | {"number": 30, "subject": "Other", "adds": True, "terms": [], "moved_on": True, "lost": ["a picture"]},
    CHANGE | {"number": 5, "subject": "Area", "asked": False, "marks": [], "terms": [], "notes": NOTES},
]


def word(open_to_it: str = "draft", **more: Any) -> Context:
    rest: Context = {
        "here": WORD_HREF,
        "clauses": [("16", "Insurance"), ("21", "Withdrawal and run-off")],
        "returns": RETURNS,
        "typed": {"clause": "", "pasted": ""},
    }
    return of(draft(open_to_it)) | rest | more


def word_look(**more: Any) -> Context:
    rest: Context = {
        "here": WORD_HREF,
        "source": "word",
        "name": RETURN["name"],
        "made_from": "9f2c41d70b6ea853",
        "moved_on": False,
        "knows_version": True,
        "requests": 5,
        "missing": [],
        "carried": {each["number"]: "[]" for each in FOUND},
        "changes": FOUND,
    }
    return of(draft()) | rest | more


def packet(**more: Any) -> Context:
    rest: Context = {
        "title": "Mutual aid for peer support",
        "number": 2,
        "is_draft": True,
        "agencies": [("a1", NAMES[0][0]), ("a2", NAMES[1][0])],
        "bodies": [(each.key, each.label) for each in BODIES.values()],
        "body": "county",
        "back_href": HREF,
        "packet_href": f"{HREF}/packet",
    }
    return common("Agreements", **{**rest, **more})


def ink(party: str, **more: Any) -> Context:
    named = sorted((name, agency) for agency, name in AGENCIES)
    whole = {name: TEXT[name] for name in ("title", "number", "digest", "articles")}
    return common("Agreements", **whole, party=party, parties=named, back_href=HOME, closes=wall(30, 17)) | more


WRONG = {"file": "This is no Word file.", "pasted": "There is nothing in it.", "clause": "Choose a clause."}

SAMPLES: dict[str, tuple[str, Context]] = {
    "word": ("signing/word.html", word(did="taken")),
    "word-none": ("signing/word.html", word(returns=[])),
    "word-wrong": ("signing/word.html", word(errors=WRONG, typed={"clause": "21", "pasted": "Sixty days."})),
    "word-closed": ("signing/word.html", word("frozen", errors={"form": "The draft is closed."})),
    "word-look": ("signing/word_look.html", word_look(moved_on=True, missing=[(7, "Costs"), (9, "Records")])),
    "word-look-one": ("signing/word_look.html", word_look(knows_version=False, requests=1, changes=FOUND[:1])),
    "word-look-pasted": ("signing/word_look.html", word_look(source="pasted", name="", made_from="")),
    "word-look-nothing": ("signing/word_look.html", word_look(changes=[], carried={}, requests=0)),
    "packet": ("signing/packet.html", packet()),
    "packet-version": (
        "signing/packet.html",
        packet(is_draft=False, back_href=HOME, packet_href=f"{HOME}/packet", agencies=[("a1", NAMES[0][0])]),
    ),
    "packet-none": ("signing/packet.html", packet(agencies=[])),
    "paper-page": ("signing/paper_page.html", ink(NAMES[0][0])),
    "paper-page-blank": ("signing/paper_page.html", ink("", closes=None)),
}
