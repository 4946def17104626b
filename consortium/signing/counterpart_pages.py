"""The clerk's desk of one version: paper, resolutions, certificates, a kiosk; and the page to sign in ink."""

from collections.abc import Awaitable, Callable
from typing import Any, Final
from uuid import UUID

from litestar import get, post
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Response

from agreements import PactId
from agreements.counterparts import PaperRecord
from consortium.access.door import Viewer
from consortium.access.files import file_of
from consortium.access.permissions import Permission
from consortium.access.store import Place
from consortium.access.web import AnyRequest, HerePlace, SignedIn, form_of, page, see
from consortium.db import Reading, Transaction
from consortium.members.store import load_agencies
from consortium.problems import BadInput, Conflict, NotFound, Refused
from consortium.signing.desk_form import agency_of, day
from consortium.signing.on_paper_pages import on_paper
from consortium.signing.scan_pages import as_download
from consortium.signing.see_counterparts import see_desk, see_paper
from consortium.signing.see_scans import may_open_papers, shows
from consortium.signing.sign_pages import letters_of
from consortium.signing.signatures.attest_paper import attest_paper
from consortium.signing.signatures.progress import progress
from consortium.signing.signatures.read_scan import LARGEST, read_scan
from consortium.signing.signatures.record_resolution import record_insurance, record_resolution
from consortium.signing.store import load_pact
from consortium.signing.store.authorities import load_authorities, load_heads
from consortium.signing.store.signatures import load_scan, load_signature, load_signatures
from consortium.signing.store.signing_room import load_openings

Form = dict[str, str]
Wanted = FromPath[UUID]
Number = FromPath[int]
Does = Callable[[Transaction, Viewer, dict[str, Any], Form], Awaitable[None]]
_CLERKS: Final = {"permission": Permission.ATTEST}
_READS: Final = {"permission": Permission.SEE_AGREEMENTS}
_DESKS: Final = {"permission": Permission.COMMENT_AGREEMENTS}
_SPARE: Final = 64 * 1024


async def _resolves(tx: Transaction, viewer: Viewer, said: dict[str, Any], form: Form) -> None:
    resolution, on = form.get("resolution", ""), day(form, "on")
    await record_resolution(tx, viewer, **said, resolution=resolution, on=on)


async def _insures(tx: Transaction, viewer: Viewer, said: dict[str, Any], form: Form) -> None:
    certificate, until = form.get("certificate", ""), day(form, "until")
    await record_insurance(tx, viewer, **said, certificate=certificate, until=until)


@get("/{slug:str}/agreements/{agreement:uuid}/{number:int}/paper", opt=_READS)
async def see_page_for_ink(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, agreement: Wanted, number: Number
) -> Response[str]:
    """The whole text to print, with a page to sign in ink that carries its fingerprint."""
    async with state.database.reading(place.id) as reading:
        pact = await load_pact(reading, PactId(agreement))
        names = (await load_agencies(reading)).names
        at = progress(pact, number, reading.now)
    return page(
        request,
        "signing/paper_page.html",
        place=place,
        viewer=viewer,
        back_href=f"/{place.slug}/agreements/{agreement}/{number}",
        **see_paper(at, names, request.query_params.get("for", "")),
    )


@get("/{slug:str}/agreements/{agreement:uuid}/{number:int}/desk", opt=_CLERKS)
async def see_clerks_desk(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, agreement: Wanted, number: Number
) -> Response[str]:
    """Everything that a clerk records of a version."""
    return await desk_page(request, viewer, place, state, agreement, number, {})


@post(
    "/{slug:str}/agreements/{agreement:uuid}/{number:int}/desk/paper",
    opt=_CLERKS,
    status_code=303,
    request_max_body_size=LARGEST + _SPARE,
)
async def send_paper(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, agreement: Wanted, number: Number
) -> Response[Any]:
    """Take in a signature on paper, with its scan."""
    await _must_be_there(state, place, agreement, number)
    form = await form_of(request)
    try:
        scan = await read_scan(await file_of(request, "scan"))
        async with state.database.transaction(place.id) as tx:
            await attest_paper(
                tx,
                viewer,
                pact=PactId(agreement),
                number=number,
                paper=on_paper(form),
                scan=scan,
                held=form.get("held") == "yes",
                letters=letters_of(place, state),
            )
    except (BadInput, Conflict) as wrong:
        return await desk_page(request, viewer, place, state, agreement, number, form, wrong=wrong, part="paper")
    return see(f"/{place.slug}/agreements/{agreement}/{number}/desk?did=paper")


@post("/{slug:str}/agreements/{agreement:uuid}/{number:int}/desk/resolution", opt=_CLERKS, status_code=303)
async def send_resolution(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, agreement: Wanted, number: Number
) -> Response[Any]:
    """Record a resolution of a governing body."""
    return await _do(request, viewer, place, state, agreement, number, "resolution", _resolves)


@post("/{slug:str}/agreements/{agreement:uuid}/{number:int}/desk/insurance", opt=_CLERKS, status_code=303)
async def send_insurance(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, agreement: Wanted, number: Number
) -> Response[Any]:
    """Record a certificate of insurance."""
    return await _do(request, viewer, place, state, agreement, number, "insurance", _insures)


@get("/{slug:str}/agreements/{agreement:uuid}/{number:int}/scans/{signature:uuid}", opt=_DESKS)
async def scan_of(
    viewer: SignedIn, place: HerePlace, state: State, agreement: Wanted, number: Number, signature: Wanted
) -> Response[bytes]:
    """The scan of a counterpart on paper: in escrow for the party's own clerk only, as the signature itself."""
    async with state.database.reading(place.id) as reading:
        found = await load_signature(reading, signature)
        record = found.record
        if not isinstance(record, PaperRecord) or (record.pact, record.version) != (agreement, number):
            raise NotFound
        pact = await load_pact(reading, record.pact)
        if not (may_open_papers(viewer, pact, reading.now) and shows(viewer, pact, found, reading.now)):
            raise NotFound
        scan = await load_scan(reading, record.pact, record.scan)
    if scan is None:
        raise NotFound
    return as_download(scan, f"counterpart-{record.id}.pdf")


HANDLERS = (see_page_for_ink, see_clerks_desk, send_paper, send_resolution, send_insurance, scan_of)


async def _must_be_there(state: State, place: Place, agreement: UUID, number: int) -> None:
    """Look for the version before a file is looked into: what is nobody's is 404, whatever was sent along."""
    async with state.database.reading(place.id) as reading:
        progress(await load_pact(reading, PactId(agreement)), number, reading.now)


async def _do(
    request: AnyRequest, viewer: Viewer, place: Place, state: State, agreement: UUID, number: int, part: str, does: Does
) -> Response[Any]:
    await _must_be_there(state, place, agreement, number)
    form = await form_of(request)
    try:
        said = {"pact": PactId(agreement), "number": number, "agency": agency_of(form)}
        async with state.database.transaction(place.id) as tx:
            await does(tx, viewer, said, form)
    except (BadInput, Conflict) as wrong:
        return await desk_page(request, viewer, place, state, agreement, number, form, wrong=wrong, part=part)
    return see(f"/{place.slug}/agreements/{agreement}/{number}/desk?did={part}")


async def desk_page(
    request: AnyRequest,
    viewer: Viewer,
    place: Place,
    state: State,
    agreement: UUID,
    number: int,
    typed: Form,
    *,
    wrong: Refused | None = None,
    part: str = "",
) -> Response[str]:
    """The clerk's desk, with what was typed into one of its forms."""
    async with state.database.reading(place.id) as reading:
        shown = await _shown(reading, viewer, PactId(agreement), number)
    chosen = "who" if part in {"paper", "kiosk"} else "agency"
    field = (getattr(wrong, "field", None) or chosen) if wrong else ""
    return page(
        request,
        "signing/desk.html",
        place=place,
        viewer=viewer,
        status=wrong.status if wrong else 200,
        errors={f"{part}-{field}": str(wrong)} if wrong else {},
        typed={part: typed} if part else {},
        did=request.query_params.get("did", ""),
        here=f"/{place.slug}/agreements/{agreement}/{number}",
        **shown,
    )


async def _shown(reading: Reading, viewer: Viewer, pact: PactId, number: int) -> dict[str, Any]:
    at = progress(await load_pact(reading, pact), number, reading.now)
    openings = await load_openings(reading, pact, number)
    return see_desk(
        viewer,
        at,
        names=(await load_agencies(reading)).names,
        heads=await load_heads(reading),
        rights=await load_authorities(reading, at.version.terms.parties | set(at.signed)),
        counterparts=await load_signatures(reading, pact),
        openings={agency: row.opened_on for agency, row in openings.items()},
    )
