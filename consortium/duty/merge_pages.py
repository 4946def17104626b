"""Only join parts that are there: which two could become one and at what cost, and making it so."""

import asyncio
from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.datastructures import State
from litestar.response import Response

from consortium.access.door import Viewer
from consortium.access.permissions import Permission
from consortium.access.store import Place
from consortium.access.web import HerePlace, SignedIn, form_of, page, see
from consortium.duty.designing.merge_parts import merge_parts, refuse_unready
from consortium.duty.designing.see_merges import see_merges
from consortium.members.store import load_zone_plan
from consortium.members.store.distances import load_roads
from consortium.problems import BadInput, Conflict, Refused

AnyRequest = Request[Any, Any, State]
_MAY = {"permission": Permission.SETTLE}


@get("/{slug:str}/zones/merge", opt=_MAY)
async def look_at_merges(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """Which two parts could become one."""
    return await _merges_page(request, viewer, place, state)


@post("/{slug:str}/zones/merge", opt=_MAY, status_code=303)
async def make_merge(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[Any]:
    """Make two parts one: it counts at once."""
    form = await form_of(request)
    try:
        one, other = _id(form.get("one", "")), _id(form.get("other", ""))
        version = form.get("version", "")
        if not (version.isascii() and version.isdigit() and len(version) < 9):
            raise BadInput("Press one of the buttons.", "merge")
        async with state.database.transaction(place.id) as tx:
            facts = (await state.desks.at(tx)).facts
            await merge_parts(tx, facts, one, other, version=int(version), by=viewer.person)
    except Refused as wrong:
        return await _merges_page(request, viewer, place, state, wrong=wrong)
    return see(f"/{place.slug}/zones?did=planned")


HANDLERS = (look_at_merges, make_merge)


def _id(typed: str) -> UUID:
    try:
        return UUID(typed)
    except ValueError as wrong:
        raise BadInput("Press one of the buttons.", "merge") from wrong


async def _merges_page(
    request: AnyRequest, viewer: Viewer, place: Place, state: State, *, wrong: Refused | None = None
) -> Response[str]:
    async with state.database.reading(place.id) as reading:
        facts = (await state.desks.at(reading)).facts
        now, planned, roads = reading.now, await load_zone_plan(reading), await load_roads(reading)
    held = facts.standing(now)
    why, found = "", None
    try:
        refuse_unready(held.plan.zones if held else (), facts.reach.live(now))
        found = await asyncio.to_thread(see_merges, facts, roads, now)
    except Conflict as no:
        why = str(no)
    return page(
        request,
        "duty/zones_merge.html",
        place=place,
        viewer=viewer,
        status=wrong.status if wrong else 200,
        errors={"merge": str(wrong)} if wrong else {},
        here=f"/{place.slug}/zones/merge",
        version=planned.plan.version if planned else 0,
        why=why,
        found=found,
    )
