"""When agencies lend their people: of all agencies for those who make the rota, of her own for a head or a liaison."""

from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Response

from consortium.access.door import Viewer
from consortium.access.permissions import Permission
from consortium.access.store import Place
from consortium.access.web import HerePlace, SignedIn, form_of, page, see
from consortium.db import Reading
from consortium.duty.availability.forms import read_weekly
from consortium.duty.availability.lend_hours import lend_hours, take_back_hours
from consortium.duty.people_pages import AnyRequest, Form, errors_of
from consortium.duty.store.lent_hours import load_lent_hours
from consortium.journal import load_acts
from consortium.members import fields
from consortium.members.history import told
from consortium.members.kinds import EMPLOYED
from consortium.members.store import load_agencies, load_member, load_today
from consortium.problems import BadInput, Conflict, NotFound
from geo import AgencyId, PersonId

_MAY = {"permission": Permission.LEND_HOURS}
_ACTS = frozenset({"set lent hours", "took back lent hours"})
Wanted = FromPath[UUID]


@get("/{slug:str}/lent-hours", opt=_MAY)
async def see_all(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """The agencies whose hours the viewer may set, with those that have any."""
    async with state.database.reading(place.id) as reading:
        agencies = await own_agencies(reading, viewer)
        today = await load_today(reading)
        hours = [each for each in await load_lent_hours(reading) if each.last is None or each.last >= today]
    here = f"/{place.slug}/lent-hours"
    return page(
        request,
        "duty/lent_hours_list.html",
        place=place,
        viewer=viewer,
        agencies=[
            {"name": name, "href": f"{here}/{agency}", "hours": sum(each.agency == agency for each in hours)}
            for agency, name in agencies.items()
        ],
    )


@get("/{slug:str}/lent-hours/{agency:uuid}", opt=_MAY)
async def see_hours(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, agency: Wanted
) -> Response[str]:
    """When one agency's people may be on call."""
    return await _page(request, viewer, place, state, agency)


@post("/{slug:str}/lent-hours/{agency:uuid}", opt=_MAY, status_code=303)
async def change_hours(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, agency: Wanted
) -> Response[Any]:
    """Add hours, or take some away."""
    form = await form_of(request)
    try:
        async with state.database.transaction(place.id) as tx:
            if AgencyId(agency) not in await own_agencies(tx, viewer):
                raise NotFound
            did = await _change(tx, AgencyId(agency), form, viewer.person)
    except (BadInput, Conflict) as wrong:
        return await _page(request, viewer, place, state, agency, form, wrong)
    return see(f"/{place.slug}/lent-hours/{agency}?did={did}")


HANDLERS = (see_all, see_hours, change_hours)


async def own_agencies(reading: Reading, viewer: Viewer) -> dict[AgencyId, str]:
    """The agencies that the viewer may speak for, by name: all for who makes the rota, else those she serves in."""
    names = dict((await load_agencies(reading)).names)
    if not viewer.may(Permission.BUILD_ROTA):
        bonds = (await load_member(reading, PersonId(viewer.person))).bonds
        names = {agency: name for agency, name in names.items() if bonds.get(AgencyId(agency), frozenset()) & EMPLOYED}
    return {AgencyId(agency): name for agency, name in sorted(names.items(), key=lambda each: each[1])}


async def _change(tx: Any, agency: AgencyId, form: Form, by: UUID) -> str:
    wish = fields.text(form, "act")
    if wish == "remove":
        await take_back_hours(tx, agency=agency, hours=fields.id_of(form, "hours"), by=by)
        return "removed"
    if wish != "add":
        raise BadInput("Nothing was done. Open the page again and press one of its buttons.", "form")
    first = fields.day(form, "first_day")
    last = fields.day(form, "last_day") if fields.text(form, "last_day") else None
    if fields.text(form, "which") not in {"hours", "nobody"}:
        raise BadInput("Choose one of these.", "which")
    weekly = read_weekly(form) if fields.text(form, "which") == "hours" else None
    await lend_hours(tx, agency=agency, weekly=weekly, first=first, last=last, by=by)
    return "added"


async def _page(
    request: AnyRequest,
    viewer: Viewer,
    place: Place,
    state: State,
    agency: UUID,
    typed: Form | None = None,
    wrong: BadInput | Conflict | None = None,
) -> Response[str]:
    async with state.database.reading(place.id) as reading:
        agencies = await own_agencies(reading, viewer)
        if AgencyId(agency) not in agencies:
            raise NotFound
        hours = await load_lent_hours(reading, AgencyId(agency))
        acts = [each for each in await load_acts(reading, subjects=(agency,), most=200) if each.act in _ACTS]
        history = await told(reading, viewer, acts[:20])
        today = await load_today(reading)
    return page(
        request,
        "duty/lent_hours.html",
        place=place,
        viewer=viewer,
        status=200 if wrong is None else wrong.status,
        name=agencies[AgencyId(agency)],
        here=f"/{place.slug}/lent-hours/{agency}",
        back_href=f"/{place.slug}/lent-hours",
        today=today,
        hours=[
            {
                "id": each.id,
                "first": each.first,
                "last": each.last,
                "nobody": each.weekly is None,
                "over": each.last is not None and each.last < today,
                "weekdays": sorted(each.weekly.weekdays) if each.weekly else [],
                "whole": each.weekly is not None and each.weekly.start == each.weekly.end,
                "from_time": each.weekly.start if each.weekly else None,
                "to_time": each.weekly.end if each.weekly else None,
            }
            for each in hours
        ],
        acts=history,
        typed=typed or {},
        errors=errors_of(wrong),
        did=request.query_params.get("did", ""),
    )
