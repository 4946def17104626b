"""What every page of the members needs: the place at the address, who is looking, the frame of the page.

Every route carries either ``permission`` or ``open`` (with the reason why anybody may come in); one guard for the whole
application asks for it, so a route that carries neither answers nobody.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.handlers import BaseRouteHandler
from litestar.response import Response
from litestar.status_codes import HTTP_303_SEE_OTHER

from consortium.access.door import Viewer
from consortium.access.permissions import Permission, Role
from consortium.access.store import Place, find_consortium, load_place, load_viewer, touch_session
from consortium.access.two_clocks import OwnClock, own_clock
from consortium.db import Database, Reading, Transaction
from consortium.pages import N_, render, zone_label
from consortium.problems import BadInput, FullSessionNeeded, NotFound, SignInNeeded

AnyRequest = Request[Any, Any, State]
"""A request of this application."""

SignedIn = NamedDependency[Viewer]
"""Who is looking, as the guard found her: for handlers' parameters named ``viewer``."""

HerePlace = NamedDependency[Place]
"""The consortium at the address: for handlers' parameters named ``place``."""

ROLE_WORDS: Mapping[Role, str] = {
    Role.COORDINATOR: N_("Coordinator"),
    Role.AGENCY_HEAD: N_("Agency head"),
    Role.PEER: N_("Peer"),
    Role.CLINICIAN: N_("Clinician"),
    Role.CHAPLAIN: N_("Chaplain"),
    Role.CLINICAL_DIRECTOR: N_("Clinical director"),
    Role.LEGAL_ADVISOR: N_("Legal advisor"),
    Role.CLERK: N_("Clerk"),
    Role.LIAISON: N_("Liaison"),
    Role.ADMINISTRATOR: N_("Administrator"),
    Role.OPERATOR: N_("Operator"),
}

_KEPT_SECONDS = 5.0
_SLUG = re.compile(r"[a-z][a-z0-9-]{1,39}")
_NAV = (
    ("duty", N_("Now"), "bell", Permission.ANSWER_REQUESTS),
    ("on-call", N_("On call"), "phone", Permission.SEE_ON_CALL),
    ("schedule", N_("Schedule"), "calendar-days", Permission.SEE_ON_CALL),
    ("agencies", N_("Agencies"), "building-2", Permission.SEE_AGENCIES),
    ("zones", N_("Region"), "map", Permission.SEE_AGENCIES),
    ("agreements", N_("Agreements"), "file-text", Permission.SEE_AGREEMENTS),
    ("roster", N_("Roster"), "users", Permission.SEE_ROSTER),
    ("designations", N_("Designations"), "table-2", Permission.SEE_DESIGNATIONS),
    ("agency", N_("My agency"), "building-2", Permission.SEE_OWN_AGENCY),
    ("set-up", N_("Set up"), "list", Permission.SET_UP),
)


@dataclass(slots=True)
class Places:
    """The consortia by their addresses, as this process knows them; an address never changes its consortium."""

    database: Database
    _ids: dict[str, UUID] = field(default_factory=dict)

    async def at(self, slug: str) -> Place:
        """The place at an address.

        Raises:
            NotFound: there is none.
        """
        if not _SLUG.fullmatch(slug):
            raise NotFound
        if slug not in self._ids:
            async with self.database.reading(None) as reading:
                found = await find_consortium(reading, slug)
            if found is None:
                raise NotFound
            self._ids[slug] = found
        async with self.database.reading(self._ids[slug]) as reading:
            return await load_place(reading)


@dataclass(slots=True)
class KnownPlaces:
    """Places as they were a moment ago: for the officers' first page, which is kept rendered as long."""

    places: Places
    _kept: dict[str, tuple[float, Place]] = field(default_factory=dict)

    async def at(self, slug: str) -> Place:
        """The place at an address, at most five seconds old.

        Raises:
            NotFound: there is none.
        """
        clock = asyncio.get_running_loop().time
        kept = self._kept.get(slug)
        if kept is None or clock() - kept[0] >= _KEPT_SECONDS:
            kept = (clock(), await self.places.at(slug))
            self._kept[slug] = kept
        return kept[1]


@dataclass(frozen=True, slots=True)
class Above:
    """What the door asks of the desks above it; the application wires it.

    Attributes:
        mails_of: every mail address that we have of a person, for mails to herself.
        names: the names of these people and agencies, as far as this viewer may see them.
        mail_reached: told that a sign-in mail to her own address was opened by her.
        key_confirmed: told that the fingerprint of a head's passkey was confirmed.
    """

    mails_of: Callable[[Reading, UUID], Awaitable[Collection[str]]]
    names: Callable[[Reading, Viewer, Collection[UUID]], Awaitable[Mapping[UUID, str]]]
    mail_reached: Callable[[Transaction, UUID], Awaitable[None]]
    key_confirmed: Callable[[Transaction, UUID], Awaitable[None]]


def session_cookie(slug: str, *, secure: bool) -> str:
    """The name of a consortium's session cookie; ``__Host-`` wherever the connection is encrypted."""
    return f"__Host-session-{slug}" if secure else f"session-{slug}"


def duty_cookies(slug: str, *, secure: bool) -> tuple[str, str]:
    """The names of the two cookies of a phone that is kept signed in for a shift: its session, its own secret."""
    prefix = "__Host-" if secure else ""
    return f"{prefix}duty-{slug}", f"{prefix}phone-{slug}"


async def guard(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Let in who may come in; the viewer is left in the connection's state.

    Raises:
        SignInNeeded: nobody is signed in.
        FullSessionNeeded: her roles allow this, but not the session that this browser holds.
        NotFound: she may not see this, or the route says nothing about who may.
    """
    if handler.opt.get("open"):
        return
    permission = handler.opt.get("permission")
    slug = connection.path_params.get("slug")
    if not isinstance(permission, Permission) or slug is None:
        raise NotFound
    place = await connection.app.state.places.at(slug)
    viewers = await viewers_of(connection, place)
    if not viewers:
        raise SignInNeeded("Please sign in first.")
    viewer = next((each for each in viewers if each.may(permission)), viewers[0])
    connection.state.viewer = viewer
    connection.state.place = place
    if viewer.may(permission):
        return
    if viewer.holds(permission):
        raise FullSessionNeeded("This needs a full sign-in. Nothing was changed.")
    raise NotFound


async def viewer_of(connection: ASGIConnection[Any, Any, Any, Any], place: Place) -> Viewer | None:
    """Who is signed in here, or ``None``."""
    return next(iter(await viewers_of(connection, place)), None)


async def viewers_of(connection: ASGIConnection[Any, Any, Any, Any], place: Place) -> tuple[Viewer, ...]:
    """Who is signed in here: the session that was opened, then the one that is kept for a shift, if there are such.

    They are of one person: whoever opens a session in a browser that is kept for somebody else is not somebody else.
    """
    secure, cookies = connection.app.state.settings.secure, connection.cookies
    duty, phone = (cookies.get(name) for name in duty_cookies(place.slug, secure=secure))
    held: list[tuple[str | None, str | None]] = [(cookies.get(session_cookie(place.slug, secure=secure)), None)]
    held += [(duty, phone)] if phone else []
    found = [await _viewer(connection, place, token, secret) for token, secret in held if token]
    known = [viewer for viewer in found if viewer is not None]
    return tuple(viewer for viewer in known if viewer.person == known[0].person)


async def _viewer(
    connection: ASGIConnection[Any, Any, Any, Any], place: Place, token: str, secret: str | None
) -> Viewer | None:
    state = connection.app.state
    async with state.database.reading(place.id) as reading:
        found = await load_viewer(reading, token, secret)
        connection.state.looked_at = reading.now
    if found is None:
        return None
    viewer, stale = found
    if stale:
        async with state.database.transaction(place.id) as tx:
            await touch_session(tx, viewer.session)
    known: Viewer = viewer
    return known


def provide_viewer(request: Request[Any, Any, Any]) -> Viewer:
    """The viewer that the guard let in."""
    viewer: Viewer = request.state.viewer
    return viewer


def provide_place(request: Request[Any, Any, Any]) -> Place:
    """The place that the guard found."""
    place: Place = request.state.place
    return place


def theme_of(request: Request[Any, Any, Any]) -> str | None:
    """The theme kept on this device, if any."""
    theme = request.cookies.get("theme")
    return theme if theme in {"light", "night"} else None


def frame(request: Request[Any, Any, Any], place: Place | None, viewer: Viewer | None) -> dict[str, Any]:
    """The names that every page of the members takes (``consortium.pages.COMMON``)."""
    return {
        "consortium": place,
        "viewer": _shown(viewer) if viewer else None,
        "theme": theme_of(request),
        "nav": _nav(request, place, viewer) if place and viewer else (),
        "zone_label": zone_label(place.timezone) if place else "",
        "own_clock": _own_clock(request, place, viewer) if place and viewer else None,
        "demo": bool(place and place.invented),
        "pause": {"until": place.paused_until} if place and viewer and place.paused else None,
    }


def _own_clock(request: Request[Any, Any, Any], place: Place, viewer: Viewer) -> OwnClock | None:
    looked_at = request.state.get("looked_at")
    return own_clock(viewer.clock, place.timezone, looked_at) if looked_at else None


def _shown(viewer: Viewer) -> dict[str, Any]:
    """What every page shows of whoever is looking."""
    return {
        "name": viewer.name,
        "roles": [ROLE_WORDS[role] for role in sorted(viewer.roles)],
        "session": viewer.kind.value,
        "recovering": viewer.recovering,
        "may_confirm_keys": viewer.may(Permission.CONFIRM_KEYS),
    }


def page(
    request: Request[Any, Any, Any],
    template: str,
    /,
    *,
    place: Place | None,
    viewer: Viewer | None,
    status: int = 200,
    **context: Any,
) -> Response[str]:
    """A whole page in the members' frame."""
    content = render(template, **frame(request, place, viewer), **context)
    return Response(content, media_type="text/html", status_code=status)


def see(path: str) -> Response[None]:
    """Send the browser on to a page of ours, after a form."""
    return Response(None, status_code=HTTP_303_SEE_OTHER, headers={"Location": path})


async def form_of(request: Request[Any, Any, Any]) -> dict[str, str]:
    """The fields of a form as text; a field sent twice counts once, a file not at all.

    Raises:
        BadInput: what was sent is no form.
    """
    try:
        form = await request.form()
    except (ValueError, UnicodeDecodeError, LookupError) as broken:
        raise BadInput("What arrived was not a form of ours. Open the page again and send it from there.") from broken
    return {name: value.replace("\0", "") for name, value in form.items() if isinstance(value, str)}


def _nav(request: Request[Any, Any, Any], place: Place, viewer: Viewer) -> tuple[tuple[str, str, str, bool], ...]:
    here = request.url.path.removeprefix(f"/{place.slug}/").split("/")[0]
    return tuple(
        (f"/{place.slug}/{path}", label, icon, here == path)
        for path, label, icon, permission in _NAV
        if viewer.may(permission)
    )
