"""Into which part a newcomer would go is looked at first; two parts become one only when a person says so."""

import json
import re
from collections.abc import AsyncIterator

import httpx
import pytest

from consortium.__main__ import main
from consortium.access.permissions import Role
from consortium.cli.zones_promise import of_consortium, of_sizes
from consortium.members.parts import keeps_promise, still_linked
from consortium.members.store import load_zone_plans
from consortium.members.values import PlannedZones
from consortium.problems import BadInput
from geo import certificate, verify
from tests.harness import Ground, House, MailCatcher, house
from tests.roles import Officer, shown
from tests.stories.test_agencies import one_of

SLUG = "blue-ledge"


@pytest.fixture
async def home(region: Ground, catcher: MailCatcher) -> AsyncIterator[House]:
    async with house(region, catcher) as running:
        yield running
    assert running.faults == []


async def the_plans(home: House) -> tuple[PlannedZones, ...]:
    async with home.ground.database.reading(await home.ground.consortium(SLUG)) as reading:
        return await load_zone_plans(reading)


async def looked(browser: httpx.AsyncClient, **query: str) -> str:
    page = await browser.get(f"/{SLUG}/zones/joining", params=query)
    assert page.status_code == 200, shown(page.text)
    return shown(page.text)


async def test_a_newcomer_is_shown_her_part_and_what_each_part_promises_then(home: House) -> None:
    browser = await home.member(SLUG, await one_of(home, Role.COORDINATOR, SLUG))
    before = await the_plans(home)
    page = (await browser.get(f"/{SLUG}/zones/joining")).text
    outside = re.findall(r'<option value="([0-9a-f-]{36})">', page)
    assert outside
    for agency in outside:
        words = await looked(browser, agency=agency)
        assert "It would go into" in words
        assert "possible now" in words
    words = await looked(browser, sworn="17", state="VA", where="Christiansburg")
    (label,) = re.findall(r"It would go into (.+?) By the rule", words)
    zone = next(zone for zone in before[-1].plan.zones if before[-1].labels[zone.id] == label.strip())
    assert f"One of {zone.officers + 17} officers in {len(zone.departments) + 1} departments" in words
    for wrong, sentence in (
        ({"sworn": "many"}, "Say how many sworn officers it has"),
        ({"sworn": "9", "state": "Virginia"}, "A state is given by its two letters"),
        ({"sworn": "9", "state": "VA", "where": "Nowhere at All"}, "no town, ZIP code or county"),
        ({"agency": "hers"}, "Choose an agency that is in no part."),
    ):
        answer = await browser.get(f"/{SLUG}/zones/joining", params=wrong)
        assert (answer.status_code, sentence in shown(answer.text)) == (422, True), wrong
    assert await the_plans(home) == before


async def test_two_parts_become_one_when_a_person_says_so_and_nobody_who_stood_together_is_parted(home: House) -> None:
    browser = await home.member(SLUG, await one_of(home, Role.COORDINATOR, SLUG))
    (*_, before) = await the_plans(home)
    page = await browser.get(f"/{SLUG}/zones/merge")
    forms = [
        dict(re.findall(r'name="(one|other|version)" value="([^"]+)"', form))
        for form in re.findall(r'<form method="post".*?</form>', page.text, re.DOTALL)
    ]
    steps = [form for form in forms if "one" in form]
    assert 1 <= len(steps) <= 6
    miles = [float(each) for each in re.findall(r"Miles on the mean, all parts ([\d.]+) mi, now", shown(page.text))]
    assert miles == sorted(miles)
    empty = await browser.post(f"/{SLUG}/zones/merge", data={})
    assert (empty.status_code, len(await the_plans(home))) == (422, len(await the_plans(home)))
    same = await browser.post(f"/{SLUG}/zones/merge", data={**steps[0], "other": steps[0]["one"]})
    assert (same.status_code, (await the_plans(home))[-1]) == (422, before)

    done = await browser.post(f"/{SLUG}/zones/merge", data=steps[0])
    assert (done.status_code, done.headers["location"]) == (303, f"/{SLUG}/zones?did=planned")
    plans = await the_plans(home)
    after = plans[-1]
    whole = {str(zone.id): zone for zone in before.plan.zones}
    joined = whole[steps[0]["one"]].agencies | whole[steps[0]["other"]].agencies
    rest = {zone.agencies for key, zone in whole.items() if key not in {steps[0]["one"], steps[0]["other"]}}
    assert {zone.agencies for zone in after.plan.zones} == {joined, *rest}
    assert all(
        certificate(zone, after.plan.policy).crowd >= after.plan.policy.crowd for zone in verify(after.plan).zones
    )
    assert keeps_promise(after.plan, still_linked(plans[:-1], after.made_on))
    least = min(whole[steps[0][part]].officers for part in ("one", "other"))
    parts = shown((await browser.get(f"/{SLUG}/zones")).text)
    assert f"Whoever asked before the parts changed and asks again is one of at least {least}," in parts
    assert parts.count("also when asking again") == len(after.plan.zones) - 1
    officer = Officer.at(home, SLUG)
    await officer.open()
    first = shown(officer.page)
    assert first.count("also if you write again") == len(after.plan.zones) - 1
    assert first.count(f"whoever puts both together can tell that you are one of at least {least}.") == 1
    again = await browser.post(f"/{SLUG}/zones/merge", data=steps[0])
    assert again.status_code == 409
    assert "planned anew since this page was made" in shown(again.text)
    peer = await home.member(SLUG, await one_of(home, Role.PEER, SLUG))
    for path in ("merge", "joining"):
        assert (await peer.get(f"/{SLUG}/zones/{path}")).status_code == 404


async def test_few_agencies_are_told_the_most_that_they_can_promise(home: House) -> None:
    slugs = [row["slug"] for row in await home.ground.rows("consortium")]
    for slug in slugs:
        found = await of_consortium(home.ground.database, slug)
        browser = await home.member(slug, await one_of(home, Role.COORDINATOR, slug))
        words = shown((await browser.get(f"/{slug}/zones/design")).text)
        assert ("The most that" in words) == (found["agencies"] < 6 or not found["kept"]), slug
        assert found["kept"] == (found["more_agencies"] == 0)
    told = of_sizes("8,10,12,14", None)
    assert [row["crowd"] for row in told["rows"]] == [0, 0, 19]
    assert (told["one"], told["kept"], told["officers_short"]) == (30, False, 48)
    for wrong in ("", "8,few", "1" * 9, ",".join(["9"] * 13)):
        with pytest.raises(BadInput, match="takes whole numbers"):
            of_sizes(wrong, None)
    assert sum(len(part) for part in told["rows"][2]["parts"]) == 4
    large = of_sizes("25,5,5,5,5", None)  # nobody can be kept unsure of the large one, and yet its officers hide
    assert (large["one"], large["one_crowd_only"]) == (0, 33)


def test_the_command_says_what_few_agencies_can_promise_and_what_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["zones", "promise", "--sworn", "8,10,12,14"]) == 1
    words = capsys.readouterr().out
    assert "one of 19, somebody up to 64 % sure of a department" in words
    assert "for one single request, never for a second: one of 30" in words
    assert "Missing to what is wished: 5 more agencies of the middle size." in words
    assert main(["zones", "promise", "--sworn", "20,20,20,20,20,20", "--crowd", "40", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["kept"] is True
    assert main(["zones", "promise", "--consortium", SLUG, "--crowd", "30"]) == 1
    assert "--crowd goes with --sworn" in capsys.readouterr().err
