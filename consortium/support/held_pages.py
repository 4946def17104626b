"""The page "What we hold": open to everybody, like the officers' first page, with no cookie and no trace."""

import asyncio
from dataclasses import dataclass, field
from typing import Any, Final

from litestar import Request, get
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Response

from consortium.access.store import Place
from consortium.pages import render
from consortium.support.held.see_held import see_held
from consortium.support.pages import KEPT_SECONDS, HelpDesk
from consortium.support.see_help import frame

AnyRequest = Request[Any, Any, State]

_OPEN: Final = "everybody may know what is kept"


@dataclass(slots=True)
class HeldPages:
    """The pages of this process, each kept rendered for a moment: they are the same for everybody."""

    _kept: dict[tuple[str, str], tuple[float, bytes]] = field(default_factory=dict)

    async def at(self, desk: HelpDesk, place: Place, language: str) -> bytes:
        """The page of one consortium in one language, at most five seconds old."""
        key, now = (place.slug, language), asyncio.get_running_loop().time()
        kept = self._kept.get(key)
        if kept is None or now - kept[0] >= KEPT_SECONDS:
            kept = (now, await _rendered(desk, place, language))
            self._kept[key] = kept
        return kept[1]


@get(["/{slug:str}/what-we-hold", "/{slug:str}/es/what-we-hold"], opt={"open": _OPEN})
async def what_we_hold(request: AnyRequest, slug: FromPath[str], state: State) -> Response[bytes]:
    """Each kind of record: why, how long, who sees it, how it ends."""
    place = await state.help_places.at(slug)
    language = "es" if "/es/" in request.url.path else "en"
    return Response(await state.held.at(state.help, place, language), media_type="text/html")


HANDLERS = (what_we_hold,)


async def _rendered(desk: HelpDesk, place: Place, language: str) -> bytes:
    async with desk.database.reading(place.id) as reading:
        public = await desk.public(reading, place)
    other = f"/{place.slug}/what-we-hold" if language == "es" else f"/{place.slug}/es/what-we-hold"
    names = {**frame(public, language), **see_held(), "other_language_href": other}
    return render("support/what_we_hold.html", language=language, **names).encode()
