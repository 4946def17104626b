"""Calendar feeds: the page on which a member makes and ends hers, and the address that her calendar program reads.

The address holds 128 random bits and is its own key: no cookie opens or closes it. Access logs are off, and the digest
alone is kept, so the address is known to her and to whoever she gives it to.
"""

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
from consortium.duty.feeds.calendar import etag_of
from consortium.duty.feeds.make_feed import MOST_FEEDS, end_feed, make_feed
from consortium.duty.feeds.read_feed import read_feed
from consortium.duty.store.feeds import Feed, load_feeds
from consortium.problems import BadInput, Conflict
from geo import PersonId
from scheduling import Line

AnyRequest = Request[Any, Any, State]
_OWN = {"permission": Permission.TAKE_OWN_LEAVE}
_HEADERS = {
    "Cache-Control": "private, no-cache",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}


@get("/{slug:str}/cal/{token:str}", opt={"open": "the address is the key: 128 random bits that a member can end"})
async def calendar(request: AnyRequest, slug: FromPath[str], state: State, token: FromPath[str]) -> Response[bytes]:
    """The turns behind an address, as iCalendar text; 304 where the program has them already."""
    place = await state.places.at(slug)
    async with state.database.reading(place.id) as reading:
        schedule = (await state.desks.at(reading)).facts.schedule
    text = await read_feed(state.database, place, token.removesuffix(".ics"), schedule)
    headers = _HEADERS | {"ETag": etag_of(text)}
    if headers["ETag"] in request.headers.get("if-none-match", ""):
        return Response(b"", status_code=304, headers=headers)
    return Response(text, media_type="text/calendar", headers=headers)


@get("/{slug:str}/me/calendar", opt=_OWN)
async def see_feeds(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """A member's own feeds, and a form for a new one."""
    return await _page(request, viewer, place, state)


@post("/{slug:str}/me/calendar", opt=_OWN, status_code=200)
async def make(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """Make a feed and show its address: the only time that it can be seen."""
    form = await form_of(request)
    try:
        line = _line(form.get("what", ""))
        async with state.database.transaction(place.id) as tx:
            token = await make_feed(tx, person=PersonId(viewer.person), line=line)
    except (BadInput, Conflict) as wrong:
        return await _page(request, viewer, place, state, wrong=wrong)
    address = f"{state.settings.public_url}/{place.slug}/cal/{token}.ics"
    made = page(
        request,
        "duty/feed_made.html",
        place=place,
        viewer=viewer,
        address=address,
        webcal=f"webcal://{address.split('://', 1)[1]}",
        what=line.value if line else "own",
        list_href=f"/{place.slug}/me/calendar",
    )
    made.headers["Cache-Control"] = "no-store"
    return made


@post("/{slug:str}/me/calendar/{feed:uuid}/end", opt=_OWN, status_code=303)
async def end(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, feed: FromPath[UUID]
) -> Response[Any]:
    """End a feed, when its button was pressed."""
    if (await form_of(request)).get("end") != "yes":
        wrong = BadInput("Nothing was ended. Press the button beside the feed.", "feed")
        return await _page(request, viewer, place, state, wrong=wrong)
    async with state.database.transaction(place.id) as tx:
        await end_feed(tx, person=PersonId(viewer.person), feed=feed)
    return see(f"/{place.slug}/me/calendar?did=ended")


HANDLERS = (calendar, see_feeds, make, end)


async def _page(
    request: AnyRequest, viewer: Viewer, place: Place, state: State, *, wrong: BadInput | Conflict | None = None
) -> Response[str]:
    async with state.database.reading(place.id) as reading:
        feeds = await load_feeds(reading, PersonId(viewer.person))
    return page(
        request,
        "duty/feeds.html",
        place=place,
        viewer=viewer,
        status=200 if wrong is None else wrong.status,
        feeds=[_feed(each, place) for each in feeds],
        most=MOST_FEEDS,
        serves=viewer.may(Permission.GIVE_AWAY_DUTY),
        errors={} if wrong is None else {getattr(wrong, "field", None) or "what": str(wrong)},
        did=request.query_params.get("did", ""),
    )


def _feed(feed: Feed, place: Place) -> dict[str, Any]:
    return {
        "what": feed.line.value if feed.line else "own",
        "made_on": feed.made_on,
        "fetched_on": feed.fetched_on,
        "end_href": f"/{place.slug}/me/calendar/{feed.id}/end",
    }


def _line(what: str) -> Line | None:
    """The line that is asked for; None for one's own turns.

    Raises:
        BadInput: it is neither.
    """
    if what == "own":
        return None
    try:
        return Line(what)
    except ValueError as wrong:
        raise BadInput("Choose whose turns the calendar shows.", "what") from wrong
