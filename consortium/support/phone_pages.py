"""The button of the duty page that keeps a phone signed in until the end of the shift."""

from datetime import datetime
from typing import Any

from litestar import post
from litestar.datastructures import State
from litestar.response import Response

from consortium.access.cookies import phone_cookies
from consortium.access.door import Viewer
from consortium.access.keep_phone import LONGEST, keep_phone
from consortium.access.permissions import Permission
from consortium.access.store import Place
from consortium.access.web import AnyRequest, HerePlace, SignedIn, duty_cookies, form_of, see
from consortium.duty.see_shift import end_of_shift
from consortium.problems import BadInput
from consortium.support.desk import Desk


@post("/{slug:str}/duty/phone", opt={"permission": Permission.ANSWER_REQUESTS}, status_code=303)
async def keep_this_phone(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[None]:
    """Keep it until the shift ends.

    Raises:
        BadInput: the button was not pressed.
        Conflict: she holds no seat now or soon.
    """
    if (await form_of(request)).get("keep") != "yes":
        raise BadInput("Press the button on your duty page. Nothing was changed.")
    before = request.cookies.get(duty_cookies(place.slug, secure=state.settings.secure)[0])
    async with state.database.transaction(place.id) as tx:
        desk = await state.desks.at(tx)
        ends = end_of_shift(desk.facts.schedule, viewer.person, tx.now)
        kept = await keep_phone(tx, viewer, shift_ends=ends, instead=before)
        seconds = int((kept.until - tx.now).total_seconds())
    response = see(f"/{place.slug}/duty")
    for cookie in phone_cookies(state, place, kept.token, kept.secret, seconds=seconds):
        response.set_cookie(cookie)
    return response


HANDLERS = (keep_this_phone,)


def phone_facts(
    request: AnyRequest, viewer: Viewer, place: Place, state: State, desk: Desk, now: datetime
) -> dict[str, Any]:
    """What the duty page says about this phone: until when it could be kept, and whether it is kept already.

    The browser drops its cookies when the shift ends, so their being there tells enough for a sentence.
    """
    names = duty_cookies(place.slug, secure=state.settings.secure)
    ends = end_of_shift(desk.facts.schedule, viewer.person, now)
    return {
        "phone": {
            "until": ends and min(ends, now + LONGEST),
            "long": ends is not None and ends > now + LONGEST,
            "kept": all(name in request.cookies for name in names),
            "action": f"/{place.slug}/duty/phone",
        }
    }
