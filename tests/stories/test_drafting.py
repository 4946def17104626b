"""A draft grows on its pages, is judged by every party's advisor, becomes exactly that version, and goes out."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import UUID

import pytest
from sqlalchemy import text

from agreements import Bond, PactId, PartyState, VersionState, standing_at
from consortium.access.permissions import Role
from consortium.access.tables import RoleRow
from consortium.members.enrol_person import enrol_person
from consortium.members.store import load_agencies
from consortium.signing.drafting.look import look_at
from consortium.signing.routes import PartyStanding
from consortium.signing.see_agreements import see_agreement
from consortium.signing.store import load_pact
from geo import AgencyId
from tests.harness import Ground, House, MailCatcher, house, text_of
from tests.stories.draft_world import SLUG, TITLE, Drafting, a_draft, in_review, sent_out, three_with_advisors
from tests.stories.forms import untouched
from tests.stories.members_world import TOWNS, enrol
from tests.stories.set_up_world import Member


@dataclass
class Desk:
    """The house with the people of a draft, each with a browser."""

    home: House
    world: Drafting
    draft: UUID

    @property
    def path(self) -> str:
        return f"agreements/drafts/{self.draft}"

    async def member(self, person: UUID) -> Member:
        return Member(await self.home.member(SLUG, person), SLUG, person)

    async def coordinator(self) -> Member:
        return await self.member(self.world.coordinator)

    async def advisor(self, agency: AgencyId) -> Member:
        return await self.member(self.world.advisors[agency])

    async def digest(self) -> str:
        async with self.home.ground.database.reading(self.world.consortium) as reading:
            return (await look_at(reading, self.draft)).digest

    async def terms(self, browser: Member) -> dict[str, str]:
        page = (await browser.browser.get(f"/{SLUG}/{self.path}/terms")).text
        return untouched(page, f"/{SLUG}/{self.path}/terms")

    async def approve(self, agency: AgencyId) -> str:
        fields = {"agency": str(agency), "digest": await self.digest(), "answer": "approve"}
        return await (await self.advisor(agency)).sends(f"{self.path}/review", **fields)


@pytest.fixture
async def desk(ground: Ground, catcher: MailCatcher) -> AsyncIterator[Desk]:
    world = await three_with_advisors(ground)
    async with world.transaction() as tx:
        draft = await a_draft(world, tx)
    async with house(ground, catcher) as home:
        yield Desk(home, world, draft)
        assert home.faults == []


async def test_a_draft_that_every_advisor_approved_goes_out_as_exactly_that_text(ground: Ground) -> None:
    world = await three_with_advisors(ground)
    async with world.transaction() as tx:
        version = await sent_out(world, tx)
    async with ground.database.reading(world.consortium) as reading:
        standing = standing_at(await load_pact(reading, version.pact), reading.now)

    assert standing.versions == {1: VersionState.OUT_FOR_SIGNATURE}
    assert set(standing.parties.values()) == {PartyState.REVIEWING}


async def test_a_coordinator_drafts_from_an_empty_sheet_to_signature_on_the_pages(desk: Desk) -> None:
    browser = await desk.coordinator()
    started = await browser.browser.post(
        f"/{SLUG}/agreements/new",
        data={"from": "library", "kind": "mutual_aid", "title": "The winter agreement"}
        | {f"party-{each}": "yes" for each in desk.world.agencies},
    )
    desk.draft = UUID(re.findall(r"drafts/([0-9a-f-]{36})", started.headers["location"])[0])
    fields = await desk.terms(browser) | {"notice_days": "90", "most_miles": "120", "hours-0-from-time": "08:00"}
    fields |= {"hours-0-from-day": "0", "hours-0-until-day": "4", "hours-0-until-time": "17:30"}
    fields |= {"acceptance": "deemed", "deemed_days": "14"}
    assert "The terms are kept" in await browser.sends(f"{desk.path}/terms", **fields)
    text = await browser.reads(f"{desk.path}/text")
    assert "ninety (90) days" in text
    assert "one hundred twenty (120) miles" in text
    assert "fourteen (14) days from the day on which it had been sent to every head of the agency" in text
    assert "It is with the parties' legal advisors now" in await browser.sends(f"{desk.path}/review/send", sure="yes")
    for agency in desk.world.agencies:
        await browser.sends(f"{desk.path}/freeze", 409, sure="yes", digest=await desk.digest())
        await desk.approve(agency)
    assert "Frozen" in await browser.sends(f"{desk.path}/freeze", sure="yes", digest=await desk.digest())
    assert "Sent out" in await browser.sends(f"{desk.path}/send-out", sure="yes")
    await desk.home.tick()
    invited = desk.home.mails.to("head.0@example.org")

    assert "this mail signs nothing" in text_of(invited[-1])
    assert "notice_days" not in await browser.reads(f"{desk.path}/text")
    await browser.sends(f"{desk.path}/send-out", 409, sure="yes")
    assert "Taken back" in await browser.sends(f"{desk.path}/take-back", reason="The county asked for another clause.")


async def test_what_the_check_stops_does_not_reach_an_advisor(desk: Desk) -> None:
    browser = await desk.coordinator()
    own = {"how": "own", "began": "", "seen": "1", "words": "A party may leave when it likes."}
    assert "must say its term through {notice_days}" in await browser.sends(f"{desk.path}/clauses/21", **own)
    page = await browser.sends(f"{desk.path}/review/send", 409, sure="yes")

    assert "Something still stops this draft" in page
    assert "Stops" in page
    assert "not with the advisors" in await (await desk.advisor(desk.world.agencies[0])).reads(f"{desk.path}/review")


async def test_a_change_ends_the_verdicts_and_what_was_seen_before_can_not_be_approved(desk: Desk) -> None:
    browser = await desk.coordinator()
    one = desk.world.agencies[0]
    async with desk.world.transaction() as tx:
        old = await in_review(desk.world, tx, desk.draft)
    assert "Your verdict is kept" in await desk.approve(one)
    await browser.sends(f"{desk.path}/terms", **(await desk.terms(browser) | {"notice_days": "30"}))
    assert await desk.digest() != old
    advisor = await desk.advisor(one)
    stale = {"agency": str(one), "digest": old, "answer": "approve"}
    assert "changed after you opened it" in await advisor.sends(f"{desk.path}/review", 409, **stale)
    page = await advisor.reads(f"{desk.path}/review")
    assert "Earlier verdicts" in page
    assert f"text {old[:8]}" in page
    await browser.sends(f"{desk.path}/review/send", sure="yes")
    compared = await advisor.reads(f"{desk.path}/compare")
    assert "sixty thirty (60) (30) days" in compared

    await browser.sends(f"{desk.path}/terms", **(await desk.terms(browser) | {"notice_days": "60"}))
    await browser.sends(f"{desk.path}/review/send", sure="yes")
    assert await desk.digest() == old, "the same words and terms are the same text, with its verdict"
    assert "Approved" in await advisor.reads(f"{desk.path}/review")


async def test_an_advisor_answers_for_her_own_party_only_and_a_return_needs_its_reason(desk: Desk) -> None:
    one, other, _ = desk.world.agencies
    async with desk.world.transaction() as tx:
        digest = await in_review(desk.world, tx, desk.draft)
    advisor = await desk.advisor(one)
    fields = {"agency": str(other), "digest": digest, "answer": "approve"}
    await advisor.sends(f"{desk.path}/review", 404, **fields)
    fields |= {"agency": str(one), "answer": "return"}
    assert "must be filled in" in await advisor.sends(f"{desk.path}/review", 422, **fields)
    page = await advisor.sends(f"{desk.path}/review", **fields, words="Clause 17 needs our insurer's words.")
    assert "Clause 17 needs our insurer's words." in page
    assert "Returned by Cinder Ford Police" in await (await desk.coordinator()).reads(desk.path)


async def coordinating_clerk(desk: Desk) -> Member:
    """The coordinator, who was made a clerk past the pages."""
    async with desk.world.transaction() as tx:
        row = RoleRow(consortium=tx.consortium, person=desk.world.coordinator, role=Role.CLERK.value)
        tx.add(row)
    return await desk.coordinator()


async def test_a_clerk_records_that_a_party_has_no_advisor_or_that_hers_answered_on_paper(desk: Desk) -> None:
    one, two, three = desk.world.agencies
    async with desk.world.transaction() as tx:
        digest = await in_review(desk.world, tx, desk.draft)
    clerk = await desk.member(desk.world.clerk)
    paper = {"agency": str(one), "digest": digest, "manner": "none", "advisor": "Mayor Finch", "paper_on": "2026-01-05"}
    await clerk.sends(f"{desk.path}/review/paper", 422, **paper)
    await clerk.sends(f"{desk.path}/review/paper", 422, **paper | {"held": "yes", "paper_on": "2199-01-01"})
    said = await clerk.sends(f"{desk.path}/review/paper", 409, **paper, held="yes")
    assert "This party has a legal advisor here" in said
    async with desk.world.transaction() as tx:
        gone = text(
            "delete from role using affiliation where role.person = affiliation.person "
            "and agency = :agency and role = 'legal_advisor'"
        )
        await tx.execute(gone, {"agency": one})
    runs = await coordinating_clerk(desk)
    said = await runs.sends(f"{desk.path}/review/paper", 409, **paper, held="yes")
    assert "You run this consortium" in said
    assert "Recorded" in await clerk.sends(f"{desk.path}/review/paper", **paper, held="yes")
    paper |= {"agency": str(two), "manner": "paper", "answer": "approve_with_note", "words": "As to form."}
    page = await clerk.sends(f"{desk.path}/review/paper", **paper, held="yes")
    assert "Has no advisor" in page
    assert "Mayor Finch, on paper of January 5, 2026, attested by Rae Odell" in page
    await desk.approve(three)
    page = await (await desk.coordinator()).sends(f"{desk.path}/freeze", sure="yes", digest=digest)

    assert "Frozen" in page
    (pact,) = await desk.home.ground.rows("agreement")
    page = await clerk.reads(f"agreements/{pact['id']}")
    words = ("Has no legal advisor, says its paper", "Its legal advisor has approved it")
    assert [page.count(each) for each in words] == [1, 2]
    async with desk.home.ground.database.reading(desk.world.consortium) as reading:
        known, names = await load_pact(reading, PactId(pact["id"])), (await load_agencies(reading)).names
        shown = see_agreement(known, None, names, SLUG, reading.now)
    assert shown
    told = {each["name"]: PartyStanding(each["state"]) for each in shown["parties"]}
    assert told[names[one]] is PartyStanding.NO_ADVISOR, "programs read it too"
    facts = await desk.home.ground.rows("agreement_fact")
    assert {row["attested_by"] for row in facts} == {
        "Rae Odell, clerk, by a paper that it has no advisor",
        "Rae Odell, clerk, by a paper, with a note",
        "Advisor 2, legal advisor",
    }


async def test_of_two_who_change_one_thing_the_later_keeps_her_words_and_sees_the_others(desk: Desk) -> None:
    first, second = await desk.coordinator(), await desk.coordinator()
    mine = await desk.terms(first)
    await second.sends(f"{desk.path}/terms", **mine | {"notice_days": "45"})
    page = await first.sends(f"{desk.path}/terms", 409, **mine | {"notice_days": "75", "title": "Mine"})
    assert "Somebody else changed this meanwhile" in page
    assert "notice_days : theirs “45”, yours “75”" in page

    own = {"how": "own", "began": "", "seen": "1"}
    await second.sends(f"{desk.path}/clauses/1", **own, words="The purpose as the second sees it.")
    answer = await first.browser.post(
        f"/{SLUG}/{desk.path}/clauses/1", data=own | {"words": "The purpose as the first sees it."}
    )
    assert answer.status_code == 409
    assert "The purpose as the second sees it." in answer.text
    assert "The purpose as the first sees it.</textarea>" in answer.text


async def test_a_head_proposes_words_and_the_coordinator_takes_them(desk: Desk) -> None:
    head = await desk.member(desk.world.heads[desk.world.agencies[0]])
    words = "Disputes are settled by the heads in a meeting."
    said = {"clause": "25", "words": "Our council asks for this.", "proposed": words}
    assert "Our council asks for this." in await head.sends(f"{desk.path}/comments", **said)
    browser = await desk.coordinator()
    page = (await browser.browser.get(f"/{SLUG}/{desk.path}/comments")).text
    (change,) = set(re.findall(r"comments/([0-9a-f-]{36})", page))
    await head.sends(f"{desk.path}/comments/{change}", 404, act="take", seen="1")
    await browser.sends(f"{desk.path}/comments/{change}", 422)
    assert "Taken" in await browser.sends(f"{desk.path}/comments/{change}", act="take", seen="1")
    assert words in await browser.reads(f"{desk.path}/text")
    await browser.sends(f"{desk.path}/comments/{change}", 409, act="answer", answer="Once more.")


async def test_counsel_reads_behind_a_link_and_can_do_nothing_until_it_is_ended(desk: Desk) -> None:
    head = await desk.member(desk.world.heads[desk.world.agencies[0]])
    assert (await head.browser.post(f"/{SLUG}/{desk.path}/links", data={})).status_code == 422
    made = await head.browser.post(f"/{SLUG}/{desk.path}/links", data={"label": "County counsel", "days": "14"})
    token = re.findall(r"/counsel/([\w-]+)", made.text)[0]
    stranger = desk.home.browser()
    page = await stranger.get(f"/{SLUG}/counsel/{token}")
    assert page.status_code == 200
    assert "To read only, for County counsel" in page.text
    assert "<form" not in re.sub(r'<form class="theme".*?</form>', "", page.text, flags=re.DOTALL)
    assert (page.headers["cache-control"], page.headers["x-robots-tag"]) == ("no-store", "noindex, nofollow")
    assert "set-cookie" not in page.headers
    assert (await stranger.get(f"/{SLUG}/agreements")).headers["location"].endswith("/sign-in")
    assert (await stranger.post(f"/{SLUG}/counsel/{token}")).status_code == 405
    assert token not in str(await desk.home.ground.rows("counsel_link"))
    links = await desk.home.ground.rows("counsel_link")
    other = await desk.coordinator()
    unconcerned = await desk.advisor(desk.world.agencies[1])
    await unconcerned.sends(f"{desk.path}/links/{links[0]['id']}/end", 404, sure="yes")
    assert "Ended" in await head.sends(f"{desk.path}/links/{links[0]['id']}/end", sure="yes")
    assert (await stranger.get(f"/{SLUG}/counsel/{token}")).status_code == 404
    made = await other.browser.post(f"/{SLUG}/{desk.path}/links", data={"label": "Union counsel", "days": "2"})
    token = re.findall(r"/counsel/([\w-]+)", made.text)[0]
    assert (await stranger.get(f"/{SLUG}/counsel/{token}?show=clean")).status_code == 200
    await desk.home.advance(days=2)
    assert (await stranger.get(f"/{SLUG}/counsel/{token}")).status_code == 404


async def test_a_draft_is_not_for_agencies_that_are_no_party(desk: Desk) -> None:
    async with desk.world.transaction() as tx:
        (strange,) = (await enrol(tx, TOWNS[3])).values()
        person = await enrol_person(
            tx,
            name="Ada Foss",
            title="Sheriff",
            email="ada@example.org",
            roles=(Role.AGENCY_HEAD,),
            bonds=((strange, Bond.FULL_TIME),),
        )
    head = await desk.member(person)
    assert TITLE not in await head.reads("agreements/drafts")
    await head.reads(desk.path, 404)
    await head.sends(f"{desk.path}/comments", 404, clause="1", words="May I?")


async def test_an_advisor_approves_what_a_state_asks_for_and_the_warning_is_gone(desk: Desk) -> None:
    advisor, browser = await desk.advisor(desk.world.agencies[0]), await desk.coordinator()
    warning = "No advisor of an agency in OR has approved edition 1 of what it asks for."
    assert warning in await browser.reads(desk.path)
    await browser.sends("agreements/packs/OR/approve", 404, sure="yes", edition="1")
    await advisor.sends("agreements/packs/OR/approve", 422, edition="1")
    await advisor.sends("agreements/packs/OR/approve", 409, sure="yes", edition="7")
    assert "Approved by Advisor 0" in await advisor.sends("agreements/packs/OR/approve", sure="yes", edition="1")
    assert warning not in await browser.reads(desk.path)


async def test_a_withdrawn_draft_stays_to_be_read_and_is_changed_no_more(desk: Desk) -> None:
    browser = await desk.coordinator()
    fields = await desk.terms(browser)
    await browser.sends(f"{desk.path}/withdraw", 422)
    assert "It was withdrawn: No county signs it." in await browser.sends(
        f"{desk.path}/withdraw", reason="No county signs it."
    )
    await browser.sends(f"{desk.path}/terms", 409, **fields | {"notice_days": "7"})
    await browser.sends(f"{desk.path}/clauses/1", 409, how="out", seen="1")
    assert "sixty (60) days" in await browser.reads(f"{desk.path}/text")
