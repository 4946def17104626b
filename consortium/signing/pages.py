"""The pages that look at agreements: the agreements themselves, the agencies they bind, and the designations."""

from datetime import date
from typing import Any
from uuid import UUID

from litestar import Request, get
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Response

from agreements import Pact, PactId
from consortium.access.permissions import Permission
from consortium.access.web import HerePlace, SignedIn, page
from consortium.members.store import load_agencies, load_agencies_page, load_designations_page
from consortium.members.values import AgencyLine
from consortium.problems import NotFound
from consortium.signing.see_agreements import party_standing, see_agreement, see_agreements
from consortium.signing.see_designations import see_designations
from consortium.signing.store import load_pact, load_pacts

AnyRequest = Request[Any, Any, State]

_KINDS = {
    "police": "Police department",
    "sheriff": "Sheriff's office",
    "state": "State agency",
    "campus": "Campus police",
    "tribal": "Tribal police",
    "constable": "Constable",
    "special": "Special district",
}


@get("/{slug:str}/agreements", opt={"permission": Permission.SEE_AGREEMENTS})
async def list_agreements(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """All agreements, each as it stands now."""
    async with state.database.reading(place.id) as reading:
        pacts = await load_pacts(reading)
        names = (await load_agencies(reading)).names
        shown = see_agreements(pacts, names, place.slug, reading.now)
    return page(request, "signing/agreements.html", place=place, viewer=viewer, agreements=shown)


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
    return page(request, "signing/agreement.html", place=place, viewer=viewer, **shown)


@get("/{slug:str}/agencies", opt={"permission": Permission.SEE_AGENCIES})
async def list_agencies(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """The agencies of the consortium, with where each stands in the agreements."""
    async with state.database.reading(place.id) as reading:
        lines = await load_agencies_page(reading, viewer)
        pacts = await load_pacts(reading)
        now = reading.now
    return page(
        request,
        "members/agencies.html",
        place=place,
        viewer=viewer,
        agencies=[_agency(line, pacts, now) for line in lines],
        today=_today(now),
        add_href=None,
    )


@get("/{slug:str}/designations", opt={"permission": Permission.SEE_DESIGNATIONS})
async def list_designations(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """Which agency has designated which peer, with the gaps."""
    async with state.database.reading(place.id) as reading:
        shown = await load_designations_page(reading, viewer)
        facts = (await state.desks.at(reading)).facts
        now = reading.now
    context = see_designations(shown, facts.standing(now), facts.labels, facts.reach, now)
    return page(request, "members/designations.html", place=place, viewer=viewer, **context)


HANDLERS = (list_agreements, read_agreement, list_agencies, list_designations)


def _agency(line: AgencyLine, pacts: tuple[Pact, ...], now: Any) -> dict[str, Any]:
    return {
        "name": line.name,
        "kind": _KINDS[line.kind.value],
        "county": line.county,
        "state": line.state,
        "sworn": line.sworn,
        "part_time": line.part_time,
        "counted_on": line.counted_on,
        "counted_old": line.counted_long_ago,
        "part": line.part,
        "peers": line.peers,
        "standing": party_standing(pacts, line.id, now),
    }


def _today(now: Any) -> date:
    today: date = now.date()
    return today
