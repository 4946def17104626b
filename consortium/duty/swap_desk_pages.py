"""The coordinator's pages of cover and swaps: what is open, and doing it for those who have said yes by telephone."""

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
from consortium.db import Transaction
from consortium.duty.see_swaps import open_asks, see_able, see_ask, turns_of, who_has_turns
from consortium.duty.store.swap_asks import load_manner, load_open
from consortium.duty.swap_form import asking_page, form_of_turn, person_of
from consortium.duty.swaps.answer_no import take_ask_back
from consortium.duty.swaps.ask_for_cover import ask_for_cover
from consortium.duty.swaps.change_manner import change_manner
from consortium.duty.swaps.field import load_field
from consortium.duty.swaps.find_ask import find_ask
from consortium.duty.swaps.swap_turns import accept_swap
from consortium.duty.swaps.take_cover import take_cover
from consortium.problems import BadInput, NotFound, Refused
from geo import PersonId

AnyRequest = Request[Any, Any, State]
_MAY = {"permission": Permission.BUILD_ROTA}


@get("/{slug:str}/swaps", opt=_MAY)
async def see_open(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """Everything for which cover is asked now."""
    return await _list(request, viewer, place, state)


@post("/{slug:str}/swaps", opt=_MAY, status_code=200)
async def keep_manner(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[Any]:
    """Change how many are asked at once, and when the next."""
    form = await form_of(request)
    try:
        async with state.database.transaction(place.id) as tx:
            numbers = {name: form.get(name, "") for name in ("at_once", "hours_between")}
            await change_manner(tx, **numbers, by=viewer.person)
    except Refused as refused:
        return await _list(request, viewer, place, state, refused=refused, typed=form)
    return see(f"/{place.slug}/swaps?did=manner")


@get("/{slug:str}/swaps/new", opt=_MAY)
async def see_asking_for(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[Any]:
    """The form to ask for cover in somebody's name."""
    query = dict(request.query_params)
    if "line" not in query:
        return see(f"/{place.slug}/swaps")
    return await _asking(request, viewer, place, state, query)


@post("/{slug:str}/swaps/new", opt=_MAY, status_code=200)
async def ask_for(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[Any]:
    """Ask in her name; she is told."""
    form = await form_of(request)
    try:
        giver, turn = person_of(form.get("giver", ""), "giver"), form_of_turn(form, place.timezone)
        async with state.database.transaction(place.id) as tx:
            found = await ask_for_cover(
                tx,
                giver=giver,
                line=turn.line,
                during=turn.wanted,
                chosen=turn.chosen,
                by=viewer.person,
                public_url=state.desks.public_url,
            )
    except BadInput as wrong:
        return await _asking(request, viewer, place, state, form, wrong=wrong)
    except Refused as refused:
        return await _list(request, viewer, place, state, refused=refused)
    return see(f"/{place.slug}/swaps/{found}?did=asked")


@get("/{slug:str}/swaps/{ask_id:uuid}", opt=_MAY)
async def see_one(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, ask_id: FromPath[UUID]
) -> Response[str]:
    """One ask, with everybody who could take it."""
    return await _one(request, viewer, place, state, ask_id)


@post("/{slug:str}/swaps/{ask_id:uuid}", opt=_MAY, status_code=200)
async def do_for_them(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, ask_id: FromPath[UUID]
) -> Response[Any]:
    """Put down for both what they have said, or take it back for the asker; both are told."""
    form = await form_of(request)
    try:
        async with state.database.transaction(place.id) as tx:
            await _do(tx, form, ask_id, viewer.person, state.desks.public_url)
    except NotFound:
        raise
    except Refused as refused:
        return await _one(request, viewer, place, state, ask_id, refused=refused, typed=form)
    return see(f"/{place.slug}/swaps?did={form.get('act', '')}")


HANDLERS = (see_open, keep_manner, see_asking_for, ask_for, see_one, do_for_them)


async def _do(tx: Transaction, form: Mapping[str, str], ask_id: UUID, by: UUID, public_url: str) -> None:
    act = form.get("act", "")
    if act == "withdraw":
        await take_ask_back(tx, ask=ask_id, by=by, behalf=True, public_url=public_url)
        return
    if act not in {"take", "accept"}:
        raise BadInput("Press one of the buttons below.", "act")
    person = person_of(form.get("to", ""), "to")
    if form.get("sure") != "yes":
        raise BadInput("Tick that they have said yes. Without their word, change who is on call instead.", "sure")
    if act == "take":
        await take_cover(tx, ask=ask_id, taker=person, by=by, public_url=public_url)
    else:
        await accept_swap(tx, ask=ask_id, taker=person, by=by, behalf=True, public_url=public_url)


async def _list(
    request: AnyRequest,
    viewer: Viewer,
    place: Place,
    state: State,
    *,
    refused: Refused | None = None,
    typed: Mapping[str, str] | None = None,
) -> Response[str]:
    async with state.database.reading(place.id) as reading:
        facts, now = (await state.desks.at(reading)).facts, reading.now
        found, manner = await load_open(reading), await load_manner(reading)
    chosen = request.query_params.get("giver", "")
    numbers = {"at_once": str(manner.at_once), "hours_between": str(manner.hours_between)}
    return page(
        request,
        "duty/swaps_open.html",
        place=place,
        viewer=viewer,
        status=refused.status if refused else 200,
        errors={getattr(refused, "field", None) or "open": str(refused)} if refused else {},
        did=request.query_params.get("did", ""),
        action=f"/{place.slug}/swaps",
        schedule_href=f"/{place.slug}/schedule",
        asks=open_asks(facts, found, place.slug, now),
        manner={**numbers, **{name: typed[name] for name in numbers if typed and name in typed}},
        people=who_has_turns(facts, now),
        giver=chosen,
        turns=turns_of(facts, chosen, place.slug, now),
    )


async def _asking(
    request: AnyRequest,
    viewer: Viewer,
    place: Place,
    state: State,
    form: Mapping[str, str],
    *,
    wrong: BadInput | None = None,
) -> Response[str]:
    try:
        giver = person_of(form.get("giver", ""), "giver")
        async with state.database.reading(place.id) as reading:
            facts = (await state.desks.at(reading)).facts
            context = await asking_page(reading, facts, giver, form, place.timezone)
    except Refused as refused:
        return await _list(request, viewer, place, state, refused=wrong or refused)
    context["turn"]["fields"]["giver"] = str(giver)
    card = facts.cards.get(giver)
    return page(
        request,
        "duty/swap_ask.html",
        place=place,
        viewer=viewer,
        status=wrong.status if wrong else 200,
        errors={wrong.field or "to": str(wrong)} if wrong else {},
        action=f"/{place.slug}/swaps/new",
        list_href=f"/{place.slug}/swaps",
        mine=False,
        giver=card.name if card else "",
        **context,
    )


async def _one(
    request: AnyRequest,
    viewer: Viewer,
    place: Place,
    state: State,
    ask_id: UUID,
    *,
    refused: Refused | None = None,
    typed: Mapping[str, str] | None = None,
) -> Response[str]:
    async with state.database.reading(place.id) as reading:
        facts, now = (await state.desks.at(reading)).facts, reading.now
        sent = await find_ask(reading, ask_id, None)
        ask, able = sent.ask, []
        if ask.open_at(now):
            field = await load_field(reading, schedule=facts.schedule)
            able = see_able(field.fairest(field.opening(ask.of.line, PersonId(ask.giver), ask.of.during)))
    return page(
        request,
        "duty/swap_for_them.html",
        place=place,
        viewer=viewer,
        status=refused.status if refused else 200,
        errors={getattr(refused, "field", None) or "act": str(refused)} if refused else {},
        did=request.query_params.get("did", ""),
        action=f"/{place.slug}/swaps/{ask_id}",
        list_href=f"/{place.slug}/swaps",
        ask=see_ask(facts, sent, None, place.slug, now),
        able=able,
        typed=dict(typed or {}),
    )
