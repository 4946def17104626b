"""The log of agreements: what happened since one's agency countersigned, one button, and the keys of agencies.

Events name agencies and signers, so they are for members, and lie in the bundles that members hand on.
"""

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Response

from agreements.log import LogError
from consortium.access.door import Viewer
from consortium.access.passkey_pages import site_of
from consortium.access.permissions import Permission, runs
from consortium.access.store import Place
from consortium.access.web import HerePlace, SignedIn, form_of, page, see
from consortium.db import Reading
from consortium.members.store import load_agencies
from consortium.problems import BadInput, Conflict
from consortium.signing.evidence.countersign import Asked, ask_to_countersign, countersign
from consortium.signing.evidence.mail_heads import mail_copy
from consortium.signing.evidence.register_witness import register_witness
from consortium.signing.evidence.seen_before import Seen, seen_by
from consortium.signing.evidence.take_back_witness import take_back_witness
from consortium.signing.evidence.take_cosignature import take_cosignature
from consortium.signing.log_file_pages import whole_number
from consortium.signing.see_log import Names, see_event, see_key, see_keys, see_look, see_turn, see_witnesses
from consortium.signing.store import load_titles
from consortium.signing.store.authorities import load_signer
from consortium.signing.store.events import note_move, signs_as
from consortium.signing.store.evidence import load_cosigned, load_events, load_size
from consortium.signing.store.log_looks import last_look
from consortium.signing.store.witnesses import load_countersignatures, load_witnesses
from geo import AgencyId

AnyRequest = Request[Any, Any, State]
_SEE = {"permission": Permission.SEE_AGREEMENTS}
_WITNESS = {"permission": Permission.WITNESS_LOG}
_HOME = "/{slug:str}/agreements/log"
_SHOWN = 40


@get(_HOME, opt=_SEE)
async def see_log(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """Where the log stands, who has seen it, and what one's agency is asked to look at."""
    return await _log_page(request, viewer, place, state)


@post(f"{_HOME}/cosigned", opt=_WITNESS, status_code=303)
async def paste_cosignature(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[Any]:
    """The same, pasted by hand, from a machine that is not connected."""
    form = await form_of(request)
    try:
        async with state.database.transaction(place.id) as tx:
            await take_cosignature(tx, form.get("note", ""))
    except (BadInput, Conflict) as wrong:
        return await _log_page(request, viewer, place, state, form=form, wrong=wrong)
    return see(f"/{place.slug}/agreements/log?did=cosigned")


@post(f"{_HOME}/witness", opt=_WITNESS, status_code=303)
async def register_key(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[Any]:
    """Register the public half of an agency's key."""
    form = await form_of(request)
    try:
        async with state.database.transaction(place.id) as tx:
            await register_witness(tx, viewer, agency=_agency(form, viewer), line=form.get("key", ""))
    except (BadInput, Conflict) as wrong:
        return await _log_page(request, viewer, place, state, form=form, wrong=wrong)
    return see(f"/{place.slug}/agreements/log?did=registered")


@post(f"{_HOME}/witness/{{witness:uuid}}/end", opt=_WITNESS, status_code=303)
async def end_key(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, witness: FromPath[UUID]
) -> Response[Any]:
    """Take an agency's key back, after it was asked whether she means it."""
    form = await form_of(request)
    try:
        async with state.database.transaction(place.id) as tx:
            await take_back_witness(tx, viewer, witness, sure=form.get("sure") == "yes")
    except (BadInput, Conflict) as wrong:
        return await _log_page(request, viewer, place, state, form=form, wrong=wrong)
    return see(f"/{place.slug}/agreements/log?did=ended")


@post(f"{_HOME}/countersign/ask", opt=_WITNESS, status_code=200)
async def ask_device(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """The question to her device: the head that her page showed."""
    said = {name: request.query_params.get(name, "") for name in ("agency", "size")}
    async with state.database.transaction(place.id) as tx:
        await note_move(tx)  # kept although the question may be refused for it: her passkey is asked on this site
    async with state.database.transaction(place.id) as tx:
        asked = await _asked(tx, said, viewer)
        question = await ask_to_countersign(tx, viewer, site_of(place, state), asked)
    return Response(question, media_type="application/json")


@post(f"{_HOME}/countersign", opt=_WITNESS, status_code=303)
async def take_countersignature(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[Any]:
    """Countersign with her passkey; her own copy goes to her by mail."""
    form = await form_of(request)
    try:
        async with state.database.transaction(place.id) as tx:
            asked = await _asked(tx, form, viewer)
            signed = await countersign(tx, viewer, site_of(place, state), asked, answer=form.get("answer", ""))
            await mail_copy(tx, signed, viewer.person, title=place.title)
    except (BadInput, Conflict) as wrong:
        return await _log_page(request, viewer, place, state, form=form, wrong=wrong)
    return see(f"/{place.slug}/agreements/log?did=countersigned")


HANDLERS = (
    see_log,
    paste_cosignature,
    register_key,
    end_key,
    ask_device,
    take_countersignature,
)


async def _log_page(
    request: AnyRequest,
    viewer: Viewer,
    place: Place,
    state: State,
    *,
    form: dict[str, str] | None = None,
    wrong: BadInput | Conflict | None = None,
) -> Response[str]:
    async with state.database.reading(place.id) as reading:
        names = (await load_agencies(reading)).names
        titles = await load_titles(reading)
        note = await load_cosigned(reading)
        size = await load_size(reading)
        events = await load_events(reading, most=_SHOWN)
        signed, witnesses = await load_countersignatures(reading), await load_witnesses(reading)
        key, look = await signs_as(reading), await last_look(reading)
        ours = viewer.agencies if viewer.may(Permission.WITNESS_LOG) and not runs(viewer.roles) else frozenset()
        vouches = bool(ours) and bool((await load_signer(reading, viewer.person)).confirmed)
        turns = [
            await _turn(reading, agency, names, place.slug)
            for agency in sorted(ours, key=lambda each: names.get(AgencyId(each), ""))
            if size
        ]
    field = (wrong.field or "answer") if isinstance(wrong, BadInput) else "answer"
    return page(
        request,
        "signing/log.html",
        place=place,
        viewer=viewer,
        status=wrong.status if wrong else 200,
        errors={field: str(wrong)} if wrong else {},
        typed=form or {},
        did=request.query_params.get("did", ""),
        here=f"/{place.slug}/agreements/log",
        list_href=f"/{place.slug}/agreements",
        verify_href=f"/{place.slug}/verify",
        size=size,
        note=note.written() if note else "",
        key=see_key(key),
        address=f"{state.settings.public_url}/{place.slug}/agreements/log",
        turns=turns,
        events=[see_event(each, names, titles, place.slug) for each in reversed(events)],
        witnesses=see_witnesses(signed, names, size),
        keys=see_keys(witnesses, names, ours),
        agencies=[(str(each), names.get(AgencyId(each), "")) for each in sorted(ours, key=str)],
        may_witness=bool(ours),
        vouches=vouches,
        look=see_look(look),
    )


async def _turn(reading: Reading, agency: UUID, names: Names, slug: str) -> dict[str, Any]:
    seen: Seen | None
    try:
        seen = await seen_by(reading, agency)
    except LogError:
        seen = None
    old = seen.old if seen else 0
    events = await load_events(reading, since=old, most=_SHOWN)
    titles = await load_titles(reading)
    shown = [see_event(each, names, titles, slug) for each in events]
    size = seen.now.size if seen else 0
    return see_turn(agency, names.get(AgencyId(agency), ""), seen, shown, max(0, size - old - len(shown)))


async def _asked(reading: Reading, form: dict[str, str], viewer: Viewer) -> Asked:
    agency = _agency(form, viewer)
    names = (await load_agencies(reading)).names
    return Asked(agency, names.get(AgencyId(agency), ""), whole_number(form.get("size", "")))


def _agency(form: dict[str, str], viewer: Viewer) -> UUID:
    try:
        return UUID(form.get("agency", ""))
    except ValueError as wrong:
        raise BadInput("Choose an agency that you belong to.", "agency") from wrong
