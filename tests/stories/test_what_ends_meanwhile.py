"""While a request is open, agreements lapse, papers run out and parts of the region change; whoever asked is told."""

from datetime import timedelta
from uuid import UUID

import pytest

from consortium.members.plan_zones import plan_zones
from tests.harness import Ground, MailCatcher
from tests.roles import Officer, hidden, shown
from tests.stories.request_world import (
    DIGITS,
    NUMBER,
    SLUG,
    asked,
    attempts,
    change,
    facts_of,
    go,
    home_agency,
    lent,
    now_of,
    open_house,
    paged,
    rests,
    talking,
    the_request,
)

STEPPED_BACK = "The peer we had asked may not serve you any more, by the agreements between agencies."


async def test_an_agreement_that_lapses_before_the_yes_is_told_in_words_and_it_goes_on(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        officer, first = await lent(home)
        await first.do("check")
        await rests(region, await home_agency(region, first.person))
        said = await first.do("accept", talks_in="0", **first.checks)
        assert "You can't answer this one: The agency's part in the agreement is suspended. It goes on" in said
        assert "It has gone on You are not asked about this one any more." in said
        await home.tick()
        assert (await paged(home)).person != first.person
        assert (await officer.look()).startswith(f"{STEPPED_BACK} We went on to the next peer. A peer has been paged")


async def test_training_that_runs_out_before_the_yes_is_told_in_words_and_it_goes_on(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        officer, first = await lent(home)
        lapsed = (await now_of(region)).date() - timedelta(days=1)
        await change(region, "update training set expires_on = :day where person = :who", day=lapsed, who=first.person)
        assert "The peer's training has lapsed. It goes on" in await first.accept()
        assert STEPPED_BACK in await officer.look()
        assert len({each["person"] for each in await attempts(home)}) == len(await attempts(home)) > 1


async def test_run_off_lets_a_talk_that_is_open_be_finished_and_says_so(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        officer, first = await lent(home)
        await first.accept(talks_in=15)
        assert "An agreement" not in await officer.look()
        await go(home, minutes=1)
        await rests(region, await home_agency(region, first.person))
        told = "An agreement between agencies does not hold any more. This request may still be finished under it."
        assert told in await officer.look()
        assert "has your number" in await officer.do("talk")
        assert told in shown(officer.page)
        assert DIGITS in await first.look()
        assert "Done, and erased" in await first.close()


async def test_training_that_runs_out_does_not_cut_off_who_has_accepted(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        officer, first = await lent(home)
        await first.accept()
        await go(home, minutes=1)
        lapsed = (await now_of(region)).date()
        await change(region, "update training set expires_on = :day where person = :who", day=lapsed, who=first.person)
        await officer.look()
        await officer.do("talk")
        assert "An agreement" not in shown(officer.page)


@pytest.mark.parametrize(
    "statement",
    [
        "update designation set until = consortium_now() where person = :who",
        "update peer set suspended = true where person = :who",
    ],
    ids=["designation ended", "suspended"],
)
async def test_talk_hands_nothing_to_a_peer_who_may_not_serve_any_more(
    region: Ground, catcher: MailCatcher, statement: str
) -> None:
    async with open_house(region, catcher) as home:
        officer, first = await lent(home)
        await first.accept()
        await officer.look()
        await go(home, minutes=1)
        await change(region, statement, who=first.person)
        await region.advance(minutes=1)
        assert (await officer.do("talk")).startswith(f"{STEPPED_BACK} We went on to the next peer.")
        assert DIGITS not in await first.look()
        assert (await attempts(home))[-1]["person"] != first.person


async def test_when_parts_merge_nobody_from_either_is_asked_any_more(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        facts, now = await facts_of(region)
        before = facts.standing(now)
        assert before is not None
        zone = min(before.plan.zones, key=lambda each: len(each.departments))
        officer = await asked(home, part=str(zone.id))
        first = await paged(home)
        for leaving in zone.departments[: len(zone.departments) - 2]:
            await rests(region, leaving.agency)
        facts, now = await facts_of(region)
        merged = facts.zone(zone.id, now)
        assert merged is not None
        assert merged.inside > zone.inside
        said = await first.look()
        assert f"From {facts.label(merged)} {', '.join(facts.departments_in(merged))}" in said
        assert "A peer has been paged" in await officer.look()
        for _ in range(3):
            await go(home, minutes=5)
        asked_since = [each["person"] for each in await attempts(home)][1:]
        assert asked_since
        ties = await region.rows("affiliation")
        for person in asked_since:
            assert {tie["agency"] for tie in ties if tie["person"] == person}.isdisjoint(merged.inside)


async def test_a_peer_whose_own_agency_came_into_the_part_meanwhile_cannot_accept(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        officer, first = await lent(home)
        (inside, *_) = [
            row for row in await region.rows("zone_member") if row["zone"] == (await the_request(home))["zone"]
        ]
        await change(
            region,
            "insert into affiliation (consortium, id, person, agency, kind) "
            "values (:consortium, gen_random_uuid(), :who, :agency, 'joint_team')",
            consortium=inside["consortium"],
            who=first.person,
            agency=inside["agency"],
        )
        await rests(region, inside["agency"])
        assert "The peer belongs to the agency. It goes on" in await first.accept()
        assert STEPPED_BACK in await officer.look()


async def test_a_plan_made_anew_leaves_open_requests_where_they_are(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        officer, first = await lent(home)
        late = Officer.at(home, SLUG)
        form = hidden(await late.open(), "ask") | {"way": "call_peer", "who": "peer", "topic": "none"}
        form["part"] = str((await the_request(home))["zone"])
        facts, now = await facts_of(region)
        async with region.database.transaction(await region.consortium(SLUG)) as tx:
            await plan_zones(tx, live=facts.reach.live(now), nobody_has_asked=True)
        assert "From " in await first.look()
        assert "A peer has been paged" in await officer.look()
        await go(home, minutes=5)
        second = await paged(home)
        zone = facts.zone(UUID(form["part"]), now)
        assert zone is not None
        ties = {row["agency"] for row in await region.rows("affiliation") if row["person"] == second.person}
        assert ties.isdisjoint(zone.inside)
        await second.accept()
        await officer.look()
        assert "has your number" in await officer.do("talk")
        assert "The list has changed since you opened this page. Choose your line again." in await late.post(form)


async def test_a_talk_goes_on_whatever_the_rota_says_meanwhile(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        officer, first = await talking(home)
        await go(home, hours=30)
        assert "Call " in await officer.look()
        assert "The officer will call you" in await first.look()
        assert "Done, and erased" in await first.close()


async def test_a_count_of_officers_that_falls_cuts_no_talk_off(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        officer, first = await talking(home, way="ring_me", number=NUMBER)
        zone = (await the_request(home))["zone"]
        await go(home, minutes=1)
        await change(region, "update agency set sworn = 1")
        facts, now = await facts_of(region)
        assert facts.zone(zone, now) is None, "nobody is hidden any more"
        await go(home, minutes=6)
        assert "has your number" in await officer.look()
        assert DIGITS in await first.look()
