"""The pages that show agencies: the list, and one agency with all that is known of it."""

from typing import Any
from uuid import UUID

from litestar import Request, get
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Response

from consortium.access.permissions import Permission
from consortium.access.web import HerePlace, SignedIn, page
from consortium.members.clocks import see_clock
from consortium.members.history import history_of
from consortium.members.store import load_agencies_page, load_agency, load_invitations, load_way_in
from consortium.signing.knows_why import knows_why
from consortium.signing.see_agencies import Known, Show, Wanted, see_agencies
from consortium.signing.see_agency import (
    parts_now,
    see_agency,
    see_invitations,
    see_pacts,
    see_people,
    see_rest,
    see_steps,
)
from consortium.signing.see_onboarding import done_by
from consortium.signing.signatures.clerks import attests_for
from geo import AgencyId

AnyRequest = Request[Any, Any, State]
_MOST_DIGITS = 4


@get("/{slug:str}/agencies", opt={"permission": Permission.SEE_AGENCIES})
async def list_agencies(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """The agencies of the consortium, searched and filtered, with where each stands."""
    async with state.database.reading(place.id) as reading:
        facts = (await state.desks.at(reading)).facts
        lines = await load_agencies_page(reading, viewer)
        way = await load_way_in(reading)
        now = reading.now
    known = Known(
        pacts=facts.reach.pacts,
        reach=facts.reach,
        parts=parts_now(facts, now),
        done=done_by(way, [line.id for line in lines], facts.reach, facts.peers, now),
        now=now,
        timezone=place.timezone,
    )
    return page(
        request,
        "members/agencies.html",
        place=place,
        viewer=viewer,
        **see_agencies(lines, known, _wanted(request), place.slug),
        new_href=f"/{place.slug}/agencies/new" if viewer.may(Permission.MANAGE_AGENCIES) else None,
    )


@get("/{slug:str}/agencies/{agency:uuid}", opt={"permission": Permission.SEE_AGENCIES})
async def read_agency(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, agency: FromPath[UUID]
) -> Response[str]:
    """One agency: what it is, whom it lends, what binds it, how far it has come in, and what was done to it."""
    wanted, manages = AgencyId(agency), viewer.may(Permission.MANAGE_AGENCIES)
    async with state.database.reading(place.id) as reading:
        file = await load_agency(reading, viewer, wanted)
        facts = (await state.desks.at(reading)).facts
        way = await load_way_in(reading)
        steers = manages or viewer.may(Permission.SEE_JOURNAL)
        invitations = await load_invitations(reading, wanted) if manages else None
        about = [agency, *(each.id for each in invitations or ())]
        acts = await history_of(reading, viewer, about) if steers else None
        now = reading.now
    done = done_by(way, [wanted], facts.reach, facts.peers, now)[wanted]
    reads = viewer.may(Permission.SEE_AGREEMENTS)
    return page(
        request,
        "members/agency.html",
        place=place,
        viewer=viewer,
        agency=see_agency(file, facts, now) | {"clock": see_clock(file.clock, file.clock_from, place.timezone, now)},
        people=see_people(file.ties, place.slug, linked=viewer.may(Permission.SEE_ROSTER)),
        unseen=file.unseen,
        pacts=see_pacts(facts.reach.pacts, wanted, place.slug, now, linked=reads),
        rests=see_rest(
            *(facts.reach.pacts, wanted, place.slug, now),
            lifts=attests_for(viewer, wanted),
            knows=knows_why(viewer, wanted),
        ),
        steps=see_steps(way, wanted, done),
        invitations=None if invitations is None else see_invitations(invitations, place.slug, now.date()),
        acts=acts,
        today=now.date(),
        did=request.query_params.get("did", ""),
        may={
            "manage": manages,
            "attest": viewer.may(Permission.ATTEST),
            "designate": viewer.may(Permission.SEE_DESIGNATIONS),
        },
        here=f"/{place.slug}/agencies/{agency}",
        list_href=f"/{place.slug}/agencies",
        annex_href=f"/{place.slug}/designations/{agency}",
    )


HANDLERS = (list_agencies, read_agency)


def _wanted(request: AnyRequest) -> Wanted:
    """What the address asks for; whatever it does not understand, it leaves out."""
    asked = request.query_params
    show, number = asked.get("show", ""), asked.get("page", "")
    return Wanted(
        words=asked.get("q", "").strip()[:80],
        show=Show(show) if show in set(Show) else Show.ALL,
        number=int(number) if number.isascii() and number.isdigit() and len(number) <= _MOST_DIGITS else 1,
    )
