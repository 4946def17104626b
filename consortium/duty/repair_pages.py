"""The coordinator's page for somebody who cannot serve for a while: who and when; then a draft with few changes."""

from collections.abc import Mapping
from datetime import time, timedelta
from typing import Any

from litestar import Request, get, post
from litestar.datastructures import State
from litestar.response import Response

from consortium.access.door import Viewer
from consortium.access.permissions import Permission
from consortium.access.store import Place
from consortium.access.web import HerePlace, SignedIn, form_of, page, see
from consortium.duty.planning.read_forms import read_person
from consortium.duty.planning.repair_duty import repair_duty
from consortium.duty.rotation_form import day
from consortium.duty.see_changes import read_times
from consortium.duty.see_shifts import name_of
from consortium.problems import BadInput, Refused
from scheduling import Span, shifts
from scheduling.wallclock import zone

AnyRequest = Request[Any, Any, State]
_MAY = {"permission": Permission.BUILD_ROTA}
_AHEAD = timedelta(days=120)


@get("/{slug:str}/rota/repair", opt=_MAY)
async def see_form(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """The form: everybody who has duty in the next four months, and the coming week."""
    async with state.database.reading(place.id) as reading:
        today = reading.now.astimezone(zone(place.timezone)).date()
    form = {
        "person": request.query_params.get("person", ""),
        "from_day": request.query_params.get("from", today.isoformat()),
        "until_day": request.query_params.get("until", (today + timedelta(days=7)).isoformat()),
    }
    return await _form_page(request, viewer, place, state, form)


@post("/{slug:str}/rota/repair", opt=_MAY, status_code=303)
async def send_form(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[Any]:
    """Make the draft and let the planner mend it."""
    form = await form_of(request)
    try:
        person = read_person(form)
        if person is None:
            raise BadInput("Choose who cannot serve.", "person")
        during = _whole_days(form, place.timezone)
        async with state.database.transaction(place.id) as tx:
            facts = (await state.desks.at(tx)).facts
            made = await repair_duty(
                tx, person=person, during=during, title=f"Instead of {name_of(facts, person)}"[:80], by=viewer.person
            )
    except Refused as wrong:
        return await _form_page(request, viewer, place, state, form, wrong=wrong)
    return see(f"/{place.slug}/rota/drafts/{made}")


HANDLERS = (see_form, send_form)


def _whole_days(form: Mapping[str, str], timezone: str) -> Span:
    """From the first day's midnight to the end of the last one; a time makes it begin later or end earlier."""
    last = day(form.get("until_day", ""), "until_day")
    until = form.get("until_time", "").strip()
    whole = {
        "from_day": form.get("from_day", ""),
        "from_time": form.get("from_time", "").strip() or time(0).strftime("%H:%M"),
        "until_day": (last if until else last + timedelta(days=1)).isoformat(),
        "until_time": until or time(0).strftime("%H:%M"),
    }
    return read_times(whole, timezone)


async def _form_page(
    request: AnyRequest,
    viewer: Viewer,
    place: Place,
    state: State,
    form: Mapping[str, str],
    *,
    wrong: Refused | None = None,
) -> Response[str]:
    async with state.database.reading(place.id) as reading:
        facts, now = (await state.desks.at(reading)).facts, reading.now
    on = {shift.person for shift in shifts(facts.schedule, Span(now, now + _AHEAD))}
    people = sorted(
        ({"id": str(person), "name": card.name, "agency": card.agency_name or ""}
         for person, card in facts.cards.items() if person in on),
        key=lambda each: each["name"],
    )  # fmt: skip
    return page(
        request,
        "duty/draft_repair.html",
        place=place,
        viewer=viewer,
        status=wrong.status if wrong else 200,
        errors={getattr(wrong, "field", None) or "person": str(wrong)} if wrong else {},
        form=dict(form),
        people=people,
        action=f"/{place.slug}/rota/repair",
        list_href=f"/{place.slug}/rota/drafts",
    )
