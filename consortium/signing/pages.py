"""Who has designated whom; and all other pages of the desk, each from its own file."""

from typing import Any

from litestar import Request, get
from litestar.datastructures import State
from litestar.response import Response

from consortium.access.permissions import Permission
from consortium.access.web import HerePlace, SignedIn, page
from consortium.members.store import load_designations_page
from consortium.signing import (
    accreditation_pages,
    agency_change_pages,
    agency_end_pages,
    agency_pages,
    agreement_pages,
    annex_pages,
    annex_told_pages,
    annexes_pages,
    authority_pages,
    calendar_pages,
    counsel_pages,
    counterpart_pages,
    designation_pages,
    document_pages,
    draft_comment_pages,
    draft_pages,
    draft_review_pages,
    draft_words_pages,
    happened_pages,
    instead_paper_pages,
    kiosk_pages,
    life_pages,
    life_sign_pages,
    log_file_pages,
    log_pages,
    matrix_pages,
    onboarding_pages,
    packet_pages,
    paper_pages,
    scan_pages,
    sign_instead_pages,
    sign_pages,
    text_pages,
    verify_pages,
    word_back_pages,
    word_pages,
)
from consortium.signing.see_designations import see_designations

AnyRequest = Request[Any, Any, State]
_MOST_DIGITS = 4


@get("/{slug:str}/designations", opt={"permission": Permission.SEE_DESIGNATIONS})
async def list_designations(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """Which agency has designated which peer, with the gaps."""
    async with state.database.reading(place.id) as reading:
        facts = (await state.desks.at(reading)).facts
        shown = await load_designations_page(reading, viewer, facts)
        now = reading.now
    number = request.query_params.get("page", "")
    context = see_designations(
        shown,
        facts.standing(now),
        facts.labels,
        facts.reach,
        now,
        slug=place.slug,
        number=int(number) if number.isascii() and number.isdigit() and len(number) <= _MOST_DIGITS else 1,
    )
    return page(request, "members/designations.html", place=place, viewer=viewer, **context)


HANDLERS = (
    list_designations,
    *agreement_pages.HANDLERS,
    *calendar_pages.HANDLERS,
    *life_pages.HANDLERS,
    *life_sign_pages.HANDLERS,
    *agency_pages.HANDLERS,
    *accreditation_pages.HANDLERS,
    *agency_change_pages.HANDLERS,
    *agency_end_pages.HANDLERS,
    *annex_pages.HANDLERS,
    *annex_told_pages.HANDLERS,
    *annexes_pages.HANDLERS,
    *counsel_pages.HANDLERS,
    *draft_comment_pages.HANDLERS,
    *draft_pages.HANDLERS,
    *draft_review_pages.HANDLERS,
    *draft_words_pages.HANDLERS,
    *designation_pages.HANDLERS,
    *document_pages.HANDLERS,
    *onboarding_pages.HANDLERS,
    *happened_pages.HANDLERS,
    *instead_paper_pages.HANDLERS,
    *paper_pages.HANDLERS,
    *sign_pages.HANDLERS,
    *sign_instead_pages.HANDLERS,
    *counterpart_pages.HANDLERS,
    *scan_pages.HANDLERS,
    *text_pages.HANDLERS,
    *kiosk_pages.HANDLERS,
    *log_pages.HANDLERS,
    *log_file_pages.HANDLERS,
    *verify_pages.HANDLERS,
    *matrix_pages.HANDLERS,
    *authority_pages.HANDLERS,
    *packet_pages.HANDLERS,
    *word_back_pages.HANDLERS,
    *word_pages.HANDLERS,
)
