"""What the pages of signing get: a head who may sign, is stopped, has signed; a clerk's desk, her device, the paper."""

from datetime import date
from typing import Any

from consortium.signing.see_authority import RIGHTS
from consortium.signing.signatures.consent import CONSENT_WORDS
from tests.look.samples_common import NAMES, Context, common, outside, wall

HOME = "/four-rivers/agreements/2/2"
HERE = f"{HOME}/sign"
KIOSK = "/four-rivers/kiosk/7c"
TITLE = "Mutual aid for peer support"
DIGEST = "9f2c41d70b6ea853" * 4
AGENCIES = [(f"a{number}", name[0]) for number, name in enumerate(NAMES[:6])]
AGENCY = AGENCIES[0]
WHEN = "2026-11-18 10:41 MST (17:41 UTC)"
RIGHT = "Sheriff, elected: Charter § 12; from 2023-01-02; recorded by M. Ortiz on 2026-11-02"
ARTICLES = [
    (1, "Purpose", ["The parties lend each other trained peers.", "", "This is no therapy."]),
    (21, "Withdrawal and run-off", ["A party may leave with thirty (30) days' notice."]),
]
TEXT: Context = {
    "title": TITLE,
    "number": 2,
    "articles": ARTICLES,
    "digest": DIGEST,
    "gives": ["Your officers may talk to a peer of another agency."],
    "never": ["You will not be told which of your officers asked."],
}
FORM: Context = {
    "agency": AGENCY,
    "right": RIGHT,
    "keys": [("k1", "iPhone")],
    "consent": CONSENT_WORDS,
    "office": "Sheriff",
    "typed": {},
    "errors": {},
}
VERDICT: Context = {
    "answer": "approve_with_note",
    "words": "Mind clause 16.\nThe carrier wants a copy first.",
    "manner": "page",
    "name": "C. Ito",
    "clerk": "",
    "day": "2026-11-10",
}
STOPS = [
    ("key", "Your passkey was not confirmed by anybody, so it cannot sign.", "Two who may confirm it ring you."),
    ("turn", "It is signed in a set order, and before you come: Coulee Police Department.", "They sign first."),
]
WAITS = [
    ("counsel", "No verdict of your legal advisor on this text is recorded.", "The read-only link lets her read it.")
]
STAGES = (
    ("waiting", ""),
    ("signed", f"B. Stone, Chief, {WHEN}. On paper."),
    ("declined", f"{WHEN}. Reason: The county does not want it."),
    ("counsel", "Began to sign on 2026-11-16. Its legal advisor approved it: C. Ito, legal advisor, on 2026-11-10."),
    ("opened", "Began to sign on 2026-11-16."),
    ("signed", f"T. Reed, Chief, {WHEN}."),
)
PARTIES = [
    {"id": agency, "name": name, "kind": kind, "words": words, "mine": agency == AGENCY[0]}
    for (agency, name), (kind, words) in zip(AGENCIES, STAGES, strict=True)
]
MINE = {"id": "s1", "name": "L. Tran", "title": "Sheriff", "paper": False, "when": WHEN}
CHANGES: Context = {
    "since": 1,
    "nothing": False,
    "clauses": [(21, "Withdrawal", [("gone", "Ninety (90)"), ("new", "Thirty (30)"), ("same", " days' notice.")])],
    "terms": [(21, "Withdrawal", "90 days", "30 days"), (5, "Area and distance", "", "120 miles")],
}
WRONG_FORM: Context = {
    "typed": {"name": "L.", "read": "yes", "passkey": "k2"},
    "errors": {
        "name": "Type your own name as it is on the roster: L. Tran.",
        "passkey": "Choose the passkey with which you sign.",
        "read": "Tick that you have read it.",
        "allowed": "Tick that you are allowed to sign.",
        "consent": "Tick that you agree to sign here, or sign on paper.",
    },
    "keys": [("k1", "iPhone"), ("k2", "Key on the ring")],
}
FOLLOWS = [
    {"at": None, "words": "Sage Tribal Police has given notice."},
    {"at": wall(31, 0, 12), "words": "Sage Tribal Police has left: it is no longer bound or served."},
]
GONE = {"signature": "The page that you sent showed another text. Open it again and read it."}


def sign(**more: Any) -> Context:
    rest: Context = {
        "state": "out_for_signature",
        "closes": wall(30, 17),
        "did": "",
        "here": HERE,
        "version_href": HOME,
        "counsel_href": "/four-rivers/agreements/drafts/5f/review",
        "agencies": [AGENCY],
        "act": "sign",
        "summaries": [(21, "Withdrawal and run-off", "You may leave with 30 days' notice.")],
        "own_words": [(14, "Cost"), (16, "Insurance")],
        "changes": None,
        "stops": [],
        "waits": WAITS,
        "parties": PARTIES,
        "signed": 2,
        "mine": None,
        "retractable": False,
        "may_decline": True,
        "released": False,
        "verdict": VERDICT,
    }
    return common("Agreements", **{**TEXT, **FORM, **rest, **more})


def signed(**more: Any) -> Context:
    rest: Context = {"mine": MINE, "stops": [("signed", "Your agency has signed this version.", "")], "waits": []}
    return sign(**{**rest, "may_decline": False, "did": "signed", **more})


def look(**more: Any) -> Context:
    sentence = f"I, L. Tran, Sheriff, sign version 2 of “{TITLE}” for {AGENCY[1]}, as its head."
    rows = [("Agreement", TITLE), ("Version", "2"), ("Name", "L. Tran"), ("What your passkey signs", "1d0c52a8" * 8)]
    rest: Context = {"sentence": sentence, "rows": rows, "action": f"{HERE}/p1", "back_href": f"{HERE}?for=a0"}
    return {**rest, "paper_href": f"{HOME}/paper?for=a0", "errors": {}, **more}


def instead(kind: str, **more: Any) -> Context:
    rest: Context = {
        "kind": kind,
        "title": TITLE,
        "number": 2,
        "agency": AGENCY,
        "clauses": [("1", "Purpose"), ("21", "Withdrawal and run-off")],
        "here": f"{HERE}/{kind}",
        "paper_href": f"{HERE}/paper/{kind}" if kind != "change" else "",
        "back_href": f"{HERE}?for=a0",
        "typed": {"agency": "a0"},
        "errors": {},
    }
    return common("Agreements", **{**rest, **more})


def desk(**more: Any) -> Context:
    party: Context = {"id": "a0", "name": AGENCY[1], "signed": None, "declined": "", "opened": None}
    party |= {"resolution": "", "insurance": ""}
    on_paper = {"who": "B. Stone, Chief", "when": WHEN, "scan": "s2"}
    papers = {"resolution": "Resolution 2026-14 of 2026-11-02", "insurance": "Certificate 88-1, to 2027-06-30"}
    parties = [
        party,
        party | {"id": "a1", "name": NAMES[1][0], "signed": on_paper, **papers},
        party | {"id": "a2", "name": NAMES[2][0], "signed": on_paper | {"scan": ""}},
        party | {"id": "a3", "name": NAMES[3][0], "declined": "The county does not want it."},
        party | {"id": "a4", "name": NAMES[4][0], "opened": date(2026, 11, 16)},
    ]
    rest: Context = {
        "title": TITLE,
        "number": 2,
        "digest": DIGEST,
        "open": True,
        "may": True,
        "closes": wall(30, 17),
        "here": HOME,
        "did": "",
        "parties": parties,
        "signers": [("a0 p1", f"{AGENCY[1]}: L. Tran", True), ("a4 p2", f"{NAMES[4][0]}: T. Reed", False)],
        "gone": [("a4 p3", f"{NAMES[4][0]}: B. Stone, who heads it no more", True)],
        "needs_insurance": True,
        "needs_resolutions": True,
        "typed": {},
        "errors": {},
    }
    return common("Agreements", **{**rest, **more})


def desk_wrong(part: str, *fields: str) -> Context:
    said = {"who": "a0 p1", "agency": "a0", "name": "Tran", "resolution": "2026-14"}
    return desk(typed={part: said}, errors={f"{part}-{field}": f"Look at this: {field}." for field in fields})


def kiosk(**more: Any) -> Context:
    return outside(**{**TEXT, **FORM, "name": "L. Tran", "until": wall(21, 3), "here": KIOSK, **more})


def authority(**more: Any) -> Context:
    right: Context = {"id": "r1", "agency": AGENCY[1], "name": "L. Tran", "words": RIGHT, "holds": True, "counts": True}
    right |= {"ended_on": None, "until": None}
    rest: Context = {
        "may": True,
        "rights": [
            right,
            right | {"id": "r2", "name": "C. Ito", "counts": False, "until": date(2027, 6, 30)},
            right | {"id": "r3", "holds": False, "counts": False},
            right | {"id": "r4", "holds": False, "counts": False, "ended_on": date(2026, 11, 2)},
        ],
        "here": "/four-rivers/authority",
        "did": "",
        "signers": [("a0 p1", f"{AGENCY[1]}: L. Tran")],
        "givers": [("p1", "L. Tran")],
        "kinds": RIGHTS,
        "on_paper": [(f"{AGENCY[1]}: L. Tran", date(2026, 11, 2))],
        "typed": {},
        "errors": {},
    }
    return common("Agreements", **{**rest, **more})


def bound(**more: Any) -> Context:
    line: Context = {"title": TITLE, "number": 2, "href": HOME, "sign_href": f"{HERE}?for=a0", "agency": AGENCY[1]}
    line |= {"who": "L. Tran", "when": WHEN, "binds": True, "notice_days": 30}
    rest: Context = {
        "bound": [line, line | {"title": "Annex: clinicians shared by all", "binds": False, "who": "", "when": ""}],
        "waiting": [
            {"title": TITLE, "number": 3, "href": HERE, "agency": AGENCY[1], "closes": closes}
            for closes in (wall(30, 17), None)
        ],
        "given": [{"id": "r2", "name": "C. Ito", "agency": AGENCY[1], "words": RIGHT}],
        "here": "/four-rivers/agreements/bound",
        "did": "",
        "errors": {},
    }
    return common("Agreements", **{**rest, **more})


WRONG_RIGHT = dict.fromkeys(("who", "office", "right", "given_by", "evidence", "since", "until"), "Look at this.")
SIGN, LOOK, DESK = "signing/sign.html", "signing/sign_look.html", "signing/desk.html"
INSTEAD, BOUND, RIGHTS_OF = "signing/sign_instead.html", "signing/bound.html", "signing/authority.html"

SAMPLES: dict[str, tuple[str, Context]] = {
    "sign": (SIGN, sign()),
    "sign-again": (SIGN, sign(changes=CHANGES, agencies=AGENCIES[:2], counsel_href="", did="retracted", summaries=[])),
    "sign-unchanged": (SIGN, sign(changes={"since": 1, "nothing": True, "clauses": [], "terms": []}, own_words=[])),
    "sign-join": (SIGN, sign(verdict={}, act="join", closes=None, may_decline=False, waits=[], gives=[], never=[])),
    "sign-wrong": (SIGN, sign(**WRONG_FORM)),
    "sign-moved-on": (SIGN, sign(errors=GONE, verdict=VERDICT | {"manner": "paper", "clerk": "M. Ortiz"})),
    "sign-stopped": (SIGN, sign(stops=STOPS, right="", keys=[], errors=GONE)),
    "sign-declined": (
        SIGN,
        sign(
            verdict=VERDICT | {"manner": "none", "clerk": "M. Ortiz"},
            stops=[("declined", "Your agency has declined.", "Ring us.")],
            did="declined",
        ),
    ),
    "signed": (SIGN, signed(retractable=True)),
    "signed-released": (SIGN, signed(released=True, closes=None, mine=MINE | {"paper": True}, did="")),
    "sign-look": (LOOK, common("Agreements", **look())),
    "sign-look-wrong": (LOOK, common("Agreements", **look(errors={"answer": "It took too long. Nothing was signed."}))),
    "sign-look-act": (LOOK, common("Agreements", **look(follows=FOLLOWS, says=["It ends when all have agreed."]))),
    "sign-look-act-still": (LOOK, common("Agreements", **look(follows=[], says=[]))),
    "sign-look-kiosk": (LOOK, outside(**look(action=f"{KIOSK}/p1", back_href=KIOSK, paper_href=""))),
    **{f"sign-{kind}": (INSTEAD, instead(kind)) for kind in ("decline", "change", "retract")},
    "sign-decline-wrong": (INSTEAD, instead("decline", errors={"reason": "Say why."}, typed={"reason": "x"})),
    "sign-change-wrong": (INSTEAD, instead("change", errors={"clause": "Which?", "words": "Say what."})),
    "sign-retract-wrong": (INSTEAD, instead("retract", errors={"sure": "Tick this."})),
    "desk": (DESK, desk()),
    "desk-done": (DESK, desk(did="paper", needs_insurance=False, needs_resolutions=False)),
    "desk-wrong": (DESK, desk_wrong("paper", "who", "name", "signed_on", "fingerprint", "scan", "held")),
    "desk-wrong-resolution": (DESK, desk_wrong("resolution", "agency", "resolution", "on")),
    "desk-wrong-insurance": (DESK, desk_wrong("insurance", "agency", "certificate", "until")),
    "desk-wrong-kiosk": (DESK, desk_wrong("kiosk", "who")),
    "desk-closed": (DESK, desk(open=False, closes=None, signers=[], errors={"kiosk-who": "Its term is over."})),
    "desk-none": (DESK, desk(may=False, parties=[], signers=[])),
    "kiosk": ("signing/kiosk.html", kiosk()),
    "kiosk-wrong": ("signing/kiosk.html", kiosk(gives=[], never=[], **WRONG_FORM)),
    "kiosk-done": ("signing/kiosk_done.html", outside(name="L. Tran", agency=AGENCY[1], number=2)),
    "authority": (RIGHTS_OF, authority(did="recorded")),
    "authority-wrong": (RIGHTS_OF, authority(rights=[], typed={"right": "acting"}, errors=WRONG_RIGHT)),
    "authority-consent-wrong": (
        RIGHTS_OF,
        authority(on_paper=[], errors={"consent-who": "Choose who signs.", "consent-consent": "Choose what she told."}),
    ),
    "authority-none": (RIGHTS_OF, authority(may=False, rights=[], signers=[], givers=[])),
    "bound": (BOUND, bound(did="ended")),
    "bound-none": (BOUND, bound(bound=[], waiting=[], given=[], errors={"given": "This was ended before."})),
}
