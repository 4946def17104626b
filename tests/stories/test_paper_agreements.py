"""A clerk records what stands on a signed paper; a look comes first, and signed is not in force."""

import json
import re
from datetime import date, timedelta
from uuid import UUID

import httpx

from agreements import PactId, standing_at
from consortium.access.permissions import Role
from consortium.access.permissions import refused as refused_pair
from consortium.access.tables import AffiliationRow, RoleRow
from consortium.signing.store import load_pact
from geo import AgencyId
from tests.harness import Ground, House, MailCatcher, house
from tests.stories.paper_world import a_scan
from tests.stories.request_world import SLUG

SCAN = {"scan": ("signed.pdf", a_scan(), "application/pdf")}
RECORD = {"step": "record", "held": "yes"}


async def a_member(home: House, role: Role) -> httpx.AsyncClient:
    mine = await home.ground.consortium(SLUG)
    rows = await home.ground.rows("role")
    return await home.member(
        SLUG, next(row["person"] for row in rows if row["consortium"] == mine and row["role"] == role)
    )


async def tie(home: House, who: Role, agency: str = "", *, role: Role | None = None) -> None:
    """The first with this role belongs to an agency, or holds another role besides."""
    mine = await home.ground.consortium(SLUG)
    rows = await home.ground.rows("role")
    person = next(row["person"] for row in rows if row["consortium"] == mine and row["role"] == who)
    async with home.ground.database.transaction(mine) as tx:
        if role is not None:
            tx.add(RoleRow(consortium=mine, person=person, role=role.value))
        else:
            tx.add(AffiliationRow(consortium=mine, person=person, agency=UUID(agency), kind="full_time"))


async def heads_of(home: House, agency: str) -> list[str]:
    heads = {row["person"] for row in await home.ground.rows("role") if row["role"] == Role.AGENCY_HEAD}
    tied = {row["person"] for row in await home.ground.rows("affiliation") if str(row["agency"]) == agency}
    return [row["email"] for row in await home.ground.rows("person") if row["id"] in heads & tied]


def fields_of(page: str) -> dict[str, str]:
    """What the form holds, as a browser would send it."""
    found: dict[str, str] = dict(
        re.findall(r'<input[^>]* name="([^"]+)"[^>]* value="([^"]*)"(?=[^>]*checked)[^>]*>', page)
    )
    found |= dict(re.findall(r'<input id="([^"]+)" name="[^"]+" type="(?:text|number|date)" value="([^"]*)"', page))
    found |= dict(re.findall(r'<textarea id="(clause-\d+)"[^>]*>(.*?)</textarea>', page, re.DOTALL))
    return found


def plain(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


async def agencies(home: House, count: int) -> list[str]:
    mine = await home.ground.consortium(SLUG)
    return sorted(str(row["id"]) for row in await home.ground.rows("agency") if row["consortium"] == mine)[:count]


async def filled(home: House, browser: httpx.AsyncClient, *, signed: int, effect: str = "") -> dict[str, str]:
    form = fields_of((await browser.get(f"/{SLUG}/agreements/record")).text)
    some = await agencies(home, 4)
    day = (date(2026, 1, 1)).isoformat()
    form |= {f"party-{agency}": "yes" for agency in some}
    form |= {f"signed-{agency}": day for agency in some[:signed]}
    return form | {"title": "The winter agreement", "takes_effect": effect}


async def test_a_clerk_looks_then_records_and_the_paper_is_in_force(region: Ground, catcher: MailCatcher) -> None:
    async with house(region, catcher) as home:
        clerk = await a_member(home, Role.CLERK)
        before = len(await region.rows("agreement"))
        form = await filled(home, clerk, signed=4, effect="2026-02-01")
        look = await clerk.post(f"/{SLUG}/agreements/record", data=form | {"step": "look"})
        assert "Recorded so, it is in force now." in plain(look.text)
        assert len(await region.rows("agreement")) == before, "looking keeps nothing"
        for more, says in (({}, "Tick that you hold the signed paper"), ({"held": "yes"}, "Choose the scanned page")):
            refused = await clerk.post(f"/{SLUG}/agreements/record", data=form | more | {"step": "record"})
            assert (refused.status_code, says in refused.text) == (422, True)
        assert len(await region.rows("agreement")) == before
        done = await clerk.post(f"/{SLUG}/agreements/record", data=form | RECORD, files=SCAN)
        assert done.status_code == 303
        page = plain((await clerk.get(done.headers["location"])).text)
        assert "In force since" in page
        assert "within five (5) minutes, the next one is asked" in page, "numbers of the text are those of the terms"
        signed = await clerk.get(f"{done.headers['location'].partition('?')[0]}/1/desk")
        assert "recorded by" in plain(signed.text)
        assert plain(signed.text).count("who signed stands on the scan") == 4, "the clerk did not sign for anybody"
        assert home.faults == []


async def test_a_part_rests_under_a_paper_only_for_what_the_paper_names(region: Ground, catcher: MailCatcher) -> None:
    async with house(region, catcher) as home:
        clerk = await a_member(home, Role.CLERK)
        form = await filled(home, clerk, signed=4, effect="2026-02-01")
        assert form["may_pause"] == "yes"
        assert not any(name.startswith("rests-") for name in form)
        said = {**form, "may_pause": "", "rests-accreditation": "yes"}
        look = plain((await clerk.post(f"/{SLUG}/agreements/record", data=said | {"step": "look"})).text)
        assert "Recorded so, it is in force now." in look
        done = await clerk.post(f"/{SLUG}/agreements/record", data=said | RECORD, files=SCAN)
        where = done.headers["location"].partition("?")[0]
        pact = where.rpartition("/")[2]
        rows = await region.rows("agreement_version")
        [terms] = [json.loads(row["terms"]) for row in rows if str(row["agreement"]) == pact]
        assert (terms["suspend_on"], terms["may_pause"]) == (["accreditation"], False)
        assert "recorded that" in plain((await clerk.get(where)).text), "the text says it in the same words"
        agency = (await agencies(home, 1))[0]
        fact = {"kind": "suspended", "agency": agency, "at": "2026-03-01", "held": "yes"}
        no = await clerk.post(f"{where}/happened", data=fact | {"cause": "insurance"}, files=SCAN)
        assert (no.status_code, "does not let a part rest" in plain(no.text)) == (422, True)
        assert await serves(home, pact, agency)
        yes = await clerk.post(f"{where}/happened", data=fact | {"cause": "accreditation"}, files=SCAN)
        assert yes.status_code == 303
        assert not await serves(home, pact, agency)
        assert home.faults == []


async def serves(home: House, pact: str, agency: str) -> bool:
    """Whether an agreement binds an agency now, so that its peers are asked under it and its officers served."""
    async with home.ground.database.reading(await home.ground.consortium(SLUG)) as reading:
        return AgencyId(UUID(agency)) in standing_at(await load_pact(reading, PactId(UUID(pact))), reading.now).active


async def test_too_few_signatures_are_signed_and_not_in_force(region: Ground, catcher: MailCatcher) -> None:
    async with house(region, catcher) as home:
        clerk = await a_member(home, Role.CLERK)
        form = await filled(home, clerk, signed=2, effect="2026-02-01")
        look = plain((await clerk.post(f"/{SLUG}/agreements/record", data=form | {"step": "look"})).text)
        assert "Recorded so, it is not in force." in look
        assert "It needs the signatures of 3 parties and has 2." in look
        done = await clerk.post(f"/{SLUG}/agreements/record", data=form | RECORD, files=SCAN)
        where = done.headers["location"].partition("?")[0]
        third = (await agencies(home, 4))[2]
        fact = {"kind": "signed", "agency": third, "at": "2026-03-01", "held": "yes"}
        assert (await clerk.post(f"{where}/happened", data=fact)).status_code == 422, "without the paper"
        assert (await clerk.post(f"{where}/happened", data=fact, files=SCAN)).status_code == 303
        assert "In force since" in plain((await clerk.get(where)).text)
        assert (await clerk.post(f"{where}/happened", data=fact, files=SCAN)).status_code == 422, "it changes nothing"


async def test_what_cannot_stand_on_a_paper_is_refused_and_what_was_typed_stays(
    region: Ground, catcher: MailCatcher
) -> None:
    async with house(region, catcher) as home:
        clerk = await a_member(home, Role.CLERK)
        form = await filled(home, clerk, signed=4)
        tomorrow = (date.today() + timedelta(days=3)).isoformat()  # noqa: DTZ011 (any day ahead)
        some = (await agencies(home, 1))[0]
        for changed, said in (
            ({"title": ""}, "must be filled in"),
            ({"clause-8": " "}, "has no words"),
            ({"least_parties": "nine"}, "whole number"),
            ({"least_parties": "9"}, "names only 4"),
            ({f"signed-{some}": tomorrow}, "made in the past"),
            ({"takes_effect": "soon"}, "This is no day"),
            ({f"service-{name}": "" for name in ("one_to_one", "critical_incident")}, "offers no service"),
        ):
            answer = await clerk.post(f"/{SLUG}/agreements/record", data=form | changed | {"step": "look"})
            assert (answer.status_code, said in answer.text) == (422, True), (changed, plain(answer.text)[:600])
            assert "The winter agreement" in answer.text or "title" in changed
        nothing = {name: value for name, value in form.items() if not name.startswith("party-")}
        assert "Tick the agencies" in (await clerk.post(f"/{SLUG}/agreements/record", data=nothing)).text


async def test_a_party_counts_only_when_a_clerk_of_hers_attests_and_every_head_is_told(
    region: Ground, catcher: MailCatcher
) -> None:
    async with house(region, catcher) as home:
        clerk = await a_member(home, Role.CLERK)
        form = await filled(home, clerk, signed=4, effect="2026-02-01")
        mine, other, third, _ = await agencies(home, 4)
        await tie(home, Role.CLERK, mine)
        refused = await clerk.post(f"/{SLUG}/agreements/record", data=form | RECORD, files=SCAN)
        assert (refused.status_code, "You attest for your own agency only" in plain(refused.text)) == (422, True)
        own = {name: "" if name.startswith("signed-") and mine not in name else each for name, each in form.items()}
        alone = await clerk.post(f"/{SLUG}/agreements/record", data=own | RECORD, files=SCAN)
        assert "this concerns every party" in plain(alone.text)
        done = await clerk.post(f"/{SLUG}/agreements/record", data=own | {"takes_effect": ""} | RECORD, files=SCAN)
        assert done.status_code == 303
        where = done.headers["location"].partition("?")[0]
        pact = where.rpartition("/")[2]
        signed = [row for row in await region.rows("agreement_fact") if str(row["agreement"]) == pact]
        assert [str(row["agency"]) for row in signed] == [mine]
        assert all(row["scan_sha256"] for row in signed)
        for agency, day, status in ((other, "2026-03-01", 404), (mine, "2020-01-01", 422)):
            fact = {"kind": "in_force", "agency": agency, "at": day, "held": "yes"}
            assert (await clerk.post(f"{where}/happened", data=fact, files=SCAN)).status_code == status
        heads = await heads_of(home, third)
        await home.tick()
        assert any("was recorded" in str(mail["subject"]) for mail in catcher.to(heads[0]))
        assert home.faults == []


async def test_who_runs_the_consortium_records_no_paper_even_as_a_clerk(region: Ground, catcher: MailCatcher) -> None:
    async with house(region, catcher) as home:
        clerk = await a_member(home, Role.CLERK)
        await tie(home, Role.CLERK, role=Role.ADMINISTRATOR)
        form = await filled(home, clerk, signed=4, effect="2026-02-01")
        before = len(await region.rows("agreement_fact"))
        refused = await clerk.post(f"/{SLUG}/agreements/record", data=form | RECORD, files=SCAN)
        assert (refused.status_code, "You run this consortium" in plain(refused.text)) == (422, True)
        assert len(await region.rows("agreement_fact")) == before
    assert refused_pair({Role.CLERK, Role.COORDINATOR})
    assert refused_pair({Role.CLERK, Role.ADMINISTRATOR})


async def test_only_a_clerk_records_papers(region: Ground, catcher: MailCatcher) -> None:
    async with house(region, catcher) as home:
        for role in (Role.COORDINATOR, Role.AGENCY_HEAD, Role.ADMINISTRATOR):
            browser = await a_member(home, role)
            assert (await browser.get(f"/{SLUG}/agreements/record")).status_code == 404
            assert "Record a signed agreement" not in (await browser.get(f"/{SLUG}/agreements")).text


async def test_the_parts_of_the_region_are_looked_at_and_then_made(region: Ground, catcher: MailCatcher) -> None:
    async with house(region, catcher) as home:
        browser = await a_member(home, Role.COORDINATOR)
        before = len(await region.rows("zone_plan"))
        page = plain((await browser.get(f"/{SLUG}/zones/plan")).text)
        assert "Plan the parts of the region" in page
        assert len(await region.rows("zone_plan")) == before
        assert (await browser.post(f"/{SLUG}/zones/plan", data={})).status_code == 422
        made = await browser.post(f"/{SLUG}/zones/plan", data={"make": "yes"})
        planned = len(await region.rows("zone_plan")) - before
        assert (made.status_code, planned) in {(303, 1), (422, 0)}
        assert home.faults == []
