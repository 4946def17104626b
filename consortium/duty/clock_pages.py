"""By which clock the schedule is written, and by which the agencies live; it can change until something is written."""

from collections import Counter
from datetime import datetime
from typing import Any

from litestar import Request, get, post
from litestar.datastructures import State
from litestar.response import Response

from consortium.access.door import Viewer
from consortium.access.permissions import Permission
from consortium.access.store import Place
from consortium.access.two_clocks import own_clock
from consortium.access.web import HerePlace, SignedIn, form_of, page, see
from consortium.duty.move_schedule import move_schedule, why_not_moved
from consortium.members import fields
from consortium.members.clocks import CLOCKS, mostly_elsewhere
from consortium.members.store.clocks import load_clocks
from consortium.pages import zone_label
from consortium.problems import BadInput, Conflict

AnyRequest = Request[Any, Any, State]
_MAY = {"permission": Permission.SETTLE}


@get("/{slug:str}/clock", opt=_MAY)
async def see_schedule_clock(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """The clock of the schedule, beside those of the agencies."""
    return await _page(request, viewer, place, state)


@post("/{slug:str}/clock", opt=_MAY, status_code=303)
async def take_schedule_clock(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[Any]:
    """Write the schedule by another one."""
    form = await form_of(request)
    try:
        async with state.database.transaction(place.id) as tx:
            await move_schedule(tx, clock=fields.text(form, "clock"), by=viewer.person)
    except (BadInput, Conflict) as wrong:
        return await _page(request, viewer, place, state, wrong=wrong)
    return see(f"/{place.slug}/clock?did=moved")


HANDLERS = (see_schedule_clock, take_schedule_clock)


async def _page(
    request: AnyRequest, viewer: Viewer, place: Place, state: State, *, wrong: BadInput | Conflict | None = None
) -> Response[str]:
    async with state.database.reading(place.id) as reading:
        clocks = await load_clocks(reading)
        why_not, now = await why_not_moved(reading), reading.now
    elsewhere = mostly_elsewhere(clocks.values(), place.timezone, now)
    return page(
        request,
        "duty/clock.html",
        place=place,
        viewer=viewer,
        status=wrong.status if wrong else 200,
        agencies=_counted(clocks.values(), place.timezone, now),
        clocks=[(clock, zone_label(clock)) for clock in CLOCKS],
        chosen=elsewhere["zone"] if elsewhere else place.timezone,
        elsewhere=elsewhere,
        why_not=why_not,
        errors={"clock": str(wrong)} if wrong else {},
        did=request.query_params.get("did", ""),
    )


def _counted(clocks: Any, home: str, now: datetime) -> list[dict[str, Any]]:
    """By which clocks the agencies live, the most first."""
    found = []
    for clock, many in sorted(Counter(clocks).items(), key=lambda each: (-each[1], each[0])):
        own = own_clock(clock, home, now)
        found.append({"name": zone_label(clock), "many": many, "ahead": own.ahead if own else ""})
    return found
