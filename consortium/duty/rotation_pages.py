"""The coordinator's pages of rotations: the list, one rotation, a form, and a look before publishing.

The look stores nothing: what was typed goes along in hidden fields until somebody publishes it.
"""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.datastructures import State
from litestar.response import Response

from consortium.access.door import Viewer
from consortium.access.permissions import Permission
from consortium.access.store import Place
from consortium.access.web import HerePlace, SignedIn, form_of, page, see
from consortium.db import Reading
from consortium.duty import one_rotation_pages, schedule_file_pages, start_pages, temporary_pages
from consortium.duty.blocks import same_hours
from consortium.duty.export_schedule import export_schedule
from consortium.duty.missing import sides_at
from consortium.duty.one_rotation_pages import find_rotation
from consortium.duty.publish_rotation import paused_as, publish_rotation, refuse_one_sided, with_rotation
from consortium.duty.rotation_form import MORE, form_of_rotation, has_more, read_draft
from consortium.duty.see_rotations import list_rotations, people_to_choose, preview, see_rotation
from consortium.duty.see_temporary import list_temporary
from consortium.duty.starting_points import TITLES, WORDS, Shape
from consortium.duty.store import load_rotations, load_temporaries
from consortium.duty.views import RotaFacts
from consortium.problems import BadInput, Conflict, NotFound
from scheduling import Line
from scheduling.wallclock import zone

AnyRequest = Request[Any, Any, State]
_MAY = {"permission": Permission.BUILD_ROTA}
_DAWN = "07:00"


@get("/{slug:str}/rotations", opt=_MAY)
async def see_rotations(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """All rotations, by line."""
    async with state.database.reading(place.id) as reading:
        facts = (await state.desks.at(reading)).facts
        lines = list_rotations(await load_rotations(reading), facts, place.slug, reading.now)
        temporary = list_temporary(await load_temporaries(reading), place.slug, reading.now)
    return page(
        request,
        "duty/rotations.html",
        place=place,
        viewer=viewer,
        lines=lines,
        did=request.query_params.get("did", ""),
        new_href=f"/{place.slug}/rotations/new",
        shapes=[(shape.value, TITLES[shape], WORDS[shape]) for shape in Shape],
        temporary=temporary,
    )


@get("/{slug:str}/rotations/new", opt=_MAY)
async def see_form(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """The form of a rotation; filled in with an earlier one that is to be changed, where the address names it."""
    async with state.database.reading(place.id) as reading:
        facts = (await state.desks.at(reading)).facts
        form = await _begun(reading, facts, request.query_params.get("change", ""), place)
        now = reading.now
    return _form_page(request, viewer, place, facts, form, now)


@post("/{slug:str}/rotations/new", opt=_MAY, status_code=200)
async def send_form(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[Any]:
    """Look at what was typed, go back to the form, or publish."""
    form = await form_of(request)
    act = form.pop("act", "")
    async with state.database.reading(place.id) as reading:
        facts, now = (await state.desks.at(reading)).facts, reading.now
    if act == "edit":
        return _form_page(request, viewer, place, facts, form, now)
    try:
        draft = read_draft(form, place.timezone)
        if act == "publish":
            async with state.database.transaction(place.id) as tx:
                made = await publish_rotation(tx, **draft.facts, by=viewer.person, public_url=state.desks.public_url)
            return see(f"/{place.slug}/rotations/{made}?did=published")
        rotation = paused_as(draft.rotation, facts.schedule, draft.replaces)
        after = with_rotation(facts.schedule, rotation, draft.replaces)
    except (BadInput, NotFound) as wrong:
        field = getattr(wrong, "field", None) or "turns"
        return _form_page(request, viewer, place, facts, form, now, errors={field: str(wrong)})
    try:
        refuse_one_sided(after, rotation, sides_at(facts, now), now)
        refused = ""
    except BadInput as wrong:
        refused = str(wrong)
    replaced = next((each.name for each in facts.schedule.rotations if each.id == draft.replaces), "")
    return page(
        request,
        "duty/rotation_preview.html",
        place=place,
        viewer=viewer,
        action=f"/{place.slug}/rotations/new",
        form=form,
        name=rotation.name,
        rotations=[see_rotation(rotation, facts, now, withdrawn=False)],
        replaced=replaced,
        refused=refused,
        **preview((rotation,), facts, facts.with_schedule(after), now),
    )


@get("/{slug:str}/rotations/schedule.json", opt=_MAY)
async def download_schedule(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[bytes]:
    """The whole schedule as a file."""
    async with state.database.reading(place.id) as reading:
        text = await export_schedule(reading)
    name = f"schedule-{place.slug}.json"
    headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
    return Response(text.encode(), media_type="application/json", headers=headers)


HANDLERS = (
    see_rotations,
    download_schedule,
    see_form,
    send_form,
    *one_rotation_pages.HANDLERS,
    *start_pages.HANDLERS,
    *temporary_pages.HANDLERS,
    *schedule_file_pages.HANDLERS,
)


async def _begun(reading: Reading, facts: RotaFacts, change: str, place: Place) -> dict[str, str]:
    """The fields of a form that nobody has typed into yet; the first turn of an empty line begins at once."""
    held, local = {each.line for each in facts.schedule.rotations}, reading.now.astimezone(zone(place.timezone))
    empty = next((line for line in (Line.PRIMARY, Line.BACKUP) if line not in held), None)
    today = local.date()
    first_day = today + timedelta(days=7 - today.weekday())
    if empty:
        first_day = today if local.time() >= time.fromisoformat(_DAWN) else today - timedelta(days=1)
    if change:
        try:
            old, withdrawn = await find_rotation(reading, UUID(change))
        except ValueError as wrong:
            raise NotFound from wrong
        if old.only is not None and same_hours(old.only) is None:
            raise Conflict("This rotation has different hours on different weekdays. End it, and publish one for each.")
        if not withdrawn:
            return form_of_rotation(old, max(first_day, old.first_day))
    return {
        "first_day": first_day.isoformat(),
        "hand_off": _DAWN,
        "every": "weekly",
        "line": (empty or Line.PRIMARY).value,
    }


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
    replaced = next((each.name for each in facts.schedule.rotations if str(each.id) == form.get("replaces")), "")
    return page(
        request,
        "duty/rotation_form.html",
        place=place,
        viewer=viewer,
        status=422 if errors else 200,
        action=f"/{place.slug}/rotations/new",
        list_href=f"/{place.slug}/rotations",
        form=dict(form),
        errors=dict(errors or {}),
        replaced=replaced,
        shapes=[(shape.value, TITLES[shape]) for shape in Shape],
        more=has_more(form) or not MORE.isdisjoint(errors or {}),
        groups=people_to_choose(facts, now),
    )
