"""A member's pages of cover and swaps: what she asks and is asked, the form to ask, the page to answer, "take now".

A link in a mail opens a page and never acts; a turn stays with its holder until both have said so.
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
from consortium.db import Transaction
from consortium.duty.links import read_line, read_span
from consortium.duty.see_swaps import running_turns, see_ask, see_swaps, to_swap
from consortium.duty.store.swap_asks import load_sent_of
from consortium.duty.swap_form import asking_page, form_of_turn, person_of
from consortium.duty.swaps.answer_no import say_no, take_ask_back
from consortium.duty.swaps.ask_for_cover import ask_for_cover
from consortium.duty.swaps.field import load_field
from consortium.duty.swaps.find_ask import find_ask
from consortium.duty.swaps.swap_turns import accept_swap, offer_back, refuse_swap, take_offer_back
from consortium.duty.swaps.take_cover import take_cover
from consortium.duty.swaps.take_now import take_now
from consortium.problems import BadInput, NotFound, Refused
from geo import PersonId

AnyRequest = Request[Any, Any, State]
_MAY = {"permission": Permission.GIVE_AWAY_DUTY}


@get("/{slug:str}/me/swaps", opt=_MAY)
async def see_my_swaps(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """What I asked, and what I am asked."""
    return await _list(request, viewer, place, state)


@get("/{slug:str}/me/swaps/new", opt=_MAY)
async def see_asking(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[Any]:
    """The form to ask for cover of a turn of mine."""
    query = dict(request.query_params)
    if not query:
        return see(f"/{place.slug}/me/shifts")
    return await _asking(request, viewer, place, state, query)


@post("/{slug:str}/me/swaps/new", opt=_MAY, status_code=200)
async def ask(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[Any]:
    """Ask."""
    form, me = await form_of(request), PersonId(viewer.person)
    try:
        turn = form_of_turn(form, place.timezone)
        async with state.database.transaction(place.id) as tx:
            found = await ask_for_cover(
                tx,
                giver=me,
                line=turn.line,
                during=turn.wanted,
                chosen=turn.chosen,
                by=me,
                public_url=state.desks.public_url,
            )
    except BadInput as wrong:
        return await _asking(request, viewer, place, state, form, wrong=wrong)
    except Refused as refused:
        return await _list(request, viewer, place, state, refused=refused)
    return see(f"/{place.slug}/me/swaps/{found}?did=asked")


@get("/{slug:str}/me/swaps/take-now", opt=_MAY)
async def see_running(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """Who is on call now, and could be relieved at once in an emergency."""
    return await _running(request, viewer, place, state)


@post("/{slug:str}/me/swaps/take-now", opt=_MAY, status_code=200)
async def take_running(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[Any]:
    """Take the rest of somebody's running turn at once."""
    form, me = await form_of(request), PersonId(viewer.person)
    try:
        line, holder = read_line(form.get("line", "")), person_of(form.get("holder", ""), "holder")
        async with state.database.transaction(place.id) as tx:
            await take_now(tx, line=line, holder=holder, taker=me, by=me, public_url=state.desks.public_url)
    except Refused as refused:
        return await _running(request, viewer, place, state, refused=refused)
    return see(f"/{place.slug}/me/shifts?did=took-now")


@get("/{slug:str}/me/swaps/{ask_id:uuid}", opt=_MAY)
async def read_ask(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, ask_id: FromPath[UUID]
) -> Response[str]:
    """One ask: mine, or one that I am asked."""
    return await _one(request, viewer, place, state, ask_id)


@post("/{slug:str}/me/swaps/{ask_id:uuid}", opt=_MAY, status_code=200)
async def answer_ask(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, ask_id: FromPath[UUID]
) -> Response[Any]:
    """Take it, say no, offer a turn for it, accept or refuse such an offer, or take it back."""
    form, me = await form_of(request), PersonId(viewer.person)
    act = form.get("act", "")
    try:
        async with state.database.transaction(place.id) as tx:
            await _answer(tx, act, form, ask_id, me, state.desks.public_url)
    except NotFound:
        raise
    except Refused as refused:
        return await _one(request, viewer, place, state, ask_id, refused=refused)
    where = "me/shifts" if act in {"take", "accept"} else "me/swaps"
    return see(f"/{place.slug}/{where}?did={act}")


HANDLERS = (see_my_swaps, see_asking, ask, see_running, take_running, read_ask, answer_ask)


async def _answer(tx: Transaction, act: str, form: Mapping[str, str], ask_id: UUID, me: PersonId, url: str) -> None:
    if act == "take":
        await take_cover(tx, ask=ask_id, taker=me, by=me, public_url=url)
    elif act == "no":
        await say_no(tx, ask=ask_id, person=me, public_url=url)
    elif act == "offer":
        line, _, span = form.get("turn", "").partition("|")
        if not span:
            raise BadInput("Choose the turn of yours that she would take.", "turn")
        start, _, end = span.partition("|")
        during = read_span(start, end)
        await offer_back(tx, ask=ask_id, taker=me, line=read_line(line), during=during, public_url=url)
    elif act == "offer-back":
        await take_offer_back(tx, ask=ask_id, taker=me)
    elif act == "withdraw":
        await take_ask_back(tx, ask=ask_id, by=me, behalf=False, public_url=url)
    elif act in {"accept", "refuse"}:
        verb = accept_swap if act == "accept" else refuse_swap
        await verb(tx, ask=ask_id, taker=person_of(form.get("person", ""), "act"), by=me, public_url=url)
    else:
        raise BadInput("Press one of the buttons below.", "act")


async def _list(
    request: AnyRequest, viewer: Viewer, place: Place, state: State, *, refused: Refused | None = None
) -> Response[str]:
    me = PersonId(viewer.person)
    async with state.database.reading(place.id) as reading:
        facts, now = (await state.desks.at(reading)).facts, reading.now
        context = see_swaps(facts, me, await load_sent_of(reading, me), place.slug, now)
    return page(
        request,
        "duty/swaps.html",
        place=place,
        viewer=viewer,
        status=refused.status if refused else 200,
        did=request.query_params.get("did", ""),
        errors={"mine": str(refused)} if refused else {},
        shifts_href=f"/{place.slug}/me/shifts",
        now_href=f"/{place.slug}/me/swaps/take-now",
        **context,
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
    me = PersonId(viewer.person)
    try:
        async with state.database.reading(place.id) as reading:
            facts = (await state.desks.at(reading)).facts
            context = await asking_page(reading, facts, me, form, place.timezone)
    except Refused as refused:
        return await _list(request, viewer, place, state, refused=refused)
    return page(
        request,
        "duty/swap_ask.html",
        place=place,
        viewer=viewer,
        status=wrong.status if wrong else 200,
        errors={wrong.field or "to": str(wrong)} if wrong else {},
        action=f"/{place.slug}/me/swaps/new",
        list_href=f"/{place.slug}/me/shifts",
        mine=True,
        giver="",
        **context,
    )


async def _one(
    request: AnyRequest, viewer: Viewer, place: Place, state: State, ask_id: UUID, *, refused: Refused | None = None
) -> Response[str]:
    me = PersonId(viewer.person)
    async with state.database.reading(place.id) as reading:
        facts, now = (await state.desks.at(reading)).facts, reading.now
        sent = await find_ask(reading, ask_id, me)
        shown = see_ask(facts, sent, me, place.slug, now)
        choices = []
        if sent.ask.giver != me and sent.ask.open_at(now) and not shown["said_no"]:
            field = await load_field(reading, schedule=facts.schedule)
            choices = to_swap(field, facts, sent, me, now)
    return page(
        request,
        "duty/swap.html",
        place=place,
        viewer=viewer,
        status=refused.status if refused else 200,
        errors={"act": str(refused)} if refused else {},
        did=request.query_params.get("did", ""),
        action=f"/{place.slug}/me/swaps/{ask_id}",
        ask=shown,
        choices=choices,
        list_href=f"/{place.slug}/me/swaps",
    )


async def _running(
    request: AnyRequest, viewer: Viewer, place: Place, state: State, *, refused: Refused | None = None
) -> Response[str]:
    me = PersonId(viewer.person)
    async with state.database.reading(place.id) as reading:
        facts, now = (await state.desks.at(reading)).facts, reading.now
        field = await load_field(reading, schedule=facts.schedule)
        turns = running_turns(field, facts, me, now)
    return page(
        request,
        "duty/swap_now.html",
        place=place,
        viewer=viewer,
        status=refused.status if refused else 200,
        errors={"turns": str(refused)} if refused else {},
        action=f"/{place.slug}/me/swaps/take-now",
        turns=turns,
        list_href=f"/{place.slug}/me/swaps",
    )
