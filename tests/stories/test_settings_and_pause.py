"""What a consortium settles, and a pause: officers read true words, and what is open goes on."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from consortium.access.permissions import Role
from tests.harness import Ground, MailCatcher
from tests.stories.request_world import SLUG, asked, now_of, open_house, paged
from tests.stories.set_up_world import Member, help_says, red

EAST = ZoneInfo("America/New_York")
KEPT = {
    "title": "Blue Ledge Peer Support",
    "state_network": "Commonwealth Peer Network (invented)",
    "service_level": "4",
    "steps": "5 5 5 5",
    "open_limit": "40",
    "crowd": "40",
    "least_departments": "3",
}


async def test_a_pause_is_said_in_both_languages_what_is_open_goes_on_and_it_ends_by_itself(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        coordinator = await Member.with_role(home, SLUG, Role.COORDINATOR)
        head = await Member.with_role(home, SLUG, Role.AGENCY_HEAD)
        officer = await asked(home)
        until = (await now_of(region)).astimezone(EAST) + timedelta(hours=6)
        typed = until.strftime("%Y-%m-%dT%H:%M")
        assert "Officers read it on their page." in await coordinator.sends(
            "pause", act="pause", until=typed, reason="peers"
        )
        said = await help_says(home, SLUG)
        assert "The service is paused until" in said
        assert f"{until:%A, %B} {until.day}" in said
        assert "Too few peers can answer. Please use the lines above." in said
        spanish = await help_says(home, SLUG, spanish=True)
        assert "El servicio está en pausa hasta el" in spanish
        assert "Muy pocos compañeros pueden responder." in spanish
        assert "988" in said
        assert "A peer has been paged" in await officer.look()
        assert "You said yes" in await (await paged(home)).accept()
        for member in (coordinator, head):
            assert "No new request is taken. What is open goes on." in await member.reads("on-call")
        await region.advance(hours=6, minutes=2)
        assert "Ask for a peer" in await help_says(home, SLUG)
        assert "No new request is taken." not in await head.reads("on-call")
        assert "The service is not paused." in await coordinator.sends("pause", 409, act="resume")


async def test_a_pause_without_an_end_lasts_until_somebody_resumes(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        coordinator = await Member.with_role(home, SLUG, Role.COORDINATOR)
        assert "must end in the future" in await coordinator.sends("pause", 422, act="pause", until="2020-01-01T10:00")
        await coordinator.sends("pause", act="pause")
        assert "know yet for how long." in await help_says(home, SLUG)
        await region.advance(days=2)
        assert "Officers can ask again." in await coordinator.sends("pause", act="resume")
        assert "Ask for a peer" in await help_says(home, SLUG)
        journal = [row["act"] for row in await region.rows("journal")]
        assert {"paused service", "resumed service"} <= set(journal)


async def test_a_setting_changes_for_officers_at_once_and_the_journal_keeps_what_stood_before(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        coordinator = await Member.with_role(home, SLUG, Role.COORDINATOR)
        assert "Nothing was changed." in await coordinator.sends("settings", **KEPT)
        said = await coordinator.sends("settings", **{**KEPT, "title": "Blue Ledge Peers", "steps": "4, 4"})
        assert "Changed the steps from 5, 5, 5, 5 minutes to 4, 4 minutes." in said
        assert "Changed the name from Blue Ledge Peer Support to Blue Ledge Peers." in said
        officer = await home.browser().get(f"/{SLUG}/help")
        assert "<title>Blue Ledge Peers</title>" in officer.text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title": ""}, "This must be filled in."),
        ({"steps": "5 x"}, "This must be a whole number."),
        ({"steps": "120 120"}, "then an officer must read that nobody has answered."),
        ({"service_level": "2"}, "Say within how many minutes."),
        ({"service_level": "3"}, "Give those of one day at least."),
        ({"service_level": "3", "opens_1": "18:00"}, "Give both times of a day"),
        ({"crowd": "1", "sure": "yes"}, "This must be a whole number from 2 to 1,000."),
    ],
)
async def test_what_cannot_be_settled_is_told_and_changes_nothing(
    region: Ground, catcher: MailCatcher, wrong: dict[str, str], said: str
) -> None:
    async with open_house(region, catcher) as home:
        coordinator = await Member.with_role(home, SLUG, Role.COORDINATOR)
        before = await region.rows("consortium")
        assert said in await coordinator.sends("settings", 422, **{**KEPT, **wrong})
        assert before == await region.rows("consortium")


async def test_another_promise_is_asked_about_first(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        coordinator = await Member.with_role(home, SLUG, Role.COORDINATOR)
        smaller = {**KEPT, "crowd": "30"}
        said = await coordinator.sends("settings", 200, **smaller)
        assert "one of at least 40 officers in at least 3 departments. From now on: one of at least 30" in said
        assert "Officers will hide among fewer." in said
        assert {40} == {row["crowd"] for row in await region.rows("consortium")}
        assert "Changed the crowd from 40 to 30." in await coordinator.sends("settings", **smaller, sure="yes")


async def test_each_level_of_service_tells_officers_what_they_can_count_on(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        coordinator = await Member.with_role(home, SLUG, Role.COORDINATOR)
        await coordinator.sends("settings", **{**KEPT, "service_level": "2", "call_back_minutes": "120"})
        assert "Peers here mean to answer within 2 h, not at once." in await help_says(home, SLUG)
        assert "en 2 h, no al momento" in await help_says(home, SLUG, spanish=True)

        day = {f"{name}_{n}": clock for n in range(5) for name, clock in (("opens", "09:00"), ("closes", "17:00"))}
        every = {**day, "opens_5": "00:00", "closes_5": "00:00", "opens_6": "00:00", "closes_6": "00:00"}
        await coordinator.sends("settings", **{**KEPT, "service_level": "3"}, **every)
        said = await help_says(home, SLUG)
        assert "Monday to Friday from 9:00 a.m. to 5:00 p.m.; Saturday, Sunday all day (Eastern Time)." in said
        assert "Ask for a peer" in said, "the clock stands at noon"
        nights = {f"{name}_{n}": clock for n in range(7) for name, clock in (("opens", "21:00"), ("closes", "05:00"))}
        await coordinator.sends("settings", **{**KEPT, "service_level": "3"}, **nights)
        said = await help_says(home, SLUG)
        assert "Monday to Sunday from 9:00 p.m. to 5:00 a.m. (Eastern Time)." in said
        assert "They begin next:" in said
        assert "9:00 p.m., Eastern Time. Until then nobody is asked." in said
        assert "Hasta entonces no se pregunta a nadie." in await help_says(home, SLUG, spanish=True)

        await coordinator.sends("settings", **{**KEPT, "service_level": "1"})
        assert "This network has no peers to ask" in await help_says(home, SLUG)
        assert set() == await red(region, SLUG)
