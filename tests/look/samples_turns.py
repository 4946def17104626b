"""Sample contexts of rotations, of single changes, of a member's own turns, and of an agency's own page."""

from datetime import date, time, timedelta

from tests.look.samples_common import NAMES, NOW, ZONE, Context, common, hours, standing, wall

FIRST, SECOND, THIRD = "Sgt. R. Alvarez", "Ofc. T. Chen", "Dep. M. Begay"
FIELDS = {"line": "primary", "from": "2026-11-24T14:00Z", "until": "2026-11-25T14:00Z"}
GAP: Context = {
    "what": "Nobody on call: primary",
    "start": wall(24, 19),
    "end": wall(25, 7),
    "instead": "Requests go straight to backup: Dep. M. Begay.",
}
SHAPES = [("weeks", "24 hours, weekly turns", "One person has a week round the clock, then the next.")]
PERSON: Context = {"person": "5c1f", "name": FIRST, "agency": NAMES[0][0], "hours": 24}


def rotation(state: str = "running", **more: object) -> Context:
    return {
        "href": "/four-rivers/rotations/7d1e",
        "name": "Primary, day by day",
        "line": "primary",
        "people": [FIRST, SECOND],
        "others": 3,
        "turns": 5,
        "hand_off": "07:00",
        "hand_off_at": wall(2, 7),
        "every": 1,
        "unit": "day",
        "hours": [{"days": [0, 1], "start": time(7), "end": time(7)}, {"days": [5], "start": time(19), "end": time(7)}],
        "waits": True,
        "off_days": [date(2026, 11, 26)],
        "owed": True,
        "layer": 1,
        "zone": ZONE,
        "first_day": date(2026, 11, 2),
        "last_day": None,
        "state": state,
        "order": [[FIRST], [SECOND, THIRD]],
        "next": [{"start": wall(24, 7), "end": wall(25, 7), "people": [FIRST]}],
        "more": 2,
        **more,
    }


def temporary_row(state: str = "coming") -> Context:
    return {
        "href": "/four-rivers/rotations/temporary/2b",
        "name": "County fair",
        "lines": ["primary", "backup"],
        "start": wall(24, 7),
        "end": wall(27, 7),
        "state": state,
        "count": 6,
    }


def rotations(**more: object) -> Context:
    lines = [
        {"key": "primary", "rotations": [rotation(), rotation("ended", last_day=date(2026, 11, 20), others=1)]},
        {"key": "backup", "rotations": [rotation("coming", every=1, unit="week")]},
        {"key": "clinician", "rotations": [rotation("withdrawn", every=10, others=0)]},
    ]
    base: Context = {
        "lines": lines,
        "did": "ended",
        "new_href": "/four-rivers/rotations/new",
        "shapes": SHAPES,
        "temporary": [temporary_row()],
    }
    return common("Schedule", **{**base, **more})


def no_rotations() -> Context:
    return rotations(lines=[{"key": key, "rotations": []} for key in ("primary", "backup", "clinician")], did="")


def one_rotation(**more: object) -> Context:
    base: Context = {
        "rotation": rotation(),
        "did": "published",
        "acts": [{"at": NOW, "by": "Lt. V. Moreno", "what": "Published it."}],
        "action": "/four-rivers/rotations/7d1e",
        "list_href": "/four-rivers/rotations",
        "change_href": "/four-rivers/rotations/new?change=7d1e",
        "from_day": "2026-11-30",
        "errors": {},
        "ask": None,
        "form": {},
        "passing": None,
        "pauses": [],
        "people": [{"person": "5c1f", "name": FIRST}],
    }
    return common("Schedule", **{**base, **more})


def ending(**more: object) -> Context:
    ask = {"at": wall(30, 7), "day": date(2026, 11, 30), "never": False, "missing": [GAP] * 10, **more}
    return one_rotation(ask=ask, did="")


def pausing() -> Context:
    turns = [{"start": wall(24, 7), "before": [FIRST], "after": [SECOND, THIRD]}]
    passing: Context = {"name": FIRST, "start": wall(24, 7), "end": wall(30, 7), "turns": turns, "more": 2}
    kept = {
        "name": SECOND,
        "start": wall(24, 7),
        "end": wall(30, 7),
        "begun": True,
        "action": "/four-rivers/rotations/7d1e",
    }
    return one_rotation(passing=passing, pauses=[kept, {**kept, "begun": False}], did="", errors={"person": "Choose."})


def form(**more: object) -> Context:
    people = [{"field": "turn_5c1f", "name": FIRST, "agency": NAMES[0][0]}]
    base: Context = {
        "action": "/four-rivers/rotations/new",
        "list_href": "/four-rivers/rotations",
        "replaced": "",
        "form": {"first_day": "2026-11-30", "hand_off": "07:00", "every": "weekly", "line": "primary"},
        "errors": {},
        "more": False,
        "shapes": [each[:2] for each in SHAPES],
        "groups": [{"key": "peers", "people": people}, {"key": "clinicians", "people": []}],
    }
    return common("Schedule", **{**base, **more})


def form_wrong() -> Context:
    errors = {"name": "This must be filled in.", "turn_5c1f": "Numbers of turns look like 1.", "every": "Say how long."}
    return form(errors=errors, replaced="Primary, day by day", more=True)


def preview(**more: object) -> Context:
    base: Context = {
        "action": "/four-rivers/rotations/new",
        "form": {"name": "Primary, day by day", "line": "primary"},
        "name": "Primary, day by day",
        "rotations": [rotation("coming")],
        "replaced": "",
        "refused": "",
        "span": {"start": wall(23, 7), "end": wall(30, 7)},
        "turns": [{"start": wall(24, 7), "end": wall(25, 7), "people": [FIRST]}],
        "more": 0,
        "filled": timedelta(),
        "left": [],
        "new": [],
        "one_sided": [],
        "people": [],
        "parts": [],
    }
    return common("Schedule", **{**base, **more})


def preview_bad() -> Context:
    span = {"start": wall(24, 7), "end": wall(25, 7)}
    return preview(
        replaced="Primary, week by week",
        refused="Primary and backup would all belong to one part of the region.",
        filled=hours(12),
        left=[GAP] * 14,
        new=[GAP],
        more=3,
        one_sided=[span],
        people=[{"name": FIRST, "what": what, **span} for what in ("away", "untrained", "lapses", "suspended")],
        parts=[{"what": "Nobody may serve North", **span}] * 14,
    )


def change(**more: object) -> Context:
    made: Context = {"href": "/four-rivers/schedule/changes/9a", "start": wall(24, 7), "end": wall(25, 7)}
    base: Context = {
        "action": "/four-rivers/schedule/change",
        "schedule_href": "/four-rivers/schedule",
        "form": {
            "line": "primary",
            "from_day": "2026-11-24",
            "from_time": "19:00",
            "until_day": "2026-11-25",
            "until_time": "07:00",
        },
        "errors": {},
        "on": [{"person": "5c1f", "name": FIRST, "start": wall(24, 19), "end": wall(25, 7)}],
        "able": [PERSON],
        "changes": [
            {**made, "adds": FIRST, "removes": SECOND},
            {**made, "adds": FIRST, "removes": ""},
            {**made, "adds": "", "removes": SECOND},
        ],
        "missing": [],
    }
    return common("Schedule", **{**base, **more})


def change_gap() -> Context:
    return change(on=[], able=[], missing=[GAP], errors={"adds": "Choose somebody else.", "from_day": "Not a day."})


def change_made(**more: object) -> Context:
    base: Context = {
        "change": {"line": "primary", "adds": FIRST, "removes": SECOND, "start": wall(24, 7), "end": wall(25, 7)},
        "over": False,
        "begun": False,
        "missing": [GAP],
        "action": "/four-rivers/schedule/changes/9a",
        "schedule_href": "/four-rivers/schedule",
        "errors": {},
    }
    return common("Schedule", **{**base, **more})


def cannot(**more: object) -> Context:
    base: Context = {
        "action": "/four-rivers/me/shifts/cannot",
        "list_href": "/four-rivers/me/shifts",
        "turn": {"line": "primary", "start": wall(24, 7), "end": wall(25, 7), "fields": FIELDS},
        "running": True,
        "missing": [GAP],
    }
    return common("Now", **{**base, **more})


def agency(**more: object) -> Context:
    night = {"start": wall(21, 18), "end": wall(22, 6)}
    peer = {"name": FIRST, "title": "Sergeant", "state": "ok", "until": wall(30, 0), "away": True}
    clause = {"number": "21", "words": "A party leaves by written notice."}
    words = {"withdrawal": clause, "notices": {"number": "26", "words": "Notices go to the other heads."}}
    pact = {"title": "Four Rivers agreement", "number": 2, "href": "/four-rivers/agreements/1", "notice_days": 60}
    one: Context = {
        "id": "a1",
        "name": NAMES[0][0],
        "cover": {"part": "North", "night": night, "now": "covered", "tonight": "covered", "times": []},
        "peers": [peer, *({**peer, "state": s, "away": False} for s in ("soon", "lapsed", "none", "suspended"))],
        "lent": {
            "month": date(2026, 10, 1),
            "quarter": date(2026, 10, 1),
            "today": date(2026, 11, 21),
            "people": [{"name": FIRST, "month": 48, "quarter": 96}],
            "month_total": 48,
            "quarter_total": 96,
        },
        "bindings": [{**pact, **standing("active", date(2026, 3, 1)), "run_off_days": 14, **words}],
        **more,
    }
    return common(
        "My agency",
        agencies=[one],
        paused=False,
        level=4,
        may_read=True,
        may_lend=True,
        posters_href="/four-rivers/posters",
    )


def agency_uncovered() -> Context:
    night = {"start": wall(21, 18), "end": wall(22, 6)}
    times = [
        {"state": "none", "start": wall(21, 20), "end": wall(21, 22)},
        {"state": "off_duty", "start": wall(21, 22), "end": wall(22, 6)},
    ]
    cover = {"part": "North", "night": night, "now": "none", "tonight": "none", "times": times}
    lent: Context = {"people": [], "month": date(2026, 10, 1), "quarter": date(2026, 10, 1)}
    return {**agency(cover=cover, peers=[], lent=lent, bindings=[]), "level": 3, "may_read": False}
