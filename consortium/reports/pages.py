"""Statistics for heads and coordinators: one page to read and print, and the same as a file. Nothing can be chosen."""

import asyncio
from typing import Any

from litestar import Request, get
from litestar.datastructures import State
from litestar.response import Response

from consortium.access.files import to_keep
from consortium.access.permissions import Permission
from consortium.access.web import HerePlace, SignedIn, page
from consortium.reports.budget import BUDGET_FIRST, BUDGET_OTHER, BUDGET_YEAR, EPSILON
from consortium.reports.from_rota import covers, roster
from consortium.reports.noise import FEWEST, half_width
from consortium.reports.see_statistics import as_csv, coming, years_of
from consortium.reports.store import load_releases
from consortium.support.sealed import TOPICS
from consortium.support.store.counters import SWORN_FOR_QUARTERS, today

AnyRequest = Request[Any, Any, State]
_MAY = {"permission": Permission.SEE_STATISTICS}


@get("/{slug:str}/statistics", opt=_MAY)
async def see_statistics(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """What was released, and what the rota tells exactly."""
    async with state.database.reading(place.id) as reading:
        releases, day, now = await load_releases(reading), await today(reading), reading.now
        facts = (await state.desks.at(reading)).facts
    return page(
        request,
        "reports/statistics.html",
        place=place,
        viewer=viewer,
        years=years_of(releases),
        coming=coming(day),
        covers=await asyncio.to_thread(covers, facts.schedule, now, place.timezone),
        roster=roster(facts, now),
        now=now,
        invented=place.invented,
        budget={"first": BUDGET_FIRST, "other": BUDGET_OTHER, "year": BUDGET_YEAR, "each": EPSILON},
        widths={
            "one": half_width(1, EPSILON),
            "topic": half_width(2, EPSILON),
            "year": half_width(4, EPSILON),
            "onward": half_width(len(TOPICS), EPSILON),
        },
        fewest=FEWEST,
        sworn_for_quarters=SWORN_FOR_QUARTERS,
    )


@get("/{slug:str}/statistics.csv", opt=_MAY)
async def save_statistics(place: HerePlace, state: State) -> Response[bytes]:
    """The released figures as a file."""
    async with state.database.reading(place.id) as reading:
        releases = await load_releases(reading)
    return to_keep(as_csv(years_of(releases)), "text/csv; charset=utf-8", "statistics.csv")


HANDLERS = (see_statistics, save_statistics)
