"""What is done to an agreement in its life: look first, then a button or a signature. A page an act, from one table."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from litestar import get, post
from litestar.datastructures import State
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Response

from agreements import PactId
from consortium.access.door import Viewer
from consortium.access.files import file_of
from consortium.access.store import Place
from consortium.access.web import AnyRequest, HerePlace, SignedIn, form_of, see
from consortium.problems import BadInput, Conflict, Refused
from consortium.signing.desk_form import Form
from consortium.signing.life_look_pages import OnlyLooked, form_page, look_page, looked
from consortium.signing.lifecycle.act_ground import load_ground
from consortium.signing.lifecycle.act_kinds import LifeAct
from consortium.signing.lifecycle.acts import ACTS
from consortium.signing.lifecycle.change import Change
from consortium.signing.lifecycle.sign_act import TICKS, kind_of, prepare_act
from consortium.signing.signatures.read_scan import LARGEST, LOOKED_AT, read_scan

Wanted = FromPath[UUID]
_SPARE: Final = 256 * 1024
_ONE: Final = "/{slug:str}/agreements/{agreement:uuid}/life/"


def _pages_of(act: LifeAct) -> tuple[HTTPRouteHandler, HTTPRouteHandler]:
    """The page of one act, and what its form does."""
    opt = {"permission": act.permission}

    @get(_ONE + act.key, opt=opt, name=f"see_{act.key}")
    async def see_form(
        request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, agreement: Wanted
    ) -> Response[str]:
        return await form_page(request, viewer, place, state, act, agreement, dict(request.query_params))

    most = LARGEST + _SPARE if act.scanned else _SPARE

    @post(_ONE + act.key, opt=opt, status_code=200, name=f"send_{act.key}", request_max_body_size=most)
    async def send_form(
        request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, agreement: Wanted
    ) -> Response[Any]:
        form = await form_of(request)
        if act.act is not None:
            return await send_signed(request, viewer, place, state, act, agreement, form)
        try:
            held = await _held(act, form, request)
            change = await _done(act, form, viewer, place, state, PactId(agreement), held)
        except OnlyLooked as looked:
            return await look_page(request, viewer, place, state, act, form, looked.change)
        except (BadInput, Conflict) as wrong:
            return await form_page(request, viewer, place, state, act, agreement, form, wrong=wrong)
        return see(f"/{place.slug}/agreements/{change.after.id}?did=life")

    return see_form, send_form


async def _held(act: LifeAct, form: Form, request: AnyRequest) -> Mapping[str, Any]:
    """The paper on which an act stands, once it is to be done; while it is only looked at, none yet.

    Raises:
        BadInput: it was not sent, or is no scan.
    """
    if not act.scanned:
        return {}
    if form.get("step") != "do":
        return {"scan": LOOKED_AT}
    return {"scan": await read_scan(await file_of(request, "scan"))}


async def _done(
    act: LifeAct, form: Form, viewer: Viewer, place: Place, state: State, pact: PactId, held: Mapping[str, Any]
) -> Change:
    """Do it; unless she has looked and is sure, only to see what would follow."""
    async with state.database.transaction(place.id) as tx:
        said = act.reads(form)
        change = await act.does(tx, viewer, pact=pact, public_url=state.settings.public_url, **said, **held)
        if form.get("step") != "do":
            raise OnlyLooked(change)
    return change


async def send_signed(
    request: AnyRequest, viewer: Viewer, place: Place, state: State, act: LifeAct, agreement: UUID, form: Form
) -> Response[Any]:
    """Say what would follow, with the form to sign it; once that is filled in, the record waits for her passkey."""
    wrong: Refused | None = None
    try:
        said = act.reads(form)
        change = await looked(act, said, viewer, place, state, PactId(agreement))
    except (BadInput, Conflict) as no:
        return await form_page(request, viewer, place, state, act, agreement, form, wrong=no)
    if form.get("step") == "ready":
        try:
            async with state.database.transaction(place.id) as tx:
                pending = await prepare_act(
                    tx,
                    viewer,
                    act,
                    pact=PactId(agreement),
                    said=said,
                    name=form.get("name", ""),
                    passkey=form.get("passkey", ""),
                    ticked=frozenset(tick for tick, _ in TICKS if form.get(tick) == "yes"),
                )
        except (BadInput, Conflict) as no:
            wrong = no
        else:
            return see(f"/{place.slug}/agreements/{agreement}/life/{act.key}/{pending}")
    async with state.database.reading(place.id) as reading:
        ground = await load_ground(
            reading, viewer.person, act=kind_of(act), pact=PactId(agreement), agency=said["agency"]
        )
    return await look_page(request, viewer, place, state, act, form, change, ground=ground, wrong=wrong)


HANDLERS = tuple(handler for act in ACTS for handler in _pages_of(act))
