"""The pages that say who may serve whom: the matrix, one agency in it, and one pair, on any day."""

import asyncio
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Request, get
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Response

from agreements import Service
from consortium.access.door import Viewer
from consortium.access.permissions import Permission
from consortium.access.store import Place
from consortium.access.web import HerePlace, SignedIn, page
from consortium.problems import NotFound
from consortium.signing.matrix.see_matrix import MOST_COLUMNS, see_agency_pairs, see_matrix
from consortium.signing.matrix.see_pair import see_pair
from consortium.signing.matrix.see_without import see_without
from consortium.signing.matrix.words import SERVICES
from consortium.signing.what_follows import AgencyFacts
from geo import AgencyId
from scheduling.wallclock import instant, zone

AnyRequest = Request[Any, Any, State]
_SEE = {"permission": Permission.SEE_DESIGNATIONS}
_YEARS = range(2000, 2100)
_MOMENT = timedelta.resolution


@get("/{slug:str}/agreements/matrix", opt=_SEE)
async def read_matrix(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """All agencies against all; with ``?without=``, what would change if one left."""
    facts, now = await _facts(state, place)
    asked = _Asked(request, place, now)
    leaving = _agency(request.query_params.get("without", ""))

    def worked_out() -> dict[str, Any]:
        peers, names = facts.peers.values(), facts.agency_names
        shown = see_matrix(facts.reach, peers, names, asked.at, asked.here, asked.service)
        without = see_without(facts, leaving, asked.at) if leaving is not None and leaving in names else None
        return {**shown, "without": without}

    found = await asyncio.to_thread(worked_out)
    return _page(request, viewer, place, "signing/matrix.html", asked, most=MOST_COLUMNS, chosen=str(leaving), **found)


@get("/{slug:str}/agreements/matrix/{agency:uuid}", opt=_SEE)
async def read_agency_pairs(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, agency: FromPath[UUID]
) -> Response[str]:
    """One agency with each other, both ways."""
    facts, now = await _facts(state, place)
    wanted = _known(facts, agency)
    asked = _Asked(request, place, now)
    found = await asyncio.to_thread(
        see_agency_pairs,
        facts.reach,
        facts.peers.values(),
        facts.agency_names,
        wanted,
        asked.at,
        asked.here,
        place.slug,
        asked.service,
    )
    return _page(request, viewer, place, "signing/matrix_agency.html", asked, id=str(agency), **found)


@get("/{slug:str}/agreements/matrix/{agency:uuid}/{other:uuid}", opt=_SEE)
async def read_pair(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, agency: FromPath[UUID], other: FromPath[UUID]
) -> Response[str]:
    """One pair: what was in force between the two, what it allowed each way, and what stood against it."""
    facts, now = await _facts(state, place)
    one, two = _known(facts, agency), _known(facts, other)
    if one == two:
        raise NotFound
    asked = _Asked(request, place, now)
    found = see_pair(
        facts.reach, facts.peers.values(), facts.agency_names, one, two, asked.at, place.slug, asked.service
    )
    return _page(
        request,
        viewer,
        place,
        "signing/matrix_pair.html",
        asked,
        one_href=f"{asked.here}/{one}{asked.query}",
        pair_href=f"{asked.here}/{one}/{two}",
        **found,
    )


HANDLERS = (read_matrix, read_agency_pairs, read_pair)


class _Asked:
    """Which service and which day was asked for, and the instant that stands for it.

    Today is asked about as it is now, another day as it stands when it ends. What is no day is today, and what is no
    service is a talk between two: what an officer asks for.
    """

    def __init__(self, request: AnyRequest, place: Place, now: datetime) -> None:
        clock = zone(place.timezone)
        self.today = now.astimezone(clock).date()
        self.day = _day(request.query_params.get("on", "")) or self.today
        end = instant(self.day + timedelta(days=1), time(0), clock) - _MOMENT
        self.at = now if self.day == self.today else end
        self.here = f"/{place.slug}/agreements/matrix"
        wanted = request.query_params.get("service", "")
        self.service = next((each for each in Service if each.value == wanted), Service.ONE_TO_ONE)
        kept = {} if self.day == self.today else {"on": self.day.isoformat()}
        kept |= {} if self.service is Service.ONE_TO_ONE else {"service": self.service.value}
        self.query = f"?{urlencode(kept)}" if kept else ""


async def _facts(state: State, place: Place) -> tuple[AgencyFacts, datetime]:
    async with state.database.reading(place.id) as reading:
        return (await state.desks.at(reading)).facts, reading.now


def _known(facts: AgencyFacts, agency: UUID) -> AgencyId:
    if AgencyId(agency) not in facts.agency_names:
        raise NotFound
    return AgencyId(agency)


def _agency(value: str) -> AgencyId | None:
    try:
        return AgencyId(UUID(value))
    except ValueError:
        return None


def _day(value: str) -> date | None:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return None
    return day if day.year in _YEARS else None


def _page(
    request: AnyRequest, viewer: Viewer, place: Place, template: str, asked: _Asked, **context: Any
) -> Response[str]:
    return page(
        request,
        template,
        place=place,
        viewer=viewer,
        day=asked.day,
        today=asked.today,
        query=asked.query,
        service=asked.service.value,
        services=[(each.value, words) for each, words in SERVICES.items()],
        here=asked.here,
        list_href=f"/{place.slug}/agreements",
        **context,
    )
