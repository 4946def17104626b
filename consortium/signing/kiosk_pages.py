"""A kiosk: one head signs one version on a clerk's device. It has no session; its cookie opens this page alone."""

from typing import Any, Final
from uuid import UUID

from litestar import get, post
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Response

from agreements import PactId
from consortium.access.cookies import make_cookie, signed_out
from consortium.access.passkey_pages import site_of
from consortium.access.permissions import Permission
from consortium.access.store import Place
from consortium.access.web import AnyRequest, HerePlace, SignedIn, form_of, page, see
from consortium.db import Reading
from consortium.problems import BadInput, Conflict, NotFound, Refused
from consortium.signing.counterpart_pages import desk_page
from consortium.signing.desk_form import pair_of
from consortium.signing.see_signing import see_record, see_signing
from consortium.signing.sign_pages import letters_of, prepared, question, waiting
from consortium.signing.signatures.open_kiosk import OPEN_FOR, open_kiosk
from consortium.signing.signatures.prepare_signature import prepare_signature
from consortium.signing.signatures.room import Room, enter_room
from consortium.signing.signatures.sign_agreement import sign_agreement
from consortium.signing.store.signatures_tables import SigningKioskRow
from consortium.signing.store.signing_room import end_kiosk, load_kiosk, load_pending
from geo import AgencyId

Wanted = FromPath[UUID]
Number = FromPath[int]
_CLERKS: Final = {"permission": Permission.ATTEST}
_KIOSK: Final = {"open": "a clerk opened this page on her device for one head; only that browser's cookie opens it"}


@post("/{slug:str}/agreements/{agreement:uuid}/{number:int}/desk/kiosk", opt=_CLERKS, status_code=303)
async def open_one(
    request: AnyRequest,
    viewer: SignedIn,
    place: HerePlace,
    state: State,
    agreement: Wanted,
    number: Number,
) -> Response[Any]:
    """Open a kiosk in this browser, and sign the clerk out of it."""
    form = await form_of(request)
    try:
        agency, person = pair_of(form)
        async with state.database.transaction(place.id) as tx:
            kiosk, token = await open_kiosk(
                tx,
                viewer,
                pact=PactId(agreement),
                number=number,
                agency=agency,
                person=person,
                letters=letters_of(place, state),
            )
    except (BadInput, Conflict) as wrong:
        return await desk_page(request, viewer, place, state, agreement, number, form, wrong=wrong, part="kiosk")
    response = signed_out(place, state)
    response.headers["Location"] = f"/{place.slug}/kiosk/{kiosk}"
    response.set_cookie(make_cookie(state, _cookie(place, state), token, seconds=int(OPEN_FOR.total_seconds())))
    return response


@get("/{slug:str}/kiosk/{kiosk:uuid}", opt=_KIOSK)
async def see_kiosk(request: AnyRequest, slug: FromPath[str], state: State, kiosk: Wanted) -> Response[str]:
    """The text, and the form of the one who signs here."""
    place = await state.places.at(slug)
    return await _kiosk_page(request, place, state, kiosk, {})


@post("/{slug:str}/kiosk/{kiosk:uuid}", opt=_KIOSK, status_code=303)
async def send_kiosk(request: AnyRequest, slug: FromPath[str], state: State, kiosk: Wanted) -> Response[Any]:
    """Make the record ready; or close the page."""
    place = await state.places.at(slug)
    form = await form_of(request)
    try:
        async with state.database.transaction(place.id) as tx:
            row = await _row(request, place, state, tx, kiosk)
            if form.get("act") == "close":
                await end_kiosk(tx, kiosk)
                return see(f"/{slug}/sign-in")
            said = {**prepared(form, row.agreement, row.version), "agency": str(row.agency)}
            pending = await prepare_signature(tx, person=row.person, kiosk=kiosk, **said)
    except (BadInput, Conflict) as wrong:
        return await _kiosk_page(request, place, state, kiosk, form, wrong=wrong)
    return see(f"/{slug}/kiosk/{kiosk}/{pending}")


@get("/{slug:str}/kiosk/{kiosk:uuid}/{pending:uuid}", opt=_KIOSK)
async def see_kiosk_waiting(
    request: AnyRequest, slug: FromPath[str], state: State, kiosk: Wanted, pending: Wanted
) -> Response[str]:
    """What she will sign, and her passkey."""
    return await _waiting_page(request, await state.places.at(slug), state, kiosk, pending)


@post("/{slug:str}/kiosk/{kiosk:uuid}/{pending:uuid}/ask", opt=_KIOSK, status_code=200)
async def ask_kiosk(
    request: AnyRequest, slug: FromPath[str], state: State, kiosk: Wanted, pending: Wanted
) -> Response[str]:
    """The question to her passkey."""
    place = await state.places.at(slug)
    async with state.database.reading(place.id) as reading:
        row = await _row(request, place, state, reading, kiosk)
        found = await load_pending(reading, pending, person=row.person, kiosk=kiosk)
        room = await enter_room(reading, PactId(row.agreement), row.version, row.person)
    return question(place, state, room, waiting(found, row.agreement, row.version))


@post("/{slug:str}/kiosk/{kiosk:uuid}/{pending:uuid}", opt=_KIOSK, status_code=200)
async def answer_kiosk(
    request: AnyRequest, slug: FromPath[str], state: State, kiosk: Wanted, pending: Wanted
) -> Response[Any]:
    """Take in what her passkey answered, and close the kiosk."""
    place = await state.places.at(slug)
    answer = (await form_of(request)).get("answer", "")
    try:
        async with state.database.transaction(place.id) as tx:
            row = await _row(request, place, state, tx, kiosk)
            signed = await sign_agreement(
                tx,
                site_of(place, state),
                person=row.person,
                pact=PactId(row.agreement),
                pending=pending,
                answer=answer,
                letters=letters_of(place, state),
                kiosk=kiosk,
            )
    except (BadInput, Conflict) as wrong:
        return await _waiting_page(request, place, state, kiosk, pending, wrong=wrong)
    response = page(
        request,
        "signing/kiosk_done.html",
        place=place,
        viewer=None,
        name=signed.record.name,
        agency=signed.record.agency_name,
        number=signed.record.version,
    )
    response.delete_cookie(_cookie(place, state))
    return response


HANDLERS = (open_one, see_kiosk, send_kiosk, see_kiosk_waiting, ask_kiosk, answer_kiosk)


def _cookie(place: Place, state: State) -> str:
    return f"__Host-kiosk-{place.slug}" if state.settings.secure else f"kiosk-{place.slug}"


async def _row(request: AnyRequest, place: Place, state: State, reading: Reading, kiosk: UUID) -> SigningKioskRow:
    """The kiosk that this browser's cookie opens.

    Raises:
        NotFound: there is none, or it has closed.
    """
    found = await load_kiosk(reading, kiosk, request.cookies.get(_cookie(place, state), ""))
    if found is None:
        raise NotFound
    return found


async def _kiosk_page(
    request: AnyRequest, place: Place, state: State, kiosk: UUID, typed: dict[str, str], *, wrong: Refused | None = None
) -> Response[str]:
    async with state.database.reading(place.id) as reading:
        row = await _row(request, place, state, reading, kiosk)
        room: Room = await enter_room(reading, PactId(row.agreement), row.version, row.person)
    shown = see_signing(room, AgencyId(row.agency), {})
    field = (getattr(wrong, "field", None) or "signature") if wrong else ""
    return page(
        request,
        "signing/kiosk.html",
        place=place,
        viewer=None,
        status=wrong.status if wrong else 200,
        errors={field: str(wrong)} if wrong else {},
        typed={"title": room.signer.title, **typed},
        here=f"/{place.slug}/kiosk/{kiosk}",
        name=room.signer.name,
        until=row.expires_at,
        **shown,
    )


async def _waiting_page(
    request: AnyRequest, place: Place, state: State, kiosk: UUID, pending: UUID, *, wrong: Refused | None = None
) -> Response[str]:
    async with state.database.reading(place.id) as reading:
        row = await _row(request, place, state, reading, kiosk)
        found = await load_pending(reading, pending, person=row.person, kiosk=kiosk)
        room = await enter_room(reading, PactId(row.agreement), row.version, row.person)
    record = waiting(found, row.agreement, row.version)
    home = f"/{place.slug}/kiosk/{kiosk}"
    return page(
        request,
        "signing/sign_look.html",
        place=place,
        viewer=None,
        status=wrong.status if wrong else 200,
        errors={"answer": str(wrong)} if wrong else {},
        action=f"{home}/{pending}",
        back_href=home,
        paper_href="",
        **see_record(record, room.progress.pact.title, room.progress.version.terms.calendar),
    )
