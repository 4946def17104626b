"""An agency's own accounts open the door, once their owner has connected them: tried with a certified provider."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import httpx
import pytest

from consortium.access.permissions import Role
from consortium.access.tables import PasskeyRow
from tests.harness import PUBLIC, Ground, House, MailCatcher, house
from tests.stories.request_world import SLUG

PROVIDER = Path(__file__).parent / "provider"
BACK = f"{PUBLIC}/{SLUG}/sign-in/agency/back"
SECRET = "a secret: with marks & %"


@pytest.fixture(scope="session")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The provider's address on loopback; it ends with us."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        pytest.skip("There is no Node.js here, which the provider for these tests needs.")
    folder = tmp_path_factory.mktemp("provider") / "it"
    shutil.copytree(PROVIDER, folder)
    subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=folder, check=True, capture_output=True, timeout=240)
    with subprocess.Popen(
        ["node", "provider.mjs", BACK],
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        port = next(line.strip() for line in running.stdout if line.strip().isdecimal())
        yield f"http://localhost:{port}"
        running.stdin.close()


async def at_provider(where: str, account: str) -> str:
    """What somebody does at her agency's sign-on; the address that she is sent back to."""
    async with httpx.AsyncClient() as browser:
        answer = await browser.get(where)
        for _ in range(12):
            if answer.is_redirect:
                to = answer.headers["location"]
                if to.startswith(BACK):
                    return to.removeprefix(PUBLIC)
                answer = await browser.get(str(answer.url.join(to)))
                continue
            form = re.search(r'action="([^"]+)"', answer.text)
            assert form is not None, answer.text
            prompt = "login" if 'name="login"' in answer.text else "consent"
            answer = await browser.post(
                str(answer.url.join(form[1])), data={"prompt": prompt, "login": account, "password": "any"}
            )
    raise AssertionError("the provider did not send back")


async def people(home: House) -> tuple[UUID, UUID, UUID]:
    """An administrator, a head of an agency, and that agency."""
    consortium = await home.ground.consortium(SLUG)
    roles = [row for row in await home.ground.rows("role") if row["consortium"] == consortium]
    head = next(row["person"] for row in roles if row["role"] == Role.AGENCY_HEAD)
    agency = next(row["agency"] for row in await home.ground.rows("affiliation") if row["person"] == head)
    administrator = next(row["person"] for row in roles if row["role"] == Role.ADMINISTRATOR)
    return administrator, head, agency


async def set_up(home: House, issuer: str, *, client: str = "confidential") -> tuple[UUID, UUID]:
    """An agency with a sign-on; its head, and the sign-on."""
    administrator, head, agency = await people(home)
    browser = await home.member(SLUG, administrator)
    form = {"agency": str(agency), "issuer": issuer, "client_id": client}
    answer = await browser.post(
        f"/{SLUG}/sign-on", data=form | ({"secret": SECRET} if client == "confidential" else {})
    )
    assert answer.status_code == 303, answer.text
    (row,) = await home.ground.rows("sign_on")
    assert SECRET.encode() not in (row["secret"] or b"")
    return head, row["id"]


async def connect(home: House, head: UUID, sign_on: UUID, account: str = "chief") -> httpx.Response:
    browser = await home.member(SLUG, head)
    there = await browser.get(f"/{SLUG}/me/sign-on/{sign_on}/connect")
    assert there.status_code == 303, there.text
    return await browser.get(await at_provider(there.headers["location"], account))


async def sign_in(home: House, sign_on: UUID, account: str = "chief") -> tuple[httpx.AsyncClient, httpx.Response]:
    browser = home.browser()
    there = await browser.get(f"/{SLUG}/sign-in/agency/{sign_on}")
    return browser, await browser.get(await at_provider(there.headers["location"], account))


@pytest.mark.parametrize("client", ["confidential", "public"])
async def test_a_connected_account_opens_the_door(
    region: Ground, catcher: MailCatcher, issuer: str, client: str
) -> None:
    async with house(region, catcher, trusted_hosts=frozenset({urlsplit(issuer).netloc})) as home:
        head, sign_on = await set_up(home, issuer, client=client)
        _, stranger = await sign_in(home, sign_on)
        assert stranger.status_code == 422
        assert "not connected to anybody here" in stranger.text
        connected = await connect(home, head, sign_on)
        assert connected.headers["location"] == f"/{SLUG}/me/sign-on?did=connected"
        browser, inside = await sign_in(home, sign_on)
        assert inside.status_code == 303
        assert (await browser.get(f"/{SLUG}/on-call")).status_code == 200
        (identity,) = await region.rows("identity")
        assert identity["person"] == head
        assert b"chief" not in identity["subject_hash"]
        _, other = await sign_in(home, sign_on, "deputy")
        assert other.status_code == 422
        assert await region.rows("sign_on_flow") == []
        assert home.faults == []


async def test_who_has_a_passkey_gets_a_reduced_session(region: Ground, catcher: MailCatcher, issuer: str) -> None:
    async with house(region, catcher, trusted_hosts=frozenset({urlsplit(issuer).netloc})) as home:
        head, sign_on = await set_up(home, issuer)
        await connect(home, head, sign_on)
        consortium = await region.consortium(SLUG)
        async with region.database.transaction(consortium) as tx:
            tx.add(
                PasskeyRow(
                    consortium=consortium,
                    id=uuid4(),
                    person=head,
                    credential_id=b"one",
                    public_key=b"two",
                    sign_count=0,
                    name="Phone",
                    transports=[],
                    backed_up=False,
                    added_on=tx.now.date(),
                )
            )
        await sign_in(home, sign_on)
        kinds = [row["kind"] for row in await region.rows("session") if row["person"] == head]
        assert "reduced" in kinds


async def test_a_way_is_good_once_and_only_in_the_browser_that_began_it(
    region: Ground, catcher: MailCatcher, issuer: str
) -> None:
    async with house(region, catcher, trusted_hosts=frozenset({urlsplit(issuer).netloc})) as home:
        head, sign_on = await set_up(home, issuer)
        await connect(home, head, sign_on)
        browser = home.browser()
        there = await browser.get(f"/{SLUG}/sign-in/agency/{sign_on}")
        back = await at_provider(there.headers["location"], "chief")
        assert (await home.browser().get(back)).status_code == 422, "another browser"
        assert (await browser.get(back)).status_code == 303
        again = await browser.get(back)
        assert again.status_code == 422
        assert "not good any more" in again.text
        late = home.browser()
        there = await late.get(f"/{SLUG}/sign-in/agency/{sign_on}")
        back = await at_provider(there.headers["location"], "chief")
        await region.advance(minutes=11)
        assert (await late.get(back)).status_code == 422, "ten minutes are over"
        await home.jobs.tidy()
        assert await region.rows("sign_on_flow") == []


async def test_who_is_no_longer_of_the_agency_stays_outside(region: Ground, catcher: MailCatcher, issuer: str) -> None:
    async with house(region, catcher, trusted_hosts=frozenset({urlsplit(issuer).netloc})) as home:
        head, sign_on = await set_up(home, issuer)
        await connect(home, head, sign_on)
        await region.as_owner("alter table affiliation no force row level security")
        await region.as_owner(f"delete from affiliation where person = '{head}'")
        await region.as_owner("alter table affiliation force row level security")
        _, answer = await sign_in(home, sign_on)
        assert answer.status_code == 422


async def test_a_sign_on_can_be_ended_and_a_connection_taken_away(
    region: Ground, catcher: MailCatcher, issuer: str
) -> None:
    async with house(region, catcher, trusted_hosts=frozenset({urlsplit(issuer).netloc})) as home:
        head, sign_on = await set_up(home, issuer)
        await connect(home, head, sign_on)
        browser = await home.member(SLUG, head)
        assert (await browser.post(f"/{SLUG}/me/sign-on/{sign_on}", data={})).status_code == 422
        taken = await browser.post(f"/{SLUG}/me/sign-on/{sign_on}", data={"disconnect": "yes"})
        assert taken.headers["location"].endswith("did=disconnected")
        administrator, _, _ = await people(home)
        browser = await home.member(SLUG, administrator)
        assert (await browser.post(f"/{SLUG}/sign-on/{sign_on}/end", data={"end": "yes"})).status_code == 303
        assert (await home.browser().get(f"/{SLUG}/sign-in/agency/{sign_on}")).status_code == 404


async def test_a_provider_that_is_none_is_told_in_words(region: Ground, catcher: MailCatcher) -> None:
    async with house(region, catcher) as home:
        administrator, _, agency = await people(home)
        browser = await home.member(SLUG, administrator)
        for issuer, said in (
            ("http://login.example.org", "https://"),
            ("https://127.0.0.1:9", "private network"),
            ("https://nobody.invalid", "no server named"),
            ("nonsense", "not an address"),
        ):
            form = {"agency": str(agency), "issuer": issuer, "client_id": "x"}
            answer = await browser.post(f"/{SLUG}/sign-on", data=form)
            assert answer.status_code == 422
            assert said in answer.text, issuer
        assert await region.rows("sign_on") == []
