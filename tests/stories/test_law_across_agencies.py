"""Where a state's law may not protect a talk across agencies the officer reads so, and again before she says Talk."""

from typing import Any

from consortium.members.forget_state_field import forget_state_field
from consortium.members.read_state_field import read_state_field
from tests.harness import Ground, House, MailCatcher
from tests.stories.request_world import SLUG, asked, open_house, paged
from tests.stories.set_up_world import help_says

NOT_PROTECTED = "In Virginia, the law, as we read it, does not protect a talk with a peer of another agency."
UNSETTLED = "In Virginia, it is not settled whether the law protects a talk with a peer of another agency."
DECIDES = "You decide whether to go on."


async def the_law(home: House, value: str | None) -> None:
    """What was read of the only state of the demo's region; ``None``: nobody has read it."""
    of: dict[str, Any] = {"state": "VA", "field": "cross_agency"}
    async with home.ground.database.transaction(await home.ground.consortium(SLUG)) as tx:
        if value is None:
            await forget_state_field(tx, **of)
        else:
            await read_state_field(tx, **of, value=value, source="The code itself")


async def test_what_the_law_does_not_protect_is_told_on_the_first_page_and_before_the_talk(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        for value, told in (("no", NOT_PROTECTED), (None, UNSETTLED), ("yes", None)):
            await the_law(home, value)
            said = await help_says(home, SLUG)
            for each in (NOT_PROTECTED, UNSETTLED):
                assert (f"{each} {DECIDES}" in said) == (each == told)
            assert (DECIDES in said) == (told is not None)
            assert ("Usted decide si sigue adelante." in await help_says(home, SLUG, spanish=True)) == bool(told)

        officer = await asked(home)
        await (await paged(home)).accept()
        said = await officer.look()
        assert "Do you want to talk with them?" in said
        assert DECIDES not in said
        for value, told in (("no", NOT_PROTECTED), (None, UNSETTLED)):
            await the_law(home, value)
            said = await officer.look()
            assert f"Do you want to talk with them? {told} {DECIDES}" in said
        assert home.faults == []
