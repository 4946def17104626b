"""A text that comes back, marked up in Word or pasted: looked at before it counts, taken in, withdrawn.

A preview keeps nothing: the page itself carries what was found until somebody takes it in.
"""

import asyncio
from typing import Any, Final
from uuid import UUID

from litestar import get, post
from litestar.datastructures import State, UploadFile
from litestar.params import FromPath
from litestar.response import Response

from agreements import Clause
from consortium.access.door import Viewer
from consortium.access.permissions import Permission
from consortium.access.store import Place
from consortium.access.web import HerePlace, SignedIn, form_of
from consortium.db import Transaction
from consortium.members import fields
from consortium.problems import BadInput, Conflict
from consortium.signing.draft_frame_pages import MAY_SEE, AnyRequest, Form, Wrong, acted, draft_page, seen_look
from consortium.signing.drafting.look import Look
from consortium.signing.papers.agreement_sheet import Given
from consortium.signing.papers.by_clause import by_clause
from consortium.signing.papers.change_requests import PASTED, WORD, read, requests_of, written
from consortium.signing.papers.changes import Found
from consortium.signing.papers.gather import of_draft
from consortium.signing.papers.open_word import LARGEST
from consortium.signing.papers.pasted import read_pasted
from consortium.signing.papers.read_word import read_word
from consortium.signing.papers.see_changes import see_found
from consortium.signing.papers.take_in import take_in, withdraw_return
from consortium.signing.store.people import load_people
from consortium.signing.store.returns import load_returns
from geo import PersonId

Wanted = FromPath[UUID]
ONE: Final = "/{slug:str}/agreements/drafts/{draft:uuid}"
_MOST_BYTES: Final = LARGEST + 1024 * 1024
_CLAUSE: Final = "take-"


@get(ONE + "/word", opt=MAY_SEE)
async def see_word(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, draft: Wanted
) -> Response[str]:
    """The file to send to counsel, and the forms for what comes back."""
    return await _word_page(request, viewer, place, state, draft)


@post(ONE + "/word", opt=MAY_SEE, status_code=200, request_max_body_size=_MOST_BYTES)
async def look_at_text(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, draft: Wanted
) -> Response[str]:
    """Look at what a file or pasted text asks for; nothing is kept."""
    form = await form_of(request)
    try:
        async with state.database.reading(place.id) as reading:
            look = await seen_look(reading, viewer, draft)
        given = of_draft(look)
        source = PASTED if form.get("pasted", "").strip() else WORD
        name, found = await _found(request, form, given, source)
    except (BadInput, Conflict) as wrong:
        return await _word_page(request, viewer, place, state, draft, typed=form, wrong=wrong)
    return draft_page(
        request,
        "signing/word_look.html",
        viewer,
        place,
        look,
        here=f"{_href(place, draft)}/word",
        source=source,
        name=name,
        made_from=found.made_from,
        carried={
            int(clause): written(each for each in requests_of(found, given, source) if each.clause is clause)
            for clause in {change.clause for change in found.changes}
        },
        **see_found(found, given, source),
    )


@post(ONE + "/word/take", opt=MAY_SEE, status_code=303, request_max_body_size=_MOST_BYTES)
async def take(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, draft: Wanted) -> Response[Any]:
    """Take the ticked clauses in as change requests."""

    async def do(tx: Transaction, form: Form) -> None:
        ticked = sorted(name for name in form if name.startswith(_CLAUSE))
        await take_in(
            tx,
            draft=draft,
            asked=[each for name in ticked for each in read(form.get(f"asked-{name.removeprefix(_CLAUSE)}", ""))],
            source=form.get("source", ""),
            name=form.get("name", "")[:120],
            made_from=form.get("made_from", ""),
            viewer=viewer,
            public_url=state.settings.public_url,
        )

    return await _act(request, viewer, place, state, draft, do, "taken")


@post(ONE + "/word/{back:uuid}/withdraw", opt=MAY_SEE, status_code=303)
async def withdraw(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, draft: Wanted, back: Wanted
) -> Response[Any]:
    """Withdraw what came with a text."""

    async def do(tx: Transaction, form: Form) -> None:
        fields.sure(form)
        await withdraw_return(tx, draft=draft, back=back, viewer=viewer)

    return await _act(request, viewer, place, state, draft, do, "withdrawn")


HANDLERS = (see_word, look_at_text, take, withdraw)


async def _found(request: AnyRequest, form: Form, given: Given, source: str) -> tuple[str, Found]:
    if source == PASTED:
        chosen = form.get("clause", "")
        numbers = {str(int(clause)): clause for clause in Clause}
        if chosen and chosen not in numbers:
            raise BadInput("Choose a clause from the list.", "clause")
        return "", await asyncio.to_thread(read_pasted, form["pasted"], numbers.get(chosen), given)
    sent = (await request.form()).get("file")
    data = await sent.read(LARGEST + 1) if isinstance(sent, UploadFile) else b""
    marked = await asyncio.to_thread(read_word, data)
    name = sent.filename if isinstance(sent, UploadFile) else ""
    return _tidy(name), await asyncio.to_thread(by_clause, marked, given)


def _tidy(name: str) -> str:
    """A file's name without a path and without what nobody sees."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return " ".join("".join(each for each in last if each.isprintable()).split())[:120]


def _href(place: Place, draft: UUID) -> str:
    return f"/{place.slug}/agreements/drafts/{draft}"


async def _act(
    request: AnyRequest, viewer: Viewer, place: Place, state: State, draft: UUID, do: Any, did: str
) -> Response[Any]:
    async def again(form: Form, wrong: Wrong) -> Response[str]:
        return await _word_page(request, viewer, place, state, draft, typed=form, wrong=wrong)

    return await acted(request, place, state, do=do, again=again, then=f"{_href(place, draft)}/word?did={did}")


async def _word_page(
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
        look: Look = await seen_look(reading, viewer, draft)
        returns = await load_returns(reading, draft)
        people = await load_people(reading, [PersonId(each.by) for each in returns])
    return draft_page(
        request,
        "signing/word.html",
        viewer,
        place,
        look,
        wrong=wrong,
        typed={"clause": "", "pasted": "", **(typed or {})},
        here=f"{_href(place, draft)}/word",
        clauses=[(str(int(clause)), clause.subject) for clause in Clause],
        returns=[
            {
                "id": each.id,
                "name": each.name,
                "source": each.source,
                "at": each.at,
                "by": people[PersonId(each.by)].name if PersonId(each.by) in people else "",
                "requests": each.requests,
                "open": each.open,
                "withdrawn": each.withdrawn_at is not None,
                "may_withdraw": each.by == viewer.person or viewer.may(Permission.DRAFT_AGREEMENTS),
            }
            for each in returns
        ],
    )
