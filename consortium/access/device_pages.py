"""“Devices and sign-in”: one's own passkeys and sessions."""

from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Response

from consortium.access.add_passkey import add_passkey, ask_for_new_passkey
from consortium.access.change_passkey import remove_passkey, rename_passkey
from consortium.access.cookies import signed_out
from consortium.access.door import Viewer
from consortium.access.end_sessions import end_session, name_session, sign_out_everywhere
from consortium.access.fingerprint import fingerprint
from consortium.access.passkey_pages import passkey_form, site_of
from consortium.access.permissions import Permission, Role, SessionKind
from consortium.access.store import Place, load_own_sessions
from consortium.access.store.passkeys import load_own_passkeys
from consortium.access.store.recovery import load_recovery
from consortium.access.tell import Reach
from consortium.access.web import AnyRequest, HerePlace, SignedIn, form_of, page, see
from consortium.db import Reading
from consortium.problems import BadInput, Conflict, NotFound

_OWN = {"permission": Permission.OWN_SESSIONS}
_CHANGE = {"permission": Permission.TAKE_OWN_LEAVE}
_NOT_MADE = "Your device made no passkey that we can take. Try again, or use another device. Nothing was changed."
_NOT_SURE = "Press the button of the page that asks, so that nothing happens by mistake. Nothing was changed."


@get("/{slug:str}/me/devices", opt=_OWN)
async def see_devices(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """My passkeys, the devices that are signed in, and what to do when one is lost."""
    return await devices_page(request, viewer, place, state)


@post("/{slug:str}/me/devices/passkeys/ask", opt=_CHANGE, status_code=200)
async def ask_for_new(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """The question to the device that is to make a passkey, for the script."""
    if (await form_of(request)).get("why") != "add":
        raise BadInput(_NOT_SURE)
    async with state.database.transaction(place.id) as tx:
        question = await ask_for_new_passkey(tx, viewer, site_of(place, state))
    return Response(question, media_type="application/json")


@post("/{slug:str}/me/devices/passkeys", opt=_CHANGE, status_code=200)
async def add_new(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[Any]:
    """Keep what the device made."""
    form = await form_of(request)
    name, answer = form.get("name", ""), form.get("answer", "")
    try:
        async with state.database.transaction(place.id) as tx:
            reach = await reach_of(tx, viewer.person, place, state)
            added = await add_passkey(tx, viewer, site_of(place, state), answer=answer, name=name, reach=reach)
    except (BadInput, Conflict) as wrong:
        field = getattr(wrong, "field", None) or "name"
        return await devices_page(request, viewer, place, state, errors={field: str(wrong)}, name=name)
    if not added:
        return await devices_page(request, viewer, place, state, errors={"answer": _NOT_MADE}, name=name)
    return see(f"/{place.slug}/me/devices?did=added")


@get("/{slug:str}/me/devices/passkeys/{passkey:uuid}", opt=_CHANGE)
async def see_passkey(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, passkey: FromPath[UUID]
) -> Response[str]:
    """One of my passkeys: rename it, or remove it after a question."""
    return await _passkey_page(request, viewer, place, state, passkey)


@post("/{slug:str}/me/devices/passkeys/{passkey:uuid}/name", opt=_CHANGE, status_code=200)
async def rename(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, passkey: FromPath[UUID]
) -> Response[Any]:
    """Give it another name."""
    name = (await form_of(request)).get("name", "")
    try:
        async with state.database.transaction(place.id) as tx:
            await rename_passkey(tx, viewer, passkey, name=name)
    except BadInput as wrong:
        return await _passkey_page(request, viewer, place, state, passkey, errors={"name": str(wrong)}, name=name)
    return see(f"/{place.slug}/me/devices?did=renamed")


@post("/{slug:str}/me/devices/passkeys/{passkey:uuid}/remove", opt=_CHANGE, status_code=200)
async def remove(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, passkey: FromPath[UUID]
) -> Response[Any]:
    """Remove it."""
    if (await form_of(request)).get("sure") != "yes":
        return await _passkey_page(request, viewer, place, state, passkey, errors={"sure": _NOT_SURE})
    async with state.database.transaction(place.id) as tx:
        await remove_passkey(tx, viewer, passkey, reach=await reach_of(tx, viewer.person, place, state))
    return see(f"/{place.slug}/me/devices?did=removed")


@post("/{slug:str}/me/devices/sessions/{session:uuid}/name", opt=_OWN, status_code=200)
async def name_device(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, session: FromPath[UUID]
) -> Response[Any]:
    """Give the device of a session a name."""
    label = (await form_of(request)).get("label", "")
    try:
        async with state.database.transaction(place.id) as tx:
            await name_session(tx, viewer, session, label=label)
    except BadInput as wrong:
        return await devices_page(request, viewer, place, state, errors={f"label-{session}": str(wrong)})
    return see(f"/{place.slug}/me/devices?did=named")


@post("/{slug:str}/me/devices/sessions/{session:uuid}/end", opt=_OWN, status_code=303)
async def end_one(viewer: SignedIn, place: HerePlace, state: State, session: FromPath[UUID]) -> Response[None]:
    """Sign one device out."""
    async with state.database.transaction(place.id) as tx:
        await end_session(tx, viewer, session)
    if session == viewer.session:
        return signed_out(place, state)
    return see(f"/{place.slug}/me/devices?did=ended")


@get("/{slug:str}/me/devices/everywhere", opt=_OWN)
async def see_everywhere(request: AnyRequest, viewer: SignedIn, place: HerePlace) -> Response[str]:
    """Whether to sign out everywhere."""
    return _everywhere_page(request, viewer, place)


@post("/{slug:str}/me/devices/everywhere", opt=_OWN, status_code=200)
async def leave_everywhere(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[Any]:
    """Sign out everywhere, here too."""
    if (await form_of(request)).get("sure") != "yes":
        return _everywhere_page(request, viewer, place, status=422)
    async with state.database.transaction(place.id) as tx:
        await sign_out_everywhere(tx, viewer)
    return signed_out(place, state)


HANDLERS = (
    see_devices,
    ask_for_new,
    add_new,
    see_passkey,
    rename,
    remove,
    name_device,
    end_one,
    see_everywhere,
    leave_everywhere,
)


async def reach_of(reading: Reading, person: UUID, place: Place, state: State) -> Reach:
    """Where this person is told what was done to her sign-in."""
    return Reach(
        addresses=await state.above.mails_of(reading, person),
        title=place.title,
        home=f"{state.settings.public_url}/{place.slug}",
    )


async def devices_page(
    request: AnyRequest,
    viewer: Viewer,
    place: Place,
    state: State,
    *,
    errors: dict[str, str] | None = None,
    name: str = "",
) -> Response[str]:
    """The whole page, with what was wrong with a form of it."""
    async with state.database.reading(place.id) as reading:
        passkeys = await load_own_passkeys(reading, viewer)
        sessions = await load_own_sessions(reading, viewer)
        recovery = await load_recovery(reading, viewer.person)
        now = reading.now
    return page(
        request,
        "access/devices.html",
        place=place,
        viewer=viewer,
        status=422 if errors else 200,
        home=f"/{place.slug}/me/devices",
        did=request.query_params.get("did", ""),
        errors=errors or {},
        name=name,
        may_change=viewer.may(Permission.TAKE_OWN_LEAVE),
        full=viewer.kind is SessionKind.FULL,
        head=Role.AGENCY_HEAD in viewer.roles,
        passkeys=[(passkey, fingerprint(passkey.public_key)) for passkey in passkeys],
        sessions=[(session, session.id == viewer.session) for session in sessions],
        recovery=recovery,
        ready=recovery is not None and recovery.ready(now),
        passkey=passkey_form(place, f"/{place.slug}/me/devices"),
    )


async def _passkey_page(
    request: AnyRequest,
    viewer: Viewer,
    place: Place,
    state: State,
    passkey: UUID,
    *,
    errors: dict[str, str] | None = None,
    name: str | None = None,
) -> Response[str]:
    async with state.database.reading(place.id) as reading:
        passkeys = await load_own_passkeys(reading, viewer)
    one = next((each for each in passkeys if each.id == passkey), None)
    if one is None:
        raise NotFound
    return page(
        request,
        "access/passkey.html",
        place=place,
        viewer=viewer,
        status=422 if errors else 200,
        home=f"/{place.slug}/me/devices",
        errors=errors or {},
        name=one.name if name is None else name,
        passkey=one,
        last=len(passkeys) == 1,
        confirmed=one.confirmed_on is not None and Role.AGENCY_HEAD in viewer.roles,
    )


def _everywhere_page(request: AnyRequest, viewer: Viewer, place: Place, *, status: int = 200) -> Response[str]:
    return page(
        request,
        "access/everywhere.html",
        place=place,
        viewer=viewer,
        status=status,
        home=f"/{place.slug}/me/devices",
        errors={} if status == 200 else {"sure": _NOT_SURE},
    )
