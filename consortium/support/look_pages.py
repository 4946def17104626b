"""An officer looks before she asks: what her choices give away. Nothing is kept, and nobody is asked yet."""

import secrets
from typing import Any

from litestar.response import Response

from consortium.pages import render
from consortium.problems import BadInput
from consortium.support.help_frame import frame
from consortium.support.look_first import look_first
from consortium.support.visit_pages import HTML, Visit, asked_of, form_again
from consortium.support.why_closed import why_closed


def looks(form: dict[str, str]) -> bool:
    """Whether the form that asks was sent by its other button, which asks nobody yet."""
    return form.get("step") == "ask" and "look" in form


async def look(visit: Visit) -> Response[Any]:
    """Before she asks: what her choices give away, and whether somebody can be asked. Nothing is kept."""
    if visit.form.get("part") == "unlisted":
        return await visit.page("unlisted")
    async with visit.desk.database.reading(visit.place.id) as reading:
        public = await visit.desk.public(reading, visit.place)
    if why_closed(public) is not None:
        return await form_again(visit, public, None)
    try:
        shown = look_first(public, asked_of(visit.form, visit.words or "", with_code=False))
    except BadInput as wrong:
        return await form_again(visit, public, wrong)
    names = {
        "words": visit.form.get("words", ""),
        "once": secrets.token_hex(16),
        "form": visit.form,
        **frame(public, visit.language),
        **shown,
    }
    return Response(render("support/look.html", language=visit.language, **names), media_type=HTML)


async def change(visit: Visit) -> Response[Any]:
    """Back from there to the form, with all that was chosen and typed."""
    async with visit.desk.database.reading(visit.place.id) as reading:
        public = await visit.desk.public(reading, visit.place)
    return await form_again(visit, public, None)
