"""Sample contexts of the peer's page, a set for every state."""

from datetime import date, timedelta
from typing import Any

from tests.look.samples_common import NAMES, NOW, Context, common, hours, wall

REQUEST = {
    "part": "East",
    "departments": [NAMES[2][0], NAMES[3][0], NAMES[4][0]],
    "role": "peer",
    "way": "ring_me",
    "topic": "incident",
    "on_page": True,
}
LIMIT = {
    "text": (
        "A peer keeps what you say to herself, but for a plan to end your life or to harm somebody, "
        "the abuse of a child or an older person, and what a court orders."
    ),
    "approved_by": "A. Marsh, legal advisor",
    "approved_on": date(2026, 8, 3),
    "example": True,
}


def duty(state: str, **more: Any) -> Context:
    turns = [
        {"line": "primary", "start": wall(23, 7), "end": wall(24, 7)},
        {"line": "backup", "start": wall(27, 7), "end": wall(29, 7)},
    ]
    others = [
        {"seat": "Backup", "name": "Ofc. S. Grady", "agency": NAMES[3][0], "phone": "(406) 555-0143"},
        {"seat": "Clinician, for your own advice", "name": "Dr. A. Hale, LPC", "agency": "", "phone": "(406) 555-0144"},
    ]
    base = {
        "state": state,
        "action": "/four-rivers/duty",
        "attempt": "" if state == "idle" else "0b2f",
        "once": "9ad1c2",
        "version": 4,
        "now": NOW,
        "watch_href": "/four-rivers/duty/watch",
        "on_duty": {"line": "primary", "until": wall(21, 7), "next": "Ofc. T. Chen"},
        "turns": turns,
        "unproved": False,
        "others": others,
        "phone": {
            "until": wall(21, 7),
            "kept": state == "ended",
            "long": state == "asked",
            "action": "/four-rivers/duty/phone",
        },
        "errors": {},
        "form": {},
        "request": REQUEST,
    }
    viewer = {
        "name": "Sgt. R. Alvarez",
        "roles": ["Peer"],
        "session": "full",
        "recovering": False,
        "may_confirm_keys": False,
    }
    return common("Now", **{**base, "viewer": viewer, **more})


def talk(way: str, **more: Any) -> Context:
    thread = [
        {"n": 1, "side": "officer", "kind": "key", "text": None, "opaque": "BKey"},
        {"n": 2, "side": "officer", "kind": "plain", "text": "Rough night. Are you there?", "opaque": None},
        {
            "n": 3,
            "side": "peer",
            "kind": "plain",
            "text": "I am. Take your time.\nWhat would help first?",
            "opaque": None,
        },
        {"n": 4, "side": "officer", "kind": "sealed", "text": None, "opaque": "c2VhbGVk"},
    ]
    inner = {
        "number": "(406) 555-0199",
        "my_number": "(406) 555-0142",
        "thread": thread if way == "text" else [],
        "my_key": "",
        "other_key": "BKey",
        "may_text": True,
        **more,
    }
    return duty(
        "talking", request={**REQUEST, "way": way}, talk=inner, talks_at=NOW + hours(0.25), expires_at=wall(23, 18)
    )


def check(**more: Any) -> Context:
    by = NOW + timedelta(seconds=228)
    edges = {
        "limits": [LIMIT],
        "misconduct": "In this state a sworn peer must report an admitted crime.",
        "answer_by": by,
    }
    return duty("check", **{**edges, **more})


def asked(**more: Any) -> Context:
    step = {"answer_by": NOW + timedelta(seconds=228), "minutes": 5, "seen": False}
    return duty("asked", asked={**step, **more})
