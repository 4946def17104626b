"""What an outsider could work out: what she is supposed to know is picked, what she could believe is shown.

Nothing is kept. Everything stands in the address, so that it can be a bookmark; nothing of it is of a request.
"""

import asyncio
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, get
from litestar.datastructures import State
from litestar.response import Response

from consortium.access.permissions import Permission
from consortium.access.web import HerePlace, SignedIn, page
from consortium.duty.designing.outsider import AHEAD, MOST_LINKS, TIMES, Known, Rota, look_as_outsider
from consortium.duty.designing.question import BEHIND, DesignFacts
from consortium.duty.designing.see_outsider import see_outsider
from consortium.members.draw_map import letter
from consortium.members.store.distances import load_roads
from consortium.problems import BadInput
from geo import AgencyId, ZoneId
from geo.roads import Roads
from scheduling import SchedulingError
from scheduling.wallclock import instant, zone

AnyRequest = Request[Any, Any, State]
_FIELDS = ("seen", "links", "rota", "at", "event", "times")
_CHOOSE = "Choose one of these."


@get("/{slug:str}/zones/view", opt={"permission": Permission.SETTLE})
async def see_as_outsider(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """What she could believe, beside the same with always the nearest peer."""
    async with state.database.reading(place.id) as reading:
        facts: DesignFacts = (await state.desks.at(reading)).facts
        now, roads = reading.now, await load_roads(reading)
    held = facts.standing(now)
    zones = sorted(held.plan.zones, key=facts.label) if held else []
    lent = {peer.lent_by for peer in facts.peers.values()}
    agencies = sorted(((each, name) for each, name in facts.agency_names.items() if each in lent), key=_name)
    live = facts.reach.live(now)
    form = _typed(request.query_params, now, place.timezone, first=zones[0].id if zones else None)
    parts = [(f"part-{each.id}", letter(number), facts.label(each)) for number, each in enumerate(zones)]
    answering = [(f"agency-{each}", name) for each, name in agencies]
    errors: dict[str, str] = {}
    found = None
    try:
        if form["event"] and form["event"] not in map(str, live):
            raise BadInput(_CHOOSE, "event")  # noqa: TRY301
        known = _known(form, now, place.timezone, {each for each, *_ in (*parts, *answering)})
        found = await asyncio.to_thread(_found, facts, roads, now, known)
    except BadInput as wrong:
        errors = {wrong.field or "seen": str(wrong)} if zones else {}
    return page(
        request,
        "duty/zones_view.html",
        place=place,
        viewer=viewer,
        status=422 if errors else 200,
        here=f"/{place.slug}/zones/view",
        form=form,
        errors=errors,
        parts=parts,
        answering=answering,
        agencies=sorted(((str(each), name) for each, name in facts.agency_names.items() if each in live), key=_name),
        most=MOST_LINKS,
        times=list(TIMES),
        found=found,
    )


HANDLERS = (see_as_outsider,)


def _name(pair: tuple[Any, str]) -> str:
    return pair[1]


def _found(facts: DesignFacts, roads: Roads, now: datetime, known: Known) -> dict[str, Any] | None:
    view, held = look_as_outsider(facts, roads, now, known), facts.standing(now)
    if view is None or held is None:
        return None
    ordered = {each.id: letter(number) for number, each in enumerate(sorted(held.plan.zones, key=facts.label))}
    letters = {number: ordered[each.id] for number, each in enumerate(held.plan.zones)}
    return see_outsider(view, known, facts.agency_names, letters)


def _typed(query: Mapping[str, str], now: datetime, timezone: str, *, first: ZoneId | None) -> dict[str, str]:
    """What was picked; what is missing is as the page begins: one request from the first part, seen now."""
    begin = {
        "seen": f"part-{first}" if first else "",
        "links": "1",
        "rota": Rota.INSTANT.value,
        "at": now.astimezone(zone(timezone)).strftime("%Y-%m-%dT%H:%M"),
        "event": "",
        "times": str(TIMES[0]),
    }
    return {name: query.get(name, "").strip() or begin[name] for name in _FIELDS}


def _known(form: Mapping[str, str], now: datetime, timezone: str, choices: Collection[str]) -> Known:
    """What is supposed of her.

    Raises:
        BadInput: a field cannot be read; it is named.
    """
    if form["seen"] not in choices:
        raise BadInput(_CHOOSE, "seen")
    kind, _, seen = form["seen"].partition("-")
    told = _id(seen, "seen")
    return Known(
        at=_at(form["at"], now, timezone),
        links=_one_of(form["links"], range(1, MOST_LINKS + 1), "links"),
        rota=_rota(form["rota"]),
        part=ZoneId(told) if kind == "part" else None,
        answered=None if kind == "part" else AgencyId(told),
        event=AgencyId(_id(form["event"], "event")) if form["event"] else None,
        times=_one_of(form["times"], TIMES, "times"),
    )


def _at(typed: str, now: datetime, timezone: str) -> datetime:
    try:
        wall = datetime.fromisoformat(typed).replace(tzinfo=None)
        at = instant(wall.date(), wall.time(), zone(timezone))
    except (ValueError, SchedulingError) as wrong:
        raise BadInput("This is no day and time. One looks like 2026-12-24 18:00.", "at") from wrong
    if not now - BEHIND <= at <= now + AHEAD:
        raise BadInput("Choose a time from four weeks back to eight weeks ahead.", "at")
    return at


def _one_of(typed: str, choices: range | tuple[int, ...], field: str) -> int:
    if not (typed.isascii() and typed.isdigit() and len(typed) < 4 and int(typed) in choices):
        raise BadInput(_CHOOSE, field)
    return int(typed)


def _rota(typed: str) -> Rota:
    try:
        return Rota(typed)
    except ValueError as wrong:
        raise BadInput(_CHOOSE, "rota") from wrong


def _id(typed: str, field: str) -> UUID:
    try:
        return UUID(typed)
    except ValueError as wrong:
        raise BadInput(_CHOOSE, field) from wrong
