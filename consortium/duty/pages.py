"""The rota's pages: who is on call now, and the weeks. Both look at the same facts that paging decides on."""

from datetime import date, timedelta
from typing import Any

from litestar import Request, get
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Response

from consortium.access.door import sees_contacts
from consortium.access.permissions import Permission
from consortium.access.store import Place
from consortium.access.web import HerePlace, SignedIn, page
from consortium.duty.look_at_rota import AHEAD, on_call, week_of
from consortium.duty.see_region import see_region
from consortium.duty.views import ScheduleView
from consortium.members.store import load_agencies_page, load_zone_plan
from consortium.pages import STATIC
from consortium.problems import NotFound
from scheduling import Span, shifts

AnyRequest = Request[Any, Any, State]
_MAY = {"permission": Permission.SEE_ON_CALL}
_FURTHEST = timedelta(days=3650)
_OFFLINE = (STATIC / "offline.js").read_text()


@get("/{slug:str}/on-call", opt=_MAY)
async def see_on_call(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """Who is on call now, and the next seven days."""
    async with state.database.reading(place.id) as reading:
        facts = (await state.desks.at(reading)).facts
        now = reading.now
    view = on_call(facts, now, phones=sees_contacts(viewer) or viewer.may(Permission.ANSWER_REQUESTS))
    return page(
        request,
        "duty/on_call.html",
        place=place,
        viewer=viewer,
        now=view.now,
        lines=list(view.lines),
        one_side=view.one_side,
        unserved=list(view.unserved),
        thin=list(view.thin),
        days=list(view.days),
        schedule_href=f"/{place.slug}/schedule",
        may_change=viewer.may(Permission.BUILD_ROTA),
    )


@get("/{slug:str}/on-call/offline.js", opt={"open": "a script that holds no secret"})
async def keep_on_call(slug: FromPath[str]) -> Response[str]:
    """The script that keeps the last copy of the page above for when there is no connection; it may see no other."""
    headers = {"Service-Worker-Allowed": f"/{slug}/on-call", "Cache-Control": "no-cache"}
    return Response(_OFFLINE, media_type="text/javascript", headers=headers)


@get(["/{slug:str}/schedule", "/{slug:str}/schedule/{day:str}"], opt=_MAY)
async def see_schedule(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, day: FromPath[str] = ""
) -> Response[str]:
    """One week: the final answer on top, then the people by agency."""
    async with state.database.reading(place.id) as reading:
        facts = (await state.desks.at(reading)).facts
        now = reading.now
    view = week_of(facts, _wanted(day, now.date()), now)
    return page(
        request,
        "duty/schedule.html",
        place=place,
        viewer=viewer,
        week=_week(place, view),
        today=view.today,
        hand_off=view.hand_off,
        days=list(view.days),
        lines=list(view.lines),
        groups=list(view.groups),
        missing=list(view.missing),
        may_change=viewer.may(Permission.BUILD_ROTA),
        did=request.query_params.get("did", ""),
    )


@get("/{slug:str}/zones", opt={"permission": Permission.SEE_AGENCIES})
async def list_zones(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """The parts of the region with what they promise, and who serves each now."""
    async with state.database.reading(place.id) as reading:
        agencies = {line.id: line for line in await load_agencies_page(reading, viewer)}
        planned = await load_zone_plan(reading)
        facts = (await state.desks.at(reading)).facts
        now = reading.now
    here = [shift for shift in shifts(facts.schedule, Span(now, now + AHEAD)) if shift.span.start <= now]
    context = see_region(planned, agencies, facts, here, now)
    context["plan_href"] = f"/{place.slug}/zones/plan" if viewer.may(Permission.SETTLE) else None
    context["posters_href"] = f"/{place.slug}/posters" if viewer.may(Permission.MAKE_POSTERS) else None
    context["did"] = request.query_params.get("did", "")
    return page(request, "members/zones.html", place=place, viewer=viewer, **context)


HANDLERS = (see_on_call, keep_on_call, see_schedule, list_zones)


def _wanted(day: str, today: date) -> date:
    """The day in the address.

    Raises:
        NotFound: it is no day, or one that no schedule reaches.
    """
    if not day:
        return today
    try:
        wanted = date.fromisoformat(day)
    except ValueError as wrong:
        raise NotFound from wrong
    if abs(wanted - today) > _FURTHEST:
        raise NotFound
    return wanted


def _week(place: Place, view: ScheduleView) -> dict[str, Any]:
    here = f"/{place.slug}/schedule"
    return {
        "first_day": view.first_day,
        "last_day": view.last_day,
        "earlier_href": f"{here}/{view.first_day - timedelta(days=7)}",
        "later_href": f"{here}/{view.first_day + timedelta(days=7)}",
        "this_href": here,
        "is_this": view.is_this,
    }
