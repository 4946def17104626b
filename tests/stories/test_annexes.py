"""A gap is closed by a paper: prepared by the coordinator, signed by the head, attested by a clerk. Not before."""

import io
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID

import httpx
import pypdf
import pytest

from agreements import Allow
from consortium.access.permissions import Role
from consortium.access.tables import AffiliationRow, RoleRow
from consortium.members.store import load_peer_facts
from consortium.signing.store import load_reach
from geo import AgencyId
from tests.harness import Ground, House, MailCatcher, house
from tests.stories.test_agencies import agency_named, coordinator, one_of, read

SLUG = "blue-ledge"


@pytest.fixture
async def home(region: Ground, catcher: MailCatcher) -> AsyncIterator[House]:
    async with house(region, catcher) as running:
        yield running
    assert running.faults == []


async def clerk(home: House) -> httpx.AsyncClient:
    return await home.member(SLUG, await one_of(home, Role.CLERK, SLUG))


async def the_gap(home: House, browser: httpx.AsyncClient) -> tuple[str, UUID, UUID]:
    """The one gap of the demo: the agency's page of designations, the agency, the person."""
    name = next(row["name"] for row in await home.ground.rows("agency") if row["name"].startswith("Gannet Crossing"))
    path = f"/{SLUG}/designations/{await agency_named(home, name, SLUG)}"
    assert path in (await browser.get(f"/{SLUG}/designations")).text
    page = (await browser.get(path)).text
    (person,) = re.findall(r'name="peer-([0-9a-f-]{36})"', page)
    return path, UUID(path.rsplit("/", 1)[1]), UUID(person)


async def serves(home: House, agency: UUID, person: UUID) -> bool:
    """Whether the one gate lets this person serve the agency's officers now."""
    async with home.ground.database.reading(await home.ground.consortium(SLUG)) as reading:
        facts = next(each for each in await load_peer_facts(reading) if each.person == person)
        answer = (await load_reach(reading)).may_serve(frozenset({AgencyId(agency)}), facts, reading.now)
    return isinstance(answer, Allow)


async def prepared(home: House, browser: httpx.AsyncClient) -> tuple[str, UUID, UUID]:
    """An annex that closes the gap: its page, the agency, the person."""
    path, agency, person = await the_gap(home, browser)
    pact = re.findall(r'name="pact" value="([^"]+)"', (await browser.get(path)).text)[0]
    answer = await browser.post(f"{path}/prepare", data={"pact": pact, f"peer-{person}": "yes"})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"]).split("?")[0], agency, person


async def today(home: House) -> str:
    async with home.ground.database.reading(None) as reading:
        return (reading.now - timedelta(hours=12)).date().isoformat()


async def test_a_prepared_annex_designates_nobody_until_a_clerk_attests_the_signature(home: House) -> None:
    browser = await coordinator(home, SLUG)
    here, agency, person = await prepared(home, browser)
    assert "This designates nobody yet" in await read(browser, here)
    assert not await serves(home, agency, person)
    assert (await browser.post(f"{here}/attest", data={"signed_on": await today(home)})).status_code == 404
    told = await browser.post(f"{here}/tell", data={"sure": "yes"})
    assert (told.status_code, "only when its head has signed it" in told.text) == (409, True)

    other = await clerk(home)
    empty = await other.post(f"{here}/attest", data={})
    unseen = await other.post(f"{here}/attest", data={"signed_on": await today(home)})
    assert (empty.status_code, unseen.status_code) == (422, 422)
    assert not await serves(home, agency, person)
    answer = await other.post(f"{here}/attest", data={"signed_on": await today(home), "seen": "yes"})
    page = await read(other, answer.headers["location"])

    assert "Attested: these people are designated" in page
    assert await serves(home, agency, person)
    assert f"peer-{person}" not in (await browser.get(f"/{SLUG}/designations/{agency}")).text
    assert (await other.post(f"{here}/attest", data={"signed_on": await today(home), "seen": "yes"})).status_code == 409


async def test_the_paper_names_agency_people_and_training_and_has_a_place_to_sign(home: House) -> None:
    browser = await coordinator(home, SLUG)
    here, _, person = await prepared(home, browser)
    answer = await browser.get(f"{here}/paper.pdf")
    paper = pypdf.PdfReader(io.BytesIO(answer.content))
    words = " ".join(" ".join(each.extract_text() for each in paper.pages).split())
    name = next(row["name"] for row in await home.ground.rows("person") if row["id"] == person)

    assert name in words
    assert "designates each person listed here" in words
    assert "training 40 hours, in date until" in words
    assert "Signature of the agency's head" in words
    assert answer.content == (await browser.get(f"{here}/paper.pdf")).content
    assert paper.trailer["/Root"]["/MarkInfo"]["/Marked"]  # type: ignore[index]  # pypdf's objects


async def test_who_prepared_an_annex_does_not_attest_it(home: House) -> None:
    person, consortium = await one_of(home, Role.COORDINATOR, SLUG), await home.ground.consortium(SLUG)
    async with home.ground.database.transaction(consortium) as tx:
        tx.add(RoleRow(consortium=consortium, person=person, role=Role.CLERK.value))
    browser = await home.member(SLUG, person)
    here, agency, peer = await prepared(home, browser)
    answer = await browser.post(f"{here}/attest", data={"signed_on": await today(home), "seen": "yes"})

    assert answer.status_code == 409
    assert not await serves(home, agency, peer)


async def test_another_agencys_clerk_attests_nothing_and_a_clerk_who_may_tells_the_heads(
    home: House, catcher: MailCatcher
) -> None:
    here, agency, person = await prepared(home, await coordinator(home, SLUG))
    other = await clerk(home)
    consortium, who = await home.ground.consortium(SLUG), await one_of(home, Role.CLERK, SLUG)
    agencies = [row["id"] for row in await home.ground.rows("agency") if row["consortium"] == consortium]
    tied = next(each for each in agencies if each != agency)
    async with home.ground.database.transaction(consortium) as tx:
        tx.add(AffiliationRow(consortium=consortium, person=who, agency=tied, kind="full_time"))
    said = {"signed_on": await today(home), "seen": "yes"}
    assert (await other.post(f"{here}/attest", data=said)).status_code == 404
    assert not await serves(home, agency, person)
    async with home.ground.database.transaction(consortium) as tx:
        tx.add(AffiliationRow(consortium=consortium, person=who, agency=agency, kind="full_time"))
    assert (await other.post(f"{here}/attest", data=said)).status_code == 303
    assert any("a roster annex of" in row["subject"] for row in await home.ground.rows("outbox"))


async def test_a_coordinator_records_no_accreditation_and_a_clerk_none_without_its_number_or_for_ever(
    home: House,
) -> None:
    _, agency, _ = await the_gap(home, await coordinator(home, SLUG))
    here = f"/{SLUG}/agencies/{agency}/accreditation"
    said = {"authority": "An invented board", "begins_on": "2026-01-01", "ends_on": "2029-01-01"}
    steers, hers = await coordinator(home, SLUG), await clerk(home)
    assert (await steers.post(here, data=said | {"paper": "7"})).status_code == 404
    assert (await hers.post(here, data=said)).status_code == 422
    assert (await hers.post(here, data=said | {"paper": "7", "ends_on": "2031-01-02"})).status_code == 422
    assert (await hers.post(here, data=said | {"paper": "7"})).status_code == 303
    assert "An invented board" in await read(steers, here)


async def test_a_withdrawn_annex_can_be_attested_no_more(home: House) -> None:
    browser = await coordinator(home, SLUG)
    here, agency, person = await prepared(home, browser)
    assert (await browser.post(f"{here}/withdraw", data={})).status_code == 422
    assert (await browser.post(f"{here}/withdraw", data={"sure": "yes"})).status_code == 303
    answer = await (await clerk(home)).post(f"{here}/attest", data={"signed_on": await today(home), "seen": "yes"})

    assert answer.status_code == 409
    assert not await serves(home, agency, person)


async def test_a_paper_from_before_it_was_prepared_or_from_tomorrow_is_refused(home: House) -> None:
    here, agency, person = await prepared(home, await coordinator(home, SLUG))
    browser = await clerk(home)
    for day in ("2020-01-01", "2199-01-01"):
        answer = await browser.post(f"{here}/attest", data={"signed_on": day, "seen": "yes"})
        assert answer.status_code == 422
    assert not await serves(home, agency, person)


async def test_the_end_of_a_designation_asks_first_and_holds_at_once(home: House) -> None:
    browser = await coordinator(home, SLUG)
    path, agency, _ = await the_gap(home, browser)
    page = (await browser.get(path)).text
    end = re.findall(rf'href="({path}/end/[0-9a-f-]+)"', page)[0]
    person = UUID(end.rsplit("/", 1)[1])
    assert await serves(home, agency, person)
    assert "the run-off of an agreement does not cover it" in await read(browser, end)
    assert (await browser.post(end, data={})).status_code == 422
    assert await serves(home, agency, person)
    assert (await browser.post(end, data={"sure": "yes"})).status_code == 303

    assert not await serves(home, agency, person)
    assert (await browser.post(end, data={"sure": "yes"})).status_code == 409
    assert "Ended the designation of" in await read(browser, path)


async def test_an_annex_that_lists_nobody_is_not_prepared(home: House) -> None:
    browser = await coordinator(home, SLUG)
    path, _, _ = await the_gap(home, browser)
    answer = await browser.post(f"{path}/prepare", data={})

    assert answer.status_code == 422
    assert await home.ground.rows("roster_annex") == []
