"""What a verdict is about, how a text is taken back, what counsel's link shows, who says what a state asks for."""

import re
from collections.abc import AsyncIterator

import pytest

from agreements import VersionState
from consortium.members.end_person import end_person
from consortium.members.store import load_today
from consortium.problems import Conflict
from consortium.signing.drafting.freeze_draft import freeze_draft
from consortium.signing.drafting.look import NOT_YET_IN_FORCE
from consortium.signing.drafting.send_out import send_out, take_back
from consortium.signing.drafting.start_draft import start_amendment
from consortium.signing.store.drafts import rename_draft
from geo import PersonId
from tests.harness import Ground, MailCatcher, house, text_of
from tests.stories.draft_world import (
    SLUG,
    a_draft,
    a_frozen_version,
    approved,
    in_review,
    three_with_advisors,
)
from tests.stories.forms import untouched
from tests.stories.test_drafting import Desk

NOT_WITH_THEM = "This text is not with the advisors"


@pytest.fixture
async def desk(ground: Ground, catcher: MailCatcher) -> AsyncIterator[Desk]:
    world = await three_with_advisors(ground)
    async with world.transaction() as tx:
        draft = await a_draft(world, tx)
    async with house(ground, catcher) as home:
        yield Desk(home, world, draft)
        assert home.faults == []


async def a_link(desk: Desk, person: PersonId, label: str) -> str:
    browser = await desk.member(person)
    made = await browser.browser.post(f"/{SLUG}/{desk.path}/links", data={"label": label, "days": "9"})
    return str(re.findall(r"/counsel/([\w-]+)", made.text)[0])


async def test_a_draft_that_is_called_something_else_is_judged_anew_and_a_frozen_one_keeps_its_name(desk: Desk) -> None:
    browser = await desk.coordinator()
    async with desk.world.transaction() as tx:
        digest = await in_review(desk.world, tx, desk.draft)
        await approved(desk.world, tx, desk.draft, digest)
    terms = await desk.terms(browser)
    await browser.sends(f"{desk.path}/terms", **terms | {"title": "An agreement that nobody read"})
    assert await desk.digest() == digest, "the title is no part of the digest"
    assert NOT_WITH_THEM in await browser.reads(f"{desk.path}/review")
    await browser.sends(f"{desk.path}/freeze", 409, sure="yes", digest=digest)
    await browser.sends(f"{desk.path}/review/send", sure="yes")
    page = await browser.reads(f"{desk.path}/review")
    assert page.count("Has not answered") == 3
    await browser.sends(f"{desk.path}/freeze", 409, sure="yes", digest=digest)
    for agency in desk.world.agencies:
        await desk.approve(agency)
    assert "Frozen" in await browser.sends(f"{desk.path}/freeze", sure="yes", digest=digest)
    await browser.sends(f"{desk.path}/terms", 409, **terms | {"title": "Another title"})
    with pytest.raises(Conflict, match="keeps its title"):
        async with desk.world.transaction() as tx:
            await rename_draft(tx, desk.draft, "Another title")


async def test_what_was_said_of_a_text_that_is_taken_back_stays_to_be_read_and_counts_no_more(desk: Desk) -> None:
    browser, one = await desk.coordinator(), desk.world.agencies[0]
    await browser.sends(f"{desk.path}/review/recall", 409, sure="yes")
    async with desk.world.transaction() as tx:
        digest = await in_review(desk.world, tx, desk.draft)
        await approved(desk.world, tx, desk.draft, digest)
    advisor = await desk.advisor(one)
    await advisor.sends(f"{desk.path}/review/recall", 404, sure="yes")
    await browser.sends(f"{desk.path}/review/recall", 422)
    page = await browser.sends(f"{desk.path}/review/recall", sure="yes")
    assert NOT_WITH_THEM in page
    assert page.count("Earlier verdicts") == 3
    stale = {"agency": str(one), "digest": digest, "answer": "approve"}
    assert "not in review" in await advisor.sends(f"{desk.path}/review", 409, **stale)
    await desk.home.tick()
    assert "counts no more" in text_of(desk.home.mails.to("advisor.0@example.org")[-1])
    await browser.sends(f"{desk.path}/review/send", sure="yes")
    await browser.sends(f"{desk.path}/freeze", 409, sure="yes", digest=digest)
    assert (await browser.reads(f"{desk.path}/review")).count("Has not answered") == 3


async def test_counsel_sees_the_draft_and_the_version_it_amends_and_no_other_text(
    ground: Ground, catcher: MailCatcher
) -> None:
    world = await three_with_advisors(ground)
    async with world.transaction() as tx:
        _, version = await a_frozen_version(world, tx)
        second = await start_amendment(tx, pact=version.pact, by=world.coordinator)
        digest = await in_review(world, tx, second)
        await approved(world, tx, second, digest)
        await freeze_draft(tx, draft=second, digest=digest, by=world.coordinator)
        third = await start_amendment(tx, pact=version.pact, by=world.coordinator)
        await in_review(world, tx, third)
    async with house(ground, catcher) as home:
        desk = Desk(home, world, third)
        coordinator = await desk.coordinator()
        await coordinator.sends(f"{desk.path}/terms", **(await desk.terms(coordinator) | {"notice_days": "45"}))
        token = await a_link(desk, world.heads[world.agencies[0]], "County counsel")
        stranger = home.browser()
        plain = await stranger.get(f"/{SLUG}/counsel/{token}")
        assert "version 2" in plain.text
        for base in ("version-1", "sent-1", "version-3"):
            shown = await stranger.get(f"/{SLUG}/counsel/{token}?with={base}")
            assert shown.text.replace(f"?with={base}", "") == plain.text.replace(f"?with={base}", ""), base
            assert "version 1" not in shown.text
        assert home.faults == []


async def test_counsels_link_dies_with_its_draft_and_its_maker_and_whoever_drafts_ends_any(desk: Desk) -> None:
    world, stranger = desk.world, desk.home.browser()
    one, two, three = (world.heads[each] for each in world.agencies)
    tokens = [await a_link(desk, person, f"Counsel {n}") for n, person in enumerate((one, two, three))]

    async def opens() -> list[int]:
        return [(await stranger.get(f"/{SLUG}/counsel/{token}")).status_code for token in tokens]

    assert await opens() == [200, 200, 200]
    links = {row["label"]: row["id"] for row in await desk.home.ground.rows("counsel_link")}
    advisor = await desk.advisor(world.agencies[1])
    await advisor.sends(f"{desk.path}/links/{links['Counsel 0']}/end", 404, sure="yes")
    coordinator = await desk.coordinator()
    assert "Ended" in await coordinator.sends(f"{desk.path}/links/{links['Counsel 0']}/end", sure="yes")
    async with world.ground.database.transaction(world.consortium) as tx:
        await end_person(tx, person=two, day=await load_today(tx))
    assert await opens() == [404, 404, 200]
    assert (await stranger.get(f"/{SLUG}/counsel/{tokens[1]}/agreement.docx")).status_code == 404
    await coordinator.sends(f"{desk.path}/withdraw", reason="No county signs it.")
    assert await opens() == [404, 404, 404]
    refused = await coordinator.browser.post(f"/{SLUG}/{desk.path}/links", data={"label": "Late", "days": "9"})
    assert refused.status_code == 409


async def test_counsel_reads_the_settled_text_while_heads_sign_and_no_longer_once_it_is_over(desk: Desk) -> None:
    world, one = desk.world, desk.world.heads[desk.world.agencies[0]]
    async with world.transaction() as tx:
        digest = await in_review(world, tx, desk.draft)
        await approved(world, tx, desk.draft, digest)
    early = await a_link(desk, one, "County counsel")
    async with world.transaction() as tx:
        version = await freeze_draft(tx, draft=desk.draft, digest=digest, by=world.coordinator)
        await send_out(tx, draft=desk.draft, by=world.coordinator)
    head = await desk.member(one)
    signing = (await head.browser.get(f"/{SLUG}/agreements/{version.pact}/1/sign")).text
    way = f"/{SLUG}/{desk.path}/review#links"
    assert way in signing
    assert "Make a read-only link" in (await head.browser.get(way)).text
    stranger = desk.home.browser()
    late = await a_link(desk, one, "Union counsel")
    for token in (early, late):
        page = await stranger.get(f"/{SLUG}/counsel/{token}")
        assert (page.status_code, "no word of it changes any more" in page.text) == (200, True)
        assert digest[:4] in page.text
        assert "Out for signature" in page.text
        assert (await stranger.get(f"/{SLUG}/counsel/{token}/agreement.docx")).status_code == 200
    async with world.transaction() as tx:
        await take_back(tx, draft=desk.draft, reason="No county signs it.", by=world.coordinator)
    for token in (early, late):
        assert (await stranger.get(f"/{SLUG}/counsel/{token}")).status_code == 404
    assert way not in (await head.browser.get(f"/{SLUG}/agreements/{version.pact}/1/sign")).text
    refused = await head.browser.post(f"/{SLUG}/{desk.path}/links", data={"label": "Late", "days": "9"})
    assert refused.status_code == 409
    assert VersionState.IN_FORCE not in NOT_YET_IN_FORCE, "what binds is read by members, and its PDF by anybody"


async def test_an_advisor_of_another_state_approves_no_rules_of_this_one(desk: Desk) -> None:
    advisor = await desk.advisor(desk.world.agencies[0])
    page = await advisor.sends("agreements/packs/WA/approve", 409, sure="yes", edition="1")
    assert "You advise no agency in WA" in page
    assert await desk.home.ground.rows("pack_approval") == []
    await advisor.sends("agreements/packs/OR/approve", sure="yes", edition="1")
    await advisor.sends("agreements/packs/OR/approve", 409, sure="yes", edition="1")
    other = await desk.advisor(desk.world.agencies[1])
    page = await other.sends("agreements/packs/OR/approve", sure="yes", edition="1")
    assert "Approved by Advisor 0, advisor of" in page
    assert "Approved by Advisor 1, advisor of" in page


async def test_the_librarys_words_are_ours_until_an_advisor_has_approved_them(desk: Desk) -> None:
    ours, clause = "our wording; no lawyer has approved it yet", f"{desk.path}/clauses/2"
    coordinator, advisor = await desk.coordinator(), await desk.advisor(desk.world.agencies[0])
    assert (await coordinator.reads(clause)).count(ours) == 2, "the wording, and what Oregon adds"
    fields = {"edition": "2.general.1", "sure": "yes"}
    await coordinator.sends(f"{clause}/approve", 404, **fields)
    await advisor.sends(f"{clause}/approve", 404, edition="2.general.9", sure="yes")
    await advisor.sends(f"{clause}/approve", 422, edition="2.general.1")
    page = await advisor.sends(f"{clause}/approve", **fields | {"note": "As to form."})
    assert page.count(ours) == 1
    assert "approved by Advisor 0, advisor of" in page
    await advisor.sends(f"{clause}/approve", 409, **fields)
    await advisor.sends(f"{clause}/approve", 409, edition="2.general.1+2.VA.1", sure="yes")
    assert ours not in await advisor.sends(f"{clause}/approve", edition="2.general.1+2.OR.1", sure="yes")


async def test_a_finding_leads_to_the_field_of_its_term_and_opens_its_part_of_the_form(desk: Desk) -> None:
    browser = await desk.coordinator()
    await browser.sends(f"{desk.path}/terms", **await desk.terms(browser) | {"insurance_needed": "yes"})
    overview = (await browser.browser.get(f"/{SLUG}/{desk.path}")).text
    assert f"{desk.path}/terms?open=suspend_on#suspend_on" in overview
    form = (await browser.browser.get(f"/{SLUG}/{desk.path}/terms")).text
    parts = re.findall(r'<details class="card form part"[^>]*>.*?</h2>', form, re.DOTALL)
    assert [("open" in each, "Stops" in each) for each in parts if "suspension" in each] == [(True, True)]
    assert not any("open" in each for each in parts if "suspension" not in each)
    refused = await browser.browser.post(
        f"/{SLUG}/{desk.path}/terms", data=untouched(form, f"/{SLUG}/{desk.path}/terms") | {"notice_days": "soon"}
    )
    opened = re.findall(r'<details class="card form part"[^>]*open>.*?</h2>', refused.text, re.DOTALL)
    assert any("Withdrawal" in each for each in opened)
