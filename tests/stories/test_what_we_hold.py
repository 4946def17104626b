"""What we hold: public pages made from the real tables, which can forget none of them and promise nothing untrue."""

import re
from html import unescape

import pytest
import sqlalchemy as sa
from babel.messages.pofile import read_po

from consortium import app as application
from consortium import pages
from consortium.access.permissions import ALLOWED, Permission, Role
from consortium.access.web import ROLE_WORDS, session_cookie
from consortium.db import Base
from consortium.support.held import see_held
from consortium.support.held.kept import EVERYWHERE, Kept
from tests.harness import Ground, MailCatcher, house
from tests.roles import Officer, shown

SLUG = "blue-ledge"
ADDRESSES = {"en": f"/{SLUG}/what-we-hold", "es": f"/{SLUG}/es/what-we-hold"}
OF_AGREEMENTS = {language: f"{address}/agreements" for language, address in ADDRESSES.items()}
OF_DUTY = {language: f"{address}/duty" for language, address in ADDRESSES.items()}
ALL = [*ADDRESSES.values(), *OF_AGREEMENTS.values(), *OF_DUTY.values()]
MOST_BYTES = 60_000
"""An officer's telephone may be far from the next mast."""


def lacking() -> list[str]:
    """Tables and columns without words, and words without a table or column."""
    real, said = see_held.columns_of_tables(), {kept.table: kept for kept in see_held.everything()}
    found = [f"{table} has no words" for table in real if table not in said]
    for table, kept in said.items():
        columns = set(real.get(table, ())) - set(EVERYWHERE)
        found += [f"{table}.{column} has no words" for column in sorted(columns - set(kept.columns))]
        found += [f"{table}.{column} is described and is not there" for column in sorted(set(kept.columns) - columns)]
    return found


def words_of(kept: Kept) -> list[str]:
    return [kept.title, kept.why, kept.how_long, kept.ends, kept.seen_words, *kept.columns.values()]


def test_every_table_and_every_column_has_its_words_and_no_word_is_left_over() -> None:
    assert callable(application.create)
    assert lacking() == []
    tables = [kept.table for kept in see_held.everything()]
    assert len(tables) == len(set(tables))


def test_a_table_and_a_column_that_nobody_described_are_found() -> None:
    planted = sa.Table("planted", Base.metadata, sa.Column("name", sa.String()))
    try:
        assert "planted has no words" in lacking()
        assert see_held.see_held()["unsaid"] == ["planted"], "the page itself says so too"
    finally:
        Base.metadata.remove(planted)


def test_the_words_are_whole_and_each_has_its_spanish() -> None:
    with (pages.LOCALE / "es" / "LC_MESSAGES" / "consortium.po").open("rb") as source:
        spanish = {entry.id: entry.string for entry in read_po(source) if isinstance(entry.id, str)}
    for kept in see_held.everything():
        assert all((kept.title, kept.why, kept.how_long, kept.ends)), kept.table
        assert kept.seen or kept.seen_words, f"who sees {kept.table}?"
        assert [words for words in words_of(kept) if words and not spanish.get(words)] == []


def test_the_records_about_a_request_are_found_by_their_references() -> None:
    assert see_held.about_requests() == {"request", "attempt", "relay", "once", "timer", "outbox"}
    group = {kept.table for kept in dict(see_held.GROUPS)["About a request"]}
    assert group == see_held.about_requests() | {"tally", "statistic_release", "asking_slowed"}


def test_what_is_said_never_to_be_kept_is_looked_for_in_the_tables() -> None:
    assert see_held.see_held()["never"] == [words for words, _ in see_held.NEVER]

    Base.metadata.tables["request"].append_column(column := sa.Column("agency", sa.Uuid()))
    try:
        assert "your department" not in see_held.see_held()["never"], "a promise that does not hold is not made"
        assert see_held.found_about_asker({"agency"}) == {("request", "agency")}
    finally:
        Base.metadata.tables["request"]._columns.remove(column)


def test_who_sees_a_record_is_read_from_the_table_that_the_program_obeys() -> None:
    (journal,) = (each for _, group in see_held.see_held()["groups"] for each in group if each["table"] == "journal")

    assert journal["roles"] == [ROLE_WORDS[role] for role in Role if role in ALLOWED[Permission.SEE_JOURNAL]]


@pytest.mark.parametrize("address", ALL)
async def test_it_is_open_to_everybody_and_neither_takes_nor_gives_a_cookie(
    region: Ground, catcher: MailCatcher, address: str
) -> None:
    async with house(region, catcher) as home:
        stranger, marked = home.browser(), home.browser()
        marked.cookies.set(session_cookie(SLUG, secure=True), "x" * 43)
        answers = [await browser.get(address) for browser in (stranger, marked)]
        missing = await stranger.get(address.replace(SLUG, "nobody-here"))

    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].text == answers[1].text, "the same for everybody"
    for answer in (*answers, missing):
        assert "set-cookie" not in answer.headers
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] == "same-origin"
    assert missing.status_code == 404
    page = answers[0].text
    assert set(re.findall(r"/static/([\w.]+)", page)) == {"help.css", "help.js"}, "nothing but what /help has"
    assert re.findall(r"<style|\sstyle=|\son\w+=", page) == []
    assert len(page.encode()) < MOST_BYTES
    home.faults.clear()


async def test_it_says_the_plain_truths_first(region: Ground, catcher: MailCatcher) -> None:
    async with house(region, catcher) as home:
        answer = await home.browser().get(ADDRESSES["en"])
    words, page = shown(answer.text), answer.text

    for truth in (
        "your department",
        "up to 14 days",
        "which peers were asked",
        "Our log is silent",
        "for a minute at most",
        "A court can demand what exists",
        "72 hours at most",
    ):
        assert truth in words, truth
    assert words.index("About a request") < words.index("About members")
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert "Not described yet" not in words


async def test_the_pages_lead_to_each_other_and_between_them_name_every_record_once(
    region: Ground, catcher: MailCatcher
) -> None:
    async with house(region, catcher) as home:
        for language in ("en", "es"):
            first, apart = ADDRESSES[language], (OF_AGREEMENTS, OF_DUTY)
            addresses = [first, *(each[language] for each in apart)]
            pages_of = [(await home.browser().get(address)).text for address in addresses]
            for page, each in zip(pages_of[1:], apart, strict=True):
                assert f'href="{each[language]}"' in pages_of[0]
                assert f'href="{first}"' in page
                other = each["en" if language == "es" else "es"]
                assert f'href="{other}"' in page, "the other language is a tap away"
            named = [found for page in pages_of for found in re.findall(r'<details class="card" id="([\w-]+)"', page)]
            assert sorted(named) == sorted(table.replace("_", "-") for table in see_held.columns_of_tables())


def test_no_record_on_a_page_of_its_own_points_to_a_request() -> None:
    requests, real = see_held.about_requests(), see_held.columns_of_tables()
    apart = {kept.table for _, group in see_held.APART for kept in group}

    assert apart & (requests | {"tally", "statistic_release"}) == set()
    assert [(table, column) for table in apart for column in real[table] if column in requests] == []


@pytest.mark.parametrize("address", [ADDRESSES["es"], OF_AGREEMENTS["es"], OF_DUTY["es"]])
async def test_no_english_is_left_on_the_spanish_page(region: Ground, catcher: MailCatcher, address: str) -> None:
    async with house(region, catcher) as home:
        page = (await home.browser().get(address)).text
    main = re.sub(r'<span class="s">\w+</span>', " ", page[page.index("<main") : page.index("</main>")])
    words = unescape(re.sub(r"<[^>]+>", " ", main)).lower()

    assert re.findall(r"\b(?:the|you|your|peer|and|with|for|they|have|has|this|that|not|of|until)\b", words) == []


async def test_an_officer_finds_it_from_her_page_and_a_member_from_every_page(
    region: Ground, catcher: MailCatcher
) -> None:
    async with house(region, catcher) as home:
        for spanish in (False, True):
            officer = Officer.at(home, SLUG, spanish=spanish)
            address = ADDRESSES["es" if spanish else "en"]
            assert f'href="{address}"' in await officer.open()
            there = await home.browser().get(address)
            assert f'href="/{SLUG}/{"es/" if spanish else ""}help"' in there.text
        assert f'href="{ADDRESSES["en"]}"' in (await home.browser().get(f"/{SLUG}/sign-in")).text
