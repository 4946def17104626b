"""What a head may do besides signing: decline, ask for a change, take a signature back, download her own record."""

import json
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Response

from agreements import PactId
from agreements.counterparts import Counterpart
from consortium.access.door import Viewer
from consortium.access.files import to_keep
from consortium.access.permissions import Permission
from consortium.access.store import Place
from consortium.access.web import AnyRequest, HerePlace, SignedIn, form_of, page, see
from consortium.db import Transaction
from consortium.problems import BadInput, Conflict, NotFound, Refused
from consortium.signing.sign_pages import here, letters_of
from consortium.signing.signatures.ask_for_change import ask_for_change
from consortium.signing.signatures.consent import CONSENTS
from consortium.signing.signatures.decline_agreement import decline_agreement
from consortium.signing.signatures.retract_signature import retract_signature
from consortium.signing.signatures.room import chosen, enter_room
from consortium.signing.store.signatures import load_signature

Form = dict[str, str]
Wanted = FromPath[UUID]
Number = FromPath[int]
Does = Callable[[Transaction, Viewer, dict[str, Any], Form], Awaitable[None]]
_HEADS = {"permission": Permission.SIGN_AGREEMENTS}


async def _declines(tx: Transaction, viewer: Viewer, said: dict[str, Any], form: Form) -> None:
    await decline_agreement(tx, viewer, **said, reason=form.get("reason", ""))


async def _asks(tx: Transaction, viewer: Viewer, said: dict[str, Any], form: Form) -> None:
    await ask_for_change(tx, viewer, **said, clause=form.get("clause", ""), words=form.get("words", ""))


async def _retracts(tx: Transaction, viewer: Viewer, said: dict[str, Any], form: Form) -> None:
    if form.get("sure") != "yes":
        raise BadInput("Tick that you take the signature back.", "sure")
    await retract_signature(tx, viewer, **said)


@get("/{slug:str}/agreements/{agreement:uuid}/{number:int}/sign/decline", opt=_HEADS)
async def see_decline(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, agreement: Wanted, number: Number
) -> Response[str]:
    """What declining does, and the form for the reason."""
    return await _page(request, viewer, place, state, agreement, number, "decline", _asked(request))


@post("/{slug:str}/agreements/{agreement:uuid}/{number:int}/sign/decline", opt=_HEADS, status_code=303)
async def send_decline(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, agreement: Wanted, number: Number
) -> Response[Any]:
    """Decline, with the reason."""
    return await _do(request, viewer, place, state, agreement, number, "decline", _declines, "declined")


@get("/{slug:str}/agreements/{agreement:uuid}/{number:int}/sign/change", opt=_HEADS)
async def see_change(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, agreement: Wanted, number: Number
) -> Response[str]:
    """The form for what should change."""
    return await _page(request, viewer, place, state, agreement, number, "change", _asked(request))


@post("/{slug:str}/agreements/{agreement:uuid}/{number:int}/sign/change", opt=_HEADS, status_code=303)
async def send_change(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, agreement: Wanted, number: Number
) -> Response[Any]:
    """Tell the coordinators what should change."""
    return await _do(request, viewer, place, state, agreement, number, "change", _asks, "asked")


@get("/{slug:str}/agreements/{agreement:uuid}/{number:int}/sign/retract", opt=_HEADS)
async def see_retract(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, agreement: Wanted, number: Number
) -> Response[str]:
    """What taking it back does."""
    return await _page(request, viewer, place, state, agreement, number, "retract", _asked(request))


@post("/{slug:str}/agreements/{agreement:uuid}/{number:int}/sign/retract", opt=_HEADS, status_code=303)
async def send_retract(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, agreement: Wanted, number: Number
) -> Response[Any]:
    """Take the signature back while it is in escrow."""
    return await _do(request, viewer, place, state, agreement, number, "retract", _retracts, "retracted")


@get("/{slug:str}/agreements/{agreement:uuid}/{number:int}/sign/record/{signature:uuid}", opt=_HEADS)
async def own_record(
    viewer: SignedIn, place: HerePlace, state: State, agreement: Wanted, signature: Wanted
) -> Response[bytes]:
    """Her own record, with what her passkey answered and the words of the consent: all that a check needs."""
    async with state.database.reading(place.id) as reading:
        found = await load_signature(reading, signature)
    if found.record.pact != agreement or found.agency not in viewer.agencies:
        raise NotFound
    told = {**found.document(), "signed_at": found.signed_at.isoformat(), "consent_words": _consented(found)}
    name = f"signature-{found.record.id}.json"
    body = json.dumps(told, indent=2, ensure_ascii=False).encode()
    return to_keep(body, "application/json", name, {"Cache-Control": "no-store"})


HANDLERS = (see_decline, send_decline, see_change, send_change, see_retract, send_retract, own_record)


def _consented(found: Counterpart) -> str:
    """The words of the consent that this record names; none for one on paper."""
    return CONSENTS.get(getattr(found.record, "consent", ""), "")


def _asked(request: AnyRequest) -> Form:
    return {"agency": request.query_params.get("for", "")}


async def _do(
    request: AnyRequest,
    viewer: Viewer,
    place: Place,
    state: State,
    agreement: UUID,
    number: int,
    kind: str,
    does: Does,
    did: str,
) -> Response[Any]:
    form = await form_of(request)
    said = {
        "pact": PactId(agreement),
        "number": number,
        "agency": form.get("agency", ""),
        "letters": letters_of(place, state),
    }
    try:
        async with state.database.transaction(place.id) as tx:
            await does(tx, viewer, said, form)
    except (BadInput, Conflict) as wrong:
        return await _page(request, viewer, place, state, agreement, number, kind, form, wrong=wrong)
    return see(f"{here(place, agreement, number)}?for={form.get('agency', '')}&did={did}")


async def _page(
    request: AnyRequest,
    viewer: Viewer,
    place: Place,
    state: State,
    agreement: UUID,
    number: int,
    kind: str,
    typed: Form,
    *,
    wrong: Refused | None = None,
) -> Response[str]:
    async with state.database.reading(place.id) as reading:
        room = await enter_room(reading, PactId(agreement), number, viewer.person)
    hers = room.agencies()
    if not hers:
        raise NotFound
    agency = chosen(room, typed.get("agency", "") or str(hers[0]))
    fields = {"decline": "reason", "change": "words", "retract": "sure"}
    field = getattr(wrong, "field", None) or fields[kind]
    home = here(place, agreement, number).removesuffix("/sign")
    return page(
        request,
        "signing/sign_instead.html",
        place=place,
        viewer=viewer,
        status=wrong.status if wrong else 200,
        errors={field: str(wrong)} if wrong else {},
        typed=typed,
        kind=kind,
        title=room.progress.pact.title,
        number=number,
        agency=(str(agency), room.names.get(agency, "")),
        clauses=[(f"{each.clause:d}", each.clause.subject) for each in room.progress.version.text],
        here=f"{here(place, agreement, number)}/{kind}",
        paper_href="" if kind == "change" else f"{home}/paper/{kind}?for={agency}",
        back_href=f"{here(place, agreement, number)}?for={agency}",
    )
