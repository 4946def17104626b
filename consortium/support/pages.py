"""The officers' pages. No cookie, no address that holds an id or a word: each step is a form to the same address.

Every answer to a form is 200 with ``no-store``; the first page is the same for everybody.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from litestar import Request, get, post
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Response, Stream

from consortium.access.web import form_of
from consortium.keys import KeyGoneError
from consortium.problems import BadInput
from consortium.support.ask_pages import ask
from consortium.support.help_desk import HelpDesk
from consortium.support.look_pages import change, look, looks
from consortium.support.status_pages import status, watch
from consortium.support.talk_pages import TALK_STEPS
from consortium.support.visit_pages import HTML, Visit

AnyRequest = Request[Any, Any, State]
Slug = FromPath[str]

_OPEN = "officers ask without a sign-in"
_STEPS: dict[str, Callable[[Visit], Awaitable[Response[Any] | Stream]]] = {
    "ask": ask,
    "look": look,
    "change": change,
    "status": status,
    "watch": watch,
    **TALK_STEPS,
}


@get(["/{slug:str}/help", "/{slug:str}/es/help"], opt={"open": _OPEN})
async def see_first_page(request: AnyRequest, slug: Slug, state: State) -> Response[bytes]:
    """The lines, what is kept, the limits, and the form."""
    desk: HelpDesk = state.help
    place = await state.help_places.at(slug)
    return Response(await desk.first_page(place, _language(request)), media_type=HTML)


@post(["/{slug:str}/help", "/{slug:str}/es/help"], opt={"open": _OPEN}, status_code=200)
async def take_step(request: AnyRequest, slug: Slug, state: State) -> Response[Any] | Stream:
    """Every step after the first page."""
    place = await state.help_places.at(slug)
    try:
        form = await form_of(request)
    except BadInput:
        form = {}
    visit = Visit(state.help, place, _language(request), form, _address(request))
    try:
        return await _STEPS.get("look" if looks(form) else form.get("step", ""), status)(visit)
    except KeyGoneError:
        return await visit.page("gone")


def _language(request: AnyRequest) -> str:
    return "es" if request.url.path.rstrip("/").endswith("/es/help") else "en"


def _address(request: AnyRequest) -> str:
    return request.client.host if request.client else ""


HANDLERS = (see_first_page, take_step)
