"""What if this agency joined, or left? A page that looks, and keeps nothing."""

import asyncio
from typing import Any
from uuid import UUID

from litestar import Request, get
from litestar.datastructures import State
from litestar.response import Response

from consortium.access.permissions import Permission
from consortium.access.web import HerePlace, SignedIn, page
from consortium.duty.coverage.look_ahead import AHEAD
from consortium.duty.store.meant_gaps import load_meant
from consortium.support.what_if import Part, what_if
from geo import AgencyId
from scheduling import Span

AnyRequest = Request[Any, Any, State]


@get("/{slug:str}/coverage/what-if", opt={"permission": Permission.BUILD_ROTA})
async def see_what_if(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """The agencies to choose from and, of the one chosen, the region and the rota before and after."""
    async with state.database.reading(place.id) as reading:
        facts, now = (await state.desks.at(reading)).facts, reading.now
        meant = await load_meant(reading)
    names, live = facts.agency_names, facts.reach.live(now)
    chosen = _agency(request.query_params.get("agency", ""))
    found = None
    if chosen is not None and chosen in names and chosen not in facts.reach.around.elsewhere:
        found = await asyncio.to_thread(what_if, facts, chosen, now, Span(now, now + AHEAD), meant)
    elsewhere = facts.reach.around.elsewhere
    listed = sorted((pair for pair in names.items() if pair[0] not in elsewhere), key=lambda pair: pair[1])
    return page(
        request,
        "duty/coverage_what_if.html",
        place=place,
        viewer=viewer,
        here=f"/{place.slug}/coverage/what-if",
        chosen=str(chosen or ""),
        name=names.get(chosen, ""),
        inside=[(str(agency), name) for agency, name in listed if agency in live],
        outside=[(str(agency), name) for agency, name in listed if agency not in live],
        found=found
        and {
            "joins": found.joins,
            "possible": found.possible,
            "rows": _rows(found.before, found.after),
            "zones": len(found.after),
            "lost": [{"name": each.name, "shifts": each.shifts, "hours": round(each.hours)} for each in found.lost],
            "lost_hours": round(sum(each.hours for each in found.lost)),
            "ends": list(found.ends),
            "notice_days": found.notice_days,
            "peers": found.peers,
        },
    )


HANDLERS = (see_what_if,)


def _agency(value: str) -> AgencyId | None:
    try:
        return AgencyId(UUID(value))
    except ValueError:
        return None


def _rows(before: tuple[Part, ...], after: tuple[Part, ...]) -> list[dict[str, Any]]:
    """Each part as it is and as it would be; one of the two is missing where a part goes or comes."""
    old, new = {part.label: part for part in before}, {part.label: part for part in after}
    return [
        {
            "label": label,
            "before": _shown(old.get(label)),
            "after": _shown(new.get(label)),
            "comes": sorted(set(_names(new.get(label))) - set(_names(old.get(label)))),
            "goes": sorted(set(_names(old.get(label))) - set(_names(new.get(label)))),
        }
        for label in sorted(old.keys() | new.keys())
    ]


def _names(part: Part | None) -> tuple[str, ...]:
    return part.departments if part else ()


def _shown(part: Part | None) -> dict[str, int] | None:
    if part is None:
        return None
    return {
        "departments": part.promise.departments,
        "officers": part.promise.officers,
        "crowd": part.promise.crowd,
        "hours": -int(-part.hours // 1),
    }
