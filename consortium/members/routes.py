"""The members for programs: those who serve, without how they are reached; the agencies; and leave for somebody."""

from datetime import date, datetime
from uuid import UUID

import msgspec
from litestar import get, post
from litestar.datastructures import State
from litestar.params import FromPath, JSONBody
from litestar.response import Response

from agreements import Role as Capacity
from consortium.access.web import HerePlace, SignedIn
from consortium.db import Transaction
from consortium.members.kinds import AgencyKind
from consortium.members.store import load_agencies_page, load_roster_page
from consortium.members.take_leave import take_leave
from consortium.members.values import AgencyLine, RosterLine
from consortium.programs.paging import USUAL, page_of
from consortium.programs.routes import (
    ROOT,
    AnyRequest,
    Comer,
    Cursor,
    IdempotencyKey,
    Limit,
    MadeOut,
    answer,
    next_page,
    reads,
    somebody,
    write,
    writes,
)
from consortium.programs.scopes import Scope
from geo import PersonId


class MemberOut(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who serves. `agency` lends her and is empty for who is shared by all.

    `trained_until` is the day on which her training lapses, of a clinician her licence; `on_leave` says whether she is
    away now.
    """

    id: UUID
    name: str
    title: str
    serves_as: Capacity
    agency: str
    trained_until: date | None
    suspended: bool
    on_leave: bool


class MembersOut(msgspec.Struct, frozen=True, kw_only=True):
    """Some of those who serve, by name; `next` is the address of the next page."""

    items: list[MemberOut]
    next: str | None


class AgencyOut(msgspec.Struct, frozen=True, kw_only=True):
    """An agency. `sworn` was counted on `counted_on`; `part` is its part of the region, if it stands in one."""

    id: UUID
    name: str
    kind: AgencyKind
    county: str
    state: str
    sworn: int
    counted_on: date
    part: str | None


class AgenciesOut(msgspec.Struct, frozen=True, kw_only=True):
    """Some agencies, by name; `next` is the address of the next page."""

    items: list[AgencyOut]
    next: str | None


class LeaveIn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Time away from duty, `[starts_at, ends_at)`. No reason is asked for and none is kept."""

    starts_at: datetime
    ends_at: datetime


@get(f"{ROOT}/members", **reads(Scope.READ_MEMBERS, "members", "Those who serve"))
async def list_members(
    request: AnyRequest,
    viewer: SignedIn,
    place: HerePlace,
    state: State,
    cursor: Cursor = None,
    limit: Limit = USUAL,
) -> Response[MembersOut]:
    """Peers, chaplains and clinicians, by name. Telephone numbers and addresses are never given."""
    async with state.database.reading(place.id) as reading:
        lines = await load_roster_page(reading, viewer)
    serving = (line for line in lines if line.answers_as is not None)
    found = page_of(serving, lambda line: (line.name, str(line.person)), cursor=cursor, limit=limit)
    items = [_member(line, Capacity(line.answers_as.value)) for line in found.items if line.answers_as]
    return answer(request, MembersOut(items=items, next=next_page(request, found.cursor, limit)))


@get(f"{ROOT}/agencies", **reads(Scope.READ_MEMBERS, "agencies", "The agencies"))
async def list_agencies(
    request: AnyRequest,
    viewer: SignedIn,
    place: HerePlace,
    state: State,
    cursor: Cursor = None,
    limit: Limit = USUAL,
) -> Response[AgenciesOut]:
    """Every agency of the consortium, by name."""
    async with state.database.reading(place.id) as reading:
        lines = await load_agencies_page(reading, viewer)
    found = page_of(lines, lambda line: (line.name, str(line.id)), cursor=cursor, limit=limit)
    items = [_agency(line) for line in found.items]
    return answer(request, AgenciesOut(items=items, next=next_page(request, found.cursor, limit)))


@post(f"{ROOT}/members/{{person:uuid}}/leave", **writes(Scope.WRITE_DUTY, "takeLeave", "Enter somebody's leave"))
async def enter_leave(
    request: AnyRequest,
    program: Comer,
    person: FromPath[UUID],
    data: JSONBody[LeaveIn],
    idempotency_key: IdempotencyKey,
) -> Response[MadeOut]:
    """Somebody who serves is away for a span, whatever the rota says; her turns in it become gaps until changed."""
    viewer = request.state.viewer

    async def act(tx: Transaction) -> UUID:
        seen = await load_roster_page(tx, viewer)
        somebody([line for line in seen if line.person == person and line.answers_as is not None])
        return await take_leave(
            tx, person=PersonId(person), starts_at=data.starts_at, ends_at=data.ends_at, by=program.made_by
        )

    return await write(request, program, idempotency_key, act)


ROUTES = (list_members, list_agencies, enter_leave)


def _member(line: RosterLine, serves_as: Capacity) -> MemberOut:
    return MemberOut(
        id=line.person,
        name=line.name,
        title=line.title,
        serves_as=serves_as,
        agency=line.lent_by or "",
        trained_until=line.trained_until,
        suspended=line.suspended,
        on_leave=line.on_leave,
    )


def _agency(line: AgencyLine) -> AgencyOut:
    return AgencyOut(
        id=line.id,
        name=line.name,
        kind=line.kind,
        county=line.county,
        state=line.state,
        sworn=line.sworn,
        counted_on=line.counted_on,
        part=line.part,
    )
