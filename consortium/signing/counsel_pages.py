"""Pages for counsel and about the law: the read-only page behind a link, and the rules of the states with who approved.

Whoever holds the address of a link reads, and can do nothing; the token is 256 random bits, kept as a digest.
"""

from typing import Any

from litestar import get, post
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Response

from agreements.packs import PACKS
from consortium.access.door import Viewer
from consortium.access.permissions import Permission
from consortium.access.store import Place
from consortium.access.web import HerePlace, SignedIn, form_of, page, see
from consortium.members import fields
from consortium.members.store import load_agencies
from consortium.members.values import Agencies
from consortium.problems import BadInput, Conflict
from consortium.signing.draft_frame_pages import MAY_SEE, AnyRequest, Form, Wrong, errors_of
from consortium.signing.drafting.approve_pack import advised_in, approve_pack
from consortium.signing.drafting.counsel_link import opened
from consortium.signing.drafting.see_compared import compared
from consortium.signing.drafting.see_draft import state_of
from consortium.signing.drafting.see_review import Approvals, see_pack
from consortium.signing.drafting.see_text import base_amended
from consortium.signing.store import load_pacts
from consortium.signing.store.people import load_people
from consortium.signing.store.reviews import load_approvals
from geo import PersonId

_OPEN = "the address is the key: 256 random bits that run out, and that open one page to read"
_MAY_REVIEW = {"permission": Permission.REVIEW_AGREEMENTS}
_HEADERS = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow"}


@get("/{slug:str}/counsel/{token:str}", opt={"open": _OPEN})
async def read(request: AnyRequest, slug: FromPath[str], state: State, token: FromPath[str]) -> Response[str]:
    """Text, summary, differences and terms of one draft, as it is now or was settled; nothing can be done here."""
    place = await state.places.at(slug)
    async with state.database.reading(place.id) as reading:
        link, look = await opened(reading, token)
        pact = next((each for each in await load_pacts(reading) if each.id == look.file.draft.pact), None)
    shown = page(
        request,
        "signing/counsel.html",
        place=place,
        viewer=None,
        title=look.file.draft.title,
        number=look.file.draft.number,
        state=state_of(look),
        digest=look.digest,
        settled=look.file.frozen_at is not None,
        label=link.label,
        until=link.expires_at,
        here=f"/{slug}/counsel/{token}",
        parties=sorted(look.names[each] for each in look.terms.parties),
        **compared(request.query_params, look, base_amended(look, pact)),
    )
    shown.headers.update(_HEADERS)
    return shown


@get("/{slug:str}/agreements/packs", opt=MAY_SEE)
async def list_packs(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """What the states ask for, edition by edition, and which advisor approved each."""
    return await _packs_page(request, viewer, place, state)


@post(
    "/{slug:str}/agreements/packs/{state_name:str}/approve",
    opt={"permission": Permission.REVIEW_AGREEMENTS},
    status_code=303,
)
async def approve(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, state_name: FromPath[str]
) -> Response[Any]:
    """Approve the edition that she read."""
    form = await form_of(request)
    try:
        fields.sure(form)
        edition = fields.whole(form, "edition")
        async with state.database.transaction(place.id) as tx:
            await approve_pack(tx, state=state_name, edition=edition, note=form.get("note", ""), viewer=viewer)
    except (BadInput, Conflict) as wrong:
        return await _packs_page(request, viewer, place, state, typed=form, wrong=wrong)
    return see(f"/{place.slug}/agreements/packs?did=approved")


HANDLERS = (read, list_packs, approve)


def _waits(state: str, approvals: Approvals, viewer: Viewer, agencies: Agencies) -> bool:
    """Whether she advises an agency in this state for which its rules have not been approved."""
    approved = {each.agency for each in approvals.get((state, PACKS[state].edition), ())}
    return bool(set(advised_in(state, viewer, agencies.states)) - approved)


async def _packs_page(
    request: AnyRequest,
    viewer: Viewer,
    place: Place,
    state: State,
    *,
    typed: Form | None = None,
    wrong: Wrong | None = None,
) -> Response[str]:
    async with state.database.reading(place.id) as reading:
        approvals = await load_approvals(reading)
        people = await load_people(reading, [PersonId(each.by) for found in approvals.values() for each in found])
        agencies = await load_agencies(reading)
    here = set(agencies.states.values())
    mine = {state for state in PACKS if _waits(state, approvals, viewer, agencies)}
    return page(
        request,
        "signing/packs.html",
        place=place,
        viewer=viewer,
        status=wrong.status if wrong else 200,
        packs=[
            see_pack(each, approvals, people, agencies.names)
            | {"here": each.state in here, "may_approve": each.state in mine}
            for each in PACKS.values()
        ],
        without_pack=sorted(here - PACKS.keys()),
        typed=typed or {},
        errors=errors_of(wrong),
        did=request.query_params.get("did", ""),
    )
