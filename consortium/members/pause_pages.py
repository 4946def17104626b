"""Pause and resume: asks first, and says in words what officers will read."""

from datetime import datetime
from typing import Any

from litestar import Request, get, post
from litestar.datastructures import State
from litestar.response import Response

from consortium.access.door import Viewer
from consortium.access.permissions import Permission
from consortium.access.store import Place
from consortium.access.web import HerePlace, SignedIn, form_of, page, see
from consortium.db import Transaction
from consortium.members.history import history_of
from consortium.members.pause_service import REASONS, pause_service
from consortium.members.resume_service import resume_service
from consortium.members.store import load_region
from consortium.problems import BadInput, Conflict
from scheduling.wallclock import instant, zone

AnyRequest = Request[Any, Any, State]
_MAY = {"permission": Permission.SETTLE}


@get("/{slug:str}/pause", opt=_MAY)
async def see_pause(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """Whether it is paused, and what pressing the button does."""
    return await _page(request, viewer, place, state)


@post("/{slug:str}/pause", opt=_MAY, status_code=303)
async def pause_or_resume(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[Any]:
    """Pause, change the pause, or end it."""
    form = await form_of(request)
    try:
        async with state.database.transaction(place.id) as tx:
            did = await _act(tx, viewer, place, form)
    except (BadInput, Conflict) as wrong:
        return await _page(request, viewer, place, state, form=form, wrong=wrong)
    return see(f"/{place.slug}/pause?did={did}")


HANDLERS = (see_pause, pause_or_resume)


async def _act(tx: Transaction, viewer: Viewer, place: Place, form: dict[str, str]) -> str:
    act = form.get("act", "")
    if act == "pause":
        await pause_service(tx, until=_until(form, place), reason=form.get("reason", ""), by=viewer.person)
    elif act == "resume":
        await resume_service(tx, by=viewer.person)
    else:
        raise BadInput("Press one of the buttons on the page.", "until")
    return act


def _until(form: dict[str, str], place: Place) -> datetime | None:
    """The end as it was typed, by the consortium's clock; ``None`` if it was left empty."""
    typed = form.get("until", "").strip()
    if not typed:
        return None
    try:
        wall = datetime.fromisoformat(typed)
        return instant(wall.date(), wall.time(), zone(place.timezone))
    except ValueError as wrong:
        raise BadInput("This is no day and time. One looks like 2026-12-24 18:00.", "until") from wrong


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
        region = await load_region(reading)
        now = reading.now
        acts = await history_of(reading, viewer, [place.id])
    field = wrong.field if isinstance(wrong, BadInput) else None
    return page(
        request,
        "members/pause.html",
        place=place,
        viewer=viewer,
        status=wrong.status if wrong else 200,
        paused=region.paused_at(now),
        paused_until=region.paused_until,
        opened=region.opened_on is not None,
        reasons=REASONS,
        form={"until": "", "reason": region.pause_reason, **(form or {})},
        acts=acts,
        errors={field or "until": str(wrong)} if wrong else {},
        did=request.query_params.get("did", ""),
    )
