"""Sample contexts of the pages about one person, of one's own page, and of the journal."""

from datetime import date
from types import SimpleNamespace as Value
from typing import Any

from tests.look.samples_common import NAMES, NOW, TODAY, Context, common, hours, wall

HERE = "/four-rivers/people/0b9a"
BONDS = [("full_time", "Full time"), ("part_time", "Part time"), ("supervises", "Supervises people of it")]
AGENCIES = [(number, name) for number, (name, *_) in enumerate(NAMES)]


def sees(**hidden: bool) -> Value:
    shown = {"oneself": False, "papers": True, "contacts": True, "close": True, "history": True}
    return Value(**{**shown, **hidden})


def turn(day: int, line: str = "Primary") -> Context:
    return {
        "line": line,
        "start": wall(day, 7),
        "end": wall(day, 19),
        "href": "/four-rivers/schedule/change?line=primary",
    }


def course(until: date, within: int | None = None) -> Context:
    entry = {"id": "c1", "kind": "course", "course": "Peer support, basic course", "hours": 40, "expires_on": until}
    entry["completed_on"] = date(2025, 3, 1)
    return {"entry": entry, "within": within}


def channel(address: str, *, proved_on: date | None, holds: bool, asked: bool = False) -> Context:
    entry = {
        "id": address.split("@", maxsplit=1)[0],
        "kind": "mail",
        "address": address,
        "proved_on": proved_on,
        "asked": asked,
    }
    return {"entry": entry, "label": "Mail", "holds": holds}


def a_person(**more: Any) -> Context:
    of = {
        "lent_by_name": NAMES[0][0],
        "suspended": False,
        "sworn": True,
        "ring_off_duty": True,
        "talk_number": "(406) 555-0142",
        "ended_on": None,
    }
    return {
        "id": "0b9a",
        "href": HERE,
        "name": "Rosa Alvarez",
        "title": "Sergeant",
        "email": "rosa.alvarez@example.org",
        "sees": sees(),
        "roles": [("coordinator", "Coordinator"), ("peer", "Peer")],
        "service": {"kind": "Peer", "of": of},
        "off_list_on": None,
        "ties": [("a0", NAMES[0][0], "full_time", "Full time"), ("a1", NAMES[1][0], "supervises", BONDS[2][1])],
        "training": {"state": "soon", "hours": 40, "until": date(2026, 12, 15), "within": 30, "licence": False},
        "courses": [course(date(2026, 12, 15), 30), course(date(2026, 1, 15), 0), course(date(2028, 1, 15))],
        "channels": [
            channel("rosa@example.org", proved_on=date(2026, 10, 2), holds=True),
            channel("night@example.org", proved_on=date(2026, 1, 2), holds=False),
            channel("old@example.org", proved_on=None, holds=False, asked=True),
        ],
        "away": {"first": date(2026, 11, 20), "last": date(2026, 11, 25)},
        "leave": [{"id": "l1", "start": wall(20, 0), "end": wall(26, 0), "turns": [turn(22), turn(24, "Backup")]}],
        "on_call": "Primary",
        "turns": [turn(22), turn(24, "Backup")],
        "designated": 7,
        "members": 9,
        "missing": "Missing: training on record and a way to page her.",
        "left": None,
        "leaves": None,
        "leaving": False,
        "off_list": False,
        **more,
    }


ACTS = [
    {"at": NOW, "by": "Lt. V. Moreno", "what": "Enrolled Rosa Alvarez as a peer."},
    {"at": NOW - hours(30), "by": "", "what": "Added Rosa Alvarez."},
]
ALL = {
    "people": True,
    "peers": True,
    "roles": True,
    "designations": True,
    "roster": True,
    "journal": True,
    "rota": True,
}


def not_sworn() -> Context:
    person = a_person()
    return person_page(person | {"service": {"kind": "Chaplain", "of": person["service"]["of"] | {"sworn": False}}})


def person_page(person: Context | None = None, **more: Any) -> Context:
    context = {
        "person": person or a_person(),
        "acts": ACTS,
        "today": TODAY,
        "now": NOW,
        "may": ALL,
        "choices": {
            "agencies": AGENCIES,
            "bonds": BONDS,
            "roles": [("clerk", "Clerk"), ("liaison", "Liaison")],
            "lenders": AGENCIES[:1],
        },
        "own": False,
        "section": "",
        "typed": {},
        "errors": {},
        "unsure": None,
        "did": "",
    }
    return common("Roster", **{**context, **more})


def seen_by_a_peer() -> Context:
    hidden = sees(papers=False, contacts=False, close=False, history=False)
    person = a_person(sees=hidden, email=None, roles=[], courses=[], channels=[], leave=[], missing="")
    return person_page(person, may=dict.fromkeys(ALL, False), acts=[])


def gone() -> Context:
    person = a_person(service=None, off_list_on=TODAY, left=TODAY, leaving=True, off_list=True, channels=[], turns=[])
    return person_page(person, did="ended")


def not_answering(**more: Any) -> Context:
    person = a_person(
        service=None, courses=[], ties=[], roles=[], channels=[], turns=[], leave=[], email=None, away=None
    )
    return person_page(person, section="roles", unsure="sure", errors={"role": "One person is both."}, **more)


def new_person(**more: Any) -> Context:
    roles = [("coordinator", "Coordinator"), ("clerk", "Clerk")]
    context = {"agencies": AGENCIES, "bonds": BONDS, "roles": roles, "typed": {}, "errors": {}}
    return common("Roster", **{**context, **more})


def end_page(**more: Any) -> Context:
    rota = {"turns": 3, "gaps": [turn(22), turn(24, "Backup")], "days": 60}
    context = {"person": a_person(), "day": TODAY, "today": TODAY, "rota": rota, "may_fill": True, "errors": {}}
    return common("Roster", **{**context, **more})


def training() -> Context:
    entry = course(date(2026, 12, 15))["entry"]
    wrong = {"hours": "Give a whole number, such as 14."}
    return common(
        "Roster",
        name="Rosa Alvarez",
        back_href=HERE,
        course=entry,
        today=TODAY,
        typed={"hours": "many"},
        errors=wrong,
    )


def me(person: Context | None = None, **more: Any) -> Context:
    context = {
        "person": person or a_person(sees=sees(oneself=True)),
        "acts": ACTS,
        "today": TODAY,
        "now": NOW,
        "section": "",
        "typed": {},
        "errors": {},
        "shifts_href": "/four-rivers/me/shifts",
        "did": "",
    }
    return common("", **{**context, **more})


def bare_me() -> Context:
    person = a_person(
        service=None, channels=[], turns=[], leave=[], ties=[], roles=[], courses=[], email=None, missing=""
    )
    return me(person, shifts_href=None)


def wrong_code() -> Context:
    errors = {"code": "This is not the code."}
    return me(section="channels", typed={"channel": "old", "code": "1"}, errors=errors, did="code")


def journal(**more: Any) -> Context:
    acts = [{**act, "about_href": "/four-rivers/journal?about=0b9a"} for act in ACTS]
    addresses = {"newest_href": "/four-rivers/journal", "older_href": "/four-rivers/journal?before=x", "all_href": None}
    return common("Journal", **{"acts": acts, "about": "", **addresses, **more})


PEOPLE_PAGES: dict[str, tuple[str, Context]] = {
    "person": ("members/person.html", person_page()),
    "person-not-sworn": ("members/person.html", not_sworn()),
    "person-by-peer": ("members/person.html", seen_by_a_peer()),
    "person-gone": ("members/person.html", gone()),
    "person-planned": ("members/person.html", person_page(a_person(leaves=date(2026, 12, 1), leaving=True), own=True)),
    "person-not-answering": ("members/person.html", not_answering()),
    "person-new": ("members/person_new.html", new_person()),
    "person-new-wrong": ("members/person_new.html", new_person(errors={"name": "This must be filled in."})),
    "person-end": ("members/person_end.html", end_page()),
    "person-end-later": (
        "members/person_end.html",
        end_page(day=date(2026, 12, 1), rota={"turns": 0, "gaps": [], "days": 60}, errors={"day": "Choose a day."}),
    ),
    "training": ("members/training.html", training()),
    "me": ("members/me.html", me()),
    "me-bare": ("members/me.html", bare_me()),
    "me-wrong": ("members/me.html", wrong_code()),
    "journal": ("members/journal.html", journal()),
    "journal-none": (
        "members/journal.html",
        journal(acts=[], about="Rosa Alvarez", newest_href=None, older_href=None, all_href="/four-rivers/journal"),
    ),
}
