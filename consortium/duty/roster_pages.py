"""The roster's page: people by agency, searched, filtered, fifty at a time."""

from typing import Any
from urllib.parse import urlencode

from litestar import Request, get
from litestar.datastructures import State
from litestar.response import Response

from consortium.access.permissions import Permission
from consortium.access.web import HerePlace, SignedIn, page
from consortium.duty.see_roster import see_roster
from consortium.members.people_values import Filter, RosterFound, Wanted
from consortium.members.store import load_roster_page, load_today
from consortium.members.store.roster import PAGE, find_roster
from consortium.pages import N_

AnyRequest = Request[Any, Any, State]
_SHOWS = {
    Filter.ANSWERING: N_("Who answers"),
    Filter.EVERYBODY: N_("Everybody"),
    Filter.ENDING: N_("Training ends"),
    Filter.SUSPENDED: N_("Suspended"),
    Filter.LEFT: N_("Has left"),
}
_MOST_PAGES = 10_000


@get("/{slug:str}/roster", opt={"permission": Permission.SEE_ROSTER})
async def list_roster(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """People by agency, as far as the viewer may see them: searched, filtered, fifty a page."""
    wanted = _wanted(request)
    async with state.database.reading(place.id) as reading:
        found = await find_roster(reading, viewer, wanted)
        lines = await load_roster_page(reading, viewer, [person for person, _ in found.people])
        facts = (await state.desks.at(reading)).facts
        now, today = reading.now, await load_today(reading)
    groups = see_roster(found, {line.person: line for line in lines}, facts, now, today, place.slug)
    here, lists = f"/{place.slug}/roster", viewer.may(Permission.IMPORT_ROSTER)
    return page(
        request,
        "members/roster.html",
        place=place,
        viewer=viewer,
        groups=groups,
        today=today,
        shows=[
            {
                "label": label,
                "href": _href(here, wanted, show=show),
                "count": found.counts[show],
                "current": show is wanted.show,
            }
            for show, label in _SHOWS.items()
        ],
        stats={
            "answering": found.counts[Filter.ANSWERING],
            "ending": found.counts[Filter.ENDING],
            "reachable": found.reachable,
        },
        words=wanted.words,
        show="" if wanted.show is Filter.ANSWERING else wanted.show.value,
        search_action=here,
        pages=_paging(here, wanted, found),
        add_href=f"/{place.slug}/people/new" if viewer.may(Permission.MANAGE_PEOPLE) else None,
        import_href=f"{here}/import" if lists else None,
        export_href=f"{here}/export.xlsx" if lists else None,
        journal_href=f"/{place.slug}/journal" if viewer.may(Permission.SEE_JOURNAL) else None,
    )


HANDLERS = (list_roster,)


def _wanted(request: AnyRequest) -> Wanted:
    """The roster that the address asks for; what it cannot mean is left out."""
    asked = request.query_params
    shows = {each.value: each for each in Filter}
    number = asked.get("page", "1")
    return Wanted(
        show=shows.get(asked.get("show", ""), Filter.ANSWERING),
        words=asked.get("words", "").replace("\0", "")[:120].strip(),
        page=max(1, min(_MOST_PAGES, int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1)),
    )


def _href(here: str, wanted: Wanted, *, show: Filter | None = None, number: int = 1) -> str:
    show = show or wanted.show
    asked = {
        "show": "" if show is Filter.ANSWERING else show.value,
        "words": wanted.words,
        "page": str(number) if number > 1 else "",
    }
    query = urlencode({key: value for key, value in asked.items() if value})
    return f"{here}?{query}" if query else here


def _paging(here: str, wanted: Wanted, found: RosterFound) -> dict[str, Any]:
    first = (wanted.page - 1) * PAGE + 1
    last = first + len(found.people) - 1
    return {
        "first": first,
        "last": last,
        "total": found.total,
        "earlier_href": _href(here, wanted, number=wanted.page - 1) if wanted.page > 1 else None,
        "later_href": _href(here, wanted, number=wanted.page + 1) if last < found.total else None,
    }
