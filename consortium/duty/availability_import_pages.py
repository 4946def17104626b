"""A list of people's availability: bring it in, match it, look, take it, undo it. For those who make the rota."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Response

from consortium.access.door import Viewer
from consortium.access.permissions import Permission
from consortium.access.store import Place
from consortium.access.web import HerePlace, SignedIn, form_of, page, see
from consortium.db import Transaction
from consortium.duty.availability.import_list import (
    Looked,
    bring_list,
    drop_list,
    look_at_list,
    match_list,
    take_list,
    undo_list,
)
from consortium.duty.availability.list_columns import WORDS, Column
from consortium.duty.people_pages import AnyRequest, Form
from consortium.duty.store.availability_imports import load_peers, load_sheets
from consortium.members.list_pages import LARGEST_OF_PEOPLE, see_columns, sheet_of_people
from consortium.members.lists import undo_until
from consortium.problems import BadInput, Conflict

Wanted = FromPath[UUID]
_MAY = {"permission": Permission.BUILD_ROTA}
_SHOWN = 200


@get("/{slug:str}/availability/import", opt=_MAY)
async def see_import(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """The form for a file, and the lists of the last 30 days."""
    return await _bring_page(request, viewer, place, state)


@post("/{slug:str}/availability/import", opt=_MAY, status_code=303, request_max_body_size=LARGEST_OF_PEOPLE + 10_000)
async def bring(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[Any]:
    """Read the file and keep the list for a day."""
    try:
        sheet = await sheet_of_people(request, times=True)
        async with state.database.transaction(place.id) as tx:
            kept = await bring_list(tx, sheet, by=viewer.person)
    except BadInput as wrong:
        return await _bring_page(request, viewer, place, state, errors={"file": str(wrong)}, status=wrong.status)
    return see(f"/{place.slug}/availability/imports/{kept}")


@get("/{slug:str}/availability/imports/{wanted:uuid}", opt=_MAY)
async def see_list(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, wanted: Wanted
) -> Response[str]:
    """The list: its columns to be matched, or what it would do, or what it did."""
    return await _list_page(request, viewer, place, state, wanted)


@post("/{slug:str}/availability/imports/{wanted:uuid}", opt=_MAY, status_code=303)
async def work_on_list(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, wanted: Wanted
) -> Response[Any]:
    """Match its columns, take it, forget it, or undo it."""
    form = await form_of(request)
    try:
        async with state.database.transaction(place.id) as tx:
            back = await _work(tx, wanted, form, viewer.person)
    except (BadInput, Conflict) as wrong:
        return await _list_page(request, viewer, place, state, wanted, wrong=wrong, matching=_chosen(form))
    return see(f"/{place.slug}/availability/import{back}")


HANDLERS = (see_import, bring, see_list, work_on_list)


async def _work(tx: Transaction, wanted: UUID, form: Form, by: UUID) -> str:
    """Do what the button says; where the browser goes then, from the form for a file on."""
    here = f"s/{wanted}"
    match form.get("act", ""):
        case "match":
            await match_list(tx, wanted, _chosen(form))
            return here
        case "take":
            await take_list(tx, wanted, skip_bad=form.get("skip_bad") == "yes", by=by)
            return f"{here}?did=taken"
        case "drop":
            await drop_list(tx, wanted)
            return "?did=dropped"
        case "undo":
            await undo_list(tx, wanted, by=by)
            return f"{here}?did=undone"
        case _:
            raise BadInput("Nothing was done. Open the page again and press one of its buttons.", "columns")


def _chosen(form: Form) -> list[str]:
    return [form[f"column-{number}"] for number in range(len(form)) if f"column-{number}" in form]


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
        lists = await load_sheets(reading)
    return page(
        request,
        "duty/availability_import.html",
        place=place,
        viewer=viewer,
        status=status,
        errors=dict(errors or {}),
        did=request.query_params.get("did", ""),
        here=f"/{place.slug}/availability/import",
        lists_href=f"/{place.slug}/availability/imports",
        back_href=f"/{place.slug}/availability",
        lists=[
            {"id": each.id, "at": each.made_at, "state": each.state, "added": each.added}
            for each in lists
            if each.state != "undone" or each.added
        ],
    )


async def _list_page(
    request: AnyRequest,
    viewer: Viewer,
    place: Place,
    state: State,
    wanted: UUID,
    *,
    wrong: BadInput | Conflict | None = None,
    matching: Sequence[str] = (),
) -> Response[str]:
    async with state.database.reading(place.id) as reading:
        looked = await look_at_list(reading, wanted)
        names = {peer.person: peer.name for peer in await load_peers(reading)}
        now = reading.now
    kept, rows = looked.kept, looked.rows
    return page(
        request,
        "duty/availability_sheet.html",
        place=place,
        viewer=viewer,
        status=wrong.status if wrong else 200,
        errors={"columns": str(wrong)} if wrong else {},
        did=request.query_params.get("did", ""),
        here=f"/{place.slug}/availability/imports/{wanted}",
        again_href=f"/{place.slug}/availability/import",
        back_href=f"/{place.slug}/availability",
        state=kept.state,
        rows=len(kept.sheet.rows),
        added=kept.added,
        columns=_columns(looked, matching),
        meanings=[(column.value, words) for column, words in WORDS.items()],
        plan=rows
        and {
            "times": len(rows.times),
            "limits": len(rows.limits),
            "people": sorted({names[each.person] for each in rows.times} | {names[each] for each in rows.limits}),
            "same": rows.same,
            "wrong": rows.wrong[:_SHOWN],
            "wrong_count": len(rows.wrong),
            "shown": _SHOWN,
        },
        undo_until=undo_until(kept, now),
    )


def _columns(looked: Looked, matching: Sequence[str]) -> list[dict[str, Any]]:
    sheet = looked.kept.sheet
    kept = [column.value for column in looked.columns]
    chosen = matching if len(matching) == len(sheet.headings) and set(matching) <= set(Column) else kept
    return see_columns(sheet, chosen)
