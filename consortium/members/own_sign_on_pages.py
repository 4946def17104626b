"""Sign-on with an agency's own accounts: one's own connection, and the way there and back."""

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Response

from consortium.access.cookies import browser_asked, browser_cookie, session_of, signed_in
from consortium.access.permissions import Permission
from consortium.access.sign_on import (
    GONE,
    STRANGER,
    account_of,
    begin,
    come_back,
    connect,
    disconnect,
    sign_in_with_account,
)
from consortium.access.store import Place
from consortium.access.store.sign_ons import SignOn, load_connected, load_sign_ons
from consortium.access.tokens import fresh
from consortium.access.web import HerePlace, SignedIn, form_of, page, see, viewer_of
from consortium.members.sign_on_pages import back_to, known, names_of_agencies, see_sign_on
from consortium.problems import BadInput, Conflict, NotFound

AnyRequest = Request[Any, Any, State]
Slug = FromPath[str]
Wanted = FromPath[UUID]
_OWN = {"permission": Permission.TAKE_OWN_LEAVE}
_DOOR = {"open": "everybody may come to the door"}


@get("/{slug:str}/me/sign-on", opt=_OWN)
async def see_own(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """The accounts of my agencies: connected or not."""
    async with state.database.reading(place.id) as reading:
        mine = [each for each in await load_sign_ons(reading) if each.agency in viewer.agencies]
        connected = await load_connected(reading, viewer.person)
        names = await names_of_agencies(reading)
    return page(
        request,
        "members/own_sign_on.html",
        place=place,
        viewer=viewer,
        did=request.query_params.get("did", ""),
        here=f"/{place.slug}/me/sign-on",
        sign_ons=[see_sign_on(each, names) | {"connected_on": connected.get(each.id)} for each in mine],
    )


@post("/{slug:str}/me/sign-on/{wanted:uuid}", opt=_OWN, status_code=303)
async def change_own(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, wanted: Wanted
) -> Response[Any]:
    """Take my connection away."""
    if (await form_of(request)).get("disconnect") != "yes":
        raise BadInput("Press the button of the page that asks. Nothing was changed.")
    async with state.database.transaction(place.id) as tx:
        await disconnect(tx, sign_on=wanted, person=viewer.person)
    return see(f"/{place.slug}/me/sign-on?did=disconnected")


@get("/{slug:str}/me/sign-on/{wanted:uuid}/connect", opt=_OWN)
async def connect_own(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, wanted: Wanted
) -> Response[Any]:
    """To my agency's sign-on, to connect my account. A link, because a form may not lead to another site."""
    if request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
        return see(f"/{place.slug}/me/sign-on")  # another site's link connects nothing
    async with state.database.reading(place.id) as reading:
        sign_on = await known(reading, wanted)
    if sign_on.agency not in viewer.agencies:
        raise NotFound
    return await _there(request, place, state, sign_on, viewer.person)


@get("/{slug:str}/sign-in/agency", opt=_DOOR)
async def choose_agency(request: AnyRequest, slug: Slug, state: State) -> Response[str]:
    """Whose accounts open the door here."""
    place = await state.places.at(slug)
    return await _choose_page(request, place, state)


@get("/{slug:str}/sign-in/agency/{wanted:uuid}", opt=_DOOR)
async def go_there(request: AnyRequest, slug: Slug, state: State, wanted: Wanted) -> Response[Any]:
    """To the agency's sign-on, to sign in."""
    place = await state.places.at(slug)
    try:
        async with state.database.reading(place.id) as reading:
            sign_on = await known(reading, wanted)
        return await _there(request, place, state, sign_on, None)
    except BadInput as wrong:
        return await _choose_page(request, place, state, wrong=str(wrong))


@get("/{slug:str}/sign-in/agency/back", opt=_DOOR)
async def back_again(request: AnyRequest, slug: Slug, state: State) -> Response[Any]:
    """Back from the agency's sign-on: each way is good once, in the browser that began it."""
    place = await state.places.at(slug)
    answer = dict(request.query_params)
    browser = request.cookies.get(browser_cookie(state))
    try:
        async with state.database.transaction(place.id) as tx:
            flow = await come_back(tx, answer, browser)
            sign_on, now = await known(tx, flow.sign_on), tx.now
        subject = await account_of(state.providers, sign_on, flow, answer, now=now, back=back_to(place, state))
        async with state.database.transaction(place.id) as tx:
            if flow.person is not None:
                await _refuse_others(request, place, flow.person)
                await connect(tx, flow, subject)
                return see(f"/{place.slug}/me/sign-on?did=connected")
            token = await sign_in_with_account(tx, flow, subject, instead=session_of(request, state, place))
    except (BadInput, Conflict, NotFound) as wrong:
        return await _choose_page(request, place, state, wrong=GONE if isinstance(wrong, NotFound) else str(wrong))
    if token is None:
        return await _choose_page(request, place, state, wrong=STRANGER)
    return signed_in(place, state, token)


HANDLERS = (see_own, change_own, connect_own, choose_agency, back_again, go_there)


async def _there(
    request: AnyRequest, place: Place, state: State, sign_on: SignOn, person: UUID | None
) -> Response[None]:
    """The provider is asked before a transaction begins: a slow one must not hold what officers' pages wait for."""
    browser = request.cookies.get(browser_cookie(state)) or fresh()
    await state.providers.at(sign_on.issuer)
    async with state.database.transaction(place.id) as tx:
        where = await begin(tx, state.providers, sign_on, person=person, browser=browser, back=back_to(place, state))
    response = see(where)
    response.set_cookie(browser_asked(state, browser))
    return response


async def _refuse_others(request: AnyRequest, place: Place, person: UUID) -> None:
    """Refuse to connect an account to anybody but who is signed in here still.

    Raises:
        BadInput: it is somebody else's way, or nobody's.
    """
    viewer = await viewer_of(request, place)
    if viewer is None or viewer.person != person:
        raise BadInput(GONE)


async def _choose_page(request: AnyRequest, place: Place, state: State, *, wrong: str = "") -> Response[str]:
    async with state.database.reading(place.id) as reading:
        sign_ons, names = await load_sign_ons(reading), await names_of_agencies(reading)
    return page(
        request,
        "members/sign_in_agency.html",
        place=place,
        viewer=None,
        status=422 if wrong else 200,
        wrong=wrong,
        here=f"/{place.slug}/sign-in/agency",
        mail_href=f"/{place.slug}/sign-in",
        sign_ons=[see_sign_on(each, names) for each in sign_ons],
    )
