"""What the sample contexts share: a moment, a zone, ten invented agencies, and what every page gets."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from consortium.access.two_clocks import own_clock

Context = dict[str, Any]

ZONE = "America/Denver"
NOW = datetime(2026, 11, 21, 10, 13, tzinfo=UTC)  # 3:13 a.m. on Saturday, November 21
TODAY = date(2026, 11, 21)
OWN_CLOCK = own_clock("America/Chicago", ZONE, NOW)
"""What somebody is told whose agency lives by Central Time."""


def hours(count: float) -> timedelta:
    return timedelta(hours=count)


def wall(day: int, hour: int, month: int = 11) -> datetime:
    """A wall time of November or December 2026 in Mountain Standard Time, as UTC."""
    return datetime(2026, month, day, hour, tzinfo=UTC) + hours(7)


def common(current: str = "", **more: Any) -> Context:
    """What every signed-in page gets."""
    nav = (
        ("/four-rivers/duty", "Now", "bell"),
        ("/four-rivers/on-call", "On call", "phone-call"),
        ("/four-rivers/schedule", "Schedule", "calendar-days"),
        ("/four-rivers/roster", "Roster", "users"),
        ("/four-rivers/designations", "Designations", "table-2"),
        ("/four-rivers/agencies", "Agencies", "building-2"),
        ("/four-rivers/zones", "Region", "map"),
        ("/four-rivers/agreements", "Agreements", "file-text"),
    )
    return {
        "consortium": {"slug": "four-rivers", "title": "Four Rivers Peer Support", "timezone": ZONE},
        "viewer": {
            "name": "Lt. V. Moreno",
            "roles": ["Coordinator", "Peer"],
            "session": "full",
            "recovering": False,
            "may_confirm_keys": True,
        },
        "nav": [(href, label, icon, label == current) for href, label, icon in nav],
        "zone_label": "Mountain Time",
        "demo": True,
        **more,
    }


def outside(**more: Any) -> Context:
    """What a signed-out page gets."""
    return {"consortium": common()["consortium"], "demo": True, **more}


NAMES = (
    ("Aspen County Sheriff's Office", "Aspen SO", "Sheriff's office", "Aspen", 31),
    ("Coulee Police Department", "Coulee PD", "Police", "Coulee", 22),
    ("Juniper County Sheriff's Office", "Juniper SO", "Sheriff's office", "Juniper", 14),
    ("Bitter Creek Police Department", "Bitter Creek", "Police", "Bitter Creek", 9),
    ("Larkspur County Sheriff's Office", "Larkspur SO", "Sheriff's office", "Larkspur", 17),
    ("Ptarmigan Police Department", "Ptarmigan PD", "Police", "Ptarmigan", 12),
    ("Sage Tribal Police", "Sage Tribal", "Tribal police", "Sage", 26),
    ("High Plains University Police", "HPU Police", "University police", "Coulee", 8),
    ("Cottonwood Marshal", "Cottonwood", "Marshal", "Juniper", 3),
    ("Teton Pass Police Department", "Teton Pass", "Police", "Aspen", 19),
)


def standing(state: str, since: date | None = None, until: date | None = None) -> Context:
    return {"state": state, "since": since, "until": until}
