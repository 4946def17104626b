"""Sample contexts of the pages about programs: keys, one key, a new key, and the description."""

from datetime import date
from typing import Any

from tests.look.samples_common import Context, common, outside, wall

SCOPES = [
    ("read-schedule", "read:schedule", "Read who is on call, the schedule and its gaps"),
    ("read-members", "read:members", "Read the agencies and those who serve, without how they are reached"),
    ("write-duty", "write:duty", "Change who is on call, and enter leave"),
]


def key(name: str, **more: Any) -> Context:
    return {
        "href": "/four-rivers/tokens/1",
        "name": name,
        "state": "open",
        "scopes": [(scope, words) for _, scope, words in SCOPES[:1]],
        "made_by": "Lt. V. Moreno",
        "made_on": date(2026, 9, 1),
        "expires_on": date(2026, 12, 1),
        "last_used_on": date(2026, 11, 21),
        "ended_on": None,
        **more,
    }


def tokens(*, errors: dict[str, str] | None = None, form: dict[str, str] | None = None, none: bool = False) -> Context:
    listed = [
        key("Dispatch screen, county 911"),
        key("Calendar of the coordinators", state="alone", made_by="", last_used_on=None),
        key("Trial", state="over"),
        key("Old screen", state="ended", ended_on=date(2026, 10, 2), scopes=[(s, w) for _, s, w in SCOPES]),
    ]
    return common(
        tokens=[] if none else listed,
        scopes=SCOPES,
        lengths=["30", "90", "365"],
        errors=errors or {},
        form=form or {"days": "90"},
        about_href="/four-rivers/api/v1",
    )


def token(state: str = "open", did: str = "") -> Context:
    ended = date(2026, 11, 20) if state == "ended" else None
    acts = [{"at": wall(20, 9), "by": "Lt. V. Moreno", "what": "Ended the key Dispatch screen."}] if ended else []
    return common(
        token=key("Dispatch screen, county 911", state=state, ended_on=ended),
        did=did,
        acts=acts,
        list_href="/four-rivers/tokens",
        about_href="/four-rivers/api/v1",
    )


def token_made() -> Context:
    return common(
        token="cps_" + "x" * 43,
        command='curl -H "Authorization: Bearer $KEY" https://peers.example.org/four-rivers/api/v1/who',
        token_href="/four-rivers/tokens/1",
        list_href="/four-rivers/tokens",
        about_href="/four-rivers/api/v1",
    )


def api() -> Context:
    parameter = {"name": "at", "where": "query", "needed": False, "kind": "date-time", "about": "The instant."}
    operation = {
        "id": "who",
        "method": "GET",
        "path": "/who",
        "summary": "Who is on call at an instant",
        "about": "Everybody on each line.",
        "scope": "read:schedule",
        "body": "",
        "parameters": [parameter],
        "answers": [
            {"status": "200", "about": "What was asked for.", "kind": "WhoOut"},
            {"status": "304", "about": "Nothing has changed.", "kind": ""},
        ],
        "refusals": "400, 401",
    }
    shape: Context = {"name": "WhoOut", "about": "Who is on call.", "one_of": "", "fields": []}
    shape["fields"] = [{"name": "until", "kind": "date-time or null", "needed": False}]
    line = {"name": "Line", "about": "", "one_of": "primary, backup, clinician", "fields": []}
    return outside(
        root="https://peers.example.org/four-rivers/api/v1",
        document_href="/four-rivers/api/v1/openapi.json",
        about=["Read who is on call."],
        scopes=[(scope, words) for _, scope, words in SCOPES],
        operations=[operation],
        shapes=[line, shape],
        problems=[{"status": 404, "slug": "not-found", "title": "There is nothing here"}],
    )


PAGES: dict[str, tuple[str, Context]] = {
    "tokens": ("access/tokens.html", tokens()),
    "tokens-none": ("access/tokens.html", tokens(none=True)),
    "tokens-wrong": (
        "access/tokens.html",
        tokens(
            errors={"name": "This must be filled in.", "scopes": "Choose at least one thing.", "days": "Choose."},
            form={"read-members": "yes"},
        ),
    ),
    "token": ("access/token.html", token()),
    "token-ended": ("access/token.html", token("ended", "ended")),
    "token-alone": ("access/token.html", token("alone")),
    "token-made": ("access/token_made.html", token_made()),
    "api": ("access/api.html", api()),
}
