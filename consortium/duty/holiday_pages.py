"""The holidays of a year, state by state, with the consortium's own list and the agencies'."""

from datetime import date
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.datastructures import State
from litestar.response import Response

from consortium.access.door import Viewer
from consortium.access.permissions import Permission
from consortium.access.store import Place
from consortium.access.web import HerePlace, SignedIn, form_of, page, see
from consortium.db import Transaction
from consortium.duty.availability.holidays import load_holidays
from consortium.duty.availability.keep_holiday import keep_holiday, take_back_holiday
from consortium.duty.holidays import of_state
from consortium.duty.lent_hours_pages import own_agencies
from consortium.duty.people_pages import AnyRequest, Form, errors_of
from consortium.duty.store.holidays import OwnHoliday, load_own_holidays, load_states
from consortium.members import fields
from consortium.members.store import load_agencies, load_today
from consortium.problems import BadInput, Conflict, NotFound
from geo import AgencyId

_OURS = "ours"
_BEHIND, _AHEAD = 3, 5


@get("/{slug:str}/holidays", opt={"permission": Permission.SEE_ON_CALL})
async def see_holidays(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """The holidays of one year."""
    return await _page(request, viewer, place, state)


@post("/{slug:str}/holidays", opt={"permission": Permission.LEND_HOURS}, status_code=303)
async def change_holidays(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[Any]:
    """Put a day on a list, or take one off."""
    form = await form_of(request)
    try:
        async with state.database.transaction(place.id) as tx:
            did, year = await _change(tx, viewer, form)
    except (BadInput, Conflict) as wrong:
        return await _page(request, viewer, place, state, form, wrong)
    return see(f"/{place.slug}/holidays?year={year}&did={did}")


HANDLERS = (see_holidays, change_holidays)


async def _change(tx: Transaction, viewer: Viewer, form: Form) -> tuple[str, int]:
    wish = fields.text(form, "act")
    if wish not in {"add", "strike", "remove"}:
        raise BadInput("Nothing was done. Open the page again and press one of its buttons.", "form")
    agency = await _whose(tx, viewer, form)
    if wish == "remove":
        await take_back_holiday(tx, agency=agency, holiday=fields.id_of(form, "holiday"), by=viewer.person)
        return "removed", (await load_today(tx)).year
    day = fields.day(form, "day")
    await keep_holiday(
        tx,
        agency=agency,
        day=day,
        name=fields.text(form, "name"),
        yearly=fields.text(form, "yearly") == "yes",
        kept=wish == "add",
        by=viewer.person,
    )
    return ("added" if wish == "add" else "struck"), day.year


async def _whose(tx: Transaction, viewer: Viewer, form: Form) -> AgencyId | None:
    """The list that is meant: ours for those who make the rota, or that of an agency that the viewer speaks for.

    Raises:
        NotFound: it is not hers to change.
    """
    if fields.text(form, "list") == _OURS:
        if not viewer.may(Permission.BUILD_ROTA):
            raise NotFound
        return None
    agency = AgencyId(fields.id_of(form, "list"))
    if agency not in await own_agencies(tx, viewer):
        raise NotFound
    return agency


async def _page(
    request: AnyRequest,
    viewer: Viewer,
    place: Place,
    state: State,
    typed: Form | None = None,
    wrong: BadInput | Conflict | None = None,
) -> Response[str]:
    async with state.database.reading(place.id) as reading:
        today = await load_today(reading)
        year = _year(request.query_params.get("year", ""), today)
        kept = await load_holidays(reading, (year,))
        own = await load_own_holidays(reading)
        states = sorted(set((await load_states(reading)).values()))
        names = {AgencyId(agency): name for agency, name in (await load_agencies(reading)).names.items()}
        mine = await own_agencies(reading, viewer) if viewer.may(Permission.LEND_HOURS) else {}
    ours = viewer.may(Permission.BUILD_ROTA)
    return page(
        request,
        "duty/holidays.html",
        place=place,
        viewer=viewer,
        status=200 if wrong is None else wrong.status,
        year=year,
        years=list(range(today.year - _BEHIND, today.year + _AHEAD + 1)),
        here=f"/{place.slug}/holidays",
        states=states,
        kept=[_line(day, name, states) for day, name in kept.items()],
        own=[_own(each, names, may=(each.agency in mine) if each.agency else ours) for each in own],
        lists=[*([(_OURS, "")] if ours else []), *((str(agency), name) for agency, name in mine.items())],
        typed=typed or {},
        errors=errors_of(wrong),
        did=request.query_params.get("did", ""),
    )


def _year(typed: str, today: date) -> int:
    """The year that is asked for, or this one."""
    wanted = int(typed) if typed.isascii() and typed.isdigit() and len(typed) == 4 else today.year
    return min(max(wanted, today.year - _BEHIND), today.year + _AHEAD)


def _line(day: date, name: str, states: list[str]) -> dict[str, Any]:
    """A day with the states whose law has it."""
    return {"day": day, "name": name, "states": [state for state in states if day in of_state(state, day.year)]}


def _own(holiday: OwnHoliday, names: dict[AgencyId, str], *, may: bool) -> dict[str, Any]:
    list_of: UUID | str = holiday.agency or _OURS
    return {
        "id": holiday.id,
        "list": str(list_of),
        "whose": names.get(holiday.agency, "") if holiday.agency else "",
        "day": holiday.day,
        "name": holiday.name,
        "yearly": holiday.yearly,
        "kept": holiday.kept,
        "may": may,
    }
