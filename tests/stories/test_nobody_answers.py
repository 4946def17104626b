"""Five minutes, and five, and five, and five; then the truth. Nothing is ever swallowed."""

import re
from datetime import datetime, timedelta
from uuid import UUID

from agreements import Role
from consortium.pages import clock, moment_by
from scheduling import Line
from tests.harness import Ground, House, MailCatcher, text_of
from tests.roles import Officer
from tests.stories.request_world import (
    SLUG,
    a_part,
    asked,
    attempts,
    change,
    everybody_away,
    facts_of,
    go,
    open_house,
    paged,
    peer,
    put_on_call,
    somebody_for,
    the_request,
)

ZONE = "America/New_York"


async def timers(home: House) -> dict[tuple[str, int], datetime]:
    """When each timer is due."""
    return {(row["kind"], row["step"]): row["due_at"] for row in await home.ground.rows("timer")}


def to_coordinators(catcher: MailCatcher) -> list[str]:
    """What the coordinators were mailed: headers and text."""
    found = [mail for mail in catcher.mails if "look at the rota" in str(mail["Subject"])]
    return [f"{mail.items()} {text_of(mail)}" for mail in found]


async def test_four_peers_are_paged_five_minutes_apart_and_then_the_truth_is_told(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        officer = await asked(home, part=await a_part(region))
        start = (await timers(home))["truth", 0] - timedelta(minutes=20)
        for step in (1, 2, 3, 4):
            assert (await the_request(home))["next_at"] - start < timedelta(minutes=5 * step, seconds=20 * step)
            said = await officer.look()
            by = clock((await the_request(home))["next_at"] + timedelta(minutes=1), ZONE)
            assert "A peer has been paged No answer yet." in said
            assert f"If there is none by {by}, we page the next peer or tell you here that nobody answered." in said
            told = {2: "1 peer was asked and has", 3: "2 peers were asked and have", 4: "3 peers were asked and have"}
            assert step == 1 or told[step] in said
            assert len(await attempts(home)) == len(catcher.mails) == step
            await go(home, minutes=5)
        assert len({each["person"] for each in await attempts(home)}) == 4
        said = await officer.look()
        assert said.startswith("Nobody has answered Please call one of the numbers on this page.")
        assert "4 peers were asked and have not taken it." in said
        assert said.index("988 Lifeline") < said.index("Check again")
        assert len(await attempts(home)) == 4


async def test_the_coordinators_are_told_to_look_at_the_rota_and_neither_where_nor_when(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        await asked(home)
        for _ in range(4):
            await go(home, minutes=5)
        (mail,) = to_coordinators(catcher)
        assert "A request is not being answered. Please look at the rota: https://peers.test/blue-ledge/on-call" in mail
        facts, now = await facts_of(region)
        names = [*facts.labels.values(), *facts.agency_names.values(), *(card.name for card in facts.cards.values())]
        assert [name for name in names if name in mail] == []
        assert re.findall(r"\d{1,2}:\d\d|a\.m\.|p\.m\.|Date:", mail) == []
        assert str(now.year) not in mail
        await go(home, minutes=40)
        assert len(to_coordinators(catcher)) == 1


async def test_an_agreement_can_only_shorten_the_time_to_answer(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        await change(region, "update consortium set steps = '{9, 2, 30}'")
        await asked(home, part=await a_part(region))
        due = await timers(home)
        assert due["truth", 0] - due["step", 1] == timedelta(minutes=2 + 5)
        await go(home, minutes=5)
        assert len(await attempts(home)) == 2
        await go(home, minutes=2)
        assert len(await attempts(home)) == 3
        assert not (await the_request(home))["truth_told"]
        await go(home, minutes=5)
        assert (await the_request(home))["truth_told"]


async def test_a_peer_paged_early_may_still_accept_after_the_truth(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        officer = await asked(home)
        first = await paged(home)
        for _ in range(4):
            await go(home, minutes=5)
        assert "Your time to answer is over. Nobody has said yes yet, so you still can." in await first.look()
        assert "five more minutes" not in first.page
        assert "For " in await first.do("check")
        assert "Answer by" not in first.page
        assert "You said yes" in await first.do("accept", talks_in="0", **first.checks)
        assert "has accepted" in await officer.look()
        assert "Call " in await officer.do("talk")


async def test_nobody_on_call_is_said_at_once_with_the_next_turn_and_that_peer_is_paged_then(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        await everybody_away(region, hours=3)
        back = min(row["ends_at"] for row in await region.rows("leave"))
        officer = Officer.at(home, SLUG)
        said = await officer.ask(part=await part_of(region))
        assert "Nobody can be asked for you right now" in said
        assert (
            f"The next turn starts on {moment_by(back, ZONE)}; if your request is still open then, we look again"
            in said
        )
        assert "peers were asked" not in said
        await home.tick()
        assert to_coordinators(catcher) == [], "a mail in the second of asking would tell when she asked"
        await go(home, minutes=20)
        (mail,) = to_coordinators(catcher)
        assert "A request is not being answered." in mail
        await go(home, hours=2, minutes=39)
        assert await attempts(home) == []
        await go(home, minutes=1, seconds=1)
        assert len(await attempts(home)) == 1
        assert "A peer has been paged" in await officer.look()
        assert len(to_coordinators(catcher)) == 1
        assert "You said yes" in await (await paged(home)).accept()


async def test_a_gap_that_a_coordinator_fills_is_noticed_within_a_quarter_of_an_hour(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        part = await part_of(region)
        helper = await somebody_for(region, part, role=Role.CLINICIAN)
        await everybody_away(region, hours=70, but=[helper])
        officer = Officer.at(home, SLUG)
        assert "Nobody can be asked for you right now" in await officer.ask(part=part, who="clinician")
        await put_on_call(region, helper, line=Line.CLINICIAN)
        await go(home, minutes=15)
        assert [each["person"] for each in await attempts(home)] == [helper]
        assert "A peer has been paged" in await officer.look()


async def test_after_the_truth_who_comes_on_call_is_paged_and_nobody_off_duty_is_woken(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        part = await a_part(region)
        officer = await asked(home, part=part)
        for _ in range(4):
            await go(home, minutes=5)
        for _ in range(3):
            await go(home, minutes=15)
        assert len(await attempts(home)) == 4
        tried = {each["person"] for each in await attempts(home)}
        helper = await somebody_for(region, part, but=tried)
        await put_on_call(region, helper)
        await go(home, minutes=15)
        assert (await attempts(home))[-1]["person"] == helper
        assert "A peer has been paged" in await officer.look()
        for _ in range(4):
            await go(home, minutes=5)
        assert "Nobody has answered" in await officer.look()
        assert len(to_coordinators(catcher)) == 2


async def test_when_those_on_call_are_all_tried_it_says_nobody_else(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        part = await part_of(region)
        facts, now = await facts_of(region)
        zone = facts.zone(UUID(part), now)
        assert zone is not None
        ladder = facts.ladder(zone, now, wanted="peer", way="call_peer", without=frozenset(), draw=0)
        await put_on_call(region, await somebody_for(region, part), after=11)
        await everybody_away(region, hours=10, but=[ladder[0].person])
        officer = await asked(home, part=part)
        first = await paged(home)
        await first.accept()
        await officer.look()
        said = await officer.do("else")
        assert "You asked for someone else." in said
        assert "We went on to the next peer." not in said
        assert "Nobody else can be asked for you right now" in said
        assert "The next turn starts on" in said


async def test_a_request_that_nobody_takes_can_be_taken_by_each_peer_who_was_paged(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        await asked(home, part=await a_part(region))
        for _ in range(4):
            await go(home, minutes=5)
        for each in await attempts(home):
            late = await peer(home, each["person"])
            assert "so you still can" in await late.look()
            assert "You passed" in await late.do("pass")
        assert {each["state"] for each in await attempts(home)} == {"out"}


async def part_of(ground: Ground) -> str:
    """Any part of the region."""
    facts, now = await facts_of(ground)
    standing = facts.standing(now)
    assert standing is not None
    return str(standing.plan.zones[0].id)
