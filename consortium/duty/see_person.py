"""A person's page from what her viewer may see of her: how she serves, what is missing, which turns are hers. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from agreements import Bond, TrainingKind
from consortium.access.permissions import Role
from consortium.access.web import ROLE_WORDS
from consortium.duty.links import change_href
from consortium.duty.see_roster import CHANNELS, LINES, away_now, served, training_of
from consortium.duty.views import RotaFacts
from consortium.members.people_values import PersonSheet, ends_within, needed_of, proof_holds
from consortium.pages import N_, dated
from geo import AgencyId, PersonId
from scheduling import Leave, Line, Schedule, Span, gaps, shifts, shifts_by_turn, who
from scheduling.spans import LATEST, subtract

AHEAD: Final = timedelta(days=60)
"""So far ahead somebody's turns are shown."""
BONDS: Final[Mapping[Bond, str]] = {
    Bond.FULL_TIME: N_("Full time"),
    Bond.PART_TIME: N_("Part time"),
    Bond.RESERVE: N_("Reserve"),
    Bond.CONTRACT_TOWN: N_("Serves it by contract"),
    Bond.JOINT_TEAM: N_("In a joint team with it"),
    Bond.SUPERVISES: N_("Supervises people of it"),
}


def see_person(sheet: PersonSheet, facts: RotaFacts, now: datetime, today: date, slug: str) -> dict[str, Any]:
    """The names that ``members/person.html`` and ``members/me.html`` need of a person."""
    service = sheet.serving(today)
    duty = who(facts.schedule, now)
    hours = sum(entry.hours for entry in sheet.training if entry.expires_on > today)
    needed = needed_of(sheet.service.kind if sheet.service else None)
    designated, members = served(sheet.person, facts, now) if service else (0, 0)
    return {
        "id": sheet.person,
        "href": f"/{slug}/people/{sheet.person}",
        "name": sheet.name,
        "title": sheet.title,
        "email": sheet.email,
        "sees": sheet.sight,
        "roles": [(role.value, ROLE_WORDS[role]) for role in sorted(sheet.roles)],
        "service": service and {"kind": ROLE_WORDS[service.kind], "of": service},
        "off_list_on": sheet.service.ended_on if sheet.service and not service else None,
        "ties": [(tie.agency, tie.name, tie.bond.value, BONDS[tie.bond]) for tie in sheet.ties],
        "training": training_of(sheet.trained_until, hours, today, licence=needed is TrainingKind.LICENCE),
        "courses": [{"entry": entry, "within": ends_within(entry.expires_on, today)} for entry in sheet.training],
        "channels": [
            {"entry": entry, "label": CHANNELS[entry.kind], "holds": proof_holds(entry.proved_on, today)}
            for entry in sheet.channels
        ],
        "away": away_now(sheet.person, facts, now),
        "leave": [see_leave(sheet.person, each.span, facts.schedule, each.id) for each in sheet.leave],
        "on_call": next((label for line, label in LINES.items() if sheet.person in duty[line]), None),
        "turns": turns_of(sheet.person, facts.schedule, Span(now, now + AHEAD)),
        "designated": designated,
        "members": members,
        "missing": missing_for(sheet, facts, now, today),
        "left": sheet.ended_on if sheet.ended_on is not None and sheet.ended_on <= today else None,
        "leaves": sheet.ended_on if sheet.ended_on is not None and sheet.ended_on > today else None,
        "leaving": sheet.leaving,
        "off_list": sheet.off_list,
    }


def missing_for(sheet: PersonSheet, facts: RotaFacts, now: datetime, today: date) -> str:
    """What she lacks to serve, in one sentence; that nothing is missing, if so; empty where nothing may be told."""
    service = sheet.serving(today)
    if not sheet.sight.papers or service is None:
        return ""
    if service.suspended:
        return "Suspended: not asked until somebody lets her answer again."
    lacks = list(_lacks(sheet, facts, now, today))
    if not lacks:
        return "Nothing is missing: she can be asked for every part of the region but her own."
    return f"Missing: {_and(lacks)}."


def _lacks(sheet: PersonSheet, facts: RotaFacts, now: datetime, today: date) -> Iterable[str]:
    service = sheet.serving(today)
    if service and service.lent_by is not None and AgencyId(service.lent_by) not in facts.reach.bound(now):
        yield f"an agreement in force that binds {service.lent_by_name}"
    what = "a licence" if service and service.kind is Role.CLINICIAN else "training"
    if sheet.trained_until is None:
        yield f"{what} on record"
    elif sheet.trained_until <= today:
        yield f"{what} that is in date (it lapsed on {dated(sheet.trained_until)})"
    designated, members = served(sheet.person, facts, now)
    if designated < members:
        gap = members - designated
        yield f"what {gap} of {members} agencies ask for, such as their designation"
    if not any(proof_holds(channel.proved_on, today) for channel in sheet.channels):
        yield "a proof that a page reaches her" if sheet.channels else "a way to page her"
    if sheet.sight.contacts and service and not service.talk_number:
        yield "a number that officers can ring"


def _and(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def turns_of(person: PersonId, schedule: Schedule, span: Span) -> list[dict[str, Any]]:
    """Her turns in a span, oldest first: line, start and end."""
    mine = (shift for shift in shifts_by_turn(schedule, span) if shift.person == person)
    return [{"line": LINES[shift.line], "start": shift.span.start, "end": shift.span.end} for shift in mine]


def see_leave(person: PersonId, away: Span, schedule: Schedule, leave: Any) -> dict[str, Any]:
    """A leave with the turns that she would have had in it."""
    without = replace(schedule, leave=tuple(each for each in schedule.leave if each != Leave(person, away)))
    return {"id": leave, "start": away.start, "end": away.end, "turns": turns_of(person, without, away)}


def gaps_without(person: PersonId, schedule: Schedule, since: datetime, slug: str) -> dict[str, Any]:
    """What her going means for the rota in the 60 days from ``since``: how many turns, and the gaps that they leave.

    Each gap has the address at which it can be filled.
    """
    span = Span(since, since + AHEAD)
    here = replace(schedule, leave=tuple(each for each in schedule.leave if not _gone(each, person)))
    gone = replace(here, leave=(*here.leave, Leave(person, Span(since, LATEST))))
    hers = [shift for shift in shifts(here, span) if shift.person == person]
    left = [
        {"line": LINES[line], "start": gap.start, "end": gap.end, "href": change_href(slug, line, gap)}
        for line in Line
        for gap in subtract(gaps(gone, line, span), gaps(here, line, span))
    ]
    return {"turns": len(hers), "gaps": sorted(left, key=lambda gap: (gap["start"], gap["line"])), "days": AHEAD.days}


def _gone(leave: Leave, person: PersonId) -> bool:
    return leave.person == person and leave.during.end == LATEST
