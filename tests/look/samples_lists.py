"""Lists brought in, sign-on, cards, mail, the plan of parts, and papers that a clerk records."""

from datetime import date
from types import SimpleNamespace
from typing import Any

from agreements import Clause
from tests.look.samples_common import NAMES, NOW, Context, common, hours, outside
from tests.look.samples_signing import agreement

HERE = "/four-rivers/roster/imports/1"
AGENCIES = [(str(number), name[0]) for number, name in enumerate(NAMES)]
COLUMNS = [
    {"heading": "Last, First", "samples": ["Doyle, Ana", "Hale, Sam"], "chosen": "name"},
    {"heading": "Dept", "samples": ["ASO"], "chosen": "agency"},
    {"heading": "Shoe size", "samples": [], "chosen": "not_kept"},
]
PLAN = {
    "new": [{"line": 2, "name": "Ana Doyle", "agency": NAMES[0][0], "adds": ("tie", "course"), "role": "peer"}],
    "more": [{"line": 3, "name": "Sam Hale", "agency": "", "adds": ("title",), "role": ""}],
    "new_count": 1,
    "more_count": 1,
    "same": 4,
    "skipped": 0,
    "wrong": [{"line": 9, "heading": "Certified", "message": "“soon” is no day; write it like 2026-11-21"}],
    "wrong_count": 1,
    "unknown": (),
    "twins": [],
    "undecided": 0,
    "shown": 200,
}
TWIN = {"line": 7, "name": "Lee Ray", "email": "", "agency": NAMES[1][0], "like": "line 4", "choice": ""}
SIGN_ON = {
    "id": 1,
    "agency": NAMES[0][0],
    "host": "login.example.org",
    "issuer": "https://login.example.org/tenant/v2.0",
    "client_id": "four-rivers",
    "made_on": date(2026, 11, 2),
    "connected_on": date(2026, 11, 3),
}


def a_list(state: str = "looking", **more: Any) -> Context:
    return common(
        "Roster",
        **{
            "state": state,
            "errors": {},
            "did": "",
            "here": HERE,
            "again_href": "/four-rivers/roster/import",
            "roster_href": "/four-rivers/roster",
            "columns": COLUMNS,
            "meanings": [("not_kept", "Not kept"), ("name", "Name"), ("agency", "Agency")],
            "agencies": AGENCIES,
            "strange": "none",
            "plan": PLAN if state == "looking" else None,
            "rows": 7,
            "added": 12,
            "changed": 3,
            "stays": [],
            "undo_until": None,
            **more,
        },
    )


def first(**more: Any) -> Context:
    context = {"gone": False, "action": "/four-rivers/first", "token": "x" * 43, "minutes": 60}
    return outside(**{**context, "again_href": "/four-rivers/sign-in", **more})


def lists(**more: Any) -> Context:
    taken = {"at": NOW - hours(30), "state": "done", "added": 12, "changed": 3, "id": 1}
    return common(
        "Roster",
        **{
            "errors": {},
            "did": "",
            "here": "/four-rivers/roster/import",
            "lists": [taken, {**taken, "state": "looking"}, {**taken, "state": "undone"}],
            "lists_href": "/four-rivers/roster/imports",
            "export_href": "/four-rivers/roster/export",
            **more,
        },
    )


def sign_on(**more: Any) -> Context:
    return common(
        **{
            "errors": {},
            "form": {},
            "did": "",
            "here": "/four-rivers/sign-on",
            "back": "https://peers.example.org/four-rivers/sign-in/agency/back",
            "sign_ons": [SIGN_ON],
            "agencies": AGENCIES,
            **more,
        }
    )


def paper(**more: Any) -> Context:
    clauses = [(f"clause-{clause:d}", int(clause), clause.subject, clause == Clause.TERM) for clause in Clause]
    return common(
        "Agreements",
        **{
            "typed": {"title": "The winter agreement", "party-0": "yes", "signed-0": "2026-01-05"},
            "errors": {},
            "here": "/four-rivers/agreements/record",
            "agencies": [(*each, place == 0) for place, each in enumerate(AGENCIES)],
            "clauses": clauses,
            "services": [("service-one_to_one", "one_to_one"), ("service-follow_up", "follow_up")],
            "roles": [("role-peer", "peer")],
            "rests": [("rests-insurance", "insurance"), ("rests-other", "other")],
            **more,
        },
    )


def looked(*, in_force: bool) -> Context:
    missing = [] if in_force else ["It needs the signatures of 3 parties and has 2."]
    shown = agreement("in_force" if in_force else "signed")
    return common(
        "Agreements",
        typed={"title": "The winter agreement"},
        errors={} if in_force else {"held": "Tick that you hold the signed paper in your hands."},
        here="/four-rivers/agreements/record",
        in_force=in_force,
        missing=missing,
        differs=[] if in_force else ["Clause 21 says “sixty days”, and the terms say 30."],
        shown=shown,
    )


def plan(**more: Any) -> Context:
    departments = [{"name": name[0], "sworn": name[4], "state": "MT"} for name in NAMES[:3]]
    promised = SimpleNamespace(officers=67, departments=3, crowd=44)
    return common(
        "Region",
        **{
            "wrong": "",
            "why": "",
            "before": 2,
            "version": 3,
            "parts": [{"label": "North", "departments": departments, "certificate": promised}],
            "here": "/four-rivers/zones/plan",
            "back_href": "/four-rivers/zones",
            "settings_href": "/four-rivers/settings",
            **more,
        },
    )


MAIL: Context = {"coordinates": True, "weekly": True}


def mail(**more: Any) -> Context:
    typed = {"quiet_from": "21:00", "quiet_until": "07:00", "digest_at": ""}
    return common(**{"typed": typed, "errors": {}, "did": "kept", "here": "/four-rivers/me/mail", **MAIL, **more})


def happened(**more: Any) -> Context:
    return common(
        "Agreements",
        **{
            "title": "The winter agreement",
            "typed": {},
            "errors": {},
            "here": "/four-rivers/agreements/1/happened",
            "back_href": "/four-rivers/agreements/1",
            "kinds": [("signed", "An agency that is named in it signed it"), ("suspended", "An agency rests")],
            "causes": [("insurance", "Its insurance has lapsed")],
            "agencies": AGENCIES,
            "versions": [("1", 1), ("2", 2)],
            **more,
        },
    )


def annexes(**more: Any) -> Context:
    paper = {
        "id": "a1",
        "href": "/four-rivers/annexes/a1",
        "agency": NAMES[0][0],
        "reference": "7KQ-2MD",
        "state": "prepared",
        "prepared_on": date(2026, 11, 19),
        "people": ["Ana Doyle", "Sam Hale"],
        "mine": False,
        "attests": True,
    }
    gap = {"field": "agency-1-1", "agency": NAMES[1][0], "agreement": "The winter agreement", "people": ["Ana Doyle"]}
    return common(
        "Designations",
        **{
            "gaps": [gap],
            "waiting": [paper, {**paper, "id": "a2", "mine": True, "state": "objected"}],
            "may": {"attest": True, "manage": False},
            "form": {"seen-a1": "yes"},
            "errors": {},
            "did": "",
            "here": "/four-rivers/designations/annexes",
            "list_href": "/four-rivers/designations",
            **more,
        },
    )


CARDS = [
    {"role": role, "title": title, "mine": role == "peer"}
    for role, title in (
        ("peer", "Peer"),
        ("chaplain", "Chaplain"),
        ("clinician", "Clinician"),
        ("clinical_director", "Clinical director"),
        ("coordinator", "Coordinator"),
        ("agency_head", "Agency head"),
        ("legal_advisor", "Legal advisor"),
        ("clerk", "Clerk"),
        ("liaison", "Liaison"),
        ("administrator", "Administrator"),
        ("operator", "Operator"),
    )
]

PAGES: dict[str, tuple[str, Context]] = {
    "beginning": ("access/beginning.html", {}),
    "first-link": ("access/first_link.html", first()),
    "first-link-gone": ("access/first_link.html", first(gone=True)),
    "annexes": ("members/annexes.html", annexes(did="prepared")),
    "annexes-manage": ("members/annexes.html", annexes(may={"attest": False, "manage": True})),
    "annexes-wrong": ("members/annexes.html", annexes(errors={"signed-a1": "Type the day.", "annexes": "Tick one."})),
    "annexes-none": ("members/annexes.html", annexes(gaps=[], waiting=[], may={"attest": True, "manage": True})),
    "lists": ("members/roster_import.html", lists()),
    "lists-none": ("members/roster_import.html", lists(lists=[], errors={"file": "Choose a file: CSV or XLSX."})),
    "list-matching": ("members/roster_list.html", a_list("matching", errors={"columns": "Say what each means."})),
    "list-looked": ("members/roster_list.html", a_list()),
    "list-twins": (
        "members/roster_list.html",
        a_list(plan={**PLAN, "twins": [TWIN], "undecided": 1, "unknown": ("GCSO",)}),
    ),
    "list-taken": (
        "members/roster_list.html",
        a_list("done", did="taken", stays=["Ana Doyle"], undo_until=NOW + hours(700)),
    ),
    "list-undone": ("members/roster_list.html", a_list("undone")),
    "list-taking": ("members/roster_taking.html", common("Roster")),
    "sign-on": ("members/sign_on.html", sign_on(did="added")),
    "sign-on-none": ("members/sign_on.html", sign_on(sign_ons=[], errors={"issuer": "There is no such server."})),
    "own-sign-on": ("members/own_sign_on.html", sign_on(did="connected", sign_ons=[SIGN_ON])),
    "own-sign-on-new": ("members/own_sign_on.html", sign_on(sign_ons=[{**SIGN_ON, "connected_on": None}])),
    "own-sign-on-none": ("members/own_sign_on.html", sign_on(sign_ons=[])),
    "sign-in-agency": (
        "members/sign_in_agency.html",
        outside(wrong="", here="/four-rivers/sign-in/agency", mail_href="/four-rivers/sign-in", sign_ons=[SIGN_ON]),
    ),
    "sign-in-agency-wrong": (
        "members/sign_in_agency.html",
        outside(wrong="Begin again.", here="/x", mail_href="/four-rivers/sign-in", sign_ons=[]),
    ),
    "cards": ("members/cards.html", common(cards=CARDS)),
    "my-mail": ("members/mail.html", mail()),
    "my-mail-wrong": ("members/mail.html", mail(did="", errors={"digest_at": "This must be a time, such as 07:30."})),
    "plan": ("members/plan.html", plan()),
    "plan-first": ("members/plan.html", plan(before=0, version=1, wrong="Press the button to make the parts.")),
    "plan-none": ("members/plan.html", plan(parts=[], why="They stay as they are.")),
    "paper": ("signing/paper.html", paper()),
    "paper-wrong": ("signing/paper.html", paper(errors={"parties": "Tick the agencies.", "clause-3": "No words."})),
    "paper-look": ("signing/paper_look.html", looked(in_force=True)),
    "paper-look-not": ("signing/paper_look.html", looked(in_force=False)),
    "happened": ("signing/happened.html", happened()),
    "happened-wrong": ("signing/happened.html", happened(errors={"kind": "Choose what happened."})),
}
