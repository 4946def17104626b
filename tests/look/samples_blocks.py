"""Sample contexts of starting points and of temporary schedules."""

from tests.look.samples_common import NAMES, NOW, Context, common, wall
from tests.look.samples_turns import FIRST, GAP, SECOND, SHAPES, preview, rotation, temporary_row

_SPAN = {"start": wall(24, 7), "end": wall(27, 7)}
_GAINED = {"line": "primary", "start": wall(24, 7), "end": wall(25, 7)}
_PEOPLE = [{"name": FIRST, "gained": [_GAINED], "lost": []}, {"name": SECOND, "gained": [], "lost": [_GAINED]}]
_SHIFTS = [{**_GAINED, "name": FIRST}]


def start(**more: object) -> Context:
    people = [{"field": "turn_5c1f", "name": FIRST, "agency": NAMES[0][0]}]
    base: Context = {
        "action": "/four-rivers/rotations/start",
        "list_href": "/four-rivers/rotations",
        "new_href": "/four-rivers/rotations/new",
        "shapes": SHAPES,
        "form": {"shape": "weeks", "line": "primary", "first_day": "2026-11-30", "hand_off": "07:00"},
        "errors": {},
        "groups": [{"key": "peers", "people": people}, {"key": "clinicians", "people": []}],
    }
    return common("Schedule", **{**base, **more})


def start_preview() -> Context:
    return preview(name="24 hours, weekly turns", rotations=[rotation("coming"), rotation("coming", name="Nights")])


def frame(**more: object) -> Context:
    base: Context = {
        "action": "/four-rivers/rotations/temporary/new",
        "list_href": "/four-rivers/rotations",
        "form": {"name": "County fair", "hand_offs": "07:00", "line_primary": "on", "turn_primary_0": FIRST},
        "errors": {},
    }
    return common("Schedule", **{**base, **more})


def turns(**more: object) -> Context:
    held = {**_SPAN, "field": "turn_primary_0", "value": FIRST}
    base: Context = {
        "action": "/four-rivers/rotations/temporary/new",
        "list_href": "/four-rivers/rotations",
        "name": "County fair",
        "span": _SPAN,
        "form": {"name": "County fair"},
        "people": [FIRST, SECOND],
        "lines": [{"line": "primary", "turns": [held, {**held, "field": "turn_primary_1", "value": ""}]}],
        "errors": {},
    }
    return common("Schedule", **{**base, **more})


def temporary_preview(**more: object) -> Context:
    base: Context = {
        "action": "/four-rivers/rotations/temporary/new",
        "form": {"name": "County fair"},
        "name": "County fair",
        "span": _SPAN,
        "shifts": _SHIFTS,
        "gaps": [],
        "one_sided": [],
        "people": _PEOPLE,
    }
    return common("Schedule", **{**base, **more})


def temporary(state: str = "coming", **more: object) -> Context:
    base: Context = {
        "temporary": {**temporary_row(state), "shifts": _SHIFTS},
        "people": _PEOPLE,
        "did": "laid",
        "acts": [{"at": NOW, "by": "Lt. V. Moreno", "what": "Laid it."}],
        "action": "/four-rivers/rotations/temporary/2b",
        "list_href": "/four-rivers/rotations",
        "errors": {},
    }
    return common("Schedule", **{**base, **more})


def bring(**more: object) -> Context:
    kept = {"source": "opsgenie", "at": NOW, "count": 2, "undone": False, "action": "/four-rivers/rotations/imports/7"}
    base: Context = {
        "action": "/four-rivers/rotations/import",
        "list_href": "/four-rivers/rotations",
        "did": "taken",
        "sources": [("pagerduty", "PagerDuty: one schedule, as its REST API gives it")],
        "form": {"source": "pagerduty", "line": "primary"},
        "errors": {},
        "files": [kept, {**kept, "undone": True, "count": 1}],
    }
    return common("Schedule", **{**base, **more})


def file(**more: object) -> Context:
    base: Context = {
        "action": "/four-rivers/rotations/imports/7",
        "list_href": "/four-rivers/rotations/import",
        "source": "pagerduty",
        "from_day": "2026-11-30",
        "people": [{"field": "who_1", "name": "R. Alvarez", "chosen": "5c1f"}],
        "choices": [("5c1f", FIRST, NAMES[0][0]), ("5c2f", SECOND, "")],
        "left_out": ["3 overrides of single times: enter those that lie ahead as changes of duty."],
        "rotations": [rotation("coming")],
        "refused": "",
        "errors": {},
    }
    return common("Schedule", **{**base, **more})


SAMPLES = {
    "schedule-import": ("duty/schedule_import.html", bring()),
    "schedule-import-wrong": (
        "duty/schedule_import.html",
        bring(errors={"file": "No JSON.", "source": "X."}, files=[]),
    ),
    "schedule-file": ("duty/schedule_file.html", file()),
    "schedule-file-refused": (
        "duty/schedule_file.html",
        file(refused="“Days”: it cannot be.", rotations=[], left_out=[], errors={"from_day": "Not a day."}),
    ),
    "rotation-start": ("duty/rotation_start.html", start()),
    "rotation-start-wrong": ("duty/rotation_start.html", start(errors={"shape": "Choose one.", "turns": "Give one."})),
    "rotation-start-preview": ("duty/rotation_preview.html", start_preview()),
    "temporary-frame": ("duty/temporary_frame.html", frame()),
    "temporary-frame-wrong": ("duty/temporary_frame.html", frame(errors={"lines": "Choose.", "name": "Fill it in."})),
    "temporary-turns": ("duty/temporary_turns.html", turns()),
    "temporary-turns-wrong": ("duty/temporary_turns.html", turns(errors={"turn_primary_0": "Nobody.", "shifts": "X."})),
    "temporary-preview": ("duty/temporary_preview.html", temporary_preview()),
    "temporary-preview-gaps": (
        "duty/temporary_preview.html",
        temporary_preview(gaps=[GAP] * 22, one_sided=[_SPAN], people=_PEOPLE[:1]),
    ),
    "temporary": ("duty/temporary.html", temporary()),
    "temporary-running": ("duty/temporary.html", temporary("running", did="", errors={"take-back": "No."})),
    "temporary-over": ("duty/temporary.html", temporary("ended", people=None, did="back")),
}
