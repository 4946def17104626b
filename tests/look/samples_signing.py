"""Sample contexts of the agreements' pages."""

from datetime import UTC, date, datetime

from tests.look.samples_common import NAMES, Context, common, standing, wall

TEXT = """Mutual Aid Agreement for Peer Support

1. Purpose

The parties lend each other trained peers, so that an officer can talk to somebody who does not work with her.
This is not therapy, not fitness for duty, and not an investigation.

8. Independence

No peer serves an officer of her own agency, of an agency in the same part of the region, or anybody she supervises.

21. Ending

A party may end its part by giving the others sixty days' written notice. Requests that are open then are finished."""


def agreement(state: str = "in_force", *, holds: bool = True) -> Context:
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
    more = {"agreement": body, "terms": terms, "parties": parties, "versions": versions}
    return common(
        "Agreements", list_href="/four-rivers/agreements", happened_href=None, annexes_href=None, did="", **more
    )


def agreements() -> Context:
    rows = [
        {
            "href": "/four-rivers/agreements/2",
            "title": "Mutual aid agreement for peer support",
            "number": 2,
            **standing("in_force", date(2025, 3, 4)),
            "active": 8,
            "parties": 10,
            "waiting_for": ["Foothills Police Department"],
            "next_change": {"at": wall(31, 0, 12), "what": "Sage Tribal Police leaves. Its part of the region merges."},
        },
        {
            "href": "/four-rivers/agreements/3",
            "title": "Annex: clinicians shared by all",
            "number": 1,
            **standing("signed", date(2026, 11, 18)),
            "active": 0,
            "parties": 4,
            "waiting_for": [],
            "next_change": None,
        },
    ]
    return common("Agreements", agreements=rows, record_href="/four-rivers/agreements/record")
