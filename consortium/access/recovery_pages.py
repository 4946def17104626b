"""Pages of recovery: ask for it, wait, cancel it from the page or with one press from the mail."""

from typing import Any

from litestar import get, post
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Response

from consortium.access.device_pages import reach_of
from consortium.access.door import Viewer
from consortium.access.permissions import Permission
from consortium.access.recover import ask_for_recovery, cancel_by_mail, cancel_recovery, person_of_mail
from consortium.access.store import Place
from consortium.access.store.passkeys import has_passkey
from consortium.access.store.recovery import load_recovery
from consortium.access.web import AnyRequest, HerePlace, SignedIn, form_of, page, see
from consortium.problems import Conflict

_OWN = {"permission": Permission.OWN_SESSIONS}
_MAIL = "the mail that leads here is the key; it only stops something"
_NOT_SURE = "Press the button of the page that asks, so that nothing happens by mistake. Nothing was changed."


@get("/{slug:str}/me/devices/recovery", opt=_OWN)
async def see_recovery(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """What a recovery means, or the one that is on its way."""
    return await _recovery_page(request, viewer, place, state)


@post("/{slug:str}/me/devices/recovery", opt=_OWN, status_code=200)
async def ask(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[Any]:
    """Begin the wait."""
    if (await form_of(request)).get("sure") != "yes":
        return await _recovery_page(request, viewer, place, state, error=_NOT_SURE)
    try:
        async with state.database.transaction(place.id) as tx:
            await ask_for_recovery(tx, viewer, reach=await reach_of(tx, viewer.person, place, state))
    except Conflict as wrong:
        return await _recovery_page(request, viewer, place, state, error=str(wrong))
    return see(f"/{place.slug}/me/devices?did=asked")


@post("/{slug:str}/me/devices/recovery/cancel", opt=_OWN, status_code=200)
async def cancel(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[Any]:
    """Stop it."""
    if (await form_of(request)).get("sure") != "yes":
        return await _recovery_page(request, viewer, place, state, error=_NOT_SURE)
    async with state.database.transaction(place.id) as tx:
        await cancel_recovery(tx, viewer, reach=await reach_of(tx, viewer.person, place, state))
    return see(f"/{place.slug}/me/devices?did=cancelled")


@get("/{slug:str}/sign-in/recovery/{token:str}", opt={"open": _MAIL})
async def see_mail_of_recovery(
    request: AnyRequest, slug: FromPath[str], token: FromPath[str], state: State
) -> Response[str]:
    """What the mail opens: a page with a button. Opening it does nothing, because scanners open links too."""
    place = await state.places.at(slug)
    async with state.database.transaction(place.id) as tx:
        found = await person_of_mail(tx, token)
    return _mail_page(request, place, "ask" if found else "gone", token)


@post("/{slug:str}/sign-in/recovery", opt={"open": _MAIL}, status_code=200)
async def cancel_from_mail(request: AnyRequest, slug: FromPath[str], state: State) -> Response[str]:
    """Stop it, by the mail's own button."""
    place = await state.places.at(slug)
    token = (await form_of(request)).get("token", "")
    async with state.database.transaction(place.id) as tx:
        person = await person_of_mail(tx, token)
        if person is None:
            return _mail_page(request, place, "gone", "", status=422)
        await cancel_by_mail(tx, person, reach=await reach_of(tx, person, place, state))
    return _mail_page(request, place, "done", "")


HANDLERS = (see_recovery, ask, cancel, see_mail_of_recovery, cancel_from_mail)


async def _recovery_page(
    request: AnyRequest, viewer: Viewer, place: Place, state: State, *, error: str = ""
) -> Response[str]:
    async with state.database.reading(place.id) as reading:
        recovery = await load_recovery(reading, viewer.person)
        needed = await has_passkey(reading, viewer.person)
        now = reading.now
    return page(
        request,
        "access/recovery.html",
        place=place,
        viewer=viewer,
        status=422 if error else 200,
        home=f"/{place.slug}/me/devices",
        errors={"sure": error} if error else {},
        recovery=recovery,
        ready=recovery is not None and recovery.ready(now),
        needed=needed,
    )


def _mail_page(request: AnyRequest, place: Place, state: str, token: str, *, status: int = 200) -> Response[str]:
    return page(
        request,
        "access/recovery_mail.html",
        place=place,
        viewer=None,
        status=status,
        state=state,
        token=token,
        action=f"/{place.slug}/sign-in/recovery",
        sign_in_href=f"/{place.slug}/sign-in",
    )
