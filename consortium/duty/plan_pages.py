"""Plan the parts of the region: look at what they would be, then make them. The looking writes nothing."""

from typing import Any

from litestar import Request, get, post
from litestar.datastructures import State
from litestar.response import Response

from consortium.access.door import Viewer
from consortium.access.permissions import Permission
from consortium.access.store import Place
from consortium.access.web import HerePlace, SignedIn, form_of, page, see
from consortium.db import Transaction
from consortium.members.plan_zones import plan_zones
from consortium.members.store import load_agencies, load_zone_plan
from consortium.members.values import Agencies, PlannedZones
from consortium.members.was_open import was_open
from consortium.problems import Conflict
from geo import certificate

AnyRequest = Request[Any, Any, State]
_MAY = {"permission": Permission.SETTLE}


class _OnlyLooked(Exception):  # noqa: N818 (it ends the transaction in which was looked)
    def __init__(self, planned: PlannedZones) -> None:
        super().__init__()
        self.planned = planned


@get("/{slug:str}/zones/plan", opt=_MAY)
async def look_at_plan(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """What the parts would be if they were made now."""
    return await _plan_page(request, viewer, place, state)


@post("/{slug:str}/zones/plan", opt=_MAY, status_code=303)
async def make_plan(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[Any]:
    """Make them: they count at once."""
    if (await form_of(request)).get("make") != "yes":
        return await _plan_page(request, viewer, place, state, wrong="Press the button to make the parts.")
    try:
        async with state.database.transaction(place.id) as tx:
            await _planned(tx, state, viewer)
    except Conflict as no:
        return await _plan_page(request, viewer, place, state, wrong=str(no))
    return see(f"/{place.slug}/zones?did=planned")


HANDLERS = (look_at_plan, make_plan)


async def _planned(tx: Transaction, state: State, viewer: Viewer) -> PlannedZones:
    facts = (await state.desks.at(tx)).facts
    asked = await was_open(tx)
    return await plan_zones(tx, live=facts.reach.live(tx.now), nobody_has_asked=not asked, by=viewer.person)


async def _plan_page(
    request: AnyRequest, viewer: Viewer, place: Place, state: State, *, wrong: str = ""
) -> Response[str]:
    planned: PlannedZones | None = None
    why = ""
    async with state.database.reading(place.id) as reading:
        agencies, before = await load_agencies(reading), await load_zone_plan(reading)
    try:
        async with state.database.transaction(place.id) as tx:
            found = await _planned(tx, state, viewer)
            raise _OnlyLooked(found)  # noqa: TRY301 (so that nothing of it is kept)
    except _OnlyLooked as looked:
        planned = looked.planned
    except Conflict as no:
        why = str(no)
    parts = [] if planned is None else _parts(planned, agencies)
    return page(
        request,
        "members/plan.html",
        place=place,
        viewer=viewer,
        status=422 if wrong else 200,
        wrong=wrong,
        why=why,
        before=before.plan.version if before else 0,
        version=planned.plan.version if planned else 0,
        parts=parts,
        here=f"/{place.slug}/zones/plan",
        back_href=f"/{place.slug}/zones",
        settings_href=f"/{place.slug}/settings",
    )


def _parts(planned: PlannedZones, agencies: Agencies) -> list[dict[str, Any]]:
    return [
        {
            "label": planned.labels[zone.id],
            "departments": [
                {"name": agencies.names[each.agency], "sworn": each.sworn, "state": agencies.states[each.agency]}
                for each in zone.departments
            ],
            "certificate": certificate(zone, planned.plan.policy),
        }
        for zone in planned.plan.zones
    ]
