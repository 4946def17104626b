"""The coordinator's pages of rotations: the list, one rotation, a form, and a look before publishing.

The look stores nothing: what was typed goes along in hidden fields until somebody publishes it.
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
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
from consortium.db import Reading
from consortium.duty.end_rotation import end_rotation, ended, hand_off_on
from consortium.duty.missing import sides_at
from consortium.duty.publish_rotation import AHEAD, publish_rotation, refuse_one_sided, with_rotation
from consortium.duty.rotation_form import day, form_of_rotation, read_draft
from consortium.duty.see_rotations import list_rotations, people_to_choose, preview, see_rotation, what_would_be_missing
from consortium.duty.store import load_rotations
from consortium.duty.views import RotaFacts
from consortium.members.history import history_of
from consortium.problems import BadInput, NotFound, Refused
from scheduling import Line, Rotation, RotationId, Span
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
    return page(
        request,
        "duty/rotations.html",
        place=place,
        viewer=viewer,
        lines=lines,
        did=request.query_params.get("did", ""),
        new_href=f"/{place.slug}/rotations/new",
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
        after = with_rotation(facts.schedule, draft.rotation, draft.replaces)
    except (BadInput, NotFound) as wrong:
        field = getattr(wrong, "field", None) or "turns"
        return _form_page(request, viewer, place, facts, form, now, errors={field: str(wrong)})
    try:
        refuse_one_sided(after, draft.rotation, sides_at(facts, now), now)
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
        rotation=see_rotation(draft.rotation, facts, now, withdrawn=False),
        replaced=replaced,
        refused=refused,
        **preview(draft.rotation, facts, facts.with_schedule(after), now),
    )


@get("/{slug:str}/rotations/{rotation:uuid}", opt=_MAY)
async def see_one(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, rotation: FromPath[UUID]
) -> Response[str]:
    """One rotation: its order, its next turns, its history."""
    return await _one_page(request, viewer, place, state, rotation)


@post("/{slug:str}/rotations/{rotation:uuid}", opt=_MAY, status_code=200)
async def end_one(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, rotation: FromPath[UUID]
) -> Response[Any]:
    """End it from a day on; before that, say what would be missing."""
    form = await form_of(request)
    try:
        from_day = day(form.get("from_day", ""), "from_day")
        if form.get("act") != "end":
            return await _one_page(request, viewer, place, state, rotation, from_day=from_day)
        async with state.database.transaction(place.id) as tx:
            await end_rotation(
                tx,
                rotation=RotationId(rotation),
                from_day=from_day,
                by=viewer.person,
                public_url=state.desks.public_url,
            )
    except NotFound:
        raise
    except Refused as wrong:
        return await _one_page(request, viewer, place, state, rotation, errors={"from_day": str(wrong)}, form=form)
    return see(f"/{place.slug}/rotations/{rotation}?did=ended")


HANDLERS = (see_rotations, see_form, send_form, see_one, end_one)


async def _one_page(
    request: AnyRequest,
    viewer: Viewer,
    place: Place,
    state: State,
    rotation: UUID,
    *,
    from_day: date | None = None,
    errors: Mapping[str, str] | None = None,
    form: Mapping[str, str] | None = None,
) -> Response[str]:
    async with state.database.reading(place.id) as reading:
        facts = (await state.desks.at(reading)).facts
        found, withdrawn = await _find(reading, rotation)
        now = reading.now
        acts = await history_of(reading, viewer, [rotation], names={found.id: found.name})
    context = {
        "rotation": see_rotation(found, facts, now, withdrawn=withdrawn),
        "ask": None if from_day is None else _what_ends(found, facts, from_day, now),
        "errors": dict(errors or {}),
        "from_day": (form or {}).get("from_day", "") or (from_day or _first_free(found, now)).isoformat(),
    }
    return page(
        request,
        "duty/rotation.html",
        place=place,
        viewer=viewer,
        status=422 if errors else 200,
        did=request.query_params.get("did", ""),
        acts=acts,
        action=f"/{place.slug}/rotations/{rotation}",
        list_href=f"/{place.slug}/rotations",
        change_href=f"/{place.slug}/rotations/new?change={rotation}",
        **context,
    )


def _what_ends(rotation: Rotation, facts: RotaFacts, from_day: date, now: datetime) -> dict[str, Any]:
    """What ending the rotation on that day would leave open, in eight weeks."""
    after, at = ended(facts.schedule, rotation, from_day), hand_off_on(rotation, from_day)
    if at < now:
        raise BadInput("That hand-over has passed. What has been is not changed any more.", "from_day")
    return {
        "at": at,
        "day": from_day,
        "never": from_day <= rotation.first_day,
        "missing": what_would_be_missing(facts, after, rotation.line, Span(at, at + AHEAD)),
    }


async def _find(reading: Reading, rotation: UUID) -> tuple[Rotation, bool]:
    found = next((each for each in await load_rotations(reading) if each[0].id == rotation), None)
    if found is None:
        raise NotFound
    return found


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
            old, withdrawn = await _find(reading, UUID(change))
        except ValueError as wrong:
            raise NotFound from wrong
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
        groups=people_to_choose(facts, now),
    )


def _first_free(rotation: Rotation, now: datetime) -> date:
    """The first day whose hand-off has not passed."""
    today = now.astimezone(zone(rotation.zone)).date()
    first = today if hand_off_on(rotation, today) >= now else today + timedelta(days=1)
    return max(first, rotation.first_day)
