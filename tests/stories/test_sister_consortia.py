"""Two consortia of three agencies each, which can promise nothing alone, serve each other through a narrow view."""

import re
from dataclasses import fields, is_dataclass

from agreements import FactKind
from consortium.members.enrol_person import enrol_person
from consortium.signing.add_fact import add_fact
from tests.harness import Ground, MailCatcher, house
from tests.roles import Officer, hidden, shown
from tests.stories.request_world import OPEN_TABLES
from tests.stories.set_up_world import change, help_says, steps_of
from tests.stories.sister_world import (
    BELL,
    FORK,
    TITLES,
    administrator,
    asking,
    both_named,
    facts_with_sisters,
    named,
    paged,
    talking,
    two_halves,
)

SAYS = "A peer can only tell that you are one of 48 officers in 3 departments, also if you write again."


async def test_one_side_alone_opens_nothing_and_both_open_what_neither_can_promise_alone(
    ground: Ground, catcher: MailCatcher
) -> None:
    fork, bell = await two_halves(ground)
    async with house(ground, catcher) as home:
        assert "There are too few officers here" in await help_says(home, FORK)
        assert "Waiting: they have not named us yet" in await named(home, fork, bell)
        assert "There are too few officers here" in await help_says(home, FORK)
        assert "There are too few officers here" in await help_says(home, BELL)
        assert "In force: each serves the other." in await named(home, bell, fork)

        page = await help_says(home, FORK)
        assert SAYS in page
        assert f"Peers of another consortium are asked: {TITLES[BELL]}." in page
        assert "Cleft County Sheriff, Fork Town Police, Stony Creek Police" in page
        assert "one of 52 officers in 3 departments" in await help_says(home, BELL)
        assert "Se pregunta a compañeros de otro consorcio" in await help_says(home, FORK, spanish=True)

        await change(ground, BELL, "update consortium set paused = true")
        assert "The service is paused." in await help_says(home, FORK), "whoever would be asked takes no request"
        assert SAYS not in await help_says(home, FORK)
        await change(ground, BELL, "update consortium set paused = false")

        hub = await (await administrator(home, fork)).reads("set-up")
        assert f"All agencies are one whole, served by the peers of {TITLES[BELL]}." in hub
        shown_there = await (await administrator(home, fork)).reads("sisters")
        assert "52 officers in 3 departments" in shown_there
        assert "Now: 2 can be asked" in shown_there
        assert "miles from our middle" in shown_there
        assert home.faults == []
        assert not (await steps_of(ground, FORK))["zones"].done, "whoever reads one side alone finds no sister"


async def test_an_officer_of_three_agencies_talks_with_a_peer_of_the_sister_and_nothing_stays(
    ground: Ground, catcher: MailCatcher
) -> None:
    fork, bell = await two_halves(ground)
    async with house(ground, catcher) as home:
        await both_named(home, fork, bell)
        officer = Officer.at(home, FORK)
        await officer.open()
        (part,) = officer.parts().values()
        chosen = {"way": "call_peer", "who": "peer", "topic": "none", "part": part, "look": "1"}
        looked = await officer.post(hidden(officer.page, "ask") | chosen)
        assert SAYS in looked
        assert await ground.rows("request") == [], "a look keeps nothing"
        officer = await asking(home, way="text")
        (request,) = await ground.rows("request")
        assert (request["consortium"], request["zone"]) == (bell.id, None), "kept by who answers, as one whole"
        first = await paged(home, bell)
        assert first.person in bell.peers
        (mail,) = [each for each in catcher.mails if "someone is asking" in str(each["Subject"])]
        assert str(mail["Subject"]).startswith(TITLES[BELL])
        assert f"all of {TITLES[FORK]}" in shown(first.page)
        assert not any(town in first.page for town in ("Fork Town", "Stony Creek", "Cleft County"))
        await first.accept()
        assert re.search(r"(Una|Vida) ThreeBells", await officer.look())
        await officer.do("talk")
        await officer.do("say", body="I can't sleep since Tuesday.")
        assert "I can't sleep since Tuesday." in await first.look()
        await first.do("say", body="I am here.", kind="plain")
        assert "I am here." in await officer.look()

        await officer.do("else")
        await home.tick()
        second = await paged(home, bell)
        assert second.person != first.person
        await second.accept()
        await officer.look()
        await officer.do("talk")
        await second.do("hand_over")
        assert "Your peer handed this over." in await officer.look()
        await officer.do("erase")
        for table in OPEN_TABLES:
            left = [row for row in await ground.rows(table) if table != "outbox" or row["request"] is not None]
            assert left == [], table
        assert home.faults == []


async def test_a_peer_closes_and_expiry_deletes_as_for_any_request(ground: Ground, catcher: MailCatcher) -> None:
    fork, bell = await two_halves(ground)
    async with house(ground, catcher) as home:
        await both_named(home, fork, bell)
        officer = await asking(home, BELL)
        first = await paged(home, fork)
        await first.accept()
        await officer.look()
        assert "541 555" in await officer.do("talk")
        await first.look()
        await first.close()
        assert await ground.rows("request") == []
        await asking(home, FORK)
        await home.advance(hours=73)
        assert await ground.rows("request") == []
        assert home.faults == []


async def test_one_sees_of_the_other_handles_distances_and_certificates_and_nothing_else(
    ground: Ground, catcher: MailCatcher
) -> None:
    fork, bell = await two_halves(ground)
    async with house(ground, catcher) as home:
        await both_named(home, fork, bell)
        facts = await facts_with_sisters(home, fork)
        (sister,) = facts.sisters
        page = await (await administrator(home, fork)).browser.get(f"/{FORK}/sisters")
        seen = repr(_walked(sister)) + page.text

        people = [row for row in await ground.rows("person") if row["consortium"] == bell.id]
        agencies = [row for row in await ground.rows("agency") if row["consortium"] == bell.id]
        assert (len(people), len(agencies)) == (4, 4)
        words = {str(row[key]) for row in people for key in ("id", "name", "email")}
        words |= {str(row[key]) for row in agencies for key in ("id", "name")} - {TITLES[FORK]}
        assert {word for word in words if word in seen} == set()
        theirs = sister.guest(sister.theirs[-1].since)
        assert theirs is not None
        assert sorted(each.sworn for each in theirs[1].departments) == [14, 18, 20]
        assert {each.at for each in theirs[1].departments} == {theirs[1].departments[0].at}, "one place for all of them"


def _walked(value: object) -> object:
    """A value with everything that can be reached from it, as plain data."""
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: _walked(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, dict):
        return {repr(key): _walked(each) for key, each in value.items()}
    if isinstance(value, tuple | list | frozenset | set):
        return [_walked(each) for each in value]
    return value


async def test_who_may_be_known_over_there_is_never_asked_and_stopping_ends_it_with_notice(
    ground: Ground, catcher: MailCatcher
) -> None:
    fork, bell = await two_halves(ground)
    async with ground.database.transaction(fork.id) as tx:
        await enrol_person(tx, name="Una Elsewhere", email="Una.ThreeBells@example.org")
    async with house(ground, catcher) as home:
        await both_named(home, fork, bell)
        officer = await asking(home)
        assert {row["person"] for row in await ground.rows("attempt")} == {bell.peers[1]}
        await talking(home, officer, bell)

        said = await (await administrator(home, bell)).reads("sisters")
        assert "1 of our people, known there too" in said
        (row,) = [each for each in await ground.rows("sister") if each["consortium"] == bell.id]
        stopped = await (await administrator(home, bell)).sends("sisters", act="stop", sister=str(row["id"]))
        assert "Our side stops." in stopped
        assert SAYS in await help_says(home, FORK), "until the notice has run"
        assert "Their side stops" in await (await administrator(home, fork)).reads("sisters")
        await officer.do("erase")
        await home.advance(days=32)
        assert "There are too few officers here" in await help_says(home, FORK)
        refused = await (await administrator(home, bell)).sends("sisters", 409, act="stop", sister=str(row["id"]))
        assert "stopped already" in refused
        assert "Waiting: they have not named us yet, or have stopped." in await (await administrator(home, fork)).reads(
            "sisters"
        )
        assert home.faults == []


async def test_a_line_goes_to_the_sister_only_while_nobody_at_home_may_be_asked_and_promises_its_own_crowd(
    ground: Ground, catcher: MailCatcher
) -> None:
    fork, bell = await two_halves(ground, parts=True)
    async with house(ground, catcher) as home:
        await both_named(home, fork, bell)
        page = await help_says(home, FORK)
        assert page.count(f"Peers of another consortium are asked: {TITLES[BELL]}.") == 1
        facts = await facts_with_sisters(home, fork)
        async with ground.database.reading(fork.id) as reading:
            now = reading.now
        standing, (sister,) = facts.standing(now), facts.sisters
        whole = sister.whole(now)
        assert standing is not None
        assert whole is not None
        (bare,) = [zone for zone in standing.plan.zones if not facts.served(zone, now)]
        assert whole.officers > bare.officers
        assert f"one of {bare.officers} officers in 3 departments" in page, "that it goes there tells the line"

        await asking(home, part=str(bare.id))
        (request,) = await ground.rows("request")
        assert request["consortium"] == bell.id
        (other,) = [zone for zone in standing.plan.zones if zone is not bare]
        await asking(home, part=str(other.id))
        assert {row["consortium"] for row in await ground.rows("request")} == {fork.id, bell.id}
        assert home.faults == []


async def test_an_agency_that_rests_breaks_the_promise_of_the_whole_and_cuts_no_talk_off(
    ground: Ground, catcher: MailCatcher
) -> None:
    fork, bell = await two_halves(ground)
    async with house(ground, catcher) as home:
        await both_named(home, fork, bell)
        officer = await asking(home)
        await talking(home, officer, bell)
        waits = await asking(home)
        async with ground.database.transaction(fork.id) as tx:
            await add_fact(
                tx,
                pact=fork.home,
                kind=FactKind.SUSPENDED,
                at=tx.now,
                attested_by="R. Odell",
                agency=fork.agencies[1],
                cause="insurance",
            )
        assert "There are too few officers here" in await help_says(home, FORK)
        assert "hide you as promised right now" in await waits.look()
        second = await paged(home, bell)
        assert "has no sound promise at present" in await second.accept()
        await home.advance(minutes=6)
        await home.tick()
        assert {row["state"] for row in await ground.rows("request")} == {"talking", "waiting"}
        assert "541 555" in await officer.look(), "the talk goes on to its end"
        assert home.faults == []
