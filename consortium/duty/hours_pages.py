"""My hours and share: what one carried on duty, against what one promised, and a file of it for pay."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

from litestar import Request, get
from litestar.datastructures import State
from litestar.response import Response

from consortium.access.door import Viewer
from consortium.access.files import to_keep
from consortium.access.permissions import Permission
from consortium.access.store import Place
from consortium.access.web import HerePlace, SignedIn, page
from consortium.duty.lay_out_schedule import load_promised
from consortium.duty.planning.rules import load_weights
from consortium.duty.store.rota import REMEMBERED
from consortium.duty.store.served import load_served
from consortium.duty.timeline.fair import A_YEAR, counted_until, shares_in
from consortium.duty.timeline.hours import YEARS_OF_HOLIDAYS, Period, lumps, my_hours
from consortium.problems import BadInput
from geo import PersonId
from scheduling import Span
from scheduling.wallclock import zone

AnyRequest = Request[Any, Any, State]
_MAY = {"permission": Permission.GIVE_AWAY_DUTY}
_LONGEST: Final = timedelta(days=366)


@get("/{slug:str}/me/hours", opt=_MAY)
async def see_hours(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """My hours and share."""
    return await _page(request, viewer, place, state, {})


@get("/{slug:str}/me/hours.csv", opt=_MAY)
async def save_hours(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[Any]:
    """My hours as a file, one lump a pay period."""
    form = dict(request.query_params)
    async with state.database.reading(place.id) as reading:
        facts, now = (await state.desks.at(reading)).facts, reading.now
    today = now.astimezone(zone(place.timezone)).date()
    try:
        first, last, period = _asked(form, today)
    except BadInput as wrong:
        return await _page(request, viewer, place, state, form, wrong=wrong)
    body = lumps(facts.schedule, PersonId(viewer.person), first, last, period, place.timezone, now)
    return to_keep(body, "text/csv; charset=utf-8", f"{place.slug}-hours.csv", {"Cache-Control": "no-store"})


HANDLERS = (see_hours, save_hours)


async def _page(
    request: AnyRequest,
    viewer: Viewer,
    place: Place,
    state: State,
    form: Mapping[str, str],
    *,
    wrong: BadInput | None = None,
) -> Response[str]:
    me = PersonId(viewer.person)
    async with state.database.reading(place.id) as reading:
        facts, now = (await state.desks.at(reading)).facts, reading.now
        weights, promised = await load_weights(reading), await load_promised(reading)
        before = now - REMEMBERED
        older = await load_served(reading, Span(now - YEARS_OF_HOLIDAYS * A_YEAR, before))
    today = now.astimezone(zone(place.timezone)).date()
    shares = shares_in(facts, counted_until(now, A_YEAR), weights, promised)
    usual = {"first": today.replace(month=1, day=1).isoformat(), "last": today.isoformat(), "period": Period.TWO_WEEKS}
    return page(
        request,
        "duty/my_hours.html",
        place=place,
        viewer=viewer,
        status=wrong.status if wrong else 200,
        hours=my_hours(facts.schedule, me, now, weights, shares, older),
        promised=round(100 * promised.get(me, 1.0)),
        weights=weights,
        form={**usual, **form},
        errors={wrong.field or "first": str(wrong)} if wrong else {},
        now=now,
    )


def _asked(form: Mapping[str, str], today: date) -> tuple[date, date, Period]:
    """The days and the pay period of the form.

    Raises:
        BadInput: what they cannot be; the field is named.
    """
    first, last = _day(form, "first"), _day(form, "last")
    if last < first:
        raise BadInput("The last day comes before the first.", "last")
    if last > today:
        raise BadInput("Only duty that is over is counted. Choose a last day that has come.", "last")
    if last - first > _LONGEST or today - first > REMEMBERED:
        raise BadInput("Choose a year at most, of the last thirteen months.", "first")
    try:
        return first, last, Period(form.get("period", ""))
    except ValueError as wrong:
        raise BadInput("Choose how long a pay period is.", "period") from wrong


def _day(form: Mapping[str, str], field: str) -> date:
    try:
        return date.fromisoformat(form.get(field, ""))
    except ValueError as wrong:
        raise BadInput("This is not a day.", field) from wrong
