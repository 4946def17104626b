"""What reaches whoever signs, her advisor's verdict with its note; and what she says instead: a change she asks for."""

from agreements.drafts import Answer
from consortium.signing.drafting.freeze_draft import freeze_draft
from consortium.signing.drafting.give_verdict import give_verdict
from consortium.signing.drafting.send_out import send_out
from consortium.signing.drafting.start_draft import start_amendment
from tests.harness import Ground, MailCatcher, house, text_of
from tests.roles import shown
from tests.stories.draft_world import SLUG, a_draft, in_review, three_with_advisors
from tests.stories.signing_world import a_signing

NOTE = "Mind clause 9: the carrier wants a copy first."


async def test_an_advisors_approval_is_called_one_and_her_note_reaches_the_head_who_signs(
    ground: Ground, catcher: MailCatcher
) -> None:
    world = await three_with_advisors(ground)
    one, two, _ = world.agencies
    async with world.transaction() as tx:
        draft = await a_draft(world, tx)
        digest = await in_review(world, tx, draft)
        for agency in world.agencies:
            answer = Answer.APPROVE_WITH_NOTE if agency == one else Answer.APPROVE
            words = NOTE if agency == one else ""
            said = {"draft": draft, "agency": agency, "digest": digest, "answer": answer, "words": words}
            await give_verdict(tx, **said, viewer=world.advisor(agency))  # type: ignore[arg-type]
    async with world.transaction() as tx:
        version = await freeze_draft(tx, draft=draft, digest=digest, by=world.coordinator)
    home_of = f"/{SLUG}/agreements/{version.pact}"
    async with house(ground, catcher) as home:
        hers, others = await home.member(SLUG, world.heads[one]), await home.member(SLUG, world.heads[two])
        page = shown((await hers.get(home_of)).text)
        assert "Its words are settled, not sent out yet" in page
        assert "Its legal advisor has approved it" in page
        assert "is reading it" not in page
        assert "Its legal advisor approved it." in page
        async with world.transaction() as tx:
            await send_out(tx, draft=draft, by=world.coordinator)
        mine = shown((await hers.get(f"{home_of}/1/sign")).text)
        assert f"Approved this text, with a note: {NOTE} Advisor 0," in mine
        theirs = shown((await others.get(f"{home_of}/1/sign")).text)
        assert NOTE not in theirs
        assert "Its legal advisor approved it: Advisor 0, legal advisor, with a note, on " in theirs
        assert home.faults == []


async def test_a_change_that_a_head_asked_for_stands_beside_the_next_draft(
    ground: Ground, catcher: MailCatcher
) -> None:
    world = await a_signing(ground)
    head = world.heads[0]
    async with house(ground, catcher) as home:
        hers, drafter = await home.member(SLUG, head.person), await home.member(SLUG, world.coordinator)
        assert world.version is not None
        clause = str(int(world.version.text[0].clause))
        form = {"agency": str(head.agency), "clause": clause, "words": "Ninety days\nare too long for us."}
        assert (await hers.post(world.address("sign/change"), data=form)).status_code == 303
        async with ground.database.transaction(world.consortium) as tx:
            draft = await start_amendment(tx, pact=world.pact, by=world.coordinator)
        page = shown((await drafter.get(f"/{SLUG}/agreements/drafts/{draft}/comments")).text)
        assert "What heads asked to change before" in page
        assert "Ninety days are too long for us. Denise Okafor, Cinder Ford Police, of version 1," in page
        await home.tick()
        for address in ("denise.okafor", "clerk", "coordinator"):
            told = [text_of(each) for each in catcher.to(f"{address}@example.org") if "change" in each["subject"]]
            assert "are too long for us." in told[0], address
        assert home.faults == []
