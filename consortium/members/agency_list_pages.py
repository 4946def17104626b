"""Lists of agencies: bring one in, choose its rows, decide, look at it on a map, take it, undo it."""

import asyncio
from collections.abc import Mapping
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
from consortium.members import fields
from consortium.members.bring_agencies import (
    LARGEST,
    bring_agencies,
    choose_rows,
    decide_rows,
    drop_agencies,
    look_at_agencies,
    take_agencies,
    undo_agencies,
)
from consortium.members.coordinates import read_coordinates
from consortium.members.list_pages import STREAMED_FROM, Told, list_in, taking
from consortium.members.lists import undo_until
from consortium.members.see_agency_list import see_agency_list
from consortium.members.store import load_agencies
from consortium.members.store.agency_lists import load_agency_lists, load_stays
from consortium.problems import BadInput

AnyRequest = Request[Any, Any, State]
Form = Mapping[str, str]
Wanted = FromPath[UUID]
_MAY = {"permission": Permission.IMPORT_AGENCIES}
_TOO_LARGE = f"The file is larger than {LARGEST // 1_000_000} MB. Part it by states."


@get("/{slug:str}/agencies/import", opt=_MAY)
async def see_bring(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """The form for a file, and the lists so far."""
    return await _bring_page(request, viewer, place, state)


@post("/{slug:str}/agencies/import", opt=_MAY, status_code=303, request_max_body_size=LARGEST + 10_000)
async def bring(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[Any]:
    """Read the file and keep it."""
    try:
        content = await list_in(request, largest=LARGEST, too_large=_TOO_LARGE)
        async with state.database.transaction(place.id) as tx:
            kept = await bring_agencies(tx, content, by=viewer.person)
    except BadInput as wrong:
        return await _bring_page(request, viewer, place, state, wrong=wrong)
    return see(f"/{place.slug}/agencies/imports/{kept}")


@get("/{slug:str}/agencies/imports/{wanted:uuid}", opt=_MAY)
async def see_list(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, wanted: Wanted
) -> Response[str]:
    """The list: what it would do, on a map too, or what it did."""
    return await _list_page(request, viewer, place, state, wanted)


@post("/{slug:str}/agencies/imports/{wanted:uuid}/rows", opt=_MAY, status_code=303)
async def choose(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, wanted: Wanted
) -> Response[Any]:
    """Choose which rows are wanted."""
    form = await form_of(request)
    try:
        fields.sure(form)
        chosen = _selection(form)
        async with state.database.transaction(place.id) as tx:
            await choose_rows(tx, wanted, chosen)
    except BadInput as wrong:
        return await _list_page(request, viewer, place, state, wanted, wrong=wrong, form=form)
    return see(f"/{place.slug}/agencies/imports/{wanted}")


@post("/{slug:str}/agencies/imports/{wanted:uuid}/decide", opt=_MAY, status_code=303)
async def decide(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, wanted: Wanted
) -> Response[Any]:
    """Decide who is the same, and how many officers those have of whom the list says nothing."""
    form = await form_of(request)
    try:
        fields.sure(form)
        same, here = (
            {line: value == "same" for line, value in _by_line(form, prefix) if value in {"same", "both"}}
            for prefix in ("twin-", "here-")
        )
        staff = {line: fields.whole(form, f"staff-{line}", empty=0) for line, _ in _by_line(form, "staff-")}
        async with state.database.transaction(place.id) as tx:
            await decide_rows(tx, wanted, same=same, staff=staff, here=here)
    except BadInput as wrong:
        return await _list_page(request, viewer, place, state, wanted, wrong=wrong, form=form)
    return see(f"/{place.slug}/agencies/imports/{wanted}?did=decided")


@post("/{slug:str}/agencies/imports/{wanted:uuid}/take", opt=_MAY, status_code=303)
async def take(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, wanted: Wanted) -> Response[Any]:
    """Take the list. A long one tells how far it is; it is whole or not at all all the same."""
    form = await form_of(request)
    skip = form.get("skip_bad") == "yes"
    try:
        fields.sure(form)
        async with state.database.reading(place.id) as reading:
            looked = await look_at_agencies(reading, wanted)
        if looked.plan is not None and len(looked.plan.added) >= STREAMED_FROM:

            async def take_told(told: Told) -> None:
                async with state.database.transaction(place.id) as tx:
                    await take_agencies(tx, wanted, skip_bad=skip, by=viewer.person, told=told)

            return taking(request, viewer, place, f"/{place.slug}/agencies/imports/{wanted}", take_told)
        async with state.database.transaction(place.id) as tx:
            await take_agencies(tx, wanted, skip_bad=skip, by=viewer.person)
    except BadInput as wrong:
        return await _list_page(request, viewer, place, state, wanted, wrong=wrong)
    return see(f"/{place.slug}/agencies/imports/{wanted}?did=taken")


@post("/{slug:str}/agencies/imports/{wanted:uuid}/drop", opt=_MAY, status_code=303)
async def drop(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, wanted: Wanted) -> Response[Any]:
    """Forget a list that was not taken."""
    try:
        fields.sure(await form_of(request))
        async with state.database.transaction(place.id) as tx:
            await drop_agencies(tx, wanted)
    except BadInput as wrong:
        return await _list_page(request, viewer, place, state, wanted, wrong=wrong)
    return see(f"/{place.slug}/agencies/import?did=dropped")


@post("/{slug:str}/agencies/imports/{wanted:uuid}/undo", opt=_MAY, status_code=303)
async def undo(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, wanted: Wanted) -> Response[Any]:
    """Take back what a list did."""
    try:
        fields.sure(await form_of(request))
        async with state.database.transaction(place.id) as tx:
            await undo_agencies(tx, wanted, by=viewer.person)
    except BadInput as wrong:
        return await _list_page(request, viewer, place, state, wanted, wrong=wrong)
    return see(f"/{place.slug}/agencies/imports/{wanted}?did=undone")


HANDLERS = (see_bring, bring, see_list, choose, decide, take, drop, undo)


def _by_line(form: Form, prefix: str) -> list[tuple[int, str]]:
    return [
        (int(name.removeprefix(prefix)), value)
        for name, value in form.items()
        if name.startswith(prefix) and name.removeprefix(prefix).isascii() and name.removeprefix(prefix).isdigit()
    ]


def _selection(form: Form) -> dict[str, Any]:
    near = fields.text(form, "near")
    at = read_coordinates(near, "").at if near else None
    most = fields.text(form, "most_sworn")
    return {
        "states": sorted(name.removeprefix("state-") for name in form if name.startswith("state-") and len(name) == 8),
        "counties": [each for part in fields.text(form, "counties").split(",") if (each := " ".join(part.split()))],
        "near": f"{at.lat},{at.lon}" if at else "",
        "miles": fields.whole(form, "miles", empty=0),
        "most_sworn": fields.whole(form, "most_sworn") if most else None,
    }


async def _bring_page(
    request: AnyRequest, viewer: Viewer, place: Place, state: State, *, wrong: BadInput | None = None
) -> Response[str]:
    async with state.database.reading(place.id) as reading:
        lists = await load_agency_lists(reading)
    return page(
        request,
        "members/agency_import.html",
        place=place,
        viewer=viewer,
        status=wrong.status if wrong else 200,
        errors={"file": str(wrong)} if wrong else {},
        did=request.query_params.get("did", ""),
        here=f"/{place.slug}/agencies/import",
        lists_href=f"/{place.slug}/agencies/imports",
        lists=[
            {"id": each.id, "at": each.made_at, "state": each.state, "added": each.added, "changed": each.changed}
            for each in lists
            if each.state != "undone" or each.added or each.changed
        ],
    )


async def _list_page(
    request: AnyRequest,
    viewer: Viewer,
    place: Place,
    state: State,
    wanted: UUID,
    *,
    wrong: BadInput | None = None,
    form: Form | None = None,
) -> Response[str]:
    async with state.database.reading(place.id) as reading:
        looked = await look_at_agencies(reading, wanted)
        here = (await load_agencies(reading)).departments.values()
        done = looked.kept.state == "done"
        stays = await load_stays(reading, wanted) if done else {}
        now = reading.now
    shown = await asyncio.to_thread(see_agency_list, looked, [each.at for each in here], dict(form or {}))
    return page(
        request,
        "members/agency_list.html",
        place=place,
        viewer=viewer,
        status=wrong.status if wrong else 200,
        errors={wrong.field or "twins": str(wrong)} if wrong else {},
        did=request.query_params.get("did", ""),
        here=f"/{place.slug}/agencies/imports/{wanted}",
        stays=list(stays.values())[:200],
        undo_until=undo_until(looked.kept, now),
        **shown,
    )
