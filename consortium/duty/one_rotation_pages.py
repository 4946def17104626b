"""The coordinator's page of one rotation: end it, pause somebody's turns in it. Each says first what it would do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
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
from consortium.duty.end_pause import end_pause
from consortium.duty.end_rotation import end_rotation, ended, hand_off_on
from consortium.duty.pause_turns import checked, pause_of, pause_turns
from consortium.duty.publish_rotation import AHEAD
from consortium.duty.rotation_form import day
from consortium.duty.see_rotations import (
    people_to_pause,
    see_pauses,
    see_rotation,
    turns_that_pass,
    what_would_be_missing,
)
from consortium.duty.store import load_pauses, load_rotations
from consortium.duty.views import RotaFacts
from consortium.members.history import history_of
from consortium.problems import BadInput, NotFound, Refused
from geo import PersonId
from scheduling import Pause, Rotation, RotationId, Span
from scheduling.wallclock import zone

AnyRequest = Request[Any, Any, State]
_MAY = {"permission": Permission.BUILD_ROTA}


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What the page is to show beside the rotation: what was typed, what was wrong, and what is asked about."""

    form: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    ending: date | None = None
    pausing: Pause | None = None


@get("/{slug:str}/rotations/{rotation:uuid}", opt=_MAY)
async def see_one(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, rotation: FromPath[UUID]
) -> Response[str]:
    """One rotation: its order, its next turns, its history."""
    return await _one_page(request, viewer, place, state, rotation, Shown())


@post("/{slug:str}/rotations/{rotation:uuid}", opt=_MAY, status_code=200)
async def end_one(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, rotation: FromPath[UUID]
) -> Response[Any]:
    """End it from a day on; before that, say what would be missing."""
    form = await form_of(request)
    try:
        from_day = day(form.get("from_day", ""), "from_day")
        if form.get("act") != "end":
            return await _one_page(request, viewer, place, state, rotation, Shown(ending=from_day))
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
        shown = Shown(errors={"from_day": str(wrong)}, form=form)
        return await _one_page(request, viewer, place, state, rotation, shown)
    return see(f"/{place.slug}/rotations/{rotation}?did=ended")


@post("/{slug:str}/rotations/{rotation:uuid}/pauses", opt=_MAY, status_code=200)
async def pause_one(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, rotation: FromPath[UUID]
) -> Response[Any]:
    """Pause somebody's turns; before that, say to whom they pass."""
    form = await form_of(request)
    try:
        async with state.database.reading(place.id) as reading:
            found, now = await _counting(reading, rotation), reading.now
        pause = checked(found, _pause(form, found), now)
        if form.get("act") != "pause":
            return await _one_page(request, viewer, place, state, rotation, Shown(pausing=pause, form=form))
        async with state.database.transaction(place.id) as tx:
            await pause_turns(tx, rotation=found.id, pause=pause, by=viewer.person, public_url=state.desks.public_url)
    except NotFound:
        raise
    except Refused as wrong:
        where = getattr(wrong, "field", None) or "person"
        shown = Shown(errors={"pause_from" if where == "from_day" else where: str(wrong)}, form=form)
        return await _one_page(request, viewer, place, state, rotation, shown)
    return see(f"/{place.slug}/rotations/{rotation}?did=paused")


@post("/{slug:str}/rotations/{rotation:uuid}/pauses/{pause:uuid}", opt=_MAY, status_code=200)
async def end_one_pause(
    request: AnyRequest,
    viewer: SignedIn,
    place: HerePlace,
    state: State,
    rotation: FromPath[UUID],
    pause: FromPath[UUID],
) -> Response[Any]:
    """End a pause: the order goes on with her."""
    try:
        if (await form_of(request)).get("act") != "end":
            raise BadInput("Press the button to end the pause.", "person")
        async with state.database.transaction(place.id) as tx:
            await end_pause(
                tx,
                rotation=RotationId(rotation),
                pause=pause,
                by=viewer.person,
                public_url=state.desks.public_url,
            )
    except NotFound:
        raise
    except Refused as wrong:
        return await _one_page(request, viewer, place, state, rotation, Shown(errors={"person": str(wrong)}))
    return see(f"/{place.slug}/rotations/{rotation}?did=unpaused")


HANDLERS = (see_one, end_one, pause_one, end_one_pause)


async def find_rotation(reading: Reading, rotation: UUID) -> tuple[Rotation, bool]:
    """A rotation, and whether it was taken back.

    Raises:
        NotFound: there is none.
    """
    found = next((each for each in await load_rotations(reading) if each[0].id == rotation), None)
    if found is None:
        raise NotFound
    return found


async def _counting(reading: Reading, rotation: UUID) -> Rotation:
    found, withdrawn = await find_rotation(reading, rotation)
    if withdrawn:
        raise NotFound
    return found


def _pause(form: Mapping[str, str], rotation: Rotation) -> Pause:
    try:
        person = PersonId(UUID(form.get("person", "")))
    except ValueError as wrong:
        raise BadInput("Choose whose turns are to rest.", "person") from wrong
    first, until = day(form.get("pause_from", ""), "pause_from"), day(form.get("until_day", ""), "until_day")
    return pause_of(rotation, person, first, until)


async def _one_page(
    request: AnyRequest, viewer: Viewer, place: Place, state: State, rotation: UUID, shown: Shown
) -> Response[str]:
    async with state.database.reading(place.id) as reading:
        facts = (await state.desks.at(reading)).facts
        found, withdrawn = await find_rotation(reading, rotation)
        pauses, now = (await load_pauses(reading)).get(rotation, ()), reading.now
        acts = await history_of(reading, viewer, [rotation], names={found.id: found.name})
    here, free = f"/{place.slug}/rotations/{rotation}", _first_free(found, now)
    return page(
        request,
        "duty/rotation.html",
        place=place,
        viewer=viewer,
        status=422 if shown.errors else 200,
        did=request.query_params.get("did", ""),
        acts=acts,
        action=here,
        list_href=f"/{place.slug}/rotations",
        change_href=f"/{place.slug}/rotations/new?change={rotation}",
        rotation=see_rotation(found, facts, now, withdrawn=withdrawn),
        ask=None if shown.ending is None else _what_ends(found, facts, shown.ending, now),
        passing=None if shown.pausing is None else turns_that_pass(found, shown.pausing, facts, now),
        pauses=see_pauses(pauses, facts, here, now),
        people=people_to_pause(found, facts),
        form=dict(shown.form),
        errors=dict(shown.errors),
        from_day=shown.form.get("from_day", "") or (shown.ending or free).isoformat(),
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


def _first_free(rotation: Rotation, now: datetime) -> date:
    """The first day whose hand-off has not passed."""
    today = now.astimezone(zone(rotation.zone)).date()
    first = today if hand_off_on(rotation, today) >= now else today + timedelta(days=1)
    return max(first, rotation.first_day)
