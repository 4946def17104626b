"""A coordinator tells what a road is really like, and an engine measures those that nobody knows."""

import argparse
import json
from collections.abc import AsyncIterator
from itertools import combinations
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from consortium.access.permissions import Role
from consortium.cli import distances as command
from consortium.members import fetch_distances
from consortium.members.change_agency import change_agency
from consortium.members.kinds import AgencyKind
from consortium.members.store.distances import load_roads
from consortium.problems import BadInput
from geo import Point, miles
from geo.roads import Source
from tests.harness import Ground, House, MailCatcher, house
from tests.roles import shown
from tests.stand_in import StandIn, standing_in
from tests.stories.members_world import TOWNS, a_consortium, enrol
from tests.stories.test_agencies import agency_named, coordinator, one_of, read

SLUG = "juniper-rim"


@pytest.fixture
async def home(region: Ground, catcher: MailCatcher) -> AsyncIterator[House]:
    async with house(region, catcher) as running:
        yield running
    assert running.faults == []


async def agencies(home: House) -> list[dict[str, Any]]:
    consortium = await home.ground.consortium(SLUG)
    rows = [row for row in await home.ground.rows("agency") if row["consortium"] == consortium]
    return sorted(rows, key=lambda row: str(row["name"]))


async def told_here(home: House) -> list[dict[str, Any]]:
    consortium = await home.ground.consortium(SLUG)
    return [row for row in await home.ground.rows("distance_told") if row["consortium"] == consortium]


async def test_a_pass_that_is_closed_in_winter_counts_until_it_is_withdrawn(home: House) -> None:
    browser = await coordinator(home)
    listed = await read(browser, f"/{SLUG}/distances")
    assert "about" in listed
    assert "estimated:" in listed
    one, other, *_ = [row["id"] for row in await agencies(home)]
    here = f"/{SLUG}/distances/{one}/{other}"
    for form, said in (
        ({}, "Say whether there is a way by road."),
        ({"way": "miles", "miles": "far"}, "Give the miles by road as a number"),
        ({"way": "miles", "miles": "nan"}, "Miles by road lie above 0"),
        ({"way": "miles", "miles": "0.01", "reason": "x"}, "No road is shorter than the straight line"),
        ({"way": "none", "first_month": "11", "reason": "Snow"}, "Give both months"),
        ({"way": "none", "first_month": "13", "reason": "Snow"}, "Choose one of these"),
        ({"way": "none"}, "This must be filled in"),
    ):
        answer = await browser.post(here, data=form)
        assert (answer.status_code, said in shown(answer.text)) == (422, True), said
    assert await told_here(home) == []
    closed = {"way": "none", "first_month": "1", "last_month": "12", "reason": "The pass is closed by snow"}
    assert (await browser.post(here, data=closed)).headers["location"] == f"{here}?did=told"
    page = await read(browser, f"{here}?did=told")
    assert "No way by road now" in page
    assert "The pass is closed by snow" in page
    again = await browser.post(here, data={"way": "miles", "miles": "90", "reason": "The long way round"})
    assert (again.status_code, "Withdraw that first" in again.text) == (409, True)
    assert "No way by road now" in await read(browser, f"/{SLUG}/distances?of={other}&sort=name")
    (row,) = await told_here(home)
    assert (await browser.post(f"{here}/withdraw", data={"told": str(row["id"])})).status_code == 303
    assert "No way by road" not in await read(browser, here)
    journal = await read(browser, f"/{SLUG}/journal")
    assert "no way by road" in journal


async def test_nobody_but_who_runs_the_agencies_tells_distances(home: House) -> None:
    one, other, *_ = [row["id"] for row in await agencies(home)]
    foreign = await agency_named(home, "Larkin Springs Police Department", "blue-ledge")
    peer = await home.member(SLUG, await one_of(home, Role.PEER))
    runs = await coordinator(home)
    for browser, path in (
        (peer, f"/{SLUG}/distances"),
        (peer, f"/{SLUG}/distances/{one}/{other}"),
        (runs, f"/{SLUG}/distances/{one}/{foreign}"),
        (runs, f"/{SLUG}/distances/{one}/{one}"),
    ):
        assert (await browser.get(path)).status_code == 404
    answer = await runs.post(f"/{SLUG}/distances/{one}/{foreign}", data={"way": "none", "reason": "Far"})
    assert answer.status_code == 404


class Engine(StandIn):
    """Speaks OSRM's table API: roads are 1.3 straight lines, no road leaves Sunless Island, one place is in a lake."""

    asked: list[str]
    lie = False

    def hear(self) -> None:
        parts = urlsplit(self.path)
        type(self).asked.append(self.path)
        places = [tuple(map(float, each.split(","))) for each in parts.path.rpartition("/")[2].split(";")]
        at = [Point(lat, lon) for lon, lat in places]
        query = parse_qs(parts.query)
        rows, columns = ([int(each) for each in query[side][0].split(";")] for side in ("sources", "destinations"))
        factor = 0.5 if self.lie else 1.3 * 1609.344
        table = [
            [None if {at[row].lat, at[column].lat} & {43.89} and row != column else factor * miles(at[row], at[column])
             for column in columns]
            for row in rows
        ]  # fmt: skip
        snap = [{"distance": 9000 if each.lat == 44.37 else 5} for each in at]
        sides = {"sources": [snap[row] for row in rows], "destinations": [snap[column] for column in columns]}
        body = json.dumps({"code": "Ok", "distances": table, **sides}).encode()
        self.answer_with(body)


async def test_an_engine_measures_what_it_can_and_the_rest_stays_an_estimate(
    ground: Ground, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    consortium = await a_consortium(ground.database)
    async with ground.database.transaction(consortium) as tx:
        ids = await enrol(tx, *TOWNS)
    wanted = argparse.Namespace(consortium=SLUG, json=True)
    with pytest.raises(BadInput, match="ROUTING_URL is not set"):
        await command.fetch(ground.database, wanted)
    with standing_in(Engine) as (host, engine):
        monkeypatch.setenv("ROUTING_URL", f"http://{host}/")
        with pytest.raises(BadInput, match="https://"):
            await command.fetch(ground.database, wanted)
        monkeypatch.setenv("TRUSTED_HOSTS", host)
        monkeypatch.setattr(fetch_distances, "_PAUSE", 0.0)
        engine.lie = True
        with pytest.raises(BadInput, match="measures between other places"):
            await command.fetch(ground.database, wanted)
        assert await ground.rows("distance_measured") == []
        engine.lie = False
        assert await command.fetch(ground.database, wanted) == 0
        assert len(engine.asked) == 2
    assert json.loads(capsys.readouterr().out) == {"pairs": 28, "measured": 15, "no_way": 6, "unmeasured": 7}
    ford, bend, cones, rook = (ids[town.name] for town in TOWNS[:4])
    async with ground.database.reading(consortium) as reading:
        roads, today = await load_roads(reading), reading.now.date()
    sources = {pair: roads.miles_between(*pair, today).source for pair in combinations((ford, bend, cones, rook), 2)}
    assert sources[ford, rook] is Source.MEASURED
    assert sources[ford, bend] is Source.NO_WAY
    assert sources[ford, cones] is Source.ESTIMATED
    assert roads.miles_between(ford, rook, today).likely == pytest.approx(
        1.3 * miles(roads.at[ford], roads.at[rook]), 0.01
    )
    async with ground.database.transaction(consortium) as tx:
        await change_agency(
            tx,
            agency=rook,
            name=TOWNS[3].name,
            kind=AgencyKind.POLICE,
            county="Rook",
            state="OR",
            lat=44.31,
            lon=-120.80,
        )
    async with ground.database.reading(consortium) as reading:
        assert (await load_roads(reading)).miles_between(ford, rook, today).source is Source.ESTIMATED
