"""Sample contexts of the doors: signing in, what one may do, problems, and the demo."""

from typing import Any

from tests.look.samples_common import NAMES, NOW, ZONE, Context, common, hours, outside
from tests.look.samples_sign_in import PASSKEY


def permissions() -> Context:
    roles = [
        ("coordinator", "Coordinator"),
        ("head", "Agency head"),
        ("peer", "Peer"),
        ("clinician", "Clinician"),
        ("chaplain", "Chaplain"),
        ("director", "Clinical director"),
        ("legal", "Legal advisor"),
        ("clerk", "Clerk"),
        ("liaison", "Liaison"),
        ("admin", "Administrator"),
        ("operator", "Operator"),
    ]
    groups = [
        (
            "People",
            [
                ("See the roster", {"coordinator": "yes", "head": "own", "peer": "yes", "liaison": "own"}),
                ("Change the roster", {"coordinator": "yes", "admin": "yes"}),
                ("Designate peers", {"head": "own"}),
            ],
        ),
        (
            "Duty",
            [
                ("Answer an officer", {"peer": "yes", "chaplain": "yes", "clinician": "yes"}),
                ("Publish a rotation", {"coordinator": "yes"}),
                ("List the requests of officers", {}),
            ],
        ),
    ]
    pairs = [("Agency head", "Operator", "refused"), ("Agency head", "Coordinator", "warned")]
    return common(roles=roles, groups=groups, pairs=pairs, reduced=["See the roster"], duty=["Answer an officer"])


def door() -> Context:
    def one(slug: str, title: str, about: str, size: tuple[int, int], level: str) -> Context:
        entries = [
            {"id": f"{slug}-1", "role": "Coordinator", "name": "Lt. V. Moreno", "agency": NAMES[0][0]},
            {"id": f"{slug}-2", "role": "Agency head", "name": "Sheriff L. Tran", "agency": NAMES[0][0]},
            {"id": f"{slug}-3", "role": "Peer, primary now", "name": "Sgt. R. Alvarez", "agency": NAMES[0][0]},
            {"id": f"{slug}-4", "role": "Clinician", "name": "Dr. A. Hale, LPC", "agency": ""},
        ]
        return {
            "slug": slug,
            "title": title,
            "about": about,
            "agencies": size[0],
            "officers": size[1],
            "level": level,
            "help_href": f"/{slug}/help",
            "entries": entries,
        }

    consortia = [
        one("four-rivers", "Four Rivers", "Text is offered here.", (30, 670), "Round the clock."),
        one("high-desert", "High Desert", "By phone only.", (12, 240), "Set hours: 6 p.m. to 6 a.m."),
        one(
            "salt-flat",
            "Salt Flat",
            "Too few officers for the usual promise.",
            (6, 71),
            "Directory and prevention only.",
        ),
    ]
    return {"demo": True, "action": "/demo/enter", "consortia": consortia, "mails_href": "/demo/mails", "mails": 3}


def mails() -> Context:
    rows = [
        {
            "href": "/demo/mails/2",
            "to": "r.alvarez@aspen.example",
            "subject": "Four Rivers: someone is asking for a peer",
            "at": NOW,
        },
        {
            "href": "/demo/mails/1",
            "to": "v.moreno@aspen.example",
            "subject": "Your link to sign in",
            "at": NOW - hours(1),
        },
    ]
    return {"demo": True, "mails": rows, "zone": ZONE, "zone_label": "Mountain Time", "door_href": "/"}


def mail() -> Context:
    body = "Four Rivers: someone is asking for a peer.\nAnswer by 3:19 a.m.: http://localhost:8000/four-rivers/duty\n"
    one = {
        "to": "r.alvarez@aspen.example",
        "sender": "peers@four-rivers.example",
        "at": NOW,
        "body": body,
        "subject": "Four Rivers: someone is asking for a peer",
        "links": ["/four-rivers/duty"],
    }
    return {
        "demo": True,
        "mail": one,
        "zone": ZONE,
        "zone_label": "Mountain Time",
        "door_href": "/",
        "list_href": "/demo/mails",
    }


def sign_in(**more: Any) -> Context:
    return outside(
        **{
            "action": "/four-rivers/sign-in",
            "passkey": PASSKEY,
            "mail": "",
            "errors": {},
            "wanted": "",
            "mails_href": None,
            **more,
        }
    )


def code(**more: Any) -> Context:
    base = {"action": "/four-rivers/sign-in/code", "minutes": 10, "errors": {}, "again_href": "/four-rivers/sign-in"}
    return outside(**{**base, "mails_href": "/demo/mails", **more})


def confirm(state: str, code_action: str = "") -> Context:
    base = {"state": state, "token": "t0k3n", "code_action": code_action, "errors": {}}
    return outside(**base, action="/four-rivers/sign-in/confirm", again_href="/four-rivers/sign-in")


def problem(status: int, detail: str = "") -> Context:
    still = [("/four-rivers/duty", "My page"), ("/four-rivers/on-call", "Who is on call now")]
    return common(status=status, detail=detail, still=still)
