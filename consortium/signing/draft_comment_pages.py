"""What is said about the clauses of a draft: comments, other words that are proposed, and what became of them."""

from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Response

from agreements import Clause
from consortium.access.door import Viewer
from consortium.access.store import Place
from consortium.access.web import HerePlace, SignedIn, form_of
from consortium.db import Transaction
from consortium.members import fields
from consortium.problems import BadInput
from consortium.signing.draft_frame_pages import (
    LONGEST,
    MAY_DRAFT,
    MAY_SEE,
    AnyRequest,
    Form,
    Wrong,
    acted,
    draft_page,
    seen_look,
)
from consortium.signing.draft_pages import ONE, Wanted
from consortium.signing.drafting.comment import answer_change, comment, take_change
from consortium.signing.drafting.see_changes import see_changes
from consortium.signing.store.asks import load_asks
from consortium.signing.store.changes import load_changes
from consortium.signing.store.people import load_people
from geo import PersonId


@get(ONE + "/comments", opt=MAY_SEE)
async def see_comments(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, draft: Wanted
) -> Response[str]:
    """What was said about each clause, and what became of it."""
    return await _comments_page(request, viewer, place, state, draft)


@post(ONE + "/comments", opt=MAY_SEE, status_code=303, request_max_body_size=LONGEST)
async def say(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, draft: Wanted) -> Response[Any]:
    """Comment on a clause, or propose other words."""
    form = await form_of(request)

    async def do(tx: Transaction, typed: Form) -> None:
        await comment(
            tx,
            draft=draft,
            clause=_clause(typed),
            words=typed.get("words", ""),
            proposed=typed.get("proposed", ""),
            viewer=viewer,
            public_url=state.settings.public_url,
        )

    then = (
        f"clauses/{form['clause']}" if form.get("back") == "clause" and form.get("clause", "").isdigit() else "comments"
    )
    return await _comment_act(request, viewer, place, state, draft, do, f"{then}?did=commented")


@post(ONE + "/comments/{change:uuid}", opt=MAY_DRAFT, status_code=303)
async def answer(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, draft: Wanted, change: FromPath[UUID]
) -> Response[Any]:
    """Take the proposed words, or answer in words."""

    async def do(tx: Transaction, form: Form) -> None:
        act, url = form.get("act", ""), state.settings.public_url
        if act == "take":
            seen = fields.whole(form, "seen")
            await take_change(tx, draft=draft, change=change, seen=seen, viewer=viewer, public_url=url)
        elif act == "answer":
            words = form.get("answer", "")
            await answer_change(tx, draft=draft, change=change, answer=words, viewer=viewer, public_url=url)
        else:
            raise BadInput("Press one of the buttons beside the comment.", "answer")

    return await _comment_act(request, viewer, place, state, draft, do, "comments?did=settled")


HANDLERS = (see_comments, say, answer)


def _clause(form: Form) -> Clause:
    try:
        return Clause(fields.whole(form, "clause"))
    except ValueError as wrong:
        raise BadInput("Choose a clause.", "clause") from wrong


async def _comment_act(
    request: AnyRequest, viewer: Viewer, place: Place, state: State, draft: UUID, do: Any, then: str
) -> Response[Any]:
    async def again(form: Form, wrong: Wrong) -> Response[str]:
        return await _comments_page(request, viewer, place, state, draft, typed=form, wrong=wrong)

    return await acted(
        request, place, state, do=do, again=again, then=f"/{place.slug}/agreements/drafts/{draft}/{then}"
    )


async def _comments_page(
    request: AnyRequest,
    viewer: Viewer,
    place: Place,
    state: State,
    draft: UUID,
    *,
    typed: Form | None = None,
    wrong: Wrong | None = None,
) -> Response[str]:
    async with state.database.reading(place.id) as reading:
        look = await seen_look(reading, viewer, draft)
        changes = await load_changes(reading, draft)
        ids = {each.by for each in changes} | {each.answered_by for each in changes if each.answered_by}
        people = await load_people(reading, [PersonId(each) for each in ids])
        draft_of_it = look.file.draft
        asks = await load_asks(reading, draft_of_it.pact, before=draft_of_it.number)
    return draft_page(
        request,
        "signing/draft_comments.html",
        viewer,
        place,
        look,
        wrong=wrong,
        typed=typed,
        changes=see_changes(changes, people, look, place.slug),
        asks=[each.shown(look.names) for each in asks],
        clauses=[(int(clause), clause.subject) for clause in Clause],
    )
