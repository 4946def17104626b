"""A head's act on paper: the page with the sheet to sign in ink, and the clerk's form, read."""

from collections.abc import Mapping
from typing import Any

from litestar.response import Response

from consortium.access.door import Viewer
from consortium.access.store import Place
from consortium.access.web import AnyRequest, page
from consortium.problems import Refused
from consortium.signing.desk_form import Form, day, pair_of
from consortium.signing.signatures.attest_paper import OnPaper


def on_paper(form: Form) -> OnPaper:
    """What a clerk says of a signature in ink.

    Raises:
        BadInput: nobody was chosen, or no day.
    """
    agency, person = pair_of(form)
    return OnPaper(
        agency=agency,
        person=person,
        name=form.get("name", ""),
        signed_on=day(form, "signed_on"),
        fingerprint=form.get("fingerprint", ""),
    )


def sheet_page(
    request: AnyRequest,
    viewer: Viewer,
    place: Place,
    typed: Mapping[str, str],
    shown: Mapping[str, Any],
    wrong: Refused | None,
) -> Response[str]:
    """The page ``signing/life_paper.html`` with what was typed, and what was wrong with it, if anything was."""
    field = getattr(wrong, "field", None) or "who"
    return page(
        request,
        "signing/life_paper.html",
        place=place,
        viewer=viewer,
        status=wrong.status if wrong else 200,
        errors={field: str(wrong)} if wrong else {},
        typed=dict(typed),
        **shown,
    )
