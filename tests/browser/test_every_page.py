"""Every page but those of an open request: no fault that axe finds, by day and by night, nothing to scroll sideways,
and light in weight. An open request is in test_every_state, agreements in test_agreements_in_the_browser.
"""

import re
from uuid import UUID

import pytest
from playwright.async_api import expect

from agreements import Bond
from consortium.access.first_link import make_first_link
from consortium.access.permissions import Role
from consortium.access.store import load_place
from consortium.members.invite import invite
from geo import AgencyId, PersonId
from tests.browser.looks import MOST_BYTES, Looks
from tests.browser.town import CALL, SMALL, TEXT, Town
from tests.browser.windows import DESKTOP, PATIENCE, Window, Windows
from tests.harness import text_of, until

pytestmark = pytest.mark.browser

MOST_BYTES_OF_HELP = 20_000
LINK = re.compile(r"http://localhost:\d+(/\S+/sign-in/\S+)")


async def signed_in(here: Town, windows: Windows, role: Role) -> Window:
    window = await windows.open()
    await here.sign_in(window.context, CALL, await here.anybody(CALL, role))
    return window


async def weigh(window: Window, path: str, status: int = 200) -> str:
    """Open a page; it must not weigh more than it may."""
    answer = await window.page.goto(window.home + path)
    assert answer is not None
    assert answer.status == status
    body = await answer.body()
    assert len(body) < MOST_BYTES, path
    return body.decode()


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.AGENCY_HEAD, Role.PEER])
async def test_what_members_see(here: Town, windows: Windows, looks: Looks, role: Role) -> None:
    window = await signed_in(here, windows, role)
    page = await weigh(window, f"/{CALL}/permissions")
    mine = dict.fromkeys(re.findall(rf'href="(/{CALL}/[a-z-]+)"', page))
    assert len(mine) > 5
    for path in mine:
        if path.endswith(("/sign-out", "/theme")):
            continue
        page = await weigh(window, path)
        # The same page looks the same to everybody: whole once, then only what each role finds on it.
        await looks.at(
            window, f"{role.value}{path.removeprefix(f'/{CALL}').replace('/', '-')}", whole=role == Role.COORDINATOR
        )
        for agreement in set(re.findall(rf"/{CALL}/agreements/[0-9a-f-]{{36}}", page)):
            await weigh(window, agreement)
            await looks.at(window, f"{role.value}-agreement", whole=role == Role.COORDINATOR)

    assert looks.faults == []


async def invited(here: Town, agency: str) -> None:
    """A captain of the agency is invited."""
    async with here.ground.database.transaction(await here.ground.consortium(CALL)) as tx:
        await invite(
            tx,
            place=await load_place(tx),
            public_url=here.public,
            agency=AgencyId(UUID(agency.rpartition("/")[2])),
            role=Role.LIAISON,
            bond=Bond.FULL_TIME,
            name="Ingrid Quist",
            title="Captain",
            email="ingrid.quist@example.org",
            telephone="(540) 555-0142",
            by=PersonId(await here.anybody(CALL, Role.COORDINATOR)),
        )


async def test_what_cover_is_missing(here: Town, windows: Windows, looks: Looks) -> None:
    window = await signed_in(here, windows, Role.COORDINATOR)
    await weigh(window, f"/{CALL}/coverage")
    await looks.at(window, "coverage")
    await weigh(window, f"/{CALL}/coverage")
    await window.page.locator("summary", has_text="Say that a gap is meant").click()
    await window.press("It is meant")
    await expect(window.page.get_by_role("alert")).to_be_visible()
    await looks.at(window, "coverage-wrong", whole=False)
    window.complaints.clear()  # the browser reports the answer that says 422
    page = await weigh(window, f"/{CALL}/coverage/what-if")
    first, *_, last = re.findall(r'<option value="([0-9a-f-]{36})"', page)
    for name, agency in (("joins", first), ("leaves", last)):
        await weigh(window, f"/{CALL}/coverage/what-if?agency={agency}")
        await looks.at(window, f"coverage-{name}", whole=False)

    assert looks.faults == []


async def test_the_pages_of_one_agency_its_invitations_and_annexes(here: Town, windows: Windows, looks: Looks) -> None:
    window = await signed_in(here, windows, Role.COORDINATOR)
    listed = await weigh(window, f"/{CALL}/agencies?show=waiting&q=stannard")
    (agency,) = set(re.findall(rf"/{CALL}/agencies/[0-9a-f-]{{36}}", listed))
    await invited(here, agency)
    page = await weigh(window, agency)
    await looks.at(window, "agency")
    for act in ("change", "count", "suspend", "end", "invite"):
        await weigh(window, f"{agency}/{act}")
        await looks.at(window, f"agency-{act}", whole=False)
    await weigh(window, re.findall(rf"/{CALL}/invitations/[0-9a-f-]{{36}}", page)[0])
    await looks.at(window, "invitation", whole=False)
    for path in ("map", "map?part=B", "distances", "agencies/import", "sisters"):
        listed = await weigh(window, f"/{CALL}/{path}")
        await looks.at(window, path.replace("/", "-").replace("?part=", "-from-"))
        if path == "distances":
            await weigh(window, re.findall(rf"/{CALL}/distances/[0-9a-f-]{{36}}/[0-9a-f-]{{36}}", listed)[0])
            await looks.at(window, "distance", whole=False)
    for path in ("view?links=6", "joining?sworn=12&state=VA&where=24073", "merge"):
        await weigh(window, f"/{CALL}/zones/{path}")
        await looks.at(window, f"zones-{path.partition('?')[0]}", whole=False)
    await weigh(window, f"/{CALL}/zones/design")
    await looks.at(window, "designs", whole=False)
    glance = window.page.locator("#glance")
    before = await glance.inner_text()
    await window.page.locator("[data-slides=crowd]").fill("80")
    assert await window.page.locator("#crowd").input_value() == "80"
    await expect(glance).not_to_have_text(before, use_inner_text=True, timeout=PATIENCE)
    await window.page.get_by_label("quickly").check()
    await window.press("Try")
    await expect(window.page.get_by_role("heading", name="What it gives, and what it costs")).to_be_visible(
        timeout=60_000
    )
    await looks.at(window, "design", whole=False)
    matrix = await weigh(window, f"/{CALL}/designations")
    designated = re.findall(rf'<a href="(/{CALL}/designations/[0-9a-f-]{{36}})"><b>', matrix)[0]
    await weigh(window, designated)
    await looks.at(window, "agency-designations")
    window = await windows.open()
    await weigh(window, f"/{CALL}/invitation")
    await looks.at(window, "invited", whole=False)

    assert looks.faults == []


async def test_the_pages_of_people(here: Town, windows: Windows, looks: Looks) -> None:
    window = await signed_in(here, windows, Role.ADMINISTRATOR)
    peer = f"/{CALL}/people/{await here.anybody(CALL, Role.PEER)}"
    page = await weigh(window, peer)
    (entry,) = set(re.findall(rf"{peer}/training/[0-9a-f-]{{36}}", page))
    paths = {"person": peer, "training": entry, "person-end": f"{peer}/end", "person-new": f"/{CALL}/people/new"}
    paths |= {"journal": f"/{CALL}/journal", "me": f"/{CALL}/me", "roster": f"/{CALL}/roster?show=everybody"}
    for name, path in paths.items():
        await weigh(window, path)
        await looks.at(window, f"people-{name}")
    window = await signed_in(here, windows, Role.PEER)
    await weigh(window, f"/{CALL}/me")
    await looks.at(window, "people-me-peer")

    assert looks.faults == []


async def test_the_pages_about_when_people_can_serve(here: Town, windows: Windows, looks: Looks) -> None:
    window = await signed_in(here, windows, Role.COORDINATOR)
    listed = await weigh(window, f"/{CALL}/availability")
    await looks.at(window, "availability")
    person = re.findall(rf"/{CALL}/people/[0-9a-f-]{{36}}/availability", listed)[0]
    (agency, *_) = re.findall(rf"/{CALL}/lent-hours/[0-9a-f-]{{36}}", await weigh(window, f"/{CALL}/lent-hours"))
    await looks.at(window, "lent-hours", whole=False)
    paths = {
        "person": person,
        "agency": agency,
        "holidays": f"/{CALL}/holidays",
        "import": f"/{CALL}/availability/import",
    }
    for name, path in paths.items():
        await weigh(window, path)
        await looks.at(window, f"availability-{name}", whole=name == "holidays")
    window = await signed_in(here, windows, Role.PEER)
    await weigh(window, f"/{CALL}/me/availability")
    await looks.at(window, "availability-me")
    await weigh(window, f"/{CALL}/me/availability")
    await window.page.locator("#work summary").filter(has_text="Enter a").click()
    await window.page.locator("#pattern").select_option("panama")
    await window.page.locator("#cycle_first").fill("2026-10-12")
    await window.page.get_by_role("button", name="Look at the year first").click()
    await looks.at(window, "availability-pattern")

    assert looks.faults == []


async def test_a_chosen_theme_is_kept_by_the_device_and_served_with_the_page(here: Town, windows: Windows) -> None:
    window = await signed_in(here, windows, Role.COORDINATOR)
    await window.page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    await window.goto(f"/{CALL}/on-call")
    await window.page.get_by_role("button", name="Night").click()
    await expect(window.page.locator("html[data-theme=night]")).to_have_count(1)
    assert window.page.url.endswith("/on-call")
    assert 'data-theme="night"' in await weigh(window, f"/{CALL}/roster")


async def test_the_door_from_the_address_to_inside(here: Town, windows: Windows, looks: Looks) -> None:
    person = await here.anybody(CALL, Role.AGENCY_HEAD)
    address = next(row["email"] for row in await here.rows("person") if row["id"] == person)
    window, stranger = await windows.open(), await windows.open()
    await weigh(window, f"/{CALL}/zones")
    assert window.page.url.endswith("/sign-in")
    await looks.at(window, "sign-in")
    await window.page.locator("#mail").fill("no address")
    await window.press("Send me a link")
    await expect(window.page.get_by_role("alert")).to_be_visible()
    await looks.at(window, "sign-in-again", whole=False)
    await window.page.locator("#mail").fill(address)
    await window.press("Send me a link")
    await looks.at(window, "sign-in-code")
    await until(lambda: bool(here.mails.to(address)), seconds=15)
    (path,) = LINK.findall(text_of(here.mails.to(address)[-1]))
    await weigh(stranger, path)
    await looks.at(stranger, "sign-in-elsewhere", whole=False)
    await window.page.locator("#code").fill("123 456")
    await window.press("Sign in")
    await expect(window.page.get_by_role("alert")).to_be_visible()
    await looks.at(window, "sign-in-code-again", whole=False)
    await weigh(window, path)
    await looks.at(window, "sign-in-ready")
    await window.press("Sign in")
    await window.page.wait_for_url("**/agency")
    await weigh(window, path)
    window.complaints.clear()  # the browser reports the two answers that say 422

    assert looks.faults == []


async def test_the_first_sign_in_of_an_administrator(here: Town, windows: Windows, looks: Looks) -> None:
    window = await windows.open()
    person = await here.anybody(CALL, Role.ADMINISTRATOR)
    async with here.ground.database.transaction(await here.ground.consortium(CALL)) as tx:
        token = await make_first_link(tx, person=person)
    for _ in range(2):
        await weigh(window, f"/{CALL}/first/{token}")
        await looks.at(window, "first-link")
        await window.press("Sign in")
    await expect(window.page.get_by_role("heading", name="This link no longer works")).to_be_visible()
    await looks.at(window, "first-link-again")
    window.complaints.clear()  # the browser reports the answer that says 422

    assert looks.faults == []


async def test_addresses_that_are_none(here: Town, windows: Windows, looks: Looks) -> None:
    window = await signed_in(here, windows, Role.AGENCY_HEAD)
    paths = {
        "nowhere": "/nowhere",
        "no-day": f"/{CALL}/schedule/never",
        "no-peer": f"/{CALL}/duty",
        "no-help": "/nobody/help",
    }
    for name, path in paths.items():
        await weigh(window, path, 404)
        await looks.at(window, f"problem-{name}", whole=name != "no-peer")
    window.complaints.clear()  # the browser reports each answer that says 404

    assert looks.faults == []


async def test_the_door_of_the_demo(windows: Windows, looks: Looks) -> None:
    window = await windows.open()
    page = await weigh(window, "/demo")
    await looks.at(window, "demo-door")
    assert page.count("Enter") or page.count("entry")
    page = await weigh(window, "/demo/mails")
    await looks.at(window, "demo-mails")
    await weigh(window, re.findall(r'href="(/demo/mails/[^"]+)"', page)[0])
    await looks.at(window, "demo-mail")

    assert looks.faults == []


@pytest.mark.parametrize("slug", [CALL, TEXT, SMALL])
async def test_the_first_page_of_help(windows: Windows, looks: Looks, slug: str) -> None:
    window = await windows.open()
    for language, path in (("english", "help"), ("spanish", "es/help")):
        page = await weigh(window, f"/{slug}/{path}")
        weight = len(page.encode())
        for address in re.findall(r'(?:href|src)="(/static/[^"]+)"', page):
            answer = await window.context.request.get(window.home + address)
            weight += len(await answer.body())
        assert weight < MOST_BYTES_OF_HELP
        await looks.at(window, f"help-{slug}-{language}")

    assert looks.faults == []


async def test_the_keys_for_programs(here: Town, windows: Windows, looks: Looks) -> None:
    window = await signed_in(here, windows, Role.ADMINISTRATOR)
    await weigh(window, f"/{CALL}/tokens")
    await looks.at(window, "tokens-none")
    await window.press("Make the key")
    await expect(window.page.get_by_role("alert")).to_be_visible()
    await looks.at(window, "tokens-wrong", whole=False)
    await window.page.locator("#name").fill("Dispatch screen")
    await window.page.get_by_label("Read who is on call").check()
    await window.press("Make the key")
    await expect(window.page.get_by_role("heading", name="The new key", exact=True)).to_be_visible()
    await looks.at(window, "token-made")
    await window.page.get_by_role("link", name="I have copied it").click()
    await looks.at(window, "token")
    await weigh(window, f"/{CALL}/tokens")
    await looks.at(window, "tokens")
    await window.page.get_by_role("link", name="Dispatch screen").click()
    await window.page.locator("summary", has_text="End this key").click()
    await window.press("End the key")
    await window.page.wait_for_url("**?did=ended")
    await looks.at(window, "token-ended")
    await weigh(window, f"/{CALL}/api/v1")
    await looks.at(window, "api")
    window.complaints.clear()  # the browser reports the answer that says 422

    assert looks.faults == []


SET_UP = (
    "set-up",
    "clock",
    "settings",
    "pause",
    "lines",
    "states",
    "states/VA",
    "notices",
    "notices/VA/en",
    "designations/annexes",
    "statistics",
)


async def test_the_pages_of_set_up(here: Town, windows: Windows, looks: Looks) -> None:
    window = await signed_in(here, windows, Role.LEGAL_ADVISOR)
    await weigh(window, f"/{CALL}/notices/VA/en")
    await window.page.locator("#text").fill("EXAMPLE. A peer keeps it private, except what a court demands.")
    await window.press("Submit for approval")
    await looks.at(window, "notice-waits")
    await weigh(window, f"/{CALL}/states/VA")
    await looks.at(window, "state-to-read", whole=False)
    window = await signed_in(here, windows, Role.COORDINATOR)
    for path in SET_UP:
        await weigh(window, f"/{CALL}/{path}")
        await looks.at(window, path.replace("/", "-"))
    await weigh(window, f"/{CALL}/lines")
    await window.page.get_by_role("link", name="Change or remove").first.click()
    await looks.at(window, "line", whole=False)
    await weigh(window, f"/{CALL}/settings")
    await window.page.locator("#crowd").fill("30")
    await window.press("Keep the settings")
    await looks.at(window, "settings-asks", whole=False)
    await weigh(window, f"/{CALL}/pause")
    await window.press("Pause the service")
    await looks.at(window, "paused", whole=False)
    await window.press("Resume the service")

    assert looks.faults == []


async def test_the_pages_of_plans_of_duty(here: Town, windows: Windows, looks: Looks) -> None:
    window = await signed_in(here, windows, Role.COORDINATOR)
    page = await weigh(window, f"/{CALL}/rota/drafts")
    (draft,) = set(re.findall(rf'href="(/{CALL}/rota/drafts/[0-9a-f-]{{36}})"', page))
    duty = re.findall(rf'href="({draft}/shifts/[0-9a-f-]{{36}})"', await weigh(window, draft))[0]
    paths = {"plans": f"/{CALL}/rota/drafts", "plan-duty": f"/{CALL}/rota/plan", "plan-rules": f"/{CALL}/rota/rules"}
    paths |= {"repair": f"/{CALL}/rota/repair", "draft": draft, "draft-duty": duty}
    paths |= {"draft-review": f"{draft}/review", "draft-duty-new": f"{draft}/shifts/new"}
    for name, path in paths.items():
        await weigh(window, path)
        await looks.at(window, name)

    assert looks.faults == []
