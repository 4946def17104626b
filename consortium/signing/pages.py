"""The pages that look at agreements: the agreements themselves, and the designations; and all others of the desk."""

from typing import Any
from uuid import UUID

from litestar import Request, get
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Response

from agreements import PactId
from consortium.access.permissions import Permission
from consortium.access.web import HerePlace, SignedIn, page
from consortium.members.store import load_agencies, load_designations_page
from consortium.problems import NotFound
from consortium.signing import (
    agency_change_pages,
    agency_end_pages,
    agency_pages,
    annex_pages,
    annexes_pages,
    designation_pages,
    onboarding_pages,
    paper_pages,
)
from consortium.signing.see_agreements import see_agreement, see_agreements
from consortium.signing.see_designations import see_designations
from consortium.signing.store import load_pact, load_pacts

AnyRequest = Request[Any, Any, State]
_MOST_DIGITS = 4


@get("/{slug:str}/agreements", opt={"permission": Permission.SEE_AGREEMENTS})
async def list_agreements(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """All agreements, each as it stands now."""
    async with state.database.reading(place.id) as reading:
        pacts = await load_pacts(reading)
        names = (await load_agencies(reading)).names
        shown = see_agreements(pacts, names, place.slug, reading.now)
    record = f"/{place.slug}/agreements/record" if viewer.may(Permission.ATTEST) else None
    return page(request, "signing/agreements.html", place=place, viewer=viewer, agreements=shown, record_href=record)


@get(
    ["/{slug:str}/agreements/{agreement:uuid}", "/{slug:str}/agreements/{agreement:uuid}/{number:int}"],
    opt={"permission": Permission.SEE_AGREEMENTS},
)
async def read_agreement(
    request: AnyRequest,
    viewer: SignedIn,
    place: HerePlace,
    state: State,
    agreement: FromPath[UUID],
    number: FromPath[int | None] = None,
) -> Response[str]:
    """One version of an agreement: text, terms, parties and their dated facts."""
    async with state.database.reading(place.id) as reading:
        pact = await load_pact(reading, PactId(agreement))
        names = (await load_agencies(reading)).names
        shown = see_agreement(pact, number, names, place.slug, reading.now)
    if shown is None:
        raise NotFound
    happened = f"/{place.slug}/agreements/{agreement}/happened" if viewer.may(Permission.ATTEST) else None
    return page(
        request,
        "signing/agreement.html",
        place=place,
        viewer=viewer,
        happened_href=happened,
        annexes_href=f"/{place.slug}/designations/annexes" if viewer.may(Permission.SEE_DESIGNATIONS) else None,
        did=request.query_params.get("did", ""),
        **shown,
    )


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
    list_agreements,
    read_agreement,
    list_designations,
    *agency_pages.HANDLERS,
    *agency_change_pages.HANDLERS,
    *agency_end_pages.HANDLERS,
    *annex_pages.HANDLERS,
    *annexes_pages.HANDLERS,
    *designation_pages.HANDLERS,
    *onboarding_pages.HANDLERS,
    *paper_pages.HANDLERS,
)
