"""If an agency joined: into which part it would go, and what that makes of the parts. It looks, and keeps nothing."""

import asyncio
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from litestar import Request, get
from litestar.datastructures import State
from litestar.response import Response

from consortium.access.permissions import Permission
from consortium.access.web import HerePlace, SignedIn, page
from consortium.duty.designing.question import DesignFacts
from consortium.duty.designing.see_design import percent
from consortium.members import checks
from consortium.members.gazetteer import Spot, gazetteer
from consortium.members.joining import Joined, joined
from consortium.members.parts import still_linked
from consortium.members.store import load_zone_plans
from consortium.members.values import PlannedZones
from consortium.members.was_open import was_open
from consortium.problems import BadInput
from geo import AgencyId, Department, Zone, ZoneId, certificate

AnyRequest = Request[Any, Any, State]
_FIELDS = ("agency", "sworn", "state", "where", "spot")
_MOST_SWORN = 5000
_DIGITS = 6
_NEW = AgencyId(UUID(int=0))


@get("/{slug:str}/zones/joining", opt={"permission": Permission.SETTLE})
async def see_joining(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """The agencies to choose from or a new one to describe and, once that is done, the parts before and after."""
    async with state.database.reading(place.id) as reading:
        facts: DesignFacts = (await state.desks.at(reading)).facts
        now, plans, asked = reading.now, await load_zone_plans(reading), await was_open(reading)
    held = facts.standing(now)
    inside = {agency for zone in (held.plan.zones if held else ()) for agency in zone.agencies}
    elsewhere = facts.reach.around.elsewhere
    names = {each: name for each, name in facts.agency_names.items() if each not in inside and each not in elsewhere}
    form = {name: request.query_params.get(name, "").strip() for name in _FIELDS}
    errors: dict[str, str] = {}
    spots: tuple[Spot, ...] = ()
    found = None
    try:
        if plans and any(form.values()):
            newcomer, where, spots = await _newcomer(form, facts, names)
            if newcomer:
                linked = still_linked(plans, now.date()) if asked else ()
                states = {**facts.agency_states, newcomer.agency: where}
                came = await asyncio.to_thread(joined, plans[-1].plan, newcomer, states, facts.reach.live(now), linked)
                found = _shown(came, newcomer, names, plans[-1], facts)
    except BadInput as wrong:
        errors = {wrong.field or "agency": str(wrong)}
    return page(
        request,
        "duty/zones_joining.html",
        place=place,
        viewer=viewer,
        status=422 if errors else 200,
        here=f"/{place.slug}/zones/joining",
        form=form,
        errors=errors,
        spots=[{"value": _value(each), "name": f"{each.name}, {each.state}"} for each in spots],
        outside=sorted(((str(each), name) for each, name in names.items()), key=lambda pair: pair[1]),
        planned=bool(plans),
        asked=asked,
        found=found,
    )


HANDLERS = (see_joining,)


async def _newcomer(
    form: Mapping[str, str], facts: DesignFacts, names: Mapping[AgencyId, str]
) -> tuple[Department | None, str, tuple[Spot, ...]]:
    """The agency chosen, or the one described, and its state; or, without it, the places that may be meant.

    Raises:
        BadInput: a field cannot be read; it is named.
    """
    if form["agency"]:
        chosen = next((each for each in names if str(each) == form["agency"]), None)
        if chosen is None:
            raise BadInput("Choose an agency that is in no part.", "agency")
        return facts.departments[chosen], facts.agency_states[chosen], ()
    if not (form["sworn"].isascii() and form["sworn"].isdigit() and len(form["sworn"]) < _DIGITS):
        raise BadInput("Say how many sworn officers it has, or choose an agency.", "sworn")
    sworn = checks.number(int(form["sworn"]), "sworn", least=0, most=_MOST_SWORN)
    state = checks.state(form["state"])
    lists = await gazetteer()
    spots = await asyncio.to_thread(lists.find, form["where"], state)
    if not spots:
        raise BadInput("This is no town, ZIP code or county that our lists know.", "where")
    chosen_spot = next((each for each in spots if _value(each) == form["spot"]), None)
    if chosen_spot is None and len(spots) > 1:
        return None, state, spots
    return Department(_NEW, (chosen_spot or spots[0]).at, sworn), state, spots


def _value(spot: Spot) -> str:
    return f"{spot.at.lat:.4f},{spot.at.lon:.4f}"


def _shown(
    came: Joined, newcomer: Department, names: Mapping[AgencyId, str], planned: PlannedZones, facts: DesignFacts
) -> dict[str, Any]:
    before = {zone.id: zone for zone in came.before.plan.zones}
    after = {zone.id: zone for zone in came.after.plan.zones}
    labels: Mapping[ZoneId, str] = planned.labels
    return {
        "name": names.get(newcomer.agency, ""),
        "sworn": newcomer.sworn,
        "into": labels[came.into.id] if came.into else "",
        "parts": [
            {
                "label": labels[zone],
                "before": _part(before.get(zone), came),
                "after": _part(after.get(zone), came),
                "took": sorted(labels[old] for old in came.merged.get(zone, ())),
                "changed": came.into is not None and zone == came.into.id,
            }
            for zone in sorted(before.keys() | after.keys(), key=lambda each: labels[each])
        ],
        "stands": bool(after),
        "in_common": None
        if came.in_common is None
        else {
            "departments": len(came.in_common),
            "officers": sum(each.sworn for each in came.in_common),
            "names": sorted(facts.agency_names.get(each.agency, "") for each in came.in_common),
        },
    }


def _part(zone: Zone | None, came: Joined) -> dict[str, int] | None:
    if zone is None:
        return None
    told = certificate(zone, came.after.plan.policy)
    return {
        "officers": told.officers,
        "departments": told.departments,
        "crowd": told.crowd,
        "surest": percent(float(told.largest_department)),
        "surest_small": percent(float(told.largest_small)),
    }
