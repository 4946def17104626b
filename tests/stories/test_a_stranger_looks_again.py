"""What a stranger with a hostile eye found in the house around the requests, each shown once."""

import asyncio
import re
from datetime import timedelta
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy.exc import IntegrityError

from consortium.access.permissions import Role
from consortium.duty.store import load_coordinators
from consortium.members.mail_reached import mail_reached
from consortium.members.store import load_today
from tests.harness import Ground, MailCatcher, house
from tests.stories.people_world import Desk, anybody, row_of
from tests.stories.request_world import SLUG, change, now_of, open_house, put_on_call, reading_of
from tests.stories.test_head_keys import a_head_with_a_key, confirm, heads, heard
from tests.stories.test_paper_agreements import RECORD, SCAN, agencies, filled
from tests.stories.test_roster_lists import a_coordinator, bring, matched

LISTS = f"/{SLUG}/roster/import"
POOL = 5
"""Connections of a process, and as many again in a burst (``Database.connect``)."""


async def test_no_coordinator_comes_by_the_sign_in_of_a_clerk_or_a_legal_advisor(
    region: Ground, catcher: MailCatcher
) -> None:
    async with house(region, catcher) as home:
        desk = await Desk.as_person(home, await anybody(region, Role.COORDINATOR))
        for role in (Role.CLERK, Role.LEGAL_ADVISOR):
            person = await anybody(region, role)
            before = await row_of(region, person)
            name, title = str(before["name"]), str(before["title"])
            said = await desk.refused(f"people/{person}/change", name=name, title=title, email="mine@example.org")
            assert "Only an administrator can do this." in said
            assert await row_of(region, person) == before
            await change(region, "update person set email = null where id = :person", person=person)
            ties = [row["agency"] for row in await region.rows("affiliation") if row["person"] == person]
            agency = next((row["name"] for row in await region.rows("agency") if row["id"] in ties), "")
            listed = f"Name,Agency,Mail\n{before['name']},{agency},mine@example.org\n"
            await take(desk.browser, listed)
            assert (await row_of(region, person))["email"] is None, "nor by a list"


async def take(browser: httpx.AsyncClient, listed: str) -> None:
    where = await bring(browser, listed.encode())
    await matched(browser, where)
    await browser.post(f"{where}/twins", data={"twin-2": "same"})
    await browser.post(f"{where}/take", data={"take": "yes"})


async def test_heads_whom_a_coordinator_made_up_cannot_confirm_each_others_keys(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        one, two, three, *_ = await heads(region)
        _, read, key = await a_head_with_a_key(home, one)
        other, _, _ = await a_head_with_a_key(home, two)
        assert (await confirm(other, key, read)).status_code == 404, "nobody has heard her own key"
        await heard(region, three, one)
        assert (await confirm(await home.member(SLUG, three), key, read)).status_code == 303


async def test_undoing_a_list_leaves_whoever_serves_by_now(region: Ground, catcher: MailCatcher) -> None:
    async with house(region, catcher) as home:
        person = await anybody(region, Role.AGENCY_HEAD)
        row = await row_of(region, person)
        tie = next(each["agency"] for each in await region.rows("affiliation") if each["person"] == person)
        agency = next(each["name"] for each in await region.rows("agency") if each["id"] == tie)
        browser = await a_coordinator(home)
        await take(browser, f"Name,Agency,Mail,Role\n{row['name']},{agency},{row['email']},peer\n")
        assert [each["kind"] for each in await region.rows("peer") if each["person"] == person] == ["peer"]
        await put_on_call(region, person)
        (where,) = re.findall(rf'href="(/{SLUG}/roster/imports/[0-9a-f-]+)"', (await browser.get(LISTS)).text)
        assert str(row["name"]) in (await browser.get(where)).text, "it is said who stays"
        assert (await browser.post(f"{where}/undo", data={"undo": "yes"})).status_code == 303
        assert (await browser.get(f"/{SLUG}/on-call")).status_code == 200
        assert [each["kind"] for each in await region.rows("peer") if each["person"] == person] == ["peer"]
        assert home.faults == []


async def test_a_slow_sign_on_of_an_agency_keeps_no_officer_waiting(region: Ground, catcher: MailCatcher) -> None:
    begun = asyncio.Event()

    async def slow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        begun.set()
        await reader.read()
        writer.close()

    server = await asyncio.start_server(slow, "127.0.0.1", 0)
    at = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    sign_on = await a_sign_on(region, f"http://{at}")
    async with server, house(region, catcher, trusted_hosts=frozenset({at})) as home:
        asking = [
            asyncio.create_task(home.browser().get(f"/{SLUG}/sign-in/agency/{sign_on}")) for _ in range(2 * POOL + 2)
        ]
        await begun.wait()
        await asyncio.sleep(0.5)
        async with asyncio.timeout(3):
            assert (await home.browser().get(f"/{SLUG}/help")).status_code == 200
        for answer in await asyncio.gather(*asking):
            assert answer.status_code == 422


async def test_no_other_sites_link_begins_to_connect_an_account(region: Ground, catcher: MailCatcher) -> None:
    head = await anybody(region, Role.AGENCY_HEAD)
    tie = next(each["agency"] for each in await region.rows("affiliation") if each["person"] == head)
    sign_on = await a_sign_on(region, "https://login.example.org", agency=tie)
    async with house(region, catcher) as home:
        browser = await home.member(SLUG, head)
        there = f"/{SLUG}/me/sign-on/{sign_on}/connect"
        answer = await browser.get(there, headers={"sec-fetch-site": "cross-site"})
        assert answer.headers["location"] == f"/{SLUG}/me/sign-on"
        assert await region.rows("sign_on_flow") == []


async def a_sign_on(ground: Ground, issuer: str, *, agency: object = None) -> UUID:
    mine = await ground.consortium(SLUG)
    agency = agency or next(row["id"] for row in await ground.rows("agency") if row["consortium"] == mine)
    made = uuid4()
    await change(
        ground,
        "insert into sign_on (consortium, id, agency, issuer, client_id, made_on) "
        "select consortium, :made, id, :issuer, 'us', current_date from agency where id = :agency",
        made=made,
        agency=agency,
        issuer=issuer,
    )
    return made


async def test_no_signature_of_tomorrow_is_recorded(region: Ground, catcher: MailCatcher) -> None:
    async with house(region, catcher) as home:
        clerk = await home.member(SLUG, await anybody(region, Role.CLERK))
        form = await filled(home, clerk, signed=2, effect="2026-02-01")
        done = await clerk.post(f"/{SLUG}/agreements/record", data=form | RECORD, files=SCAN)
        where = done.headers["location"].partition("?")[0]
        before = await region.rows("agreement_fact")
        fact = {"kind": "signed", "agency": (await agencies(home, 4))[2], "at": "2031-03-01", "held": "yes"}
        answer = await clerk.post(f"{where}/happened", data=fact, files=SCAN)
        assert answer.status_code == 422
        assert "A signature on paper was made in the past." in answer.text
        assert await region.rows("agreement_fact") == before


async def test_who_leaves_at_midnight_by_the_consortiums_clock_can_answer_until_then(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        now = await now_of(region)
        await region.advance(hours=(25 - now.hour) % 24)  # past one in UTC: still the evening before over here
        now = await now_of(region)
        async with reading_of(region) as reading:
            assert await load_today(reading) < now.date()
        person = await anybody(region, Role.PEER)
        browser = await home.member(SLUG, person)
        await change(region, "update person set ended_on = :day where id = :person", day=now.date(), person=person)
        assert (await browser.get(f"/{SLUG}/duty")).status_code == 200, "the rota still has her"
        await region.advance(hours=8)
        assert (await browser.get(f"/{SLUG}/duty")).headers["location"] == f"/{SLUG}/sign-in"


async def test_a_coordinator_who_is_going_to_leave_still_hears_what_nobody_answers(region: Ground) -> None:
    person = await anybody(region, Role.COORDINATOR)
    now = await now_of(region)
    later = (now + timedelta(days=40)).date()
    await change(region, "update person set ended_on = :day where id = :person", day=later, person=person)
    async with reading_of(region) as reading:
        assert (await row_of(region, person))["email"] in await load_coordinators(reading)


async def test_a_departure_that_fails_keeps_no_days_key(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        now = await now_of(region)
        keys = home.jobs.desks.keys
        keys.of(now.date())
        person = await anybody(region, Role.PEER)
        await change(
            region,
            "insert into departure (consortium, id, person, kind, ends_on, done, due_at, kept) "
            "select consortium, gen_random_uuid(), id, 'person', :day, false, :now, '{}' from person "
            "where id = :person",
            day=now.date(),
            now=now,
            person=person,
        )
        await region.as_owner("alter table departure add constraint stuck check (not done)")
        await region.advance(days=10)
        with pytest.raises(IntegrityError):
            await home.jobs.tidy()
        assert list(keys.folder.glob("*.key")) == []


async def test_no_journal_tells_the_minute_in_which_a_peer_first_signed_in(region: Ground) -> None:
    person = await anybody(region, Role.PEER)
    await change(region, "update channel set proved_on = null where person = :person", person=person)
    await change(
        region,
        "update person set email = (select min(address) from channel where person = :person and kind = 'mail') "
        "where id = :person",
        person=person,
    )
    before = await region.rows("journal")
    async with region.database.transaction(await region.consortium(SLUG)) as tx:
        await mail_reached(tx, person)
    assert any(row["proved_on"] for row in await region.rows("channel") if row["person"] == person)
    assert await region.rows("journal") == before, "she may have been paged for a request"
