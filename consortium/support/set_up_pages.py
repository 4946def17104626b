"""The hub of set-up: the go-live list, opening and closing the service, testing the mail, and the pages that belong."""

from collections.abc import Mapping
from typing import Any

from litestar import Request, get, post
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Response

from consortium.access.door import Viewer
from consortium.access.permissions import Permission, Role
from consortium.access.store import Place
from consortium.access.web import ROLE_WORDS, HerePlace, SignedIn, form_of, page, see
from consortium.db import Transaction
from consortium.members.close_service import close_service
from consortium.members.history import history_of
from consortium.members.prove_mail import WRONG, prove_mail
from consortium.members.send_test_mail import send_test_mail
from consortium.members.setup_pages import SETUP_PAGES
from consortium.members.store.mail_tests import load_mail_test
from consortium.members.store.setup import load_role_holders
from consortium.problems import BadInput, Conflict
from consortium.support.facts import Facts
from consortium.support.go_live import is_green
from consortium.support.open_service import open_service
from consortium.support.ready import Step
from consortium.support.see_go_live import see_go_live

AnyRequest = Request[Any, Any, State]
Slug = FromPath[str]
_MAY_SEE = {"permission": Permission.SET_UP}
_MAY = {"permission": Permission.SETTLE}


@get("/{slug:str}/set-up", opt=_MAY_SEE)
async def see_set_up(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """The list, and where each thing is done."""
    return await _hub(request, viewer, place, state)


@post("/{slug:str}/set-up", opt=_MAY, status_code=303)
async def open_or_close(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[Any]:
    """Open the service from a green list, or close it."""
    act = (await form_of(request)).get("act", "")
    try:
        async with state.database.transaction(place.id) as tx:
            await _open_or_close(tx, viewer, act, (await state.desks.at(tx)).facts)
    except (BadInput, Conflict) as wrong:
        return await _hub(request, viewer, place, state, errors={"open": str(wrong)}, status=wrong.status)
    return see(f"/{place.slug}/set-up?did={act}")


@post("/{slug:str}/set-up/mail", opt=_MAY, status_code=303)
async def test_mail(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[Any]:
    """Send a test mail to oneself, or type its code back."""
    form = await form_of(request)
    try:
        async with state.database.transaction(place.id) as tx:
            did = await _test(tx, viewer, place, form)
    except BadInput as wrong:
        return await _hub(request, viewer, place, state, errors={"mail": str(wrong)}, status=422)
    if did is None:
        return await _hub(request, viewer, place, state, errors={"code": WRONG}, status=422)
    return see(f"/{place.slug}/set-up?did={did}")


HANDLERS = (see_set_up, open_or_close, test_mail)


async def _open_or_close(tx: Transaction, viewer: Viewer, act: str, facts: Facts) -> None:
    if act == "open":
        await open_service(tx, facts, by=viewer.person)
    elif act == "close":
        await close_service(tx, by=viewer.person)
    else:
        raise BadInput("Press one of the buttons on the page.", "open")


async def _test(tx: Transaction, viewer: Viewer, place: Place, form: dict[str, str]) -> str | None:
    """What was done; ``None`` if the code was wrong, which has to be counted and so is no error."""
    if form.get("act") == "send":
        await send_test_mail(tx, person=viewer.person, title=place.title)
        return "sent"
    if form.get("act") == "prove":
        return "proved" if await prove_mail(tx, person=viewer.person, code=form.get("code", "")) else None
    raise BadInput("Press one of the buttons on the page.", "mail")


async def _hub(
    request: AnyRequest,
    viewer: Viewer,
    place: Place,
    state: State,
    *,
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> Response[str]:
    async with state.database.reading(place.id) as reading:
        facts = (await state.desks.at(reading)).facts
        steps = await see_go_live(reading, facts)
        holders = await load_role_holders(reading, viewer)
        mail = await load_mail_test(reading, viewer.person)
        acts = await history_of(reading, viewer, [place.id])
    return page(
        request,
        "members/set_up.html",
        place=place,
        viewer=viewer,
        status=status,
        steps=[_told(step, viewer, holders, place) for step in steps],
        left=sum(not step.done for step in steps),
        green=is_green(steps),
        opened_on=facts.region.opened_on,
        harmed=facts.region.opened_on is not None and any(step.harm and not step.done for step in steps),
        may_settle=viewer.may(Permission.SETTLE),
        mail=mail,
        pages=_pages(request, viewer, place),
        acts=acts,
        errors=errors or {},
        did=request.query_params.get("did", ""),
    )


def _told(step: Step, viewer: Viewer, holders: Mapping[Role, tuple[str, ...]], place: Place) -> dict[str, Any]:
    """A step as the page shows it: done, open to this viewer, or waiting for whom."""
    mine = bool(viewer.roles & step.roles)
    there = step.path.partition("#")[0].partition("/")[0]
    closed = any(path == there and not viewer.may(permission) for path, _label, _icon, permission in SETUP_PAGES)
    return {
        "title": step.title,
        "says": step.says,
        "since": step.since,
        "state": "done" if step.done else "open" if mine else "waits",
        "soon": step.soon,
        "harm": step.harm,
        "href": f"/{place.slug}/{step.path}" if (mine or step.done) and not closed else "",
        "waits": [(ROLE_WORDS[role], holders.get(role, ())) for role in Role if role in step.roles],
    }


def _pages(request: AnyRequest, viewer: Viewer, place: Place) -> list[tuple[str, str, str]]:
    """The pages of set-up whose routes exist and that this viewer may open: address, label, icon."""
    there = {route.path for route in request.app.routes}
    return [
        (f"/{place.slug}/{path}", label, icon)
        for path, label, icon, permission in SETUP_PAGES
        if viewer.may(permission) and f"/{{slug:str}}/{path}" in there
    ]
