"""The coordinator's pages of schedule files from other systems: bring one in, match its people, look, take, undo."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Response

from consortium.access.door import Viewer
from consortium.access.files import file_of
from consortium.access.permissions import Permission
from consortium.access.store import Place
from consortium.access.web import HerePlace, SignedIn, form_of, page, see
from consortium.duty.links import read_line
from consortium.duty.publish_rotations import publish_rotations
from consortium.duty.rotation_form import day
from consortium.duty.schedule_files import LARGEST, SOURCES
from consortium.duty.see_rotations import people_to_choose, see_rotation
from consortium.duty.store.schedule_imports import UNDO_FOR, load_schedule_files
from consortium.duty.take_schedule import (
    LookedAt,
    bring_schedule,
    drop_schedule,
    look_at_schedule,
    match_people,
    take_schedule,
    undo_schedule,
)
from consortium.problems import BadInput, NotFound, Refused
from geo import PersonId
from scheduling.wallclock import zone

AnyRequest = Request[Any, Any, State]
_MAY = {"permission": Permission.BUILD_ROTA}
WHO = "who_"


class _OnlyLooked(Exception):  # noqa: N818 (it ends the transaction in which was looked)
    """So that nothing of a trial is kept."""


@get("/{slug:str}/rotations/import", opt=_MAY)
async def see_bringing(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """The form for a file, and the files of the last 30 days."""
    return await _bring_page(request, viewer, place, state, {"source": "pagerduty", "line": "primary"})


@post("/{slug:str}/rotations/import", opt=_MAY, status_code=200, request_max_body_size=LARGEST + 100_000)
async def bring_file(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[Any]:
    """Read a file and keep it for a day."""
    form = await form_of(request)
    try:
        text = await _text(request, form)
        async with state.database.transaction(place.id) as tx:
            tomorrow = tx.now.astimezone(zone(place.timezone)).date() + timedelta(days=1)
            made = await bring_schedule(
                tx,
                source=form.get("source", ""),
                text=text,
                line=read_line(form.get("line", "")),
                from_day=tomorrow,
                by=viewer.person,
            )
    except BadInput as wrong:
        return await _bring_page(request, viewer, place, state, form, errors={wrong.field or "file": str(wrong)})
    return see(f"/{place.slug}/rotations/imports/{made}")


@get("/{slug:str}/rotations/imports/{wanted:uuid}", opt=_MAY)
async def see_file(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, wanted: FromPath[UUID]
) -> Response[str]:
    """What taking this file would do."""
    return await _file_page(request, viewer, place, state, wanted)


@post("/{slug:str}/rotations/imports/{wanted:uuid}", opt=_MAY, status_code=200)
async def act_on_file(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, wanted: FromPath[UUID]
) -> Response[Any]:
    """Match its people, take it, drop it, or undo it."""
    form = await form_of(request)
    act, back, url = form.get("act"), f"/{place.slug}/rotations/import", state.desks.public_url
    try:
        async with state.database.transaction(place.id) as tx:
            if act == "undo":
                await undo_schedule(tx, wanted, by=viewer.person, public_url=url)
                return see(f"{back}?did=undone")
            if act == "drop":
                await drop_schedule(tx, wanted)
                return see(f"{back}?did=dropped")
            from_day = day(form.get("from_day", ""), "from_day")
            await match_people(tx, wanted, people=_people(form), from_day=from_day)
            if act == "take":
                await take_schedule(tx, wanted, by=viewer.person, public_url=url)
                return see(f"{back}?did=taken")
    except NotFound:
        raise
    except Refused as wrong:
        if act == "undo":
            return await _bring_page(request, viewer, place, state, {}, errors={"files": str(wrong)})
        errors = {getattr(wrong, "field", None) or "people": str(wrong)}
        return await _file_page(request, viewer, place, state, wanted, errors=errors)
    return see(f"/{place.slug}/rotations/imports/{wanted}")


HANDLERS = (see_bringing, bring_file, see_file, act_on_file)


async def _text(request: AnyRequest, form: Mapping[str, str]) -> str:
    data = await file_of(request)
    try:
        return data.decode("utf-8-sig") if data else form.get("pasted", "")
    except UnicodeDecodeError as wrong:
        raise BadInput("This file is no text in UTF-8.", "file") from wrong


def _people(form: Mapping[str, str]) -> dict[PersonId, PersonId | None]:
    try:
        return {
            PersonId(UUID(field.removeprefix(WHO))): PersonId(UUID(value)) if value else None
            for field, value in form.items()
            if field.startswith(WHO)
        }
    except ValueError as wrong:
        raise BadInput("That form did not arrive whole. Open the page again.", "people") from wrong


async def _bring_page(
    request: AnyRequest,
    viewer: Viewer,
    place: Place,
    state: State,
    form: Mapping[str, str],
    *,
    errors: Mapping[str, str] | None = None,
) -> Response[str]:
    async with state.database.reading(place.id) as reading:
        kept, now = await load_schedule_files(reading), reading.now
    files = [
        {
            "source": each.source,
            "at": each.made_at,
            "count": len(each.rotations),
            "undone": each.state == "undone",
            "action": f"/{place.slug}/rotations/imports/{each.id}",
        }
        for each in kept
        if each.rotations and now - each.made_at <= UNDO_FOR
    ]
    return page(
        request,
        "duty/schedule_import.html",
        place=place,
        viewer=viewer,
        status=422 if errors else 200,
        did=request.query_params.get("did", ""),
        action=f"/{place.slug}/rotations/import",
        list_href=f"/{place.slug}/rotations",
        sources=list(SOURCES.items()),
        form=dict(form),
        errors=dict(errors or {}),
        files=files,
    )


async def _file_page(
    request: AnyRequest,
    viewer: Viewer,
    place: Place,
    state: State,
    wanted: UUID,
    *,
    errors: Mapping[str, str] | None = None,
) -> Response[str]:
    async with state.database.reading(place.id) as reading:
        facts, now = (await state.desks.at(reading)).facts, reading.now
        looked = await look_at_schedule(reading, wanted)
    groups = people_to_choose(facts, now)
    return page(
        request,
        "duty/schedule_file.html",
        place=place,
        viewer=viewer,
        status=422 if errors else 200,
        action=f"/{place.slug}/rotations/imports/{wanted}",
        list_href=f"/{place.slug}/rotations/import",
        source=looked.kept.source,
        from_day=looked.from_day.isoformat(),
        people=[_row(each, name, looked) for each, name in sorted(looked.found.people.items(), key=lambda it: it[1])],
        choices=[(each["person"], each["name"], each["agency"]) for group in groups for each in group["people"]],
        left_out=looked.prepared.left_out,
        rotations=[see_rotation(each, facts, now, withdrawn=False) for each in looked.prepared.rotations],
        refused="" if errors else await _trial(place, state, looked),
        errors=dict(errors or {}),
    )


def _row(theirs: PersonId, name: str, looked: LookedAt) -> dict[str, Any]:
    return {"field": f"{WHO}{theirs}", "name": name, "chosen": str(looked.people[theirs] or "")}


async def _trial(place: Place, state: State, looked: LookedAt) -> str:
    """Why it could not be taken as it stands, or nothing: it is tried, and nothing of the trial is kept."""
    try:
        async with state.database.transaction(place.id) as tx:
            await publish_rotations(tx, looked.prepared.rotations)
            raise _OnlyLooked  # noqa: TRY301 (so that nothing of it is kept)
    except _OnlyLooked:
        return ""
    except Refused as wrong:
        return str(wrong)
