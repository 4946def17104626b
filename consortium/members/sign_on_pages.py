"""Sign-on with an agency's own accounts: its set-up."""

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from litestar import Request, get, post
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Response

from consortium.access.door import Viewer
from consortium.access.permissions import Permission
from consortium.access.sign_on import (
    end_sign_on,
    set_up_sign_on,
)
from consortium.access.store import Place
from consortium.access.store.sign_ons import SignOn, load_sign_on, load_sign_ons
from consortium.access.web import HerePlace, SignedIn, form_of, page, see
from consortium.db import Reading
from consortium.members.store.rosters import load_agency_names
from consortium.problems import BadInput, Conflict, NotFound

AnyRequest = Request[Any, Any, State]
Wanted = FromPath[UUID]
_MANAGE = {"permission": Permission.MANAGE_SIGN_ON}


@get("/{slug:str}/sign-on", opt=_MANAGE)
async def see_sign_ons(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """Which agencies' accounts open the door, and a form for one more."""
    return await _set_up_page(request, viewer, place, state)


@post("/{slug:str}/sign-on", opt=_MANAGE, status_code=303)
async def add_sign_on(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[Any]:
    """Ask the provider, then keep how we are known there."""
    form = await form_of(request)
    issuer = form.get("issuer", "").strip()
    try:
        agency = _agency(form.get("agency", ""))
        await state.providers.at(issuer)
        async with state.database.transaction(place.id) as tx:
            await set_up_sign_on(
                tx,
                state.providers,
                agency=agency,
                issuer=issuer,
                client_id=form.get("client_id", ""),
                secret=form.get("secret", ""),
                by=viewer.person,
            )
    except (BadInput, Conflict) as wrong:
        field = getattr(wrong, "field", None) or "agency"
        return await _set_up_page(request, viewer, place, state, form=form, errors={field: str(wrong)})
    return see(f"/{place.slug}/sign-on?did=added")


@post("/{slug:str}/sign-on/{wanted:uuid}/end", opt=_MANAGE, status_code=303)
async def take_away(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, wanted: Wanted
) -> Response[Any]:
    """End an agency's sign-on."""
    if (await form_of(request)).get("end") != "yes":
        raise BadInput("Press the button of the page that asks. Nothing was changed.")
    async with state.database.transaction(place.id) as tx:
        await end_sign_on(tx, await known(tx, wanted), by=viewer.person)
    return see(f"/{place.slug}/sign-on?did=ended")


HANDLERS = (see_sign_ons, add_sign_on, take_away)


def back_to(place: Place, state: State) -> str:
    """Where a provider sends the browser back to."""
    return f"{state.settings.public_url}/{place.slug}/sign-in/agency/back"


async def known(reading: Reading, wanted: UUID) -> SignOn:
    """A sign-on that is set up.

    Raises:
        NotFound: there is none.
    """
    found = await load_sign_on(reading, wanted)
    if found is None:
        raise NotFound
    return found


async def names_of_agencies(reading: Reading) -> dict[UUID, str]:
    """The agencies' names."""
    return {UUID(str(agency)): name for agency, name in await load_agency_names(reading)}


def see_sign_on(sign_on: SignOn, names: dict[UUID, str]) -> dict[str, Any]:
    """A sign-on as a page shows it."""
    return {
        "id": sign_on.id,
        "agency": names.get(sign_on.agency, ""),
        "host": urlsplit(sign_on.issuer).hostname or "",
        "issuer": sign_on.issuer,
        "client_id": sign_on.client_id,
        "made_on": sign_on.made_on,
    }


def _agency(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as wrong:
        raise BadInput("Choose the agency.", "agency") from wrong


async def _set_up_page(
    request: AnyRequest,
    viewer: Viewer,
    place: Place,
    state: State,
    *,
    form: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
) -> Response[str]:
    async with state.database.reading(place.id) as reading:
        sign_ons, names = await load_sign_ons(reading), await names_of_agencies(reading)
    return page(
        request,
        "members/sign_on.html",
        place=place,
        viewer=viewer,
        status=422 if errors else 200,
        errors=errors or {},
        form={name: value for name, value in (form or {}).items() if name != "secret"},
        did=request.query_params.get("did", ""),
        here=f"/{place.slug}/sign-on",
        back=back_to(place, state),
        sign_ons=[see_sign_on(each, names) for each in sign_ons],
        agencies=[(str(agency), name) for agency, name in names.items()],
    )
