"""Mail, keys, processes and the database fail in between, and it is told."""

import asyncio
import shutil
from dataclasses import replace
from pathlib import Path

import asyncpg
import pytest

from consortium.channels import MailChannel
from tests.harness import Ground, House, MailCatcher, house, named
from tests.roles import Officer, shown
from tests.stories.request_world import (
    SLUG,
    TEXT_SLUG,
    a_part,
    accepted,
    asked,
    attempts,
    go,
    lent,
    open_house,
    paged,
    the_request,
)


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


async def test_nothing_is_paged_for_a_request_that_was_accepted(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        await accepted(home)
        for _ in range(6):
            await go(home, minutes=5)
        assert len(await attempts(home)) == len(catcher.mails) == 1
        assert {row["kind"] for row in await region.rows("timer")} == {"expire"}
