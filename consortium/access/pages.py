"""The pages of the door: sign in, sign out, theme, and who may do what."""

import asyncio
from typing import Any
from urllib.parse import urlsplit

from litestar import get, post
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Response

from consortium.access import permissions
from consortium.access.ask_for_link import ask_for_link
from consortium.access.cookies import (
    browser_asked,
    browser_cookie,
    make_cookie,
    session_of,
    signed_in,
    signed_out,
)
from consortium.access.passkey_pages import passkey_form
from consortium.access.permissions import ALLOWED, KEPT_BY_DUTY, KEPT_BY_REDUCED, Permission, Role
from consortium.access.sign_in import TOO_LATE, sign_in_with_code, sign_in_with_link
from consortium.access.store import SIGN_IN_LENGTH, Place, delete_session, sign_ins_of_browser
from consortium.access.tokens import fresh
from consortium.access.web import (
    ROLE_WORDS,
    AnyRequest,
    HerePlace,
    SignedIn,
    form_of,
    page,
    see,
    viewers_of,
)
from consortium.problems import BadInput

Slug = FromPath[str]

_SAME_TIME = 0.4
_YEAR = 365 * 24 * 3600
_DOOR = "everybody may come to the door"


@get("/{slug:str}/sign-in", opt={"open": _DOOR})
async def see_sign_in(request: AnyRequest, slug: Slug, state: State) -> Response[str]:
    """The form for the mail address."""
    place = await state.places.at(slug)
    return _ask_page(request, place, state, mail="", errors={})


@post("/{slug:str}/sign-in", opt={"open": _DOOR}, status_code=200)
async def ask_for_mail(request: AnyRequest, slug: Slug, state: State) -> Response[str]:
    """Send a mail if the address is known; the same answer after the same time if it is not."""
    place = await state.places.at(slug)
    now = asyncio.get_running_loop().time()
    mail = (await form_of(request)).get("mail", "")
    browser = request.cookies.get(browser_cookie(state)) or fresh()
    try:
        async with state.database.transaction(place.id) as tx:
            await ask_for_link(
                tx,
                place=place,
                email=mail,
                browser=browser,
                public_url=state.settings.public_url,
                wary=state.guesses.many(place.id, now),
            )
    except BadInput as wrong:
        return _ask_page(request, place, state, mail=mail, errors={"mail": str(wrong)}, status=422)
    await asyncio.sleep(max(0.0, now + _SAME_TIME - asyncio.get_running_loop().time()))
    response = _code_page(request, place, state, errors={})
    response.set_cookie(browser_asked(state, browser))
    return response


@post("/{slug:str}/sign-in/code", opt={"open": _DOOR}, status_code=200)
async def take_code(request: AnyRequest, slug: Slug, state: State) -> Response[Any]:
    """Sign in with the digits from the mail, in the browser that asked."""
    place = await state.places.at(slug)
    code = (await form_of(request)).get("code", "")
    async with state.database.transaction(place.id) as tx:
        token = await sign_in_with_code(
            tx,
            code=code,
            browser=request.cookies.get(browser_cookie(state)),
            instead=session_of(request, state, place),
            reached=state.above.mail_reached,
        )
    if token is None:
        state.guesses.wrong(place.id, asyncio.get_running_loop().time())
        return _code_page(request, place, state, errors={"code": TOO_LATE}, status=422)
    return signed_in(place, state, token)


@get("/{slug:str}/sign-in/{token:str}", opt={"open": _DOOR})
async def see_link(request: AnyRequest, slug: Slug, token: FromPath[str], state: State) -> Response[str]:
    """What a mail link opens: a page with a button. Opening it does nothing, because scanners open links too."""
    place = await state.places.at(slug)
    browser = request.cookies.get(browser_cookie(state))
    ready = False
    if browser is not None:
        async with state.database.transaction(place.id) as tx:
            ready = bool(await sign_ins_of_browser(tx, browser))
    return _link_page(request, place, token, "ready" if ready else "elsewhere")


@post("/{slug:str}/sign-in/link", opt={"open": _DOOR}, status_code=200)
async def take_link(request: AnyRequest, slug: Slug, state: State) -> Response[Any]:
    """Sign in with the link's button, once, in the browser that asked."""
    place = await state.places.at(slug)
    token = (await form_of(request)).get("token", "")
    async with state.database.transaction(place.id) as tx:
        session = await sign_in_with_link(
            tx,
            token=token,
            browser=request.cookies.get(browser_cookie(state)),
            instead=session_of(request, state, place),
            reached=state.above.mail_reached,
        )
    if session is None:
        return _link_page(request, place, token, "gone", status=422)
    return signed_in(place, state, session)


@post("/{slug:str}/sign-out", opt={"permission": Permission.SIGNED_IN}, status_code=303)
async def sign_out(request: AnyRequest, place: HerePlace, state: State) -> Response[None]:
    """End the sessions of this browser: the one that was opened, and one that is kept for a shift."""
    viewers = await viewers_of(request, place)
    async with state.database.transaction(place.id) as tx:
        for viewer in viewers:
            await delete_session(tx, viewer.session)
    return signed_out(place, state)


@post("/{slug:str}/theme", opt={"open": "a colour is no secret"}, status_code=303)
async def choose_theme(request: AnyRequest, slug: Slug, state: State) -> Response[None]:
    """Keep light or night on this device, and go back to the page."""
    place = await state.places.at(slug)
    theme = (await form_of(request)).get("theme", "")
    back = urlsplit(request.headers.get("referer", "")).path
    response = see(back if back.startswith(f"/{place.slug}/") else f"/{place.slug}/")
    if theme in {"light", "night"}:
        response.set_cookie(make_cookie(state, "theme", theme, seconds=_YEAR))
    return response


@get("/{slug:str}/", opt={"open": "it only leads on"})
async def lead_on(request: AnyRequest, slug: Slug, state: State) -> Response[None]:
    """To the page that a member needs first, or to the door."""
    place = await state.places.at(slug)
    viewers = await viewers_of(request, place)
    if not viewers:
        return see(f"/{slug}/sign-in")
    viewer = viewers[0]
    if not viewer.roles:  # somebody who was invited and has not answered yet
        return see(f"/{slug}/invitation")
    if not place.opened and viewer.may(Permission.SET_UP):
        return see(f"/{slug}/set-up")
    if any(each.may(Permission.ANSWER_REQUESTS) for each in viewers):
        return see(f"/{slug}/duty")
    runs = viewer.may(Permission.BUILD_ROTA)
    return see(f"/{slug}/agency" if viewer.may(Permission.SEE_OWN_AGENCY) and not runs else f"/{slug}/on-call")


@get("/{slug:str}/permissions", opt={"permission": Permission.SIGNED_IN})
async def see_permissions(request: AnyRequest, viewer: SignedIn, place: HerePlace) -> Response[str]:
    """The table that the program itself obeys, printed."""
    rows = [(what.value, {role.value: "yes" for role in Role if role in ALLOWED[what]}) for what in Permission]
    pairs = [(*_words(pair), "refused") for pair in permissions.REFUSED_PAIRS]
    pairs += [(*_words(pair), "warned") for pair in permissions.WARNED_PAIRS]
    return page(
        request,
        "access/permissions.html",
        place=place,
        viewer=viewer,
        roles=[(role.value, ROLE_WORDS[role]) for role in Role],
        groups=[("Everything there is", rows)],
        pairs=pairs,
        reduced=[what.value for what in Permission if what in KEPT_BY_REDUCED],
        duty=[what.value for what in Permission if what in KEPT_BY_DUTY],
    )


HANDLERS = (
    see_sign_in,
    ask_for_mail,
    take_code,
    see_link,
    take_link,
    sign_out,
    choose_theme,
    lead_on,
    see_permissions,
)


def _mails_href(state: State) -> str | None:
    return "/demo/mails" if state.settings.demo_mail is not None else None


def _ask_page(
    request: AnyRequest, place: Place, state: State, *, mail: str, errors: dict[str, str], status: int = 200
) -> Response[str]:
    return page(
        request,
        "access/sign_in.html",
        place=place,
        viewer=None,
        status=status,
        action=f"/{place.slug}/sign-in",
        passkey=passkey_form(place),
        mail=mail,
        errors=errors,
        wanted="",
        mails_href=_mails_href(state),
    )


def _code_page(
    request: AnyRequest, place: Place, state: State, *, errors: dict[str, str], status: int = 200
) -> Response[str]:
    return page(
        request,
        "access/sign_in_code.html",
        place=place,
        viewer=None,
        status=status,
        action=f"/{place.slug}/sign-in/code",
        minutes=int(SIGN_IN_LENGTH.total_seconds() // 60),
        errors=errors,
        again_href=f"/{place.slug}/sign-in",
        mails_href=_mails_href(state),
    )


def _link_page(request: AnyRequest, place: Place, token: str, how: str, *, status: int = 200) -> Response[str]:
    return page(
        request,
        "access/sign_in_confirm.html",
        place=place,
        viewer=None,
        status=status,
        state=how,
        action=f"/{place.slug}/sign-in/link",
        token=token,
        code_action="",
        errors={},
        again_href=f"/{place.slug}/sign-in",
    )


def _words(pair: frozenset[Role]) -> tuple[str, str]:
    one, other = sorted(pair)
    return ROLE_WORDS[one], ROLE_WORDS[other]
