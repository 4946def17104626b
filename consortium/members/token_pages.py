"""The pages of the keys for programs: what there is, make one, see it once, end it."""

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
from consortium.members.end_token import end_token
from consortium.members.history import history_of
from consortium.members.make_token import LENGTHS, make_token
from consortium.problems import BadInput, Conflict, NotFound
from consortium.programs.scopes import WORDS, Scope
from consortium.programs.store import TokenLine, load_tokens

AnyRequest = Request[Any, Any, State]
_MAY = {"permission": Permission.MANAGE_TOKENS}


@get("/{slug:str}/tokens", opt=_MAY)
async def list_tokens(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """Every key, and the form for a new one."""
    return await _tokens_page(request, viewer, place, state)


@post("/{slug:str}/tokens", opt=_MAY, status_code=200)
async def make(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """Make a key, and show it: the only time that it can be seen."""
    form = await form_of(request)
    days = form.get("days", "")
    try:
        async with state.database.transaction(place.id) as tx:
            made = await make_token(
                tx,
                name=form.get("name", ""),
                scopes=[scope for scope in Scope if form.get(_field(scope)) == "yes"],
                days=int(days) if days.isdecimal() and len(days) < 5 else 0,
                by=viewer.person,
            )
    except BadInput as wrong:
        return await _tokens_page(
            request, viewer, place, state, errors={wrong.field or "name": str(wrong)}, form=form, status=wrong.status
        )
    return page(
        request,
        "access/token_made.html",
        place=place,
        viewer=viewer,
        token=made.token,
        command=f'curl -H "Authorization: Bearer $KEY" {state.settings.public_url}/{place.slug}/api/v1/who',
        token_href=f"/{place.slug}/tokens/{made.id}",
        list_href=f"/{place.slug}/tokens",
        about_href=f"/{place.slug}/api/v1",
    )


@get("/{slug:str}/tokens/{key:uuid}", opt=_MAY)
async def see_token(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, key: FromPath[UUID]
) -> Response[str]:
    """One key with its history, and how it is ended."""
    return await _token_page(request, viewer, place, state, key)


@post("/{slug:str}/tokens/{key:uuid}/end", opt=_MAY, status_code=303)
async def end(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, key: FromPath[UUID]
) -> Response[Any]:
    """End a key, when the button on its page was pressed."""
    if (await form_of(request)).get("end") != "yes":
        return await _token_page(request, viewer, place, state, key, status=BadInput.status)
    try:
        async with state.database.transaction(place.id) as tx:
            await end_token(tx, token=key, by=viewer.person)
    except Conflict:  # somebody ended it meanwhile: it is as she wants it
        return see(f"/{place.slug}/tokens/{key}")
    return see(f"/{place.slug}/tokens/{key}?did=ended")


HANDLERS = (list_tokens, make, see_token, end)


async def _tokens_page(
    request: AnyRequest,
    viewer: Viewer,
    place: Place,
    state: State,
    *,
    errors: Mapping[str, str] | None = None,
    form: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response[str]:
    async with state.database.reading(place.id) as reading:
        lines = await load_tokens(reading, viewer)
        today = reading.now.date()
    return page(
        request,
        "access/tokens.html",
        place=place,
        viewer=viewer,
        status=status,
        tokens=[_token(line, place, today) for line in lines],
        scopes=[(_field(scope), scope.value, words) for scope, words in WORDS.items()],
        lengths=[str(days) for days in LENGTHS],
        errors=errors or {},
        form=form or {"days": str(LENGTHS[1])},
        about_href=f"/{place.slug}/api/v1",
    )


async def _token_page(
    request: AnyRequest, viewer: Viewer, place: Place, state: State, token: UUID, status: int = 200
) -> Response[str]:
    async with state.database.reading(place.id) as reading:
        line = next((each for each in await load_tokens(reading, viewer) if each.id == token), None)
        if line is None:
            raise NotFound
        acts = await history_of(reading, viewer, [token], names={token: line.name})
        today = reading.now.date()
    return page(
        request,
        "access/token.html",
        place=place,
        viewer=viewer,
        status=status,
        token=_token(line, place, today),
        did=request.query_params.get("did", ""),
        acts=acts,
        list_href=f"/{place.slug}/tokens",
        about_href=f"/{place.slug}/api/v1",
    )


def _token(line: TokenLine, place: Place, today: Any) -> dict[str, Any]:
    """``state``: ended, over (its time is), alone (whoever made it administers no more), or open."""
    state = "open"
    if line.ended_on is not None:
        state = "ended"
    elif line.expires_on <= today:
        state = "over"
    elif line.alone:
        state = "alone"
    return {
        "href": f"/{place.slug}/tokens/{line.id}",
        "name": line.name,
        "state": state,
        "scopes": [(scope.value, WORDS[scope]) for scope in line.scopes],
        "made_by": line.made_by,
        "made_on": line.made_on,
        "expires_on": line.expires_on,
        "last_used_on": line.last_used_on,
        "ended_on": line.ended_on,
    }


def _field(scope: Scope) -> str:
    return scope.value.replace(":", "-")
