"""The rota for programs: who is on call at an instant, the schedule and its gaps in a window, and a change of duty.

Every window is half-open: ``[start, end)`` holds its start and not its end, so windows that touch share nothing.
Instants are ISO 8601 with an offset; answers are in UTC.
"""

from datetime import datetime, timedelta
from typing import Annotated, Final
from uuid import UUID

import msgspec
from litestar import get, post
from litestar.datastructures import State
from litestar.params import JSONBody, QueryParameter
from litestar.response import Response

from consortium.access.web import HerePlace
from consortium.db import Transaction
from consortium.duty.coverage.look_ahead import look_ahead
from consortium.duty.coverage.values import CoverFacts, Gap, Kind
from consortium.duty.coverage.words import codes, instead, what, why
from consortium.duty.file_routes import tell_schedule_file
from consortium.duty.look_at_rota import on_call
from consortium.duty.override_duty import override_duty
from consortium.duty.store import load_schedule
from consortium.duty.store.rota import REMEMBERED
from consortium.duty.views import LineNow, RotaFacts
from consortium.members import checks
from consortium.problems import BadInput
from consortium.programs.routes import ROOT, AnyRequest, Comer, IdempotencyKey, MadeOut, answer, reads, write, writes
from consortium.programs.scopes import Scope
from geo import PersonId
from scheduling import Line, Shift, Span, gaps, next_change, shifts

LONGEST: Final = timedelta(days=92)

Start = Annotated[datetime, QueryParameter(description="Start of the window, in it; with an offset such as Z.")]
End = Annotated[datetime, QueryParameter(description="End of the window, not in it; after `start`.")]
At = Annotated[
    datetime | None, QueryParameter(description="The instant, with an offset such as Z; now, where it is left out.")
]


class HolderOut(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody on call. `until` looks five weeks ahead at most."""

    person: UUID
    name: str
    agency: str
    until: datetime


class LineOut(msgspec.Struct, frozen=True, kw_only=True):
    """One line; `people` is empty where nobody is on it, and `instead` then says what happens."""

    line: Line
    people: list[HolderOut]
    instead: str


class WhoOut(msgspec.Struct, frozen=True, kw_only=True):
    """Who is on call at the instant asked for.

    `until` is the next instant at which somebody comes or goes, if there is one. `one_side`: primary and backup all
    belong to one part of the region, which then has neither. `unserved` are the parts that nobody may serve.
    """

    lines: list[LineOut]
    until: datetime | None
    one_side: bool
    unserved: list[str]


class ShiftOut(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody's unbroken time on a line, cut to the window."""

    line: Line
    person: UUID
    name: str
    agency: str
    starts_at: datetime
    ends_at: datetime


class ScheduleOut(msgspec.Struct, frozen=True, kw_only=True):
    """Who is on call throughout the window, by start; `timezone` is where the consortium's hand-offs are set."""

    timezone: str
    shifts: list[ShiftOut]


class GapOut(msgspec.Struct, frozen=True, kw_only=True):
    """Nobody is on the line from `starts_at` until just before `ends_at`."""

    line: Line
    starts_at: datetime
    ends_at: datetime


class MissingOut(msgspec.Struct, frozen=True, kw_only=True):
    """What is missing, why, and what happens instead, in sentences that name no person.

    `kind`: `seat` (nobody who counts is on the line), `part` (somebody is, but may not serve one part), `zone` (nobody
    on call may serve the part), `one` (one single person may). `reasons` are why: `away`, `unproved`, `not_designated`,
    `training_lapsed` and so on; none: nobody stands there.
    """

    what: str
    starts_at: datetime
    ends_at: datetime
    instead: str
    why: str
    kind: Kind
    line: Line | None
    part: str | None
    reasons: list[str]


class GapsOut(msgspec.Struct, frozen=True, kw_only=True):
    """The times in which nobody stands on a line, and everything that is missing by the level of service.

    `missing` counts only who may really be asked: reached, in date, designated, under an agreement in force. Apart from
    it: parts that `one_person` only may serve, and gaps that are `meant`.
    """

    gaps: list[GapOut]
    missing: list[MissingOut]
    one_person: list[MissingOut]
    meant: list[MissingOut]


class OverrideIn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A change to one line during `[starts_at, ends_at)`.

    `adds` alone joins whoever is on call, `removes` alone is taken off, both: `adds` stands in for `removes`.
    """

    line: Line
    starts_at: datetime
    ends_at: datetime
    adds: UUID | None = None
    removes: UUID | None = None


@get(f"{ROOT}/who", **reads(Scope.READ_SCHEDULE, "who", "Who is on call at an instant"))
async def tell_who(request: AnyRequest, place: HerePlace, state: State, at: At = None) -> Response[WhoOut]:
    """Everybody on each line, as the page of those on call shows it. Telephone numbers are not given."""
    async with state.database.reading(place.id) as reading:
        facts = (await state.desks.at(reading)).facts
        now = reading.now
    asked = now if at is None else checks.instant(at, "at")
    view = on_call(facts, asked, phones=False)
    return answer(
        request,
        WhoOut(
            lines=[_line(line) for line in view.lines],
            until=next_change(facts.schedule, asked),
            one_side=view.one_side,
            unserved=list(view.unserved),
        ),
    )


@get(f"{ROOT}/schedule", **reads(Scope.READ_SCHEDULE, "schedule", "The schedule of a window"))
async def tell_schedule(
    request: AnyRequest, place: HerePlace, state: State, start: Start, end: End
) -> Response[ScheduleOut]:
    """Everybody's times on each line in `[start, end)`, 92 days at most."""
    window = _window(start, end, LONGEST)
    async with state.database.reading(place.id) as reading:
        facts = (await state.desks.at(reading)).facts
        long_ago = window.start < reading.now - REMEMBERED
        schedule = await load_schedule(reading, since=window.start) if long_ago else facts.schedule
    told = [_shift(facts, shift) for shift in shifts(schedule, window)]
    return answer(request, ScheduleOut(timezone=place.timezone, shifts=told))


@get(f"{ROOT}/gaps", **reads(Scope.READ_SCHEDULE, "gaps", "What is missing in a window"))
async def tell_gaps(request: AnyRequest, place: HerePlace, state: State, start: Start, end: End) -> Response[GapsOut]:
    """Times in `[start, end)`, 92 days at most, in which a line has nobody or a part of the region cannot be served."""
    window = _window(start, end, LONGEST)
    async with state.database.reading(place.id) as reading:
        facts = (await state.desks.at(reading)).facts
        outlook = await look_ahead(reading, facts, window)
    found = [
        GapOut(line=line, starts_at=gap.start, ends_at=gap.end)
        for line in Line
        for gap in gaps(facts.schedule, line, window)
    ]
    return answer(
        request,
        GapsOut(
            gaps=sorted(found, key=lambda gap: (gap.starts_at, gap.line)),
            missing=[_missing(gap, facts) for gap in outlook.gaps],
            one_person=[_missing(gap, facts) for gap in outlook.thin],
            meant=[_missing(gap, facts) for gap in outlook.meant],
        ),
    )


@post(f"{ROOT}/overrides", **writes(Scope.WRITE_DUTY, "overrideDuty", "Change who is on a line"))
async def change_duty(
    request: AnyRequest, program: Comer, data: JSONBody[OverrideIn], idempotency_key: IdempotencyKey
) -> Response[MadeOut]:
    """Add, take off or replace somebody on a line for a span. The change made last has the last word."""

    async def act(tx: Transaction) -> UUID:
        return await override_duty(
            tx,
            line=data.line,
            starts_at=data.starts_at,
            ends_at=data.ends_at,
            adds=PersonId(data.adds) if data.adds else None,
            removes=PersonId(data.removes) if data.removes else None,
            by=program.made_by,
            public_url=request.app.state.settings.public_url,
        )

    return await write(request, program, idempotency_key, act)


ROUTES = (tell_who, tell_schedule, tell_schedule_file, tell_gaps, change_duty)


def _window(start: datetime, end: datetime, longest: timedelta) -> Span:
    """The half-open window asked for.

    Raises:
        BadInput: an end lacks its zone or lies in no year that anybody means, or the window is empty or too long.
    """
    first, last = checks.instant(start, "start"), checks.instant(end, "end")
    if last <= first:
        raise BadInput("The end must come after the start.", "end")
    if last - first > longest:
        raise BadInput(f"A window lasts {longest.days} days at most. Ask for it in pieces that touch.", "end")
    return Span(first, last)


def _missing(gap: Gap, facts: CoverFacts) -> MissingOut:
    return MissingOut(
        what=what(gap),
        starts_at=gap.span.start,
        ends_at=gap.span.end,
        instead=instead(gap, facts, names=False),
        why=why(gap, facts, names=False),
        kind=gap.kind,
        line=gap.line,
        part=gap.label or None,
        reasons=list(codes(gap)),
    )


def _line(line: LineNow) -> LineOut:
    people = [
        HolderOut(person=each.person, name=each.name, agency=each.agency, until=each.until) for each in line.people
    ]
    return LineOut(line=Line(line.key), people=people, instead=line.fallback)


def _shift(facts: RotaFacts, shift: Shift) -> ShiftOut:
    card = facts.cards[shift.person]
    return ShiftOut(
        line=shift.line,
        person=shift.person,
        name=card.name,
        agency=card.agency_name or "",
        starts_at=shift.span.start,
        ends_at=shift.span.end,
    )
