"""The pages "What we hold": open to everybody, like the officers' first page, with no cookie and no trace."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from litestar import Request, get
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Response

from consortium.access.store import Place
from consortium.pages import render
from consortium.support.held.see_held import see_held, see_of_agreements, see_of_duty
from consortium.support.help_desk import KEPT_SECONDS, HelpDesk
from consortium.support.help_frame import frame

AnyRequest = Request[Any, Any, State]

_OPEN: Final = "everybody may know what is kept"
_HELD: Final = "what-we-hold"
_OF_AGREEMENTS: Final = "what-we-hold/agreements"
_OF_DUTY: Final = "what-we-hold/duty"
_PAGES: Final[Mapping[str, tuple[str, Callable[[], dict[str, Any]]]]] = {
    _HELD: ("support/what_we_hold.html", see_held),
    _OF_AGREEMENTS: ("support/what_we_hold_of_agreements.html", see_of_agreements),
    _OF_DUTY: ("support/what_we_hold_of_duty.html", see_of_duty),
}
"""Each page by the end of its address: its template, and where the template's names come from."""


@dataclass(slots=True)
class HeldPages:
    """The pages of this process, each kept rendered for a moment: they are the same for everybody."""

    _kept: dict[tuple[str, str, str], tuple[float, bytes]] = field(default_factory=dict)

    async def at(self, desk: HelpDesk, place: Place, language: str, page: str) -> bytes:
        """One of :data:`_PAGES` of one consortium in one language, at most five seconds old."""
        key, now = (place.slug, language, page), asyncio.get_running_loop().time()
        kept = self._kept.get(key)
        if kept is None or now - kept[0] >= KEPT_SECONDS:
            kept = (now, await _rendered(desk, place, language, page))
            self._kept[key] = kept
        return kept[1]


@get(["/{slug:str}/what-we-hold", "/{slug:str}/es/what-we-hold"], opt={"open": _OPEN})
async def what_we_hold(request: AnyRequest, slug: FromPath[str], state: State) -> Response[bytes]:
    """Each kind of record: why, how long, who sees it, how it ends."""
    return await _page(request, slug, state, _HELD)


@get(["/{slug:str}/what-we-hold/agreements", "/{slug:str}/es/what-we-hold/agreements"], opt={"open": _OPEN})
async def what_we_hold_of_agreements(request: AnyRequest, slug: FromPath[str], state: State) -> Response[bytes]:
    """The same of what is kept about agreements between agencies."""
    return await _page(request, slug, state, _OF_AGREEMENTS)


@get(["/{slug:str}/what-we-hold/duty", "/{slug:str}/es/what-we-hold/duty"], opt={"open": _OPEN})
async def what_we_hold_of_duty(request: AnyRequest, slug: FromPath[str], state: State) -> Response[bytes]:
    """The same of what is kept about who is on call."""
    return await _page(request, slug, state, _OF_DUTY)


HANDLERS = (what_we_hold, what_we_hold_of_agreements, what_we_hold_of_duty)


async def _page(request: AnyRequest, slug: str, state: State, page: str) -> Response[bytes]:
    place = await state.help_places.at(slug)
    language = "es" if "/es/" in request.url.path else "en"
    return Response(await state.held.at(state.help, place, language, page), media_type="text/html")


async def _rendered(desk: HelpDesk, place: Place, language: str, page: str) -> bytes:
    async with desk.database.reading(place.id) as reading:
        public = await desk.public(reading, place)
    template, see = _PAGES[page]
    other = f"/{place.slug}/{page}" if language == "es" else f"/{place.slug}/es/{page}"
    names = {**frame(public, language), **see(), "other_language_href": other}
    return render(template, language=language, **names).encode()
