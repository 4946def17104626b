"""One step of one officer: what she sent, the pages that answer it, and the form again as she filled it in."""

import secrets
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar.response import Response

from consortium.access.store import Place
from consortium.pages import render
from consortium.problems import BadInput
from consortium.support.ask_for_support import Asked
from consortium.support.help_desk import HelpDesk
from consortium.support.help_frame import frame
from consortium.support.public import Public
from consortium.support.see_help import see_help
from consortium.support.see_status import NOTHING_OPEN
from consortium.words import draw, normalise

HTML = "text/html"


@dataclass(slots=True)
class Visit:
    """One step of one officer, who stays nobody: what she sent, and how to answer."""

    desk: HelpDesk
    place: Place
    language: str
    form: dict[str, str]
    address: str

    @property
    def words(self) -> str | None:
        """The four words that came with the form, in canonical form; ``None`` if they are not four words."""
        return normalise(self.form.get("words", ""))

    async def page(self, state: str, *, status: dict[str, Any] | None = None, **context: Any) -> Response[str]:
        """The status page in a state."""
        async with self.desk.database.reading(self.place.id) as reading:
            public = await self.desk.public(reading, self.place)
        return self.rendered(public, {"state": state, **(status or {})}, **context)

    def rendered(self, public: Public, status: dict[str, Any], **context: Any) -> Response[str]:
        """The status page from facts that are at hand."""
        names = {
            **NOTHING_OPEN,
            "words": self.form.get("words", ""),
            "once": secrets.token_hex(16),
            "now": public.at,
            **frame(public, self.language),
            **status,
            **context,
        }
        return Response(render("support/status.html", language=self.language, **names), media_type=HTML)


async def form_again(visit: Visit, public: Public, wrong: BadInput | None) -> Response[str]:
    """The first page as it is now: with the one thing to mend, or saying why nobody can be asked. Nothing was kept."""
    context = see_help(public, visit.language)
    content = render(
        "support/help.html",
        language=visit.language,
        words=" ".join(draw(visit.language, secrets.choice)),
        once=secrets.token_hex(16),
        errors={wrong.field or "form": wrong.code or str(wrong)} if wrong else {},
        form=visit.form,
        **context,
    )
    return Response(content, media_type=HTML)


def asked_of(form: dict[str, str], words: str, *, with_code: bool) -> Asked:
    """What she asks for, as her form says it.

    Raises:
        BadInput: it names no part of the region.
    """
    try:
        zone = UUID(form.get("part", ""))
    except ValueError as wrong:
        raise BadInput("Please choose the line that names your department.", "part", "part_missing") from wrong
    return Asked(
        zone=zone,
        who=form.get("who", ""),
        way=form.get("way", ""),
        topic=form.get("topic", "none"),
        number=form.get("number", ""),
        ring_away=form.get("ring_away") == "yes",
        words=words,
        with_code=with_code,
    )
