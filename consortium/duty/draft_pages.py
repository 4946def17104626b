"""The coordinator's pages of plans of duty: the list, one plan with its duties, and what can be done with it."""

import asyncio
from collections.abc import AsyncIterator
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
from consortium.duty.planning.begin_draft import draft_from_rota
from consortium.duty.planning.look import Look, look_at
from consortium.duty.planning.plan_again import drop_draft, plan_again, stop_planning
from consortium.duty.planning.publish_draft import bring_up_to_date
from consortium.duty.planning.read_forms import read_copy, seconds_of
from consortium.duty.planning.see_draft import (
    see_days,
    see_findings,
    see_plan,
    see_quality,
    see_run,
    troubled,
    version_of,
    weeks_of,
)
from consortium.duty.store.plan_runs import last_run
from consortium.duty.store.rosters import load_kept_all
from consortium.members.history import history_of
from consortium.problems import BadInput, NotFound, Refused
from scheduling.roster import RosterId

AnyRequest = Request[Any, Any, State]
_MAY = {"permission": Permission.BUILD_ROTA}
_WATCHED_SECONDS = 900


@get("/{slug:str}/rota/drafts", opt=_MAY)
async def see_plans(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """Drafts, what was published, and what is over or was withdrawn."""
    return await _list_page(request, viewer, place, state)


@post("/{slug:str}/rota/drafts", opt=_MAY, status_code=303)
async def copy_rota(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[Any]:
    """Begin a draft from what counts now."""
    form = await form_of(request)
    try:
        lines, span = read_copy(form, place.timezone)
        async with state.database.transaction(place.id) as tx:
            made = await draft_from_rota(tx, title=form.get("title", ""), lines=lines, span=span, by=viewer.person)
    except BadInput as wrong:
        return await _list_page(request, viewer, place, state, wrong=wrong, form=form)
    return see(f"/{place.slug}/rota/drafts/{made}?did=copied")


@get("/{slug:str}/rota/drafts/{roster:uuid}", opt=_MAY)
async def see_draft(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, roster: FromPath[UUID]
) -> Response[str]:
    """One plan: how the planner stands, what the rules say, and its duties, four weeks at a time."""
    return await _draft_page(request, viewer, place, state, roster)


@post("/{slug:str}/rota/drafts/{roster:uuid}", opt=_MAY, status_code=303)
async def act_on_draft(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, roster: FromPath[UUID]
) -> Response[Any]:
    """Stop the planner, let it go once more, stand against what counts now, or throw the draft away."""
    form = await form_of(request)
    act, wanted = form.get("act", ""), RosterId(roster)
    try:
        async with state.database.transaction(place.id) as tx:
            if act == "stop":
                await stop_planning(tx, roster=wanted)
            elif act == "again":
                await plan_again(tx, roster=wanted, seconds=seconds_of(form), by=viewer.person)
            elif act == "up-to-date":
                await bring_up_to_date(tx, roster=wanted)
            elif act == "drop":
                await drop_draft(tx, roster=wanted)
            else:
                raise BadInput("Press one of the buttons.")
    except NotFound:
        raise
    except Refused as refused:
        return await _draft_page(request, viewer, place, state, roster, refused=refused)
    if act == "drop":
        return see(f"/{place.slug}/rota/drafts?did=dropped")
    if act == "up-to-date":
        return see(f"/{place.slug}/rota/drafts/{roster}/review?did=up-to-date")
    return see(f"/{place.slug}/rota/drafts/{roster}")


@get("/{slug:str}/rota/drafts/{roster:uuid}/watch", opt=_MAY)
async def watch_draft(
    request: AnyRequest, place: HerePlace, state: State, roster: FromPath[UUID]
) -> Response[Any] | Stream:
    """Lines that say when the page would look otherwise, for as long as the planner is at work."""
    return Stream(_versions(state, place.id, RosterId(roster)), media_type="application/x-ndjson")


HANDLERS = (see_plans, copy_rota, see_draft, act_on_draft, watch_draft)


async def _versions(state: State, consortium: UUID, roster: RosterId) -> AsyncIterator[str]:
    told = ""
    for _ in range(_WATCHED_SECONDS):
        async with state.database.reading(consortium) as reading:
            run = await last_run(reading, roster)
        version = version_of(run)
        if version != told:
            told = version
            yield f'{{"version": "{version}"}}\n'
        if run is None or not run.state.open:
            return
        await asyncio.sleep(1)


async def _list_page(
    request: AnyRequest,
    viewer: Viewer,
    place: Place,
    state: State,
    *,
    wrong: BadInput | None = None,
    form: dict[str, str] | None = None,
) -> Response[str]:
    async with state.database.reading(place.id) as reading:
        facts, now = (await state.desks.at(reading)).facts, reading.now
        plans = [see_plan(kept, facts, place.slug, now) for kept in await load_kept_all(reading)]
    return page(
        request,
        "duty/draft_list.html",
        place=place,
        viewer=viewer,
        status=wrong.status if wrong else 200,
        errors={wrong.field or "title": str(wrong)} if wrong else {},
        form=form or {},
        did=request.query_params.get("did", ""),
        drafts=[plan for plan in plans if plan["state"] == "draft"],
        published=[plan for plan in plans if plan["state"] == "published"],
        past=[plan for plan in plans if plan["state"] in {"historic", "withdrawn"}],
        here=f"/{place.slug}/rota/drafts",
    )


async def _draft_page(
    request: AnyRequest,
    viewer: Viewer,
    place: Place,
    state: State,
    roster: UUID,
    *,
    refused: Refused | None = None,
) -> Response[str]:
    async with state.database.reading(place.id) as reading:
        facts, now = (await state.desks.at(reading)).facts, reading.now
        look = await look_at(reading, facts, roster)
        acts = await history_of(reading, viewer, [roster], names={roster: f"“{look.kept.title}”"})
    return page(
        request,
        "duty/draft.html",
        place=place,
        viewer=viewer,
        status=refused.status if refused else 200,
        errors={"act": str(refused)} if refused else {},
        did=request.query_params.get("did", ""),
        acts=acts,
        plan=see_plan(look.kept, facts, place.slug, now),
        run=see_run(look.run),
        quality=see_quality(look.kept),
        watch_href=f"/{place.slug}/rota/drafts/{roster}/watch",
        **_inside(look, place, request.query_params.get("from", "")),
    )


def _inside(look: Look, place: Place, wanted: str) -> dict[str, Any]:
    """The duties of the days asked for, and what the rules say of the whole."""
    first, after, earlier, later = weeks_of(look.kept, place.timezone, wanted)
    ground, here = look.ground, f"/{place.slug}/rota/drafts/{look.kept.id}"
    days = (first, after)
    return {
        "days": see_days(
            look.kept, ground.facts, place.slug, days, troubled(look.findings), ground.weights.holidays, ground.now
        ),
        "findings": see_findings(look.findings, look.question, look.kept, ground.facts, place.slug),
        "earlier_href": f"{here}?from={earlier}" if earlier else "",
        "later_href": f"{here}?from={later}" if later else "",
        "gaps": [
            {
                "start": shift.span.start,
                "end": shift.span.end,
                "line": shift.line.value,
                "href": f"{here}/shifts/{shift.id}",
            }
            for shift in look.kept.unfilled
            if shift.span.end > ground.now
        ][:20],
    }
