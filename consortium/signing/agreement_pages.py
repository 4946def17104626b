"""The agreements: the list with what waits for the viewer on top, and one agreement with all that is known of it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from litestar import get
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Response

from agreements import PactId, Version
from agreements.times import MOMENT
from consortium.access.door import Viewer
from consortium.access.permissions import Permission
from consortium.access.store import Place
from consortium.access.web import AnyRequest, HerePlace, SignedIn, page
from consortium.members.history import history_of
from consortium.members.store import load_agencies
from consortium.problems import NotFound
from consortium.signing.drafting.look import may_see
from consortium.signing.lifecycle.days import calendar_of, end
from consortium.signing.lifecycle.empower_lead import led_to
from consortium.signing.lifecycle.see_hub import see_drafts, see_hub
from consortium.signing.lifecycle.see_standing import see_whole
from consortium.signing.lifecycle.waiting import in_agreement, load_waiting
from consortium.signing.scan_pages import load_papers
from consortium.signing.sealing.see_documents import see_documents
from consortium.signing.sealing.wanted import load_made
from consortium.signing.see_agreements import see_agreement
from consortium.signing.see_ways import see_ways
from consortium.signing.store import load_broken, load_pact, load_pacts
from consortium.signing.store.drafts import load_drafts
from consortium.signing.store.life import load_holds, load_wishes
from consortium.signing.store.signing_room import draft_of

_SEE = {"permission": Permission.SEE_AGREEMENTS}


@get("/{slug:str}/agreements", opt=_SEE)
async def list_agreements(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """All agreements, each as it stands now, under what waits for this viewer."""
    async with state.database.reading(place.id) as reading:
        pacts = await load_pacts(reading)
        names = (await load_agencies(reading)).names
        waits = await load_waiting(reading, viewer, pacts, await load_wishes(reading), names, place.slug)
        drafts = viewer.may(Permission.COMMENT_AGREEMENTS)
        files = [each for each in await load_drafts(reading) if may_see(viewer, each)] if drafts else []
        shown = see_hub(pacts, names, place.slug, reading.now)
        broken = await load_broken(reading)
    return page(
        request,
        "signing/agreements.html",
        place=place,
        viewer=viewer,
        agreements=shown,
        broken=[(each.title, each.wrong) for each in broken],
        waits=[each.shown() for each in waits],
        drafts=see_drafts(files, place.slug),
        links=_links(viewer, place),
    )


@get(["/{slug:str}/agreements/{agreement:uuid}", "/{slug:str}/agreements/{agreement:uuid}/{number:int}"], opt=_SEE)
async def read_agreement(
    request: AnyRequest,
    viewer: SignedIn,
    place: HerePlace,
    state: State,
    agreement: FromPath[UUID],
    number: FromPath[int | None] = None,
) -> Response[str]:
    """One version of an agreement as it stands; with ``?on=`` a day, as it stood, or will stand, when that day ends."""
    async with state.database.reading(place.id) as reading:
        pact = await load_pact(reading, PactId(agreement))
        names = (await load_agencies(reading)).names
        on, at = _asked(request, calendar_of(pact), reading.now)
        shown = see_agreement(pact, number, names, place.slug, at, viewer)
        if shown is None:
            raise NotFound
        version = pact.version(shown["agreement"]["number"])
        wishes, holds = await load_wishes(reading, pact.id), await load_holds(reading, pact.id)
        led = await led_to(reading, pact)
        kept = holds if viewer.may(Permission.COMMENT_AGREEMENTS) else ()
        whole = see_whole(
            pact,
            version.number,
            viewer,
            names,
            place.slug,
            at,
            wishes=wishes,
            holds=holds,
            led=led,
            past=on is not None,
        )
        whole["holds"] = whole["holds"] if kept else []
        made = await load_made(reading, pact, version)
        stamps = state.settings.tsa_url is not None
        documents = see_documents(
            *(pact, version, made.documents),
            wanted=made.wanted,
            doubted=made.doubted,
            slug=place.slug,
            at=reading.now,
            stamps=stamps,
        )
        scanned = await load_papers(reading, viewer, pact, place)
        for told, href in zip(whole["history"], scanned.of_facts if scanned else (), strict=False):
            told["scan"] = href
        draft = await draft_of(reading, pact.id, version.number)
        acts = None
        if viewer.may(Permission.SEE_JOURNAL):
            acts = await history_of(reading, viewer, [pact.id], names={pact.id: pact.title})
        waits = [] if on else [each.shown() for each in in_agreement(pact, viewer, wishes, names, place.slug, at)]
        ways = [] if on else see_ways(viewer, pact, version.number, place.slug, reading.now)
    return page(
        request,
        "signing/agreement.html",
        place=place,
        viewer=viewer,
        life=whole,
        on=on,
        here_now=f"/{place.slug}/agreements/{agreement}" + (f"/{number}" if number else ""),
        pact_id=str(agreement),
        text_href=f"/{place.slug}/agreements/{agreement}/{version.number}/text",
        waits=waits,
        ways=[each for each in ways if not each[0].endswith("/bound")],
        documents=documents,
        papers=_papers(viewer, place, pact.id, version, draft, scans=len(scanned.scans) if scanned else 0),
        related=_related(viewer, place, pact.id),
        acts=acts,
        did=request.query_params.get("did", ""),
        **shown,
    )


HANDLERS = (list_agreements, read_agreement)


def _asked(request: AnyRequest, calendar: str, now: datetime) -> tuple[date | None, datetime]:
    """The day that the address asks about, and the last instant of it; now, where it asks about none."""
    try:
        day = date.fromisoformat(request.query_params.get("on", ""))
        at = end(day, calendar) - MOMENT
    except (ValueError, OverflowError):
        return None, now
    return (day, at) if 1900 < at.year < 2999 else (None, now)


def _links(viewer: Viewer, place: Place) -> list[tuple[str, str, str]]:
    """Where else agreements are dealt with, for whoever may: key of its words, address, icon."""
    home = f"/{place.slug}/agreements"
    ways = (
        ("calendar", f"{home}/calendar", "calendar-days", Permission.SEE_AGREEMENTS),
        ("bound", f"/{place.slug}/agency/agreements", "building-2", Permission.SEE_OWN_AGENCY),
        ("matrix", f"{home}/matrix", "table-2", Permission.SEE_DESIGNATIONS),
        ("drafts", f"{home}/drafts", "pen-line", Permission.COMMENT_AGREEMENTS),
        ("log", f"{home}/log", "list", Permission.SEE_AGREEMENTS),
        ("record", f"{home}/record", "file-text", Permission.ATTEST),
        ("authority", f"/{place.slug}/authority", "badge-check", Permission.ATTEST),
    )
    return [(key, href, mark) for key, href, mark, permission in ways if viewer.may(permission)]


def _related(viewer: Viewer, place: Place, pact: UUID) -> list[tuple[str, str]]:
    """Pages beside one agreement, for whoever may: key of its words, address."""
    home = f"/{place.slug}/agreements"
    ways = (
        ("happened", f"{home}/{pact}/happened", Permission.ATTEST),
        ("amend", f"{home}/new", Permission.DRAFT_AGREEMENTS),
        ("matrix", f"{home}/matrix", Permission.SEE_DESIGNATIONS),
        ("annexes", f"/{place.slug}/designations/annexes", Permission.SEE_DESIGNATIONS),
        ("log", f"{home}/log", Permission.SEE_AGREEMENTS),
    )
    return [(key, href) for key, href, permission in ways if viewer.may(permission)]


def _papers(
    viewer: Viewer, place: Place, pact: UUID, version: Version, draft: UUID | None, *, scans: int
) -> dict[str, Any]:
    """Files of one version besides its sealed documents, for whoever may."""
    home = f"/{place.slug}/agreements/{pact}"
    comments = viewer.may(Permission.COMMENT_AGREEMENTS)
    return {
        "word": f"{home}/{version.number}/agreement.docx",
        "packet": f"{home}/{version.number}/packet" if comments else None,
        "evidence": f"{home}/evidence.zip",
        "draft": f"/{place.slug}/agreements/drafts/{draft}" if draft and comments else None,
        "verify": f"/{place.slug}/verify",
        "scans": (f"{home}/scans", scans) if scans else None,
    }
