"""The roster as its page shows it: people by agency, with training, how they are reached, and designations. Pure."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any, Final

from agreements import Reach, TrainingKind
from consortium.access.permissions import Role
from consortium.access.web import ROLE_WORDS
from consortium.duty.views import RotaFacts
from consortium.members.people_values import RosterFound, ends_within, needed_of, proof_holds
from consortium.members.values import RosterLine
from geo import PersonId
from scheduling import Line, who
from scheduling.spans import LATEST

LINES: Final = {Line.PRIMARY: "Primary", Line.BACKUP: "Backup", Line.CLINICIAN: "Clinician"}
CHANNELS: Final = {"mail": "Mail", "sms": "Text", "voice": "Call"}


def see_roster(
    found: RosterFound, people: Mapping[PersonId, RosterLine], facts: RotaFacts, now: datetime, today: date, slug: str
) -> list[dict[str, Any]]:
    """The people of one page under their headings, in the order in which they were found."""
    duty = who(facts.schedule, now)
    return [
        {
            "name": name,
            "where": "",
            "people": [
                {**_person(people[person], facts, duty, now, today), "href": f"/{slug}/people/{person}"}
                for person, _ in group
                if person in people
            ],
        }
        for name, group in groupby(found.people, key=lambda each: each[1])
    ]


def _person(line: RosterLine, facts: RotaFacts, duty: Any, now: datetime, today: date) -> dict[str, Any]:
    answers = line.answers_as is not None
    designated, members = served(line.person, facts, now) if answers else (0, 0)
    on_call = next((label for key, label in LINES.items() if line.person in duty[key]), None)
    return {
        "name": line.name,
        "title": line.title,
        "answers": answers,
        "roles": [ROLE_WORDS[role] for role in sorted(line.roles)],
        "training": training_of(
            line.trained_until,
            sum(c.hours for c in line.courses if c.expires_on > today),
            today,
            licence=needed_of(line.answers_as) is TrainingKind.LICENCE,
        ),
        "channels": [
            {"label": CHANNELS[each.kind], "proved_on": each.proved_on, "holds": proof_holds(each.proved_on, today)}
            for each in line.channels
        ],
        "designated": designated,
        "members": members,
        "leave": away_now(line.person, facts, now),
        "on_call": on_call,
        "off_duty": line.ring_off_duty,
        "suspended": answers and line.suspended,
        "left": line.ended_on if line.ended_on is not None and line.ended_on <= today else None,
        "leaves": line.ended_on if line.ended_on is not None and line.ended_on > today else None,
    }


def away_now(person: PersonId, facts: RotaFacts, now: datetime) -> dict[str, date] | None:
    """The first and the last day of the leave that she is on; who is gone for good is not on leave."""
    mine = (leave.during for leave in facts.schedule.leave if leave.person == person and now in leave.during)
    away = next((during for during in mine if during.end < LATEST), None)
    if away is None:
        return None
    return {"first": away.start.date(), "last": (away.end - timedelta(seconds=1)).date()}


def served(person: PersonId, facts: RotaFacts, now: datetime) -> tuple[int, int]:
    """How many agencies this person may serve now, of those bound that are not in a part of her own."""
    peer = facts.peers.get(person)
    if peer is None:
        return 0, 0
    reach: Reach = facts.reach
    standing = facts.standing(now)
    mine = peer.papers.at(now).own
    own = mine.union(*(zone.inside for zone in standing.plan.zones if mine & zone.inside)) if standing else mine
    others = reach.live(now) - own
    return len(reach.serves(peer, now, whenever=True) & others), len(others)


def training_of(until: date | None, hours: int, today: date, *, licence: bool) -> dict[str, Any]:
    """How training, or a clinician's ``licence``, stands: none, lapsed, or ok with the days within which it ends.

    ``within`` is 30, 60, 90, or ``None`` if it is further; 0 where none is in date.
    """
    within = ends_within(until, today)
    if until is None or until <= today:
        state = "none" if until is None else "lapsed"
        return {"state": state, "hours": 0, "until": until, "within": 0, "licence": licence}
    state = "ok" if within is None else "soon"
    return {"state": state, "hours": hours, "until": until, "within": within, "licence": licence}


def serves_as(kind: Role) -> str:
    """In which capacity somebody answers, in a word."""
    return ROLE_WORDS[kind]
