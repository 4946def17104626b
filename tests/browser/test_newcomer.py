"""From an empty installation to officers who can ask, by what people have: two commands, pages, and their mail."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from scheduling.wallclock import zone
from tests.browser.newcomer import Acts, Somebody
from tests.browser.people import Officer
from tests.browser.windows import DESKTOP, Windows
from tests.harness import Ground, MailCatcher
from tests.proofs.live import AppProcess, fleet
from tests.stories.federal_world import a_region
from tests.stories.paper_world import a_scan

pytestmark = pytest.mark.browser

SLUG = "obsidian"
ZONE = "America/Los_Angeles"
MOST = 60
HEADINGS = "Name,Rank,Email,Agency,Status,Role,Phone,Course,Hours,Completed,Expires"
PEERS = (
    "Ann South,Officer,ann@lodgepole.example.org,Lodgepole Bend Police Department,full time,peer,541 555 0101",
    "Bo North,Deputy,bo@rook.example.org,Rook County Sheriff's Office,full time,peer,541 555 0102",
)
LIMITS = {
    "en": ("A peer passes on: danger to your life or another's, abuse of a child, and a crime you admit.", "No."),
    "es": ("Un compañero debe informar de: peligro para su vida o la de otro, y un delito que usted admita.", "No."),
}


@pytest.fixture
async def installed(ground: Ground, catcher: MailCatcher) -> AsyncIterator[AppProcess]:
    """A server process on an empty database."""
    catcher.clear()
    with fleet(ground, catcher) as running:
        yield running.add()


@pytest.fixture
async def at(chromium: Browser, installed: AppProcess) -> AsyncIterator[Windows]:
    """Opens windows on it."""
    opened = Windows(chromium, installed.public)
    yield opened
    await opened.close()


async def test_a_newcomer_comes_to_a_green_list_in_at_most_60_acts(
    ground: Ground, installed: AppProcess, at: Windows, catcher: MailCatcher, tmp_path: Path
) -> None:
    """An act is a command run, an address opened, a link followed, or a form sent.

    Whatever is typed or ticked belongs to the form that is sent. Ringing lines, reading law and signing papers is
    work too, but none that the product could spare anybody. Every link counts, also one that only leads on.
    """
    acts = Acts()
    async with ground.database.reading(None) as reading:
        today = reading.now.astimezone(zone(ZONE)).date()

    async def somebody(name: str, email: str) -> Somebody:
        return Somebody(name, email, SLUG, await at.open(size=DESKTOP), acts, catcher)

    dana = await somebody("administrator", "dana@example.org")
    lee = await somebody("legal advisor", "lee@example.org")
    cleo = await somebody("clerk", "cleo@example.org")
    ann = await somebody("first peer", "ann@lodgepole.example.org")
    bo = await somebody("second peer", "bo@rook.example.org")

    await _begins(dana, ground, installed, tmp_path)
    await _rings_and_tests(dana)
    await _brings_people(dana, tmp_path, today)
    await _writes_limits(dana)
    await _reads_the_law(lee)
    await _records(cleo, today)
    await _plans_and_prepares(dana)
    await _attests(cleo, today)
    await ann.signs_in()
    await bo.signs_in()
    await _makes_the_rota(dana)

    await expect(dana.main.get_by_role("button", name="Open the service")).to_be_visible()
    assert await dana.main.get_by_text("Open: yours to do").count() == 0
    print(f"\n{acts}\n{len(acts.done)} acts to a green list")
    assert len(acts.done) <= MOST

    await dana.sends("Open the service")
    officer = Officer(await at.open(), SLUG)
    await officer.arrive()
    await officer.ask("Cinder Ford")
    await officer.reads("A peer has been paged")


async def _begins(dana: Somebody, ground: Ground, installed: AppProcess, folder: Path) -> None:
    """A consortium, its first administrator's first sign-in, and the agencies of the federal list."""
    settings = {"DATABASE_URL": ground.app, "PUBLIC_URL": installed.public}
    who = ("--name", "Dana Example", "--email", dana.email)
    words = ("--consortium", SLUG, "--title", "Obsidian Peer Support", "--zone", ZONE, *who)
    told = await dana.acts.run(dana.name, "init", *words, **settings)
    await installed.ready(SLUG)
    (link,) = [word for word in told.split() if "/first/" in word]
    (folder / "federal.csv").write_text(a_region())
    await dana.acts.run(
        dana.name, "import", "agencies", str(folder / "federal.csv"), "--consortium", SLUG, "--skip-bad", **settings
    )
    await dana.opens(link, "her first link")
    await dana.sends("Sign in")
    await expect(dana.main).to_contain_text("Before going live")


async def _rings_and_tests(dana: Somebody) -> None:
    """Every line was rung, and a mail came back."""
    await dana.sends("Send me a test mail")
    await dana.fills(code=await dana.digits("test mail"))
    await dana.sends("It arrived")
    await dana.follows("Crisis lines")
    for box in await dana.main.locator("[name^='rang-']").all():
        await box.check()
    await dana.sends("Date what I have ticked by today")


async def _brings_people(dana: Somebody, folder: Path, today: date) -> None:
    """Two peers by a list; a legal advisor and a clerk by hand."""
    await dana.follows("Set up")
    await dana.follows("Bring in a list of people")
    course = f"Peer support,40,{today - timedelta(days=90)},{today + timedelta(days=600)}"
    (folder / "roster.csv").write_text("\n".join((HEADINGS, *(f"{peer},{course}" for peer in PEERS))))
    await dana.main.locator("#file").set_input_files(folder / "roster.csv")
    await dana.sends("Look at it")
    await dana.sends("Look at what it would do")
    await dana.sends("Take the list")
    await dana.follows("Add a person")
    for name, email, role in (
        ("Lee Law", "lee@example.org", "legal_advisor"),
        ("Cleo Page", "cleo@example.org", "clerk"),
    ):
        await dana.fills(name=name, email=email)
        await dana.main.locator("#role").select_option(role)
        await dana.sends("Add this person")
        if role != "clerk":
            await dana.follows("Add another person")


async def _writes_limits(dana: Somebody) -> None:
    """In English and in Spanish, submitted to the legal advisor."""
    await dana.follows("Set up", within="header")
    await dana.follows("Limits of confidentiality approved")
    for language, other in (("en", "in Spanish"), ("es", "")):
        words, misconduct = LIMITS[language]
        await dana.fills(text=words, misconduct_duty=misconduct)
        await dana.sends("Submit for approval")
        if other:
            await dana.follows(other)


async def _reads_the_law(lee: Somebody) -> None:
    """Field by field, each ticked by herself with where she read it; then she approves what was written from it."""
    await lee.signs_in()
    await lee.follows("Profile of each state read")
    for box in await lee.main.locator("[name$='-read']").all():
        name = (await box.get_attribute("name") or "").removesuffix("-read")
        yes_no = lee.main.locator(f"[name='{name}-value'][value='no']")
        if await yes_no.count():
            await yes_no.check()
        else:
            await lee.fills(**{f"{name}-value": f"What ORS 181A.835 says of it ({name})."})
        await lee.fills(**{f"{name}-source": "ORS 181A.835, read on oregonlegislature.gov"})
        await box.check()
    await lee.sends("Keep what I have ticked as read")
    await lee.follows("English")
    await lee.sends("Approve this text")
    await lee.follows("in Spanish")
    await lee.sends("Approve this text")


async def _records(cleo: Somebody, today: date) -> None:
    """The agreement that eight heads have signed on paper."""
    before = (today - timedelta(days=9)).isoformat()
    await cleo.signs_in()
    await cleo.follows("Record a signed agreement")
    for box in await cleo.main.locator("[name^='party-']").all():
        await box.check()
    for day in await cleo.main.locator("[name^='signed-']").all():
        await day.fill(before)
    await cleo.fills(takes_effect=before)
    await cleo.sends("Look at what it puts into force")
    await cleo.main.locator("#scan").set_input_files(
        {"name": "signed.pdf", "mimeType": "application/pdf", "buffer": a_scan()}
    )
    await cleo.main.locator("#held").check()
    await cleo.sends("Record it")


async def _plans_and_prepares(dana: Somebody) -> None:
    """The parts of the region, and a roster annex for each agency that has to designate."""
    await dana.follows("Set up", within="header")
    await dana.follows("Plan the parts of the region")
    await dana.sends("Make these the parts of the region")
    await dana.follows("Next: the roster annexes by which each agency designates peers")
    await dana.sends("Prepare these papers")


async def _attests(cleo: Somebody, today: date) -> None:
    """Each head has signed her own paper."""
    await cleo.follows("Roster annexes")
    for day in await cleo.main.locator("[name^='signed-']").all():
        await day.fill(today.isoformat())
    for box in await cleo.main.locator("[name^='seen-']").all():
        await box.check()
    await cleo.sends("I attest those that I have ticked")


async def _makes_the_rota(dana: Somebody) -> None:
    """Primary and backup, round the clock, each from the other part of the region."""
    await dana.follows("Set up", within="header")
    await dana.follows("Rota covers the next 14 days")
    for line, person in (("primary", "Ann South"), ("backup", "Bo North")):
        await dana.fills(name=f"The {line}")
        await dana.main.locator(f"[name='line'][value='{line}']").check()
        await dana.main.get_by_label(person).fill("1")
        await dana.sends("Look at it first")
        await dana.sends("Publish")
        await dana.follows(
            "New rotation" if line == "primary" else "Set up", within="main" if line == "primary" else "header"
        )
