"""Mail, agreements, papers, parts of the region, keys, processes and the database fail in between, and it is told."""

import asyncio
import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest

from consortium.channels import MailChannel
from consortium.members.plan_zones import plan_zones
from tests.harness import Ground, House, MailCatcher, house, named
from tests.roles import Officer, Peer, hidden, shown
from tests.stories.request_world import (
    DIGITS,
    NUMBER,
    SLUG,
    TEXT_SLUG,
    a_part,
    accepted,
    asked,
    attempts,
    change,
    facts_of,
    go,
    home_agency,
    now_of,
    open_house,
    paged,
    rests,
    talking,
    the_request,
)

STEPPED_BACK = "The peer we had asked may not serve you any more, by the agreements between agencies."


async def lent(home: House) -> tuple[Officer, Peer]:
    """An officer, and the peer before whom her request is now, whom an agency lends."""
    officer = await asked(home, part=await a_part(home.ground), way="ring_me", number=NUMBER)
    first = await paged(home)
    while not [row for row in await home.ground.rows("peer") if row["person"] == first.person and row["lent_by"]]:
        await first.do("pass")
        await home.tick()
        first = await paged(home)
    return officer, first


async def test_while_the_mail_server_is_away_nothing_is_said_to_have_gone_out(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        mail = home.jobs.mail
        await home.mail_is_down()
        officer = await asked(home)
        assert "It is stored. The page to a peer has not gone out yet." in await officer.look()
        await go(home, seconds=50)
        assert "has not gone out yet" in await officer.look()
        assert len(await attempts(home)) == 1
        await go(home, seconds=15)
        said = await officer.look()
        assert said.startswith("A page could not be delivered. We went on to the next peer. Your request is in")
        assert len(await attempts(home)) == 2
        home.jobs.mail = mail
        await go(home, seconds=31)
        assert "A page could not be delivered. We went on to the next peer. A peer has been paged" in (
            await officer.look()
        )
        assert len(catcher.mails) == 1


async def test_a_mail_server_that_is_away_for_a_moment_delays_and_loses_nothing(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        catcher.answer = "451 come again"
        officer = await asked(home)
        ids = {row["message_id"] for row in await region.rows("outbox")}
        catcher.answer = None
        await go(home, seconds=40)
        assert {mail["Message-ID"] for mail in catcher.mails} == ids
        assert (await officer.look()).startswith("A peer has been paged")
        assert await region.rows("outbox") == []


async def test_a_mail_that_is_refused_for_good_goes_on_to_the_next_peer_at_once(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        catcher.answer = "550 no such mailbox"
        officer = await asked(home)
        catcher.answer = None
        await home.tick()
        await home.tick()
        assert len(await attempts(home)) == 2
        said = await officer.look()
        assert said.startswith("A page could not be delivered. We went on to the next peer. A peer has been paged")


async def test_whoever_found_the_request_on_her_own_page_keeps_her_time_though_her_mail_fails(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        await home.mail_is_down()
        officer = await asked(home)
        first = await paged(home)
        await first.do("seen")
        await go(home, seconds=65)
        assert len(await attempts(home)) == 1
        assert "A peer has seen your request" in await officer.look()
        assert "You said yes" in await first.accept()


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


def keys_of(home: House) -> Path:
    folder: Path = home.litestar.state.desks.keys.folder
    return folder


@pytest.mark.parametrize("said_yes", [False, True])
@pytest.mark.parametrize("whole_folder", [False, True])
async def test_while_a_key_is_away_nothing_is_said_and_nothing_is_erased(
    region: Ground, catcher: MailCatcher, tmp_path: Path, *, said_yes: bool, whole_folder: bool
) -> None:
    async with open_house(region, catcher) as home:
        officer, first = await lent(home)
        if said_yes:
            await first.accept()
        (key,) = keys_of(home).glob("*.key")
        away, back = (keys_of(home), tmp_path / "keys") if whole_folder else (key, tmp_path / key.name)
        shutil.move(away, back)
        fields = {"step": "status", "words": officer.words}
        answer = await officer.browser.post(officer.address, data=fields)
        assert answer.status_code == 503
        assert "Nothing is open" not in answer.text
        assert "988" in answer.text
        assert (await first.browser.get(f"/{SLUG}/duty")).status_code == 503
        shutil.move(back, away)
        said = await officer.look()
        assert ("has accepted" if said_yes else "A peer has been paged") in said
        assert "You said yes" in (await first.look() if said_yes else await first.accept())


async def test_the_keys_of_a_day_are_deleted_when_nothing_can_need_them(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        await asked(home)
        day = (await the_request(home))["key_day"]
        await go(home, days=4, hours=3)
        await home.jobs.tidy()
        assert (keys_of(home) / f"{day.isoformat()}.key").exists()
        await go(home, days=1)
        await home.jobs.tidy()
        assert not (keys_of(home) / f"{day.isoformat()}.key").exists()


async def test_a_process_that_ends_and_another_that_begins_lose_nothing(
    region: Ground, catcher: MailCatcher, tmp_path: Path
) -> None:
    async with open_house(region, catcher) as home:
        officer = Officer.at(home, SLUG)
        await officer.ask(part=await a_part(region))
        shutil.copytree(keys_of(home), tmp_path / "keys")
    async with house(region, catcher) as home:
        shutil.copytree(tmp_path / "keys", keys_of(home), dirs_exist_ok=True)
        back = Officer.at(home, SLUG)
        back.words = officer.words
        assert "The page to a peer has not gone out yet" in await back.look()
        await home.tick()
        assert "A peer has been paged" in await back.look()
        await go(home, minutes=5)
        assert len(await attempts(home)) == len(catcher.mails) == 2
        assert "You said yes" in await (await paged(home)).accept()
        await back.look()
        assert "Call " in await back.do("talk")


async def test_two_processes_that_work_at_once_do_each_step_once(
    region: Ground, catcher: MailCatcher, tmp_path: Path
) -> None:
    async with open_house(region, catcher) as one, house(region, catcher) as other:
        for _ in range(3):
            await Officer.at(one, SLUG).ask()
        for wanted in (1, 2, 3):
            await asyncio.gather(*(each.tick() for each in (one, other, one, other)))
            assert len(await region.rows("attempt")) == len(catcher.mails) == 3 * wanted
            await region.advance(minutes=5)
            await asyncio.gather(*(each.jobs.run_timers() for each in (one, other, one, other)))


async def test_while_the_database_fails_the_lines_are_shown_and_afterwards_all_is_as_it_was(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        officer, first = await lent(home)
        await region.as_owner("alter table request rename to request_away")
        for answer in (
            await officer.browser.post(officer.address, data={"step": "status", "words": officer.words}),
            await officer.browser.post(officer.address, data={"step": "erase", "words": officer.words}),
        ):
            assert answer.status_code == 503
            assert answer.headers["cache-control"] == "no-store"
            said = shown(answer.text)
            assert "This page does not work right now What you sent was taken whole or not at all." in said
            assert "Copline 1-800-267-5463" in said
        answer = await first.browser.get(f"/{SLUG}/duty")
        assert answer.status_code == 503
        assert "We have to pause for a moment" in answer.text
        await go(home, minutes=6)
        assert len(await region.rows("attempt")) == len(catcher.mails)
        await region.as_owner("alter table request_away rename to request")
        await go(home, seconds=6)
        assert "A peer has been paged" in await officer.look()
        assert (await the_request(home))["step"] == len(await attempts(home)) >= 2


async def test_without_any_database_the_first_page_still_has_a_number_to_call(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        officer = await asked(home)
        await _closed(region, closed=True)
        known = await home.browser().get(f"/{SLUG}/help")
        assert "Ask for a peer" in known.text
        for path in (f"/{TEXT_SLUG}/help", f"/{TEXT_SLUG}/es/help"):
            never = await home.browser().get(path)
            assert never.status_code == 503
            assert 'href="tel:988"' in never.text
        answer = await officer.browser.post(officer.address, data={"step": "status", "words": officer.words})
        assert answer.status_code == 503
        assert "Copline" in answer.text
        await home.tick()
        await _closed(region, closed=False)
        await home.tick()
        assert "A peer has been paged" in await officer.look()
        assert (await home.browser().get(f"/{TEXT_SLUG}/help")).status_code == 200


async def _closed(ground: Ground, *, closed: bool) -> None:
    """Let nobody into the database any more, and cut whoever is in; or open it again."""
    name = ground.app.split("?")[0].rsplit("/", 1)[1]
    owner = await asyncpg.connect(named(ground.owner, "postgres"))
    await owner.execute(f"alter database {name} allow_connections {str(not closed).lower()}")
    await owner.close()
    if closed:
        app = await asyncpg.connect(named(ground.app, "consortium"))
        await app.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and usename = current_user", name
        )
        await app.close()


async def test_a_mail_server_that_answers_nonsense_is_no_fault_of_ours(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        silent = await asyncio.start_server(lambda _reader, writer: writer.close(), "127.0.0.1", 0)
        port = silent.sockets[0].getsockname()[1]
        channel = home.jobs.mail
        home.jobs.mail = MailChannel(replace(channel.server, port=port), channel.sender)
        officer = await asked(home)
        assert "has not gone out yet" in await officer.look()
        silent.close()
        home.jobs.mail = channel
        await go(home, seconds=31)
        assert "A peer has been paged" in await officer.look()


async def test_a_talk_goes_on_whatever_the_rota_says_meanwhile(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        officer, first = await talking(home)
        await go(home, hours=30)
        assert "Call " in await officer.look()
        assert "The officer will call you" in await first.look()
        assert "Done, and erased" in await first.close()


async def test_nothing_is_paged_for_a_request_that_was_accepted(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        await accepted(home)
        for _ in range(6):
            await go(home, minutes=5)
        assert len(await attempts(home)) == len(catcher.mails) == 1
        assert {row["kind"] for row in await region.rows("timer")} == {"expire"}
