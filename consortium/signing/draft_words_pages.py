"""The words of a draft: its terms as a form, each clause with its wordings, the whole text, and what changed in it."""

from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Response

from agreements import Clause, Pact
from agreements.clause_library import Speech, filled
from consortium.access.door import Viewer
from consortium.access.permissions import Permission
from consortium.access.store import Place
from consortium.access.web import HerePlace, SignedIn
from consortium.db import Reading, Transaction
from consortium.members import fields
from consortium.members.store import load_agencies
from consortium.problems import BadInput, Conflict, NotFound
from consortium.signing.draft_frame_pages import (
    LONGEST,
    MAY_DRAFT,
    MAY_SEE,
    AnyRequest,
    Form,
    Wrong,
    acted,
    draft_page,
    errors_of,
    seen_look,
)
from consortium.signing.draft_pages import ONE, Wanted
from consortium.signing.drafting.answer_terms import answer_terms
from consortium.signing.drafting.approve_wording import approve_wording, may_approve, see_wording_approvals
from consortium.signing.drafting.choose_clause import choose_clause
from consortium.signing.drafting.look import Look, seen_by
from consortium.signing.drafting.see_changes import see_changes
from consortium.signing.drafting.see_clause import see_variables, see_wordings
from consortium.signing.drafting.see_compared import compared
from consortium.signing.drafting.see_draft import see_findings
from consortium.signing.drafting.see_terms_form import see_terms_form
from consortium.signing.drafting.see_text import bases
from consortium.signing.drafting.terms_form import read_terms_form
from consortium.signing.store import load_pacts
from consortium.signing.store.changes import load_changes
from consortium.signing.store.drafts import load_draft
from consortium.signing.store.people import load_people
from consortium.signing.store.reviews import load_wording_approvals
from geo import PersonId

_MAY_REVIEW = {"permission": Permission.REVIEW_AGREEMENTS}
_OWN = "own"
_OUT = "out"


@get(ONE + "/terms", opt=MAY_DRAFT)
async def see_terms_page(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, draft: Wanted
) -> Response[str]:
    """The terms, grouped by subject, each with the clause that says it."""
    return await _terms_page(request, viewer, place, state, draft)


@post(ONE + "/terms", opt=MAY_DRAFT, status_code=303, request_max_body_size=LONGEST)
async def take_terms(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, draft: Wanted
) -> Response[Any]:
    """Answer them."""

    async def do(tx: Transaction, form: Form) -> None:
        await answer_terms(
            tx,
            draft=draft,
            terms=read_terms_form(form),
            title=fields.text(form, "title"),
            seen=fields.whole(form, "seen"),
            by=viewer.person,
        )

    async def again(form: Form, wrong: Wrong) -> Response[str]:
        return await _terms_page(request, viewer, place, state, draft, typed=form, wrong=wrong)

    then = f"/{place.slug}/agreements/drafts/{draft}?did=answered"
    return await acted(request, place, state, do=do, again=again, then=then)


@get(ONE + "/clauses/{number:int}", opt=MAY_SEE)
async def see_clause(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, draft: Wanted, number: FromPath[int]
) -> Response[str]:
    """One clause: what it says now, the wordings of the library, own words, and what was said about it."""
    return await _clause_page(request, viewer, place, state, draft, number)


@post(ONE + "/clauses/{number:int}", opt=MAY_DRAFT, status_code=303, request_max_body_size=LONGEST)
async def take_clause(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, draft: Wanted, number: FromPath[int]
) -> Response[Any]:
    """Choose what stands under it."""

    async def do(tx: Transaction, form: Form) -> None:
        how, seen = form.get("how", ""), fields.whole(form, "seen")
        if not how:
            raise BadInput("Choose what stands under this clause.", "how")
        began = fields.text(form, "began")
        words = form.get("words", "") if how == _OWN else None
        edition = began if how == _OWN else "" if how == _OUT else how
        await choose_clause(
            tx, draft=draft, clause=_clause(number), edition=edition, words=words, seen=seen, by=viewer.person
        )

    async def again(form: Form, wrong: Wrong) -> Response[str]:
        return await _clause_page(request, viewer, place, state, draft, number, typed=form, wrong=wrong)

    then = f"/{place.slug}/agreements/drafts/{draft}/clauses/{number}?did=chosen"
    return await acted(request, place, state, do=do, again=again, then=then)


@post(ONE + "/clauses/{number:int}/approve", opt=_MAY_REVIEW, status_code=303)
async def approve_clause(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, draft: Wanted, number: FromPath[int]
) -> Response[Any]:
    """Approve the library's wording that stands under it."""

    async def do(tx: Transaction, form: Form) -> None:
        fields.sure(form)
        seen_by(viewer, await load_draft(tx, draft))
        await approve_wording(tx, edition=fields.text(form, "edition"), note=form.get("note", ""), viewer=viewer)

    async def again(form: Form, wrong: Wrong) -> Response[str]:
        return await _clause_page(request, viewer, place, state, draft, number, typed=form, wrong=wrong)

    then = f"/{place.slug}/agreements/drafts/{draft}/clauses/{number}?did=approved"
    return await acted(request, place, state, do=do, again=again, then=then)


@get(ONE + "/text", opt=MAY_SEE)
async def see_whole_text(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, draft: Wanted
) -> Response[str]:
    """The whole text, its variables filled, with the marks of what changed or clean."""
    async with state.database.reading(place.id) as reading:
        look = await seen_look(reading, viewer, draft)
        found = bases(look, await _pact(reading, look))
    return draft_page(
        request, "signing/draft_text.html", viewer, place, look, **compared(request.query_params, look, found), list=[]
    )


@get(ONE + "/compare", opt=MAY_SEE)
async def compare(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, draft: Wanted
) -> Response[str]:
    """What differs from the version in force, an earlier one, or what the advisors had before them."""
    async with state.database.reading(place.id) as reading:
        look = await seen_look(reading, viewer, draft)
        found = bases(look, await _pact(reading, look))
    return draft_page(
        request, "signing/draft_compare.html", viewer, place, look, **compared(request.query_params, look, found)
    )


HANDLERS = (see_terms_page, take_terms, see_clause, take_clause, approve_clause, see_whole_text, compare)


async def _pact(reading: Reading, look: Look) -> Pact | None:
    return next((each for each in await load_pacts(reading) if each.id == look.file.draft.pact), None)


def _clause(number: int) -> Clause:
    try:
        return Clause(number)
    except ValueError as wrong:
        raise NotFound from wrong


async def _terms_page(
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
        agencies = await load_agencies(reading)
    theirs = wrong is not None and isinstance(wrong, Conflict) and look.file.open
    wanted = {request.query_params.get("open", ""), *errors_of(wrong)}
    form = see_terms_form(look, agencies, typed, place.slug, theirs=theirs, wanted=wanted)
    return draft_page(
        request, "signing/draft_terms.html", viewer, place, look, wrong=wrong, typed=form.pop("typed"), **form
    )


async def _clause_page(
    request: AnyRequest,
    viewer: Viewer,
    place: Place,
    state: State,
    draft: UUID,
    number: int,
    *,
    typed: Form | None = None,
    wrong: Wrong | None = None,
) -> Response[str]:
    clause = _clause(number)
    async with state.database.reading(place.id) as reading:
        look = await seen_look(reading, viewer, draft)
        changes = [each for each in await load_changes(reading, draft) if each.clause is clause]
        approvals, agencies = await load_wording_approvals(reading), await load_agencies(reading)
        ids = {each.by for each in changes} | {each.answered_by for each in changes if each.answered_by}
        ids |= {each.by for found in approvals.values() for each in found}
        people = await load_people(reading, [PersonId(each) for each in ids])
    choice, speech = look.file.draft.clauses.get(clause), Speech(look.terms, look.names)
    edition = choice.edition if choice and not choice.own else ""
    form = {
        "how": _OUT if choice is None else _OWN if choice.own else choice.edition,
        "words": choice.said if choice else "",
        "began": choice.edition if choice else "",
        **(typed or {}),
    }
    return draft_page(
        request,
        "signing/draft_clause.html",
        viewer,
        place,
        look,
        wrong=wrong,
        typed=form,
        seen=look.file.seen.get(clause, 0),
        theirs=filled(choice.said, speech) if isinstance(wrong, Conflict) and choice and look.file.open else None,
        number=number,
        subject=clause.subject,
        words=filled(choice.said, speech) if choice else "",
        wordings=see_wordings(clause, look, choice, speech, approvals),
        edition=edition,
        approved=see_wording_approvals(edition, approvals, people, look.names),
        may_approve=may_approve(edition, approvals, viewer, agencies.states),
        variables=see_variables(clause, look, choice, speech),
        findings=see_findings(look.at_clause(clause), f"/{place.slug}/agreements/drafts/{draft}"),
        changes=see_changes(changes, people, look, place.slug),
        before_number=number - 1 if number > 1 else None,
        next_number=number + 1 if number < len(Clause) else None,
    )
