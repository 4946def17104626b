"""Who may sign for which agency and by what right: a clerk's list; and a head's page of what binds her agencies."""

from typing import Any, Final
from uuid import UUID

from litestar import get, post
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Response

from consortium.access.door import Viewer
from consortium.access.permissions import Permission
from consortium.access.store import Place
from consortium.access.web import AnyRequest, HerePlace, SignedIn, form_of, page, see
from consortium.members.store import load_agencies, load_today
from consortium.problems import BadInput, Conflict, Refused
from consortium.signing.desk_form import day, pair_of, person_of
from consortium.signing.see_authority import see_authority, see_bound
from consortium.signing.sign_pages import letters_of
from consortium.signing.signatures.authority import Right
from consortium.signing.signatures.end_authority import end_authority
from consortium.signing.signatures.record_authority import Paper, record_authority
from consortium.signing.signatures.record_consent import record_consent
from consortium.signing.store import load_pacts
from consortium.signing.store.authorities import load_authorities, load_heads, paper_since
from consortium.signing.store.signatures import load_signatures

Form = dict[str, str]
Wanted = FromPath[UUID]
_CLERKS: Final = {"permission": Permission.ATTEST}
_HEADS: Final = {"permission": Permission.SIGN_AGREEMENTS}


@get("/{slug:str}/authority", opt=_CLERKS)
async def see_list(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """Every right to sign that was recorded, and the form for one more."""
    return await _list_page(request, viewer, place, state, {})


@post("/{slug:str}/authority", opt=_CLERKS, status_code=303)
async def send_one(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[Any]:
    """Record one."""
    form = await form_of(request)
    try:
        agency, person = pair_of(form)
        async with state.database.transaction(place.id) as tx:
            await record_authority(
                tx, viewer, agency=agency, person=person, paper=_paper(form), letters=letters_of(place, state)
            )
    except (BadInput, Conflict) as wrong:
        return await _list_page(request, viewer, place, state, form, wrong=wrong)
    return see(f"/{place.slug}/authority?did=recorded")


@post("/{slug:str}/authority/{authority:uuid}/end", opt=_CLERKS, status_code=303)
async def end_one(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, authority: Wanted
) -> Response[Any]:
    """End one early."""
    try:
        async with state.database.transaction(place.id) as tx:
            await end_authority(tx, viewer, authority, letters=letters_of(place, state))
    except Conflict as wrong:
        return await _list_page(request, viewer, place, state, {}, wrong=wrong)
    return see(f"/{place.slug}/authority?did=ended")


@post("/{slug:str}/authority/consent", opt=_CLERKS, status_code=303)
async def send_consent(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[Any]:
    """Write down that a head takes her consent to electronic records back, or gives it anew."""
    form = await form_of(request)
    try:
        agency, person = pair_of(form)
        given = _consents(form)
        async with state.database.transaction(place.id) as tx:
            letters = letters_of(place, state)
            await record_consent(tx, viewer, agency=agency, person=person, given=given, letters=letters)
    except (BadInput, Conflict) as wrong:
        return await _list_page(
            request, viewer, place, state, {"consent-who": form.get("who", "")}, wrong=wrong, part="consent-"
        )
    return see(f"/{place.slug}/authority?did=consent")


@get("/{slug:str}/agreements/bound", opt=_HEADS)
async def see_bound_page(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """What binds her agencies, whoever signed it; and the delegations that she gave."""
    return await _bound_page(request, viewer, place, state)


@post("/{slug:str}/agreements/bound/{authority:uuid}/end", opt=_HEADS, status_code=303)
async def take_delegation_back(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, authority: Wanted
) -> Response[Any]:
    """A head takes back what she delegated."""
    try:
        async with state.database.transaction(place.id) as tx:
            await end_authority(tx, viewer, authority, letters=letters_of(place, state))
    except Conflict as wrong:
        return await _bound_page(request, viewer, place, state, wrong=wrong)
    return see(f"/{place.slug}/agreements/bound?did=ended")


HANDLERS = (see_list, send_one, end_one, send_consent, see_bound_page, take_delegation_back)


def _consents(form: Form) -> bool:
    said = form.get("consent", "")
    if said not in {"back", "anew"}:
        raise BadInput("Choose what she told you.", "consent")
    return said == "anew"


def _paper(form: Form) -> Paper:
    try:
        right = Right(form.get("right", ""))
    except ValueError as wrong:
        raise BadInput("Choose how she came to it.", "right") from wrong
    return Paper(
        office=form.get("office", ""),
        right=right,
        evidence=form.get("evidence", ""),
        since=day(form, "since"),
        until=day(form, "until") if form.get("until") else None,
        given_by=person_of(form, "given_by") if form.get("given_by") and right is Right.DELEGATED else None,
    )


async def _list_page(
    request: AnyRequest,
    viewer: Viewer,
    place: Place,
    state: State,
    typed: Form,
    *,
    wrong: Refused | None = None,
    part: str = "",
) -> Response[str]:
    async with state.database.reading(place.id) as reading:
        shown = see_authority(
            viewer,
            await load_authorities(reading),
            await load_heads(reading),
            (await load_agencies(reading)).names,
            await load_today(reading),
        )
        people = {person for _, person, _ in shown["heads"]}
        papers = {person: await paper_since(reading, person) for person in sorted(people)}
    field = (getattr(wrong, "field", None) or "who") if wrong else ""
    return page(
        request,
        "signing/authority.html",
        place=place,
        viewer=viewer,
        status=wrong.status if wrong else 200,
        on_paper=[(label, papers[person]) for _, person, label in shown["heads"] if papers[person]],
        errors={f"{part}{field}": str(wrong)} if wrong else {},
        typed=typed,
        did=request.query_params.get("did", ""),
        here=f"/{place.slug}/authority",
        **shown,
    )


async def _bound_page(
    request: AnyRequest, viewer: Viewer, place: Place, state: State, *, wrong: Refused | None = None
) -> Response[str]:
    async with state.database.reading(place.id) as reading:
        pacts = await load_pacts(reading)
        signed = {pact.id: await load_signatures(reading, pact.id) for pact in pacts}
        names = (await load_agencies(reading)).names
        rights = await load_authorities(reading)
        shown = see_bound(viewer, pacts, signed, names, rights, reading.now, place.slug)
    return page(
        request,
        "signing/bound.html",
        place=place,
        viewer=viewer,
        status=wrong.status if wrong else 200,
        errors={"given": str(wrong)} if wrong else {},
        did=request.query_params.get("did", ""),
        here=f"/{place.slug}/agreements/bound",
        **shown,
    )
