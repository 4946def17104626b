"""The notices' pages: what officers are told of the limits, written by some and approved by a legal advisor."""

from typing import Any

from litestar import Request, get, post
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Response

from consortium.access.door import Viewer
from consortium.access.permissions import Permission
from consortium.access.store import Place
from consortium.access.web import HerePlace, SignedIn, form_of, page, see
from consortium.db import Transaction
from consortium.members.approve_submitted_notice import approve_submitted_notice
from consortium.members.history import history_of
from consortium.members.kinds import LANGUAGES
from consortium.members.return_notice import return_notice
from consortium.members.see_notices import NoticeView, see_notice, see_notices
from consortium.members.store.notices import load_notice_versions
from consortium.members.store.states import load_fields_read, load_state_entries, load_states
from consortium.members.submit_notice import submit_notice
from consortium.members.withdraw_notice import withdraw_notice
from consortium.members.write_notice import write_notice
from consortium.problems import BadInput, Conflict, NotFound

AnyRequest = Request[Any, Any, State]
Text = FromPath[str]
_MAY = {"permission": Permission.WRITE_NOTICES}
_MAY_JUDGE = {"permission": Permission.APPROVE_NOTICES}
_PRESS = BadInput("Press one of the buttons on the page.", "text")
_ONE = "/{slug:str}/notices/{state_name:str}/{language:str}"


@get("/{slug:str}/notices", opt=_MAY)
async def list_notices(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """Every state in play, in both languages."""
    async with state.database.reading(place.id) as reading:
        versions = await load_notice_versions(reading, viewer)
        notices = see_notices(await load_states(reading), versions, await load_fields_read(reading))
    return page(request, "members/notices.html", place=place, viewer=viewer, notices=notices)


@get(_ONE, opt=_MAY)
async def see_one_notice(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, state_name: Text, language: Text
) -> Response[str]:
    """One notice: what officers read, what waits, what changed, and the draft to write."""
    return await _one(request, viewer, place, state, (state_name, language))


@post(_ONE, opt=_MAY, status_code=303)
async def write_one_notice(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, state_name: Text, language: Text
) -> Response[Any]:
    """Keep the draft, or keep it and submit it."""
    form, which = await form_of(request), (state_name, language)
    try:
        async with state.database.transaction(place.id) as tx:
            did = await _write(tx, viewer, await _known(tx, which), form)
    except (BadInput, Conflict) as wrong:
        return await _one(request, viewer, place, state, which, form=form, wrong=wrong)
    return see(f"/{place.slug}/notices/{state_name}/{language}?did={did}")


@post(_ONE + "/judge", opt=_MAY_JUDGE, status_code=303)
async def judge_one_notice(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, state_name: Text, language: Text
) -> Response[Any]:
    """Approve, return or withdraw: the legal advisor's."""
    form, which = await form_of(request), (state_name, language)
    try:
        async with state.database.transaction(place.id) as tx:
            did = await _judge(tx, viewer, await _known(tx, which), form)
    except (BadInput, Conflict) as wrong:
        return await _one(request, viewer, place, state, which, form=form, wrong=wrong)
    return see(f"/{place.slug}/notices/{state_name}/{language}?did={did}")


HANDLERS = (list_notices, see_one_notice, write_one_notice, judge_one_notice)


async def _known(tx: Transaction, which: tuple[str, str]) -> dict[str, str]:
    """The state and language of the address.

    Raises:
        NotFound: no agency is in that state, or there are no pages in that language.
    """
    state, language = which
    if language not in LANGUAGES or state not in await load_states(tx):
        raise NotFound
    return {"state": state, "language": language}


async def _write(tx: Transaction, viewer: Viewer, which: dict[str, str], form: dict[str, str]) -> str:
    act = form.get("act", "")
    if act not in {"save", "submit"}:
        raise _PRESS
    await write_notice(
        tx,
        **which,
        text=form.get("text", ""),
        misconduct_duty=form.get("misconduct_duty", ""),
        by=viewer.person,
    )
    if act == "submit":
        await submit_notice(tx, **which, by=viewer.person)
    return "saved" if act == "save" else "submitted"


async def _judge(tx: Transaction, viewer: Viewer, which: dict[str, str], form: dict[str, str]) -> str:
    act, version = form.get("act", ""), _number(form.get("version", ""))
    if act == "approve":
        await approve_submitted_notice(tx, viewer, **which, version=version)
        return "approved"
    if act == "return":
        await return_notice(tx, **which, version=version, comment=form.get("comment", ""), by=viewer.person)
        return "returned"
    if act == "withdraw":
        await withdraw_notice(tx, **which, by=viewer.person)
        return "withdrawn"
    raise _PRESS


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else 0


async def _one(
    request: AnyRequest,
    viewer: Viewer,
    place: Place,
    state: State,
    which: tuple[str, str],
    *,
    form: dict[str, str] | None = None,
    wrong: BadInput | Conflict | None = None,
) -> Response[str]:
    name, language = which
    async with state.database.reading(place.id) as reading:
        if language not in LANGUAGES or name not in await load_states(reading):
            raise NotFound
        versions = await load_notice_versions(reading, viewer, state=name, language=language)
        entries = await load_state_entries(reading, viewer, name)
        acts = await history_of(reading, viewer, [each.id for each in versions])
    view = see_notice(name, language, versions, frozenset(entries))
    field = wrong.field if isinstance(wrong, BadInput) else None
    return page(
        request,
        "members/notice.html",
        place=place,
        viewer=viewer,
        status=wrong.status if wrong else 200,
        notice_view=view,
        form=_typed(view, form),
        entries=entries,
        may_judge=viewer.may(Permission.APPROVE_NOTICES),
        acts=acts,
        errors={field or "text": str(wrong)} if wrong else {},
        did=request.query_params.get("did", ""),
    )


def _typed(view: NoticeView, form: dict[str, str] | None) -> dict[str, str]:
    """What the form shows: what was typed, else the newest words, whatever became of them."""
    base = view.newest or view.approved
    kept = {
        "text": base.text if base else "",
        "misconduct_duty": base.misconduct_duty if base else "",
        "comment": "",
    }
    return kept | {name: form[name] for name in kept if form and name in form}
