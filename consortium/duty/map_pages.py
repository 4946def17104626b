"""The map of the region, with the table that says the same."""

import asyncio
from typing import Any

from litestar import Request, get
from litestar.datastructures import State
from litestar.response import Response

from consortium.access.permissions import Permission
from consortium.access.web import HerePlace, SignedIn, page
from consortium.duty.look_at_rota import AHEAD
from consortium.duty.see_map import see_map
from consortium.duty.see_region import see_region
from consortium.members.store import load_agencies_page, load_zone_plan
from scheduling import Span, shifts

AnyRequest = Request[Any, Any, State]


@get("/{slug:str}/map", opt={"permission": Permission.SEE_AGENCIES})
async def see_the_map(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """Who covers where, now; with ``?part=`` and a letter, as it is seen from that part."""
    async with state.database.reading(place.id) as reading:
        agencies = {line.id: line for line in await load_agencies_page(reading, viewer)}
        planned = await load_zone_plan(reading)
        facts = (await state.desks.at(reading)).facts
        now = reading.now
    asked = request.query_params.get("part", "")

    def worked_out() -> dict[str, Any]:
        here = [shift for shift in shifts(facts.schedule, Span(now, now + AHEAD)) if shift.span.start <= now]
        region = see_region(planned, agencies, facts, here, now)
        serving = {str(part["label"]): part["serving"] for part in region["parts"]}
        return see_map(facts, agencies, serving, now, part=asked)

    found = await asyncio.to_thread(worked_out)
    return page(
        request,
        "duty/map.html",
        place=place,
        viewer=viewer,
        here=f"/{place.slug}/map",
        plan_href=f"/{place.slug}/zones" if planned else None,
        **found,
    )


HANDLERS = (see_the_map,)
