"""The forms by which an agency is added, changed and counted."""

from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Response

from consortium.access.door import Viewer
from consortium.access.permissions import Permission
from consortium.access.store import Place
from consortium.access.web import HerePlace, SignedIn, form_of, page, see
from consortium.members import fields
from consortium.members.ask_for_place import ask_for_place
from consortium.members.change_agency import change_agency
from consortium.members.clocks import CLOCKS, ClockFrom
from consortium.members.count_sworn import count_sworn
from consortium.members.enrol_agency import enrol_agency
from consortium.members.kinds import AgencyKind
from consortium.members.online_places import OnlinePlaces
from consortium.members.settle_clocks import settle_clocks_soon
from consortium.members.settle_place import Elsewhere, WhichPlace, settle_place
from consortium.members.store import load_agency
from consortium.pages import zone_label
from consortium.problems import BadInput, Conflict, Refused
from geo import AgencyId

AnyRequest = Request[Any, Any, State]
Form = Mapping[str, str]
_MAY = {"permission": Permission.MANAGE_AGENCIES}
_FACTS = ("name", "kind", "county", "state", "where", "lat", "lon", "clock", "sworn", "part_time", "counted_on")


@get("/{slug:str}/agencies/new", opt=_MAY)
async def see_new(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """The form for an agency that is added by hand."""
    async with state.database.reading(place.id) as reading:
        today = reading.now.date()
    return _form(request, place, viewer, "new", form={"counted_on": today.isoformat()})


@post("/{slug:str}/agencies/new", opt=_MAY, status_code=303)
async def take_new(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[Any]:
    """Add the agency."""
    form = await form_of(request)
    try:
        lat, lon = await settle_place(form, _elsewhere(state, place))
        async with state.database.transaction(place.id) as tx:
            agency = await enrol_agency(
                tx,
                name=fields.text(form, "name"),
                kind=fields.one_of(form, "kind", AgencyKind),
                county=fields.text(form, "county"),
                state=fields.text(form, "state"),
                lat=lat,
                lon=lon,
                sworn=fields.whole(form, "sworn"),
                part_time=fields.whole(form, "part_time", empty=0),
                counted_on=fields.day(form, "counted_on"),
                clock=fields.text(form, "clock"),
                by=viewer.person,
            )
            await settle_clocks_soon(tx)
    except (BadInput, Conflict) as wrong:
        return _form(request, place, viewer, "new", form=form, wrong=wrong)
    return see(f"/{place.slug}/agencies/{agency}?did=added")


@get("/{slug:str}/agencies/{agency:uuid}/change", opt=_MAY)
async def see_change(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, agency: FromPath[UUID]
) -> Response[str]:
    """The form with what is known."""
    async with state.database.reading(place.id) as reading:
        file = await load_agency(reading, viewer, AgencyId(agency))
    known = {
        "name": file.name,
        "kind": file.kind.value,
        "county": file.county,
        "state": file.state,
        "lat": f"{file.at.lat:.6g}",
        "lon": f"{file.at.lon:.6g}",
        "clock": file.clock or "" if file.clock_from == ClockFrom.TOLD else "",
    }
    return _form(request, place, viewer, "change", form=known, agency=agency)


@post("/{slug:str}/agencies/{agency:uuid}/change", opt=_MAY, status_code=303)
async def take_change(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, agency: FromPath[UUID]
) -> Response[Any]:
    """Put what was typed in the place of what was known."""
    form = await form_of(request)
    try:
        lat, lon = await settle_place(form, _elsewhere(state, place))
        async with state.database.transaction(place.id) as tx:
            await change_agency(
                tx,
                agency=AgencyId(agency),
                name=fields.text(form, "name"),
                kind=fields.one_of(form, "kind", AgencyKind),
                county=fields.text(form, "county"),
                state=fields.text(form, "state"),
                lat=lat,
                lon=lon,
                clock=fields.text(form, "clock"),
                by=viewer.person,
            )
            await settle_clocks_soon(tx)
    except (BadInput, Conflict) as wrong:
        return _form(request, place, viewer, "change", form=form, agency=agency, wrong=wrong)
    return see(f"/{place.slug}/agencies/{agency}?did=changed")


@get("/{slug:str}/agencies/{agency:uuid}/count", opt=_MAY)
async def see_count(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, agency: FromPath[UUID]
) -> Response[str]:
    """The form for a new count of officers."""
    async with state.database.reading(place.id) as reading:
        file = await load_agency(reading, viewer, AgencyId(agency))
        today = reading.now.date()
    known = {
        "name": file.name,
        "sworn": str(file.count.sworn),
        "part_time": str(file.count.part_time),
        "counted_on": today.isoformat(),
    }
    return _form(request, place, viewer, "count", form=known, agency=agency)


@post("/{slug:str}/agencies/{agency:uuid}/count", opt=_MAY, status_code=303)
async def take_count(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, agency: FromPath[UUID]
) -> Response[Any]:
    """Record the count; the one before stays as history."""
    form = await form_of(request)
    try:
        async with state.database.transaction(place.id) as tx:
            await count_sworn(
                tx,
                agency=AgencyId(agency),
                sworn=fields.whole(form, "sworn"),
                part_time=fields.whole(form, "part_time", empty=0),
                counted_on=fields.day(form, "counted_on"),
                by=viewer.person,
            )
    except (BadInput, Conflict) as wrong:
        return _form(request, place, viewer, "count", form=form, agency=agency, wrong=wrong)
    return see(f"/{place.slug}/agencies/{agency}?did=counted")


HANDLERS = (see_new, take_new, see_change, take_change, see_count, take_count)


def _elsewhere(state: State, place: Place) -> Elsewhere | None:
    """Whom to ask for what our lists do not know; nobody, unless whoever runs the installation has set it."""
    online: OnlinePlaces | None = state.online_places
    return partial(ask_for_place, state.database, place.id, online) if online else None


def _form(
    request: AnyRequest,
    place: Place,
    viewer: Viewer,
    what: str,
    *,
    form: Form,
    agency: UUID | None = None,
    wrong: Refused | None = None,
) -> Response[str]:
    home = f"/{place.slug}/agencies"
    online: OnlinePlaces | None = request.app.state.online_places
    return page(
        request,
        "members/agency_form.html",
        place=place,
        viewer=viewer,
        status=422 if isinstance(wrong, BadInput) else 409 if wrong else 200,
        what=what,
        form={name: form.get(name, "") for name in _FACTS},
        kinds=[kind.value for kind in AgencyKind],
        clocks=[(clock, zone_label(clock)) for clock in CLOCKS],
        offers=wrong.offers if isinstance(wrong, WhichPlace) else (),
        asks=online.host if online else "",
        errors={} if wrong is None else {getattr(wrong, "field", None) or "name": str(wrong)},
        action=f"{home}/{what}" if agency is None else f"{home}/{agency}/{what}",
        back_href=home if agency is None else f"{home}/{agency}",
    )
