"""Sample contexts of the agreements' pages."""

from datetime import UTC, date, datetime
from typing import Any

from tests.look.samples_common import NAMES, Context, common, standing, wall

TEXT = """Mutual Aid Agreement for Peer Support

1. Purpose

The parties lend each other trained peers, so that an officer can talk to somebody who does not work with her.
This is not therapy, not fitness for duty, and not an investigation.

8. Independence

No peer serves an officer of her own agency, of an agency in the same part of the region, or anybody she supervises.

21. Ending

A party may end its part by giving the others sixty days' written notice. Requests that are open then are finished."""


def agreement(state: str = "in_force", *, holds: bool = True, **more: Any) -> Context:
    def fact(what: str, day: int, by: str | None = None) -> Context:
        return {"what": what, "at": datetime(2025, 2, day, 17, 41, tzinfo=UTC), "attested_by": by}

    bound = standing("active", date(2025, 3, 4))
    parties = [
        {"name": NAMES[0][0], **bound, "facts": [fact("Signed on paper by Sheriff L. Tran.", 12, "M. Ortiz, clerk")]},
        {"name": NAMES[1][0], **bound, "facts": [fact("Signed on paper by Chief B. Stone.", 13, "K. Lund, clerk")]},
        {
            "name": NAMES[6][0],
            **standing("notice_given", date(2025, 3, 4), date(2026, 12, 31)),
            "facts": [
                fact("Signed on paper by Chief A. Whitebird.", 18, "D. Cole, clerk"),
                fact("Gave notice by letter.", 27, "D. Cole, clerk"),
            ],
        },
        {"name": NAMES[8][0], **standing("signed", date(2026, 11, 18)), "facts": []},
        {"name": "Foothills Police Department", **standing("invited"), "facts": []},
    ]
    terms = [
        {"label": "Services", "value": "One to one, critical incident, follow-up", "clause": "4"},
        {"label": "An answer within", "value": "5 minutes, without a duty to respond", "clause": "6"},
        {"label": "Training at the start", "value": "24 hours", "clause": "10"},
        {"label": "Who designates", "value": "Every head designates all listed peers", "clause": "11"},
        {"label": "Talks may be finished after leaving", "value": "14 days", "clause": "21"},
        {"label": "Notice", "value": "60 days", "clause": "21"},
    ]
    versions = [
        {"number": 2, "href": "/four-rivers/agreements/2", **standing(state, date(2025, 3, 4)), "current": True},
        {
            "number": 1,
            "href": "/four-rivers/agreements/1",
            **standing("terminated", date(2025, 3, 4)),
            "current": False,
        },
    ]
    body = {
        "title": "Mutual aid agreement for peer support",
        "number": 2,
        **standing(state, date(2025, 3, 4)),
        "text": TEXT,
        "digest": "9f2c41d70b6ea853" * 4,
        "digest_holds": holds,
    }
    sealed = {
        "executed": True,
        "href": "/four-rivers/agreements/2/document.pdf",
        "sha256": "1d0c52a8f3e97b64" * 4,
        "sealed": "2025-03-03 14:05 PST (22:05 UTC)",
        "sealed_with": "77aa" * 16,
        "stamp": "pending",
        "stamped": "",
        "stamped_by": "",
        "token_href": None,
    }
    documents = {
        "state": "sealed" if state == "in_force" else "escrow",
        "says": "" if state == "in_force" else "Nothing is sealed before every signature needed is there.",
        "sealed": [sealed] if state == "in_force" else [],
        "reading_href": "/four-rivers/agreements/2/reading.pdf",
        "seal_href": "/four-rivers/seal.pem",
    }
    for party in parties:
        party["why"] = ""
    return common(
        "Agreements",
        agreement=body,
        terms=terms,
        parties=parties,
        versions=versions,
        documents=documents,
        **{**beside(), **more},
    )


def beside() -> Context:
    """What stands beside text, terms and parties."""
    home = "/four-rivers/agreements/2"
    act = {"title": "Invite an agency to join", "href": f"{home}/life/invite", "hurts": False, "own": False}
    life = {
        "sentence": "In force since March 4, 2025. It binds 3 agencies. Its term ends with December 31, 2027.",
        "missing": ["It needs the signatures of 4 parties and has 3. Not signed yet: Foothills Police Department."],
        "ahead": [{"at": wall(31, 0, 12), "what": "Sage Tribal Police leaves.", "clause": 21, "number": 2}],
        "acts": [act, {**act, "title": "Record that it ends for all", "href": f"{home}/life/end", "hurts": True}],
        "paper_acts": [{"title": "Give notice to leave", "href": f"{home}/life/leave/paper"}],
        "joining": [
            {
                "name": "Foothills Police Department",
                "signed": True,
                "needs": "its lead agency",
                "consents": [NAMES[0][0]],
            },
            {"name": NAMES[9][0], "signed": False, "needs": "its lead agency", "consents": []},
        ],
        "ending": [NAMES[1][0]],
        "keeps": "Kept as long as it is open or in force, and 6 years after it is over for the last party.",
        "history": [
            {
                "at": datetime(2025, 2, 27, 17, 41, tzinfo=UTC),
                "ahead": False,
                "agency": NAMES[6][0],
                "number": 2,
                "what": "Gave notice.",
                "by": "D. Cole, clerk",
                "scan": f"{home}/scans/5",
            }
        ]
        * 12,
        "holds": [{"reason": "Matter 2026-14", "by": "C. Ito", "at": date(2026, 3, 1), "ended": date(2026, 5, 1)}],
    }
    return {
        "life": life,
        "waits": WAITS[:1],
        "ways": [(f"{home}/2/sign", "Read and sign", "pen-line"), (f"{home}/2/desk", "Clerk's desk", "badge-check")],
        "on": None,
        "here_now": home,
        "pact_id": "2",
        "papers": {
            "word": f"{home}/2/agreement.docx",
            "packet": f"{home}/2/packet",
            "evidence": f"{home}/evidence.zip",
            "draft": None,
            "verify": "/four-rivers/verify",
            "scans": (f"{home}/scans", 2),
        },
        "text_href": f"{home}/2/text",
        "related": [("happened", f"{home}/happened"), ("amend", "/four-rivers/agreements/new")],
        "acts": [],
        "list_href": "/four-rivers/agreements",
        "did": "",
    }


WAITS: list[Context] = [
    {"kind": kind, "title": title, "about": about, "href": f"/four-rivers/agreements/{kind}", "until": until}
    for kind, title, about, until in (
        ("sign", "Annex: clinicians shared by all", NAMES[0][0], date(2026, 12, 1)),
        ("consent", "Mutual aid agreement for peer support", NAMES[9][0], None),
        ("join", "Mutual aid agreement for peer support", NAMES[9][0], None),
        ("affirm", "Mutual aid agreement for peer support", NAMES[0][0], date(2026, 12, 31)),
        ("review", "Annex: clinicians shared by all", NAMES[0][0], None),
        ("file", "Annex: clinicians shared by all", "", None),
        ("resolution", "Annex: clinicians shared by all", NAMES[1][0], None),
        ("insurance", "Annex: clinicians shared by all", NAMES[2][0], None),
        ("key", "Sheriff L. Tran", "Sheriff", None),
        ("log", "12", "", None),
        ("annex", "Roster annex 482 917", NAMES[0][0], date(2026, 12, 4)),
    )
]


def agreements() -> Context:
    rows = [
        {
            "href": "/four-rivers/agreements/2",
            "title": "Mutual aid agreement for peer support",
            "number": 2,
            **standing("in_force", date(2025, 3, 4)),
            "sentence": "In force since March 4, 2025. It binds 8 agencies. It has no last day.",
            "active": 8,
            "parties": 10,
            "signed": [each[0] for each in NAMES[:8]],
            "waiting_for": ["Foothills Police Department"],
            "over": False,
            "next": {"at": wall(1, 0, 12), "what": "The parties look at version 2 again."},
            "next_change": {"at": wall(31, 0, 12), "what": "It no longer binds Sage Tribal Police."},
            "later": [
                {"number": 3, "href": "/four-rivers/agreements/2/3", "sentence": "1 of 10 have signed."},
            ],
        },
        {
            "href": "/four-rivers/agreements/3",
            "title": "Annex: clinicians shared by all",
            "number": 1,
            **standing("signed"),
            "sentence": "Those needed have signed, and it is not in force yet.",
            "active": 0,
            "parties": 4,
            "signed": [NAMES[0][0]],
            "waiting_for": [],
            "over": False,
            "next": None,
            "next_change": None,
            "later": [],
        },
    ]
    draft = {"href": "/four-rivers/agreements/drafts/5f", "title": "Chaplains shared", "number": 1, "parties": 4}
    home = "/four-rivers/agreements"
    links = [
        ("calendar", f"{home}/calendar", "calendar-days"),
        ("bound", "/four-rivers/agency/agreements", "building-2"),
        ("matrix", f"{home}/matrix", "table-2"),
        ("drafts", f"{home}/drafts", "pen-line"),
        ("log", f"{home}/log", "list"),
        ("record", f"{home}/record", "file-text"),
        ("authority", "/four-rivers/authority", "badge-check"),
    ]
    return common(
        "Agreements",
        broken=[("Old pact", "Version 1 does not match its digest.")],
        agreements=rows,
        waits=WAITS,
        drafts=[draft],
        links=links,
    )
