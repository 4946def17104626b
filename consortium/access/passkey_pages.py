"""The pages of passkeys: sign in with one, add one, and the page that says why a reduced session is not enough.

Each form works by a small script (``passkey.js``), since only a script can ask a device; where there is none, the
same page offers the mail link.
"""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from litestar import post
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Response

from consortium.access.cookies import browser_asked, browser_cookie, session_of, signed_in
from consortium.access.door import Viewer
from consortium.access.passkey_site import Site
from consortium.access.sign_in_with_passkey import COPIED, NOT_GOOD, ask_for_passkey, sign_in_with_passkey
from consortium.access.store import Place
from consortium.access.tokens import fresh
from consortium.access.web import AnyRequest, form_of, page

_DOOR = "everybody may come to the door"
_INSIDE = re.compile(r"/[A-Za-z0-9_-]+(?:/[A-Za-z0-9_-]+)*/?")


@dataclass(frozen=True, slots=True)
class PasskeyForm:
    """A form that the script fills: where it asks, where the answer goes, and which page is wanted afterwards."""

    ask: str
    action: str
    to: str


def passkey_form(place: Place, to: str = "") -> PasskeyForm:
    """The form that signs in with a passkey and goes on to a page of ours, if ``to`` is one."""
    home = f"/{place.slug}/sign-in/passkey"
    return PasskeyForm(f"{home}/ask", home, _own_page(place, to))


def site_of(place: Place, state: State) -> Site:
    """Whom the passkeys of this consortium know."""
    return Site(state.settings.public_url, place.title)


@post("/{slug:str}/sign-in/passkey/ask", opt={"open": _DOOR}, status_code=200)
async def ask_device(request: AnyRequest, slug: FromPath[str], state: State) -> Response[str]:
    """The question to the device, for the script."""
    place = await state.places.at(slug)
    browser = request.cookies.get(browser_cookie(state)) or fresh()
    async with state.database.transaction(place.id) as tx:
        question = await ask_for_passkey(tx, site_of(place, state), browser=browser)
    response = Response(question, media_type="application/json")
    response.set_cookie(browser_asked(state, browser))
    return response


@post("/{slug:str}/sign-in/passkey", opt={"open": _DOOR}, status_code=200)
async def take_passkey(request: AnyRequest, slug: FromPath[str], state: State) -> Response[Any]:
    """Sign in with what the device answered."""
    place = await state.places.at(slug)
    form = await form_of(request)
    async with state.database.transaction(place.id) as tx:
        found = await sign_in_with_passkey(
            tx,
            site_of(place, state),
            answer=form.get("answer", ""),
            browser=request.cookies.get(browser_cookie(state)),
            instead=session_of(request, state, place),
        )
    if found.token is not None:
        return signed_in(place, state, found.token, to=_own_page(place, form.get("to", "")))
    return page(
        request,
        "access/sign_in.html",
        place=place,
        viewer=None,
        status=422,
        action=f"/{place.slug}/sign-in",
        passkey=passkey_form(place, form.get("to", "")),
        mail="",
        errors={"passkey": COPIED if found.copied else NOT_GOOD},
        wanted="",
        mails_href="/demo/mails" if state.settings.demo_mail is not None else None,
    )


def full_session_page(request: AnyRequest) -> Response[str]:
    """Why this session is not enough, and how to open a full one; the guard left who is looking."""
    viewer: Viewer = request.state.viewer
    place: Place = request.state.place
    asked = request.url.path if request.method == "GET" else urlsplit(request.headers.get("referer", "")).path
    return page(
        request,
        "access/full_session.html",
        place=place,
        viewer=viewer,
        status=403,
        passkey=passkey_form(place, asked),
        sign_in_href=f"/{place.slug}/sign-in",
        devices_href=f"/{place.slug}/me/devices",
        still_href=f"/{place.slug}/on-call",
    )


HANDLERS = (ask_device, take_passkey)


def _own_page(place: Place, path: str) -> str:
    """The path, if it is one of this consortium's pages that a browser may be sent to; else nothing."""
    return path if path.startswith(f"/{place.slug}/") and _INSIDE.fullmatch(path) else ""
