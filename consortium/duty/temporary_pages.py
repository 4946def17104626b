"""The coordinator's pages of temporary schedules: lay one after a look at it, see one, take it back.

Nothing is stored before it is laid: what was typed goes along in hidden fields.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
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
from consortium.duty.lay_temporary import lay_temporary, refuse_one_side, refuse_overlap, roster_of, with_roster
from consortium.duty.missing import sides_at
from consortium.duty.see_temporary import changed, look, see_temporary
from consortium.duty.store import load_temporaries
from consortium.duty.take_back_temporary import take_back_temporary, without
from consortium.duty.temporary_form import grid, labels, read_laid, read_shifts
from consortium.duty.views import RotaFacts
from consortium.members.history import history_of
from consortium.problems import BadInput, NotFound, Refused
from scheduling import Span
from scheduling.wallclock import zone

AnyRequest = Request[Any, Any, State]
_MAY = {"permission": Permission.BUILD_ROTA}


@get("/{slug:str}/rotations/temporary/new", opt=_MAY)
async def see_frame(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """The frame of a temporary schedule: days, hand-overs, lines."""
    async with state.database.reading(place.id) as reading:
        now = reading.now
    today = now.astimezone(zone(place.timezone)).date()
    form = {
        "first_day": (today + timedelta(days=7)).isoformat(),
        "last_day": (today + timedelta(days=10)).isoformat(),
        "hand_offs": "07:00",
        "line_primary": "on",
        "line_backup": "on",
    }
    return _frame(request, viewer, place, form)


@post("/{slug:str}/rotations/temporary/new", opt=_MAY, status_code=200)
async def send_temporary(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[Any]:
    """Go on to the turns, look at what it would do, or lay it."""
    form = await form_of(request)
    act = form.pop("act", "")
    async with state.database.reading(place.id) as reading:
        facts, now = (await state.desks.at(reading)).facts, reading.now
    try:
        laid = read_laid(form, place.timezone)
    except BadInput as wrong:
        return _frame(request, viewer, place, form, errors={wrong.field or "name": str(wrong)})
    if act == "frame":
        return _frame(request, viewer, place, form)
    if act not in {"look", "lay"}:
        return _turns(request, viewer, place, facts, form)
    try:
        shifts = read_shifts(form, laid, facts)
        if act == "lay":
            async with state.database.transaction(place.id) as tx:
                made = await lay_temporary(
                    tx,
                    name=laid.name,
                    lines=laid.lines,
                    during=laid.during,
                    shifts=shifts,
                    by=viewer.person,
                    public_url=state.desks.public_url,
                )
            return see(f"/{place.slug}/rotations/temporary/{made}?did=laid")
        roster = roster_of(laid.lines, laid.during, shifts, now, number=0)
        refuse_overlap(facts.schedule, roster)
        after = with_roster(facts.schedule, roster)
        refuse_one_side(facts.schedule, after, roster.during, sides_at(facts, roster.during.start))
    except BadInput as wrong:
        return _turns(request, viewer, place, facts, form, errors={wrong.field or "shifts": str(wrong)})
    return page(
        request,
        "duty/temporary_preview.html",
        place=place,
        viewer=viewer,
        action=f"/{place.slug}/rotations/temporary/new",
        form=form,
        name=laid.name,
        span={"start": roster.during.start, "end": roster.during.end},
        **look(roster, facts, facts.with_schedule(after)),
    )


@get("/{slug:str}/rotations/temporary/{temporary:uuid}", opt=_MAY)
async def see_one_temporary(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, temporary: FromPath[UUID]
) -> Response[str]:
    """One temporary schedule: its shifts, its history, and what taking it back would do."""
    return await _one(request, viewer, place, state, temporary)


@post("/{slug:str}/rotations/temporary/{temporary:uuid}", opt=_MAY, status_code=200)
async def take_one_back(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, temporary: FromPath[UUID]
) -> Response[Any]:
    """Take it back, or end it now."""
    try:
        if (await form_of(request)).get("act") != "take back":
            raise BadInput("Press the button to take it back.", "take-back")
        async with state.database.transaction(place.id) as tx:
            await take_back_temporary(tx, temporary=temporary, by=viewer.person, public_url=state.desks.public_url)
    except NotFound:
        raise
    except Refused as wrong:
        return await _one(request, viewer, place, state, temporary, errors={"take-back": str(wrong)})
    return see(f"/{place.slug}/rotations/temporary/{temporary}?did=back")


HANDLERS = (see_frame, send_temporary, see_one_temporary, take_one_back)


def _frame(
    request: AnyRequest,
    viewer: Viewer,
    place: Place,
    form: Mapping[str, str],
    *,
    errors: Mapping[str, str] | None = None,
) -> Response[str]:
    return page(
        request,
        "duty/temporary_frame.html",
        place=place,
        viewer=viewer,
        status=422 if errors else 200,
        action=f"/{place.slug}/rotations/temporary/new",
        list_href=f"/{place.slug}/rotations",
        form=dict(form),
        errors=dict(errors or {}),
    )


def _turns(
    request: AnyRequest,
    viewer: Viewer,
    place: Place,
    facts: RotaFacts,
    form: Mapping[str, str],
    *,
    errors: Mapping[str, str] | None = None,
) -> Response[str]:
    laid = read_laid(form, place.timezone)
    turns = grid(form, laid)
    own = {turn["field"] for line in turns for turn in line["turns"]}
    return page(
        request,
        "duty/temporary_turns.html",
        place=place,
        viewer=viewer,
        status=422 if errors else 200,
        action=f"/{place.slug}/rotations/temporary/new",
        list_href=f"/{place.slug}/rotations",
        name=laid.name,
        span={"start": laid.during.start, "end": laid.during.end},
        lines=turns,
        people=labels(facts, laid.lines),
        form={field: value for field, value in form.items() if field not in own},
        errors=dict(errors or {}),
    )


async def _one(
    request: AnyRequest,
    viewer: Viewer,
    place: Place,
    state: State,
    temporary: UUID,
    *,
    errors: Mapping[str, str] | None = None,
) -> Response[str]:
    async with state.database.reading(place.id) as reading:
        facts, now = (await state.desks.at(reading)).facts, reading.now
        kept = next((each for each in await load_temporaries(reading) if each.roster.id == temporary), None)
        if kept is None:
            raise NotFound
        acts = await history_of(reading, viewer, [temporary], names={temporary: kept.name})
    shown = see_temporary(kept, facts, place.slug, now)
    rest = _rest(kept.roster.during, now) if shown["state"] in {"coming", "running"} else None
    back = None if rest is None else changed(facts, facts.schedule, without(facts.schedule, kept.roster), rest)
    return page(
        request,
        "duty/temporary.html",
        place=place,
        viewer=viewer,
        status=422 if errors else 200,
        did=request.query_params.get("did", ""),
        temporary=shown,
        people=back,
        acts=acts,
        action=f"/{place.slug}/rotations/temporary/{temporary}",
        list_href=f"/{place.slug}/rotations",
        errors=dict(errors or {}),
    )


def _rest(during: Span, now: datetime) -> Span:
    return Span(max(during.start, now), during.end)
