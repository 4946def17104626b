"""An agreement in Word: a draft, a version, or what counsel's link opens, with its clause numbers."""

import asyncio
from typing import Final
from uuid import UUID

from litestar import get
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Response

from agreements import PactId
from consortium.access.files import to_keep
from consortium.access.permissions import Permission
from consortium.access.web import HerePlace, SignedIn
from consortium.members.store import load_agencies
from consortium.problems import NotFound
from consortium.signing.draft_frame_pages import MAY_SEE, seen_look
from consortium.signing.drafting.counsel_link import opened
from consortium.signing.papers.agreement_sheet import Given, agreement_sheet
from consortium.signing.papers.gather import of_draft, of_version
from consortium.signing.papers.write_word import word_document
from consortium.signing.store import load_pact

DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_COUNSEL: Final = "the address is the key: 256 random bits that run out, and that open one text to read"


@get("/{slug:str}/agreements/drafts/{draft:uuid}/agreement.docx", opt=MAY_SEE)
async def write_draft(viewer: SignedIn, place: HerePlace, state: State, draft: FromPath[UUID]) -> Response[bytes]:
    """The draft as it stands, for Word."""
    async with state.database.reading(place.id) as reading:
        given = of_draft(await seen_look(reading, viewer, draft))
    return await _written(given)


@get(
    "/{slug:str}/agreements/{agreement:uuid}/{number:int}/agreement.docx",
    opt={"permission": Permission.SEE_AGREEMENTS},
)
async def write_version(
    place: HerePlace, state: State, agreement: FromPath[UUID], number: FromPath[int]
) -> Response[bytes]:
    """A version for good, for Word."""
    async with state.database.reading(place.id) as reading:
        pact = await load_pact(reading, PactId(agreement))
        names = (await load_agencies(reading)).names
    version = next((each for each in pact.versions if each.number == number), None)
    if version is None:
        raise NotFound
    return await _written(of_version(pact, version, names))


@get("/{slug:str}/counsel/{token:str}/agreement.docx", opt={"open": _COUNSEL})
async def write_for_counsel(slug: FromPath[str], state: State, token: FromPath[str]) -> Response[bytes]:
    """The text behind counsel's link, for Word."""
    place = await state.places.at(slug)
    async with state.database.reading(place.id) as reading:
        _, look = await opened(reading, token)
    given = of_draft(look)
    answer = await _written(given)
    answer.headers.update({"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow"})
    return answer


HANDLERS = (write_draft, write_version, write_for_counsel)


async def _written(given: Given) -> Response[bytes]:
    made = await asyncio.to_thread(word_document, agreement_sheet(given))
    name = f"agreement-{'draft-' if given.draft else ''}{given.number}-{given.digest[:8] or 'unfinished'}.docx"
    return to_keep(made, DOCX, name)
