"""An agency head's key counts for signing only when somebody else heard its fingerprint from her."""

import re
from uuid import UUID

import httpx

from consortium.access.permissions import Role
from tests.authenticator import Device
from tests.harness import PUBLIC, Ground, House, MailCatcher
from tests.roles import shown
from tests.stories.request_world import SLUG, change, everything, open_house
from tests.stories.test_passkeys import HOME, add

_PRINT = re.compile(r'fingerprint">([A-Z2-7 ]{19})<')


async def heads(ground: Ground) -> list[UUID]:
    consortium = await ground.consortium(SLUG)
    found = {row["person"] for row in await ground.rows("role") if row["role"] == Role.AGENCY_HEAD.value}
    return sorted(
        row["id"] for row in await ground.rows("person") if row["consortium"] == consortium and row["id"] in found
    )


async def give(ground: Ground, person: UUID, role: Role) -> None:
    await change(
        ground,
        "insert into role (consortium, id, person, role) "
        "select consortium, gen_random_uuid(), id, :role from person where id = :person",
        role=role.value,
        person=person,
    )


async def a_head_with_a_key(home: House, person: UUID) -> tuple[httpx.AsyncClient, str, UUID]:
    """Her browser, the fingerprint that she reads on her page, and the key's id."""
    browser = await home.member(SLUG, person)
    await add(browser, Device(PUBLIC))
    found = _PRINT.search((await browser.get(HOME)).text)
    assert found
    rows = [row for row in await home.ground.rows("passkey") if row["person"] == person]
    return browser, found[1], rows[-1]["id"]


async def confirm(browser: httpx.AsyncClient, key: UUID, typed: str) -> httpx.Response:
    return await browser.post(f"/{SLUG}/keys/{key}", data={"fingerprint": typed})


async def heard(ground: Ground, person: UUID, by: UUID) -> None:
    """A head has a key that somebody confirmed."""
    await change(
        ground,
        "insert into passkey (consortium, id, person, credential_id, public_key, sign_count, name, transports, "
        "backed_up, added_on, confirmed_by, confirmed_on) "
        "select consortium, gen_random_uuid(), id, :id, '\\x00', 0, 'Key', '{}', false, current_date, :by, "
        "current_date from person where id = :person",
        id=person.bytes,
        person=person,
        by=by,
    )


async def test_another_agencys_head_types_what_she_reads_out(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        one, two, *_ = await heads(region)
        hers, read, key = await a_head_with_a_key(home, one)
        await heard(region, two, one)
        assert "not confirmed: signs nothing yet" in shown((await hers.get(HOME)).text)
        other = await home.member(SLUG, two)
        page = await other.get(f"/{SLUG}/keys")
        assert str(key) in page.text
        assert read not in page.text, "it is read out, never shown"
        assert (await confirm(other, key, " ")).status_code == 422
        wrong = await confirm(other, key, "ABCD EFGH JKLM NOPQ")
        assert "That does not fit." in shown(wrong.text)
        assert read not in wrong.text
        assert "Tries left for you: 4" in shown(wrong.text)
        answer = await confirm(other, key, read.lower().replace(" ", "-"))
        assert answer.headers["location"] == f"/{SLUG}/keys?did=confirmed"
        assert "confirmed" in shown((await hers.get(HOME)).text)
        (row,) = [row for row in await region.rows("passkey") if row["person"] == one]
        assert row["confirmed_by"] == two
        acts = [row for row in await region.rows("journal") if row["act"] == "confirmed key"]
        assert [(act["actor"], act["subject"]) for act in acts] == [(two, one)]
        _, _, newer = await a_head_with_a_key(home, one)
        unconfirmed = [row["id"] for row in await region.rows("passkey") if row["confirmed_on"] is None]
        assert len(unconfirmed) == 1, "a new key is confirmed anew"
        assert newer in {row["id"] for row in await region.rows("passkey")}


async def test_her_clerk_may_and_no_other_clerk_no_coordinator_and_not_she_herself(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        one, two, three, *_ = await heads(region)
        hers, read, key = await a_head_with_a_key(home, one)
        agency = next(row["agency"] for row in await region.rows("affiliation") if row["person"] == one)
        clerks = {row["person"] for row in await region.rows("role") if row["role"] == Role.CLERK.value}
        consortium = await region.consortium(SLUG)
        clerk = next(
            row["id"] for row in await region.rows("person") if row["id"] in clerks and row["consortium"] == consortium
        )
        await give(region, two, Role.COORDINATOR)
        coordinator, stranger = await home.member(SLUG, two), await home.member(SLUG, clerk)
        before = await everything(region)
        for browser in (hers, coordinator, stranger):
            assert (await confirm(browser, key, read)).status_code == 404
        assert await everything(region) == before
        theirs = shown((await coordinator.get(f"/{SLUG}/keys")).text)
        assert "You run this consortium, so you cannot confirm keys" in theirs
        assert "No key waits for you." in shown((await stranger.get(f"/{SLUG}/keys")).text)
        await change(
            region,
            "insert into affiliation (consortium, id, person, agency, kind) "
            "values (:consortium, gen_random_uuid(), :clerk, :agency, 'full_time')",
            consortium=consortium,
            clerk=clerk,
            agency=agency,
        )
        assert (await confirm(stranger, key, read)).status_code == 303
        await heard(region, three, one)
        assert (await confirm(await home.member(SLUG, three), key, read)).status_code == 422
        assert "This key is confirmed already." in shown((await confirm(stranger, key, read)).text)


async def test_five_wrong_entries_end_the_guessing_of_one_and_of_nobody_else(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        one, two, three, *_ = await heads(region)
        _, read, key = await a_head_with_a_key(home, one)
        await heard(region, two, one)
        await heard(region, three, one)
        guesser, honest = await home.member(SLUG, two), await home.member(SLUG, three)
        for number in range(5):
            assert (await confirm(guesser, key, f"WRONG {number}")).status_code == 422
        refused = await confirm(guesser, key, read)
        assert "You have typed 5 that did not fit" in shown(refused.text)
        assert next(row for row in await region.rows("passkey") if row["id"] == key)["confirmed_on"] is None
        assert (await confirm(honest, key, read)).status_code == 303


async def test_a_peers_passkey_needs_no_confirmation_and_is_nobodys_to_see(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        one, *_ = await heads(region)
        consortium = await region.consortium(SLUG)
        peer = next(row["person"] for row in await region.rows("peer") if row["consortium"] == consortium)
        browser = await home.member(SLUG, peer)
        await add(browser, Device(PUBLIC))
        assert "Fingerprint" not in shown((await browser.get(HOME)).text)
        (row,) = await region.rows("passkey")
        await heard(region, one, peer)
        head = await home.member(SLUG, one)
        assert str(row["id"]) not in (await head.get(f"/{SLUG}/keys")).text
        assert (await confirm(head, row["id"], "x")).status_code == 404
