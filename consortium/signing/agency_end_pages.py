"""The pages on which an agency is stopped for safety and ended: each says in words what follows, then asks."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Response

from consortium.access.permissions import Permission
from consortium.access.web import HerePlace, SignedIn, form_of, page, see
from consortium.members import fields
from consortium.members.end_agency import end_agency, keep_agency
from consortium.members.store import load_agency, load_names
from consortium.problems import BadInput, Conflict
from consortium.signing.rest import Cause
from consortium.signing.see_agency import see_agency, see_following, see_pacts
from consortium.signing.suspend_agency import STOPS, suspend_agency
from consortium.signing.what_follows import what_follows
from geo import AgencyId

AnyRequest = Request[Any, Any, State]
_MAY = {"permission": Permission.MANAGE_AGENCIES}
_NOTHING: Mapping[str, str] = {}
_FIRST = {"suspend": "cause", "end": "on"}


@get("/{slug:str}/agencies/{agency:uuid}/suspend", opt=_MAY)
async def see_suspend(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, agency: FromPath[UUID]
) -> Response[str]:
    """What a suspension changes at once, and why it may be."""
    return await _ask(request, viewer, place, state, agency, "suspend")


@post("/{slug:str}/agencies/{agency:uuid}/suspend", opt=_MAY, status_code=303)
async def take_suspend(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, agency: FromPath[UUID]
) -> Response[Any]:
    """Stop the agency's part in its agreements at once."""
    form = await form_of(request)
    try:
        async with state.database.transaction(place.id) as tx:
            await suspend_agency(
                tx,
                viewer,
                agency=AgencyId(agency),
                cause=fields.one_of(form, "cause", Cause),
                reason=fields.text(form, "reason"),
                public_url=state.settings.public_url,
            )
    except (BadInput, Conflict) as wrong:
        return await _ask(request, viewer, place, state, agency, "suspend", form=form, wrong=wrong)
    return see(f"/{place.slug}/agencies/{agency}?did=suspended")


@get("/{slug:str}/agencies/{agency:uuid}/end", opt=_MAY)
async def see_end(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, agency: FromPath[UUID]
) -> Response[str]:
    """What the end of a membership changes, and what it does not: no agreement ends by it."""
    return await _ask(request, viewer, place, state, agency, "end")


@post("/{slug:str}/agencies/{agency:uuid}/end", opt=_MAY, status_code=303)
async def take_end(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, agency: FromPath[UUID]
) -> Response[Any]:
    """Record the day."""
    form = await form_of(request)
    try:
        async with state.database.transaction(place.id) as tx:
            await end_agency(tx, agency=AgencyId(agency), on=fields.day(form, "on"), by=viewer.person)
    except (BadInput, Conflict) as wrong:
        return await _ask(request, viewer, place, state, agency, "end", form=form, wrong=wrong)
    return see(f"/{place.slug}/agencies/{agency}?did=ended")


@post("/{slug:str}/agencies/{agency:uuid}/keep", opt=_MAY, status_code=303)
async def take_keep(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, agency: FromPath[UUID]
) -> Response[Any]:
    """Take the end back."""
    fields.sure(await form_of(request))
    async with state.database.transaction(place.id) as tx:
        await keep_agency(tx, agency=AgencyId(agency), by=viewer.person)
    return see(f"/{place.slug}/agencies/{agency}?did=kept")


HANDLERS = (see_suspend, take_suspend, see_end, take_end, take_keep)


async def _ask(
    request: AnyRequest,
    viewer: SignedIn,
    place: HerePlace,
    state: State,
    agency: UUID,
    what: str,
    *,
    form: Mapping[str, str] = _NOTHING,
    wrong: BadInput | Conflict | None = None,
) -> Response[str]:
    wanted = AgencyId(agency)
    async with state.database.reading(place.id) as reading:
        file = await load_agency(reading, viewer, wanted)
        facts = (await state.desks.at(reading)).facts
        now: datetime = reading.now
        following = what_follows(facts, wanted, now)
        names = await load_names(reading, viewer, following.peers)
    return page(
        request,
        "members/agency_ask.html",
        place=place,
        viewer=viewer,
        status=wrong.status if wrong else 200,
        what=what,
        agency=see_agency(file, facts, now),
        follows=see_following(following, names),
        pacts=see_pacts(facts.reach.pacts, wanted, place.slug, now, linked=True),
        causes=[cause.value for cause in STOPS],
        form={name: form.get(name, "") for name in ("cause", "reason", "on")},
        errors={} if wrong is None else {getattr(wrong, "field", None) or _FIRST[what]: str(wrong)},
        here=f"/{place.slug}/agencies/{agency}",
        list_href=f"/{place.slug}/agencies",
    )
