"""A coordinator looks through an outsider's eyes: the parts keep what they promise, and the nearest peer does not."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from consortium.access.permissions import Role
from consortium.members.store import load_zone_plan
from geo import ZonePlan, certificate
from tests.harness import Ground, House, MailCatcher, house
from tests.roles import shown
from tests.stories.test_agencies import one_of

SLUG = "blue-ledge"
VIEW = f"/{SLUG}/zones/view"


@pytest.fixture
async def home(region: Ground, catcher: MailCatcher) -> AsyncIterator[House]:
    async with house(region, catcher) as running:
        yield running
    assert running.faults == []


async def the_plan(home: House) -> ZonePlan:
    async with home.ground.database.reading(await home.ground.consortium(SLUG)) as reading:
        planned = await load_zone_plan(reading)
    assert planned is not None
    return planned.plan


def guesses(words: str) -> list[int]:
    """The surest guess at an officer, with the parts and with the nearest peer."""
    return [int(each) for each in re.findall(r"surest guess at an officer: 1 in (\d+)", words)]


async def test_the_parts_hide_an_officer_as_promised_however_often_and_the_nearest_peer_does_not(home: House) -> None:
    plan = await the_plan(home)
    browser = await home.member(SLUG, await one_of(home, Role.COORDINATOR, SLUG))
    nearest: list[int] = []
    before = {table: await home.ground.rows(table) for table in ("request", "journal", "zone_plan")}
    for zone in plan.zones:
        told = certificate(zone, plan.policy)
        page = await browser.get(VIEW, params={"seen": f"part-{zone.id}", "links": "12"})
        words = shown(page.text)
        ours, plain = guesses(words)
        assert (page.status_code, ours) == (200, told.officers)
        mine, theirs = re.findall(r"as promised|less than promised", words)
        assert mine == "as promised"
        assert theirs == "less than promised" or plain >= plan.policy.crowd
        once = guesses(shown((await browser.get(VIEW, params={"seen": f"part-{zone.id}"})).text))
        assert once[0] == ours, "asking again tells nothing more"
        assert plain <= once[1]
        nearest.append(plain)
    assert min(nearest) < plan.policy.crowd, "somewhere twelve times the nearest peer gives an officer away"
    main = (await browser.get(VIEW)).text.split("<main")[1].split("</main>")[0]
    assert re.findall(r"<script|<style|\sstyle=", main) == []
    assert {table: await home.ground.rows(table) for table in before} == before, "it only looks"


async def test_who_has_heard_of_something_guesses_better_and_who_sees_only_a_peer_does_not(home: House) -> None:
    plan = await the_plan(home)
    browser = await home.member(SLUG, await one_of(home, Role.COORDINATOR, SLUG))
    zone = min(plan.zones, key=lambda each: each.officers)
    known = min(zone.departments, key=lambda each: each.sworn)
    seen = {"seen": f"part-{zone.id}", "event": str(known.agency), "times": "10"}
    words = shown((await browser.get(VIEW, params=seen)).text)
    assert guesses(words)[0] == known.sworn + (zone.officers - known.sworn) // 10
    assert "less than promised" in words.split("If always the nearest peer went")[0]
    assert "The promise reckons with officers who are all thought as likely to ask." in words
    lending = re.findall(r'value="(agency-[0-9a-f-]{36})"', (await browser.get(VIEW)).text)
    assert lending
    for rota in ("turns", "rosters"):
        for agency in lending[:4]:
            words = shown((await browser.get(VIEW, params={"seen": agency, "rota": rota, "links": "6"})).text)
            ours = words.split("With these parts")[1].split("If always the nearest peer went")[0]
            assert "less than promised" not in ours
            assert "as promised" in ours or "It cannot come to that" in ours


async def test_what_cannot_be_picked_is_said_at_its_field_and_nobody_else_looks(home: House) -> None:
    browser = await home.member(SLUG, await one_of(home, Role.COORDINATOR, SLUG))
    for wrong, sentence in (
        ({"seen": "part-of-hers"}, "Choose one of these."),
        ({"links": "13"}, "Choose one of these."),
        ({"rota": "all"}, "Choose one of these."),
        ({"times": "3"}, "Choose one of these."),
        ({"event": "somewhere"}, "Choose one of these."),
        ({"at": "soon"}, "This is no day and time."),
        ({"at": datetime(2031, 1, 1, tzinfo=UTC).isoformat()}, "four weeks back to eight weeks ahead"),
    ):
        page = await browser.get(VIEW, params=wrong)
        assert (page.status_code, sentence in shown(page.text)) == (422, True), wrong
        assert guesses(shown(page.text)) == []
    peer = await home.member(SLUG, await one_of(home, Role.PEER, SLUG))
    assert (await peer.get(VIEW)).status_code == 404
