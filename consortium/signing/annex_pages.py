"""The pages of one roster annex: its paper for the head to sign, and the clerk's word that she has."""

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Response

from consortium.access.door import Viewer
from consortium.access.permissions import Permission
from consortium.access.store import Place
from consortium.access.web import HerePlace, SignedIn, form_of, page, see
from consortium.db import Reading
from consortium.members import fields
from consortium.members.annex_values import Annex
from consortium.members.history import history_of
from consortium.members.papers import typeset
from consortium.members.store import load_annex
from consortium.problems import BadInput, Conflict
from consortium.signing.annex_notice import Stand, terms_for
from consortium.signing.annex_words import paper
from consortium.signing.attest_annex import attest_annex
from consortium.signing.see_annex_told import see_told
from consortium.signing.see_annexes import pact_titles, see_annex
from consortium.signing.sign_pages import letters_of
from consortium.signing.signatures.clerks import attests_for
from consortium.signing.store.annex_notices import load_notices
from consortium.signing.store.authorities import load_heads
from consortium.signing.tell_annex import why_not_told
from consortium.signing.withdraw_annex import withdraw_annex

AnyRequest = Request[Any, Any, State]
_SEE = {"permission": Permission.SEE_DESIGNATIONS}
_MANAGE = {"permission": Permission.MANAGE_ANNEXES}
_ATTEST = {"permission": Permission.ATTEST}


@get("/{slug:str}/annexes/{annex:uuid}", opt=_SEE)
async def read_annex(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, annex: FromPath[UUID]
) -> Response[str]:
    """One annex: its paper, and where it stands."""
    return await annex_page(request, viewer, place, state, annex)


@get("/{slug:str}/annexes/{annex:uuid}/paper.pdf", opt=_SEE)
async def print_annex(viewer: SignedIn, place: HerePlace, state: State, annex: FromPath[UUID]) -> Response[bytes]:
    """The paper that the head signs: letter size, tagged."""
    del viewer
    async with state.database.reading(place.id) as reading:
        found = await load_annex(reading, annex)
        titles = pact_titles((await state.desks.at(reading)).facts.reach.pacts)
    words = paper(found, agreement=titles[found.agreement], consortium=place.title)
    name = f"roster-annex-{found.reference.replace(' ', '-')}.pdf"
    return Response(
        typeset("annex", words, dated=found.prepared_on),
        media_type="application/pdf",
        headers={"content-disposition": f'inline; filename="{name}"', "cache-control": "no-store"},
    )


@post("/{slug:str}/annexes/{annex:uuid}/attest", opt=_ATTEST, status_code=303)
async def take_attest(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, annex: FromPath[UUID]
) -> Response[Any]:
    """Attest the signature: its people are designated from now on."""
    form = await form_of(request)
    try:
        async with state.database.transaction(place.id) as tx:
            fields.ticked(form, "seen", "Tick that you hold the signed paper in your hands.")
            day, letters = fields.day(form, "signed_on"), letters_of(place, state)
            await attest_annex(tx, viewer, annex=annex, signed_on=day, letters=letters)
    except (BadInput, Conflict) as wrong:
        return await annex_page(request, viewer, place, state, annex, form=form, wrong=wrong)
    return see(f"/{place.slug}/annexes/{annex}?did=attested")


@post("/{slug:str}/annexes/{annex:uuid}/withdraw", opt=_MANAGE, status_code=303)
async def take_withdraw(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, annex: FromPath[UUID]
) -> Response[Any]:
    """Withdraw the prepared paper."""
    fields.sure(await form_of(request))
    async with state.database.transaction(place.id) as tx:
        await withdraw_annex(tx, viewer, annex=annex, letters=letters_of(place, state))
    return see(f"/{place.slug}/annexes/{annex}?did=withdrawn")


HANDLERS = (read_annex, print_annex, take_attest, take_withdraw)


async def annex_page(
    request: AnyRequest,
    viewer: Viewer,
    place: Place,
    state: State,
    annex: UUID,
    *,
    form: dict[str, str] | None = None,
    wrong: BadInput | Conflict | None = None,
    part: str = "signed_on",
) -> Response[str]:
    """The page of an annex; ``part`` is where on it an error without a field is shown."""
    async with state.database.reading(place.id) as reading:
        found = await load_annex(reading, annex)
        shown = await _shown(reading, viewer, state, found)
        acts = await history_of(reading, viewer, [annex])
    typed = {name: (form or {}).get(name, "") for name in ("signed_on", "seen", "person", "name", "said_on", "held")}
    return page(
        request,
        "members/annex.html",
        place=place,
        viewer=viewer,
        status=200 if wrong is None else wrong.status,
        acts=acts,
        mine=found.prepared_by == viewer.person,
        form=typed,
        errors={} if wrong is None else {getattr(wrong, "field", None) or part: str(wrong)},
        did=request.query_params.get("did", ""),
        here=f"/{place.slug}/annexes/{annex}",
        agency_href=f"/{place.slug}/designations/{found.agency}",
        list_href=f"/{place.slug}/designations",
        **shown,
    )


async def _shown(reading: Reading, viewer: Viewer, state: State, found: Annex) -> dict[str, Any]:
    reach = (await state.desks.at(reading)).facts.reach
    terms = terms_for(reach, found.agreement, found.agency, reading.now)
    told = see_told(found, (await load_notices(reading, [found.id])).get(found.id), terms, reading.now)
    manages, attests = viewer.may(Permission.MANAGE_ANNEXES), attests_for(viewer, found.agency)
    asked = manages and told["days"] and told["state"] in {Stand.PREPARED, Stand.SENT}
    heads = await load_heads(reading) if attests else ()
    return {
        "annex": see_annex(found, pact_titles(reach.pacts)[found.agreement]),
        "told": told,
        "why_not": await why_not_told(reading, found) if asked else "",
        "heads": [(str(who), name) for who, name, _, hers in heads if found.agency in hers and who != viewer.person],
        "may": {
            "attest": attests,
            "manage": manages,
            "object": viewer.may(Permission.SIGN_AGREEMENTS) and found.agency in viewer.agencies,
        },
    }
