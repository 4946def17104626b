"""What a key opens: every route of the API and every scope, with the scope that the route names as the oracle."""

import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from uuid import uuid4

import httpx
import pytest
from litestar import Litestar, get
from litestar.handlers import HTTPRouteHandler
from litestar.response import Response
from litestar.routes import HTTPRoute

from agreements.errors import AgreementError
from consortium.access.permissions import ALLOWED, Permission, Role
from consortium.problems import HTTP_PROBLEMS, PROBLEMS, Refused, problem_of
from consortium.programs.scopes import PERMISSIONS, WORDS, Scope
from geo.errors import GeoError
from scheduling.errors import SchedulingError
from tests.architecture.test_routes_and_roles import SLUG, somebody
from tests.harness import Ground, House, MailCatcher, house
from tests.stories.program_world import Program

_ID = re.compile(r"\{\w+:uuid\}")
API = "/{slug:str}/api/"
OPEN = {f"{API}v1", f"{API}v1/openapi.json"}
PROBLEM = "application/problem+json"


@dataclass(frozen=True)
class Call:
    """One route and one method of the API; without a scope it must be listed as open."""

    path: str
    method: str
    scope: Scope | None
    permission: object

    @property
    def address(self) -> str:
        return _ID.sub(lambda _: str(uuid4()), self.path.replace("{slug:str}", SLUG))


def calls(app: Litestar) -> Iterator[Call]:
    """Every route and method that is under the API's address, or that names a scope wherever it is."""
    for route in app.routes:
        if not isinstance(route, HTTPRoute):
            continue
        for method, (handler, _) in route.route_handler_map.items():
            if method in {"OPTIONS", "HEAD"} or not isinstance(handler, HTTPRouteHandler):
                continue
            if route.path.startswith(API) or "scope" in handler.opt:
                yield Call(route.path, method, handler.opt.get("scope"), handler.opt.get("permission"))


@pytest.fixture
async def home(region: Ground, catcher: MailCatcher) -> AsyncIterator[House]:
    async with house(region, catcher) as running:
        yield running


async def send(client: httpx.AsyncClient, call: Call, headers: dict[str, str]) -> httpx.Response:
    more = {"Idempotency-Key": uuid4().hex} if call.method == "POST" else {}
    return await client.request(call.method, call.address, headers={**headers, **more}, json={} if more else None)


async def surprises(home: House) -> list[str]:
    """Where a key with one scope opens more or less than the route's scope says."""
    found = []
    for scope in Scope:
        program = await Program.of(home, scope, slug=SLUG)
        for call in calls(home.litestar):
            if call.path in OPEN:
                continue
            answer = await send(program.client, call, program.headers)
            opened = answer.status_code not in {401, 403}
            if opened != (scope is call.scope) or answer.status_code >= 500:
                found.append(f"{scope} got {call.method} {call.path}: {answer.status_code}")
            if answer.status_code >= 400 and answer.headers["content-type"] != PROBLEM:
                found.append(f"{call.method} {call.path} refuses as {answer.headers['content-type']}")
    return found


async def test_a_key_opens_exactly_what_its_scope_says(home: House) -> None:
    assert await surprises(home) == []
    assert home.faults == []


async def test_without_a_key_nothing_opens_whoever_is_signed_in(home: House) -> None:
    first = next(call for call in calls(home.litestar) if call.scope)
    for role in (None, *Role):
        browser = home.browser() if role is None else await home.member(SLUG, await somebody(home.ground, role))
        for call in calls(home.litestar):
            if call.path in OPEN:
                continue
            answer = await send(browser, call, {})
            assert (answer.status_code, answer.headers["content-type"]) == (401, PROBLEM), (role, call)
        if role is not None and role is not Role.ADMINISTRATOR:
            answer = await send(browser, first, {"Authorization": "Bearer cps_" + "x" * 43})
            assert answer.status_code == 401


async def test_every_call_names_a_scope_and_stands_under_one_address(home: House) -> None:
    found = list(calls(home.litestar))

    assert {call.path for call in found if call.scope is None} == OPEN
    assert [call for call in found if not call.path.startswith(API) or call.permission] == []
    assert {call.scope for call in found} - {None} == set(Scope)
    assert [call for call in found if call.method not in {"GET", "POST"}] == []
    assert [call for call in found if (call.method == "POST") != (call.scope is Scope.WRITE_DUTY)] == []


@pytest.mark.parametrize("opt", [{"scope": Scope.READ_SCHEDULE}, {"permission": Permission.SIGNED_IN}, {}])
async def test_a_planted_leak_in_the_api_is_found_or_answers_nobody(home: House, opt: dict[str, object]) -> None:
    @get("/{slug:str}/api/v1/requests", opt=opt)
    async def every_request() -> Response[str]:
        return Response("a list of requests that nobody may have")

    home.litestar.register(every_request)
    (planted,) = (call for call in calls(home.litestar) if call.path.endswith("/requests"))
    member = await home.member(SLUG, await somebody(home.ground, Role.ADMINISTRATOR))
    members = await Program.of(home, Scope.READ_MEMBERS, slug=SLUG)
    document = (await member.get(f"/{SLUG}/api/v1/openapi.json")).json()

    assert (await send(member, planted, {})).status_code in {401, 404}
    assert (await send(members.client, planted, members.headers)).status_code in {401, 403, 404}
    assert "/requests" not in document["paths"], "what is described and what is open are kept by one list"


def test_a_scope_gives_nothing_that_an_administrator_does_not_hold() -> None:
    assert set(PERMISSIONS) == set(WORDS) == set(Scope)
    held = {permission for permission, roles in ALLOWED.items() if Role.ADMINISTRATOR in roles}

    assert set().union(*PERMISSIONS.values()) <= held
    assert Permission.ANSWER_REQUESTS not in set().union(*PERMISSIONS.values())


def _below(kind: type[Exception]) -> Iterator[type[Exception]]:
    for each in kind.__subclasses__():
        yield each
        yield from _below(each)


def test_every_error_of_ours_has_a_row_in_the_one_table() -> None:
    ours = [*_below(Refused), *_below(AgreementError), *_below(GeoError), *_below(SchedulingError)]
    rows = {kind: problem_of(kind.__new__(kind)) for kind in ours}

    assert [kind for kind, row in rows.items() if row is None] == []
    assert [kind for kind in Refused.__subclasses__() if kind not in PROBLEMS] == []
    assert all(400 <= row.status < 500 for row in PROBLEMS.values())
    slugs = [row.slug for row in {*PROBLEMS.values(), *HTTP_PROBLEMS.values()}]
    assert len(slugs) == len(set(slugs))
