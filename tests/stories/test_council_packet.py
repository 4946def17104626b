"""A council's packet in two clicks: choose the agency and its body, take the file."""

import re
from datetime import date
from io import BytesIO
from uuid import UUID

from docx import Document

from agreements import Kind
from agreements.packs import PACKS
from consortium.members.enrol_agency import enrol_agency
from consortium.members.kinds import ELSEWHERE, AgencyKind
from consortium.signing.drafting.start_draft import start_draft
from consortium.signing.word_pages import DOCX
from tests.harness import Ground, MailCatcher, house
from tests.stories.draft_world import SLUG, TITLE, a_draft, a_frozen_version, three_with_advisors


async def test_who_drafts_takes_any_partys_packet_for_word_and_as_pdf(ground: Ground, catcher: MailCatcher) -> None:
    world = await three_with_advisors(ground)
    async with world.transaction() as tx:
        draft = await a_draft(world, tx, notice_days=75)
    async with house(ground, catcher) as home:
        coordinator = await home.member(SLUG, world.coordinator)
        here = f"/{SLUG}/agreements/drafts/{draft}/packet"
        page = await coordinator.get(here)
        offered = re.findall(r'<option value="([0-9a-f-]{36})"', page.text)
        assert {UUID(each) for each in offered} == set(world.agencies)
        wanted = {"agency": offered[0], "body": "county"}
        word = await coordinator.get(f"{here}.docx", params=wanted)
        assert word.headers["content-type"] == DOCX
        words = "\n".join(each.text for each in Document(BytesIO(word.content)).paragraphs)
        assert "Board of Commissioners of ______________ County" in words
        assert "Yes, 75 days after a notice in writing. (clause 21)" in words
        assert "ORS 190.010" in words
        pdf = await coordinator.get(f"{here}.pdf", params=wanted)
        assert pdf.headers["content-type"] == "application/pdf"
        assert pdf.content.startswith(b"%PDF-")
        for wrong in ({}, {"agency": offered[0]}, {"agency": str(draft), "body": "county"}, wanted | {"body": "king"}):
            assert (await coordinator.get(f"{here}.docx", params=wrong)).status_code == 404
        assert home.faults == []


async def test_a_head_takes_the_packet_of_her_own_agency_only(ground: Ground, catcher: MailCatcher) -> None:
    world = await three_with_advisors(ground)
    async with world.transaction() as tx:
        _, version = await a_frozen_version(world, tx)
    mine, other, _ = world.agencies
    async with house(ground, catcher) as home:
        head = await home.member(SLUG, world.heads[mine])
        here = f"/{SLUG}/agreements/{version.pact}/1/packet"
        page = await head.get(here)
        assert re.findall(r'<option value="([0-9a-f-]{36})"', page.text) == [str(mine)]
        taken = await head.get(f"{here}.docx", params={"agency": str(mine), "body": "council"})
        assert taken.status_code == 200
        refused = await head.get(f"{here}.docx", params={"agency": str(other), "body": "council"})
        assert refused.status_code == 404
        clerk = await home.member(SLUG, world.clerk)
        assert "No agency of yours is a party" in (await clerk.get(here)).text
        assert home.faults == []


async def test_a_packet_is_made_for_a_party_of_any_kind(ground: Ground, catcher: MailCatcher) -> None:
    world = await three_with_advisors(ground)
    async with world.transaction() as tx:
        others = [
            await enrol_agency(
                tx,
                name=f"The {kind.value}",
                kind=kind,
                county="Obsidian",
                state="OR",
                lat=44.0,
                lon=-121.0,
                sworn=0 if kind in ELSEWHERE else 9,
                counted_on=date(2026, 1, 15),
            )
            for kind in AgencyKind
        ]
        parties = [*world.agencies, *others]
        draft = await start_draft(tx, kind=Kind.MUTUAL_AID, title=TITLE, parties=parties, by=world.coordinator)
    async with house(ground, catcher) as home:
        coordinator = await home.member(SLUG, world.coordinator)
        here = f"/{SLUG}/agreements/drafts/{draft}/packet.docx"
        for kind, other in zip(AgencyKind, others, strict=True):
            taken = await coordinator.get(here, params={"agency": str(other), "body": "council"})
            words = "\n".join(each.text for each in Document(BytesIO(taken.content)).paragraphs)
            named = kind.value in {office.value for office in PACKS["OR"].authorities}
            assert ("says nothing of a party of this kind" in words) != named, kind
        assert home.faults == []
