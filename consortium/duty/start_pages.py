"""The coordinator's pages of the starting points: choose one, say who and when, look (nothing is stored), publish."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from litestar import Request, get, post
from litestar.datastructures import State
from litestar.response import Response

from consortium.access.door import Viewer
from consortium.access.permissions import Permission
from consortium.access.store import Place
from consortium.access.web import HerePlace, SignedIn, form_of, page, see
from consortium.duty.links import read_line
from consortium.duty.missing import sides_at
from consortium.duty.publish_rotation import refuse_one_sided
from consortium.duty.publish_rotations import publish_rotations
from consortium.duty.rotation_form import day, read_turns, wall
from consortium.duty.see_rotations import people_to_choose, preview, see_rotation
from consortium.duty.starting_points import TITLES, WORDS, Shape, Start, starting_rotations
from consortium.duty.views import RotaFacts
from consortium.problems import BadInput
from scheduling import Rotation, Schedule
from scheduling.wallclock import zone

AnyRequest = Request[Any, Any, State]
_MAY = {"permission": Permission.BUILD_ROTA}


@get("/{slug:str}/rotations/start", opt=_MAY)
async def see_start(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """The form of a starting point; which one, and of which line, may be named in the address."""
    async with state.database.reading(place.id) as reading:
        facts, now = (await state.desks.at(reading)).facts, reading.now
    today = now.astimezone(zone(place.timezone)).date()
    asked = request.query_params
    form = {
        "shape": asked.get("shape", Shape.WEEKS.value),
        "line": asked.get("line", "primary"),
        "first_day": (today + timedelta(days=7 - today.weekday())).isoformat(),
        "hand_off": "07:00",
    }
    return _form_page(request, viewer, place, facts, form, now)


@post("/{slug:str}/rotations/start", opt=_MAY, status_code=200)
async def send_start(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[Any]:
    """Look at what the starting point makes, go back to the form, or publish it."""
    form = await form_of(request)
    act = form.pop("act", "")
    async with state.database.reading(place.id) as reading:
        facts, now = (await state.desks.at(reading)).facts, reading.now
    if act == "edit":
        return _form_page(request, viewer, place, facts, form, now)
    try:
        made = starting_rotations(_read(form, place.timezone))
        if act == "publish":
            async with state.database.transaction(place.id) as tx:
                await publish_rotations(tx, made, by=viewer.person, public_url=state.desks.public_url)
            return see(f"/{place.slug}/rotations?did=started")
    except BadInput as wrong:
        return _form_page(request, viewer, place, facts, form, now, errors={wrong.field or "turns": str(wrong)})
    after = replace(facts.schedule, rotations=(*facts.schedule.rotations, *made))
    return page(
        request,
        "duty/rotation_preview.html",
        place=place,
        viewer=viewer,
        action=f"/{place.slug}/rotations/start",
        form=form,
        name=TITLES[Shape(form["shape"])],
        rotations=[see_rotation(each, facts, now, withdrawn=False) for each in made],
        replaced="",
        refused=_refused(after, made, facts, now),
        **preview(made, facts, facts.with_schedule(after), now),
    )


HANDLERS = (see_start, send_start)


def _read(form: Mapping[str, str], timezone: str) -> Start:
    try:
        shape = Shape(form.get("shape", ""))
    except ValueError as wrong:
        raise BadInput("Choose one of the three.", "shape") from wrong
    return Start(
        shape=shape,
        line=read_line(form.get("line", "")),
        timezone=timezone,
        first_day=day(form.get("first_day", ""), "first_day"),
        hand_off=wall(form.get("hand_off", "")),
        turns=read_turns(form),
    )


def _refused(after: Schedule, made: tuple[Rotation, ...], facts: RotaFacts, now: datetime) -> str:
    try:
        for each in made:
            refuse_one_sided(after, each, sides_at(facts, now), now)
    except BadInput as wrong:
        return str(wrong)
    return ""


def _form_page(
    request: AnyRequest,
    viewer: Viewer,
    place: Place,
    facts: RotaFacts,
    form: Mapping[str, str],
    now: datetime,
    *,
    errors: Mapping[str, str] | None = None,
) -> Response[str]:
    return page(
        request,
        "duty/rotation_start.html",
        place=place,
        viewer=viewer,
        status=422 if errors else 200,
        action=f"/{place.slug}/rotations/start",
        list_href=f"/{place.slug}/rotations",
        new_href=f"/{place.slug}/rotations/new",
        shapes=[(shape.value, TITLES[shape], WORDS[shape]) for shape in Shape],
        form=dict(form),
        errors=dict(errors or {}),
        groups=people_to_choose(facts, now),
    )
