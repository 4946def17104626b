"""What is done to an agreement in its life: look first, then a button. One page an act, made from one table."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from litestar import get, post
from litestar.datastructures import State
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Response

from agreements import Pact, PactId
from consortium.access.door import Viewer
from consortium.access.store import Place
from consortium.access.web import AnyRequest, HerePlace, SignedIn, form_of, page, see
from consortium.members.store import load_agencies
from consortium.problems import BadInput, Conflict, Refused
from consortium.signing.lifecycle.act_kinds import Form, LifeAct
from consortium.signing.lifecycle.acts import ACTS
from consortium.signing.lifecycle.change import Change
from consortium.signing.lifecycle.cover import cover_changes
from consortium.signing.lifecycle.see_act import choices_of
from consortium.signing.lifecycle.what_changes import first_loss, what_changes
from consortium.signing.store import load_pact
from consortium.signing.store.life import load_holds, load_wishes

Wanted = FromPath[UUID]
_ONE: Final = "/{slug:str}/agreements/{agreement:uuid}/life/"


class _OnlyLooked(Exception):  # noqa: N818 (it ends the transaction in which was looked)
    def __init__(self, change: Change) -> None:
        super().__init__()
        self.change = change


def _pages_of(act: LifeAct) -> tuple[HTTPRouteHandler, HTTPRouteHandler]:
    """The page of one act, and what its form does."""
    opt = {"permission": act.permission}

    @get(_ONE + act.key, opt=opt, name=f"see_{act.key}")
    async def see_form(
        request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, agreement: Wanted
    ) -> Response[str]:
        return await _form_page(request, viewer, place, state, act, agreement, dict(request.query_params))

    @post(_ONE + act.key, opt=opt, status_code=200, name=f"send_{act.key}")
    async def send_form(
        request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, agreement: Wanted
    ) -> Response[Any]:
        form = await form_of(request)
        try:
            change = await _done(act, form, viewer, place, state, PactId(agreement))
        except _OnlyLooked as looked:
            return await _look_page(request, viewer, place, state, act, form, looked.change)
        except (BadInput, Conflict) as wrong:
            return await _form_page(request, viewer, place, state, act, agreement, form, wrong=wrong)
        return see(f"/{place.slug}/agreements/{change.after.id}?did=life")

    return see_form, send_form


async def _done(act: LifeAct, form: Form, viewer: Viewer, place: Place, state: State, pact: PactId) -> Change:
    """Do it; unless she has looked and is sure, only to see what would follow."""
    async with state.database.transaction(place.id) as tx:
        said = act.reads(form)
        change = await act.does(tx, viewer, pact=pact, public_url=state.settings.public_url, **said)
        if form.get("step") != "do":
            raise _OnlyLooked(change)
    return change


HANDLERS = tuple(handler for act in ACTS for handler in _pages_of(act))


async def _form_page(
    request: AnyRequest,
    viewer: Viewer,
    place: Place,
    state: State,
    act: LifeAct,
    agreement: UUID,
    typed: Mapping[str, str],
    *,
    wrong: Refused | None = None,
) -> Response[str]:
    async with state.database.reading(place.id) as reading:
        pact = await load_pact(reading, PactId(agreement))
        names = (await load_agencies(reading)).names
        wishes, holds = await load_wishes(reading, pact.id), await load_holds(reading, pact.id)
        choices = choices_of(act, pact, viewer, names, wishes, holds, reading.now)
    field = (getattr(wrong, "field", None) or "act") if wrong else ""
    return page(
        request,
        "signing/life_act.html",
        place=place,
        viewer=viewer,
        status=wrong.status if wrong else 200,
        errors={field: str(wrong)} if wrong else {},
        typed=dict(typed),
        choices=choices,
        **_frame(act, pact, place),
    )


async def _look_page(
    request: AnyRequest, viewer: Viewer, place: Place, state: State, act: LifeAct, form: Form, change: Change
) -> Response[str]:
    async with state.database.reading(place.id) as reading:
        names = (await load_agencies(reading)).names
        now = reading.now
        loses = first_loss(change.before, change.after, now)
        cover = cover_changes((await state.desks.at(reading)).facts, change.after, loses) if loses else []
    return page(
        request,
        "signing/life_look.html",
        place=place,
        viewer=viewer,
        typed={name: value for name, value in form.items() if name != "step"},
        follows=[
            {"at": each.at if each.at > now else None, "words": each.words}
            for each in what_changes(change.before, change.after, now, names)
        ],
        says=list(change.says),
        told=list(change.told),
        cover=cover,
        cover_at=loses if loses and loses > now else None,
        **_frame(act, change.after, place),
    )


def _frame(act: LifeAct, pact: Pact, place: Place) -> dict[str, Any]:
    home = f"/{place.slug}/agreements/{pact.id}"
    return {
        "key": act.key,
        "act_title": act.title,
        "act_says": act.says,
        "button": act.button,
        "asks": list(act.asks),
        "title": pact.title,
        "home": home,
        "here": f"{home}/life/{act.key}",
        "list_href": f"/{place.slug}/agreements",
    }
