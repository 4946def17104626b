"""The roster as lists: bring one in, match it, look, take it, undo it."""

from collections.abc import Mapping, Sequence
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
from consortium.members.import_roster import (
    STRANGE,
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
from consortium.members.list_pages import LARGEST_OF_PEOPLE, STREAMED_FROM, Told, see_columns, sheet_of_people, taking
from consortium.members.lists import undo_until
from consortium.members.rosters.columns import WORDS, Field
from consortium.members.see_roster_plan import SHOWN, see_plan
from consortium.members.store.rosters import load_agency_names, load_lists
from consortium.problems import BadInput

AnyRequest = Request[Any, Any, State]
Wanted = FromPath[UUID]
_MAY = {"permission": Permission.IMPORT_ROSTER}


@get("/{slug:str}/roster/import", opt=_MAY)
async def see_import(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """The form for a file, and the lists of the last 30 days."""
    return await _bring_page(request, viewer, place, state)


@post("/{slug:str}/roster/import", opt=_MAY, status_code=303, request_max_body_size=LARGEST_OF_PEOPLE + 10_000)
async def bring(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[Any]:
    """Read the file and keep the list for a day."""
    try:
        sheet = await sheet_of_people(request)
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
    if looked.plan is not None and len(looked.plan.adds) >= STREAMED_FROM:

        async def take_told(told: Told) -> None:
            async with state.database.transaction(place.id) as tx:
                await take_list(tx, wanted, skip_bad=skip, by=viewer.person, told=told)

        return taking(request, viewer, place, f"/{place.slug}/roster/imports/{wanted}", take_told)
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


HANDLERS = (see_import, bring, see_list, match, choose, take, drop, undo)


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
        columns=see_columns(kept.sheet, _chosen(looked, matching)),
        meanings=[(field.value, WORDS[field]) for field in Field],
        agencies=[(str(agency), name) for agency, name in agencies],
        strange=STRANGE,
        plan=see_plan(looked.plan, dict(agencies)),
        rows=len(kept.sheet.rows),
        added=kept.added,
        changed=kept.changed,
        stays=list(stays[:SHOWN]),
        undo_until=undo_until(kept, now),
    )


def _chosen(looked: Looked, matching: Sequence[str]) -> Sequence[str]:
    asked = len(matching) == len(looked.kept.sheet.headings)
    return matching if asked else [field.value for field in looked.columns]
