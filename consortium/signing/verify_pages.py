"""Anybody may check a document or a bundle here; and members fetch the bundle of an agreement.

What is sent is looked at in a process of its own, compared with what is kept here, and itself kept nowhere. Only
whoever holds a document, or its digest, learns from this page how its agreement stands. A place is taken before a file
is read, so that strangers cannot fill this process with files.
"""

import asyncio
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from litestar import Request, get, post
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Response

from agreements import PactId
from agreements.log import Event
from consortium.access.files import file_of, to_keep
from consortium.access.permissions import Permission
from consortium.access.store import Place
from consortium.access.web import HerePlace, SignedIn, form_of, page
from consortium.problems import BadInput, Conflict
from consortium.signing.evidence.apart import Apart
from consortium.signing.evidence.compare_kept import compared
from consortium.signing.evidence.log_keys import LogKeys
from consortium.signing.evidence.make_bundle import make_bundle
from consortium.signing.evidence.passkey_site_of import sites_of
from consortium.signing.evidence.pdf_parts import MOST_BYTES
from consortium.signing.evidence.report import Report
from consortium.signing.sealing.all_published import all_published, published_of
from consortium.signing.see_log import see_key
from consortium.signing.see_scans import may_open_papers
from consortium.signing.see_verify import digest_in, known_by, see_known, see_report
from consortium.signing.store import load_pact, load_pacts
from consortium.signing.store.documents import load_documents
from consortium.signing.store.events import signs_as
from consortium.signing.store.evidence import load_own
from consortium.signing.store.witnesses import load_witnesses

AnyRequest = Request[Any, Any, State]
_OPEN = {"open": "whoever holds a document may check it; nothing of it is kept"}
_SEE = {"permission": Permission.SEE_AGREEMENTS}
_SECONDS_TO_SEND: Final = 60.0
_TOO_SLOW: Final = "The file took more than a minute to arrive. Check it with the command, on your own computer."


@get("/{slug:str}/verify", opt=_OPEN)
async def see_verify(request: AnyRequest, slug: FromPath[str], state: State) -> Response[str]:
    """The form: a file, or a digest."""
    return await _page(request, await state.places.at(slug), state)


@post("/{slug:str}/verify", opt=_OPEN, status_code=200, request_max_body_size=MOST_BYTES + 100_000)
async def verify(request: AnyRequest, slug: FromPath[str], state: State) -> Response[str]:
    """Check what was sent."""
    place, form = await state.places.at(slug), dict[str, str]()
    apart: Apart = state.apart
    try:
        async with apart.place():
            async with asyncio.timeout(_SECONDS_TO_SEND):
                form, data = await form_of(request), await file_of(request)
            report = await _checked(place, state, data) if data else None
            digest = None if data else _digest(form)
    except TimeoutError:
        return await _page(request, place, state, wrong=BadInput(_TOO_SLOW, "file"))
    except (BadInput, Conflict) as wrong:
        return await _page(request, place, state, typed=form, wrong=wrong)
    return await _page(request, place, state, typed=form, report=report, digest=digest)


@get("/{slug:str}/agreements/{agreement:uuid}/evidence.zip", opt=_SEE)
async def evidence(viewer: SignedIn, place: HerePlace, state: State, agreement: FromPath[UUID]) -> Response[bytes]:
    """Everything that proves an agreement, to keep elsewhere; what is counsel's only for who takes part in drafting."""
    inner = viewer.may(Permission.COMMENT_AGREEMENTS)
    async with state.database.reading(place.id) as reading:
        pact = await load_pact(reading, PactId(agreement))
        seals = {each.sealed_with for each in await load_documents(reading, pact.id)}
        certificates = await published_of(reading, seals, state.settings.key_folder, state.settings.seal)
        scans = may_open_papers(viewer, pact, reading.now)
        bundle = await make_bundle(reading, pact, certificates=certificates, inner=inner, scans=scans)
    return to_keep(bundle, "application/zip", f"evidence-{agreement}.zip")


HANDLERS = (see_verify, verify, evidence)


def _digest(form: dict[str, str]) -> str:
    digest = digest_in(form.get("digest", ""))
    if digest is None:
        raise BadInput("Choose a file, or paste a SHA-256: 64 digits from 0 to 9 and a to f.", "digest")
    return digest


async def _checked(place: Place, state: State, data: bytes) -> Report:
    async with state.database.reading(place.id) as reading:
        own = await load_own(reading)
        keys = (await signs_as(reading), *LogKeys.of(each.leaf for each in own).all)
        sites = sites_of(Event.read(each.leaf) for each in own)
        witnesses = [each.key for each in await load_witnesses(reading) if each.ended is None]
        roots = await all_published(reading, state.settings.key_folder, state.settings.seal)
    report: Report = await state.apart.check(
        data, log=list(dict.fromkeys(keys)), witnesses=witnesses, roots=roots, sites=sorted(sites)
    )
    async with state.database.reading(place.id) as reading:
        documents = await load_documents(reading)
        if report.pdf and any(each.sha256 in report.files for each in documents):
            report = replace(report, anchored=True)
        return await compared(reading, report)


async def _page(
    request: AnyRequest,
    place: Place,
    state: State,
    *,
    report: Report | None = None,
    digest: str | None = None,
    typed: dict[str, str] | None = None,
    wrong: BadInput | Conflict | None = None,
) -> Response[str]:
    digests = [digest] if digest else [*report.files, *report.digests] if report else []
    async with state.database.reading(place.id) as reading:
        key = await signs_as(reading)
        known = known_by(digests, await load_pacts(reading), await load_documents(reading)) if digests else None
        now = reading.now
        roots = await all_published(reading, state.settings.key_folder, state.settings.seal)
    field = (wrong.field or "file") if isinstance(wrong, BadInput) else "file"
    return page(
        request,
        "signing/verify.html",
        place=place,
        viewer=None,
        status=wrong.status if wrong else 200,
        errors={field: str(wrong)} if wrong else {},
        typed=typed or {},
        here=f"/{place.slug}/verify",
        asked=bool(digests),
        digest=digest or "",
        known=see_known(known, now, report) if known else None,
        report=see_report(report) if report else None,
        now=now,
        key=see_key(key),
        certificate_href=f"/{place.slug}/seal.pem" if roots else None,
    )
