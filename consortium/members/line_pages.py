"""The crisis lines' pages: the list with who rang what when, and one line to change, verify, move or remove."""

from collections.abc import Awaitable, Callable
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
from consortium.db import Transaction
from consortium.members.add_crisis_line import add_crisis_line
from consortium.members.change_crisis_line import change_crisis_line
from consortium.members.history import history_of
from consortium.members.move_crisis_line import move_crisis_line
from consortium.members.remove_crisis_line import remove_crisis_line
from consortium.members.setup_values import LineEntry
from consortium.members.store.lines import load_line_entries, load_line_rows
from consortium.members.verify_crisis_line import verify_crisis_line
from consortium.problems import BadInput, NotFound

AnyRequest = Request[Any, Any, State]
_MAY = {"permission": Permission.VERIFY_LINES}
_FIELDS = ("name", "number", "how", "blurb_en", "blurb_es")


@get("/{slug:str}/lines", opt=_MAY)
async def list_lines(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """Every line in the order in which officers see them."""
    return await _list(request, viewer, place, state, form={}, errors={})


@post("/{slug:str}/lines", opt=_MAY, status_code=303)
async def add_line(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[Any]:
    """Add a line that nobody has rung yet, or date each that is ticked: somebody rang it today and it answered."""
    form = await form_of(request)
    if form.get("act") == "verify_ticked":
        return await _verify_ticked(request, viewer, place, state, form)
    try:
        async with state.database.transaction(place.id) as tx:
            await add_crisis_line(tx, **_typed(form), by=viewer.person)
    except BadInput as wrong:
        errors = {wrong.field or "name": str(wrong)}
        return await _list(request, viewer, place, state, form=form, errors=errors)
    return see(f"/{place.slug}/lines?did=added")


@get("/{slug:str}/lines/{line:uuid}", opt=_MAY)
async def see_line(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, line: FromPath[UUID]
) -> Response[str]:
    """One line, to change or to remove."""
    return await _one(request, viewer, place, state, line, form=None, errors={})


@post("/{slug:str}/lines/{line:uuid}", opt=_MAY, status_code=303)
async def act_on_line(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, line: FromPath[UUID]
) -> Response[Any]:
    """One act on one line."""
    form = await form_of(request)
    try:
        async with state.database.transaction(place.id) as tx:
            did = await _ACTS.get(form.get("act", ""), _nothing)(tx, viewer, line, form)
    except BadInput as wrong:
        return await _one(request, viewer, place, state, line, form=form, errors={wrong.field or "name": str(wrong)})
    return see(f"/{place.slug}/lines?did={did}")


HANDLERS = (list_lines, add_line, see_line, act_on_line)

Act = Callable[[Transaction, Viewer, UUID, dict[str, str]], Awaitable[str]]


async def _verify(tx: Transaction, viewer: Viewer, line: UUID, _form: dict[str, str]) -> str:
    await verify_crisis_line(tx, line, by=viewer.person)
    return "verified"


async def _verify_ticked(
    request: AnyRequest, viewer: Viewer, place: Place, state: State, form: dict[str, str]
) -> Response[Any]:
    """Date every line that she ticks one by one; the others stay as they are."""
    try:
        async with state.database.transaction(place.id) as tx:
            for line in await _ticked(tx, form):
                await verify_crisis_line(tx, line, by=viewer.person)
    except BadInput as wrong:
        return await _list(request, viewer, place, state, form={}, errors={"rang": str(wrong)})
    return see(f"/{place.slug}/lines?did=verified")


async def _ticked(tx: Transaction, form: dict[str, str]) -> list[UUID]:
    ticked = [row.id for row in await load_line_rows(tx) if form.get(f"rang-{row.id}") == "yes"]
    if not ticked:
        raise BadInput("Tick the lines that you rang today and that answered.", "rang")
    return ticked


async def _up(tx: Transaction, viewer: Viewer, line: UUID, _form: dict[str, str]) -> str:
    await move_crisis_line(tx, line, up=True, by=viewer.person)
    return "moved"


async def _down(tx: Transaction, viewer: Viewer, line: UUID, _form: dict[str, str]) -> str:
    await move_crisis_line(tx, line, up=False, by=viewer.person)
    return "moved"


async def _remove(tx: Transaction, viewer: Viewer, line: UUID, _form: dict[str, str]) -> str:
    await remove_crisis_line(tx, line, by=viewer.person)
    return "removed"


async def _change(tx: Transaction, viewer: Viewer, line: UUID, form: dict[str, str]) -> str:
    await change_crisis_line(tx, line, **_typed(form), by=viewer.person)
    return "changed"


async def _nothing(_tx: Transaction, _viewer: Viewer, _line: UUID, _form: dict[str, str]) -> str:
    raise BadInput("Press one of the buttons on the page.", "name")


_ACTS: dict[str, Act] = {"verify": _verify, "up": _up, "down": _down, "remove": _remove, "change": _change}


def _typed(form: dict[str, str]) -> dict[str, Any]:
    return {
        "name": form.get("name", ""),
        "number": form.get("number", ""),
        "by_text": form.get("how") == "text",
        "blurb_en": form.get("blurb_en", ""),
        "blurb_es": form.get("blurb_es", ""),
    }


async def _list(
    request: AnyRequest, viewer: Viewer, place: Place, state: State, *, form: dict[str, str], errors: dict[str, str]
) -> Response[str]:
    async with state.database.reading(place.id) as reading:
        lines = await load_line_entries(reading, viewer)
    return page(
        request,
        "members/lines.html",
        place=place,
        viewer=viewer,
        status=422 if errors else 200,
        lines=lines,
        form={field: form.get(field, "") for field in _FIELDS},
        errors=errors,
        did=request.query_params.get("did", ""),
    )


async def _one(
    request: AnyRequest,
    viewer: Viewer,
    place: Place,
    state: State,
    line: UUID,
    *,
    form: dict[str, str] | None,
    errors: dict[str, str],
) -> Response[str]:
    async with state.database.reading(place.id) as reading:
        found = next((each for each in await load_line_entries(reading, viewer) if each.id == line), None)
        acts = await history_of(reading, viewer, [line])
    if found is None:
        raise NotFound
    return page(
        request,
        "members/line.html",
        place=place,
        viewer=viewer,
        status=422 if errors else 200,
        line=found,
        form=_kept(found) if form is None else {field: form.get(field, "") for field in _FIELDS},
        errors=errors,
        acts=acts,
    )


def _kept(line: LineEntry) -> dict[str, str]:
    return {
        "name": line.name,
        "number": line.number,
        "how": "text" if line.href.startswith("sms:") else "ring",
        "blurb_en": line.blurb_en,
        "blurb_es": line.blurb_es,
    }
