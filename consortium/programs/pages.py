"""The description of the JSON API (OpenAPI 3.1), as a document and as a page that anybody may read.

It is made by the framework from the API's own routes, and from nothing else: the members' pages and the officers' are
not in it. The page is plain HTML of ours; no third party's viewer, script or font is loaded.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from inspect import cleandoc
from typing import Any

import msgspec
from litestar import Litestar, get
from litestar.datastructures import State
from litestar.di import Provide
from litestar.handlers import BaseRouteHandler
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.spec import Components, SecurityScheme
from litestar.params import FromPath
from litestar.response import Response

from consortium import VERSION
from consortium.access import web
from consortium.problems import HTTP_PROBLEMS, PROBLEMS
from consortium.programs.routes import JSON, ROOT, AnyRequest, provide_program
from consortium.programs.scopes import WORDS
from consortium.programs.see_description import see_description
from consortium.programs.tokens import PREFIX

_OPEN = {"open": "the description of an interface holds no secret"}
_ABOUT = f"""\
Read who is on call, the schedule and its gaps, those who serve, the agencies and the agreements of one consortium, and
change who is on call. Nothing about requests is in it, and no key opens any of it.

**Keys.** An administrator makes a key under *Keys for programs*. Send it as `Authorization: Bearer {PREFIX}…`.
**Times** are ISO 8601 with an offset; windows are half-open: they hold their start and not their end.
**Lists** come in pages; follow `next` until it is null. **ETag**: send it back as `If-None-Match`, and an answer that
has not changed is 304 without a body. **Writes** carry an `Idempotency-Key`: sent again within 24 hours, they are done
once. **Refusals** are `application/problem+json` (RFC 9457)."""


def describe(routes: Iterable[BaseRouteHandler]) -> dict[str, Any]:
    """The description of these routes, with paths from the root of the API on.

    The framework makes it in an application of its own, which is never served, so nothing else can come into it.
    """
    described = Litestar(
        route_handlers=list(routes),
        dependencies={
            "viewer": Provide(web.provide_viewer, sync_to_thread=False),
            "place": Provide(web.provide_place, sync_to_thread=False),
            "program": Provide(provide_program, sync_to_thread=False),
        },
        openapi_config=OpenAPIConfig(
            title="Consortium",
            version=VERSION,
            description=_ABOUT,
            use_handler_docstrings=True,
            components=Components(
                security_schemes={
                    "key": SecurityScheme(type="http", scheme="bearer", description="A key of this consortium.")
                }
            ),
        ),
        logging_config=None,
    )
    document = described.openapi_schema.to_schema()
    prefix = ROOT.replace("{slug:str}", "{slug}")
    paths = {
        path.removeprefix(prefix): {method: _without_slug(operation) for method, operation in item.items()}
        for path, item in document["paths"].items()
        if path.startswith(prefix)
    }
    for shape in msgspec.Struct.__subclasses__():
        if (schema := document["components"]["schemas"].get(shape.__name__)) is not None:
            schema["description"] = cleandoc(shape.__doc__ or "")
            if shape.__struct_config__.forbid_unknown_fields:
                schema["additionalProperties"] = False
    return {**document, "paths": paths}


@cache
def _document(app: Litestar) -> dict[str, Any]:
    return describe(app.state.api_routes)


@get(f"{ROOT}/openapi.json", opt=_OPEN)
async def give_description(request: AnyRequest, slug: FromPath[str], state: State) -> Response[bytes]:
    """The document."""
    place = await state.places.at(slug)
    server = {"url": f"{state.settings.public_url}/{place.slug}/api/v1", "description": place.title}
    document = {**_document(request.app), "servers": [server]}
    return Response(msgspec.json.encode(document), media_type=JSON, headers={"Cache-Control": "no-cache"})


@get(ROOT, opt=_OPEN)
async def see_description_page(request: AnyRequest, slug: FromPath[str], state: State) -> Response[str]:
    """The same as a page."""
    place = await state.places.at(slug)
    return web.page(
        request,
        "access/api.html",
        place=place,
        viewer=None,  # no cookie comes this far
        root=f"{state.settings.public_url}/{place.slug}/api/v1",
        document_href=f"/{place.slug}/api/v1/openapi.json",
        scopes=[(scope.value, words) for scope, words in WORDS.items()],
        problems=_problems(),
        **see_description(_document(request.app)),
    )


HANDLERS = (give_description, see_description_page)


def _without_slug(operation: Any) -> Any:
    """An operation without the parameter that every path has: it stands in the server's address."""
    if not isinstance(operation, Mapping):
        return operation
    rest = [each for each in operation.get("parameters", ()) if each.get("name") != "slug"]
    return {**operation, "parameters": rest}


def _problems() -> list[dict[str, Any]]:
    rows = {row.slug: row for row in (*PROBLEMS.values(), *HTTP_PROBLEMS.values())}
    return [
        {"status": row.status, "slug": row.slug, "title": row.title}
        for row in sorted(rows.values(), key=lambda row: (row.status, row.slug))
    ]
