"""From an empty installation to an administrator who is signed in, without a mail server and without a developer."""

import json
import re
from html import unescape
from typing import Any

import httpx

from consortium.access.tables import ConsortiumRow
from consortium.cli.backup import LEFT_OUT
from tests.harness import PUBLIC, Ground, MailCatcher, house, text_of
from tests.roles import shown
from tests.set_up.commands import command, typed

SLUG = "juniper-rim"
ANSWERS = {
    "--consortium": SLUG,
    "--title": "Juniper Rim Peer Support",
    "--zone": "America/Los_Angeles",
    "--name": "Dana Example",
    "--email": "dana@example.org",
}
WORDS = [word for pair in ANSWERS.items() for word in pair]


def begin(ground: Ground, *words: str) -> dict[str, Any]:
    """``consortium init … --json`` on this ground."""
    ended = command("init", *words, "--json", DATABASE_URL=ground.app, PUBLIC_URL=PUBLIC)
    assert ended.returncode == 0, ended.stderr
    report: dict[str, Any] = json.loads(ended.stdout)
    return report


def path_of(link: str) -> str:
    assert link.startswith(PUBLIC)
    return link.removeprefix(PUBLIC)


async def press(browser: httpx.AsyncClient, link: str) -> httpx.Response:
    """Open a first link, and press its button."""
    page = await browser.get(path_of(link))
    assert page.status_code == 200
    token = unescape(re.findall(r'name="token" value="([^"]+)"', page.text)[0])
    return await browser.post(f"/{SLUG}/first", data={"token": token})


async def may_enter(browser: httpx.AsyncClient) -> bool:
    return (await browser.get(f"/{SLUG}/permissions")).status_code == 200


async def test_an_empty_installation_says_what_to_run_next_and_then_nothing(
    ground: Ground, catcher: MailCatcher
) -> None:
    async with house(ground, catcher) as home:
        before = await home.browser().get("/")
        begin(ground, *WORDS)
        after = await home.browser().get("/")

    assert before.status_code == 200
    assert "consortium init" in before.text
    assert after.status_code == 404
    assert SLUG not in after.text


async def test_the_first_link_signs_in_once_in_any_browser_and_opening_it_does_nothing(
    ground: Ground, catcher: MailCatcher
) -> None:
    link = begin(ground, *WORDS)["first_link"]
    async with house(ground, catcher) as home:
        scanner, dana, late = home.browser(), home.browser(), home.browser()
        for _ in range(3):
            assert (await scanner.get(path_of(link))).status_code == 200
        entered = await press(dana, link)
        again = await press(late, link)

        assert (entered.status_code, entered.headers["location"]) == (303, f"/{SLUG}/")
        assert await may_enter(dana)
        assert again.status_code == 422
        assert "--new-link" in shown(again.text)
        assert not await may_enter(late)
        assert home.faults == []


async def test_after_an_hour_the_link_is_gone_and_a_new_one_ends_the_old(ground: Ground, catcher: MailCatcher) -> None:
    first = begin(ground, *WORDS)["first_link"]
    async with house(ground, catcher) as home:
        second = begin(ground, "--consortium", SLUG, "--new-link")["first_link"]
        assert (await press(home.browser(), first)).status_code == 422
        await ground.advance(minutes=61)
        assert (await press(home.browser(), second)).status_code == 422
        third = begin(ground, "--consortium", SLUG, "--new-link", "--email", "DANA@example.org")["first_link"]
        await ground.advance(minutes=59)
        assert (await press(home.browser(), third)).status_code == 303


async def test_neither_kind_of_link_opens_what_belongs_to_the_other(ground: Ground, catcher: MailCatcher) -> None:
    link = begin(ground, *WORDS)["first_link"]
    async with house(ground, catcher) as home:
        browser = home.browser()
        await browser.post(f"/{SLUG}/sign-in", data={"mail": "dana@example.org"})
        await home.tick()
        mailed = re.findall(r"/sign-in/(\S+)", text_of(catcher.to("dana@example.org")[-1]))[0]

        for token in (mailed, f"first:{mailed}"):
            assert (await home.browser().post(f"/{SLUG}/first", data={"token": token})).status_code == 422
        token = link.rsplit("/", 1)[1]
        for wrong in (token, f"first:{token}"):
            assert (await browser.post(f"/{SLUG}/sign-in/link", data={"token": wrong})).status_code == 422
        assert (await press(home.browser(), link)).status_code == 303


async def test_lines_that_nobody_has_rung_do_not_count_and_officers_cannot_ask_yet(
    ground: Ground, catcher: MailCatcher
) -> None:
    assert begin(ground, *WORDS)["lines_to_verify"] == 5
    async with house(ground, catcher) as home:
        page = (await home.browser().get(f"/{SLUG}/help")).text

    assert "988" in page
    assert "1-800-267-5463" not in page
    assert 'name="part"' not in page


async def test_a_second_run_tells_what_is_there_and_changes_nothing(ground: Ground) -> None:
    first = begin(ground, *WORDS)
    held = {table: await ground.rows(table) for table in ("consortium", "person", "role", "crisis_line", "journal")}
    second = begin(ground, *WORDS)

    assert (first["made"], second["made"], second["first_link"]) == (True, False, None)
    assert second["administrators"] == ["Dana Example <dana@example.org>"]
    assert held == {table: await ground.rows(table) for table in held}


async def test_what_is_missing_is_asked_for_at_a_terminal_and_asked_again_if_it_cannot_be_taken(
    ground: Ground,
) -> None:
    answers = [SLUG, "Juniper Rim", "", "Mars/Olympus", "Dana Example", "dana", "America/Boise", "dana@example.org"]
    code, out, err = typed(answers, "init", "--json", DATABASE_URL=ground.app, PUBLIC_URL=PUBLIC)

    assert code == 0, err
    assert json.loads(out)["address"] == f"{PUBLIC}/{SLUG}/"
    assert "There is no time zone named" in err
    assert [row["timezone"] for row in await ground.rows("consortium")] == ["America/Boise"]


async def test_in_a_script_what_is_missing_or_wrong_is_named_and_nothing_is_made(ground: Ground) -> None:
    settings = {"DATABASE_URL": ground.app, "PUBLIC_URL": PUBLIC}
    missing = command("init", "--consortium", SLUG, "--title", "Juniper Rim", **settings)
    wrong = command("init", *WORDS, "--zone", "Mars/Olympus", **settings)
    nowhere = command("init", "--consortium", SLUG, "--new-link", **settings)
    without = command("init", *WORDS, DATABASE_URL=ground.app)

    assert [1, 1, 1, 1] == [each.returncode for each in (missing, wrong, nowhere, without)]
    assert "--zone --name --email" in missing.stderr
    assert "--zone: There is no time zone" in wrong.stderr
    assert "no consortium at the address" in nowhere.stderr
    assert "PUBLIC_URL is not set" in without.stderr
    assert await ground.rows(ConsortiumRow.__tablename__) == []


async def test_the_link_is_kept_as_a_hash_only_and_is_in_no_backup(ground: Ground) -> None:
    token = begin(ground, *WORDS)["first_link"].rsplit("/", 1)[1]
    rows = [*await ground.rows("sign_in"), *await ground.rows("journal")]

    assert len(await ground.rows("sign_in")) == 1
    assert token not in repr(rows)
    assert token.encode() not in b"".join(row["token_hash"] for row in await ground.rows("sign_in"))
    assert "sign_in" in LEFT_OUT
