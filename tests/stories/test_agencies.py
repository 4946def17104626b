"""A coordinator keeps the agencies: adds one by hand, counts anew, suspends one and sees what follows."""

import re
from collections.abc import AsyncIterator
from datetime import date, timedelta
from html import unescape
from urllib.parse import parse_qs
from uuid import UUID

import httpx
import pytest

from consortium.access.permissions import Role
from consortium.members.tables import SwornCountRow
from tests.harness import Ground, House, MailCatcher, house, text_of
from tests.roles import Officer, shown
from tests.stories.members_world import count
from tests.stories.paper_world import a_scan

SLUG = "juniper-rim"
NEW = {
    "name": "Pine Gulch Police",
    "kind": "police",
    "county": "Rook",
    "state": "OR",
    "lat": "44.2726, -121.1739",
    "lon": "",
    "sworn": "7",
    "part_time": "",
    "counted_on": "2026-01-15",
}


@pytest.fixture
async def home(region: Ground, catcher: MailCatcher) -> AsyncIterator[House]:
    async with house(region, catcher) as running:
        yield running
    assert running.faults == []


async def one_of(home: House, role: Role, slug: str = SLUG) -> UUID:
    """Somebody with this role in a consortium of the demo."""
    consortium = await home.ground.consortium(slug)
    rows = [row for row in await home.ground.rows("role") if row["consortium"] == consortium]
    found: UUID = min(row["person"] for row in rows if row["role"] == role.value)
    return found


async def coordinator(home: House, slug: str = SLUG) -> httpx.AsyncClient:
    return await home.member(slug, await one_of(home, Role.COORDINATOR, slug))


async def agency_named(home: House, name: str, slug: str = SLUG) -> UUID:
    consortium = await home.ground.consortium(slug)
    rows = await home.ground.rows("agency")
    found: UUID = next(row["id"] for row in rows if row["consortium"] == consortium and row["name"] == name)
    return found


async def heads_of(home: House, agency: UUID) -> set[UUID]:
    """The heads of an agency of the demo."""
    tied = {row["person"] for row in await home.ground.rows("affiliation") if row["agency"] == agency}
    return tied & {row["person"] for row in await home.ground.rows("role") if row["role"] == Role.AGENCY_HEAD.value}


async def departments(home: House) -> list[str]:
    """The departments on the officers' page as it is now; it is kept for some seconds."""
    home.litestar.state.help._kept.clear()
    page = unescape(await Officer.at(home, SLUG).open())
    consortium = await home.ground.consortium(SLUG)
    names = [row["name"] for row in await home.ground.rows("agency") if row["consortium"] == consortium]
    return sorted(name for name in names if name in page)


async def read(browser: httpx.AsyncClient, path: str, status: int = 200) -> str:
    answer = await browser.get(path)
    assert answer.status_code == status, answer.text
    return shown(answer.text)


async def test_an_agency_added_by_hand_is_in_no_part_until_an_agreement_binds_it(home: House) -> None:
    browser = await coordinator(home)
    answer = await browser.post(f"/{SLUG}/agencies/new", data=NEW)
    assert answer.status_code == 303
    page = await read(browser, answer.headers["location"])

    assert "The agency was added" in page
    assert "44.2726, -121.1739" in page
    assert "None: no agreement in force binds it" in page
    assert "Enrolled Pine Gulch Police" in page
    assert "Pine Gulch Police" in await read(browser, f"/{SLUG}/agencies?q=gulch&show=unbound")
    assert "Pine Gulch Police" not in await departments(home)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"lat": "44.27", "lon": "121.17"}, "Is it 44.27, -121.17?"),
        ({"lat": "Pine Gulch"}, "Give degrees with a decimal point"),
        ({"lat": "-121.17", "lon": "44.27"}, "latitude and longitude were swapped"),
        ({"lat": "44°16'24\"N 121°10'26\"W"}, "Is it 44.27333, -121.17389?"),
        ({"lat": "51.5, -0.12"}, "is not in the United States"),
        ({"state": "WA"}, "lies in Deschutes, OR, and not in WA"),
        ({"where": "12 Elm Street"}, "Streets they don't know"),
        ({"where": "Redmond", "lat": ""}, "the middle of the town"),
        ({"sworn": "about ten"}, "Give a whole number"),
        ({"kind": ""}, "Choose one of these"),
        ({"counted_on": ""}, "Give a day"),
        ({"state": "Oregon"}, "two letters"),
    ],
)
async def test_a_form_that_cannot_be_taken_comes_back_as_it_was_typed(
    home: House, wrong: dict[str, str], says: str
) -> None:
    browser = await coordinator(home)
    answer = await browser.post(f"/{SLUG}/agencies/new", data=NEW | wrong)

    assert answer.status_code == 422
    assert says in shown(answer.text)
    assert 'value="Pine Gulch Police"' in answer.text
    assert "Pine Gulch" not in await read(browser, f"/{SLUG}/agencies")


async def test_a_new_count_keeps_the_one_before_as_history(home: House) -> None:
    browser = await coordinator(home)
    async with home.ground.database.reading(None) as reading:
        today = reading.now.date()
    added = await browser.post(f"/{SLUG}/agencies/new", data=NEW)
    here = added.headers["location"].split("?")[0]
    fields = {"sworn": "6", "part_time": "2", "counted_on": today.isoformat()}
    assert (await browser.post(f"{here}/count", data=fields)).status_code == 303
    page = await read(browser, here)
    older = await browser.post(f"{here}/count", data=fields | {"counted_on": "2026-01-02"})

    assert "7 full time, 0 part time January 15, 2026" in page
    assert "Counted the officers of Pine Gulch Police" in page
    assert older.status_code == 422
    assert "An older one does not replace it" in shown(older.text)
    async with home.ground.database.reading(await home.ground.consortium(SLUG)) as reading:
        assert await count(reading, SwornCountRow) == 1


async def test_a_suspended_agency_leaves_the_officers_page_and_its_neighbours_keep_their_cover(home: House) -> None:
    browser, before = await coordinator(home), await departments(home)
    name = "Cinder Ford Police Department"
    assert name in before
    agency = await agency_named(home, name)
    here = f"/{SLUG}/agencies/{agency}"
    asked = await read(browser, f"{here}/suspend")
    assert "Its name goes from" in asked
    assert "asked by nobody any more" in asked
    assert (await browser.post(f"{here}/suspend", data={})).status_code == 422
    bare = await browser.post(f"{here}/suspend", data={"cause": "insurance"})
    assert (bare.status_code, "This must be filled in." in shown(bare.text)) == (422, True)
    why = "Its certificate ended on Friday and no new one came."
    done = await browser.post(f"{here}/suspend", data={"cause": "insurance", "reason": why})
    page = await read(browser, done.headers["location"])
    after = await departments(home)

    assert "The agency is suspended" in page
    assert "Its insurance has run out" in page
    assert len(after) > 8
    assert after == [each for each in before if each != name]
    assert name in await read(browser, f"/{SLUG}/agencies?show=suspended")
    await home.tick()
    heads = {row["email"] for row in await home.ground.rows("person") if row["id"] in await heads_of(home, agency)}
    told = [each for each in home.mails.mails if f"the part of {name}" in str(each["subject"])]
    knows = {str(each["to"]) for each in told if why in " ".join(text_of(each).split())}
    assert heads <= knows
    assert {str(each["to"]) for each in told} - knows, "the other parties are told, without the reason"
    logged = [row["leaf"] for row in await home.ground.rows("agreement_event")]
    assert not any("certificate ended on Friday" in leaf for leaf in logged), "the log has its digest only"


async def test_who_runs_the_consortium_stops_a_part_and_only_a_clerk_lifts_it_with_the_paper(home: House) -> None:
    name = "Cinder Ford Police Department"
    agency, browser = await agency_named(home, name), await coordinator(home)
    here = f"/{SLUG}/agencies/{agency}"
    wish = await browser.post(f"{here}/suspend", data={"cause": "own_wish", "reason": "They said so."})
    assert (wish.status_code, "its head's to make" in shown(wish.text)) == (422, True)
    for cause in ("review", "new_head"):
        sent = {"cause": cause, "reason": "A complaint of May 2."}
        assert (await browser.post(f"{here}/suspend", data=sent)).status_code == 303
    assert (await browser.post(f"{here}/resume", data={"cause": "review"})).status_code == 404, "no such way"
    page = await browser.get(here)
    assert "Whoever runs the consortium can't lift this." in unescape(shown(page.text))
    assert "/life/lift" not in page.text
    clerk = await home.member(SLUG, await one_of(home, Role.CLERK))
    links = sorted(set(re.findall(r'href="([^"]+/life/lift\?[^"]+)"', (await clerk.get(here)).text)))
    assert len(links) == 2
    for at, link in enumerate(map(unescape, links)):
        path, _, query = link.partition("?")
        assert (await browser.get(path)).status_code == 404
        assert name not in await departments(home), at
        form = {"rests": parse_qs(query)["rests"][0], "paper": "Letter 12", "step": "do"}
        scan = {"scan": ("letter.pdf", a_scan(), "application/pdf")}
        assert (await clerk.post(path, data=form, files=scan)).status_code == 303
    assert name in await departments(home)


async def test_an_end_is_only_planned_while_an_agreement_binds(home: House) -> None:
    name = "Cinder Ford Police Department"
    agency, browser = await agency_named(home, name), await coordinator(home)
    here = f"/{SLUG}/agencies/{agency}"
    asked = await read(browser, f"{here}/end")
    assert "written notice, 60 days" in asked
    assert "Record the planned end" in asked
    assert (await browser.post(f"{here}/end", data={})).status_code == 422
    on = (date(2026, 1, 1) + timedelta(days=900)).isoformat()
    page = await read(browser, (await browser.post(f"{here}/end", data={"on": on})).headers["location"])

    assert "Membership ends on June 19, 2028" in page
    assert "An agreement still binds it" in page
    assert name in await departments(home)
    assert (await browser.post(f"{here}/keep", data={})).status_code == 422
    page = await read(browser, (await browser.post(f"{here}/keep", data={"sure": "yes"})).headers["location"])
    assert "The end was taken back" in page
    assert "Membership ends" not in page


async def test_an_agency_without_an_agreement_ends_at_once_and_is_listed_only_among_the_ended(home: House) -> None:
    browser = await coordinator(home)
    here = (await browser.post(f"/{SLUG}/agencies/new", data=NEW)).headers["location"].split("?")[0]
    asked = await read(browser, f"{here}/end")
    assert "It stands in no part of the region" in asked
    assert (await browser.post(f"{here}/end", data={"on": "2026-02-01"})).status_code == 303

    assert "Pine Gulch" not in await read(browser, f"/{SLUG}/agencies")
    assert "Pine Gulch" in await read(browser, f"/{SLUG}/agencies?show=ended")
    assert (await browser.post(f"{here}/end", data={"on": "2026-02-02"})).status_code == 409


async def test_a_town_is_offered_and_taken_only_when_it_is_chosen(home: House) -> None:
    browser = await coordinator(home)
    typed = NEW | {"where": "Redmond", "lat": ""}
    offered = await browser.post(f"/{SLUG}/agencies/new", data=typed)
    assert 'value="44.27262,-121.17392" checked' in offered.text
    assert "CC BY 4.0" in offered.text
    taken = await browser.post(f"/{SLUG}/agencies/new", data=typed | {"spot": "44.27262,-121.17392"})
    assert "44.2726, -121.1739" in await read(browser, taken.headers["location"])
    unsure = await browser.post(f"/{SLUG}/agencies/new", data=typed | {"where": "Bend"})
    assert unsure.status_code == 422
    far = await browser.post(f"/{SLUG}/agencies/new", data=typed | {"spot": "47.67,-122.12"})
    assert "lies in King, WA, and not in OR" in shown(far.text)
