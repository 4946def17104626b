"""Who may open what: every route and every role, with the permission table as the oracle; proved by planted leaks.

The whole walk, each role over each route, is a proof; in an ordinary run each route is tried by three roles by lot.
"""

import re
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from random import sample
from uuid import UUID, uuid4

import httpx
import pytest
from litestar import Litestar, get
from litestar.handlers import HTTPRouteHandler
from litestar.response import Response
from litestar.routes import HTTPRoute

from consortium.access.front import FrontDoor
from consortium.access.permissions import (
    ALLOWED,
    KEPT_BY_DUTY,
    KEPT_BY_REDUCED,
    Permission,
    Role,
    SessionKind,
    may,
    refused,
)
from consortium.access.tables import PersonRow, RoleRow
from consortium.programs.scopes import Scope
from tests.harness import PUBLIC, Ground, House, MailCatcher, house
from tests.proofs.size import whole

SLUG = "blue-ledge"
NOT_FOUND = 404
_ID = re.compile(r"\{\w+:uuid\}")


@dataclass(frozen=True)
class Way:
    """One route and one method, as they were declared."""

    path: str
    method: str
    permission: Permission | None
    open: str

    @property
    def address(self) -> str:
        """The route's address in the demo, with ids that nobody has."""
        found = self.path.replace("{slug:str}", SLUG)
        for name, value in (
            ("token", "x" * 43),
            ("day", "2026-11-23"),
            ("number", "1"),
            ("state_name", "VA"),
            ("language", "en"),
        ):
            for kind in ("str", "int"):
                found = found.replace("{" + name + ":" + kind + "}", value)
        return _ID.sub(lambda _: str(uuid4()), found)

    @property
    def of_one(self) -> bool:
        """It is about one row, which nobody has: who may see it is told that there is none, like everybody else."""
        return _ID.search(self.path) is not None


def ways(app: Litestar) -> Iterator[Way]:
    """Every route and method but the static files and what a key opens, which test_programs_and_scopes walks."""
    for route in app.routes:
        if not isinstance(route, HTTPRoute) or route.path.startswith("/static"):
            continue
        for method, (handler, _) in route.route_handler_map.items():
            if method in {"OPTIONS", "HEAD"} or not isinstance(handler, HTTPRouteHandler):
                continue
            if isinstance(handler.opt.get("scope"), Scope):
                continue
            permission = handler.opt.get("permission")
            yield Way(
                route.path,
                method,
                permission if isinstance(permission, Permission) else None,
                handler.opt.get("open", ""),
            )


@pytest.fixture
async def home(region: Ground, catcher: MailCatcher) -> AsyncIterator[House]:
    async with house(region, catcher) as running:
        yield running


async def somebody(ground: Ground, *roles: Role) -> UUID:
    """A person with just these roles."""
    consortium = await ground.consortium(SLUG)
    person = uuid4()
    async with ground.database.transaction(consortium) as tx:
        tx.add(PersonRow(consortium=consortium, id=person, name="Invented Person", email=None))
        await tx.flush()
        tx.add_all(RoleRow(consortium=consortium, person=person, role=role.value) for role in roles)
    return person


async def send(browser: httpx.AsyncClient, way: Way) -> httpx.Response:
    return await browser.request(way.method, way.address, data={} if way.method == "POST" else None)


def walked(roles: Sequence[Role], way: Way) -> frozenset[Role]:
    """Who tries this way: in the whole proof everybody, else two who may not come in and one who may, by lot."""
    if whole():
        return frozenset(roles)
    held = [role for role in roles if way.permission is not None and may({role}, way.permission)]
    others = [role for role in roles if role not in held]
    return frozenset(sample(held, min(len(held), 1)) + sample(others, min(len(others), 2)))


def by_role(home: House, roles: Sequence[Role]) -> Iterator[tuple[Role, list[Way]]]:
    """Each role with the ways that it tries, but for those that end the session or wait for news."""
    tried = [
        (way, walked(roles, way))
        for way in ways(home.litestar)
        if "watch" not in way.path and not way.path.endswith("sign-out") and not way.open
    ]
    for role in roles:
        yield role, [way for way, some in tried if role in some]


async def surprises(home: House) -> list[str]:
    """Where the application answers otherwise than the table says."""
    found = []
    for role, tried in by_role(home, list(Role)):
        browser = await home.member(SLUG, await somebody(home.ground, role))
        for way in tried:
            answer = await send(browser, way)
            allowed = way.permission is not None and may({role}, way.permission)
            missing = answer.status_code == NOT_FOUND and not way.of_one
            if allowed and (missing or answer.status_code >= 500):
                found.append(f"{role} should get {way.method} {way.path}, got {answer.status_code}")
            if not allowed and answer.status_code != NOT_FOUND:
                found.append(f"{role} got {way.method} {way.path}: {answer.status_code}")
    return found


@pytest.mark.proof
async def test_every_route_answers_exactly_the_roles_of_the_table(home: House) -> None:
    assert await surprises(home) == []
    assert home.faults == []


LEFT = {SessionKind.REDUCED: KEPT_BY_REDUCED, SessionKind.DUTY: KEPT_BY_DUTY}


async def surprises_of(home: House, kind: SessionKind) -> list[str]:
    """Where a session that is not full opens more than its set leaves, less, or does not say why."""
    found = []
    roles = (Role.COORDINATOR, Role.ADMINISTRATOR, Role.AGENCY_HEAD, Role.LEGAL_ADVISOR, Role.PEER)
    for role, tried in by_role(home, roles):
        browser = await home.member(SLUG, await somebody(home.ground, role), kind=kind)
        for way in tried:
            if way.permission is None:
                continue
            answer = await send(browser, way)
            held, left = may({role}, way.permission), way.permission in LEFT[kind]
            if not held and answer.status_code != NOT_FOUND:
                found.append(f"{role} got {way.method} {way.path}: {answer.status_code}")
            if held and not left and (answer.status_code, "This needs a full sign-in" in answer.text) != (403, True):
                found.append(f"{kind} session of {role} got {way.method} {way.path}: {answer.status_code}")
            if held and left and (answer.status_code == 403 or answer.status_code >= 500):
                found.append(f"{kind} session of {role} should get {way.method} {way.path}: {answer.status_code}")
    return found


@pytest.mark.proof
@pytest.mark.parametrize("kind", list(LEFT))
async def test_a_session_that_is_not_full_opens_exactly_what_its_set_leaves(home: House, kind: SessionKind) -> None:
    assert await surprises_of(home, kind) == []
    assert home.faults == []


WRITTEN_IN_A_REDUCED_SESSION = {
    "/{slug:str}/sign-out",
    "/{slug:str}/me/devices/sessions/{session:uuid}/name",
    "/{slug:str}/me/devices/sessions/{session:uuid}/end",
    "/{slug:str}/me/devices/everywhere",
    "/{slug:str}/me/devices/recovery",
    "/{slug:str}/me/devices/recovery/cancel",
}


async def test_a_reduced_session_changes_nothing_but_what_is_listed_here(home: House) -> None:
    """Decision 24: no request, talk, signature, person, role or channel."""
    written = {way.path for way in ways(home.litestar) if way.method == "POST" and way.permission in KEPT_BY_REDUCED}

    assert written == WRITTEN_IN_A_REDUCED_SESSION


async def test_who_is_not_signed_in_is_sent_to_the_door_and_nothing_is_done(home: House) -> None:
    browser = home.browser()
    for way in ways(home.litestar):
        if way.open:
            continue
        answer = await send(browser, way)
        expected = 303 if way.method == "GET" else 401
        assert expected == answer.status_code, way
        assert way.method != "GET" or answer.headers["location"] == f"/{SLUG}/sign-in"


async def test_every_route_says_who_may_come_in(home: House) -> None:
    silent = [way for way in ways(home.litestar) if way.permission is None and not way.open]

    assert silent == []


@pytest.mark.parametrize(
    "opt",
    [{"open": "planted"}, {"permission": Permission.SIGNED_IN}, {}],
    ids=["open to all", "open to every member", "saying nothing"],
)
async def test_a_planted_leak_in_the_routes_is_found(home: House, opt: dict[str, object]) -> None:
    @get("/{slug:str}/requests", opt=opt)
    async def every_request() -> Response[str]:
        return Response("a list of requests that nobody may have", media_type="text/html")

    home.litestar.register(every_request)
    (planted,) = (way for way in ways(home.litestar) if way.path.endswith("/requests"))
    listed = planted.path in OPEN_TO_ALL | OPEN_TO_MEMBERS
    operator = await home.member(SLUG, await somebody(home.ground, Role.OPERATOR))

    reached = (await send(operator, planted)).status_code == 200

    assert reached == bool(opt), "a route that says nothing about who may come in answers nobody"
    assert not listed, "a route that is open must be listed in this file"


OPEN_TO_ALL = {
    "/",
    "/{slug:str}/cal/{token:str}",
    "/{slug:str}/counsel/{token:str}",
    "/{slug:str}/counsel/{token:str}/agreement.docx",
    "/{slug:str}/first/{token:str}",
    "/{slug:str}/first",
    "/{slug:str}/on-call/offline.js",
    "/{slug:str}/sign-in/agency",
    "/{slug:str}/sign-in/agency/back",
    "/{slug:str}/sign-in/agency/{wanted:uuid}",
    "/{slug:str}",
    "/{slug:str}/help",
    "/{slug:str}/es/help",
    "/{slug:str}/what-we-hold",
    "/{slug:str}/es/what-we-hold",
    "/{slug:str}/what-we-hold/agreements",
    "/{slug:str}/es/what-we-hold/agreements",
    "/{slug:str}/what-we-hold/duty",
    "/{slug:str}/es/what-we-hold/duty",
    "/{slug:str}/invitation",
    "/{slug:str}/agreements/log/checkpoint",
    "/{slug:str}/agreements/log/cosign",
    "/{slug:str}/agreements/log/growth",
    "/{slug:str}/verify",
    "/{slug:str}/kiosk/{kiosk:uuid}",
    "/{slug:str}/kiosk/{kiosk:uuid}/{pending:uuid}",
    "/{slug:str}/kiosk/{kiosk:uuid}/{pending:uuid}/ask",
    "/{slug:str}/seal.pem",
    "/{slug:str}/sign-in",
    "/{slug:str}/sign-in/code",
    "/{slug:str}/sign-in/link",
    "/{slug:str}/sign-in/{token:str}",
    "/{slug:str}/theme",
    "/{slug:str}/sign-in/passkey",
    "/{slug:str}/sign-in/passkey/ask",
    "/{slug:str}/sign-in/recovery",
    "/{slug:str}/sign-in/recovery/{token:str}",
    "/{slug:str}/shift/{token:str}",
    "/{slug:str}/shift",
    "/{slug:str}/api/v1",
    "/{slug:str}/api/v1/openapi.json",
    "/healthz",
    "/readyz",
    "/.well-known/security.txt",
}
OPEN_TO_MEMBERS = {"/{slug:str}/sign-out", "/{slug:str}/permissions", "/{slug:str}/cards"}


async def test_nothing_is_open_that_is_not_listed_here(home: House) -> None:
    open_to_all = {way.path for way in ways(home.litestar) if way.open}
    open_to_members = {way.path for way in ways(home.litestar) if way.permission is Permission.SIGNED_IN}

    assert open_to_all == OPEN_TO_ALL
    assert open_to_members == OPEN_TO_MEMBERS


async def test_the_demo_door_is_not_there_outside_the_demo(home: House) -> None:
    for address in ("/demo", "/demo/mails"):
        assert (await home.browser().get(address)).status_code == NOT_FOUND


async def test_a_form_from_another_site_is_refused(home: House) -> None:
    peer = await home.member(SLUG, await somebody(home.ground, Role.PEER))
    for headers in (
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
        {"sec-fetch-site": "", "origin": "https://evil.test"},
    ):
        answer = await peer.post(f"/{SLUG}/duty", data={"act": "pass"}, headers=headers)
        assert answer.status_code == 403, headers


async def test_a_browser_without_fetch_metadata_is_known_by_its_origin(home: House) -> None:
    plain = httpx.AsyncClient(transport=httpx.ASGITransport(app=home.outer), base_url=PUBLIC)

    own = await plain.post(f"/{SLUG}/help", data={"step": "status"}, headers={"origin": PUBLIC})
    silent = await plain.post(f"/{SLUG}/help", data={"step": "status"})

    assert (own.status_code, silent.status_code) == (200, 403)


async def test_a_foreign_host_is_not_answered(home: House) -> None:
    answer = await home.browser().get(f"/{SLUG}/help", headers={"host": "evil.test"})

    assert answer.status_code == 421


async def test_a_session_opens_one_consortium_only(home: House) -> None:
    browser = await home.member(SLUG, await somebody(home.ground, Role.COORDINATOR))
    for cookie in list(browser.cookies.jar):
        browser.cookies.set(cookie.name.replace(SLUG, "juniper-rim"), cookie.value or "")

    answer = await browser.get("/juniper-rim/roster")

    assert (answer.status_code, answer.headers["location"]) == (303, "/juniper-rim/sign-in")


async def test_a_wrong_pair_of_roles_is_known(home: House) -> None:
    assert refused({Role.AGENCY_HEAD, Role.OPERATOR})
    assert refused({Role.AGENCY_HEAD, Role.COORDINATOR}) is None
    assert set(Permission) == set(ALLOWED)
    assert isinstance(home.outer, FrontDoor)
