"""Who is on call now, and the parts of the region. Both look at the same facts that paging decides on."""

from typing import Any

from litestar import Request, get
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Response

from consortium.access.door import sees_contacts
from consortium.access.permissions import Permission
from consortium.access.web import HerePlace, SignedIn, page
from consortium.duty.availability.holidays import load_holidays
from consortium.duty.coverage.see_coverage import see_checks
from consortium.duty.look_at_rota import AHEAD, on_call
from consortium.duty.see_region import see_region
from consortium.duty.store.coverage import load_checks
from consortium.members.store import load_agencies_page, load_zone_plan
from consortium.pages import STATIC
from scheduling import Span, shifts

AnyRequest = Request[Any, Any, State]
_MAY = {"permission": Permission.SEE_ON_CALL}
_OFFLINE = (STATIC / "offline.js").read_text()


@get("/{slug:str}/on-call", opt=_MAY)
async def see_on_call(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """Who is on call now, and the next seven days."""
    async with state.database.reading(place.id) as reading:
        facts = (await state.desks.at(reading)).facts
        now = reading.now
        makes = viewer.may(Permission.BUILD_ROTA)
        checks = await load_checks(reading) if makes else ()
        holidays = await load_holidays(reading, (now.year, now.year + 1))
    phones = sees_contacts(viewer) or viewer.may(Permission.ANSWER_REQUESTS)
    view = on_call(facts, now, phones=phones, holidays=holidays)
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
        coverage_href=f"/{place.slug}/coverage" if makes else None,
        unconfirmed=[each for each in see_checks(checks, facts, now) if each["red"]],
        may_change=makes,
    )


@get("/{slug:str}/on-call/offline.js", opt={"open": "a script that holds no secret"})
async def keep_on_call(slug: FromPath[str]) -> Response[str]:
    """The script that keeps the last copy of the page above for when there is no connection; it may see no other."""
    headers = {"Service-Worker-Allowed": f"/{slug}/on-call", "Cache-Control": "no-cache"}
    return Response(_OFFLINE, media_type="text/javascript", headers=headers)


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


HANDLERS = (see_on_call, keep_on_call, list_zones)
