"""Legal review of a draft: each party's verdict, what its state asks for, and the links for counsel."""

from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Response

from agreements.drafts import Answer
from consortium.access.door import Viewer
from consortium.access.permissions import Permission, Role
from consortium.access.store import Place
from consortium.access.web import HerePlace, SignedIn, form_of
from consortium.db import Transaction
from consortium.members import fields
from consortium.problems import BadInput, Conflict
from consortium.signing.draft_frame_pages import (
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
from consortium.signing.drafting.counsel_link import MOST_DAYS, end_counsel_link, make_counsel_link, may_end, may_make
from consortium.signing.drafting.give_verdict import give_verdict, record_paper_verdict
from consortium.signing.drafting.recall_draft import recall_draft
from consortium.signing.drafting.see_draft import see_findings, see_plain
from consortium.signing.drafting.see_review import see_review
from consortium.signing.store.changes import load_links
from consortium.signing.store.people import load_holders, load_people
from consortium.signing.store.reviews import load_approvals
from geo import AgencyId, PersonId

_MAY_REVIEW = {"permission": Permission.REVIEW_AGREEMENTS}
_MAY_ATTEST = {"permission": Permission.ATTEST}


@get(ONE + "/review", opt=MAY_SEE)
async def see_reviews(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, draft: Wanted
) -> Response[str]:
    """Each party with its advisor and what she said; for an advisor her form, for a clerk that of the paper."""
    return await _review_page(request, viewer, place, state, draft)


@post(ONE + "/review", opt=_MAY_REVIEW, status_code=303)
async def judge(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, draft: Wanted) -> Response[Any]:
    """Approve, approve with a note, or return."""

    async def do(tx: Transaction, form: Form) -> None:
        await give_verdict(
            tx,
            draft=draft,
            agency=AgencyId(fields.id_of(form, "agency")),
            digest=fields.text(form, "digest"),
            answer=fields.one_of(form, "answer", Answer),
            words=form.get("words", ""),
            viewer=viewer,
        )

    return await _act(request, viewer, place, state, draft, do, "judged")


@post(ONE + "/review/paper", opt=_MAY_ATTEST, status_code=303)
async def attest(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, draft: Wanted) -> Response[Any]:
    """Record what a party's advisor said on paper, or that the party has none."""

    async def do(tx: Transaction, form: Form) -> None:
        manner = fields.text(form, "manner")
        answer = fields.one_of(form, "answer", Answer) if manner == "paper" else Answer.APPROVE
        fields.ticked(form, "held", "Tick that you hold the paper in your hands.")
        await record_paper_verdict(
            tx,
            draft=draft,
            agency=AgencyId(fields.id_of(form, "agency")),
            digest=fields.text(form, "digest"),
            manner=manner,
            answer=answer,
            words=form.get("words", ""),
            advisor=fields.text(form, "advisor"),
            paper_on=fields.day(form, "paper_on"),
            viewer=viewer,
        )

    return await _act(request, viewer, place, state, draft, do, "attested")


@post(ONE + "/review/recall", opt=MAY_DRAFT, status_code=303)
async def recall(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, draft: Wanted) -> Response[Any]:
    """Take it back from the advisors, to change it."""

    async def do(tx: Transaction, form: Form) -> None:
        fields.sure(form)
        await recall_draft(tx, draft=draft, by=viewer.person, public_url=state.settings.public_url)

    return await _act(request, viewer, place, state, draft, do, "recalled")


@post(ONE + "/links", opt=MAY_SEE, status_code=200)
async def make_link(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, draft: Wanted
) -> Response[Any]:
    """Make a read-only link for counsel, and show it: the only time that it can be seen."""
    form = await form_of(request)
    try:
        async with state.database.transaction(place.id) as tx:
            label, days = fields.text(form, "label"), fields.whole(form, "days")
            token = await make_counsel_link(tx, draft=draft, label=label, days=days, viewer=viewer)
    except (BadInput, Conflict) as wrong:
        return await _review_page(request, viewer, place, state, draft, typed=form, wrong=wrong)
    async with state.database.reading(place.id) as reading:
        look = await seen_look(reading, viewer, draft)
    address = f"{state.settings.public_url}/{place.slug}/counsel/{token}"
    made = draft_page(
        request, "signing/counsel_made.html", viewer, place, look, address=address, label=label, days=days
    )
    made.headers["Cache-Control"] = "no-store"
    return made


@post(ONE + "/links/{link:uuid}/end", opt=MAY_SEE, status_code=303)
async def end_link(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, draft: Wanted, link: FromPath[UUID]
) -> Response[Any]:
    """End a link."""

    async def do(tx: Transaction, form: Form) -> None:
        fields.sure(form)
        await end_counsel_link(tx, draft=draft, link=link, viewer=viewer)

    return await _act(request, viewer, place, state, draft, do, "link_ended")


HANDLERS = (see_reviews, judge, attest, recall, make_link, end_link)


async def _act(
    request: AnyRequest, viewer: Viewer, place: Place, state: State, draft: UUID, do: Any, did: str
) -> Response[Any]:
    async def again(form: Form, wrong: Wrong) -> Response[str]:
        return await _review_page(request, viewer, place, state, draft, typed=form, wrong=wrong)

    then = f"/{place.slug}/agreements/drafts/{draft}/review?did={did}"
    return await acted(request, place, state, do=do, again=again, then=then)


async def _review_page(
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
        advisors = await load_holders(reading, Role.LEGAL_ADVISOR, look.terms.parties)
        approvals = await load_approvals(reading)
        links = await load_links(reading, draft)
        people = await load_people(
            reading,
            [
                *(each.verdict.advisor for each in look.given),
                *(PersonId(each.made_by) for each in links),
                *(PersonId(each.by) for found in approvals.values() for each in found),
            ],
        )
    href = f"/{place.slug}/agreements/drafts/{draft}"
    open_links = [each for each in links if each.opens_at(look.at) and look.for_counsel]
    return draft_page(
        request,
        "signing/draft_review.html",
        viewer,
        place,
        look,
        wrong=wrong,
        typed=typed,
        **see_review(look, viewer, advisors, people, approvals),
        findings=see_findings(look.findings, href),
        plain=see_plain(look.version.text if look.version else (), look.terms, look.names),
        links=[
            {
                "label": each.label,
                "by": people[PersonId(each.made_by)].name,
                "until": each.expires_at,
                "end_href": f"{href}/links/{each.id}/end" if may_end(viewer, each.made_by) else None,
            }
            for each in open_links
        ],
        may_link=may_make(viewer) and look.for_counsel,
        most_days=MOST_DAYS,
    )
