"""An officer sends the form: one request for one form, within the limits."""

import asyncio
from dataclasses import replace
from typing import Any
from uuid import UUID

from litestar.response import Response

from consortium.members.zone_codes import like_code
from consortium.problems import BadInput
from consortium.support.ask_for_support import Asked, SentTwice, TooManyOpen, ask_for_support, check_choices
from consortium.support.find_request import find_request
from consortium.support.public import Public, check_way, served_by
from consortium.support.see_status import see_status
from consortium.support.status_pages import show
from consortium.support.store import first_time, on_page
from consortium.support.store.slowed import is_slowed
from consortium.support.visit_pages import Visit, asked_of, form_again
from consortium.support.why_closed import why_closed


async def ask(visit: Visit) -> Response[Any]:
    """Send: one request for one form, however often it is sent; each answer shows the words, for only one is seen."""
    desk, clock = visit.desk, asyncio.get_running_loop().time
    await asyncio.sleep(desk.limits.wait_for(visit.address, clock()))
    if visit.form.get("part") == "unlisted":
        return await visit.page("unlisted")
    words = visit.words
    there = await find_request(desk, visit.place.id, words) if words else None
    async with desk.database.reading(visit.place.id) as reading:
        public = await desk.public(reading, visit.place)
    closed = there is None and why_closed(public) is not None
    if words is None or closed:
        again = BadInput("Please send the form once more.", "form", "form_again")
        return await form_again(visit, public, None if closed else again)
    if there is not None or desk.limits.spent(words, clock()):
        return await show(visit, words, show_words=there is not None)
    try:
        status = await _keep(visit, public, words)
    except BadInput as wrong:
        return await form_again(visit, public, wrong)
    except TooManyOpen:
        return visit.rendered(public, {"state": "over_limit"})
    return visit.rendered(public, status, show_words=True) if status else await show(visit, words, show_words=True)


async def _keep(visit: Visit, public: Public, words: str) -> dict[str, Any] | None:
    """Take the request, within the limits; how it stands, or ``None`` where the same form was faster.

    Raises:
        BadInput: the form can't be taken.
        TooManyOpen: a limit is reached.
    """
    desk, now = visit.desk, asyncio.get_running_loop().time()
    code = _code(visit.form, public)
    asked = asked_of(visit.form, words, with_code=bool(code))
    if not desk.limits.may_ask(visit.place.slug, public.desk.facts.region.open_limit, now, code=code):
        raise TooManyOpen("too many in this hour")
    where, asked = _where_asked(public, asked)
    if not code and await _slowed(visit, where):
        await asyncio.sleep(desk.slowed_seconds)
    try:
        async with desk.database.transaction(where) as tx:
            mine = await desk.desks.at(tx)
            request = await ask_for_support(tx, mine, asked)
            await on_page(tx, request)
            await first_time(tx, request.id, "ask", visit.form.get("once"))
            status = await see_status(tx, mine, request)
    except SentTwice:
        return None
    desk.limits.asked(visit.place.slug, words, now, code=code)
    return status


async def _slowed(visit: Visit, where: UUID) -> bool:
    """Whether asking is slow here, or with the sister whose peers would be asked: a flag slows whoever it came from."""
    for consortium in {visit.place.id, where}:
        async with visit.desk.database.reading(consortium) as reading:
            if await is_slowed(reading):
                return True
    return False


def _where_asked(public: Public, asked: Asked) -> tuple[UUID, Asked]:
    """By whose peers this line is answered: in which consortium it is kept, and as which part there.

    Raises:
        BadInput: something in it can't be taken.
    """
    served = served_by(public, asked.zone)
    if served is None or served.sister.there is None:
        return public.place.id, asked
    check_choices(asked)
    check_way(public, served, asked.way)
    return served.sister.other, replace(asked, zone=served.sister.there, by_sister=True)


def _code(form: dict[str, str], public: Public) -> str:
    """The poster's code that came with the form, if it is one of ours and in date; else nothing: it is not required."""
    code = form.get("code", "")
    return code if like_code(code) and public.desk.facts.takes_code(code, public.at) else ""
