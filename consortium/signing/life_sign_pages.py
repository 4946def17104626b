"""An act of a head that is signed: the record that waits, her passkey; or a sheet to sign in ink, which is scanned."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from litestar import get, post
from litestar.datastructures import State
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Response

from agreements import PactId
from agreements.counterparts import read_record
from agreements.signatures import SignatureRecord
from consortium.access.door import Viewer
from consortium.access.files import file_of
from consortium.access.passkey_pages import site_of
from consortium.access.permissions import Permission
from consortium.access.store import Place
from consortium.access.web import AnyRequest, HerePlace, SignedIn, form_of, page, see
from consortium.members.store import load_agencies
from consortium.problems import BadInput, Conflict, NotFound, Refused
from consortium.signing.life_look_pages import frame, looked, see_follows
from consortium.signing.lifecycle.act_kinds import LifeAct
from consortium.signing.lifecycle.attest_act import attest_act
from consortium.signing.lifecycle.empower_lead import led_to
from consortium.signing.lifecycle.head_acts import SIGNED_ACTS
from consortium.signing.lifecycle.see_paper_act import see_paper_act
from consortium.signing.lifecycle.sign_act import said_by, sign_act
from consortium.signing.on_paper_pages import on_paper, sheet_page
from consortium.signing.see_signing import see_record
from consortium.signing.sign_pages import letters_of, question
from consortium.signing.signatures.read_scan import LARGEST, read_scan
from consortium.signing.signatures.room import enter_room
from consortium.signing.store import load_pact
from consortium.signing.store.authorities import load_heads
from consortium.signing.store.life import load_wishes
from consortium.signing.store.signatures_tables import PendingSignatureRow
from consortium.signing.store.signing_room import load_pending

Wanted = FromPath[UUID]
_HEADS: Final = {"permission": Permission.SIGN_AGREEMENTS}
_READS: Final = {"permission": Permission.SEE_AGREEMENTS}
_CLERKS: Final = {"permission": Permission.ATTEST}
_ONE: Final = "/{slug:str}/agreements/{agreement:uuid}/life/"
_SPARE: Final = 64 * 1024


def _signing_of(act: LifeAct) -> tuple[HTTPRouteHandler, ...]:
    """The pages on which one act is signed with a passkey."""
    one = _ONE + act.key + "/{pending:uuid}"

    @get(one, opt=_HEADS, name=f"see_{act.key}_waiting")
    async def see_waiting(
        request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, agreement: Wanted, pending: Wanted
    ) -> Response[str]:
        return await _waiting_page(request, viewer, place, state, act, agreement, pending)

    @post(f"{one}/ask", opt=_HEADS, status_code=200, name=f"ask_{act.key}")
    async def ask(
        viewer: SignedIn, place: HerePlace, state: State, agreement: Wanted, pending: Wanted
    ) -> Response[str]:
        async with state.database.reading(place.id) as reading:
            record = _waiting(await load_pending(reading, pending, person=viewer.person, kiosk=None), act, agreement)
            room = await enter_room(reading, record.pact, record.version, viewer.person)
        return question(place, state, room, record)

    @post(one, opt=_HEADS, status_code=303, name=f"answer_{act.key}")
    async def answer(
        request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, agreement: Wanted, pending: Wanted
    ) -> Response[Any]:
        form = await form_of(request)
        try:
            async with state.database.transaction(place.id) as tx:
                await sign_act(
                    tx,
                    site_of(place, state),
                    viewer,
                    act,
                    pact=PactId(agreement),
                    pending=pending,
                    answer=form.get("answer", ""),
                    letters=letters_of(place, state),
                    public_url=state.settings.public_url,
                )
        except (BadInput, Conflict) as wrong:
            return await _waiting_page(request, viewer, place, state, act, agreement, pending, wrong=wrong)
        return see(f"/{place.slug}/agreements/{agreement}?did=life")

    return see_waiting, ask, answer


def _paper_of(act: LifeAct) -> tuple[HTTPRouteHandler, ...]:
    """The sheet on which one act is signed in ink, and the form by which a clerk takes it in."""
    one = _ONE + act.key + "/paper"

    @get(one, opt=_READS, name=f"see_{act.key}_paper")
    async def see_sheet(
        request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, agreement: Wanted
    ) -> Response[str]:
        return await _paper_page(request, viewer, place, state, act, agreement, dict(request.query_params))

    @post(one, opt=_CLERKS, status_code=303, request_max_body_size=LARGEST + _SPARE, name=f"send_{act.key}_paper")
    async def send_sheet(
        request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, agreement: Wanted
    ) -> Response[Any]:
        async with state.database.reading(place.id) as reading:
            await load_pact(reading, PactId(agreement))
        form = await form_of(request)
        try:
            paper = on_paper(form)
            said = act.reads({**form, "agency": str(paper.agency)})
            scan = await read_scan(await file_of(request, "scan"))
            async with state.database.transaction(place.id) as tx:
                await attest_act(
                    tx,
                    viewer,
                    act,
                    pact=PactId(agreement),
                    paper=paper,
                    said=said,
                    scan=scan,
                    held=form.get("held") == "yes",
                    letters=letters_of(place, state),
                    public_url=state.settings.public_url,
                )
        except (BadInput, Conflict) as wrong:
            return await _paper_page(request, viewer, place, state, act, agreement, form, wrong=wrong)
        return see(f"/{place.slug}/agreements/{agreement}?did=life")

    return see_sheet, send_sheet


HANDLERS = tuple(handler for act in SIGNED_ACTS for handler in (*_signing_of(act), *_paper_of(act)))


def _waiting(row: PendingSignatureRow | None, act: LifeAct, agreement: UUID) -> SignatureRecord:
    record = read_record(row.record) if row is not None and row.agreement == agreement else None
    if not isinstance(record, SignatureRecord) or record.act is not act.act:
        raise NotFound
    return record


async def _waiting_page(
    request: AnyRequest,
    viewer: Viewer,
    place: Place,
    state: State,
    act: LifeAct,
    agreement: UUID,
    pending: UUID,
    *,
    wrong: Refused | None = None,
) -> Response[str]:
    """Everything that she will sign, what will follow, and the button that asks her passkey."""
    home = f"/{place.slug}/agreements/{agreement}/life/{act.key}"
    async with state.database.reading(place.id) as reading:
        row = await load_pending(reading, pending, person=viewer.person, kiosk=None)
        if row is None and wrong is not None:
            raise wrong
        record = _waiting(row, act, agreement)
        pact = await load_pact(reading, PactId(agreement))
        names, now = (await load_agencies(reading)).names, reading.now
    try:
        change = await looked(act, said_by(record), viewer, place, state, PactId(agreement))
    except (BadInput, Conflict) as no:
        change, wrong = None, wrong or no
    return page(
        request,
        "signing/sign_look.html",
        place=place,
        viewer=viewer,
        status=wrong.status if wrong else 200,
        errors={"answer": str(wrong)} if wrong else {},
        action=f"{home}/{pending}",
        back_href=f"{home}?agency={record.agency}",
        paper_href=f"{home}/paper?agency={record.agency}",
        follows=see_follows(change, now, names) if change else [],
        says=list(change.says) if change else [],
        **see_record(record, pact.title, pact.version(record.version).terms.calendar),
    )


async def _paper_page(
    request: AnyRequest,
    viewer: Viewer,
    place: Place,
    state: State,
    act: LifeAct,
    agreement: UUID,
    typed: Mapping[str, str],
    *,
    wrong: Refused | None = None,
) -> Response[str]:
    async with state.database.reading(place.id) as reading:
        pact = await load_pact(reading, PactId(agreement))
        shown = see_paper_act(
            act,
            pact,
            viewer,
            (await load_agencies(reading)).names,
            await load_wishes(reading, pact.id),
            await load_heads(reading),
            await led_to(reading, pact),
            typed.get("agency", ""),
            now := reading.now,
        )
    return sheet_page(request, viewer, place, typed, {**shown, **frame(act, pact, place, now)}, wrong)
