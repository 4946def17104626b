"""The pages of a beginning: what an empty installation says, and the first sign-in by a link from the command line."""

from typing import Any

from litestar import get, post
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Response

from consortium.access.cookies import session_of, signed_in
from consortium.access.first_link import FIRST_LINK_LENGTH, sign_in_with_first_link
from consortium.access.store import Place, known_consortia
from consortium.access.web import AnyRequest, form_of, page
from consortium.problems import NotFound

Slug = FromPath[str]

_DOOR = "whoever has a first link is nobody yet"


@get("/", opt={"open": "an empty installation says what to do next, and has nothing else to say"})
async def see_beginning(request: AnyRequest, state: State) -> Response[str]:
    """What to run next, as long as there is no consortium; after that there is nothing at this address.

    Raises:
        NotFound: there is a consortium; which ones there are is not told.
    """
    async with state.database.reading(None) as reading:
        if await known_consortia(reading):
            raise NotFound
    return page(request, "access/beginning.html", place=None, viewer=None)


@get("/{slug:str}/first/{token:str}", opt={"open": _DOOR})
async def see_first_link(request: AnyRequest, slug: Slug, token: FromPath[str], state: State) -> Response[str]:
    """A page with a button: opening the link does nothing yet."""
    place = await state.places.at(slug)
    return _first_page(request, place, token)


@post("/{slug:str}/first", opt={"open": _DOOR}, status_code=200)
async def take_first_link(request: AnyRequest, slug: Slug, state: State) -> Response[Any]:
    """Sign in with the button, once, in any browser."""
    place = await state.places.at(slug)
    token = (await form_of(request)).get("token", "")
    async with state.database.transaction(place.id) as tx:
        session = await sign_in_with_first_link(tx, token=token, instead=session_of(request, state, place))
    if session is None:
        return _first_page(request, place, token, gone=True)
    return signed_in(place, state, session)


HANDLERS = (see_beginning, see_first_link, take_first_link)


def _first_page(request: AnyRequest, place: Place, token: str, *, gone: bool = False) -> Response[str]:
    return page(
        request,
        "access/first_link.html",
        place=place,
        viewer=None,
        status=422 if gone else 200,
        gone=gone,
        action=f"/{place.slug}/first",
        token=token,
        minutes=int(FIRST_LINK_LENGTH.total_seconds() // 60),
        again_href=f"/{place.slug}/sign-in",
    )
