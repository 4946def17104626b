"""The scanned papers of one agreement: the list with each digest, and each file, for whoever may open them."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from litestar import get
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Response

from agreements import Pact, PactId
from consortium.access.door import Viewer
from consortium.access.files import to_keep
from consortium.access.permissions import Permission
from consortium.access.store import Place
from consortium.access.web import AnyRequest, HerePlace, SignedIn, page
from consortium.db import Reading
from consortium.members.store import load_agencies
from consortium.problems import Conflict, NotFound
from consortium.signing.see_scans import may_open_papers, scans_of_facts, see_scans
from consortium.signing.store import load_pact
from consortium.signing.store.scans import load_kept_scans, load_on_scans
from consortium.signing.store.signatures import load_scan, load_signatures

Wanted = FromPath[UUID]
_MAY: Final = {"permission": Permission.COMMENT_AGREEMENTS}
_ALTERED: Final = "This file is not the one that was kept: its digest is another. Tell your administrator."


@dataclass(frozen=True, slots=True)
class Papers:
    """What a viewer may open of an agreement: each scan, and for each fact of the history where its scan is."""

    scans: list[dict[str, Any]]
    of_facts: list[str]


async def load_papers(reading: Reading, viewer: Viewer, pact: Pact, place: Place) -> Papers | None:
    """The scanned papers of an agreement; ``None`` for whoever may open none of them."""
    if not viewer.may(Permission.COMMENT_AGREEMENTS) or not may_open_papers(viewer, pact, reading.now):
        return None
    facts = await load_on_scans(reading, pact.id)
    scans = see_scans(
        viewer,
        pact,
        await load_kept_scans(reading, pact.id),
        facts,
        await load_signatures(reading, pact.id),
        (await load_agencies(reading)).names,
        place.slug,
        reading.now,
    )
    return Papers(scans, scans_of_facts(scans, facts, pact))


@get("/{slug:str}/agreements/{agreement:uuid}/scans", opt=_MAY)
async def list_scans(
    request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State, agreement: Wanted
) -> Response[str]:
    """Every scan of the agreement that this viewer may open, with what stands on it."""
    async with state.database.reading(place.id) as reading:
        pact = await load_pact(reading, PactId(agreement))
        papers = await load_papers(reading, viewer, pact, place)
    if papers is None:
        raise NotFound
    return page(
        request,
        "signing/scans.html",
        place=place,
        viewer=viewer,
        title=pact.title,
        scans=papers.scans,
        home=f"/{place.slug}/agreements/{agreement}",
        list_href=f"/{place.slug}/agreements",
    )


@get("/{slug:str}/agreements/{agreement:uuid}/scans/{scan:uuid}", opt=_MAY)
async def open_scan(
    viewer: SignedIn, place: HerePlace, state: State, agreement: Wanted, scan: Wanted
) -> Response[bytes]:
    """One scan, as it was sent; to be kept and opened apart from these pages."""
    async with state.database.reading(place.id) as reading:
        pact = await load_pact(reading, PactId(agreement))
        papers = await load_papers(reading, viewer, pact, place)
        mine = papers.scans if papers else []
        digest = next((each["sha256"] for each in mine if each["href"].endswith(f"/{scan}")), None)
        content = await load_scan(reading, pact.id, digest) if digest else None
    if content is None:
        raise NotFound
    if sha256(content).hexdigest() != digest:
        raise Conflict(_ALTERED)
    return as_download(content, f"paper-{digest[:16]}.pdf")


def as_download(scan: bytes, name: str) -> Response[bytes]:
    """A scan as a file to keep: somebody sent it, so nothing in it may run in our name."""
    headers = {
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }
    return to_keep(scan, "application/pdf", name, headers)


HANDLERS = (list_scans, open_scan)
