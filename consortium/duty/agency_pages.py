"""An agency's own page, for its head, its liaison and its clerk: cover, peers, hours lent, and what binds it."""

from typing import Any

from litestar import Request, get
from litestar.datastructures import State
from litestar.response import Response

from consortium.access.permissions import Permission
from consortium.access.store import Place
from consortium.access.web import HerePlace, SignedIn, page
from consortium.duty.see_agency import see_cover, see_lent, see_own_peers
from consortium.members.kinds import EMPLOYED
from consortium.members.store import load_member
from consortium.signing.see_bindings import bindings_of
from consortium.signing.store import load_pacts
from geo import PersonId

AnyRequest = Request[Any, Any, State]


@get("/{slug:str}/agency", opt={"permission": Permission.SEE_OWN_AGENCY})
async def see_my_agency(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """The agencies that the viewer serves in, by name; never another one."""
    async with state.database.reading(place.id) as reading:
        mine = (await load_member(reading, PersonId(viewer.person))).bonds
        facts = (await state.desks.at(reading)).facts
        pacts, now = await load_pacts(reading), reading.now
    agencies = sorted(
        (agency for agency, bonds in mine.items() if bonds & EMPLOYED), key=lambda agency: facts.agency_names[agency]
    )
    return page(
        request,
        "duty/agency.html",
        place=place,
        viewer=viewer,
        agencies=[
            {
                "id": str(agency),
                "name": facts.agency_names[agency],
                "cover": see_cover(facts, agency, now),
                "peers": see_own_peers(facts, agency, now),
                "lent": see_lent(facts, agency, now),
                "bindings": bindings_of(pacts, agency, place.slug, now),
            }
            for agency in agencies
        ],
        paused=facts.region.paused,
        level=facts.region.service_level,
        may_read=viewer.may(Permission.SEE_AGREEMENTS),
        may_lend=viewer.may(Permission.LEND_HOURS),
        posters_href=_posters(request, place) if viewer.may(Permission.MAKE_POSTERS) else None,
    )


HANDLERS = (see_my_agency,)


def _posters(request: AnyRequest, place: Place) -> str | None:
    """Where posters are printed, if this installation has that page."""
    there = any(route.path == "/{slug:str}/posters" for route in request.app.routes)
    return f"/{place.slug}/posters" if there else None
