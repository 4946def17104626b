"""A member's own turns: the list, "hand over", "I can't", and the page on which a colleague says yes or no.

A turn stays with its holder until the colleague has said yes; the pages say so.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Response

from consortium.access.door import Viewer
from consortium.access.permissions import Permission
from consortium.access.store import Place
from consortium.access.web import HerePlace, SignedIn, form_of, page, see
from consortium.duty.answer_offer import decline_turn, find_offer, take_turn, withdraw_offer
from consortium.duty.hand_over import load_turn
from consortium.duty.links import read_line, read_span
from consortium.duty.offer_turn import ANSWER_WITHIN, offer_turn
from consortium.duty.see_rotations import what_would_be_missing
from consortium.duty.see_shifts import by_least_duty, see_offer, see_shifts
from consortium.duty.stand_down import off, stand_down
from consortium.duty.store import load_offers, next_number
from consortium.problems import BadInput, NotFound, Refused
from geo import PersonId
from scheduling import Line, Span, with_override

AnyRequest = Request[Any, Any, State]
_MAY = {"permission": Permission.GIVE_AWAY_DUTY}
_ANSWERS = {"take": take_turn, "decline": decline_turn, "withdraw": withdraw_offer}


@get("/{slug:str}/me/shifts", opt=_MAY)
async def see_my_shifts(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """My turns of the next eight weeks, and what is offered of them."""
    return await _list(request, viewer, place, state)


@get("/{slug:str}/me/shifts/hand-over", opt=_MAY)
async def see_takers(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[Any]:
    """Who can take this turn of mine."""
    query = dict(request.query_params)
    return await _turn_page(request, viewer, place, state, query) if query else see(f"/{place.slug}/me/shifts")


@post("/{slug:str}/me/shifts/hand-over", opt=_MAY, status_code=200)
async def ask_colleague(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[Any]:
    """Offer this turn to a colleague."""
    form = await form_of(request)
    try:
        line, during = _turn(form)
        taker = _person(form.get("to", ""))
        async with state.database.transaction(place.id) as tx:
            await offer_turn(
                tx,
                giver=PersonId(viewer.person),
                taker=taker,
                line=line,
                during=during,
                public_url=state.desks.public_url,
            )
    except BadInput as wrong:
        return await _turn_page(request, viewer, place, state, form, errors={wrong.field or "to": str(wrong)})
    except Refused as refused:
        return await _list(request, viewer, place, state, refused=refused)
    return see(f"/{place.slug}/me/shifts?did=offered")


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


@get("/{slug:str}/me/offers/{offer:uuid}", opt=_MAY)
async def read_offer(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, offer: FromPath[UUID]
) -> Response[str]:
    """A turn that I offered, or that was offered to me."""
    return await _offer_page(request, viewer, place, state, offer)


@post("/{slug:str}/me/offers/{offer:uuid}", opt=_MAY, status_code=200)
async def answer_offer(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, offer: FromPath[UUID]
) -> Response[Any]:
    """Say yes or no to it, or take it back."""
    act = (await form_of(request)).get("act", "")
    try:
        if act not in _ANSWERS:
            raise BadInput("Choose yes or no.", "act")
        async with state.database.transaction(place.id) as tx:
            await _ANSWERS[act](tx, offer=offer, by=PersonId(viewer.person))
    except NotFound:
        raise
    except Refused as refused:
        return await _offer_page(request, viewer, place, state, offer, refused=refused)
    return see(f"/{place.slug}/me/shifts?did={act}")


HANDLERS = (see_my_shifts, see_takers, ask_colleague, see_what_opens, be_off, read_offer, answer_offer)


async def _list(
    request: AnyRequest, viewer: Viewer, place: Place, state: State, *, refused: Refused | None = None
) -> Response[str]:
    me = PersonId(viewer.person)
    async with state.database.reading(place.id) as reading:
        facts, now = (await state.desks.at(reading)).facts, reading.now
        context = see_shifts(facts, me, await load_offers(reading, me), place.slug, now)
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


async def _turn_page(
    request: AnyRequest,
    viewer: Viewer,
    place: Place,
    state: State,
    form: Mapping[str, str],
    *,
    errors: dict[str, str] | None = None,
) -> Response[str]:
    try:
        line, during = _turn(form)
        async with state.database.reading(place.id) as reading:
            turn = await load_turn(reading, line=line, holder=PersonId(viewer.person), during=during)
            facts, now = (await state.desks.at(reading)).facts, reading.now
    except Refused as refused:
        return await _list(request, viewer, place, state, refused=refused)
    return page(
        request,
        "duty/shift_hand_over.html",
        place=place,
        viewer=viewer,
        status=422 if errors else 200,
        action=f"/{place.slug}/me/shifts/hand-over",
        turn=_shown(line, turn.during, form),
        running=turn.during.start <= now,
        minutes=int(ANSWER_WITHIN.total_seconds() // 60),
        takers=by_least_duty(facts, turn.takers(), now),
        chosen=form.get("to", ""),
        errors=errors or {},
        list_href=f"/{place.slug}/me/shifts",
    )


async def _offer_page(
    request: AnyRequest, viewer: Viewer, place: Place, state: State, offer: UUID, *, refused: Refused | None = None
) -> Response[str]:
    me = PersonId(viewer.person)
    async with state.database.reading(place.id) as reading:
        facts, now = (await state.desks.at(reading)).facts, reading.now
        found = await find_offer(reading, offer, me)
    return page(
        request,
        "duty/offer.html",
        place=place,
        viewer=viewer,
        status=refused.status if refused else 200,
        errors={"act": str(refused)} if refused else {},
        action=f"/{place.slug}/me/offers/{offer}",
        offer=see_offer(facts, found, place.slug, now),
        mine=found.giver == me,
        list_href=f"/{place.slug}/me/shifts",
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


def _person(value: str) -> PersonId:
    try:
        return PersonId(UUID(value))
    except ValueError as wrong:
        raise BadInput("Choose a colleague.", "to") from wrong
