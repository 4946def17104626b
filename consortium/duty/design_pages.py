"""Design the parts of the region: what is wished, how far the search is, what it proposes, and making it the plan."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Response, Stream

from consortium.access.door import Viewer
from consortium.access.permissions import Permission
from consortium.access.store import Place
from consortium.access.web import HerePlace, SignedIn, form_of, page, see
from consortium.duty.designing.ask_for_design import ask_for_design, check_wanted, stop_design
from consortium.duty.designing.glance import MOST, glance
from consortium.duty.designing.make_parts import make_parts, why_not
from consortium.duty.designing.question import DesignFacts, ask, bound
from consortium.duty.designing.see_design import (
    changes,
    see_glance,
    see_proposal,
    see_run,
    see_wanted,
    see_without,
    version_of,
)
from consortium.duty.designing.see_promises import is_small, promises_of, see_promises
from consortium.duty.designing.values import Wanted, as_settled
from consortium.duty.store.zone_designs import load_design, load_designs
from consortium.members.promise import numbers_of
from consortium.members.store import load_agencies, load_region, load_zone_plan
from consortium.members.store.distances import load_roads
from consortium.problems import BadInput, NotFound, Refused
from geo import AgencyId
from geo.roads import Roads

AnyRequest = Request[Any, Any, State]
_MAY = {"permission": Permission.SETTLE}
_WATCHED_SECONDS = 900
_NUMBERS = ("crowd", "least_departments", "agency_cap", "small", "slack", "load_limit", "apart")


@get("/{slug:str}/zones/design", opt=_MAY)
async def see_designs(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """What can be wished, what it would come to at a glance, and the designs so far."""
    typed = {name: request.query_params.get(name, "").strip() for name in (*_NUMBERS, "effort", "compare")}
    return await _form_page(request, viewer, place, state, form=typed if any(typed.values()) else None)


@post("/{slug:str}/zones/design", opt=_MAY, status_code=303)
async def try_design(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[Any]:
    """Have a design worked out."""
    form = await form_of(request)
    try:
        wanted = _typed(form)
        async with state.database.transaction(place.id) as tx:
            made = await ask_for_design(tx, wanted, seed=secrets.randbelow(2**31), by=viewer.person)
    except Refused as wrong:
        return await _form_page(request, viewer, place, state, form=form, wrong=wrong)
    return see(f"/{place.slug}/zones/design/{made}")


@get("/{slug:str}/zones/design/{design:uuid}", opt=_MAY)
async def see_design(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, design: FromPath[UUID]
) -> Response[str]:
    """One design: how far it is, or what it proposes; with ``?without=``, once an agency has left."""
    return await _design_page(request, viewer, place, state, design)


@post("/{slug:str}/zones/design/{design:uuid}", opt=_MAY, status_code=303)
async def act_on_design(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, design: FromPath[UUID]
) -> Response[Any]:
    """Stop the search, or make the parts that it proposes."""
    act = (await form_of(request)).get("act", "")
    try:
        async with state.database.transaction(place.id) as tx:
            if act == "stop":
                await stop_design(tx, design)
            elif act == "make":
                await make_parts(tx, (await state.desks.at(tx)).facts, design, by=viewer.person)
            else:
                await load_design(tx, design)
                raise BadInput("Press one of the buttons.")
    except NotFound:
        raise
    except Refused as refused:
        return await _design_page(request, viewer, place, state, design, refused=refused)
    return see(f"/{place.slug}/zones?did=planned" if act == "make" else f"/{place.slug}/zones/design/{design}")


@get("/{slug:str}/zones/design/{design:uuid}/watch", opt=_MAY)
async def watch_design(
    request: AnyRequest, place: HerePlace, state: State, design: FromPath[UUID]
) -> Response[Any] | Stream:
    """Lines that say when the page would look otherwise, for as long as the search goes on."""
    async with state.database.reading(place.id) as reading:
        await load_design(reading, design)
    return Stream(_versions(state, place.id, design), media_type="application/x-ndjson")


HANDLERS = (see_designs, try_design, see_design, act_on_design, watch_design)


async def _versions(state: State, consortium: UUID, design: UUID) -> AsyncIterator[str]:
    told = ""
    for _ in range(_WATCHED_SECONDS):
        async with state.database.reading(consortium) as reading:
            found = await load_design(reading, design)
        version = version_of(found)
        if version != told:
            told = version
            yield f'{{"version": "{version}"}}\n'
        if not found.state.open:
            return
        await asyncio.sleep(1)


async def _form_page(
    request: AnyRequest,
    viewer: Viewer,
    place: Place,
    state: State,
    *,
    form: dict[str, str] | None = None,
    wrong: Refused | None = None,
) -> Response[str]:
    async with state.database.reading(place.id) as reading:
        region, planned = await load_region(reading), await load_zone_plan(reading)
        designs = await load_designs(reading)
        roads = await load_roads(reading)
        facts, now = (await state.desks.at(reading)).facts, reading.now
    wanted: Wanted | None = None
    try:
        wanted = _typed(form) if form else as_settled(region.policy)
        check_wanted(wanted)
    except BadInput as bad:
        wanted, wrong = None, wrong or bad
    seen = await asyncio.to_thread(_at_a_glance, facts, roads, now, wanted) if wanted else None
    promises = await asyncio.to_thread(promises_of, facts, now) if is_small(facts, now) else None
    shown = {name: str(value) for name, value in see_wanted(as_settled(region.policy)).items()} | {"compare": ""}
    field = wrong.field if isinstance(wrong, BadInput) else None
    return page(
        request,
        "members/designs.html",
        place=place,
        viewer=viewer,
        status=wrong.status if wrong else 200,
        errors={field or "crowd": str(wrong)} if wrong else {},
        form=shown if form is None else {**dict.fromkeys(shown, ""), **form},
        glance=see_glance(seen) if seen else None,
        designs=[see_run(each) for each in designs],
        plan=planned.plan.version if planned else 0,
        few=see_promises(promises, region.policy, facts.agency_names) if promises else None,
        here=f"/{place.slug}/zones/design",
    )


def _at_a_glance(facts: DesignFacts, roads: Roads, now: datetime, wanted: Wanted) -> dict[str, Any] | None:
    return glance(ask(facts, roads, now, wanted, 0)) if len(bound(facts, now)) <= MOST else None


async def _design_page(
    request: AnyRequest, viewer: Viewer, place: Place, state: State, design: UUID, *, refused: Refused | None = None
) -> Response[str]:
    async with state.database.reading(place.id) as reading:
        found = await load_design(reading, design)
        facts = (await state.desks.at(reading)).facts
        agencies, region = await load_agencies(reading), await load_region(reading)
        planned = await load_zone_plan(reading)
        why = await why_not(reading, facts, found) if found.proposal and found.proposal["parts"] else ""
    proposal = await asyncio.to_thread(see_proposal, found, agencies)
    inside = {
        AgencyId(UUID(each["agency"])) for part in (found.proposal or {"parts": []})["parts"] for each in part
    } & agencies.names.keys()
    gone = _agency(request.query_params.get("without", ""))
    return page(
        request,
        "members/design.html",
        place=place,
        viewer=viewer,
        status=refused.status if refused else 200,
        errors={"act": str(refused)} if refused else {},
        run=see_run(found),
        found=proposal,
        why=why,
        changes=changes(found, numbers_of(region.policy)),
        before=planned.plan.version if planned else 0,
        inside=sorted(((str(each), agencies.names[each]) for each in inside), key=lambda pair: pair[1]),
        without=see_without(found, agencies, gone) if gone in inside else None,
        here=f"/{place.slug}/zones/design/{design}",
    )


def _agency(value: str) -> AgencyId:
    try:
        return AgencyId(UUID(value))
    except ValueError:
        return AgencyId(UUID(int=0))


def _typed(form: dict[str, str]) -> Wanted:
    """The form's fields.

    Raises:
        BadInput: a field holds no whole number.
    """
    numbers = {name: _whole(form.get(name, ""), name) for name in _NUMBERS}
    return Wanted(**numbers, effort=form.get("effort", ""), compare=form.get("compare") == "yes")


def _whole(typed: str, field: str) -> int:
    tidy = typed.strip()
    if not (tidy.isascii() and tidy.isdigit() and len(tidy) < 7):
        raise BadInput("This must be a whole number.", field)
    return int(tidy)
