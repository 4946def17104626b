"""The coordinator's page "Plan duty": which lines, from when to when, in which shape; then the planner goes to work."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from litestar import Request, get, post
from litestar.datastructures import State
from litestar.response import Response

from consortium.access.door import Viewer
from consortium.access.permissions import Permission
from consortium.access.store import Place
from consortium.access.web import HerePlace, SignedIn, form_of, page, see
from consortium.duty.planning.begin_draft import plan_duty
from consortium.duty.planning.read_forms import SECONDS, read_wanted
from consortium.duty.planning.rules import load_rules
from consortium.duty.planning.shapes import DAILY, DAY_WORDS, SHAPE_WORDS, WEEKLY
from consortium.problems import Refused
from scheduling import Line
from scheduling.wallclock import zone

AnyRequest = Request[Any, Any, State]
_MAY = {"permission": Permission.BUILD_ROTA}
_TWELVE_WEEKS = timedelta(weeks=12)


@get("/{slug:str}/rota/plan", opt=_MAY)
async def see_form(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """The form, for twelve weeks from the next Monday on."""
    async with state.database.reading(place.id) as reading:
        form = _begun(reading.now, place.timezone)
    return await _form_page(request, viewer, place, state, form)


@post("/{slug:str}/rota/plan", opt=_MAY, status_code=303)
async def send_form(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[Any]:
    """Make the draft and let the planner fill it."""
    form = await form_of(request)
    try:
        wanted = read_wanted(form)
        async with state.database.transaction(place.id) as tx:
            made = await plan_duty(
                tx,
                title=wanted.title,
                timezone=place.timezone,
                first_day=wanted.first_day,
                last_day=wanted.last_day,
                hand_off=wanted.hand_off,
                shapes=wanted.shapes,
                need=wanted.need,
                seconds=wanted.seconds,
                by=viewer.person,
            )
    except Refused as wrong:
        return await _form_page(request, viewer, place, state, form, wrong=wrong)
    return see(f"/{place.slug}/rota/drafts/{made}")


HANDLERS = (see_form, send_form)


def _begun(now: datetime, timezone: str) -> dict[str, str]:
    today = now.astimezone(zone(timezone)).date()
    first = today + timedelta(days=7 - today.weekday())
    return {
        "title": f"{first:%B} {first.year}",
        "first_day": first.isoformat(),
        "last_day": (first + _TWELVE_WEEKS - timedelta(days=1)).isoformat(),
        "hand_off": "07:00",
        "shape_primary": DAILY,
        "shape_backup": DAILY,
        "shape_clinician": WEEKLY,
        "seconds": str(SECONDS[1]),
    }


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
        rules = await load_rules(reading)
    return page(
        request,
        "duty/draft_plan.html",
        place=place,
        viewer=viewer,
        status=wrong.status if wrong else 200,
        errors={getattr(wrong, "field", None) or "title": str(wrong)} if wrong else {},
        form=dict(form),
        lines=[line.value for line in Line],
        shapes=list(SHAPE_WORDS.items()),
        days=list(DAY_WORDS.items()),
        seconds=SECONDS,
        rules=[rule.words() for rule in rules],
        action=f"/{place.slug}/rota/plan",
        list_href=f"/{place.slug}/rota/drafts",
        rules_href=f"/{place.slug}/rota/rules",
    )
