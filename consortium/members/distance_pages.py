"""The pages of distances: the roads of one agency, nearest first, and one road with what is known of it."""

import calendar
from collections.abc import Mapping
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
from consortium.members.see_distances import MOST_ROWS, SORTS, see_road, see_roads, see_told
from consortium.members.store import load_agencies, load_today
from consortium.members.store.distances import load_roads, load_told
from consortium.members.tell_distance import tell_distance
from consortium.members.withdraw_distance import withdraw_distance
from consortium.problems import BadInput, Conflict, NotFound, Refused
from geo import AgencyId

AnyRequest = Request[Any, Any, State]
Form = Mapping[str, str]
One = FromPath[UUID]
_MAY = {"permission": Permission.MANAGE_AGENCIES}
_FIELDS = ("way", "miles", "first_month", "last_month", "reason")
_MONTHS = tuple((str(number), calendar.month_name[number]) for number in range(1, 13))


@get("/{slug:str}/distances", opt=_MAY)
async def list_distances(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """The roads from one agency to all others."""
    asked = request.query_params
    async with state.database.reading(place.id) as reading:
        agencies = await load_agencies(reading)
        roads = await load_roads(reading)
        today = await load_today(reading)
    of = next((each for each in agencies.names if str(each) == asked.get("of")), next(iter(agencies.names), None))
    sort = asked.get("sort", "")
    sort = sort if sort in SORTS else SORTS[0]
    rows, left_out = ([], 0) if of is None else see_roads(agencies, roads, of, sort=sort, on=today, slug=place.slug)
    return page(
        request,
        "members/distances.html",
        place=place,
        viewer=viewer,
        agencies=[(str(agency), name) for agency, name in agencies.names.items()],
        of=str(of or ""),
        name="" if of is None else agencies.names[of],
        sort=sort,
        rows=rows,
        left_out=left_out,
        most=MOST_ROWS,
        measured=max((each.on for each in roads.measured.values()), default=None),
        today=today,
        here=f"/{place.slug}/distances",
    )


@get("/{slug:str}/distances/{one:uuid}/{other:uuid}", opt=_MAY)
async def see_distance_of(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, one: One, other: One
) -> Response[str]:
    """One road: what counts today, where that comes from, and a form for whoever knows better."""
    return await _pair(request, viewer, place, state, one, other)


@post("/{slug:str}/distances/{one:uuid}/{other:uuid}", opt=_MAY, status_code=303)
async def tell(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, one: One, other: One
) -> Response[Any]:
    """Tell what the road is really like."""
    form = await form_of(request)
    try:
        async with state.database.transaction(place.id) as tx:
            await tell_distance(
                tx,
                one=AgencyId(one),
                other=AgencyId(other),
                miles_by_road=_miles(form),
                first_month=_month(form, "first_month"),
                last_month=_month(form, "last_month"),
                reason=fields.text(form, "reason"),
                by=viewer.person,
            )
    except (BadInput, Conflict) as wrong:
        return await _pair(request, viewer, place, state, one, other, form=form, wrong=wrong)
    return see(f"/{place.slug}/distances/{one}/{other}?did=told")


@post("/{slug:str}/distances/{one:uuid}/{other:uuid}/withdraw", opt=_MAY, status_code=303)
async def withdraw(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, one: One, other: One
) -> Response[Any]:
    """Withdraw what was told."""
    form = await form_of(request)
    try:
        told = fields.id_of(form, "told")
        async with state.database.transaction(place.id) as tx:
            await withdraw_distance(tx, told, by=viewer.person)
    except BadInput as wrong:
        return await _pair(request, viewer, place, state, one, other, wrong=wrong)
    return see(f"/{place.slug}/distances/{one}/{other}?did=withdrawn")


HANDLERS = (list_distances, see_distance_of, tell, withdraw)


def _miles(form: Form) -> float | None:
    """The miles that were typed; ``None`` for no way.

    Raises:
        BadInput: neither was chosen, or it is no number.
    """
    way = fields.text(form, "way")
    if way == "none":
        return None
    if way != "miles":
        raise BadInput("Say whether there is a way by road.", "way")
    try:
        return float(fields.text(form, "miles"))
    except ValueError as wrong:
        raise BadInput("Give the miles by road as a number, such as 62.", "miles") from wrong


def _month(form: Form, name: str) -> int | None:
    typed = fields.text(form, name)
    if typed and typed not in dict(_MONTHS):
        raise BadInput("Choose one of these.", name)
    return int(typed) if typed else None


async def _pair(
    request: AnyRequest,
    viewer: Viewer,
    place: Place,
    state: State,
    one: UUID,
    other: UUID,
    *,
    form: Form | None = None,
    wrong: Refused | None = None,
) -> Response[str]:
    first, second = AgencyId(one), AgencyId(other)
    async with state.database.reading(place.id) as reading:
        names = (await load_agencies(reading)).names
        roads = await load_roads(reading)
        entries = await load_told(reading, viewer, first, second)
        today = await load_today(reading)
    if first == second or not {first, second} <= set(names):
        raise NotFound
    return page(
        request,
        "members/distance.html",
        place=place,
        viewer=viewer,
        status=422 if isinstance(wrong, BadInput) else 409 if wrong else 200,
        one=names[first],
        other=names[second],
        road=see_road(roads, first, second, today),
        told=see_told(entries, today),
        months=_MONTHS,
        form={name: (form or {}).get(name, "") for name in _FIELDS},
        errors={} if wrong is None else {getattr(wrong, "field", None) or "way": str(wrong)},
        did=request.query_params.get("did", ""),
        here=f"/{place.slug}/distances/{one}/{other}",
        back_href=f"/{place.slug}/distances?of={one}",
    )
