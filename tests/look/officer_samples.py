"""Sample contexts for the officer's pages: a full region, small ones, and every state of a request.

`HELP` and `STATUS` map a name to a context. People and agencies are invented; the crisis lines are real.
All instants are aware UTC; the zone is Mountain Time.
"""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

Context = dict[str, Any]

ZONE = "America/Denver"
NOW = datetime(2026, 11, 21, 10, 13, tzinfo=UTC)  # 3:13 a.m. on Saturday, November 21
TITLE = "Four Rivers Peer Support"
WORDS = "copper walnut meadow seventy"
PLAINTEXT = "rough night, could use a voice"


def minutes(count: int) -> datetime:
    return NOW + timedelta(minutes=count)


def lines() -> list[Context]:
    checked = date(2026, 11, 2)
    return [
        {
            "name": "Emergency",
            "number": "911",
            "href": "tel:911",
            "blurb": "You or somebody else is in danger now.",
            "verified_on": checked,
            "fresh": True,
        },
        {
            "name": "988 Lifeline",
            "number": "988",
            "href": "tel:988",
            "blurb": "Suicide and crisis line, day and night. Veterans press 1.",
            "verified_on": checked,
            "fresh": True,
        },
        {
            "name": "988 Lifeline by text",
            "number": "988",
            "href": "sms:988",
            "blurb": "The same line, by text message.",
            "verified_on": checked,
            "fresh": True,
        },
        {
            "name": "COPLINE",
            "number": "1-800-267-5463",
            "href": "tel:18002675463",
            "blurb": "Retired officers, 24 hours, not tied to any agency.",
            "verified_on": checked,
            "fresh": True,
        },
        {
            "name": "Cop2Cop",
            "number": "1-866-267-2267",
            "href": "tel:18662672267",
            "blurb": "Officers and clinicians, run from New Jersey.",
            "verified_on": date(2026, 8, 1),
            "fresh": False,
        },
    ]


TOWNS = [
    "Aspen",
    "Bitter-Creek",
    "Coulee",
    "Juniper",
    "Larkspur",
    "Ptarmigan",
    "Sage",
    "High-Plains",
    "Alder",
    "Basin",
    "Cedar",
    "Dry-Fork",
    "Elk",
    "Fossil",
    "Granite",
    "Harlow",
    "Iron",
    "Jasper",
    "Kestrel",
    "Lodgepole",
    "Marias",
    "Needle",
    "Otter",
    "Pinion",
    "Quartz",
    "Raven",
    "Sheep",
    "Teton",
    "Upper-Marsh",
    "Willow",
]
LABELS = ("North", "Northeast", "East", "Southeast", "South", "Southwest", "West", "Northwest")


def departments() -> list[str]:
    """Thirty names of the length that such names have."""
    kinds = ("County Sheriff's Office", "Police", "Police")
    return [f"{town.replace('-', ' ')} {kinds[place % 3]}" for place, town in enumerate(TOWNS)]


def parts(count: int = 8) -> list[Context]:
    names = departments()
    return [
        {
            "id": f"0f8fad5b-d9cb-469f-a165-70867728950{place}",
            "label": LABELS[place],
            "departments": names[place::count],
            "departments_count": len(names[place::count]),
            "crowd": 41 + 11 * place,
            "again": 44 if place == 3 else None,
            "covered": place != 6,
            "thin": place == 2,
            "next_cover": NOW + timedelta(hours=4) if place == 6 else None,
            "ready": True,
            "by": "Three Bells Peers" if place == 5 else "",
        }
        for place in range(count)
    ]


def limit(labels: tuple[str, ...], example: bool = True) -> Context:
    return {
        "parts": labels,
        "state": "South Carolina",
        "across": "unsettled" if example else "not_protected",
        "text": (
            "A peer keeps what you say to themselves, except: a plan to end your life or to badly hurt "
            "somebody; abuse of a child or an older person; what a court or the law requires; a crime you "
            "admit. Thinking about suicide is something you can talk about."
        ),
        "misconduct": "A sworn peer may have to report serious misconduct by an officer.",
        "language": "en",
        "approved_by": "R. Whitlock, counsel",
        "approved_on": date(2026, 9, 30),
        "example": example,
    }


def common(language: str = "en", **more: Any) -> Context:
    spanish = language == "es"
    return {
        "language": language,
        "consortium": {
            "slug": "four-rivers",
            "title": TITLE,
            "timezone": ZONE,
            "state_network": "State Peer Network, 1-555-010-0199",
        },
        "other_language_href": "/four-rivers/help" if spanish else "/four-rivers/es/help",
        "zone_label": "hora de las Montañas" if spanish else "Mountain Time",
        "lines": lines(),
        "demo": True,
        "once": "5f2d9c0b7a614e38",
        "errors": {},
        **more,
    }


HOURS = [
    {"days": [0, 1, 2, 3, 4], "opens": time(18), "closes": time(7), "all_day": False},
    {"days": [5, 6], "opens": time(0), "closes": time(0), "all_day": True},
]


def help_page(language: str = "en", **more: Any) -> Context:
    return common(
        language,
        **{
            "parts": parts(),
            "limits": [limit(LABELS)],
            "ways": ("call_peer", "ring_me", "text"),
            "form": {},
            "open": True,
            "why_closed": None,
            "call_back": None,
            "hours": [],
            "opens": None,
            "pause_until": None,
            "pause_reason": "",
            "promise": 0,
            "least": 40,
            "words": WORDS,
            **more,
        },
    )


HELP: dict[str, Context] = {
    "full": help_page(),
    "two states": help_page(limits=[limit(LABELS[:5]), limit(LABELS[5:], example=False)]),
    "mistakes": help_page(
        errors={"way": "way_missing", "number": "number_odd", "part": "part_changed", "who": "who_missing"},
        form={"way": "ring_me", "number": "55-0199", "ring_away": "yes", "topic": "loss"},
    ),
    "wrong words": help_page(errors={"words": "words_missing"}),
    "nobody on call": help_page(
        parts=[{**part, "covered": False, "thin": False, "next_cover": None} for part in parts(3)], demo=False
    ),
    "too small": help_page(open=False, why_closed="too_small", promise=22, parts=[], limits=[], ways=()),
    "no crowd": help_page(open=False, why_closed="too_small", promise=0, parts=[], limits=[], ways=()),
    "paused": help_page(open=False, why_closed="paused", parts=[], limits=[], ways=()),
    "paused until": help_page(
        open=False, why_closed="paused", pause_until=NOW, pause_reason="peers", parts=[], limits=[], ways=()
    ),
    "call back": help_page(call_back=timedelta(hours=2)),
    "at hours": help_page(hours=HOURS),
    "outside hours": help_page(open=False, why_closed="hours", hours=HOURS, opens=NOW, parts=[], limits=[], ways=()),
    "directory": help_page(open=False, why_closed="directory", parts=[], limits=[], ways=()),
    "not ready": help_page(open=False, why_closed="not_ready", parts=[], limits=[], ways=()),
}


def told(**more: Any) -> Context:
    known = {
        "officers": 81,
        "departments": 4,
        "again": None,
        "crowd": 81,
        "surest": 62,
        "surest_small": 31,
        "small": 25,
    }
    return known | {"way": "text", "ring_away": False, "topic": "none", "level": 1} | more


def look(form: dict[str, str], **more: Any) -> Context:
    part = parts()[0]
    known = {"label": part["label"], "names": part["departments"], "covered": True, "next_cover": None, "words": WORDS}
    typed = {"part": part["id"], "who": "peer", "topic": "none", **form}
    return common(form=typed, **known | {"told": told(way=form["way"]), **more})


LOOK: dict[str, Context] = {
    "the line alone": look({"way": "text"}),
    "a number and a topic": look(
        {"way": "ring_me", "number": "406-555-0143", "ring_away": "yes", "topic": "loss"},
        told=told(way="ring_me", ring_away=True, topic="loss", level=3, crowd=55),
    ),
    "nobody outside": look(
        {"way": "call_peer"},
        told=told(way="call_peer", level=2, surest_small=0),
        covered=False,
        next_cover=NOW + timedelta(hours=4),
    ),
    "nobody outside for long": look(
        {"way": "text", "topic": "family"}, told=told(topic="family", level=2), covered=False
    ),
}

PEER = {"name": "Dana Ortiz", "agency": "Cedar County Sheriff's Office", "role": "peer"}


def status(state: str, language: str = "en", **more: Any) -> Context:
    return common(
        language,
        **{
            "state": state,
            "words": WORDS if state in {"waiting", "accepted", "talking", "hold"} else "",
            "show_words": False,
            "version": 3,
            "now": NOW,
            "expires_at": NOW + timedelta(hours=72),
            "note": None,
            "way": "call_peer",
            "ring_away": False,
            **more,
        },
    )


def waiting(phase: str, next_at: datetime | None = None, tried: int = 0, **more: Any) -> Context:
    known = {"phase": phase, "next_at": next_at, "tried": tried, "next_cover": more.pop("next_cover", None)}
    return status("waiting", waiting=known, **more)


def met(state: str, **more: Any) -> Context:
    told = {"across": more.pop("across", {})} if state == "accepted" else {}
    return status(state, peer=PEER, talks_in=more.pop("talks_in", 0), **told, **more)


def talking(way: str, **more: Any) -> Context:
    talk = {"peer_number": "406-555-0143", "thread": [], "my_key": "", "other_key": "", "on_page": True}
    return met("talking", way=way, talk={**talk, **more.pop("talk", {})}, **more)


THREAD = [
    {"n": 1, "side": "officer", "kind": "plain", "text": PLAINTEXT, "opaque": None},
    {"n": 2, "side": "peer", "kind": "plain", "text": "I am here. No rush.\nWhat do you need first?", "opaque": None},
    {"n": 3, "side": "peer", "kind": "sealed", "text": None, "opaque": "AAAA"},
]

STATUS: dict[str, Context] = {
    "just asked": waiting("paging", show_words=True),
    "paged": waiting("paged", minutes(5)),
    "second page": waiting("paged", minutes(5), tried=1, note="failed_page"),
    "seen": waiting("acknowledged", minutes(9), tried=2, way="ring_me", ring_away=True),
    "nobody on call": waiting("nobody", next_cover=NOW + timedelta(hours=4)),
    "no turn planned": waiting("nobody"),
    "nobody else": waiting("nobody_else", note="someone_else"),
    "truth": waiting("truth", tried=4),
    "promise broken": waiting("unhidden", tried=1),
    "conflict": waiting("paged", minutes(4), tried=1, note="conflict"),
    "lapsed": waiting("paged", minutes(4), tried=1, note="lapsed"),
    "handed over": waiting("paged", minutes(4), note="handed_over"),
    "dropped": waiting("paged", minutes(4), note="dropped"),
    "accepted": met("accepted", talks_in=15, note="someone_else"),
    "accepted, not protected": met("accepted", across={"not_protected": ["Oregon", "Idaho"], "unsettled": ["Utah"]}),
    "accepted to ring": met("accepted", way="ring_me"),
    "accepted to ring anyway": met("accepted", way="ring_me", ring_away=True),
    "accepted to text": met("accepted", way="text"),
    "talking, you call": talking("call_peer", note="run_off"),
    "talking, no number": talking("call_peer", talk={"peer_number": None}),
    "talking, they ring": talking("ring_me", talks_in=5),
    "talking, text": talking("text", talk={"thread": THREAD}),
    "talking, nothing written": talking("text", talk={"on_page": False}),
    "held by you": met("hold", hold={"by": "officer", "until": minutes(60)}),
    "held by the peer": met("hold", hold={"by": "peer", "until": minutes(60)}),
    "gone": status("gone", errors={"words": "words_missing"}),
    "erased": status("erased"),
    "over the limit": status("over_limit"),
    "unlisted": status("unlisted"),
}
