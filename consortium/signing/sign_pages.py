"""A head reads, fills one form in, looks over what she will sign, and lets her passkey sign it. Links lead here."""

from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Response

from agreements import PactId
from agreements.counterparts import read_record
from agreements.signatures import SignatureRecord
from consortium.access.door import Viewer
from consortium.access.passkey_pages import site_of
from consortium.access.passkey_site import signing_question
from consortium.access.permissions import Permission
from consortium.access.store import Place
from consortium.access.web import AnyRequest, HerePlace, SignedIn, form_of, page, see
from consortium.problems import BadInput, Conflict, NotFound, Refused
from consortium.signing.drafting.look import NOT_YET_IN_FORCE
from consortium.signing.see_signing import see_record, see_signing, see_verdict
from consortium.signing.signatures.letters import Letters
from consortium.signing.signatures.prepare_signature import prepare_signature
from consortium.signing.signatures.room import Room, chosen, enter_room
from consortium.signing.signatures.sign_agreement import sign_agreement
from consortium.signing.store.people import load_people
from consortium.signing.store.reviews import load_verdicts
from consortium.signing.store.signatures_tables import PendingSignatureRow
from consortium.signing.store.signing_room import draft_of, load_openings, load_pending

Form = dict[str, str]
Wanted = FromPath[UUID]
Number = FromPath[int]
_HEADS = {"permission": Permission.SIGN_AGREEMENTS}
TICKS = ("read", "allowed", "consent")


def letters_of(place: Place, state: State) -> Letters:
    """What mails about agreements need."""
    home = f"{state.settings.public_url.rstrip('/')}/{place.slug}"
    return Letters(title=place.title, home=home, calendar=place.timezone)


def here(place: Place, agreement: UUID, number: int) -> str:
    """The address of a version's page of signing."""
    return f"/{place.slug}/agreements/{agreement}/{number}/sign"


@get("/{slug:str}/agreements/{agreement:uuid}/{number:int}/sign", opt=_HEADS)
async def see_sign(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, agreement: Wanted, number: Number
) -> Response[str]:
    """The page of signing. Opening it keeps nothing and signs nothing."""
    typed = {"name": "", "agency": request.query_params.get("for", "")}
    return await sign_page(request, viewer, place, state, agreement, number, typed)


@post("/{slug:str}/agreements/{agreement:uuid}/{number:int}/sign", opt=_HEADS, status_code=303)
async def send_sign(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, agreement: Wanted, number: Number
) -> Response[Any]:
    """Make the record ready, for her to look over."""
    form = await form_of(request)
    try:
        async with state.database.transaction(place.id) as tx:
            pending = await prepare_signature(tx, person=viewer.person, **prepared(form, agreement, number))
    except (BadInput, Conflict) as wrong:
        return await sign_page(request, viewer, place, state, agreement, number, form, wrong=wrong)
    return see(f"{here(place, agreement, number)}/{pending}")


@get("/{slug:str}/agreements/{agreement:uuid}/{number:int}/sign/{pending:uuid}", opt=_HEADS)
async def see_waiting(
    request: AnyRequest,
    viewer: SignedIn,
    place: HerePlace,
    state: State,
    agreement: Wanted,
    number: Number,
    pending: Wanted,
) -> Response[str]:
    """Everything that she will sign, once more, and the button that asks her passkey."""
    return await waiting_page(request, viewer, place, state, agreement, number, pending)


@post("/{slug:str}/agreements/{agreement:uuid}/{number:int}/sign/{pending:uuid}/ask", opt=_HEADS, status_code=200)
async def ask_passkey(
    viewer: SignedIn, place: HerePlace, state: State, agreement: Wanted, number: Number, pending: Wanted
) -> Response[str]:
    """The question to her device, for the script: the digest of the record that waits."""
    async with state.database.reading(place.id) as reading:
        row = await load_pending(reading, pending, person=viewer.person, kiosk=None)
        room = await enter_room(reading, PactId(agreement), number, viewer.person)
    return question(place, state, room, waiting(row, agreement, number))


@post("/{slug:str}/agreements/{agreement:uuid}/{number:int}/sign/{pending:uuid}", opt=_HEADS, status_code=303)
async def send_answer(
    request: AnyRequest,
    viewer: SignedIn,
    place: HerePlace,
    state: State,
    agreement: Wanted,
    number: Number,
    pending: Wanted,
) -> Response[Any]:
    """Take in what her passkey answered."""
    answer = (await form_of(request)).get("answer", "")
    try:
        async with state.database.transaction(place.id) as tx:
            signed = await sign_agreement(
                tx,
                site_of(place, state),
                person=viewer.person,
                pact=PactId(agreement),
                pending=pending,
                answer=answer,
                letters=letters_of(place, state),
            )
    except (BadInput, Conflict) as wrong:
        return await waiting_page(request, viewer, place, state, agreement, number, pending, wrong=wrong)
    return see(f"{here(place, agreement, number)}?for={signed.record.agency}&did=signed")


HANDLERS = (see_sign, send_sign, see_waiting, ask_passkey, send_answer)


def prepared(form: Form, agreement: UUID, number: int) -> dict[str, Any]:
    """What a form of signing says, for the verb."""
    return {
        "pact": PactId(agreement),
        "number": number,
        "digest": form.get("digest", ""),
        "agency": form.get("agency", ""),
        "name": form.get("name", ""),
        "passkey": form.get("passkey", ""),
        "ticked": frozenset(tick for tick in TICKS if form.get(tick) == "yes"),
    }


def waiting(row: PendingSignatureRow | None, agreement: UUID, number: int) -> SignatureRecord:
    """The record of a row that waits for this version.

    Raises:
        NotFound: there is none.
    """
    if row is None or (row.agreement, row.version) != (agreement, number):
        raise NotFound
    record = read_record(row.record)
    if not isinstance(record, SignatureRecord):
        raise NotFound
    return record


def question(place: Place, state: State, room: Room, record: SignatureRecord) -> Response[str]:
    """The options for ``navigator.credentials.get``: this passkey, this record."""
    key = next((key for key in room.signer.confirmed if key.credential.hex() == record.credential), None)
    if key is None:
        raise NotFound
    asked = signing_question(
        site_of(place, state), challenge=record.challenge(), credential=key.credential, transports=key.transports
    )
    return Response(asked, media_type="application/json")


async def sign_page(
    request: AnyRequest,
    viewer: Viewer,
    place: Place,
    state: State,
    agreement: UUID,
    number: int,
    typed: Form,
    *,
    wrong: Refused | None = None,
) -> Response[str]:
    """The page, with what was typed."""
    async with state.database.reading(place.id) as reading:
        room = await enter_room(reading, PactId(agreement), number, viewer.person)
        openings = await load_openings(reading, PactId(agreement), number)
        draft = await draft_of(reading, PactId(agreement), number)
        given = await load_verdicts(reading, draft) if draft else ()
        people = await load_people(reading, {each.verdict.advisor for each in given})
    agency = chosen(room, typed.get("agency", "") or _first(room))
    verdict = see_verdict(given, agency, room.progress.version.digest, people)
    shown = see_signing(room, agency, {each: row.opened_on for each, row in openings.items()}, verdict)
    field = (getattr(wrong, "field", None) or "signature") if wrong else ""
    return page(
        request,
        "signing/sign.html",
        place=place,
        viewer=viewer,
        status=wrong.status if wrong else 200,
        errors={field: str(wrong)} if wrong else {},
        typed=typed,
        did=request.query_params.get("did", ""),
        here=here(place, agreement, number),
        version_href=f"/{place.slug}/agreements/{agreement}/{number}",
        counsel_href=_links_of(place, draft) if draft and room.progress.state in NOT_YET_IN_FORCE else "",
        **shown,
    )


async def waiting_page(
    request: AnyRequest,
    viewer: Viewer,
    place: Place,
    state: State,
    agreement: UUID,
    number: int,
    pending: UUID,
    *,
    wrong: Refused | None = None,
) -> Response[str]:
    """What will be signed; once it waits no longer, the page of signing says so."""
    async with state.database.reading(place.id) as reading:
        row = await load_pending(reading, pending, person=viewer.person, kiosk=None)
        room = await enter_room(reading, PactId(agreement), number, viewer.person)
    if row is None and wrong is not None:
        return await sign_page(request, viewer, place, state, agreement, number, {"name": ""}, wrong=wrong)
    record = waiting(row, agreement, number)
    home = here(place, agreement, number)
    return page(
        request,
        "signing/sign_look.html",
        place=place,
        viewer=viewer,
        status=wrong.status if wrong else 200,
        errors={"answer": str(wrong)} if wrong else {},
        action=f"{home}/{pending}",
        back_href=f"{home}?for={record.agency}",
        paper_href=f"/{place.slug}/agreements/{agreement}/{number}/paper?for={record.agency}",
        **see_record(record, room.progress.pact.title, room.progress.version.terms.calendar),
    )


def _links_of(place: Place, draft: UUID) -> str:
    """Where a read-only link for counsel is made."""
    return f"/{place.slug}/agreements/drafts/{draft}/review#links"


def _first(room: Room) -> str:
    """The agency that is meant where the address names none."""
    hers = room.agencies()
    if not hers:
        raise NotFound
    return str(hers[0])
