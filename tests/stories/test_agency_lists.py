"""A coordinator brings in a list of agencies: looks, on a map too, decides what it leaves open, takes it, undoes it."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import httpx
import pytest

from consortium.access.permissions import Role
from consortium.access.tables import PersonRow, RoleRow
from consortium.members.agency_doubts import Choices, Twin
from consortium.members.bring_agencies import Looked
from consortium.members.federal_list import COUNTED_ON, Selection, read_agencies
from consortium.members.see_agency_list import SHOWN, see_agency_list
from consortium.members.store.agency_lists import AgencyList
from tests.harness import Ground, House, MailCatcher, house
from tests.roles import shown
from tests.stories.federal_world import a_list, a_region, row
from tests.stories.members_world import a_consortium

SLUG = "juniper-rim"
SURE = {"sure": "yes"}
A_LIST = AgencyList(
    id=uuid4(),
    made_at=datetime(2026, 11, 22, tzinfo=UTC),
    state="looking",
    content=b"",
    wanted={},
    choices={},
    added=0,
    changed=0,
)


@pytest.fixture
async def home(ground: Ground, catcher: MailCatcher) -> AsyncIterator[House]:
    await a_consortium(ground.database)
    async with house(ground, catcher) as running:
        yield running
    assert running.faults == []


async def coordinator(home: House) -> httpx.AsyncClient:
    consortium, person = await home.ground.consortium(SLUG), uuid4()
    async with home.ground.database.transaction(consortium) as tx:
        tx.add(PersonRow(consortium=consortium, id=person, name="Ines Falk", title="", email="ines@example.org"))
        await tx.flush()
        tx.add(RoleRow(consortium=consortium, person=person, role=Role.COORDINATOR.value))
    return await home.member(SLUG, person)


async def bring(browser: httpx.AsyncClient, text: str) -> str:
    answer = await browser.post(f"/{SLUG}/agencies/import", files={"file": ("list.csv", text.encode(), "text/csv")})
    assert answer.status_code == 303, shown(answer.text)
    here: str = answer.headers["location"]
    return here


async def agencies(home: House) -> dict[str, dict[str, Any]]:
    return {row["name"]: row for row in await home.ground.rows("agency")}


async def test_a_federal_list_is_looked_at_decided_on_taken_and_undone(home: House) -> None:
    browser = await coordinator(home)
    text = (
        a_region()
        + a_list(
            row(40, NAME="CINDER FORD PD", LATITUDE="44.28", LONGITUDE="-121.18", FTSWORN="35"),
            row(41, NAME="ELK BARRACKS", LATITUDE="44.37", LONGITUDE="-121.64", FTSWORN="-999"),
        ).split("\n", 1)[1]
    )
    here = await bring(browser, text)
    page = (await browser.get(here)).text
    assert 'class="map-mark new"' in page
    assert "One agency: leave the lower line out" in page
    assert f'action="{here}/take"' not in page
    early = await browser.post(f"{here}/take", data=SURE)
    assert (early.status_code, "Say first which" in early.text) == (422, True)
    twin = page.split('name="twin-')[1].split('"')[0]
    barracks = page.split('name="staff-')[-1].split('"')[0]
    wrong = await browser.post(f"{here}/decide", data=SURE | {f"staff-{barracks}": "-4"})
    assert (wrong.status_code, "Give a whole number" in wrong.text) == (422, True)
    decided = SURE | {f"twin-{twin}": "same", f"staff-{barracks}": "5"}
    assert (await browser.post(f"{here}/decide", data=decided)).status_code == 303
    assert (await browser.post(f"{here}/take", data=SURE)).headers["location"] == f"{here}?did=taken"
    found = await agencies(home)
    assert len(found) == 9
    assert "Cinder Ford PD" not in found
    counted = {each["name"]: each["counted_on"] for each in found.values()}
    assert counted["Elk Barracks"] > counted["Cinder Ford Police Department"] == COUNTED_ON
    (kept,) = await home.ground.rows("agency_import")
    assert (kept["content"], kept["added"]) == (None, 9)
    barracks_id = found["Elk Barracks"]["id"]
    today = max(counted.values()).isoformat()
    count = {"sworn": "6", "part_time": "", "counted_on": today}
    assert (await browser.post(f"/{SLUG}/agencies/{barracks_id}/count", data=count)).status_code == 303
    assert "These stay" in shown((await browser.get(here)).text)
    assert (await browser.post(f"{here}/undo", data=SURE)).status_code == 303
    assert list(await agencies(home)) == ["Elk Barracks"]
    assert (await browser.post(f"{here}/undo", data=SURE)).status_code == 409


async def test_a_part_of_the_list_is_chosen_and_a_newer_list_changes_what_is_here_until_undone(home: House) -> None:
    browser = await coordinator(home)
    here = await bring(browser, a_region())
    bad = await browser.post(f"{here}/rows", data=SURE | {"near": "44.27, -121.18"})
    assert (bad.status_code, "belong together" in bad.text) == (422, True)
    swapped = await browser.post(f"{here}/rows", data=SURE | {"near": "10, 10", "miles": "20"})
    assert "is not in the United States" in shown(swapped.text)
    near = SURE | {"near": "44.30, -120.84", "miles": "10"}
    assert (await browser.post(f"{here}/rows", data=near)).status_code == 303
    assert "2 agencies to add" in shown((await browser.get(here)).text)
    assert (await browser.post(f"{here}/take", data=SURE)).status_code == 303
    assert len(await agencies(home)) == 2
    again = await bring(browser, a_region().replace(",15,", ",17,"))
    assert (await browser.post(f"{again}/rows", data=near)).status_code == 303
    assert (await browser.post(f"{again}/take", data=SURE)).status_code == 303
    assert sorted(each["sworn"] for each in (await agencies(home)).values()) == [17, 18]
    assert (await browser.post(f"{again}/undo", data=SURE)).status_code == 303
    assert sorted(each["sworn"] for each in (await agencies(home)).values()) == [15, 18]
    assert await home.ground.rows("sworn_count") == []


async def test_a_list_of_ones_own_with_towns_and_a_long_one_that_tells_how_far_it_is(home: House) -> None:
    browser = await coordinator(home)
    own = (
        "Agency,State,Town,Latitude,Longitude,Sworn,As of\n"
        "Redmond Creek Police,OR,Redmond,,,14,2026-01-15\n"
        "Lost Valley Police,OR,,121.5,44.1,3,\n"
        "Nowhere Police,OR,Atlantis,,,3,\n"
        "Minus Police,OR,,44.1,-121.5,-3,\n"
        "Empty Police,OR,,44.2,-121.5,,\n"
        "Elsewhere Police,OR,,38.6,-90.5,3,\n"
    )
    here = await bring(browser, own)
    page = shown((await browser.get(here)).text)
    for said in (
        "minus of the west",
        "Atlantis",
        "below zero",
        "1 without a count",
        "1 agency to add",
        "MO, and not in OR",
    ):
        assert said in page, said
    refused = await browser.post(f"{here}/take", data=SURE)
    assert (refused.status_code, await agencies(home)) == (422, {})
    assert (await browser.post(f"{here}/take", data=SURE | {"skip_bad": "yes"})).status_code == 303
    (one,) = (await agencies(home)).values()
    assert (one["counted_on"], round(one["lat"], 2)) == (date(2026, 1, 15), 44.27)
    long = a_list(*(row(n, LATITUDE=f"{40 + n % 25 / 5}", LONGITUDE=f"{-118 - n // 25 / 10}") for n in range(600)))
    here = await bring(browser, long)
    streamed = await browser.post(f"{here}/take", data=SURE)
    assert streamed.text.count("<progress") == 3
    assert "The list is taken." in streamed.text
    assert len(await agencies(home)) == 601
    nothing = await browser.post(f"/{SLUG}/agencies/import", files={"file": ("a.csv", b"a,b\n1,2\n", "text/csv")})
    assert (nothing.status_code, "not those of the federal list" in shown(nothing.text)) == (422, True)


async def test_an_agency_that_is_here_does_not_come_in_a_second_time_unless_somebody_says_so(home: House) -> None:
    """Counted twice, it would promise officers a crowd that is not there."""
    browser = await coordinator(home)
    here = await bring(browser, a_region())
    assert (await browser.post(f"{here}/take", data=SURE)).status_code == 303
    before = await agencies(home)
    own = (
        "Agency,State,Latitude,Longitude,Sworn,As of\n"
        "Cinder Ford Police Department,OR,44.27,-121.18,41,2026-01-15\n"
        "CINDER FORD PD,OR,44.28,-121.18,40,2026-01-15\n"
        "Far Away Police,OR,42.10,-118.00,9,2026-01-15\n"
    )
    here = await bring(browser, own)
    page = (await browser.get(here)).text
    lines = sorted({part.split('"')[0] for part in page.split('name="here-')[1:]})
    assert ("Here already?" in page, lines, f'action="{here}/take"' in page) == (True, ["2", "3"], False)
    assert (await browser.post(f"{here}/take", data=SURE)).status_code == 422
    decided = {"twin-3": "both", **{f"here-{line}": "same" for line in lines}}
    assert (await browser.post(f"{here}/decide", data=SURE | decided)).status_code == 303
    assert "2 : it is here already under another name" in shown((await browser.get(here)).text)
    assert (await browser.post(f"{here}/take", data=SURE)).status_code == 303
    assert set(await agencies(home)) == {*before, "Far Away Police"}
    again = await browser.get(await bring(browser, own))
    assert "1 : an agency of this name was enrolled by hand" in shown(again.text)


def test_however_many_may_be_the_same_each_can_be_decided_on() -> None:
    rows = read_agencies(a_region()).rows
    pairs = tuple(Twin(rows[0], replace(rows[1], line=line), 0.1) for line in range(10, 10 + SHOWN + 5))
    decided = Choices(same={each.other.line: True for each in pairs[:SHOWN]})
    looked = Looked(kept=A_LIST, wanted=Selection(), choices=decided, plan=None, states={}, twins=pairs)
    shown_first = [each["line"] for each in see_agency_list(looked, [], {})["twins"]][:5]
    assert shown_first == [each.other.line for each in pairs[SHOWN:]]
