"""Sample contexts of the log of agreements and of the page for checking."""

from datetime import UTC, datetime
from typing import Any

from tests.look.samples_common import NAMES, Context, common

LINE = "peers.example.org/four-rivers/agreements+8408a636+ATUyv7yAdseAgSMGFYHTSc1V8l7xYFE6cwzQEnr2j6sR"
KEY = {
    "name": "peers.example.org/four-rivers/agreements",
    "line": LINE,
    "shown": "NTK/ vIB2 x4CB IwYV gdNJ zVXy XvFg UTpz DNAS evaP qxE",
}
NOTE = "peers.example.org/four-rivers/agreements\n44\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"


def _event(number: int, what: str, *, older: bool = False) -> Context:
    return {
        "number": number,
        "at": datetime(2026, 11, 17, 22, number, tzinfo=UTC),
        "what": what,
        "older": older,
        "title": "Mutual Aid Agreement for Peer Support" if number else "",
        "href": "/four-rivers/agreements/1" if number else None,
    }


EVENTS = [
    _event(43, "A document of version 2 was sealed."),
    _event(42, "L. Tran signed version 2 for Foothills, by a passkey."),
    _event(1, "Version 1 of “Mutual Aid Agreement for Peer Support” was written down.", older=True),
    _event(0, "The log began."),
]


ENDED = {"at": datetime(2026, 11, 12, 18, tzinfo=UTC), "by": "Orla Penhallow"}


def _key(name: str, agency: str, *, ours: bool = False, ended: Context | None = None) -> Context:
    since = datetime(2026, 11, 9, 18, tzinfo=UTC)
    return {"id": name, "agency": agency, "line": LINE, "since": since, "by": "L. Tran", "ours": ours, "ended": ended}


def turn(**more: Any) -> Context:
    base = {"agency": "a-1", "name": NAMES[0][0], "forked": False, "old": 41, "size": 44, "left": 1}
    return {**base, "at": datetime(2026, 11, 9, 18, tzinfo=UTC), "events": EVENTS[:2], **more}


def log(**more: Any) -> Context:
    witness = {"at": datetime(2026, 11, 9, 18, tzinfo=UTC)}
    body = {
        "here": "/four-rivers/agreements/log",
        "list_href": "/four-rivers/agreements",
        "verify_href": "/four-rivers/verify",
        "address": "https://peers.example.org/four-rivers/agreements/log",
        "did": "",
        "errors": {},
        "typed": {},
        "size": 44,
        "note": NOTE,
        "key": KEY,
        "may_witness": True,
        "turns": [turn()],
        "events": EVENTS,
        "witnesses": [
            {"agency": NAMES[1][0], "size": 44, "behind": 0, "manner": "key", **witness},
            {"agency": NAMES[0][0], "size": 41, "behind": 3, "manner": "passkey", **witness},
        ],
        "keys": [_key("k-1", NAMES[1][0]), _key("k-2", NAMES[0][0], ours=True), _key("k-3", NAMES[0][0], ended=ENDED)],
        "vouches": True,
        "look": {"at": datetime(2026, 11, 18, 11, tzinfo=UTC), "size": 44, "faults": 0, "said": ""},
        "agencies": [("a-1", NAMES[0][0])],
    }
    return {**common(), **body, **more}


def check(**more: Any) -> Context:
    found = [
        {"what": "Seal", "said": "Every byte under the seal is as it was sealed.", "tag": "ok", "verdict": "holds"},
        {"what": "Time stamp", "said": "No token lies beside the file.", "tag": "plain", "verdict": "not there"},
    ]
    body = {
        "here": "/four-rivers/verify",
        "errors": {},
        "typed": {},
        "asked": True,
        "digest": "",
        "known": {
            "title": "Mutual Aid Agreement for Peer Support",
            "number": 2,
            "sealed": True,
            "named": False,
            "stands": "It is in force today.",
            "in_force": True,
        },
        "now": datetime(2026, 11, 20, 18, tzinfo=UTC),
        "report": {"outcome": "sound", "pdf": True, "parts": [{"title": "This PDF", "found": found}]},
        "key": KEY,
        "certificate_href": "/four-rivers/seal.pem",
    }
    return {**common(), "viewer": None, "nav": (), **body, **more}


_BAD = {
    "what": "One revision",
    "said": "412 bytes were appended after the seal.",
    "tag": "bad",
    "verdict": "does not hold",
}

_BAD_PART = {"title": "This PDF", "found": [_BAD]}

_UNSEALED = {
    "what": "What the pages show",
    "said": "They were compared with nothing, and no seal that leads to what was given covers them.",
    "tag": "warn",
    "verdict": "not checked",
}
_UNSEALED_PART = {"title": "This PDF", "found": [_UNSEALED]}
_NAMED = {
    "title": "Mutual Aid Agreement for Peer Support",
    "number": 2,
    "sealed": False,
    "named": True,
    "stands": "It is in force today.",
    "in_force": False,
}

EVIDENCE: dict[str, tuple[str, Context]] = {
    "log": ("signing/log.html", log()),
    "log-first": ("signing/log.html", log(turns=[turn(old=0, at=None)], witnesses=[], keys=[])),
    "log-seen": ("signing/log.html", log(turns=[turn(old=44, events=[], left=0)], did="countersigned")),
    "log-forked": (
        "signing/log.html",
        log(turns=[turn(forked=True)], errors={"answer": "STOP. Its past was changed."}),
    ),
    "log-empty": ("signing/log.html", log(size=0, turns=[], events=[], note="")),
    "log-unconfirmed": ("signing/log.html", log(vouches=False, look=None)),
    "log-changed": (
        "signing/log.html",
        log(
            look={
                "at": datetime(2026, 11, 18, 11, tzinfo=UTC),
                "size": 44,
                "faults": 1,
                "said": "Signatures: Signature 5f0c was changed after it was logged.",
            },
            errors={"sure-k-2": "Tick that you mean it."},
        ),
    ),
    "log-wrong": (
        "signing/log.html",
        log(errors={"key": "Copy the whole line that the command printed."}, typed={"key": "half a line"}),
    ),
    "verify": ("signing/verify.html", check()),
    "verify-ask": ("signing/verify.html", check(asked=False, known=None, report=None, certificate_href=None)),
    "verify-altered": (
        "signing/verify.html",
        check(known=None, report={"outcome": "broken", "pdf": True, "parts": [_BAD_PART]}),
    ),
    "verify-unsealed": (
        "signing/verify.html",
        check(known=_NAMED, report={"outcome": "unsealed", "pdf": True, "parts": [_UNSEALED_PART]}),
    ),
    "verify-unanchored": (
        "signing/verify.html",
        check(known=_NAMED, report={"outcome": "unanchored", "pdf": False, "parts": [_UNSEALED_PART]}),
    ),
    "verify-digest": ("signing/verify.html", check(report=None, digest="7b86d639" * 8)),
    "verify-wrong": (
        "signing/verify.html",
        check(asked=False, known=None, report=None, errors={"file": "This PDF is damaged: it cannot be read."}),
    ),
}
