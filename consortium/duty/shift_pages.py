"""A member's own turns: the list, and "I can't". To have somebody else take a turn, see the pages of swaps."""

from collections.abc import Mapping
from typing import Any

from litestar import Request, get, post
from litestar.datastructures import State
from litestar.response import Response

from consortium.access.door import Viewer
from consortium.access.permissions import Permission
from consortium.access.store import Place
from consortium.access.web import HerePlace, SignedIn, form_of, page, see
from consortium.duty.hand_over import load_turn
from consortium.duty.links import read_line, read_span
from consortium.duty.see_rotations import what_would_be_missing
from consortium.duty.see_shifts import see_shifts
from consortium.duty.stand_down import off, stand_down
from consortium.duty.store import next_number
from consortium.duty.store.swap_asks import load_sent_of
from consortium.problems import Refused
from geo import PersonId
from scheduling import Line, Span, with_override

AnyRequest = Request[Any, Any, State]
_MAY = {"permission": Permission.GIVE_AWAY_DUTY}


@get("/{slug:str}/me/shifts", opt=_MAY)
async def see_my_shifts(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """My turns of the next eight weeks, and what is offered of them."""
    return await _list(request, viewer, place, state)


@get("/{slug:str}/me/shifts/cannot", opt=_MAY)
async def see_what_opens(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[Any]:
    """What would be uncovered if I were off this turn."""
    query = dict(request.query_params)
    if not query:
        return see(f"/{place.slug}/me/shifts")
    try:
        line, during = _turn(query)
        async with state.database.reading(place.id) as reading:
            turn = await load_turn(reading, line=line, holder=PersonId(viewer.person), during=during)
            facts, now = (await state.desks.at(reading)).facts, reading.now
            override = off(PersonId(viewer.person), line, turn.during, await next_number(reading))
    except Refused as refused:
        return await _list(request, viewer, place, state, refused=refused)
    after = with_override(facts.schedule, override)
    return page(
        request,
        "duty/shift_cannot.html",
        place=place,
        viewer=viewer,
        action=f"/{place.slug}/me/shifts/cannot",
        turn=_shown(line, turn.during, query),
        running=turn.during.start <= now,
        missing=what_would_be_missing(facts, after, line, turn.during),
        list_href=f"/{place.slug}/me/shifts",
    )


@post("/{slug:str}/me/shifts/cannot", opt=_MAY, status_code=200)
async def be_off(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[Any]:
    """Take me off this turn; no reason is asked for."""
    form = await form_of(request)
    try:
        line, during = _turn(form)
        async with state.database.transaction(place.id) as tx:
            await stand_down(
                tx, person=PersonId(viewer.person), line=line, during=during, public_url=state.desks.public_url
            )
    except Refused as refused:
        return await _list(request, viewer, place, state, refused=refused)
    return see(f"/{place.slug}/me/shifts?did=off")


HANDLERS = (see_my_shifts, see_what_opens, be_off)


async def _list(
    request: AnyRequest, viewer: Viewer, place: Place, state: State, *, refused: Refused | None = None
) -> Response[str]:
    me = PersonId(viewer.person)
    async with state.database.reading(place.id) as reading:
        facts, now = (await state.desks.at(reading)).facts, reading.now
        context = see_shifts(facts, me, await load_sent_of(reading, me), place.slug, now)
    return page(
        request,
        "duty/my_shifts.html",
        place=place,
        viewer=viewer,
        status=refused.status if refused else 200,
        did=request.query_params.get("did", ""),
        errors={"turns": str(refused)} if refused else {},
        now=now,
        **context,
    )


def _turn(form: Mapping[str, str]) -> tuple[Line, Span]:
    """The turn that a form or an address names."""
    return read_line(form.get("line", "")), read_span(form.get("from", ""), form.get("until", ""))


def _shown(line: Line, during: Span, form: Mapping[str, str]) -> dict[str, Any]:
    return {
        "line": line.value,
        "start": during.start,
        "end": during.end,
        "fields": {name: form.get(name, "") for name in ("line", "from", "until")},
    }
