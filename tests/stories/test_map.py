"""The map of the region: what it draws, the table says; it says nothing of who asks, and works without any script."""

import re
from collections.abc import AsyncIterator
from html import unescape

import pytest

from consortium.access.permissions import Role
from consortium.members.store import load_zone_plan
from consortium.members.tell_distance import tell_distance
from geo import AgencyId
from tests.harness import Ground, House, MailCatcher, house
from tests.roles import shown
from tests.stories.test_agencies import one_of, read

SLUG = "blue-ledge"


@pytest.fixture
async def home(region: Ground, catcher: MailCatcher) -> AsyncIterator[House]:
    async with house(region, catcher) as running:
        yield running
    assert running.faults == []


async def test_what_the_map_draws_the_table_says_to_everybody_who_may_see_agencies(home: House) -> None:
    consortium = await home.ground.consortium(SLUG)
    names = [row["name"] for row in await home.ground.rows("agency") if row["consortium"] == consortium]
    pages = []
    for role in (Role.COORDINATOR, Role.AGENCY_HEAD, Role.PEER):
        browser = await home.member(SLUG, await one_of(home, role, SLUG))
        page = (await browser.get(f"/{SLUG}/map")).text
        pages.append(re.sub(r'(<h1>.*?</h1><p class="muted">).*?</p>', r"\1</p>", page, count=1))  # without the minute
    main = [page.split("<main")[1].split("</main>")[0] for page in pages]
    assert len(set(main)) == 1, "nobody finds more on it than others"
    drawn, table = main[0].split("<table")
    assert len(re.findall(r'class="map-mark (?:served|thin|gap|none)(?: p\d)?" transform', drawn)) == len(names)
    assert [name for name in names if name not in unescape(table)] == []
    assert re.findall(r"<script|<style|\sstyle=", main[0]) == []
    letters = set(re.findall(r"<text[^>]*>([A-Z])</text>", drawn.split("<figcaption")[0]))
    assert letters == set(re.findall(r'<option value="([A-Z])"', drawn))
    assert (await home.browser().get(f"/{SLUG}/map")).status_code == 303


async def test_a_part_is_looked_from_with_rings_and_miles_to_those_who_serve_it(home: House) -> None:
    browser = await home.member(SLUG, await one_of(home, Role.COORDINATOR, SLUG))
    page = await browser.get(f"/{SLUG}/map?part=B")
    assert page.text.count('class="map-ring"') >= 2
    assert "who may serve it now" in shown(page.text)
    assert re.search(r"about \d+ mi", shown(page.text))
    away = await read(browser, f"/{SLUG}/map?part=ZZ")
    assert "who may serve it now" not in away


async def test_the_map_tells_the_miles_that_are_reckoned_with_and_no_estimate_beside_what_is_known(home: House) -> None:
    consortium = await home.ground.consortium(SLUG)
    browser = await home.member(SLUG, await one_of(home, Role.COORDINATOR, SLUG))
    names = {row["id"]: row["name"] for row in await home.ground.rows("agency") if row["consortium"] == consortium}
    async with home.ground.database.transaction(consortium) as tx:
        planned = await load_zone_plan(tx)
        assert planned is not None
        zone = min(planned.plan.zones, key=lambda each: planned.labels[each.id])
        section = (await browser.get(f"/{SLUG}/map?part=A")).text.split('id="chosen"')[1].split("</section>")[0]
        homes = [agency for agency, name in names.items() if name in unescape(section)]
        assert homes
        for agency in homes:
            for each in zone.departments:
                await tell_distance(
                    tx, one=AgencyId(agency), other=each.agency, miles_by_road=777, reason="Round the lake."
                )
    section = (await browser.get(f"/{SLUG}/map?part=A")).text.split('id="chosen"')[1].split("</section>")[0]
    assert section.count("777 mi") >= len(homes)
    assert "about" not in section


async def test_a_region_too_small_for_parts_is_still_drawn(home: House) -> None:
    small = next(
        row["slug"] for row in await home.ground.rows("consortium") if row["slug"] not in {SLUG, "juniper-rim"}
    )
    browser = await home.member(small, await one_of(home, Role.COORDINATOR, small))
    page = (await browser.get(f"/{small}/map")).text
    assert 'class="map-mark none"' in page
    assert "are not planned, or not kept up" in shown(page)
