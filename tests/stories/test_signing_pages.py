"""A head reads, fills one form in, looks it over and signs with her passkey; everything as forms over HTTP."""

from agreements import VersionState
from tests.harness import Ground, MailCatcher, house, text_of
from tests.roles import shown
from tests.stories.signing_world import SLUG, a_signing, signs_on_the_page


async def test_three_heads_sign_on_the_page_and_the_agreement_comes_into_force(
    ground: Ground, catcher: MailCatcher
) -> None:
    world = await a_signing(ground, signing_days=21)
    async with house(ground, catcher) as home:
        first, *others = world.heads
        browser = await home.member(SLUG, first.person)
        page = await browser.get(world.address())
        assert page.status_code == 200
        words = shown(page.text)
        assert "Sign for Cinder Ford Police" in words
        assert "0 of 3 have signed" in words
        assert "checked" not in page.text.split("<form")[2], "no box is ticked before she ticks it"
        signed = await signs_on_the_page(home, world, first)
        assert signed.status_code == 303, shown(signed.text)
        page = await browser.get(signed.headers["location"])
        words = shown(page.text)
        assert "You have signed. We have mailed you what you signed" in words
        assert "1 of 3 have signed" in words
        assert (await world.stands()).versions[1] is VersionState.ESCROW
        await home.tick()
        mail = next(
            text_of(each) for each in catcher.to("denise.okafor@example.org") if "you signed" in each["Subject"]
        )
        assert world.digest[:4] in mail
        for head in others:
            assert (await signs_on_the_page(home, world, head)).status_code == 303
        assert (await world.stands()).versions[1] is VersionState.IN_FORCE
        assert home.faults == []
