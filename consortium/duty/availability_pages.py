"""When somebody can serve: her own page, and the same page for those who make the rota. Nobody else may open either."""

from collections.abc import Awaitable, Callable
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
from consortium.db import Transaction
from consortium.duty.availability.acts import Acting, calendars, limits, once, pattern, preview, weekly
from consortium.duty.availability.see import see_availability
from consortium.duty.people_pages import AnyRequest, Form, errors_of
from consortium.duty.see_person import see_person
from consortium.members.store import load_person_sheet, load_today
from consortium.problems import BadInput, Conflict, NotFound
from geo import PersonId
from scheduling.patterns import KNOWN

_OWN = {"permission": Permission.SAY_AVAILABILITY}
_OTHERS = {"permission": Permission.BUILD_ROTA}

Act = Callable[[Acting, Form], Awaitable[str]]
Wanted = FromPath[UUID]


@get("/{slug:str}/me/availability", opt=_OWN)
async def see_own(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """When I can serve."""
    return await _show(request, viewer, place, state, None)


@post("/{slug:str}/me/availability/times", opt=_OWN, status_code=303)
async def own_times(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[Any]:
    """Say that I am away, cannot, would like to or would rather not serve at some time; or take it back."""
    return await _do(request, viewer, place, state, None, "times", once)


@post("/{slug:str}/me/availability/weekly", opt=_OWN, status_code=303)
async def own_weekly(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[Any]:
    """Say the same of every week."""
    return await _do(request, viewer, place, state, None, "weekly", weekly)


@post("/{slug:str}/me/availability/limits", opt=_OWN, status_code=303)
async def own_limits(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[Any]:
    """My share, most duties a month, notice."""
    return await _do(request, viewer, place, state, None, "limits", limits)


@post("/{slug:str}/me/availability/pattern", opt=_OWN, status_code=303)
async def own_pattern(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[Any]:
    """Look at a work pattern, keep it, end it."""
    return await _do(request, viewer, place, state, None, "pattern", pattern)


@post("/{slug:str}/me/availability/calendars", opt=_OWN, status_code=303)
async def own_calendars(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[Any]:
    """Let a calendar be read, now too; or take it away."""
    return await _do(request, viewer, place, state, None, "calendars", calendars)


@get("/{slug:str}/people/{person:uuid}/availability", opt=_OTHERS)
async def see_hers(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, person: Wanted
) -> Response[str]:
    """When somebody else can serve."""
    return await _show(request, viewer, place, state, person)


@post("/{slug:str}/people/{person:uuid}/availability/times", opt=_OTHERS, status_code=303)
async def her_times(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, person: Wanted
) -> Response[Any]:
    """Say a time for her, or take it back."""
    return await _do(request, viewer, place, state, person, "times", once)


@post("/{slug:str}/people/{person:uuid}/availability/weekly", opt=_OTHERS, status_code=303)
async def her_weekly(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, person: Wanted
) -> Response[Any]:
    """Say a time of every week for her."""
    return await _do(request, viewer, place, state, person, "weekly", weekly)


@post("/{slug:str}/people/{person:uuid}/availability/limits", opt=_OTHERS, status_code=303)
async def her_limits(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, person: Wanted
) -> Response[Any]:
    """Her share, most duties a month, notice."""
    return await _do(request, viewer, place, state, person, "limits", limits)


@post("/{slug:str}/people/{person:uuid}/availability/pattern", opt=_OTHERS, status_code=303)
async def her_pattern(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, person: Wanted
) -> Response[Any]:
    """Look at a work pattern of hers, keep it, end it."""
    return await _do(request, viewer, place, state, person, "pattern", pattern)


HANDLERS = (
    see_own,
    own_times,
    own_weekly,
    own_limits,
    own_pattern,
    own_calendars,
    see_hers,
    her_times,
    her_weekly,
    her_limits,
    her_pattern,
)


def _here(place: Place, person: UUID | None) -> str:
    return f"/{place.slug}/me/availability" if person is None else f"/{place.slug}/people/{person}/availability"


async def _do(
    request: AnyRequest, viewer: Viewer, place: Place, state: State, person: UUID | None, section: str, act: Act
) -> Response[Any]:
    """Do one form's act in one transaction; on bad input the same page again, with what was typed."""
    form = await form_of(request)
    try:
        async with state.database.transaction(place.id) as tx:
            acting = await _acting(tx, viewer, state, person)
            did = await act(acting, form)
        if did == "look":
            return await _look(request, viewer, place, state, person, form)
    except (BadInput, Conflict) as wrong:
        return await _show(request, viewer, place, state, person, section=section, typed=form, wrong=wrong)
    return see(f"{_here(place, person)}?did={did}")


async def _acting(tx: Transaction, viewer: Viewer, state: State, person: UUID | None) -> Acting:
    """Whose availability it is, and by whom; somebody whom the viewer may not see is not found."""
    if person is not None:
        await load_person_sheet(tx, viewer, person)
    return Acting(
        tx=tx, person=PersonId(person or viewer.person), by=viewer.person, own=person is None, calendars=state.calendars
    )


async def _look(
    request: AnyRequest, viewer: Viewer, place: Place, state: State, person: UUID | None, form: Form
) -> Response[str]:
    """A work pattern as a year, before it is kept."""
    async with state.database.reading(place.id) as reading:
        sheet = await load_person_sheet(reading, viewer, person or viewer.person)
        shown = preview(form, await load_today(reading))
    return page(
        request,
        "duty/availability_pattern.html",
        place=place,
        viewer=viewer,
        own=person is None,
        name=sheet.name,
        here=_here(place, person),
        typed=form,
        **shown,
    )


async def _show(
    request: AnyRequest,
    viewer: Viewer,
    place: Place,
    state: State,
    person: UUID | None,
    *,
    section: str = "",
    typed: Form | None = None,
    wrong: BadInput | Conflict | None = None,
) -> Response[str]:
    whose = person or viewer.person
    async with state.database.reading(place.id) as reading:
        sheet = await load_person_sheet(reading, viewer, whose)
        facts = (await state.desks.at(reading)).facts
        now, today = reading.now, await load_today(reading)
        shown = see_person(sheet, facts, now, today, place.slug)
        if shown["service"] is None and person is not None:
            raise NotFound
        told = await see_availability(reading, viewer, PersonId(whose), today)
    return page(
        request,
        "duty/availability.html",
        place=place,
        viewer=viewer,
        status=200 if wrong is None else wrong.status,
        own=person is None,
        person=shown,
        here=_here(place, person),
        today=today,
        now=now,
        known=[(each.key, each.name) for each in KNOWN],
        section=section,
        typed=typed or {},
        errors=errors_of(wrong),
        did=request.query_params.get("did", ""),
        **told,
    )
