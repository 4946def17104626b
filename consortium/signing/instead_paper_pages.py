"""What a head does without signing a record, on paper: the sheet to sign in ink, and the form that takes it in."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from litestar import get, post
from litestar.datastructures import State
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Response

from agreements import PactId
from consortium.access.door import Viewer
from consortium.access.files import file_of
from consortium.access.permissions import Permission
from consortium.access.store import Place
from consortium.access.web import AnyRequest, HerePlace, SignedIn, form_of, see
from consortium.members.store import load_agencies
from consortium.problems import BadInput, Conflict, Refused
from consortium.signing.lifecycle.attest_instead import Ink, attest_instead
from consortium.signing.lifecycle.see_instead import SAYS, TITLES, see_instead
from consortium.signing.on_paper_pages import on_paper, sheet_page
from consortium.signing.sign_pages import letters_of
from consortium.signing.signatures.progress import progress
from consortium.signing.signatures.read_scan import LARGEST, read_scan
from consortium.signing.store import load_pact
from consortium.signing.store.authorities import load_heads

Form = dict[str, str]
Wanted = FromPath[UUID]
Number = FromPath[int]
_READS: Final = {"permission": Permission.SEE_AGREEMENTS}
_CLERKS: Final = {"permission": Permission.ATTEST}
_SPARE: Final = 64 * 1024


def _pages_of(ink: Ink) -> tuple[HTTPRouteHandler, HTTPRouteHandler]:
    """The sheet of one such act, and what the clerk's form does."""
    one = "/{slug:str}/agreements/{agreement:uuid}/{number:int}/paper/" + ink.value

    @get(one, opt=_READS, name=f"see_paper_to_{ink.value}")
    async def see_sheet(
        request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, agreement: Wanted, number: Number
    ) -> Response[str]:
        asked = {"agency": request.query_params.get("for", "")}
        return await _page(request, viewer, place, state, ink, PactId(agreement), number, asked)

    @post(one, opt=_CLERKS, status_code=303, request_max_body_size=LARGEST + _SPARE, name=f"send_paper_to_{ink.value}")
    async def send_sheet(
        request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, agreement: Wanted, number: Number
    ) -> Response[Any]:
        pact = PactId(agreement)
        async with state.database.reading(place.id) as reading:
            progress(await load_pact(reading, pact), number, reading.now)
        form = await form_of(request)
        try:
            await _take_in(request, viewer, place, state, ink, pact, number, form)
        except (BadInput, Conflict) as wrong:
            return await _page(request, viewer, place, state, ink, pact, number, form, wrong=wrong)
        return see(f"/{place.slug}/agreements/{agreement}?did=life")

    return see_sheet, send_sheet


HANDLERS = tuple(handler for ink in Ink for handler in _pages_of(ink))


async def _take_in(
    request: AnyRequest, viewer: Viewer, place: Place, state: State, ink: Ink, pact: PactId, number: int, form: Form
) -> None:
    paper = on_paper(form)
    scan = await read_scan(await file_of(request, "scan"))
    async with state.database.transaction(place.id) as tx:
        await attest_instead(
            tx,
            viewer,
            ink,
            pact=pact,
            number=number,
            paper=paper,
            reason=form.get("reason", ""),
            scan=scan,
            held=form.get("held") == "yes",
            letters=letters_of(place, state),
            public_url=state.settings.public_url,
        )


async def _page(
    request: AnyRequest,
    viewer: Viewer,
    place: Place,
    state: State,
    ink: Ink,
    pact: PactId,
    number: int,
    typed: Mapping[str, str],
    *,
    wrong: Refused | None = None,
) -> Response[str]:
    async with state.database.reading(place.id) as reading:
        found = await load_pact(reading, pact)
        names, heads = (await load_agencies(reading)).names, await load_heads(reading)
        shown = see_instead(ink, found, number, viewer, names, heads, typed.get("agency", ""), reading.now)
    home = f"/{place.slug}/agreements/{pact}"
    here = f"{home}/{number}/paper/{ink.value}"
    shown |= {
        "key": ink.value,
        "act_title": TITLES[ink],
        "act_says": SAYS[ink],
        "title": found.title,
        "asks": ["reason"] if ink is Ink.DECLINE else [],
        "home": home,
        "here": here,
        "paper_href": here,
        "list_href": f"/{place.slug}/agreements",
    }
    return sheet_page(request, viewer, place, typed, shown, wrong)
