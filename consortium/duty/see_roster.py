"""The roster as its page shows it: people by agency, with training, how they are reached, and designations. Pure."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from agreements import Reach
from consortium.access.permissions import Role
from consortium.duty.views import RotaFacts
from consortium.members.values import RosterLine
from geo import PersonId
from scheduling import Line, who

SOON = timedelta(days=60)
SHARED = "Shared by all"
OTHERS = "Not on call"
_ROLES = {
    Role.COORDINATOR: "Coordinator",
    Role.AGENCY_HEAD: "Agency head",
    Role.PEER: "Peer",
    Role.CLINICIAN: "Clinician",
    Role.CHAPLAIN: "Chaplain",
    Role.CLINICAL_DIRECTOR: "Clinical director",
    Role.LEGAL_ADVISOR: "Legal advisor",
    Role.CLERK: "Clerk",
    Role.LIAISON: "Liaison",
    Role.ADMINISTRATOR: "Administrator",
    Role.OPERATOR: "Operator",
}
_LINES = {Line.PRIMARY: "Primary", Line.BACKUP: "Backup", Line.CLINICIAN: "Clinician"}
_CHANNELS = {"mail": "Mail", "sms": "Text", "voice": "Call"}


def see_roster(people: Iterable[RosterLine], facts: RotaFacts, now: datetime) -> list[dict[str, Any]]:
    """Those who serve, by the agency that lends them; who belongs to none comes last."""
    serving = sorted(
        (line for line in people if line.answers_as is not None), key=lambda line: (line.lent_by or "~", line.name)
    )
    duty = who(facts.schedule, now)
    return [
        {
            "name": name or SHARED,
            "where": "",
            "people": [_person(line, facts, duty, now) for line in group],
        }
        for name, group in groupby(serving, key=lambda line: line.lent_by)
    ]


def _person(line: RosterLine, facts: RotaFacts, duty: Any, now: datetime) -> dict[str, Any]:
    designated, members = _served(line.person, facts, now)
    on_call = next((label for key, label in _LINES.items() if line.person in duty[key]), None)
    away = next((leave for leave in facts.schedule.leave if leave.person == line.person and now in leave.during), None)
    return {
        "name": line.name,
        "title": line.title,
        "roles": [_ROLES[role] for role in sorted(line.roles)],
        "training": _training(line, now.date()),
        "channels": [{"label": _CHANNELS[each.kind], "proved_on": each.proved_on} for each in line.channels],
        "designated": designated,
        "members": members,
        "leave": {
            "first": away.during.start.date(),
            "last": (away.during.end - timedelta(seconds=1)).date(),
        }
        if away
        else None,
        "on_call": on_call,
        "off_duty": line.ring_off_duty,
        "suspended": line.suspended,
    }


def _served(person: PersonId, facts: RotaFacts, now: datetime) -> tuple[int, int]:
    """How many agencies this person may serve now, of those bound that are not in a part of her own."""
    peer = facts.peers.get(person)
    if peer is None:
        return 0, 0
    reach: Reach = facts.reach
    standing = facts.standing(now)
    mine = frozenset(bond.agency for bond in peer.affiliations)
    own = mine.union(*(zone.inside for zone in standing.plan.zones if mine & zone.inside)) if standing else mine
    others = reach.live(now) - own
    return len(reach.serves(peer, now) & others), len(others)


def _training(line: RosterLine, today: date) -> dict[str, Any]:
    hours = sum(course.hours for course in line.courses if course.expires_on > today)
    if line.trained_until is None:
        return {"state": "none", "hours": 0, "until": None}
    if line.trained_until <= today:
        return {"state": "lapsed", "hours": 0, "until": line.trained_until}
    state = "soon" if line.trained_until - today <= SOON else "ok"
    return {"state": state, "hours": hours, "until": line.trained_until}
