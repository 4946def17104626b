"""An agency comes in by nine steps: what is known is computed, what is paper a clerk attests, each in its turn."""

from collections.abc import AsyncIterator

import pytest

from consortium.access.permissions import Role
from consortium.members.onboarding import WAITS_FOR, Stand, Step, steps, waits_for
from tests.harness import Ground, House, MailCatcher, house
from tests.stories.test_agencies import agency_named, coordinator, one_of, read

SLUG = "blue-ledge"


@pytest.fixture
async def home(region: Ground, catcher: MailCatcher) -> AsyncIterator[House]:
    async with house(region, catcher) as running:
        yield running
    assert running.faults == []


def test_whatever_is_done_the_next_step_waits_for_nothing_undone() -> None:
    done: set[Step] = set()
    for _ in Step:
        following = waits_for(done)
        assert following is not None
        assert WAITS_FOR[following] <= done
        done.add(following)
    assert waits_for(done) is None


def test_a_step_that_is_done_stays_done_whatever_it_would_wait_for() -> None:
    stands = {each.step: each for each in steps({Step.IN_FORCE})}

    assert stands[Step.IN_FORCE].stand is Stand.DONE
    assert stands[Step.DESIGNATED].stand is Stand.NOW
    assert stands[Step.BRIEFED].waits_for == (Step.DESIGNATED,)


async def test_a_clerk_attests_what_is_paper_and_a_fact_is_attested_by_nobody(home: House) -> None:
    agency = await agency_named(home, "Stannard Community College Police", SLUG)
    here = f"/{SLUG}/agencies/{agency}"
    browser = await home.member(SLUG, await one_of(home, Role.CLERK, SLUG))
    assert "How the head signs is settled" in await read(browser, f"/{SLUG}/agencies?show=waiting&q=stannard")
    fields = {"step": "key", "done_on": "2026-02-01"}
    assert (await browser.post(f"{here}/attest", data={})).status_code == 422
    assert (await browser.post(f"{here}/attest", data=fields | {"step": "in_force"})).status_code == 422
    assert (await (await coordinator(home, SLUG)).post(f"{here}/attest", data=fields)).status_code == 404
    page = await read(browser, (await browser.post(f"{here}/attest", data=fields)).headers["location"])

    assert "The step is attested" in page
    assert "attested, February 1, 2026" in page
    assert "Agreement read by the head" in await read(browser, f"/{SLUG}/agencies?show=waiting&q=stannard")
    assert (await browser.post(f"{here}/attest/back", data={"step": "key"})).status_code == 303
    assert (await browser.post(f"{here}/attest/back", data={"step": "key"})).status_code == 409
