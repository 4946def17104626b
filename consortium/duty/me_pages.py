"""One's own page: papers, turns, leave, how one is reached and whether off duty too. What is here, only she changes."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.datastructures import State
from litestar.response import Response

from consortium.access.door import Viewer
from consortium.access.permissions import Permission
from consortium.access.store import Place
from consortium.access.web import HerePlace, SignedIn, form_of, page, see
from consortium.db import Transaction
from consortium.duty.leave_form import read_leave
from consortium.duty.people_pages import Form, errors_of
from consortium.duty.see_person import see_person
from consortium.members import fields
from consortium.members.add_channel import add_channel
from consortium.members.cancel_leave import cancel_leave
from consortium.members.change_own_service import change_own_service
from consortium.members.history import history_of
from consortium.members.kinds import ChannelKind
from consortium.members.prove_channel import prove_channel, remove_channel, send_code
from consortium.members.store import load_person_sheet, load_today
from consortium.members.take_leave import take_leave
from consortium.problems import BadInput, Conflict
from geo import PersonId

AnyRequest = Request[Any, Any, State]
_OWN = {"permission": Permission.TAKE_OWN_LEAVE}
_AGAIN = "Nothing was done. Open the page again and press one of its buttons."

Act = Callable[[Transaction, PersonId, Form], Awaitable[str]]


@get("/{slug:str}/me", opt=_OWN)
async def see_me(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """My page."""
    return await _me(request, viewer, place, state)


@post("/{slug:str}/me/leave", opt=_OWN, status_code=303)
async def own_leave(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[Any]:
    """Take or cancel leave."""
    return await _do(request, viewer, place, state, "leave", _leave)


@post("/{slug:str}/me/serving", opt=_OWN, status_code=303)
async def own_service(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[Any]:
    """My number for officers, and whether I am rung off duty."""
    return await _do(request, viewer, place, state, "serving", _serving)


@post("/{slug:str}/me/channels", opt=_OWN, status_code=303)
async def own_channels(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[Any]:
    """Add, prove or remove a way to page me."""
    return await _do(request, viewer, place, state, "channels", _channel)


HANDLERS = (see_me, own_leave, own_service, own_channels)


class _NotProved(BadInput):
    """What she typed is not the code; the try is counted, so the transaction ends well before this is told."""


async def _do(request: AnyRequest, viewer: Viewer, place: Place, state: State, section: str, act: Act) -> Response[Any]:
    form = await form_of(request)
    try:
        async with state.database.transaction(place.id) as tx:
            did = await act(tx, PersonId(viewer.person), form)
        if not did:
            raise _NotProved("This is not the code, or it is too old. Have a new one sent if in doubt.", "code")
    except (BadInput, Conflict) as wrong:
        return await _me(request, viewer, place, state, section=section, typed=form, wrong=wrong)
    return see(f"/{place.slug}/me?did={did}")


async def _leave(tx: Transaction, me: PersonId, form: Form) -> str:
    if fields.text(form, "act") == "cancel":
        await cancel_leave(tx, person=me, leave=fields.id_of(form, "leave"), by=me)
        return "leave-cancelled"
    starts_at, ends_at = await read_leave(tx, form)
    await take_leave(tx, person=me, starts_at=starts_at, ends_at=ends_at, by=me)
    return "leave"


async def _serving(tx: Transaction, me: PersonId, form: Form) -> str:
    if fields.text(form, "act") != "save":
        raise BadInput(_AGAIN, "form")
    number = fields.text(form, "talk_number") or None
    off_duty = fields.text(form, "ring_off_duty") == "yes"
    await change_own_service(tx, person=me, talk_number=number, ring_off_duty=off_duty, by=me)
    return "serving"


async def _channel(tx: Transaction, me: PersonId, form: Form) -> str:
    """What a form about channels did; empty where the code was wrong."""
    wish = fields.text(form, "act")
    if wish == "add":
        address = fields.text(form, "address")
        added = await add_channel(tx, person=me, kind=ChannelKind.MAIL, address=address, by=me)
        await send_code(tx, person=me, channel=added)
        return "code"
    if wish not in {"send", "prove", "remove"}:
        raise BadInput(_AGAIN, "form")
    channel: UUID = fields.id_of(form, "channel")
    if wish == "send":
        await send_code(tx, person=me, channel=channel)
        return "code"
    if wish == "prove":
        wrong = await prove_channel(tx, person=me, channel=channel, code=fields.text(form, "code"), by=me)
        return "" if wrong else "proved"
    await remove_channel(tx, person=me, channel=channel, by=me)
    return "channel-removed"


async def _me(
    request: AnyRequest,
    viewer: Viewer,
    place: Place,
    state: State,
    *,
    section: str = "",
    typed: Form | None = None,
    wrong: BadInput | Conflict | None = None,
) -> Response[str]:
    async with state.database.reading(place.id) as reading:
        sheet = await load_person_sheet(reading, viewer, viewer.person)
        facts = (await state.desks.at(reading)).facts
        now, today = reading.now, await load_today(reading)
        acts = await history_of(reading, viewer, (viewer.person,), most=20)
    return page(
        request,
        "members/me.html",
        place=place,
        viewer=viewer,
        status=200 if wrong is None else wrong.status,
        person=see_person(sheet, facts, now, today, place.slug),
        acts=acts,
        today=today,
        now=now,
        section=section,
        typed=typed or {},
        errors=errors_of(wrong),
        shifts_href=f"/{place.slug}/me/shifts" if viewer.may(Permission.GIVE_AWAY_DUTY) else None,
        did=request.query_params.get("did", ""),
    )
