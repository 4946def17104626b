"""What the pages of a draft share: the look at it, the names of those who had to do with it, the head of the page."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from uuid import UUID

from litestar import Request
from litestar.datastructures import State
from litestar.response import Response

from consortium.access.door import Viewer
from consortium.access.permissions import Permission
from consortium.access.store import Place
from consortium.access.web import form_of, page, see
from consortium.db import Reading, Transaction
from consortium.problems import BadInput, Conflict
from consortium.signing.drafting.look import Look, look_at, seen_by
from consortium.signing.drafting.see_draft import see_draft

AnyRequest = Request[Any, Any, State]
Form = dict[str, str]
Wrong = BadInput | Conflict
MAY_SEE = {"permission": Permission.COMMENT_AGREEMENTS}
MAY_DRAFT = {"permission": Permission.DRAFT_AGREEMENTS}
LONGEST = 512 * 1024
"""Of a form: a whole agreement's words fit several times."""

Shown = Callable[..., Awaitable[Response[str]]]


async def seen_look(reading: Reading, viewer: Viewer, draft: UUID) -> Look:
    """The look at a draft, if it is hers to see.

    Raises:
        NotFound: there is none for her.
    """
    look = await look_at(reading, draft)
    seen_by(viewer, look.file)
    return look


def draft_page(
    request: AnyRequest,
    template: str,
    viewer: Viewer,
    place: Place,
    look: Look,
    *,
    wrong: Wrong | None = None,
    typed: Mapping[str, str] | None = None,
    **context: Any,
) -> Response[str]:
    """A page of a draft; ``wrong`` is what a form before it met."""
    return page(
        request,
        template,
        place=place,
        viewer=viewer,
        status=wrong.status if wrong else 200,
        draft=see_draft(look, viewer, place.slug),
        errors=errors_of(wrong),
        typed=typed or {},
        did=request.query_params.get("did", ""),
        **context,
    )


def errors_of(wrong: Wrong | None, field: str = "form") -> dict[str, str]:
    """What a form met, by the field that is to blame, if one is."""
    return {} if wrong is None else {getattr(wrong, "field", None) or field: str(wrong)}


async def acted(
    request: AnyRequest,
    place: Place,
    state: State,
    *,
    do: Callable[[Transaction, Form], Awaitable[object]],
    again: Callable[[Form, Wrong], Awaitable[Response[str]]],
    then: str,
) -> Response[Any]:
    """Do what a form asks for, in one transaction, and go on to ``then``; the page again if it can't be done."""
    form = await form_of(request)
    try:
        async with state.database.transaction(place.id) as tx:
            await do(tx, form)
    except (BadInput, Conflict) as wrong:
        return await again(form, wrong)
    return see(then)
