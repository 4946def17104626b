"""What the pages of cover and swaps get: every state of an ask, the form, the coordinator's lists."""

from tests.look.samples_common import NOW, OWN_CLOCK, Context, common, wall
from tests.look.samples_turns import FIELDS, FIRST, GAP, SECOND, THIRD

BACK: Context = {"person": "5c1f", "name": SECOND, "line": "backup", "start": wall(28, 7), "end": wall(29, 7)}
ABLE = [
    {"person": "5c1f", "name": SECOND, "agency": "Ferris Police", "hours": 40, "over": -12},
    {"person": "5c20", "name": THIRD, "agency": "", "hours": 52, "over": 0},
    {"person": "5c21", "name": FIRST, "agency": "", "hours": 60, "over": 9},
]
TIMES = {"from_day": "2026-11-24", "from_time": "07:00", "until_day": "2026-11-25", "until_time": "07:00"}
TURN: Context = {"line": "primary", "start": wall(24, 7), "end": wall(25, 7), "fields": FIELDS}
SHIFTS = "/four-rivers/me/shifts"


def ask(state: str = "open", **more: object) -> Context:
    return {
        "href": "/four-rivers/me/swaps/3e",
        "line": "primary",
        "start": wall(24, 7),
        "end": wall(25, 7),
        "part": False,
        "giver": FIRST,
        "mine": False,
        "chosen": "",
        "behalf": "",
        "state": state,
        "answer_by": wall(24, 7),
        "next_at": None,
        "running": False,
        "names": [],
        "offers": [],
        "said_no": False,
        "back": None,
        **more,
    }


def mine(state: str = "open", **more: object) -> Context:
    return ask(state, mine=True, names=[SECOND, THIRD], offers=[BACK], next_at=wall(22, 7), **more)


def my_shifts(**more: object) -> Context:
    turn: Context = {
        "line": "primary",
        "start": NOW,
        "end": wall(21, 7),
        "running": True,
        "asking": "",
        "offers": 0,
        "swap_href": "/four-rivers/me/swaps/new?line=primary",
        "cannot_href": "/four-rivers/me/shifts/cannot?line=primary",
    }
    asking: Context = {"start": wall(24, 7), "end": wall(25, 7), "asking": "/four-rivers/me/swaps/3e", "offers": 1}
    later = {**turn, "line": "backup", "running": False, **asking}
    base: Context = {
        "turns": [turn, later],
        "asked": 2,
        "swaps_href": "/four-rivers/me/swaps",
        "left": [
            {"line": "primary", "start": wall(26, 7), "end": wall(27, 7), "people": [], "instead": GAP["instead"]},
            {"line": "backup", "start": wall(28, 7), "end": wall(29, 7), "people": [SECOND], "instead": ""},
        ],
        "did": "off",
        "errors": {},
        "now": NOW,
    }
    return common("Now", **{**base, **more})


def no_shifts() -> Context:
    empty: Context = {"turns": [], "asked": 0, "left": []}
    return my_shifts(**empty, did="", errors={"turns": "This turn is over."})


def swaps(**more: object) -> Context:
    base: Context = {
        "asked": [ask(), ask(back=BACK)],
        "mine": [mine()],
        "over": [mine(state) for state in ("taken", "withdrawn", "declined", "kept", "gone")],
        "shifts_href": SHIFTS,
        "now_href": "/four-rivers/me/swaps/take-now",
        "did": "no",
        "errors": {},
    }
    return common("Now", **{**base, **more})


def swap(shown: Context, **more: object) -> Context:
    base: Context = {
        "ask": shown,
        "choices": [],
        "action": "/four-rivers/me/swaps/3e",
        "list_href": "/four-rivers/me/swaps",
        "did": "",
        "errors": {},
    }
    return common("Now", **{**base, **more})


def swap_ask(**more: object) -> Context:
    base: Context = {
        "action": "/four-rivers/me/swaps/new",
        "list_href": SHIFTS,
        "mine": True,
        "giver": "",
        "turn": TURN,
        "running": False,
        "minutes": 30,
        "times": TIMES,
        "first": {"names": [SECOND, THIRD], "everybody": False, "hours": 24, "more": True},
        "able": ABLE,
        "chosen": "",
        "errors": {},
    }
    return common("Now", **{**base, **more})


def swap_now(**more: object) -> Context:
    one: Context = {"line": "primary", "holder": "5c1f", "name": FIRST, "end": wall(21, 7), "why_not": False}
    base: Context = {
        "turns": [one, {**one, "line": "backup", "why_not": True}],
        "action": "/four-rivers/me/swaps/take-now",
        "list_href": "/four-rivers/me/swaps",
        "errors": {},
    }
    return common("Now", **{**base, **more})


def swaps_open(**more: object) -> Context:
    base: Context = {
        "asks": [{**mine(), "near": True}, {**mine(), "near": False, "offers": []}],
        "manner": {"at_once": "3", "hours_between": "24"},
        "people": [{"person": "5c1f", "name": SECOND}],
        "giver": "5c1f",
        "turns": [{**TURN, "href": "/four-rivers/swaps/new?giver=5c1f"}],
        "action": "/four-rivers/swaps",
        "schedule_href": "/four-rivers/schedule",
        "did": "take",
        "errors": {},
    }
    return common("Schedule", **{**base, **more})


def swap_for_them(shown: Context, **more: object) -> Context:
    base: Context = {
        "ask": shown,
        "able": ABLE,
        "typed": {"to": "5c1f"},
        "action": "/four-rivers/swaps/3e",
        "list_href": "/four-rivers/swaps",
        "did": "asked",
        "errors": {},
    }
    return common("Schedule", **{**base, **more})


SAMPLES = {
    "my-shifts": ("duty/my_shifts.html", my_shifts()),
    "my-shifts-two-clocks": ("duty/my_shifts.html", my_shifts(own_clock=OWN_CLOCK)),
    "my-shifts-none": ("duty/my_shifts.html", no_shifts()),
    "swaps": ("duty/swaps.html", swaps()),
    "swaps-none": ("duty/swaps.html", swaps(asked=[], mine=[], over=[], did="", errors={"mine": "It is over."})),
    "swap-asked": ("duty/swap.html", swap(ask(running=True, part=True), choices=[{**BACK, "key": "backup|1|2"}])),
    "swap-offered-back": ("duty/swap.html", swap(ask(back=BACK, behalf=THIRD))),
    "swap-said-no": ("duty/swap.html", swap(ask(said_no=True), errors={"act": "Press one of the buttons below."})),
    "swap-mine": ("duty/swap.html", swap(mine(), did="asked")),
    "swap-taken": ("duty/swap.html", swap(mine("taken"))),
    "swap-kept": ("duty/swap.html", swap(mine("kept"))),
    "swap-ask": ("duty/swap_ask.html", swap_ask()),
    "swap-ask-one": ("duty/swap_ask.html", swap_ask(chosen="5c1f", errors={"to": "Choose.", "from_day": "Not a day."})),
    "swap-ask-now": (
        "duty/swap_ask.html",
        swap_ask(
            running=True,
            giver=FIRST,
            mine=False,
            first={"names": [SECOND], "everybody": True, "hours": 24, "more": False},
        ),
    ),
    "swap-ask-nobody": ("duty/swap_ask.html", swap_ask(able=[])),
    "swap-now": ("duty/swap_now.html", swap_now(errors={"turns": "Not on the line now."})),
    "swap-now-nobody": ("duty/swap_now.html", swap_now(turns=[])),
    "swaps-open": ("duty/swaps_open.html", swaps_open()),
    "swaps-open-none": (
        "duty/swaps_open.html",
        swaps_open(
            asks=[], turns=[], errors={"at_once": "A number.", "hours_between": "A number.", "giver": "Choose."}
        ),
    ),
    "swap-for-them": ("duty/swap_for_them.html", swap_for_them(mine(), errors={"sure": "Tick.", "to": "Choose."})),
    "swap-for-them-nobody": ("duty/swap_for_them.html", swap_for_them(mine(), able=[])),
    "swap-for-them-over": ("duty/swap_for_them.html", swap_for_them(mine("gone"))),
}
