"""Forms that take many things at once still take each by its own tick, and all of them or none."""

from consortium.access.permissions import Role
from tests.harness import Ground, MailCatcher, house
from tests.stories.set_up_world import Member, change

SLUG = "blue-ledge"


async def test_of_a_states_law_only_what_is_ticked_with_its_source_counts_as_read(
    region: Ground, catcher: MailCatcher
) -> None:
    await change(region, SLUG, "delete from state_field where state = 'VA' and field in ('statute', 'witness')")
    both = {"act": "read_ticked", "statute-value": "A code.", "statute-source": "The code", "witness-value": "yes"}
    async with house(region, catcher) as home:
        advisor = await Member.with_role(home, SLUG, Role.LEGAL_ADVISOR)
        assert "Tick that you have read this" in await advisor.sends("states/VA", 422, **both)
        ticked = {**both, "statute-read": "yes", "witness-read": "yes"}
        await advisor.sends("states/VA", 422, **ticked)
        assert "2 things were read by nobody" in await advisor.reads("states/VA"), "one lacked its source: none is kept"
        assert "Kept as read" in await advisor.sends("states/VA", **ticked, **{"witness-source": "The code"})


async def test_papers_that_are_not_ticked_are_not_attested(region: Ground, catcher: MailCatcher) -> None:
    async with house(region, catcher) as home:
        clerk = await Member.with_role(home, SLUG, Role.CLERK)
        assert "Tick the papers that you hold" in await clerk.sends("designations/annexes/attest", 422)
        coordinator = await Member.with_role(home, SLUG, Role.COORDINATOR)
        assert "Tick the agencies" in await coordinator.sends("designations/annexes/prepare", 422)
        assert "Tick the lines that you rang" in await coordinator.sends("lines", 422, act="verify_ticked")
