"""The page of sister consortia: name one, see how it stands and what is known of it, stop."""

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.datastructures import State
from litestar.response import Response

from consortium.access.door import Viewer
from consortium.access.permissions import Permission
from consortium.access.store import Place
from consortium.access.web import HerePlace, SignedIn, form_of, page, see
from consortium.db import Transaction
from consortium.members import fields
from consortium.members.history import history_of
from consortium.problems import BadInput, Conflict
from consortium.support.desk import Desks
from consortium.support.name_sister import name_sister, stop_sister
from consortium.support.see_sisters import on_duty, see_sisters
from consortium.support.sisters import Sister
from consortium.support.store.sisters import load_parties
from geo import AgencyId

AnyRequest = Request[Any, Any, State]
_MAY = {"permission": Permission.SETTLE}
_PURPOSE = "handles of sisters"


@get("/{slug:str}/sisters", opt=_MAY)
async def list_sisters(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """Every sister, and the form to name another."""
    return await _page(request, viewer, place, state)


@post("/{slug:str}/sisters", opt=_MAY, status_code=303)
async def name_or_stop(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[Any]:
    """Name a sister, or stop for our side."""
    form = await form_of(request)
    try:
        async with state.database.transaction(place.id) as tx:
            did = await _act(tx, viewer, state.desks, form)
    except (BadInput, Conflict) as wrong:
        return await _page(request, viewer, place, state, form=form, wrong=wrong)
    return see(f"/{place.slug}/sisters?did={did}")


HANDLERS = (list_sisters, name_or_stop)


async def _act(tx: Transaction, viewer: Viewer, desks: Desks, form: dict[str, str]) -> str:
    act = form.get("act", "")
    if act == "name":
        party = AgencyId(fields.id_of(form, "party"))
        facts = (await desks.at(tx)).facts
        await name_sister(tx, facts, slug=fields.text(form, "other").strip("/"), party=party, by=viewer.person)
        return "named"
    if act == "stop":
        sister = fields.id_of(form, "sister")
        await stop_sister(tx, (await desks.at(tx)).facts, sister=sister, by=viewer.person)
        return "stopped"
    raise BadInput("Press one of the buttons on the page.", "other")


async def _page(
    request: AnyRequest,
    viewer: Viewer,
    place: Place,
    state: State,
    *,
    form: dict[str, str] | None = None,
    wrong: BadInput | Conflict | None = None,
) -> Response[str]:
    async with state.database.reading(place.id) as reading:
        facts = (await state.desks.at(reading)).facts
        parties = await load_parties(reading)
        acts = await history_of(reading, viewer, [link.party for link in facts.links])
        shown, now = see_sisters(facts, parties, reading.now), reading.now
    duty = {str(sister.id): await _duty(state, sister) for sister in facts.sisters if sister.people(now)}
    field = wrong.field if isinstance(wrong, BadInput) else None
    return page(
        request,
        "members/sisters.html",
        place=place,
        viewer=viewer,
        status=wrong.status if wrong else 200,
        sisters=[each | {"duty": duty.get(each["id"], [])} for each in shown],
        parties=[(str(party), name) for party, name in parties.items()],
        form={"other": "", "party": "", **(form or {})},
        errors={field or "other": str(wrong)} if wrong else {},
        acts=acts,
        did=request.query_params.get("did", ""),
        here=f"/{place.slug}/sisters",
    )


async def _duty(state: State, sister: Sister) -> list[dict[str, Any]]:
    """Who is on duty there, as that side lets us know it: read in its own scope, and only handles leave it."""
    async with state.database.reading(sister.other) as reading:
        beyond = (await state.desks.at(reading)).facts
        back = _mirrored(beyond.sisters, sister.there)
        secret = reading.notary.seed(_PURPOSE, sister.other)
        return on_duty(beyond, back, reading.now, secret) if back else []


def _mirrored(sisters: tuple[Sister, ...], there: UUID | None) -> Sister | None:
    return next((each for each in sisters if each.id == there), None)
