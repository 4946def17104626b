"""Coverage for who makes the rota: what is missing, what is meant, who has confirmed; and the link in a peer's mail."""

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
from consortium.duty.coverage.confirm_shift import confirm_shift, look_at_check
from consortium.duty.coverage.declare_gap import declare_gap, take_back_gap
from consortium.duty.coverage.look_ahead import look_ahead
from consortium.duty.coverage.see_coverage import choices, chosen, days_of, see_checks, see_coverage
from consortium.duty.coverage.settle_checks import settle_checks
from consortium.duty.store.coverage import load_checks, load_settled
from consortium.duty.store.meant_gaps import load_meant
from consortium.members import fields
from consortium.problems import BadInput, Conflict, NotFound

AnyRequest = Request[Any, Any, State]
Form = dict[str, str]
_MAY = {"permission": Permission.BUILD_ROTA}
_LINK = {"open": "whoever holds the link of a message before a shift; it tells that shift and confirms it"}
_TYPED = ("of", "first", "last", "why")


@get("/{slug:str}/coverage", opt=_MAY)
async def see_missing(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """What is missing in the next 90 days."""
    return await _page(request, viewer, place, state)


@post("/{slug:str}/coverage/meant", opt=_MAY, status_code=303)
async def say_meant(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[Any]:
    """Say that a gap is meant."""
    form = await form_of(request)
    try:
        line, zone = chosen(fields.text(form, "of"))
        first = fields.day(form, "first")
        last = fields.day(form, "last") if fields.text(form, "last") else None
        starts_at, ends_at = days_of(first, last, place.timezone)
        async with state.database.transaction(place.id) as tx:
            await declare_gap(
                tx,
                starts_at=starts_at,
                ends_at=ends_at,
                why=fields.text(form, "why"),
                line=line,
                zone=zone,
                by=viewer.person,
            )
    except (BadInput, Conflict) as wrong:
        return await _page(request, viewer, place, state, form=form, wrong=wrong)
    return see(f"/{place.slug}/coverage?did=declared#meant")


@post("/{slug:str}/coverage/meant/{meant:uuid}/end", opt=_MAY, status_code=303)
async def end_meant(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, meant: FromPath[UUID]
) -> Response[Any]:
    """Take it back."""
    form = await form_of(request)
    try:
        fields.sure(form)
    except BadInput as wrong:
        return await _page(request, viewer, place, state, form=form, wrong=wrong)
    async with state.database.transaction(place.id) as tx:
        await take_back_gap(tx, meant=meant, by=viewer.person)
    return see(f"/{place.slug}/coverage?did=taken#meant")


@post("/{slug:str}/coverage/asking", opt=_MAY, status_code=303)
async def settle_asking(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[Any]:
    """Settle whether and when holders are asked."""
    form = await form_of(request)
    try:
        fields.ticked(form, "keep", "Press the button to keep this. Nothing was changed.")
        async with state.database.transaction(place.id) as tx:
            await settle_checks(
                tx,
                asks=fields.text(form, "asks") == "yes",
                ask_hours=fields.whole(form, "ask_hours"),
                tell_minutes=fields.whole(form, "tell_minutes"),
                by=viewer.person,
            )
    except BadInput as wrong:
        return await _page(request, viewer, place, state, form=form, wrong=wrong)
    return see(f"/{place.slug}/coverage?did=settled#asking")


@get("/{slug:str}/shift/{token:str}", opt=_LINK)
async def see_shift_link(request: AnyRequest, slug: FromPath[str], token: FromPath[str], state: State) -> Response[str]:
    """A page with a button: opening the link does nothing yet."""
    return await _link_page(request, await state.places.at(slug), state, token)


@post("/{slug:str}/shift", opt=_LINK, status_code=303)
async def take_confirmation(request: AnyRequest, slug: FromPath[str], state: State) -> Response[Any]:
    """Confirm the shift with the button."""
    place = await state.places.at(slug)
    form = await form_of(request)
    token = form.get("token", "")
    if form.get("confirm") != "yes":
        return await _link_page(request, place, state, token, status=422)
    try:
        async with state.database.transaction(place.id) as tx:
            await confirm_shift(tx, token)
    except NotFound:
        return await _link_page(request, place, state, token, status=404)
    return see(f"/{place.slug}/shift/{token}?did=confirmed")


HANDLERS = (see_missing, say_meant, end_meant, settle_asking, see_shift_link, take_confirmation)


async def _page(
    request: AnyRequest,
    viewer: Viewer,
    place: Place,
    state: State,
    *,
    form: Form | None = None,
    wrong: BadInput | Conflict | None = None,
) -> Response[str]:
    async with state.database.reading(place.id) as reading:
        facts, now = (await state.desks.at(reading)).facts, reading.now
        outlook = await look_ahead(reading, facts)
        meant, checks, settled = await load_meant(reading), await load_checks(reading), await load_settled(reading)
    field = (wrong.field if isinstance(wrong, BadInput) else None) or "of"
    return page(
        request,
        "duty/coverage.html",
        place=place,
        viewer=viewer,
        status=wrong.status if wrong else 200,
        **see_coverage(outlook, facts, meant),
        now=now,
        did=request.query_params.get("did", ""),
        errors={field: str(wrong)} if wrong else {},
        typed=_typed(form),
        level=facts.region.service_level,
        minutes=facts.region.call_back_minutes or 0,
        hours_href=f"/{place.slug}/settings",
        choices=choices(outlook),
        checks=see_checks(checks, facts, now),
        asks=settled.asks,
        ask_hours=int(settled.ask_ahead.total_seconds() // 3600),
        tell_minutes=int(settled.tell_ahead.total_seconds() // 60),
        what_if_href=f"/{place.slug}/coverage/what-if",
        people_href=f"/{place.slug}/people/",
    )


def _typed(form: Form | None) -> Form:
    return dict.fromkeys(_TYPED, "") | (form or {})


async def _link_page(request: AnyRequest, place: Place, state: State, token: str, *, status: int = 0) -> Response[str]:
    async with state.database.reading(place.id) as reading:
        found = await look_at_check(reading, token)
    asked = found and {
        "name": found.name,
        "line": found.check.line.value,
        "start": found.check.during.start,
        "end": found.check.during.end,
        "state": found.check.state.value,
        "own": found.own,
    }
    return page(
        request,
        "duty/coverage_confirm.html",
        place=place,
        viewer=None,
        status=status or (200 if asked else 404),
        asked=asked,
        token=token,
        action=f"/{place.slug}/shift",
        did=request.query_params.get("did", ""),
        shifts_href=f"/{place.slug}/me/shifts",
    )
