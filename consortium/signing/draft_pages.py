"""Drafts: the list, a new one, one with what is next, and the acts that end it: frozen, sent out, taken back."""

from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Response

from agreements import Kind, PactId
from consortium.access.door import Viewer
from consortium.access.permissions import Role
from consortium.access.store import Place
from consortium.access.web import HerePlace, SignedIn, form_of, page, see
from consortium.db import Transaction
from consortium.members import fields
from consortium.members.history import history_of
from consortium.members.store import load_agencies
from consortium.problems import BadInput, Conflict
from consortium.signing.draft_frame_pages import (
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
from consortium.signing.drafting.freeze_draft import freeze_draft
from consortium.signing.drafting.look import look_at, may_see
from consortium.signing.drafting.see_draft import see_findings, see_next, see_plain, state_of
from consortium.signing.drafting.send_out import send_out, take_back
from consortium.signing.drafting.send_to_review import send_to_review
from consortium.signing.drafting.start_draft import start_amendment, start_draft
from consortium.signing.drafting.terms_layout import WORDS
from consortium.signing.drafting.withdraw_draft import withdraw_draft
from consortium.signing.store import load_pacts
from consortium.signing.store.changes import load_changes
from consortium.signing.store.drafts import load_drafts
from consortium.signing.store.people import load_holders
from geo import AgencyId

Wanted = FromPath[UUID]
ONE = "/{slug:str}/agreements/drafts/{draft:uuid}"


@get("/{slug:str}/agreements/drafts", opt=MAY_SEE)
async def list_drafts(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """Every draft that she may see, the newest first."""
    async with state.database.reading(place.id) as reading:
        files = [each for each in await load_drafts(reading) if may_see(viewer, each)]
        looks = [await look_at(reading, each.id) for each in files]
    drafts = [
        {
            "href": f"/{place.slug}/agreements/drafts/{look.file.id}",
            "title": look.file.draft.title,
            "number": look.file.draft.number,
            "state": state_of(look),
            "parties": len(look.terms.parties),
            "at": look.file.made_at,
            "waiting": len(look.review.waiting) if look.in_review else 0,
        }
        for look in looks
    ]
    return page(
        request,
        "signing/drafts.html",
        place=place,
        viewer=viewer,
        drafts=drafts,
        new_href=f"/{place.slug}/agreements/new" if viewer.may(MAY_DRAFT["permission"]) else None,
        packs_href=f"/{place.slug}/agreements/packs",
    )


@get("/{slug:str}/agreements/new", opt=MAY_DRAFT)
async def see_new(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """The forms for a new agreement, and for the next version of one."""
    return await _new_page(request, viewer, place, state, {})


@post("/{slug:str}/agreements/new", opt=MAY_DRAFT, status_code=303)
async def take_new(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[Any]:
    """Start a draft."""
    form = await form_of(request)
    try:
        async with state.database.transaction(place.id) as tx:
            draft = await _start(tx, form, viewer)
    except (BadInput, Conflict) as wrong:
        return await _new_page(request, viewer, place, state, form, wrong=wrong)
    return see(f"/{place.slug}/agreements/drafts/{draft}?did=started")


@get(ONE, opt=MAY_SEE)
async def see_one(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, draft: Wanted
) -> Response[str]:
    """A draft: where it stands, what is next and for whom."""
    return await _one_page(request, viewer, place, state, draft)


@post(ONE + "/review/send", opt=MAY_DRAFT, status_code=303)
async def send(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, draft: Wanted) -> Response[Any]:
    """Send it to the parties' advisors."""

    async def do(tx: Transaction, form: Form) -> None:
        fields.sure(form)
        await send_to_review(tx, draft=draft, by=viewer.person, public_url=state.settings.public_url)

    return await _act(request, viewer, place, state, draft, do, "in_review")


@post(ONE + "/freeze", opt=MAY_DRAFT, status_code=303)
async def freeze(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, draft: Wanted) -> Response[Any]:
    """Freeze the text that she saw."""

    async def do(tx: Transaction, form: Form) -> None:
        fields.sure(form)
        await freeze_draft(tx, draft=draft, digest=fields.text(form, "digest"), by=viewer.person)

    return await _act(request, viewer, place, state, draft, do, "frozen")


@post(ONE + "/send-out", opt=MAY_DRAFT, status_code=303)
async def go_out(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, draft: Wanted) -> Response[Any]:
    """Send the frozen version out to be signed."""

    async def do(tx: Transaction, form: Form) -> None:
        fields.sure(form)
        await send_out(tx, draft=draft, by=viewer.person, public_url=state.settings.public_url)

    return await _act(request, viewer, place, state, draft, do, "sent_out")


@post(ONE + "/take-back", opt=MAY_DRAFT, status_code=303)
async def take_it_back(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, draft: Wanted
) -> Response[Any]:
    """Take a version back before it is in force."""

    async def do(tx: Transaction, form: Form) -> None:
        await take_back(tx, draft=draft, reason=fields.text(form, "reason"), by=viewer.person)

    return await _act(request, viewer, place, state, draft, do, "taken_back")


@post(ONE + "/withdraw", opt=MAY_DRAFT, status_code=303)
async def withdraw(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, draft: Wanted
) -> Response[Any]:
    """Give a draft up."""

    async def do(tx: Transaction, form: Form) -> None:
        await withdraw_draft(tx, draft=draft, reason=fields.text(form, "reason"), by=viewer.person)

    return await _act(request, viewer, place, state, draft, do, "withdrawn")


HANDLERS = (list_drafts, see_new, take_new, see_one, send, freeze, go_out, take_it_back, withdraw)


async def _start(tx: Transaction, form: Form, viewer: Viewer) -> UUID:
    if form.get("from") == "pact":
        return await start_amendment(tx, pact=PactId(fields.id_of(form, "pact")), by=viewer.person)
    ticked = [name.removeprefix("party-") for name, on in form.items() if name.startswith("party-") and on]
    try:
        parties = [AgencyId(UUID(each)) for each in ticked]
    except ValueError as wrong:
        raise BadInput("Choose the parties on the page.", "parties") from wrong
    kind, title = fields.one_of(form, "kind", Kind), fields.text(form, "title")
    return await start_draft(tx, kind=kind, title=title, parties=parties, by=viewer.person)


async def _new_page(
    request: AnyRequest, viewer: Viewer, place: Place, state: State, typed: Form, *, wrong: Wrong | None = None
) -> Response[str]:
    async with state.database.reading(place.id) as reading:
        agencies = await load_agencies(reading)
        pacts = await load_pacts(reading)
    return page(
        request,
        "signing/draft_new.html",
        place=place,
        viewer=viewer,
        status=wrong.status if wrong else 200,
        errors=errors_of(wrong, "from"),
        typed={"kind": Kind.MUTUAL_AID.value, **typed},
        kinds=list(WORDS["kind"].items()),
        agencies=[
            (str(each), name, agencies.states[each])
            for each, name in sorted(agencies.names.items(), key=lambda it: it[1])
        ],
        pacts=[(str(each.id), each.title, each.versions[-1].number + 1) for each in pacts],
        here=f"/{place.slug}/agreements/new",
    )


async def _act(
    request: AnyRequest, viewer: Viewer, place: Place, state: State, draft: UUID, do: Any, did: str
) -> Response[Any]:
    async def again(form: Form, wrong: Wrong) -> Response[str]:
        return await _one_page(request, viewer, place, state, draft, typed=form, wrong=wrong)

    then = f"/{place.slug}/agreements/drafts/{draft}?did={did}"
    return await acted(request, place, state, do=do, again=again, then=then)


async def _one_page(
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
        changes = await load_changes(reading, draft)
        acts = await history_of(reading, viewer, [draft], names={draft: look.file.draft.title})
    href = f"/{place.slug}/agreements/drafts/{draft}"
    text = look.version.text if look.version else ()
    return draft_page(
        request,
        "signing/draft.html",
        viewer,
        place,
        look,
        wrong=wrong,
        typed=typed,
        next=see_next(look, advisors, href),
        findings=see_findings(look.findings, href),
        plain=see_plain(text, look.terms, look.names),
        comments=sum(each.outcome == "open" for each in changes),
        acts=acts,
    )
