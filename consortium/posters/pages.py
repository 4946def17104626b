"""Posters and cards: what can be printed for each part of the region, and why a sentence is missing.

A sheet depends on the part and the language only. Whoever downloads it, from whichever department, gets the same bytes.
"""

import asyncio
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from litestar import Request, get, post
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Response

from consortium.access.door import Viewer
from consortium.access.permissions import Permission
from consortium.access.store import Place
from consortium.access.web import HerePlace, SignedIn, form_of, page, see
from consortium.db import Database
from consortium.members.give_zone_codes import give_zone_codes
from consortium.members.renew_zone_code import renew_zone_code
from consortium.pages import LANGUAGES
from consortium.posters.codes import qr_address, qr_svg
from consortium.posters.press import Press
from consortium.posters.see_posters import see_posters
from consortium.posters.statement import CannotPrint, Sheet, sheet_of, sheets, words_of
from consortium.problems import BadInput, Refused
from consortium.support.desk import Desks
from consortium.support.public import Public
from geo import ZoneId

AnyRequest = Request[Any, Any, State]

_MAY: Final = {"permission": Permission.MAKE_POSTERS}
_QUIET_ZONE: Final = 4
"""Squares of white around a code that stands alone, as its standard asks for."""
_SHEETS: Final = {"poster.pdf": "poster", "cards.pdf": "cards", "poster.png": "poster", "cards.png": "cards"}


@dataclass(slots=True)
class PosterDesk:
    """What these pages need in one process."""

    database: Database
    desks: Desks
    press: Press = field(default_factory=Press)

    async def public(self, place: Place) -> Public:
        """The public facts of a consortium, now."""
        async with self.database.reading(place.id) as reading:
            return Public(place=place, desk=await self.desks.at(reading), at=reading.now)


@get("/{slug:str}/posters", opt=_MAY)
async def list_posters(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """Every part of the region with its sheets."""
    return await _page(request, viewer, place, state)


@post("/{slug:str}/posters/codes", opt={"permission": Permission.SETTLE}, status_code=303)
async def make_codes(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[Any]:
    """Give codes to the parts that have none, or put a new one on the posters of one part."""
    form = await form_of(request)
    try:
        public = await _desk(state).public(place)
        did = await _make_codes(state, place, viewer, public, form)
    except Refused as refused:
        errors = {(refused.field if isinstance(refused, BadInput) else None) or "form": str(refused)}
        return await _page(request, viewer, place, state, errors=errors, status=refused.status)
    return see(f"/{place.slug}/posters?did={did}")


@get(
    [f"/{{slug:str}}/posters/{{zone:uuid}}/{folder}{name}" for name in _SHEETS for folder in ("", "es/")],
    opt=_MAY,
)
async def print_sheet(request: AnyRequest, place: HerePlace, state: State, zone: FromPath[UUID]) -> Response[bytes]:
    """A sheet of one part: a PDF to print, or its small picture."""
    name, language = request.url.path.split("/")[-1], _language(request)
    desk = _desk(state)
    public = await desk.public(place)
    sheet = await asyncio.to_thread(sheet_of, public, ZoneId(zone))
    picture = name.endswith(".png")
    printed = await desk.press.sheet(_SHEETS[name], words_of(public, sheet, language), picture=picture)
    media = "image/png" if picture else "application/pdf"
    return _file(printed, media, "" if picture else f"{_SHEETS[name]}-{_slug(sheet)}-{language}.pdf")


@get(["/{slug:str}/posters/{zone:uuid}/code.svg", "/{slug:str}/posters/{zone:uuid}/es/code.svg"], opt=_MAY)
async def draw_qr(request: AnyRequest, place: HerePlace, state: State, zone: FromPath[UUID]) -> Response[bytes]:
    """The QR code alone, for sheets of one's own."""
    language, public = _language(request), await _desk(state).public(place)
    sheet = await asyncio.to_thread(sheet_of, public, ZoneId(zone))
    if sheet.why_not:
        raise CannotPrint(sheet.why_not)
    code = sheet.code.code if sheet.code else ""
    address = qr_address(public.desk.public_url, place.slug, language, code)
    drawn = await asyncio.to_thread(qr_svg, address, title="QR", border=_QUIET_ZONE)
    return _file(drawn.encode(), "image/svg+xml", f"code-{_slug(sheet)}-{language}.svg")


HANDLERS = (list_posters, make_codes, print_sheet, draw_qr)


async def _make_codes(state: State, place: Place, viewer: Viewer, public: Public, form: dict[str, str]) -> str:
    """Do what the form asks for.

    Raises:
        Refused: why not.
    """
    if form.get("act") == "give":
        async with state.database.transaction(place.id) as tx:
            await give_zone_codes(tx, zones=[each.zone.id for each in sheets(public)], by=viewer.person)
        return "given"
    if form.get("act") != "renew" or form.get("sure") != "yes":
        raise BadInput("Tick that you have read what happens, then press the button again.", "sure")
    try:
        zone = ZoneId(UUID(form.get("zone", "")))
    except ValueError as wrong:
        raise BadInput("Choose the part of the region whose posters get a new code.", "zone") from wrong
    async with state.database.transaction(place.id) as tx:
        await renew_zone_code(tx, zone=zone, by=viewer.person)
    return "renewed"


async def _page(
    request: AnyRequest,
    viewer: Viewer,
    place: Place,
    state: State,
    *,
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> Response[str]:
    public = await _desk(state).public(place)
    view = await asyncio.to_thread(see_posters, public)
    return page(
        request,
        "posters/posters.html",
        place=place,
        viewer=viewer,
        status=status,
        did=request.query_params.get("did", ""),
        errors=errors or {},
        may_settle=viewer.may(Permission.SETTLE),
        **view,
    )


def _desk(state: State) -> PosterDesk:
    desk: PosterDesk = state.posters
    return desk


def _file(content: bytes, media: str, name: str) -> Response[bytes]:
    """What is downloaded is kept by nobody on the way (``no-store`` is set for every answer); its name says little."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'} if name else {}
    return Response(content, media_type=media, headers=headers)


def _slug(sheet: Sheet) -> str:
    """The part's label as a part of a file name."""
    kept = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in sheet.label.lower())
    return "-".join(filter(None, kept.split("-"))) or "part"


def _language(request: AnyRequest) -> str:
    return LANGUAGES[1] if request.url.path.split("/")[-2] == "es" else LANGUAGES[0]
