"""The journal: what members did, newest first, in sentences. It holds no act on a request, and no time of one."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Request, get
from litestar.datastructures import State
from litestar.response import Response

from consortium.access.permissions import Permission
from consortium.access.web import HerePlace, SignedIn, page
from consortium.db import Reading
from consortium.duty.store import load_rotation_names
from consortium.journal import Act, load_acts
from consortium.members.history import told
from consortium.members.store import load_names
from consortium.problems import NotFound
from consortium.signing.store import load_titles

AnyRequest = Request[Any, Any, State]
_PAGE = 50


@get("/{slug:str}/journal", opt={"permission": Permission.SEE_JOURNAL})
async def read_journal(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """Fifty acts, newest first; ``about`` is one subject, ``before`` an instant from which on they are left out."""
    about, before, past = _id(request, "about"), _before(request), _id(request, "past")
    async with state.database.reading(place.id) as reading:
        only = None if about is None else (about,)
        acts = await load_acts(reading, subjects=only, before=before, past=past, most=_PAGE + 1)
        things = await _things(reading)
        shown = await told(reading, viewer, acts[:_PAGE], names=things)
        subjects = {act.subject for act in acts if act.subject is not None} | ({about} if about else set())
        names = {**await load_names(reading, viewer, subjects), **things}
    if about is not None and about not in names:
        raise NotFound
    here = f"/{place.slug}/journal"
    rows = [
        {**line, "about_href": _href(here, act.subject) if about is None and act.subject in names else None}
        for line, act in zip(shown, acts[:_PAGE], strict=True)
    ]
    return page(
        request,
        "members/journal.html",
        place=place,
        viewer=viewer,
        acts=rows,
        about=names.get(about, "") if about else "",
        newest_href=_href(here, about) if before else None,
        all_href=here if about else None,
        older_href=_href(here, about, acts[_PAGE - 1]) if len(acts) > _PAGE else None,
    )


HANDLERS = (read_journal,)


async def _things(reading: Reading) -> dict[UUID, str]:
    """What this desk and the one below can name: agreements by title, rotations by name."""
    return {**await load_titles(reading), **await load_rotation_names(reading)}


def _id(request: AnyRequest, name: str) -> UUID | None:
    """An id in the address.

    Raises:
        NotFound: it is none.
    """
    wanted = request.query_params.get(name, "")
    if not wanted:
        return None
    try:
        return UUID(wanted)
    except ValueError as wrong:
        raise NotFound from wrong


def _before(request: AnyRequest) -> datetime | None:
    """The instant in the address.

    Raises:
        NotFound: it is none.
    """
    wanted = request.query_params.get("before", "")
    if not wanted:
        return None
    try:
        at = datetime.fromisoformat(wanted)
    except ValueError as wrong:
        raise NotFound from wrong
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _href(here: str, about: UUID | None, last: Act | None = None) -> str:
    asked = {"about": str(about) if about else ""}
    if last is not None:
        asked |= {"before": last.at.astimezone(UTC).isoformat(), "past": str(last.id)}
    query = urlencode({key: value for key, value in asked.items() if value})
    return f"{here}?{query}" if query else here
