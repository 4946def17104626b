"""Confirming the keys of agency heads."""

from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Response

from consortium.access.confirm_key import FIELD, confirm_key
from consortium.access.door import Viewer
from consortium.access.permissions import Permission, runs
from consortium.access.store import Place
from consortium.access.store.keys import MOST_WRONG, load_keys_to_confirm
from consortium.access.web import AnyRequest, HerePlace, SignedIn, form_of, page, see
from consortium.problems import BadInput, Conflict

_MAY = {"permission": Permission.CONFIRM_KEYS}
_NOT_IT = "That does not fit. Ask her to read it out again from her own page; do not let anybody send it to you."


@get("/{slug:str}/keys", opt=_MAY)
async def see_keys(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """The keys that wait for this viewer's confirmation."""
    return await _keys_page(request, viewer, place, state)


@post("/{slug:str}/keys/{passkey:uuid}", opt=_MAY, status_code=200)
async def confirm(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, passkey: FromPath[UUID]
) -> Response[Any]:
    """Compare what was read out."""
    typed = (await form_of(request)).get(FIELD, "")
    try:
        async with state.database.transaction(place.id) as tx:
            fitted = await confirm_key(tx, viewer, passkey, typed=typed)
            if fitted:
                await state.above.key_confirmed(tx, passkey)
    except (BadInput, Conflict) as wrong:
        return await _keys_page(request, viewer, place, state, key=passkey, error=str(wrong), typed=typed)
    if not fitted:
        return await _keys_page(request, viewer, place, state, key=passkey, error=_NOT_IT, typed=typed)
    return see(f"/{place.slug}/keys?did=confirmed")


HANDLERS = (see_keys, confirm)


async def _keys_page(
    request: AnyRequest,
    viewer: Viewer,
    place: Place,
    state: State,
    *,
    key: UUID | None = None,
    error: str = "",
    typed: str = "",
) -> Response[str]:
    async with state.database.reading(place.id) as reading:
        keys = await load_keys_to_confirm(reading, viewer)
        names = await state.above.names(reading, viewer, frozenset().union(*(one.agencies for one in keys)))
    agencies = {one.id: sorted(names[agency] for agency in one.agencies if agency in names) for one in keys}
    return page(
        request,
        "access/keys.html",
        place=place,
        viewer=viewer,
        status=422 if error else 200,
        action=f"/{place.slug}/keys",
        did=request.query_params.get("did", ""),
        keys=[(one, agencies[one.id], MOST_WRONG - one.wrong) for one in keys],
        errors={f"{FIELD}-{key}": error} if error else {},
        typed=typed,
        coordinates=runs(viewer.roles),
    )
