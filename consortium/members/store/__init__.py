"""Rows of the members to values and back; the only SQL of the desk."""

from consortium.members.store.imports import load_enrolled, save_changes, save_listed
from consortium.members.store.pages import (
    load_agencies_page,
    load_designations_page,
    load_roster_page,
)
from consortium.members.store.people import (
    load_cards,
    load_leave,
    load_mails,
    load_member,
    load_midnight,
    load_peer_facts,
)
from consortium.members.store.places import (
    load_agencies,
    load_zone_plan,
    load_zone_plans,
    save_zone_plan,
)
from consortium.members.store.region import load_lines, load_notices, load_region, next_notice, save_lines
from consortium.members.store.writing import keep, one_at_a_time

__all__ = [
    "keep",
    "load_agencies",
    "load_agencies_page",
    "load_cards",
    "load_designations_page",
    "load_enrolled",
    "load_leave",
    "load_lines",
    "load_mails",
    "load_member",
    "load_midnight",
    "load_notices",
    "load_peer_facts",
    "load_region",
    "load_roster_page",
    "load_zone_plan",
    "load_zone_plans",
    "next_notice",
    "one_at_a_time",
    "save_changes",
    "save_lines",
    "save_listed",
    "save_zone_plan",
]
