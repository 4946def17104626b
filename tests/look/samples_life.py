"""Sample contexts: what is done to an agreement, its dates, and what binds an agency."""

from datetime import date
from typing import Any

from consortium.signing.signatures.consent import CONSENT_WORDS
from tests.look.samples_common import NAMES, Context, common, standing, wall

HOME = "/four-rivers/agreements/2"
FIELDS = ("agency", "about", "version", "cause", "rests", "hold", "paper", "reason", "later_day")


def frame(**more: Any) -> Context:
    return common(
        "Agreements",
        act_title="Give notice to leave",
        act_says="Your agency leaves when the days of notice have run.",
        button="Give notice",
        title="Mutual aid agreement for peer support",
        here=f"{HOME}/life/leave",
        home=HOME,
        list_href="/four-rivers/agreements",
        **{"paper_href": f"{HOME}/life/leave/paper", "scanned": False, **more},
    )


def act(**more: Any) -> Context:
    some = [(str(number), name[0]) for number, name in enumerate(NAMES[:3])]
    choices = {
        "agencies": some,
        "strangers": some,
        "about": some,
        "leads": some,
        "versions": [("2", 2), ("1", 1)],
        "causes": [("insurance", "its certificate of insurance is not in date"), ("other", "another cause")],
        "rests": some,
        "holds": [("7", "Matter 2026-14", "C. Ito")],
    }
    return frame(**{"asks": list(FIELDS), "choices": choices, "typed": {}, "errors": {}, **more})


def look(**more: Any) -> Context:
    follows = [
        {"at": None, "words": f"{NAMES[6][0]} has given notice; until it leaves it is bound and served as before."},
        {"at": wall(31, 0, 12), "words": f"{NAMES[6][0]} has left: it is no longer bound or served."},
    ]
    given = {
        "key": "leave",
        "follows": follows,
        "says": [],
        "told": [NAMES[0][0], NAMES[1][0]],
        "cover": [f"{NAMES[6][0]} falls out of North: its officers are shown the crisis lines only."],
        "cover_at": wall(31, 0, 12),
        "typed": {"agency": "6"},
        "signing": {},
        "to_sign": None,
        "errors": {},
    }
    return frame(**{**given, **more})


def signs(**more: Any) -> Context:
    """What would follow, with the form to sign it."""
    right = "Sheriff, elected: Charter § 12; from 2023-01-02; recorded by M. Ortiz on 2026-11-02"
    keys = [("k1", "iPhone")]
    said = {"agency": NAMES[6][0], "stops": [], "right": right, "office": "Sheriff", "keys": keys}
    return look(to_sign={**said, "consent": CONSENT_WORDS, **more.pop("to_sign", {})}, **more)


def on_paper(**more: Any) -> Context:
    sheet = {"agency": NAMES[6][0], "deed": "give notice to leave “Mutual aid”", "number": 2, "digest": "9f2c" * 16}
    some = [(str(number), name[0]) for number, name in enumerate(NAMES[:3])]
    given: Context = {
        "key": "leave",
        "asks": ["agency", "about", "reason", "later_day"],
        "sheet": sheet,
        "takes_in": True,
    }
    return frame(**{**given, "who": some, "joiners": some, "leads": some, "typed": {}, "errors": {}, **more})


def scans(**more: Any) -> Context:
    use = {"at": wall(31, 0, 12), "what": "Took back its signature.", "agency": NAMES[6][0], "by": "M. Ortiz"}
    found = {"href": f"{HOME}/scans/5", "sha256": "9f2c" * 16, "kilobytes": 412, "at": wall(31, 0, 12)}
    given = {"title": "Mutual aid", "home": HOME, "list_href": "/four-rivers/agreements"}
    many = [{**found, "uses": [use, {**use, "agency": ""}, use, use]}]
    return common("Agreements", **{**given, "scans": many, **more})


def whole_text(**more: Any) -> Context:
    body = {
        "title": "Mutual aid agreement for peer support",
        "number": 2,
        **standing("active", date(2025, 3, 4)),
        "text": "1. Purpose\n\nThe parties lend each other their peers.\n\n2. Parties\n\nThey are named below.",
        "digest": "9f2c" * 16,
        "digest_holds": True,
        **more,
    }
    subjects = [(1, "Purpose"), (2, "Parties")]
    return common(
        "Agreements", agreement=body, subjects=subjects, home=f"{HOME}/2", list_href="/four-rivers/agreements"
    )


def dates(**more: Any) -> Context:
    date_one = {
        "at": wall(31, 0, 12),
        "what": "Sage Tribal Police leaves.",
        "clause": 21,
        "title": "Mutual aid",
        "href": HOME,
    }
    given = {
        "months": [{"month": date(2026, 12, 1), "dates": [date_one]}],
        "file_href": "/four-rivers/agreements/calendar.ics",
        "list_href": "/four-rivers/agreements",
    }
    return common("Agreements", **{**given, **more})


def binds(**more: Any) -> Context:
    line = {
        "title": "Mutual aid agreement for peer support",
        "number": 2,
        "href": f"{HOME}/2",
        "sentence": "In force since March 4, 2025. It binds 8 agencies. It has no last day.",
        **standing("active", date(2025, 3, 4)),
        "since_bound": date(2025, 3, 4),
        "ends": None,
        "next": [{"at": wall(31, 0, 12), "what": "Sage Tribal Police leaves."}],
        "signed": {"who": "L. Tran, Sheriff", "when": "2025-02-12 10:41 MST (17:41 UTC)", "paper": True, "person": ""},
        "successors": True,
        "notice_days": 60,
        "acts": [{"title": "Give notice to leave", "href": f"{HOME}/life/leave"}],
        "sign_href": f"{HOME}/2/sign",
    }
    unbound = {**line, **standing("invited"), "since_bound": None, "signed": None, "next": [], "acts": []}
    ends = {**line, "title": "Annex", "successors": False, "ends": date(2027, 1, 1)}
    agencies = [
        {"id": "1", "name": NAMES[0][0], "binds": [line, ends], "others": [{**unbound, "title": "Chaplains"}]},
        {"id": "2", "name": NAMES[1][0], "binds": [], "others": []},
    ]
    given = {
        "agencies": agencies,
        "person": "9",
        "may_read": True,
        "may_sign": True,
        "bound_href": "/four-rivers/agreements/bound",
        "calendar_href": "/four-rivers/agreements/calendar",
    }
    return common("My agency", **{**given, **more})


LIFE_PAGES: dict[str, tuple[str, Context]] = {
    "life-act": ("signing/life_act.html", act()),
    "life-act-stranger": ("signing/life_act.html", act(asks=["stranger", "past_day"])),
    "life-act-lead": ("signing/life_act.html", act(asks=["agency", "lead"], paper_href="")),
    "life-act-until": ("signing/life_act.html", act(asks=["paper", "until_day"])),
    "life-act-ends": ("signing/life_act.html", act(asks=["paper", "coming_day"])),
    "life-act-wrong": (
        "signing/life_act.html",
        act(asks=["agency", "reason"], typed={"reason": ""}, errors={"reason": "This must be filled in."}),
    ),
    "life-look": ("signing/life_look.html", look()),
    "life-look-many": ("signing/life_look.html", look(told=[name[0] for name in NAMES])),
    "life-look-nothing": (
        "signing/life_look.html",
        look(follows=[], told=[], cover=[], cover_at=None, key="affirm"),
    ),
    "life-sign": ("signing/life_look.html", signs()),
    "life-sign-wrong": (
        "signing/life_look.html",
        signs(
            to_sign={"keys": [("k1", "iPhone"), ("k2", "Key on the ring")]},
            signing={"name": "L.", "allowed": "yes", "passkey": "k2"},
            errors=dict.fromkeys(("name", "passkey", "allowed", "consent"), "Look at this."),
        ),
    ),
    "life-sign-stopped": (
        "signing/life_look.html",
        signs(to_sign={"stops": [("No authority to sign is recorded for you here.", "Your clerk records it.")]}),
    ),
    "life-paper": ("signing/life_paper.html", on_paper()),
    "life-paper-wrong": (
        "signing/life_paper.html",
        on_paper(
            typed={"name": "L.", "who": "1"},
            errors=dict.fromkeys(
                ("who", "about", "reason", "day", "name", "signed_on", "fingerprint", "scan", "held"), "Look at this."
            ),
        ),
    ),
    "life-paper-lead": ("signing/life_paper.html", on_paper(asks=["agency", "lead"])),
    "life-paper-sheet": ("signing/life_paper.html", on_paper(takes_in=False, who=[], asks=["agency"])),
    "scans": ("signing/scans.html", scans()),
    "scans-none": ("signing/scans.html", scans(scans=[])),
    "text": ("signing/text.html", whole_text()),
    "text-altered": ("signing/text.html", whole_text(digest_holds=False)),
    "dates": ("signing/calendar.html", dates()),
    "dates-none": ("signing/calendar.html", dates(months=[])),
    "binds": ("signing/binds.html", binds()),
    "binds-none": ("signing/binds.html", binds(agencies=[], bound_href=None)),
}
