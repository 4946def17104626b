"""The roster taken out as a file."""

from litestar import get
from litestar.datastructures import State
from litestar.response import Response

from consortium.access.files import to_keep
from consortium.access.permissions import Permission
from consortium.access.web import HerePlace, SignedIn
from consortium.members.export_roster import roster_csv, roster_xlsx
from consortium.members.store import load_roster_page

_MAY = {"permission": Permission.IMPORT_ROSTER}


@get("/{slug:str}/roster/export.csv", opt=_MAY)
async def export_csv(viewer: SignedIn, place: HerePlace, state: State) -> Response[bytes]:
    """The roster as CSV."""
    async with state.database.reading(place.id) as reading:
        lines = await load_roster_page(reading, viewer)
    return to_keep(roster_csv(lines), "text/csv; charset=utf-8", f"{place.slug}-roster.csv")


@get("/{slug:str}/roster/export.xlsx", opt=_MAY)
async def export_xlsx(viewer: SignedIn, place: HerePlace, state: State) -> Response[bytes]:
    """The roster as a workbook."""
    async with state.database.reading(place.id) as reading:
        lines = await load_roster_page(reading, viewer)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return to_keep(roster_xlsx(lines), kind, f"{place.slug}-roster.xlsx")


HANDLERS = (export_csv, export_xlsx)
