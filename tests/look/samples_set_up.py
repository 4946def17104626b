"""Sample contexts of the pages of set-up."""

from datetime import date
from typing import Any
from uuid import UUID

from consortium.members.line_age import Age
from consortium.members.see_notices import see_notice
from consortium.members.setup_values import LineEntry, MailTest, NoticeVersion, Stage, StateEntry
from consortium.members.state_profile import FIELDS
from consortium.members.state_suggestions import SUGGESTIONS
from tests.look.samples_common import NOW, Context, common

BY = "Lt. V. Moreno"
ACTS = [{"at": NOW, "by": BY, "what": "Paused the service."}]
ONE = UUID(int=1)


def step(title: str, state: str, says: str = "All were rung.", **more: Any) -> Context:
    return {
        "title": title,
        "says": says,
        "since": None,
        "state": state,
        "soon": False,
        "harm": False,
        "href": "/four-rivers/lines",
        "waits": [("Legal advisor", ("C. Ashby",)), ("Coordinator", ())],
        **more,
    }


def set_up(**more: Any) -> Context:
    steps = [step("Crisis lines", "done"), step("Mail", "open"), step("Notices", "waits"), step("Rota", "open")]
    return common(
        "Set up",
        **{
            "steps": [*steps, step("Posters", "done", soon=True), step("Hours", "open", since=NOW, harm=True)],
            "left": 3,
            "green": False,
            "opened_on": None,
            "harmed": False,
            "may_settle": True,
            "mail": MailTest(proved_on=None, waiting=False),
            "pages": [("/four-rivers/lines", "Crisis lines", "phone")],
            "acts": ACTS,
            "errors": {},
            "did": "",
            **more,
        },
    )


def entry(number: int, age: Age, **more: Any) -> LineEntry:
    facts = {
        "id": UUID(int=number),
        "name": f"Line {number}",
        "number": "988",
        "href": "tel:988",
        "blurb_en": "Answers day and night.",
        "blurb_es": "Contesta de noche.",
        "verified_on": None if age is Age.NEVER else date(2026, 8, 1),
        "verified_by": "" if age is Age.NEVER else BY,
        "age": age,
        "first": number == 1,
        "last": number == 4,
    }
    return LineEntry(**{**facts, **more})


FORM = {"name": "Copline", "number": "x", "how": "text", "blurb_en": "", "blurb_es": ""}


def lines(**more: Any) -> Context:
    entries = [entry(number, age) for number, age in enumerate(Age, start=1)]
    return common("Set up", **{"lines": entries, "form": dict.fromkeys(FORM, ""), "errors": {}, "did": "", **more})


def line(**more: Any) -> Context:
    return common("Set up", **{"line": entry(1, Age.FRESH), "form": FORM, "errors": {}, "acts": ACTS, **more})


def version(number: int, stage: Stage, text: str = "What a peer may pass on.") -> NoticeVersion:
    good = stage in {Stage.APPROVED, Stage.WITHDRAWN}
    return NoticeVersion(
        id=UUID(int=number),
        state="OR",
        language="en",
        version=number,
        text=text,
        misconduct_duty="A sworn peer may have to report.",
        stage=stage,
        written_by=BY,
        written_on=date(2026, 11, 1),
        approved_by="C. Ashby" if good else None,
        approved_on=date(2026, 11, 2) if good else None,
        comment="Name the court." if stage is Stage.RETURNED else "",
        example=False,
    )


def notice(*stages: Stage, read: bool = True, language: str = "en", **more: Any) -> Context:
    versions = [version(len(stages) - place, stage, f"Words {place}.") for place, stage in enumerate(stages)]
    entries = {"exceptions": state_entry("exceptions", "A threat.")} if read else {}
    known = frozenset({"exceptions", "misconduct_duty"} if read else ())
    return common(
        "Set up",
        **{
            "notice_view": see_notice("OR", language, versions, known),
            "form": {"text": "Words.", "misconduct_duty": "", "comment": ""},
            "entries": entries,
            "may_judge": True,
            "acts": ACTS,
            "errors": {},
            "did": "",
            **more,
        },
    )


def notices() -> Context:
    shown = [
        see_notice("OR", "en", [version(3, stage), version(2, Stage.APPROVED)], frozenset())
        for stage in (Stage.DRAFT, Stage.SUBMITTED, Stage.RETURNED, Stage.WITHDRAWN)
    ]
    return common("Set up", notices=[*shown, see_notice("WA", "es", [], frozenset())])


def state_entry(field: str, value: str) -> StateEntry:
    return StateEntry(
        id=ONE, state="VA", field=field, value=value, source="The code", read_by=BY, read_on=date(2026, 11, 3)
    )


def state(**more: Any) -> Context:
    entries = {"statute": state_entry("statute", "Some law"), "witness": state_entry("witness", "yes")}
    suggested = SUGGESTIONS["VA"]
    fields = [{"field": each, "entry": entries.get(each.key), "suggestion": suggested.get(each.key)} for each in FIELDS]
    return common(
        "Set up",
        **{
            "state_name": "VA",
            "fields": fields,
            "left": 11,
            "may_read": True,
            "form": {},
            "languages": [("en", "English"), ("es", "Spanish")],
            "acts": ACTS,
            "errors": {},
            "did": "",
            **more,
        },
    )


SETTINGS = {
    "title": "Four Rivers",
    "state_network": "",
    "service_level": "3",
    "call_back_minutes": "",
    "steps": "5 5 5 5",
    "open_limit": "40",
    "text_offered": "yes",
    "crowd": "40",
    "least_departments": "3",
    **{f"{name}_{day}": "07:00" for name in ("opens", "closes") for day in range(7)},
}
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def settings(**more: Any) -> Context:
    asked = {"form": SETTINGS, "days": DAYS, "text_allowed": False, "asks": None, "acts": ACTS, "errors": {}, "did": ""}
    return common("Set up", **{**asked, **more})


def asks(*, smaller: bool) -> Context:
    return {"before": (40, 3), "after": (30, 3), "smaller": smaller, "plan": 2 if smaller else None}


def pause(**more: Any) -> Context:
    facts = {
        "paused": False,
        "paused_until": None,
        "opened": True,
        "reasons": ("", "peers", "work", "agreement", "holiday"),
        "form": {"until": "", "reason": ""},
        "acts": ACTS,
        "errors": {},
        "did": "",
    }
    return common("Set up", **{**facts, **more})


WRONG = {
    "text": "This must be filled in.",
    "misconduct_duty": "Too long.",
    "comment": "Missing.",
    "approve": "Read it.",
}
PAGES: dict[str, tuple[str, Context]] = {
    "set-up": ("members/set_up.html", set_up()),
    "set-up-green": ("members/set_up.html", set_up(left=0, green=True, steps=[step("Mail", "done")])),
    "set-up-open": (
        "members/set_up.html",
        set_up(opened_on=date(2026, 11, 1), green=True, mail=MailTest(proved_on=date(2026, 11, 1), waiting=False)),
    ),
    "set-up-missing": ("members/set_up.html", set_up(opened_on=date(2026, 11, 1), did="open")),
    "set-up-harmed": ("members/set_up.html", set_up(opened_on=date(2026, 11, 1), harmed=True, may_settle=False)),
    "set-up-code": (
        "members/set_up.html",
        set_up(mail=MailTest(proved_on=None, waiting=True), errors={"code": "Wrong.", "mail": "None.", "open": "No."}),
    ),
    "lines": ("members/lines.html", lines(did="verified")),
    "lines-none": ("members/lines.html", lines(lines=[])),
    "lines-wrong": ("members/lines.html", lines(form=FORM, errors={"name": "Missing.", "number": "This is none."})),
    "line": ("members/line.html", line()),
    "line-wrong": ("members/line.html", line(errors={"number": "This is none.", "blurb_en": "Too long."})),
    "notices": ("members/notices.html", notices()),
    "notices-none": ("members/notices.html", common("Set up", notices=[])),
    "notice-none": ("members/notice.html", notice(read=False)),
    "notice-draft": ("members/notice.html", notice(Stage.DRAFT, Stage.APPROVED, Stage.WITHDRAWN, did="saved")),
    "notice-waits": ("members/notice.html", notice(Stage.SUBMITTED, Stage.APPROVED)),
    "notice-waits-unread": ("members/notice.html", notice(Stage.SUBMITTED, read=False, errors=WRONG)),
    "notice-waits-others": ("members/notice.html", notice(Stage.SUBMITTED, may_judge=False, language="es")),
    "notice-returned": ("members/notice.html", notice(Stage.RETURNED, Stage.DRAFT)),
    "states": ("members/states.html", common("Set up", states=[("OR", 5, 13), ("WA", 13, 13)])),
    "states-none": ("members/states.html", common("Set up", states=[])),
    "state": ("members/state.html", state(did="read")),
    "state-others": ("members/state.html", state(may_read=False, left=0)),
    "state-wrong": (
        "members/state.html",
        state(form={"field": "training", "value": "x"}, errors={"training-source": "Say where."}),
    ),
    "settings": ("members/settings.html", settings(did="kept")),
    "settings-asks": ("members/settings.html", settings(asks=asks(smaller=True), text_allowed=True)),
    "settings-asks-more": ("members/settings.html", settings(asks=asks(smaller=False))),
    "settings-wrong": (
        "members/settings.html",
        settings(errors={"steps": "Whole numbers.", "crowd": "Too small.", "service_level": "None.", "hours": "Half."}),
    ),
    "pause": ("members/pause.html", pause()),
    "paused": ("members/pause.html", pause(paused=True, paused_until=NOW, did="pause", pause={"until": NOW})),
    "paused-open": ("members/pause.html", pause(paused=True, opened=False, pause={"until": None})),
    "pause-wrong": ("members/pause.html", pause(errors={"until": "In the past.", "reason": "None."})),
}
