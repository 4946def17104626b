"""The states' profiles: what a legal advisor has read in each state's law, and what stays shut until then."""

from typing import Any

from litestar import Request, get, post
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Response

from consortium.access.door import Viewer
from consortium.access.permissions import Permission
from consortium.access.store import Place
from consortium.access.web import HerePlace, SignedIn, form_of, page, see
from consortium.db import Transaction
from consortium.members.forget_state_field import forget_state_field
from consortium.members.history import history_of
from consortium.members.read_state_field import read_state_field
from consortium.members.see_notices import LANGUAGE_WORDS
from consortium.members.state_profile import BY_KEY, FIELDS, unread
from consortium.members.state_suggestions import SUGGESTIONS
from consortium.members.store.states import load_fields_read, load_state_entries, load_states
from consortium.problems import BadInput, NotFound

AnyRequest = Request[Any, Any, State]
Text = FromPath[str]
_MAY_SEE = {"permission": Permission.SET_UP}
_MAY = {"permission": Permission.APPROVE_NOTICES}
_ONE = "/{slug:str}/states/{state_name:str}"


@get("/{slug:str}/states", opt=_MAY_SEE)
async def list_states(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """The states of the agencies, with how much was read of each."""
    async with state.database.reading(place.id) as reading:
        read = await load_fields_read(reading)
        names = await load_states(reading)
    states = [(name, len(FIELDS) - len(unread(read.get(name, frozenset()))), len(FIELDS)) for name in names]
    return page(request, "members/states.html", place=place, viewer=viewer, states=states)


@get(_ONE, opt=_MAY_SEE)
async def see_state(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, state_name: Text
) -> Response[str]:
    """One state, field by field."""
    return await _one(request, viewer, place, state, state_name)


@post(_ONE, opt=_MAY, status_code=303)
async def read_or_forget(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, state_name: Text
) -> Response[Any]:
    """Record what was read, under one field or under each that is ticked, or make one unknown."""
    form = await form_of(request)
    field = form.get("field", "")
    try:
        async with state.database.transaction(place.id) as tx:
            if form.get("act") == "read_ticked":
                await _read_ticked(tx, viewer, state_name, form)
                return see(f"/{place.slug}/states/{state_name}?did=read")
            did = await _act(tx, viewer, state_name, form)
    except _SomeWrongError as wrong:
        return await _one(request, viewer, place, state, state_name, form=form, errors=wrong.errors)
    except BadInput as wrong:
        errors = {
            f"{field or 'statute'}-{wrong.field}" if wrong.field in {"value", "source"} else "statute": str(wrong)
        }
        return await _one(request, viewer, place, state, state_name, form=form, errors=errors)
    return see(f"/{place.slug}/states/{state_name}?did={did}#{field}")


HANDLERS = (list_states, see_state, read_or_forget)


async def _act(tx: Transaction, viewer: Viewer, name: str, form: dict[str, str]) -> str:
    field, act = form.get("field", ""), form.get("act", "")
    if name not in await load_states(tx):
        raise NotFound
    if act not in {"read", "forget"} or field not in BY_KEY:
        raise BadInput("Press one of the buttons on the page.", "statute")
    if act == "forget":
        await forget_state_field(tx, state=name, field=field, by=viewer.person)
        return act
    value, source = form.get("value", ""), form.get("source", "")
    await read_state_field(tx, state=name, field=field, value=value, source=source, by=viewer.person)
    return act


class _SomeWrongError(BadInput):
    """What is wrong with a form of many fields: a sentence for each input of the page."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__("Some of it cannot be taken.")
        self.errors = errors


async def _read_ticked(tx: Transaction, viewer: Viewer, name: str, form: dict[str, str]) -> None:
    """Record each field that she has ticked as read, all or none; what she has filled in but not ticked is refused."""
    if name not in await load_states(tx):
        raise NotFound
    errors: dict[str, str] = {}
    ticked = [field.key for field in FIELDS if form.get(f"{field.key}-read") == "yes"]
    for key in ticked:
        value, source = form.get(f"{key}-value", ""), form.get(f"{key}-source", "")
        try:
            await read_state_field(tx, state=name, field=key, value=value, source=source, by=viewer.person)
        except BadInput as wrong:
            errors[f"{key}-{wrong.field}"] = str(wrong)
    for field in FIELDS:
        if field.key not in ticked and form.get(f"{field.key}-source", "").strip():
            errors[f"{field.key}-read"] = "Tick that you have read this, or leave its source empty."
    if errors or not ticked:
        raise _SomeWrongError(errors or {"read-ticked": "Tick what you have read."})


async def _one(
    request: AnyRequest,
    viewer: Viewer,
    place: Place,
    state: State,
    name: str,
    *,
    form: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
) -> Response[str]:
    async with state.database.reading(place.id) as reading:
        if name not in await load_states(reading):
            raise NotFound
        entries = await load_state_entries(reading, viewer, name)
        acts = await history_of(reading, viewer, [entry.id for entry in entries.values()])
    suggested = SUGGESTIONS.get(name, {})
    return page(
        request,
        "members/state.html",
        place=place,
        viewer=viewer,
        status=422 if errors else 200,
        state_name=name,
        fields=[
            {"field": field, "entry": entries.get(field.key), "suggestion": suggested.get(field.key)}
            for field in FIELDS
        ],
        left=len(unread(entries)),
        languages=list(LANGUAGE_WORDS.items()) if viewer.may(Permission.WRITE_NOTICES) else [],
        may_read=viewer.may(Permission.APPROVE_NOTICES),
        form=form or {},
        acts=acts,
        errors=errors or {},
        did=request.query_params.get("did", ""),
    )
