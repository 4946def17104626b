"""The documents of an agreement to download: executed and sealed, or a copy to read. Nothing half signed is given out.

Before the release there is no executed document, and its address answers as one at which there is nothing.
"""

from datetime import UTC, datetime, time
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from litestar import Request, get
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Response

from agreements import Pact, PactId, Version, VersionState, standing_at
from consortium.access.files import to_keep
from consortium.access.permissions import Permission
from consortium.access.web import HerePlace
from consortium.members.store import load_agencies
from consortium.problems import NotFound
from consortium.signing.sealing.all_published import all_published
from consortium.signing.sealing.copies import Copies
from consortium.signing.sealing.wanted import load_site
from consortium.signing.sealing.write_copies import reading_copy, signature_page
from consortium.signing.store import load_pact
from consortium.signing.store.documents import Document, load_documents, load_executed, load_file, load_token
from geo import AgencyId

AnyRequest = Request[Any, Any, State]

_SEE: Final = {"permission": Permission.SEE_AGREEMENTS}
_VERSION: Final = "/{slug:str}/agreements/{agreement:uuid}/{number:int}"
_STANDS: Final = {
    VersionState.FROZEN: "Its words are settled; it has not gone out for signature.",
    VersionState.OUT_FOR_SIGNATURE: "It is out for signature, and nobody has signed it yet.",
    VersionState.ESCROW: "Some have signed it; their signatures are held until those needed are there.",
    VersionState.EFFECT_PENDING: "It has been signed. The executed document is another file.",
    VersionState.IN_FORCE: "It has been signed and is in force. The executed document is another file.",
    VersionState.SUPERSEDED: "A later version has taken its place.",
    VersionState.EXPIRED: "Its term is over.",
    VersionState.TERMINATED: "It was ended.",
    VersionState.LAPSED: "It lapsed before it ever came into force.",
    VersionState.VOID: "It was declared void.",
    VersionState.WITHDRAWN: "It was taken back before it took effect.",
}


@get(f"{_VERSION}/document.pdf", opt=_SEE)
async def executed_document(
    request: AnyRequest, place: HerePlace, state: State, agreement: FromPath[UUID], number: FromPath[int]
) -> Response[bytes]:
    """The executed and sealed document."""
    async with state.database.reading(place.id) as reading:
        document = await load_executed(reading, PactId(agreement), number)
        if document is None:
            raise NotFound
        file = await load_file(reading, document.id)
    return _sealed_file(request, document, file, f"agreement-v{number}.pdf")


@get(f"{_VERSION}/later/{{document:uuid}}", opt=_SEE)
async def later_document(
    request: AnyRequest,
    place: HerePlace,
    state: State,
    agreement: FromPath[UUID],
    number: FromPath[int],
    document: FromPath[UUID],
) -> Response[bytes]:
    """The sealed document of a counterpart that came after the release."""
    async with state.database.reading(place.id) as reading:
        found = _one(await load_documents(reading, PactId(agreement)), number, document)
        file = await load_file(reading, found.id)
    return _sealed_file(request, found, file, f"agreement-v{number}-later.pdf")


@get(f"{_VERSION}/stamp/{{document:uuid}}", opt=_SEE)
async def time_stamp(
    place: HerePlace, state: State, agreement: FromPath[UUID], number: FromPath[int], document: FromPath[UUID]
) -> Response[bytes]:
    """The time stamp beside a sealed document (RFC 3161), once there is one."""
    async with state.database.reading(place.id) as reading:
        found = _one(await load_documents(reading, PactId(agreement)), number, document)
        token = await load_token(reading, found.id)
    if token is None:
        raise NotFound
    return to_keep(token, "application/timestamp-token", f"agreement-v{number}.tst")


@get(f"{_VERSION}/reading.pdf", opt=_SEE)
async def copy_to_read(
    place: HerePlace, state: State, agreement: FromPath[UUID], number: FromPath[int]
) -> Response[bytes]:
    """A copy to read of any version; each page says that it is not signed."""
    async with state.database.reading(place.id) as reading:
        pact = await load_pact(reading, PactId(agreement))
        version = _version(pact, number)
        names = (await load_agencies(reading)).names
        site = await load_site(reading, state.settings.public_url)
        stands = _STANDS[standing_at(pact, reading.now).versions[number]]
        at = _midnight(reading.now, version)
    copies: Copies = state.copies
    return to_keep(
        await copies.of(reading_copy(pact, version, names, site, at, state=stands)),
        "application/pdf",
        f"reading-copy-v{number}-not-signed.pdf",
    )


@get(f"{_VERSION}/signature-page/{{agency:uuid}}", opt=_SEE)
async def page_for_ink(
    place: HerePlace, state: State, agreement: FromPath[UUID], number: FromPath[int], agency: FromPath[UUID]
) -> Response[bytes]:
    """A page for one party to sign by hand."""
    async with state.database.reading(place.id) as reading:
        pact = await load_pact(reading, PactId(agreement))
        version = _version(pact, number)
        name = (await load_agencies(reading)).names.get(AgencyId(agency))
        site = await load_site(reading, state.settings.public_url)
        at = _midnight(reading.now, version)
    if name is None:
        raise NotFound
    copies: Copies = state.copies
    paper = signature_page(pact, version, name, site, at)
    return to_keep(await copies.of(paper), "application/pdf", f"signature-page-v{number}.pdf")


@get("/{slug:str}/seal.pem", opt={"open": "a certificate is made to be known by everybody"})
async def seal_certificate(state: State, slug: FromPath[str]) -> Response[bytes]:
    """The certificates by which a seal of this consortium is checked: those of today, and all that were used before."""
    place = await state.places.at(slug)
    async with state.database.reading(place.id) as reading:
        written = await all_published(reading, state.settings.key_folder, state.settings.seal)
    if not written:
        raise NotFound
    return to_keep(written, "application/x-pem-file", "seal.pem")


HANDLERS = (executed_document, later_document, time_stamp, copy_to_read, page_for_ink, seal_certificate)


def _version(pact: Pact, number: int) -> Version:
    found = next((each for each in pact.versions if each.number == number), None)
    if found is None:
        raise NotFound
    return found


def _one(documents: tuple[Document, ...], number: int, wanted: UUID) -> Document:
    found = next((each for each in documents if each.id == wanted and each.version == number), None)
    if found is None:
        raise NotFound
    return found


def _midnight(now: datetime, version: Version) -> datetime:
    """The start of this day by the agreement's calendar, so that a copy stays the same for a day."""
    day = now.astimezone(ZoneInfo(version.terms.calendar)).date()
    return datetime.combine(day, time(), ZoneInfo(version.terms.calendar)).astimezone(UTC)


def _sealed_file(request: AnyRequest, document: Document, file: bytes, name: str) -> Response[bytes]:
    """A sealed file, which never changes: its own digest is its mark."""
    tag = f'"{document.sha256}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if tag in request.headers.get("if-none-match", ""):
        return Response(b"", status_code=304, headers=headers)
    return to_keep(file, "application/pdf", name, headers)
