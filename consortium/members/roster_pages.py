"""The roster as lists: bring one in, match it, look, take it, undo it; and take the roster out as a file."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.datastructures import State, UploadFile
from litestar.params import FromPath
from litestar.response import Response, Stream

from consortium.access.door import Viewer
from consortium.access.permissions import Permission
from consortium.access.store import Place
from consortium.access.web import HerePlace, SignedIn, form_of, frame, page, see
from consortium.members.export_roster import roster_csv, roster_xlsx
from consortium.members.import_roster import (
    STRANGE,
    UNDO_FOR,
    Looked,
    bring_list,
    choose_twins,
    drop_list,
    look_at_list,
    match_list,
    take_list,
    undo_list,
    who_stays,
)
from consortium.members.rosters.any_sheet import read_any
from consortium.members.rosters.columns import WORDS, Field
from consortium.members.rosters.plan import Add, RosterPlan
from consortium.members.store import load_roster_page
from consortium.members.store.rosters import load_agency_names, load_lists
from consortium.pages import render
from consortium.problems import BadInput, Refused
from geo import AgencyId

AnyRequest = Request[Any, Any, State]
Wanted = FromPath[UUID]
_MAY = {"permission": Permission.IMPORT_ROSTER}
_LARGEST = 5_000_000
_SHOWN = 200
_SAMPLES = 3
_STREAMED_FROM = 500


@get("/{slug:str}/roster/import", opt=_MAY)
async def see_import(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """The form for a file, and the lists of the last 30 days."""
    return await _bring_page(request, viewer, place, state)


@post("/{slug:str}/roster/import", opt=_MAY, status_code=303, request_max_body_size=_LARGEST + 10_000)
async def bring(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[Any]:
    """Read the file and keep the list for a day."""
    try:
        sheet = await asyncio.to_thread(read_any, await _file(request))
        async with state.database.transaction(place.id) as tx:
            kept = await bring_list(tx, sheet, by=viewer.person)
    except BadInput as wrong:
        return await _bring_page(request, viewer, place, state, errors={"file": str(wrong)}, status=wrong.status)
    return see(f"/{place.slug}/roster/imports/{kept}")


@get("/{slug:str}/roster/imports/{wanted:uuid}", opt=_MAY)
async def see_list(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, wanted: Wanted
) -> Response[str]:
    """The list: its columns to be matched, or what it would do, or what it did."""
    return await _list_page(request, viewer, place, state, wanted)


@post("/{slug:str}/roster/imports/{wanted:uuid}/columns", opt=_MAY, status_code=303)
async def match(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, wanted: Wanted) -> Response[Any]:
    """Say what the columns mean, and which agency a name means."""
    form = await form_of(request)
    columns = [form[f"column-{number}"] for number in range(len(form)) if f"column-{number}" in form]
    agencies = {
        form[f"agency-name-{number}"]: form[f"agency-{number}"]
        for number in range(len(form))
        if form.get(f"agency-{number}") and f"agency-name-{number}" in form
    }
    try:
        async with state.database.transaction(place.id) as tx:
            await match_list(tx, wanted, columns=columns, agencies=agencies, by=viewer.person)
    except BadInput as wrong:
        return await _list_page(request, viewer, place, state, wanted, wrong=wrong, matching=columns)
    return see(f"/{place.slug}/roster/imports/{wanted}")


@post("/{slug:str}/roster/imports/{wanted:uuid}/twins", opt=_MAY, status_code=303)
async def choose(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, wanted: Wanted
) -> Response[Any]:
    """Say who is the same person and who another one."""
    form = await form_of(request)
    choices = {
        int(name.removeprefix("twin-")): value
        for name, value in form.items()
        if name.startswith("twin-") and name.removeprefix("twin-").isdecimal() and value
    }
    try:
        async with state.database.transaction(place.id) as tx:
            await choose_twins(tx, wanted, choices)
    except BadInput as wrong:
        return await _list_page(request, viewer, place, state, wanted, wrong=wrong)
    return see(f"/{place.slug}/roster/imports/{wanted}")


@post("/{slug:str}/roster/imports/{wanted:uuid}/take", opt=_MAY, status_code=303)
async def take(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, wanted: Wanted) -> Response[Any]:
    """Take the list. A long one tells how far it is while it is taken; it is whole or not at all all the same."""
    form = await form_of(request)
    if form.get("take") != "yes":
        return await _list_page(
            request, viewer, place, state, wanted, wrong=BadInput("Press the button to take the list.")
        )
    skip = form.get("skip_bad") == "yes"
    async with state.database.reading(place.id) as reading:
        looked = await look_at_list(reading, wanted)
    if looked.plan is not None and len(looked.plan.adds) >= _STREAMED_FROM:
        return Stream(
            _taking(request, viewer, place, state, wanted, skip_bad=skip), media_type="text/html", status_code=200
        )
    try:
        async with state.database.transaction(place.id) as tx:
            await take_list(tx, wanted, skip_bad=skip, by=viewer.person)
    except BadInput as wrong:
        return await _list_page(request, viewer, place, state, wanted, wrong=wrong)
    return see(f"/{place.slug}/roster/imports/{wanted}?did=taken")


@post("/{slug:str}/roster/imports/{wanted:uuid}/drop", opt=_MAY, status_code=303)
async def drop(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, wanted: Wanted) -> Response[Any]:
    """Forget a list that was not taken."""
    if (await form_of(request)).get("drop") != "yes":
        return await _list_page(
            request, viewer, place, state, wanted, wrong=BadInput("Press the button to forget the list.")
        )
    async with state.database.transaction(place.id) as tx:
        await drop_list(tx, wanted)
    return see(f"/{place.slug}/roster/import?did=dropped")


@post("/{slug:str}/roster/imports/{wanted:uuid}/undo", opt=_MAY, status_code=303)
async def undo(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, wanted: Wanted) -> Response[Any]:
    """Take back what a list added."""
    if (await form_of(request)).get("undo") != "yes":
        return await _list_page(
            request, viewer, place, state, wanted, wrong=BadInput("Press the button to undo the list.")
        )
    async with state.database.transaction(place.id) as tx:
        await undo_list(tx, wanted, by=viewer.person)
    return see(f"/{place.slug}/roster/imports/{wanted}?did=undone")


@get("/{slug:str}/roster/export.csv", opt=_MAY)
async def export_csv(viewer: SignedIn, place: HerePlace, state: State) -> Response[bytes]:
    """The roster as CSV."""
    async with state.database.reading(place.id) as reading:
        lines = await load_roster_page(reading, viewer)
    return _attached(roster_csv(lines), "text/csv; charset=utf-8", f"{place.slug}-roster.csv")


@get("/{slug:str}/roster/export.xlsx", opt=_MAY)
async def export_xlsx(viewer: SignedIn, place: HerePlace, state: State) -> Response[bytes]:
    """The roster as a workbook."""
    async with state.database.reading(place.id) as reading:
        lines = await load_roster_page(reading, viewer)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _attached(roster_xlsx(lines), kind, f"{place.slug}-roster.xlsx")


HANDLERS = (see_import, bring, see_list, match, choose, take, drop, undo, export_csv, export_xlsx)


def _attached(content: bytes, kind: str, name: str) -> Response[bytes]:
    return Response(content, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


async def _file(request: AnyRequest) -> bytes:
    try:
        sent = (await request.form()).get("file")
    except (ValueError, UnicodeDecodeError, LookupError) as broken:
        raise BadInput("What arrived was not a form of ours. Choose the file again.", "file") from broken
    data = await sent.read() if isinstance(sent, UploadFile) else b""
    if not data:
        raise BadInput("Choose a file: CSV or XLSX.", "file")
    if len(data) > _LARGEST:
        raise BadInput("The file is larger than 5 MB. A list of people is not; part it.", "file")
    return data


async def _taking(
    request: AnyRequest, viewer: Viewer, place: Place, state: State, wanted: UUID, *, skip_bad: bool
) -> AsyncIterator[str]:
    """The page, a line at a time. If the browser goes away before the end, nothing was taken."""
    lines: asyncio.Queue[str | None] = asyncio.Queue()

    async def told(done: int, of: int) -> None:
        await lines.put(render("members/roster_taking_line.html", done=done, of=of, over=None))

    async def work() -> None:
        try:
            async with state.database.transaction(place.id) as tx:
                await take_list(tx, wanted, skip_bad=skip_bad, by=viewer.person, told=told)
        finally:
            await lines.put(None)

    head, _, foot = render("members/roster_taking.html", **frame(request, place, viewer)).partition("<!-- lines -->")
    yield head
    task = asyncio.create_task(work())
    here = f"/{place.slug}/roster/imports/{wanted}"
    over = {"good": True, "sentence": "", "href": f"{here}?did=taken"}
    try:
        while (line := await lines.get()) is not None:
            yield line
        await task
    except Refused as no:
        over = {"good": False, "sentence": str(no), "href": here}
    finally:
        if not task.done():
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
    yield render("members/roster_taking_line.html", done=0, of=0, over=over)
    yield foot


async def _bring_page(
    request: AnyRequest,
    viewer: Viewer,
    place: Place,
    state: State,
    *,
    errors: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response[str]:
    async with state.database.reading(place.id) as reading:
        lists = await load_lists(reading)
    return page(
        request,
        "members/roster_import.html",
        place=place,
        viewer=viewer,
        status=status,
        errors=dict(errors or {}),
        did=request.query_params.get("did", ""),
        here=f"/{place.slug}/roster/import",
        lists=[
            {"at": each.made_at, "state": each.state, "added": each.added, "changed": each.changed, "id": each.id}
            for each in lists
            if each.state != "undone" or each.added or each.changed
        ],
        lists_href=f"/{place.slug}/roster/imports",
        export_href=f"/{place.slug}/roster/export",
    )


async def _list_page(
    request: AnyRequest,
    viewer: Viewer,
    place: Place,
    state: State,
    wanted: UUID,
    *,
    wrong: BadInput | None = None,
    matching: Sequence[str] = (),
) -> Response[str]:
    async with state.database.reading(place.id) as reading:
        looked = await look_at_list(reading, wanted)
        agencies = await load_agency_names(reading)
        stays = await who_stays(reading, wanted) if looked.kept.state == "done" else ()
        now = reading.now
    kept = looked.kept
    return page(
        request,
        "members/roster_list.html",
        place=place,
        viewer=viewer,
        status=wrong.status if wrong else 200,
        errors={"columns": str(wrong)} if wrong else {},
        did=request.query_params.get("did", ""),
        here=f"/{place.slug}/roster/imports/{wanted}",
        again_href=f"/{place.slug}/roster/import",
        roster_href=f"/{place.slug}/roster",
        state=kept.state,
        columns=_columns(looked, matching),
        meanings=[(field.value, WORDS[field]) for field in Field],
        agencies=[(str(agency), name) for agency, name in agencies],
        strange=STRANGE,
        plan=_plan(looked.plan, dict(agencies)),
        rows=len(kept.sheet.rows),
        added=kept.added,
        changed=kept.changed,
        stays=list(stays[:_SHOWN]),
        undo_until=(kept.made_at + UNDO_FOR) if kept.state == "done" and now - kept.made_at <= UNDO_FOR else None,
    )


def _columns(looked: Looked, matching: Sequence[str]) -> list[dict[str, Any]]:
    sheet = looked.kept.sheet
    chosen = matching if len(matching) == len(sheet.headings) else [field.value for field in looked.columns]
    return [
        {
            "heading": heading,
            "samples": [cells[number] for _, cells in sheet.rows if cells[number]][:_SAMPLES],
            "chosen": meant,
        }
        for number, (heading, meant) in enumerate(zip(sheet.headings, chosen, strict=True))
    ]


def _plan(plan: RosterPlan | None, names: Mapping[AgencyId, str]) -> dict[str, Any] | None:
    if plan is None:
        return None
    return {
        "new": [_add(add, names) for add in plan.new[:_SHOWN]],
        "more": [_add(add, names) for add in plan.more[:_SHOWN]],
        "new_count": len(plan.new),
        "more_count": len(plan.more),
        "same": plan.same,
        "skipped": plan.skipped,
        "wrong": plan.wrong[:_SHOWN],
        "wrong_count": len(plan.wrong),
        "unknown": plan.unknown_agencies,
        "twins": [
            {
                "line": twin.entry.line,
                "name": twin.entry.name,
                "email": twin.entry.email or "",
                "agency": names.get(twin.entry.agency, "") if twin.entry.agency else "",
                "like": ", ".join(twin.like),
                "choice": twin.choice.value if twin.choice else "",
            }
            for twin in plan.twins
        ],
        "undecided": len(plan.undecided),
        "shown": _SHOWN,
    }


def _add(add: Add, names: Mapping[AgencyId, str]) -> dict[str, Any]:
    return {
        "line": add.entry.line,
        "name": add.entry.name,
        "agency": names.get(add.entry.agency, "") if add.entry.agency else "",
        "adds": add.adds,
        "role": add.role.value if add.role else "",
    }
