"""A coordinator designs the parts of the region: a worker proposes, she looks, and only she makes it the plan."""

import asyncio
import json
import re
from argparse import ArgumentParser, Namespace
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import UUID
from xml.etree import ElementTree as ET

import httpx
import pytest
from sqlalchemy import update

from consortium.__main__ import main
from consortium.access.permissions import Role
from consortium.cli.zones import describe, tell
from consortium.cli.zones_audit import OURS, audit, of_consortium
from consortium.duty.store.zone_designs import DESIGNS
from consortium.journal import record
from consortium.members.enrol_person import enrol_person
from consortium.members.store import load_zone_plans
from consortium.members.tables import AgencyRow
from consortium.problems import Conflict
from geo import AgencyId, certificate, verify
from tests.harness import Ground, House, MailCatcher, house
from tests.roles import shown
from tests.stories.members_world import TOWNS, a_consortium, a_peer, enrol, sign_all
from tests.stories.test_parts_of_the_region import interleaved

SLUG = "juniper-rim"
FORM = {
    "crowd": "40",
    "least_departments": "3",
    "agency_cap": "50",
    "small": "25",
    "slack": "1",
    "load_limit": "200",
    "apart": "0",
    "effort": "quick",
}


@dataclass
class Region:
    """Eight agencies under one agreement, four of which lend a peer, and a coordinator signed in."""

    home: House
    consortium: UUID
    agencies: dict[str, AgencyId]
    browser: httpx.AsyncClient
    answer: httpx.Response = field(init=False)

    async def look(self, path: str) -> str:
        return await self._read(await self.browser.get(path if path.startswith("/") else f"/{SLUG}/{path}"))

    async def send(self, path: str, **fields: str) -> str:
        return await self._read(await self.browser.post(f"/{SLUG}/{path}", data=fields))

    async def _read(self, answer: httpx.Response) -> str:
        while answer.status_code == 303:
            answer = await self.browser.get(answer.headers["location"])
        self.answer = answer
        return shown(answer.text)

    async def asked(self, **changes: str) -> str:
        """Press Try; the address of the design."""
        words = await self.send("zones/design", **FORM | changes)
        assert self.answer.status_code == 200, words
        assert "Waiting for the search" in words
        return self.answer.url.path.removeprefix(f"/{SLUG}/")

    async def designed(self, **changes: str) -> str:
        """The same, and let the search come to its end."""
        path = await self.asked(**changes)
        await self.work()
        return path

    async def work(self) -> None:
        await self.home.tick()
        await asyncio.wait_for(self.home.jobs.designs.settled(), 60)

    async def rows(self, table: str) -> list[dict[str, Any]]:
        return await self.home.ground.rows(table)


@pytest.fixture
async def here(ground: Ground, catcher: MailCatcher) -> AsyncIterator[Region]:
    consortium = await a_consortium(ground.database)
    async with ground.database.transaction(consortium) as tx:
        agencies = await enrol(tx, *TOWNS)
        await sign_all(tx, agencies.values())
        for number, town in enumerate(TOWNS[::2]):
            await a_peer(tx, agencies[town.name], f"Peer Number{'abcd'[number]}")
        person = await enrol_person(
            tx, name="Cora Ordway", title="", email="cora.ordway@example.org", roles=(Role.COORDINATOR,)
        )
    async with house(ground, catcher) as running:
        yield Region(running, consortium, agencies, await running.member(SLUG, person))
        assert running.faults == []


async def test_the_form_says_at_a_glance_what_its_numbers_come_to_before_any_search(here: Region) -> None:
    words = await here.look("zones/design?" + urlencode(FORM | {"crowd": "30"}))
    assert 'value="30"' in here.answer.text
    glanced = re.search(r"At a glance Parts (\d+) Miles on the mean ([\d.]+) mi 19 in 20 within ([\d.]+) mi", words)
    assert glanced
    assert re.search(r"Over the nearest peer [\d.]+ mi Over the best for one request [\d.]+ mi", words)
    assert await here.rows("zone_design") == [], "nothing was asked of the search"

    words = await here.look(await here.designed(crowd="30"))
    proposed = re.search(r"This proposal (\d+) ([\d.]+) mi", words)
    assert proposed
    assert float(proposed[2]) <= float(glanced[2]), "a search finds nothing worse, at the same instants"

    assert "No two parts keep this promise. The largest crowd that two parts could keep" in await here.look(
        "zones/design?" + urlencode(FORM | {"crowd": "150"})
    )
    words = await here.look("zones/design?" + urlencode(FORM | {"crowd": "many"}))
    assert (here.answer.status_code, 'value="many"' in here.answer.text) == (422, True)
    assert "This must be a whole number." in words
    assert "The numbers cannot be taken as they are." in words


async def test_a_proposal_shows_what_it_costs_and_becomes_the_plan_with_its_promise_when_a_person_makes_it(
    here: Region,
) -> None:
    words = await here.look("zones/design")
    assert 'name="crowd" inputmode="numeric" maxlength="4" autocomplete="off" value="40"' in here.answer.text
    path = await here.designed(crowd="30", compare="yes")
    assert await here.rows("zone_plan") == [], "a proposal counts for nobody"

    words = await here.look(path)
    assert "A proposal, it counts for nobody" in words
    for way in ("This proposal", "Always the nearest peer: no promise", "The best for one single request"):
        assert way in words
    assert "The parts that hold now" not in words
    assert "from 40 to 30, in the settings and in the journal" in words
    assert re.search(r"Hide among.* 20 \d .* 40 \d .* 60 .*80 no two parts", words)
    assert here.answer.text.count('class="map-mark') >= len(TOWNS)
    assert re.findall(r"<script[^>]*>[^<]|\sstyle=", here.answer.text.split("<main")[1]) == []
    gone = here.agencies["Heron Springs Police"]
    words = await here.look(f"/{SLUG}/{path}?without={gone}")
    assert re.search(r"takes in|would keep the promise|crowd \d+", words.split("If an agency left")[1])

    words = await here.send(path, act="make")
    assert "The parts of the region are made" in words
    async with here.home.ground.database.reading(here.consortium) as reading:
        (made,) = await load_zone_plans(reading)
    (design,) = await here.rows("zone_design")
    proposed = {frozenset(each["agency"] for each in part) for part in json.loads(design["proposal"])["parts"]}
    assert {frozenset(map(str, zone.agencies)) for zone in made.plan.zones} == proposed
    assert all(certificate(zone, made.plan.policy).crowd >= 30 for zone in verify(made.plan).zones)
    assert (made.plan.policy.crowd, design["made_version"]) == (30, 1)
    assert [row["crowd"] for row in await here.rows("consortium")] == [30]
    words = await here.look("settings")
    assert "Changed the crowd from 40 to 30" in words
    await here.send(path, act="make")
    assert here.answer.status_code == 409
    assert "Plan 1 was made of it" in shown(here.answer.text)
    assert "The parts that hold now" in await here.look(await here.designed())


async def test_a_proposal_is_refused_in_words_once_what_it_rests_on_has_changed(here: Region) -> None:
    path = await here.designed()
    async with here.home.ground.database.transaction(here.consortium) as tx:
        await tx.execute(update(AgencyRow).where(AgencyRow.name == "Cinder Ford Police").values(sworn=2))
    for words in (await here.look(path), await here.send(path, act="make")):
        assert "something has changed: which agencies are bound, where they stand, or how many officers" in words
    assert here.answer.status_code == 409
    async with here.home.ground.database.transaction(here.consortium) as tx:
        await tx.execute(update(AgencyRow).where(AgencyRow.name == "Cinder Ford Police").values(sworn=36))
        await a_peer(tx, here.agencies["Heron Springs Police"], "Peer Numberfive")
    assert "something has changed: which agencies lend peers. Design anew." in await here.look(path)
    assert await here.rows("zone_plan") == []


async def test_parts_that_could_be_compared_with_those_that_hold_are_refused_with_what_is_possible(
    here: Region,
) -> None:
    async with here.home.ground.database.transaction(here.consortium) as tx:
        await interleaved(tx, here.agencies)
    path = await here.designed()
    assert "These parts cannot be made now" not in await here.look(path), "nobody can have asked yet"
    async with here.home.ground.database.transaction(here.consortium) as tx:
        await record(tx, "opened service", by=None, subject=here.consortium)
    for words in (await here.look(path), await here.send(path, act="make")):
        assert "Earlier parts of the region can still be compared with these." in words
        assert "agencies that join are added to the nearest part, and parts are merged" in words
    assert (here.answer.status_code, len(await here.rows("zone_plan"))) == (409, 1)


async def test_a_search_can_be_stopped_and_a_promise_that_nobody_can_keep_is_told(here: Region) -> None:
    path = await here.asked(crowd="160")
    await here.send("zones/design", **FORM)
    assert here.answer.status_code == 409
    assert "A design is being worked out already" in shown(here.answer.text)
    await here.send(path, act="stop")
    await here.work()
    assert "Stopped before it began" in await here.look(path)
    words = await here.look(await here.designed(crowd="160"))
    assert "No two parts keep this promise" in words
    assert re.search(r"the largest crowd that two parts could keep, by the other numbers as they are, is \d\d\.", words)
    path = await here.asked()
    design = UUID(path.rpartition("/")[2])
    async with here.home.ground.database.transaction(here.consortium) as tx:
        assert await DESIGNS.claim(tx, design) is not None
    await here.home.ground.advance(seconds=61)
    await here.work()
    assert "The search was broken off" in await here.look(path), "a process that falls silent is found"


async def test_what_cannot_be_wished_is_said_at_its_field_and_nobody_else_sees_a_design(here: Region) -> None:
    for wrong, sentence in (
        ({"crowd": "many"}, "This must be a whole number."),
        ({"crowd": "500"}, "from 2 to 160"),
        ({"slack": "3"}, "Choose one of these."),
        ({"effort": ""}, "Choose one of these."),
        ({"apart": "61"}, "from 0 to 60"),
    ):
        words = await here.send("zones/design", **FORM | wrong)
        assert (here.answer.status_code, sentence in words) == (422, True), (wrong, words)
    assert await here.rows("zone_design") == []
    path = await here.asked()
    await here.send(path)
    assert (here.answer.status_code, "Press one of the buttons" in shown(here.answer.text)) == (422, True)
    (peer, *_) = [row["id"] for row in await here.rows("person") if row["name"].startswith("Peer")]
    other = await here.home.member(SLUG, peer)
    for address in ("zones/design", path, f"{path}/watch"):
        assert (await other.get(f"/{SLUG}/{address}")).status_code == 404


async def test_the_command_prints_a_proposal_and_an_adversary_tries_the_parts_that_hold(
    here: Region, capsys: pytest.CaptureFixture[str]
) -> None:
    database = here.home.ground.database
    asked = parsed("zones", "design", "--consortium", SLUG, "--quick", "--seed", "7", "--json")
    assert await tell(database, asked) == 0
    found = json.loads(capsys.readouterr().out)
    assert sorted(each["name"] for part in found["parts"] for each in part) == sorted(town.name for town in TOWNS)
    assert (found["seed"], found["now"], await here.rows("zone_plan")) == (7, None, [])
    assert await tell(database, parsed("zones", "design", "--consortium", SLUG, "--crowd", "160")) == 1
    assert "No two parts hide each officer among 160." in capsys.readouterr().out
    with pytest.raises(Conflict, match="no parts of the region that hold now"):
        await of_consortium(database, SLUG)
    await here.send(await here.designed(), act="make")
    tried = audit(await of_consortium(database, SLUG), 2_000, 1)
    ours = next(way for way in tried["ways"] if way["way"] == OURS)
    assert ours["single"]["worst_crowd"] >= 40
    assert min(each["worst_crowd"] for each in ours["linked"]) >= 40 - 1e-6
    assert [each["links"] for each in ours["linked"]] == [1, 2, 3, 6, 12]


def test_an_audit_takes_a_plain_list_of_agencies_and_draws_a_picture(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    listed, picture = tmp_path / "agencies.csv", tmp_path / "audit.svg"
    rows = [f"{town.name},{town.lat},{town.lon},{town.sworn}" for town in TOWNS]
    listed.write_text("\n".join(["Name,Lat,Lon,Sworn", *rows]), encoding="utf-8")
    assert main(["zones", "audit", "--file", str(listed), "--requests", "3000", "--plot", str(picture)]) == 0
    words = capsys.readouterr().out
    assert "seed 1." in words
    assert "our parts:" in words
    drawn = ET.fromstring(picture.read_text(encoding="utf-8"))
    assert len(drawn.findall(".//{*}polyline")) == 4
    for wrong, why in (
        ("name,lat\nA,1", "The file needs the headings"),
        ("name,lat,lon,sworn\nA,44,-121,many\nB,44,-121,3", "Line 2:"),
        ("name,lat,lon,sworn\nA,44,-121,3", "takes 2 to 400 agencies"),
        ("name,lat,lon,sworn\nA,44,-121,3\nB,44,-122,5", "No two parts of these agencies"),
    ):
        listed.write_text(wrong, encoding="utf-8")
        assert main(["zones", "audit", "--file", str(listed), "--requests", "1000"]) == 1
        assert why in capsys.readouterr().err


def parsed(*words: str) -> Namespace:
    parser = ArgumentParser()
    describe(parser)
    return parser.parse_args(words[1:])
