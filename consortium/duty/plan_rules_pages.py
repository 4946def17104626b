"""The coordinator's page of rules: each in plain words with its number, must or should, and what an hour weighs."""

from collections.abc import Mapping
from typing import Any

from litestar import Request, get, post
from litestar.datastructures import State
from litestar.response import Response

from consortium.access.door import Viewer
from consortium.access.permissions import Permission
from consortium.access.store import Place
from consortium.access.web import HerePlace, SignedIn, form_of, page, see
from consortium.duty.planning.rule_form import read_rules, read_weights, see_rules, weight_fields
from consortium.duty.planning.rules import load_rules, load_weights, settle_rules
from consortium.members.history import history_of
from consortium.problems import BadInput
from scheduling.planner import DEFAULTS

AnyRequest = Request[Any, Any, State]
_MAY = {"permission": Permission.BUILD_ROTA}


@get("/{slug:str}/rota/rules", opt=_MAY)
async def see_page(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """Every rule with its numbers."""
    return await _page(request, viewer, place, state)


@post("/{slug:str}/rota/rules", opt=_MAY, status_code=303)
async def settle(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[Any]:
    """Keep the numbers, or those that every region begins with."""
    form = await form_of(request)
    try:
        anew = _anew(form)
        async with state.database.transaction(place.id) as tx:
            now = await load_rules(tx)
            await settle_rules(
                tx,
                rules=DEFAULTS.to_record() if anew else read_rules(form, now),
                weights={} if anew else read_weights(form),
                by=viewer.person,
            )
    except BadInput as wrong:
        return await _page(request, viewer, place, state, form=form, errors={wrong.field or "act": str(wrong)})
    return see(f"/{place.slug}/rota/rules?did=kept")


HANDLERS = (see_page, settle)


def _anew(form: Mapping[str, str]) -> bool:
    """Whether the rules begin anew, or are kept as the form has them.

    Raises:
        BadInput: neither button was pressed.
    """
    act = form.get("act")
    if act not in {"keep", "begin-anew"}:
        raise BadInput("Press one of the buttons.", "act")
    return act == "begin-anew"


async def _page(
    request: AnyRequest,
    viewer: Viewer,
    place: Place,
    state: State,
    *,
    form: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
) -> Response[str]:
    async with state.database.reading(place.id) as reading:
        rules, weights = await load_rules(reading), await load_weights(reading)
        acts = await history_of(reading, viewer, [place.id])
    return page(
        request,
        "duty/draft_rules.html",
        place=place,
        viewer=viewer,
        status=422 if errors else 200,
        rules=see_rules(rules, form),
        form=dict(weight_fields(weights)) | dict(form or {}),
        errors=dict(errors or {}),
        did=request.query_params.get("did", ""),
        acts=[act for act in acts if "rules of planning" in str(act["what"])],
        action=f"/{place.slug}/rota/rules",
        list_href=f"/{place.slug}/rota/drafts",
    )
