"""The dates of all agreements, to look at and to download; and what binds one's own agency, until when, what next."""

from typing import Any, Final

from litestar import get
from litestar.datastructures import State
from litestar.response import Response

from agreements import Pact
from consortium.access.files import to_keep
from consortium.access.permissions import Permission
from consortium.access.web import AnyRequest, HerePlace, SignedIn, page
from consortium.db import Reading
from consortium.members.kinds import EMPLOYED
from consortium.members.store import load_agencies, load_member
from consortium.signing.lifecycle.agency_dates import running_out
from consortium.signing.lifecycle.ahead_words import Coming
from consortium.signing.lifecycle.calendar import calendar_file, dates_of, see_months
from consortium.signing.lifecycle.see_binds import see_binds
from consortium.signing.store import load_pacts
from consortium.signing.store.authorities import load_authorities
from consortium.signing.store.life import load_wishes
from consortium.signing.store.signatures import load_signatures
from consortium.signing.store.surroundings import load_surroundings
from geo import PersonId

_SEE: Final = {"permission": Permission.SEE_AGREEMENTS}
_HOME: Final = "/{slug:str}/agreements/calendar"


@get(_HOME, opt=_SEE)
async def see_calendar(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """What lies ahead within a year, by month."""
    async with state.database.reading(place.id) as reading:
        dates = await _dates(reading, place)
    return page(
        request,
        "signing/calendar.html",
        place=place,
        viewer=viewer,
        months=see_months(dates, place.slug, place.timezone),
        file_href=f"/{place.slug}/agreements/calendar.ics",
        list_href=f"/{place.slug}/agreements",
    )


@get(f"{_HOME}.ics", opt=_SEE)
async def calendar_to_keep(place: HerePlace, state: State) -> Response[bytes]:
    """The same, for a calendar program: as it stands now, it is not fetched again."""
    async with state.database.reading(place.id) as reading:
        dates = await _dates(reading, place)
        home = f"{state.settings.public_url.rstrip('/')}/{place.slug}"
        text = calendar_file(dates, title=place.title, home=home, at=reading.now)
    return to_keep(text, "text/calendar", "agreements.ics")


@get("/{slug:str}/agency/agreements", opt={"permission": Permission.SEE_OWN_AGENCY})
async def see_what_binds(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """What binds the agencies in which the viewer serves; never another one."""
    async with state.database.reading(place.id) as reading:
        bonds = (await load_member(reading, PersonId(viewer.person))).bonds
        pacts, names = await load_pacts(reading), (await load_agencies(reading)).names
        wishes = await load_wishes(reading)
        signed = {pact.id: await load_signatures(reading, pact.id) for pact in pacts}
        mine = sorted((each for each, kinds in bonds.items() if kinds & EMPLOYED), key=lambda each: names.get(each, ""))
        agencies: list[dict[str, Any]] = [
            see_binds(pacts, each, viewer, names, place.slug, reading.now, wishes=wishes, signed=signed)
            for each in mine
        ]
    return page(
        request,
        "signing/binds.html",
        place=place,
        viewer=viewer,
        agencies=agencies,
        person=str(viewer.person),
        may_read=viewer.may(Permission.SEE_AGREEMENTS),
        may_sign=viewer.may(Permission.SIGN_AGREEMENTS),
        bound_href=f"/{place.slug}/agreements/bound" if viewer.may(Permission.SIGN_AGREEMENTS) else None,
        calendar_href=f"/{place.slug}/agreements/calendar" if viewer.may(Permission.SEE_AGREEMENTS) else None,
    )


async def _dates(reading: Reading, place: HerePlace) -> list[tuple[Pact, Coming]]:
    names, at = (await load_agencies(reading)).names, reading.now
    around = await load_surroundings(reading)
    ends = running_out(await load_authorities(reading), around, names, at, place.timezone)
    return dates_of(await load_pacts(reading), names, at, ends=ends)


HANDLERS = (see_calendar, calendar_to_keep, see_what_binds)
