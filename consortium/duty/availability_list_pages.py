"""Who has said when she can serve: the list of those who make the rota, with a way to each person's page."""

from typing import Any

from litestar import get
from litestar.datastructures import State
from litestar.response import Response

from consortium.access.permissions import Permission
from consortium.access.web import HerePlace, SignedIn, page
from consortium.duty.availability.see import see_everybody
from consortium.duty.people_pages import AnyRequest
from consortium.members.store import load_today

_MAY = {"permission": Permission.BUILD_ROTA}


@get("/{slug:str}/availability", opt=_MAY)
async def see_list(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """Everybody who answers, with what she said in a line."""
    async with state.database.reading(place.id) as reading:
        people = await see_everybody(reading, await load_today(reading))
    here = f"/{place.slug}"
    links: list[Any] = [f"{here}/people/{each['id']}/availability" for each in people]
    return page(
        request,
        "duty/availability_list.html",
        place=place,
        viewer=viewer,
        people=list(zip(people, links, strict=True)),
        import_href=f"{here}/availability/import",
        holidays_href=f"{here}/holidays",
        hours_href=f"{here}/lent-hours",
    )


HANDLERS = (see_list,)
