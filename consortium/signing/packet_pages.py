"""The packet for a council: choose the agency and its body, then take it away for Word or as a PDF."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from litestar import get
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Response

from agreements import PactId
from agreements.packs import Office
from consortium.access.door import Viewer
from consortium.access.files import to_keep
from consortium.access.permissions import Permission, Role
from consortium.access.store import Place
from consortium.access.web import HerePlace, SignedIn, page
from consortium.db import Reading
from consortium.members.kinds import AgencyKind
from consortium.members.store import load_agencies, load_agency
from consortium.problems import NotFound
from consortium.signing.draft_frame_pages import MAY_SEE, AnyRequest, seen_look
from consortium.signing.papers.agreement_sheet import Given
from consortium.signing.papers.blocks import Sheet
from consortium.signing.papers.council import BODIES, Council
from consortium.signing.papers.gather import of_draft, of_version
from consortium.signing.papers.packet import council_packet
from consortium.signing.papers.print_sheet import pdf_document
from consortium.signing.papers.write_word import word_document
from consortium.signing.store import load_pact
from consortium.signing.word_pages import DOCX
from geo import AgencyId

_DRAFT: Final = "/{slug:str}/agreements/drafts/{draft:uuid}/packet"
_VERSION: Final = "/{slug:str}/agreements/{agreement:uuid}/{number:int}/packet"
_OF_AN_AGENCY: Final = frozenset({Role.AGENCY_HEAD, Role.CLERK, Role.LEGAL_ADVISOR})
_BODY_OF: Final = {
    AgencyKind.SHERIFF: "county",
    AgencyKind.TRIBAL: "tribal",
    AgencyKind.CAMPUS: "university",
}
"""The body that usually decides for a kind of agency; a council for all others."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A text to make packets of, and the agencies for which this viewer may."""

    given: Given
    agencies: tuple[AgencyId, ...]


@get(_DRAFT, opt=MAY_SEE)
async def choose_for_draft(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, draft: FromPath[UUID]
) -> Response[str]:
    """Choose for whom, of a draft."""
    async with state.database.reading(place.id) as reading:
        wanted = await _of_draft(reading, viewer, draft)
        return await _page(request, viewer, place, reading, wanted, f"agreements/drafts/{draft}")


@get(_VERSION, opt=MAY_SEE)
async def choose_for_version(
    request: AnyRequest,
    viewer: SignedIn,
    place: HerePlace,
    state: State,
    agreement: FromPath[UUID],
    number: FromPath[int],
) -> Response[str]:
    """Choose for whom, of a version."""
    async with state.database.reading(place.id) as reading:
        wanted = await _of_version(reading, viewer, agreement, number)
        return await _page(request, viewer, place, reading, wanted, f"agreements/{agreement}/{number}")


@get([_DRAFT + ".docx", _DRAFT + ".pdf"], opt=MAY_SEE)
async def make_for_draft(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, draft: FromPath[UUID]
) -> Response[bytes]:
    """The packet of a draft."""
    async with state.database.reading(place.id) as reading:
        return await _made(request, viewer, reading, await _of_draft(reading, viewer, draft))


@get([_VERSION + ".docx", _VERSION + ".pdf"], opt=MAY_SEE)
async def make_for_version(
    request: AnyRequest,
    viewer: SignedIn,
    place: HerePlace,
    state: State,
    agreement: FromPath[UUID],
    number: FromPath[int],
) -> Response[bytes]:
    """The packet of a version."""
    async with state.database.reading(place.id) as reading:
        return await _made(request, viewer, reading, await _of_version(reading, viewer, agreement, number))


HANDLERS = (choose_for_draft, choose_for_version, make_for_draft, make_for_version)


def may_make(viewer: Viewer, agency: UUID) -> bool:
    """Whether she may make this agency's packet: who drafts, or its head, clerk or legal advisor."""
    if not viewer.may(Permission.COMMENT_AGREEMENTS):
        return False
    own = bool(viewer.roles & _OF_AN_AGENCY) and agency in viewer.agencies
    return own or viewer.may(Permission.DRAFT_AGREEMENTS)


async def _of_draft(reading: Reading, viewer: Viewer, draft: UUID) -> _Wanted:
    return _for(viewer, of_draft(await seen_look(reading, viewer, draft)))


async def _of_version(reading: Reading, viewer: Viewer, agreement: UUID, number: int) -> _Wanted:
    pact = await load_pact(reading, PactId(agreement))
    version = next((each for each in pact.versions if each.number == number), None)
    if version is None:
        raise NotFound
    return _for(viewer, of_version(pact, version, (await load_agencies(reading)).names))


def _for(viewer: Viewer, given: Given) -> _Wanted:
    agencies = sorted((each for each in given.terms.parties if may_make(viewer, each)), key=given.called)
    return _Wanted(given, tuple(agencies))


async def _made(request: AnyRequest, viewer: Viewer, reading: Reading, wanted: _Wanted) -> Response[bytes]:
    sheet = council_packet(wanted.given, await _council(request, viewer, reading, wanted))
    pdf, on = request.url.path.endswith(".pdf"), reading.now.date()
    make: Callable[[Sheet], bytes] = (lambda each: pdf_document(each, on)) if pdf else word_document
    kind, ending = ("application/pdf", "pdf") if pdf else (DOCX, "docx")
    name = f"council-packet-{wanted.given.number}-{wanted.given.digest[:8] or 'unfinished'}.{ending}"
    made = await asyncio.to_thread(make, sheet)
    return to_keep(made, kind, name)


async def _council(request: AnyRequest, viewer: Viewer, reading: Reading, wanted: _Wanted) -> Council:
    """For whom the address asks.

    Raises:
        NotFound: for nobody, or for whom she may not.
    """
    chosen, body = request.query_params.get("agency", ""), BODIES.get(request.query_params.get("body", ""))
    agency = next((each for each in wanted.agencies if str(each) == chosen), None)
    if agency is None or body is None:
        raise NotFound
    line = await load_agency(reading, viewer, agency)
    office = next((each for each in Office if each.value == line.kind.value), None)
    return Council(agency=agency, name=line.name, state=line.state, office=office, body=body)


async def _page(
    request: AnyRequest, viewer: Viewer, place: Place, reading: Reading, wanted: _Wanted, path: str
) -> Response[str]:
    given = wanted.given
    only = await load_agency(reading, viewer, wanted.agencies[0]) if len(wanted.agencies) == 1 else None
    return page(
        request,
        "signing/packet.html",
        place=place,
        viewer=viewer,
        title=given.title,
        number=given.number,
        is_draft=given.draft,
        agencies=[(str(each), given.called(each)) for each in wanted.agencies],
        bodies=[(each.key, each.label) for each in BODIES.values()],
        body=_BODY_OF.get(only.kind, "council") if only else "council",
        back_href=f"/{place.slug}/{path}",
        packet_href=f"/{place.slug}/{path}/packet",
    )
