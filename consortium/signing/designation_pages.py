"""The pages of one agency's designations: its gaps, the paper that closes them, and the end of one designation."""

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Response

from agreements import PactId
from consortium.access.permissions import Permission
from consortium.access.web import HerePlace, SignedIn, form_of, page, see
from consortium.members import fields
from consortium.members.history import history_of
from consortium.members.store import load_agency, load_annexes, load_designations_page, load_names
from consortium.problems import BadInput, NotFound
from consortium.signing.attest_annex import end_designation
from consortium.signing.prepare_annex import prepare_annex
from consortium.signing.see_annex_told import stands_of
from consortium.signing.see_annexes import party_to, see_designated, see_gap_pacts
from consortium.signing.store.annex_notices import load_notices
from geo import AgencyId, PersonId

AnyRequest = Request[Any, Any, State]
_SEE = {"permission": Permission.SEE_DESIGNATIONS}
_MANAGE = {"permission": Permission.MANAGE_ANNEXES}


@get("/{slug:str}/designations/{agency:uuid}", opt=_SEE)
async def read_designated(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, agency: FromPath[UUID]
) -> Response[str]:
    """Whom one agency designates, the gaps that an annex closes, and its annexes."""
    return await _agency_page(request, viewer, place, state, agency)


@post("/{slug:str}/designations/{agency:uuid}/prepare", opt=_MANAGE, status_code=303)
async def take_prepare(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, agency: FromPath[UUID]
) -> Response[Any]:
    """Prepare an annex for those ticked. Each box has a name of its own, so that all of them arrive."""
    form = await form_of(request)
    try:
        ticked = [fields.id_of({"peers": name[5:]}, "peers") for name in form if name.startswith("peer-")]
        async with state.database.transaction(place.id) as tx:
            made = await prepare_annex(
                tx,
                pact=PactId(fields.id_of(form, "pact")),
                agency=AgencyId(agency),
                peers=[PersonId(each) for each in ticked],
                zone=place.timezone,
                by=PersonId(viewer.person),
            )
    except BadInput as wrong:
        return await _agency_page(request, viewer, place, state, agency, wrong=wrong)
    return see(f"/{place.slug}/annexes/{made}?did=prepared")


@get("/{slug:str}/designations/{agency:uuid}/end/{person:uuid}", opt=_MANAGE)
async def see_end(
    request: AnyRequest,
    viewer: SignedIn,
    place: HerePlace,
    state: State,
    agency: FromPath[UUID],
    person: FromPath[UUID],
) -> Response[str]:
    """What the end of one designation changes; nothing is done yet."""
    async with state.database.reading(place.id) as reading:
        file = await load_agency(reading, viewer, AgencyId(agency))
        names = await load_names(reading, viewer, [person])
        facts = (await state.desks.at(reading)).facts
        standing = facts.standing(reading.now)
    if person not in names or PersonId(person) not in facts.peers:
        raise NotFound
    zones = standing.plan.zones if standing else ()
    return page(
        request,
        "members/designation_end.html",
        place=place,
        viewer=viewer,
        name=names[person],
        agency=file.name,
        part=next((facts.labels[zone.id] for zone in zones if agency in zone.agencies), None),
        action=f"/{place.slug}/designations/{agency}/end/{person}",
        back_href=f"/{place.slug}/designations/{agency}",
    )


@post("/{slug:str}/designations/{agency:uuid}/end/{person:uuid}", opt=_MANAGE, status_code=303)
async def take_end(
    request: AnyRequest,
    viewer: SignedIn,
    place: HerePlace,
    state: State,
    agency: FromPath[UUID],
    person: FromPath[UUID],
) -> Response[Any]:
    """End the designation."""
    fields.sure(await form_of(request))
    async with state.database.transaction(place.id) as tx:
        await end_designation(tx, agency=AgencyId(agency), person=PersonId(person), by=PersonId(viewer.person))
    return see(f"/{place.slug}/designations/{agency}?did=ended")


HANDLERS = (read_designated, take_prepare, see_end, take_end)


async def _agency_page(
    request: AnyRequest,
    viewer: SignedIn,
    place: HerePlace,
    state: State,
    agency: UUID,
    *,
    wrong: BadInput | None = None,
) -> Response[str]:
    wanted = AgencyId(agency)
    async with state.database.reading(place.id) as reading:
        file = await load_agency(reading, viewer, wanted)
        facts = (await state.desks.at(reading)).facts
        cards = (await load_designations_page(reading, viewer, facts)).peers
        annexes = await load_annexes(reading, wanted)
        notices = await load_notices(reading, [each.id for each in annexes])
        stands = stands_of(annexes, notices, facts.reach, reading.now)
        acts = await history_of(reading, viewer, [agency, *(each.id for each in annexes)])
        now = reading.now
    shown = see_designated(wanted, cards, facts.peers, facts.reach, now)
    return page(
        request,
        "members/agency_designations.html",
        place=place,
        viewer=viewer,
        status=422 if wrong else 200,
        agency=file.name,
        designated=shown["designated"],
        pacts=see_gap_pacts(shown["gaps"], facts.reach.pacts),
        others=shown["others"],
        bound=party_to(facts.reach.pacts, wanted, now),
        annexes=[
            {
                "href": f"/{place.slug}/annexes/{each.id}",
                "reference": each.reference,
                "state": stands[each.id].value,
                "people": len(each.listed),
                "on": each.withdrawn_on or each.signed_on or each.prepared_on,
            }
            for each in annexes
        ],
        acts=acts,
        manages=viewer.may(Permission.MANAGE_ANNEXES),
        errors={} if wrong is None else {"peers": str(wrong)},
        did=request.query_params.get("did", ""),
        here=f"/{place.slug}/designations/{agency}",
        list_href=f"/{place.slug}/designations",
        agency_href=f"/{place.slug}/agencies/{agency}",
    )
