"""The settings' page: what a consortium has settled. Changing the promise to officers asks first."""

from datetime import time
from typing import Any

from litestar import Request, get, post
from litestar.datastructures import State
from litestar.response import Response

from consortium.access.door import Viewer
from consortium.access.permissions import Permission
from consortium.access.store import Place
from consortium.access.web import HerePlace, SignedIn, form_of, page, see
from consortium.members.change_settings import Settings, change_settings, changes_promise, settings_of
from consortium.members.history import history_of
from consortium.members.hours import Hours
from consortium.members.store import load_region, load_zone_plan
from consortium.members.store.region import text_is_allowed
from consortium.members.values import PlannedZones
from consortium.pages import N_
from consortium.problems import BadInput

AnyRequest = Request[Any, Any, State]
_MAY = {"permission": Permission.SETTLE}
_DAYS = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)


@get("/{slug:str}/settings", opt=_MAY)
async def see_settings(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """Every setting as it is."""
    return await _page(request, viewer, place, state)


@post("/{slug:str}/settings", opt=_MAY, status_code=303)
async def settle(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[Any]:
    """Keep the settings; with another promise, ask first."""
    form = await form_of(request)
    try:
        async with state.database.transaction(place.id) as tx:
            wanted = _typed(form)
            before = settings_of(await load_region(tx))
            asks = changes_promise(before, wanted) and form.get("sure") != "yes"
            changed = () if asks else await change_settings(tx, wanted, by=viewer.person)
    except BadInput as wrong:
        return await _page(request, viewer, place, state, form=form, errors={wrong.field or "title": str(wrong)})
    if asks:
        return await _page(request, viewer, place, state, form=form, asks=wanted)
    return see(f"/{place.slug}/settings?did={'kept' if changed else 'same'}")


HANDLERS = (see_settings, settle)


async def _page(
    request: AnyRequest,
    viewer: Viewer,
    place: Place,
    state: State,
    *,
    form: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
    asks: Settings | None = None,
) -> Response[str]:
    async with state.database.reading(place.id) as reading:
        settings = settings_of(await load_region(reading))
        allowed = await text_is_allowed(reading)
        planned = await load_zone_plan(reading)
        acts = await history_of(reading, viewer, [place.id])
    return page(
        request,
        "members/settings.html",
        place=place,
        viewer=viewer,
        status=422 if errors else 200,
        form=_shown(settings) if form is None else {**dict.fromkeys(_shown(settings), ""), **form},
        days=_DAYS,
        text_allowed=allowed,
        asks=asks and _what_happens(settings, asks, planned),
        acts=acts,
        errors=errors or {},
        did=request.query_params.get("did", ""),
    )


def _what_happens(before: Settings, after: Settings, planned: PlannedZones | None) -> dict[str, Any]:
    return {
        "before": (before.crowd, before.least_departments),
        "after": (after.crowd, after.least_departments),
        "smaller": after.crowd < before.crowd or after.least_departments < before.least_departments,
        "plan": planned.plan.version if planned else None,
    }


def _shown(settings: Settings) -> dict[str, str]:
    """The settings as the form's fields."""
    fields = {
        "title": settings.title,
        "state_network": settings.state_network,
        "service_level": str(settings.service_level),
        "call_back_minutes": str(settings.call_back_minutes or ""),
        "steps": " ".join(map(str, settings.steps)),
        "open_limit": str(settings.open_limit),
        "text_offered": "yes" if settings.text_offered else "",
        "crowd": str(settings.crowd),
        "least_departments": str(settings.least_departments),
    }
    for day in range(len(_DAYS)):
        fields |= {f"opens_{day}": "", f"closes_{day}": ""}
    for each in settings.hours:
        fields |= {f"opens_{each.weekday}": f"{each.opens:%H:%M}", f"closes_{each.weekday}": f"{each.closes:%H:%M}"}
    return fields


def _typed(form: dict[str, str]) -> Settings:
    """The form's fields as settings.

    Raises:
        BadInput: a field holds no number or no time.
    """
    call_back = form.get("call_back_minutes", "").strip()
    return Settings(
        title=form.get("title", ""),
        state_network=form.get("state_network", ""),
        service_level=_whole(form.get("service_level", ""), "service_level"),
        call_back_minutes=_whole(call_back, "call_back_minutes") if call_back else None,
        hours=tuple(hours for day in range(len(_DAYS)) if (hours := _hours(form, day)) is not None),
        steps=[_whole(each, "steps") for each in form.get("steps", "").replace(",", " ").split()],
        open_limit=_whole(form.get("open_limit", ""), "open_limit"),
        text_offered=form.get("text_offered") == "yes",
        crowd=_whole(form.get("crowd", ""), "crowd"),
        least_departments=_whole(form.get("least_departments", ""), "least_departments"),
    )


def _whole(typed: str, field: str) -> int:
    tidy = typed.strip()
    if not (tidy.isascii() and tidy.isdigit() and len(tidy) < 7):
        raise BadInput("This must be a whole number.", field)
    return int(tidy)


def _hours(form: dict[str, str], day: int) -> Hours | None:
    opens, closes = form.get(f"opens_{day}", "").strip(), form.get(f"closes_{day}", "").strip()
    if not opens and not closes:
        return None
    try:
        return Hours(day, time.fromisoformat(opens), time.fromisoformat(closes))
    except ValueError as wrong:
        raise BadInput("Give both times of a day, such as 18:00 and 07:00, or none.", "hours") from wrong
