"""The manners of the JSON API: who is let in by key, how an answer, a refusal and a write look. No route stands here.

A key comes in ``Authorization: Bearer`` and nowhere else. A member's session opens nothing here: no cookie reaches
these routes, so no other site can make a browser write for somebody.
"""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from typing import Annotated, Any, TypeVar
from uuid import UUID

import msgspec
from litestar import Request
from litestar.connection import ASGIConnection
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.exceptions import HTTPException, ValidationException
from litestar.handlers import BaseRouteHandler
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import HeaderParameter, QueryParameter
from litestar.response import Response

from consortium.access import web
from consortium.access.door import Viewer
from consortium.access.store import Place
from consortium.db import Transaction
from consortium.problems import (
    HTTP_PROBLEMS,
    BadInput,
    KeyNeeded,
    NotFound,
    Problem,
    ScopeMissing,
    TooOften,
    problem_of,
)
from consortium.programs.once import once
from consortium.programs.paging import MOST, USUAL
from consortium.programs.scopes import Scope
from consortium.programs.store import Program, load_program, touch_token

ROOT = "/{slug:str}/api/v1"
PROBLEM_JSON = "application/problem+json"
JSON = "application/json"

AnyRequest = Request[Any, Any, State]
Comer = NamedDependency[Program]
"""The program that the guard let in: for handlers' parameters named ``program``."""

Limit = Annotated[int, QueryParameter(ge=1, le=MOST, description=f"How many at most, {USUAL} unless told.")]
Cursor = Annotated[
    str | None, QueryParameter(max_length=1000, description="Where to go on: from `next` of the page before.")
]
IdempotencyKey = Annotated[
    str,
    HeaderParameter(
        name="Idempotency-Key",
        min_length=16,
        max_length=200,
        pattern=r"^[A-Za-z0-9_-]+$",
        description="Random, chosen by you, anew for each write. Sent again within 24 hours with the same body, the "
        "write is done once and answered the same; with another body it is refused (409).",
    ),
]

_Out = TypeVar("_Out")


class WrongOut(msgspec.Struct, frozen=True, kw_only=True):
    """A part of what was sent that cannot be read."""

    field: str
    message: str


class ProblemOut(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A refusal (RFC 9457). `type` leads to its description; `field` names what is to blame, if one thing is."""

    type: str
    title: str
    status: int
    detail: str = ""
    field: str | None = None
    errors: list[WrongOut] | None = None


class MadeOut(msgspec.Struct, frozen=True, kw_only=True):
    """What was made."""

    id: UUID


_SAYS = {
    400: "What was sent cannot be read: a parameter or the body is not of the form described",
    401: "No key came, or one that opens nothing here (any more)",
    403: "The key lacks the scope",
    404: "There is nothing here, or nothing that a program may see",
    409: "The facts have changed meanwhile, or something else was sent under this Idempotency-Key",
    413: "What was sent is too large",
    422: "What was sent is of the right form but cannot be: it says why, and in which field",
    429: "The key was used too often; Retry-After says how many seconds to wait",
    503: "Something that is needed is away for the moment; try again later",
}


def _declared(*statuses: int) -> dict[int, ResponseSpec]:
    return {
        status: ResponseSpec(ProblemOut, media_type=PROBLEM_JSON, description=_SAYS[status], generate_examples=False)
        for status in statuses
    }


def reads(scope: Scope, name: str, summary: str) -> dict[str, Any]:
    """What every reading route declares: scope, statuses, a name and one line of words."""
    same = ResponseSpec(None, description="Nothing has changed since the ETag in If-None-Match")
    statuses = {304: same, **_declared(400, 401, 403, 404, 422, 429, 503)}
    return _operation(scope, name, summary, statuses) | {
        "media_type": JSON,
        "response_description": "What was asked for",
    }


def writes(scope: Scope, name: str, summary: str) -> dict[str, Any]:
    """What every writing route declares."""
    statuses = _declared(400, 401, 403, 404, 409, 413, 422, 429, 503)
    return _operation(scope, name, summary, statuses) | {
        "status_code": 201,
        "media_type": JSON,
        "response_description": "It was done, now or when it was sent first",
    }


def _operation(scope: Scope, name: str, summary: str, responses: dict[int, ResponseSpec]) -> dict[str, Any]:
    return {
        "opt": {"scope": scope},
        "responses": responses,
        "operation_id": name,
        "summary": summary,
        "security": [{"key": [scope.value]}],
    }


async def guard(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Let in who may come in: programs by key where a route names a scope, members by session everywhere else.

    Raises:
        Refused: nobody, or nobody who may.
    """
    scope = handler.opt.get("scope")
    if not isinstance(scope, Scope):
        await web.guard(connection, handler)
        return
    place = await connection.app.state.places.at(connection.path_params.get("slug", ""))
    program = await _program(connection, place)
    if wait := connection.app.state.pace.wait(program.id, asyncio.get_running_loop().time()):
        raise TooOften(wait)
    if scope not in program.scopes:
        raise ScopeMissing(scope)
    connection.state.program, connection.state.place = program, place
    connection.state.viewer = Viewer(
        consortium=place.id,
        person=program.made_by,
        name=program.name,
        roles=frozenset(),  # a program sees whom everybody sees: those who serve
        agencies=frozenset(),
        session=program.id,
    )


async def _program(connection: ASGIConnection[Any, Any, Any, Any], place: Place) -> Program:
    kind, _, token = connection.headers.get("authorization", "").partition(" ")
    if kind.lower() != "bearer" or not token.strip():
        raise KeyNeeded
    database = connection.app.state.database
    async with database.reading(place.id) as reading:
        program = await load_program(reading, token.strip())
    if program is None:
        raise KeyNeeded
    if not program.seen_today:
        async with database.transaction(place.id) as tx:
            await touch_token(tx, program.id)
    return program


def provide_program(request: AnyRequest) -> Program:
    """The program that the guard let in."""
    program: Program = request.state.program
    return program


def answer(request: AnyRequest, out: _Out) -> Response[_Out]:
    """An answer with a strong ETag of its content, or 304 where the program has this content already."""
    body = msgspec.json.encode(out)
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache", "Vary": "Authorization"}
    known = {each.strip().removeprefix("W/") for each in request.headers.get("if-none-match", "").split(",")}
    if known & {tag, "*"}:
        return Response(None, status_code=304, headers=headers)  # type: ignore[arg-type]
    return Response(body, media_type=JSON, headers=headers)  # type: ignore[arg-type]


def next_page(request: AnyRequest, cursor: str | None, limit: int) -> str | None:
    """The address of the next page of a list, without the host; ``None`` on the last one."""
    return f"{request.url.path}?cursor={cursor}&limit={limit}" if cursor is not None else None


async def write(
    request: AnyRequest, program: Program, key: str, act: Callable[[Transaction], Awaitable[UUID]]
) -> Response[MadeOut]:
    """Do a write once for its key, in one transaction; ``act`` makes one row."""
    sent = f"{request.method} {request.url.path}\n".encode() + await request.body()
    place: Place = request.state.place
    async with request.app.state.database.transaction(place.id) as tx:
        answered = await once(tx, program=program, key=key, sent=sent, act=act)
    return Response(MadeOut(id=UUID(answered.answer["id"])), status_code=answered.status, media_type=JSON)


def refusal(request: AnyRequest, error: Exception, status: int = 500) -> Response[bytes]:
    """Any error as ``application/problem+json``, by the one table; ``status`` for what has no row in it."""
    row = problem_of(error) or HTTP_PROBLEMS.get(status) or Problem(status, "refused", "This was refused")
    slug = request.url.path.split("/")[1]
    out = ProblemOut(
        type=f"/{slug}/api/v1#problem-{row.slug}",
        title=row.title,
        status=row.status,
        detail="" if isinstance(error, HTTPException) or problem_of(error) is None else str(error),
        field=error.field if isinstance(error, BadInput) else None,
        errors=_wrong(error) if isinstance(error, ValidationException) else None,
    )
    return Response(
        msgspec.json.encode(out), status_code=row.status, media_type=PROBLEM_JSON, headers=_told(error, row)
    )


def _told(error: Exception, row: Problem) -> dict[str, str]:
    headers = dict(error.headers or {}) if isinstance(error, HTTPException) else {}
    if isinstance(error, KeyNeeded):
        headers["WWW-Authenticate"] = 'Bearer realm="consortium"'
    elif isinstance(error, ScopeMissing):
        headers["WWW-Authenticate"] = f'Bearer realm="consortium", error="insufficient_scope", scope="{error.scope}"'
    elif isinstance(error, TooOften):
        headers["Retry-After"] = str(error.wait)
    elif row.status == HTTP_PROBLEMS[503].status:
        headers["Retry-After"] = "5"
    return headers


def _wrong(error: ValidationException) -> list[WrongOut] | None:
    """Which parameters or parts of the body could not be read, as the framework names them."""
    if not isinstance(error.extra, list):
        return None
    return [
        WrongOut(field=str(each.get("key", "")), message=str(each.get("message", "")))
        for each in error.extra
        if isinstance(each, dict)
    ]


def somebody(found: object) -> None:
    """Refuse to say anything about what is not there or may not be seen.

    Raises:
        NotFound: ``found`` is nothing.
    """
    if not found:
        raise NotFound
