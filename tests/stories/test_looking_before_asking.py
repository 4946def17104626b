"""What an officer reads before she asks, and what stops when the promise to her breaks: the ladder, in words."""

import re

from consortium.support.gives_away import gives_away
from geo import certificate
from scheduling import who
from tests.harness import Ground, MailCatcher
from tests.roles import Officer, hidden, shown
from tests.stories.request_world import (
    NUMBER,
    SLUG,
    a_part,
    asked,
    change,
    everybody_away,
    everything,
    facts_of,
    go,
    open_house,
    paged,
    rests,
)

STOPPED = "We can\u2019t hide you as promised right now"
ONE_OF = re.compile(r"one of (\d+) officers in (\d+) departments")
UNO_DE = re.compile(r"uno de (\d+) agentes de (\d+) departamentos")


async def test_she_reads_the_certificate_of_her_part_before_asking_and_nothing_is_kept(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        before = await everything(region)
        facts, now = await facts_of(region)
        standing = facts.standing(now)
        assert standing is not None
        for spanish, sentence in ((False, ONE_OF), (True, UNO_DE)):
            officer = Officer.at(home, SLUG, spanish=spanish)
            for zone in standing.plan.zones:
                said = await officer.ask(part=str(zone.id), look="1", way="ring_me", number=NUMBER)
                promised = certificate(zone, facts.region.policy)
                assert sentence.findall(said) == [(str(promised.officers), str(promised.departments))]
                told = gives_away(zone, facts.region.policy, again=None, way="ring_me", topic="none", ring_away=False)
                assert f" {told['surest']} {'de' if spanish else 'in'} 100" in said
                assert all(name in said for name in facts.departments_in(zone))
        assert await everything(region) == before


async def test_from_there_she_asks_or_goes_back_with_all_that_she_chose(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        officer, part = Officer.at(home, SLUG), await a_part(region)
        chosen = {"way": "ring_me", "number": NUMBER, "ring_away": "yes", "topic": "loss", "who": "chaplain"}
        await officer.ask(part=part, look="1", **chosen)
        looked = officer.page
        assert "One peer will know how to reach you." in shown(looked)
        assert "What you give away" in await officer.do("ask", look="1"), "in the other language, and again"

        await officer.post(hidden(looked, "change"))
        for value in (part, "ring_me", "yes", "chaplain"):
            assert re.search(rf'value="{value}" checked', officer.page)
        assert f'value="{NUMBER}"' in officer.page
        assert 'value="loss" selected' in officer.page

        said = await officer.post(hidden(looked, "ask"))
        assert f"Your four words {officer.words}" in said
        assert len(await region.rows("request")) == 1


async def test_what_cannot_be_sent_cannot_be_looked_at_either(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        officer = Officer.at(home, SLUG)
        assert "Not sent yet" in await officer.ask(look="1", way="ring_me", number="12")
        assert 'value="12"' in officer.page
        assert "Your department is not in this network" in await officer.ask(part="unlisted", look="1")
        assert "Not sent yet" in await officer.post({"step": "ask", "look": "1"})
        await change(region, "update consortium set paused = true")
        assert "Nobody can be asked here right now" in await officer.post(
            {"step": "ask", "look": "1", "part": await a_part(region)}
        )


async def test_where_nobody_outside_can_be_asked_she_may_wait_as_hidden_as_before(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        part = await a_part(region)
        officer = Officer.at(home, SLUG)
        covered = await officer.ask(part=part, look="1")
        await everybody_away(region, hours=3)
        said = await officer.ask(part=part, look="1")
        assert "Nobody outside your line can be asked right now" in said
        assert re.search(
            r"On \w+, \w+ \d+, 3:\d\d p\.m\., Eastern Time the next turn starts, and we look again\.", said
        )
        assert "We do not ask somebody from your own line instead" in said
        assert ONE_OF.findall(said) == ONE_OF.findall(covered)
        await everybody_away(region, hours=24 * 7)
        assert "No turn starts before a request of now would be deleted." in await officer.ask(part=part, look="1")


async def test_a_count_that_falls_below_the_promise_stops_the_paging_and_says_so_until_it_is_mended(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        officer = await asked(home, part=await a_part(region))
        first = await paged(home)
        pages = len(await region.rows("attempt"))
        counts = {row["id"]: row["sworn"] for row in await region.rows("agency")}
        await change(region, "update agency set sworn = 1")

        assert STOPPED in await officer.look()
        assert "nobody is asked for you any more" in shown(officer.page)
        assert "988" in shown(officer.page)
        assert "no sound promise at present" in await first.accept()
        await go(home, minutes=21)
        assert STOPPED in await officer.look()
        assert len(await region.rows("attempt")) == pages
        closed = await Officer.at(home, SLUG).post({"step": "ask", "look": "1"})
        assert re.search(r"too few officers here to hide you well: at best among (\d|[1-3]\d)\.", closed)
        assert "each officer is hidden among 40" in closed

        for agency, sworn in counts.items():
            await change(region, "update agency set sworn = :sworn where id = :id", sworn=sworn, id=agency)
        await go(home, minutes=16)
        assert "A peer has been paged" in await officer.look()
        assert "may not serve you" not in shown(officer.page)
        assert "You said yes" in await first.accept(), "she was never refused for good"


async def test_steps_that_were_cut_short_by_a_broken_promise_go_on_to_those_who_are_rung_off_duty(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        part = await a_part(region)
        facts, now = await facts_of(region)
        rung = set(facts.rung_off_duty).difference(*who(facts.schedule, now).values())
        officer = await asked(home, part=part)
        counts = {row["id"]: row["sworn"] for row in await region.rows("agency")}
        await change(region, "update agency set sworn = 1")
        await go(home, minutes=6)
        assert STOPPED in await officer.look()
        await everybody_away(region, hours=24, but=rung)
        for agency, sworn in counts.items():
            await change(region, "update agency set sworn = :sworn where id = :id", sworn=sworn, id=agency)
        await go(home, minutes=16)
        assert "A peer has been paged" in await officer.look()


async def test_agreements_that_lapse_while_a_request_is_open_stop_it_in_words_and_lose_nothing(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        officer = await asked(home, part=await a_part(region))
        facts, now = await facts_of(region)
        left = sorted(facts.reach.live(now))[:2]
        for agency in facts.reach.live(now).difference(left):
            await rests(region, agency)
        assert STOPPED in await officer.look()
        assert "Nothing is open under these words" not in shown(officer.page)
        await go(home, minutes=6)
        assert STOPPED in await officer.look()
        assert "Erased" in await officer.do("erase")
