"""What the pages of drafts get: a draft being written, in review, frozen; its terms, clauses, text, comments, links."""

from datetime import date
from typing import Any

from consortium.signing.drafting.terms_layout import LAYOUT, WORDS
from tests.look.samples_common import NAMES, NOW, Context, common, outside, wall

HREF = "/four-rivers/agreements/drafts/5f"
PARTIES = [NAMES[0][0], NAMES[1][0], NAMES[2][0]]
IDS = ("a1", "a2", "a3")
SHORT = "9f2c41d7"
DIGEST = "9f2c41d70b6ea853" * 4
FINDINGS: list[Context] = [
    {
        "stops": True,
        "clause": 5,
        "subject": "Area and distance",
        "message": "Clause 5 (Area and distance) is missing, and a term stands on it.",
        "cites": "",
        "href": f"{HREF}/clauses/5",
        "field_href": f"{HREF}/terms?open=most_miles#most_miles",
    },
    {
        "stops": False,
        "clause": None,
        "subject": "",
        "message": "There is no rule pack for MT: its party's advisor must say what that state's law asks for.",
        "cites": "ORS 190.020 (seen)",
        "href": f"{HREF}/terms",
        "field_href": None,
    },
]
PLAIN: Context = {
    "gives": ["Your officers may talk to a peer of another agency.", "You may leave with 60 days' notice."],
    "never": ["You will not be told which of your officers asked."],
    "own": [14, 16],
}
ACTS = [{"at": NOW, "by": "Lt. V. Moreno", "what": "Started drafting Mutual aid for peer support, version 2."}]
CLAUSES: list[Context] = [
    {
        "number": 1,
        "subject": "Purpose",
        "words": "The parties lend each other trained peers.",
        "pieces": [("same", "The parties lend each other trained peers.")],
        "changed": False,
        "summary": "What it is for.",
    },
    {
        "number": 21,
        "subject": "Ending",
        "words": "Thirty (30) days' notice.",
        "pieces": [("gone", "Ninety (90)"), ("new", "Thirty (30)"), ("same", " days' notice.")],
        "changed": True,
        "summary": "",
    },
]
TERMS_CHANGED = [
    {"label": "Days of notice", "before": "90 days", "after": "30 days", "clause": 21},
    {"label": "Miles at most", "before": "", "after": "120 miles", "clause": 5},
]
CHANGES: list[Context] = [
    {
        "id": "c1",
        "clause": 21,
        "subject": "Ending",
        "clause_href": f"{HREF}/clauses/21",
        "act_href": f"{HREF}/comments/c1",
        "seen": 2,
        "words": "Our council needs sixty days.",
        "proposed": "Sixty (60) days' notice.",
        "pieces": [("gone", "Thirty (30)"), ("new", "Sixty (60)"), ("same", " days' notice.")],
        "source": "word",
        "at": NOW,
        "by": "Counsel R. Hale",
        "outcome": "open",
        "answer": "",
        "answered_at": None,
        "answered_by": "",
    },
]
CHANGES.append(
    CHANGES[0]
    | {"id": "c2", "outcome": "answered", "source": "page", "proposed": None, "pieces": None, "answer": "It is in 4."}
    | {"answered_at": NOW, "answered_by": "Lt. V. Moreno"}
)
CHANGES.append(CHANGES[1] | {"id": "c3", "outcome": "taken", "source": "pasted", "proposed": "Sixty.", "answer": ""})
ASKS: list[Context] = [
    {
        "version": 1,
        "agency": "Coulee Police Department",
        "clause": 21,
        "subject": "Ending",
        "words": "Thirty days\nare too few for us.",
        "at": NOW,
        "by": "L. Tran",
    }
]


def draft(state: str = "draft", **more: Any) -> Context:
    made: Context = {
        "title": "Mutual aid for peer support",
        "number": 2,
        "amends": 1,
        "href": HREF,
        "state": state,
        "open": state in {"draft", "legal_review"},
        "reason": "",
        "digest": DIGEST,
        "may_draft": True,
        "agreement_href": None,
        "parties": PARTIES,
    }
    return made | more


def step(act: str, who: str = "coordinator", **more: Any) -> Context:
    return {"act": act, "who": who, "href": f"{HREF}/review", "names": [], "agency": "", "count": 0, **more}


def of(made: Context, **more: Any) -> Context:
    return common("Agreements", draft=made, errors={}, typed={}, did="", **more)


def one(state: str = "draft", *steps: Context, **more: Any) -> Context:
    rest: Context = {"findings": [], "plain": PLAIN, "comments": 1, "acts": ACTS, "next": list(steps)}
    return of(draft(state), **rest) | more


def given(answer: str, manner: str = "page", words: str = "") -> Context:
    return {
        "answer": answer,
        "manner": manner,
        "words": words,
        "by": "Counsel R. Hale",
        "advisor": "City attorney" if manner != "page" else "",
        "paper_on": date(2026, 11, 12) if manner != "page" else None,
        "at": NOW,
        "digest": SHORT,
    }


PACK: Context = {
    "state": "OR",
    "edition": 1,
    "dated": date(2026, 11, 22),
    "needs": [{"clause": 16, "what": "It says who bears the cost.", "source": "ORS 190.020 (seen)", "hard": True}],
    "notes": [{"subject": "filing", "says": "Nothing is filed.", "cites": "ORS 190 (recalled)", "ask": "Is that so?"}],
    "authorities": [
        {"office": "police", "signs": "The chief.", "evidence": "An ordinance.", "cites": "ORS 190 (seen)"}
    ],
    "approved": [],
    "here": True,
    "may_approve": True,
}
READ: Context = {"by": "Counsel R. Hale", "agency": PARTIES[0], "at": NOW, "note": "Read."}
PACKS = [
    PACK,
    PACK | {"state": "WA", "approved": [READ, READ | {"note": ""}], "here": False, "may_approve": False},
    PACK | {"state": "NC", "here": False},
]


def review(*, forms: bool = True, **more: Any) -> Context:
    verdicts = [None, given("approve_with_note", words="As to form."), given("return", "paper", "Clause 16.")]
    parties: list[Context] = [
        {"name": name, "advisors": ["Counsel R. Hale"] if index else [], "verdict": verdict, "earlier": []}
        for index, (name, verdict) in enumerate(zip(PARTIES, verdicts, strict=True))
    ]
    parties[1]["earlier"] = [given("approve"), given("approve", "none")]
    link = {"label": "County counsel", "by": "Lt. V. Moreno", "until": wall(30, 9), "end_href": f"{HREF}/links/l1/end"}
    named = list(zip(IDS, PARTIES, strict=True))
    rest: Context = {
        "parties": parties,
        "in_review": forms,
        "may_freeze": False,
        "may_recall": forms,
        "mine": named[:1] if forms else [],
        "papers": named if forms else [],
        "answers": ["approve", "approve_with_note", "return"],
        "packs": [PACK],
        "without_pack": ["MT"],
        "findings": FINDINGS,
        "plain": PLAIN,
        "links": [link, link | {"end_href": None, "label": "Union counsel"}] if forms else [],
        "may_link": True,
        "most_days": 60,
    }
    return of(draft("legal_review" if forms else "draft"), **rest) | more


def text(**more: Any) -> Context:
    base: Context = {"key": "version-1", "kind": "version", "number": 1}
    rest: Context = {
        "clauses": CLAUSES,
        "changed": 1,
        "clean": False,
        "base": base,
        "bases": [base, {"key": "sent-1", "kind": "sent", "number": 1}],
        "plain": PLAIN,
        "terms": [{"label": "Days of notice", "value": "30 days", "clause": 21}],
        "terms_changed": TERMS_CHANGED,
    }
    return of(draft(), **rest) | more


def clause(**more: Any) -> Context:
    wording: Context = {"summary": "You may leave.", "dated": date(2026, 11, 22), "read": False}
    by = {"who": "Counsel R. Hale", "agency": PARTIES[0], "at": NOW, "note": "As to form."}
    rest: Context = {
        "number": 21,
        "subject": "Withdrawal and run-off",
        "words": "Thirty (30) days' notice.",
        "seen": 2,
        "wordings": [
            wording | {"id": "21.general.1+21.VA.1", "words": "Thirty days. By resolution.", "states": ["VA"]},
            wording | {"id": "21.general.1", "words": "Thirty days.", "states": [], "read": True},
        ],
        "edition": "21.general.1+21.VA.1",
        "approved": [
            {"id": "21.general.1", "state": "", "by": [by, by | {"note": ""}]},
            {"id": "21.VA.1", "state": "VA", "by": []},
        ],
        "may_approve": True,
        "variables": [("{notice_days}", "thirty (30) days"), ("{lead}", "")],
        "findings": FINDINGS[:1],
        "changes": CHANGES,
        "theirs": None,
        "typed": {"how": "own", "words": "{notice_days}.", "began": "21.general.1"},
        "before_number": 20,
        "next_number": 22,
    }
    return of(draft()) | rest | more


def terms(**more: Any) -> Context:
    typed = {"title": "Mutual aid", "party-a1": "yes", "notice_days": "30", "kind": "mutual_aid", "may_pause": "yes"}
    beside = {"number": 4, "subject": "Services", "href": f"{HREF}/clauses/4", "words": "They offer talks."}
    beside |= {"left_out": False, "findings": ["Clause 4 has no words."]}
    rest: Context = {
        "seen": 1,
        "groups": [
            {"title": group.title, "fields": group.fields, "clauses": [beside] if place == 1 else []}
            | {"open": place == 1, "stopped": place == 1}
            for place, group in enumerate(LAYOUT)
        ],
        "words": WORDS,
        "agencies": [(each, name, "MT") for each, name in zip(IDS, PARTIES, strict=True)],
        "named": list(zip(IDS, PARTIES, strict=True)),
        "zones": [("America/Denver", "Mountain time")],
        "services": ["one_to_one", "follow_up"],
        "lines": {"hours": range(2), "less": range(2), "apart": range(2)},
        "filled": {"hours": 0, "less": 1, "apart": 0},
        "ticked": {"party": 1, "required": 0, "board": 0},
        "theirs": [],
        "typed": typed,
    }
    return of(draft()) | rest | more


def new(**more: Any) -> Context:
    rest: Context = {
        "kinds": list(WORDS["kind"].items()),
        "agencies": [(each, name, "MT") for each, name in zip(IDS, PARTIES, strict=True)],
        "pacts": [("p1", "Mutual aid for peer support", 2)],
        "here": "/four-rivers/agreements/new",
        "typed": {"kind": "mutual_aid"},
        "errors": {},
    }
    return common("Agreements", **rest) | more


def row(state: str, waiting: int = 0) -> Context:
    title = "Mutual aid for peer support"
    return {"href": HREF, "title": title, "number": 1, "state": state, "parties": 3, "at": NOW, "waiting": waiting}


STATES = ("draft", "withdrawn_draft", "frozen", "out_for_signature", "escrow", "effect_pending", "in_force")
DRAFTS = [row(state) for state in (*STATES, "superseded", "withdrawn", "void")] + [row("legal_review", 2)]
LISTED: Context = {"new_href": "/four-rivers/agreements/new", "packs_href": "/four-rivers/agreements/packs"}
COUNSEL: Context = {
    "title": "Mutual aid for peer support",
    "number": 2,
    "state": "legal_review",
    "digest": DIGEST,
    "label": "County counsel",
    "until": wall(30, 9),
    "here": "/four-rivers/counsel/x",
    "settled": False,
    "parties": PARTIES,
}
BODY = {
    name: text()[name] for name in ("clauses", "changed", "clean", "base", "bases", "terms", "terms_changed", "plain")
}
LEFT_OUT: Context = {"words": "", "theirs": "Forty days' notice.", "errors": {"form": "Somebody else changed this."}}

SAMPLES: dict[str, tuple[str, Context]] = {
    "drafts": ("signing/drafts.html", common("Agreements", drafts=DRAFTS, **LISTED)),
    "drafts-none": ("signing/drafts.html", common("Agreements", drafts=[], **LISTED)),
    "draft-new": ("signing/draft_new.html", new()),
    "draft-new-wrong": (
        "signing/draft_new.html",
        new(pacts=[], errors={"parties": "Tick two.", "title": "Fill it in.", "kind": "Choose."}),
    ),
    "agreement-draft": ("signing/draft.html", one("draft", step("mend", count=2), findings=FINDINGS)),
    "agreement-draft-ready": ("signing/draft.html", one("draft", step("review"))),
    "agreement-draft-review": (
        "signing/draft.html",
        one(
            "legal_review",
            step("judge", "advisor", agency=PARTIES[0], names=["Counsel R. Hale"]),
            step("nobody", "clerk", agency=PARTIES[1]),
        ),
    ),
    "agreement-draft-returned": ("signing/draft.html", one("legal_review", step("returned", names=PARTIES[:1]))),
    "agreement-draft-approved": ("signing/draft.html", one("legal_review", step("freeze"))),
    "agreement-draft-frozen": ("signing/draft.html", one("frozen", step("send_out"))),
    "agreement-draft-out": ("signing/draft.html", one("out_for_signature", step("sign", "heads"), did="sent_out")),
    "agreement-draft-withdrawn": (
        "signing/draft.html",
        one("withdrawn_draft", draft=draft("withdrawn_draft", reason="The county declined.", digest="")),
    ),
    "agreement-draft-over": ("signing/draft.html", one("void", plain={"gives": [], "never": [], "own": []})),
    "draft-text": ("signing/draft_text.html", text()),
    "draft-text-clean": ("signing/draft_text.html", text(clean=True)),
    "draft-text-none": ("signing/draft_text.html", text(clauses=[], base=None, bases=[], clean=True)),
    "draft-compare": ("signing/draft_compare.html", text()),
    "draft-compare-none": ("signing/draft_compare.html", text(base=None, bases=[])),
    "draft-clause": ("signing/draft_clause.html", clause()),
    "draft-clause-theirs": ("signing/draft_clause.html", clause(**LEFT_OUT, changes=[], findings=[])),
    "draft-comments": (
        "signing/draft_comments.html",
        of(draft(), changes=CHANGES, asks=ASKS, clauses=[(21, "Ending")]),
    ),
    "draft-comments-none": ("signing/draft_comments.html", of(draft("frozen"), changes=[], asks=[], clauses=[])),
    "draft-terms": ("signing/draft_terms.html", terms()),
    "draft-terms-theirs": (
        "signing/draft_terms.html",
        terms(theirs=[("notice_days", "60", "30")], errors={"form": "Somebody was faster.", "terms": "Too few."}),
    ),
    "agreement-draft-review-page": ("signing/draft_review.html", review()),
    "agreement-draft-review-not": ("signing/draft_review.html", review(forms=False)),
    "agreement-draft-review-wrong": (
        "signing/draft_review.html",
        review(errors={"answer": "Choose one.", "words": "Say why.", "label": "For whom?"}, typed={"manner": "none"}),
    ),
    "packs": (
        "signing/packs.html",
        common("Agreements", packs=PACKS, without_pack=["MT"], typed={}, errors={}, did="approved"),
    ),
    "counsel": ("signing/counsel.html", outside(**COUNSEL, **BODY)),
    "counsel-settled": (
        "signing/counsel.html",
        outside(**COUNSEL | {"state": "out_for_signature", "settled": True}, **BODY),
    ),
    "counsel-made": (
        "signing/counsel_made.html",
        of(draft(), address="https://peers.example.org/four-rivers/counsel/x", label="County counsel", days=14),
    ),
}
