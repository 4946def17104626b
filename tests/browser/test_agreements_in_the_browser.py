"""One agreement on a phone from its draft to its proof, the log countersigned, a document checked; and axe on every
page of agreements but those of signing itself. A head's taps are counted, and how long she waits for the machine.
"""

import re
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest
from playwright.async_api import Locator, expect

from agreements import Bond, PactId
from consortium.access.confirm_key import confirm_key
from consortium.access.fingerprint import fingerprint
from consortium.access.permissions import Role
from consortium.access.store.passkeys import passkey_rows_of
from consortium.db import Transaction
from consortium.demo.heads import Town as Clerked
from consortium.demo.heads import a_head, a_town, seen, sign
from consortium.members.enrol_person import enrol_person
from consortium.members.store import load_today
from consortium.signing.signatures.record_resolution import record_resolution
from consortium.signing.store import load_pact
from consortium.signing.store.confirmed_keys import note_key
from geo import AgencyId, PersonId
from tests.browser.looks import Looks
from tests.browser.test_every_page import signed_in, weigh
from tests.browser.test_passkeys import add_passkey, device_in
from tests.browser.town import CALL, Town
from tests.browser.windows import PHONE, Window, Windows
from tests.stories.members_world import a_viewer

pytestmark = pytest.mark.browser

TITLE = "Peers lent between two neighbours"
MOST_TAPS = 10
FIVE_MINUTES = 300


async def test_on_a_phone_one_button_countersigns_what_happened(here: Town, windows: Windows, looks: Looks) -> None:
    window = await windows.open()
    await window.page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    head = await here.anybody(CALL, Role.AGENCY_HEAD)
    await here.sign_in(window.context, CALL, head)
    await device_in(window)
    await add_passkey(window, "My phone")
    await confirmed(here, head)
    ask = f"{window.home}/{CALL}/agreements/log/countersign/ask"
    await window.context.request.post(ask, headers={"origin": window.home})  # the log notes that it has moved
    await window.goto(f"/{CALL}/agreements/log")
    await expect(window.page.get_by_text("Your agency has not countersigned yet.")).to_be_visible()

    button = window.page.get_by_role("button", name=re.compile(r"Countersign \d+ events"))
    await button.click()

    await expect(window.page.get_by_role("status")).to_contain_text("Countersigned.")
    await expect(window.page.get_by_text("Nothing has happened since.")).to_be_visible()
    await looks.at(window, "agreements-log-seen", whole=False)
    assert looks.faults == []


async def confirmed(here: Town, head: UUID) -> None:
    """A clerk of her agency heard the fingerprint of her newest passkey and typed it."""
    consortium = await here.ground.consortium(CALL)
    async with here.ground.database.transaction(consortium) as tx:
        row = next(row for row in await passkey_rows_of(tx, head) if row.name == "My phone")
        tied = [each["agency"] for each in await here.rows("affiliation") if each["person"] == head]
        clerk = a_viewer(consortium, Role.CLERK, person=PersonId(await here.anybody(CALL, Role.CLERK)), agencies=tied)
        assert await confirm_key(tx, clerk, row.id, typed=fingerprint(row.public_key))
        await note_key(tx, row.id)


async def test_a_bundle_is_checked_on_a_phone_without_any_script(
    here: Town, windows: Windows, looks: Looks, tmp_path: Path
) -> None:
    member = await windows.open()
    await here.sign_in(member.context, CALL, await here.anybody(CALL, Role.AGENCY_HEAD))
    await member.goto(f"/{CALL}/agreements")
    page = await member.page.content()
    agreement = re.findall(rf"/{CALL}/agreements/[0-9a-f-]{{36}}", page)[0]
    answer = await member.context.request.get(f"{member.home}{agreement}/evidence.zip")
    file = tmp_path / "evidence.zip"
    file.write_bytes(await answer.body())
    window = await windows.open(script=False)
    await window.page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    await window.goto(f"/{CALL}/verify")

    await window.page.get_by_label("A PDF or a bundle of evidence (zip)").set_input_files(file)
    await window.page.get_by_role("button", name="Check", exact=True).click()

    await expect(
        window.page.get_by_text("All that was looked at holds, and leads to what is kept here.")
    ).to_be_visible(timeout=60_000)
    await expect(window.page.get_by_text("This is the very file", exact=False)).to_have_count(0)
    assert looks.faults == []


@dataclass
class Thumb:
    """A head's thumb: how often it tapped, and how many seconds she waited for the machine."""

    window: Window
    taps: int = 0
    waited: float = 0.0

    async def tap(self, what: Locator, then: Locator) -> None:
        """Tap, and wait until the next thing is there."""
        start = time.perf_counter()
        await what.tap()
        await expect(then).to_be_visible()
        self.taps, self.waited = self.taps + 1, self.waited + time.perf_counter() - start


async def as_somebody(here: Town, windows: Windows, person: UUID) -> Window:
    window = await windows.open()
    await here.sign_in(window.context, CALL, person)
    return window


@asynccontextmanager
async def working(here: Town) -> AsyncIterator[Transaction]:
    async with here.ground.database.transaction(await here.ground.consortium(CALL)) as tx:
        yield tx


async def two_towns(here: Town) -> tuple[tuple[AgencyId, AgencyId], tuple[str, str], PersonId, PersonId]:
    """Two agencies, their names, the first one's head, and the advisor whom they share."""
    tied = {row["person"]: row["agency"] for row in await here.rows("affiliation")}
    known = {row["person"] for row in await here.rows("role") if row["role"] == "agency_head"}
    consortium = await here.ground.consortium(CALL)
    names = {row["id"]: row["name"] for row in await here.rows("agency") if row["consortium"] == consortium}
    heads = {tied[person]: PersonId(person) for person in known if tied.get(person) in names}
    heads = {agency: person for agency, person in heads.items() if person != await here.anybody(CALL, Role.AGENCY_HEAD)}
    one, other = sorted(heads)[:2]
    two = AgencyId(one), AgencyId(other)
    async with working(here) as tx:
        bonds = tuple((agency, Bond.PART_TIME) for agency in two)
        email, role = "two.towns@counsel.example.org", Role.LEGAL_ADVISOR
        counsel = await enrol_person(tx, name="Two Towns", title="", email=email, roles=(role,), bonds=bonds)
    return two, (names[one], names[other]), heads[one], counsel


async def drafted(coordinator: Window, names: Sequence[str]) -> str:
    """The coordinator starts it and sends it to the advisors; the draft's address."""
    page = coordinator.page
    await coordinator.goto(f"/{CALL}/agreements/new")
    await page.locator("#title").fill(TITLE)
    for name in names:
        await page.get_by_label(name).check()
    await coordinator.press("Start the draft")
    await page.wait_for_url(re.compile(r"/agreements/drafts/[0-9a-f-]{36}"))
    await coordinator.press("Send it to the advisors")
    found = re.search(r"/[^/]+/agreements/drafts/[0-9a-f-]{36}", page.url)
    assert found
    return found[0]


async def approved(counsel: Window, draft: str, parties: Sequence[AgencyId]) -> None:
    """Their advisor approves it for both."""
    for agency in parties:
        await counsel.goto(f"{draft}/review")
        await counsel.page.locator("form select[name=agency]").first.select_option(str(agency))
        await counsel.page.get_by_label("Approve", exact=True).check()
        await counsel.press("Give this verdict")
        await expect(counsel.page.get_by_role("status").first).to_contain_text("Your verdict is kept")


async def sent_out(coordinator: Window, draft: str) -> PactId:
    """The coordinator freezes it and sends it out; the agreement."""
    await coordinator.goto(draft)
    await coordinator.press("Freeze this text")
    await coordinator.press("Send it out to be signed")
    href = await coordinator.page.get_by_role("link", name="The agreement, and who has signed").get_attribute("href")
    assert href
    return PactId(UUID(re.findall(r"[0-9a-f-]{36}", href)[-1]))


async def the_other_has_signed(here: Town, pact: PactId, two: Sequence[AgencyId]) -> None:
    """The clerk holds both resolutions, and the second head has signed."""
    async with working(here) as tx:
        town: Clerked = await a_town(tx, PersonId(await here.anybody(CALL, Role.CLERK)))
        (version,) = (await load_pact(tx, pact)).versions
        day = await load_today(tx)
        if version.terms.resolutions_required:
            for agency in two:
                await record_resolution(
                    tx, town.clerk, pact=pact, number=1, agency=agency, resolution="Resolution 7", on=day
                )
        hears = await seen(tx, PersonId(town.clerk.person), Role.CLERK, *two)
        other = await a_head(tx, town, two[1], hears=hears)
        await sign(tx, town, other, pact=pact, number=1, digest=version.digest)
        await a_head(tx, town, two[0], hears=None)


async def signs(window: Window, name: str) -> Thumb:
    """From the page that her mail leads to: she reads, fills in one form, and her passkey signs."""
    page, thumb = window.page, Thumb(window)
    await thumb.tap(
        page.get_by_role("link", name="Read and sign").first, page.get_by_role("link", name="Go to signature")
    )
    await thumb.tap(page.get_by_role("link", name="Go to signature"), page.locator("#name"))
    await thumb.tap(page.locator("#name"), page.locator("#name:focus"))
    await page.keyboard.type(name)
    for tick in ("read", "allowed", "consent"):
        await thumb.tap(page.locator(f"#{tick}"), page.locator(f"#{tick}:checked"))
    look = page.get_by_role("heading", name="Look over and sign")
    await thumb.tap(page.get_by_role("button", name="Look over and sign"), look)
    done = page.get_by_role("status").filter(has_text="You have signed.")
    await thumb.tap(page.get_by_role("button", name="Sign with my passkey"), done)
    return thumb


async def test_from_a_draft_to_a_proof_a_head_needs_few_taps_and_little_of_five_minutes(
    here: Town, windows: Windows, tmp_path: Path
) -> None:
    two, names, head, advisor = await two_towns(here)
    coordinator = await as_somebody(here, windows, await here.anybody(CALL, Role.COORDINATOR))
    draft = await drafted(coordinator, names)
    await approved(await as_somebody(here, windows, advisor), draft, two)
    pact = await sent_out(coordinator, draft)
    await the_other_has_signed(here, pact, two)
    window = await windows.open(touch=True)
    await here.sign_in(window.context, CALL, head)
    await device_in(window)
    await add_passkey(window, "My phone")
    await confirmed(here, head)

    await window.goto(f"/{CALL}/agreements")
    own = next(row["name"] for row in await here.rows("person") if row["id"] == head)
    thumb = await signs(window, own)

    await window.goto(f"/{CALL}/agreements/{pact}")
    await expect(window.page.get_by_text("In force since").first).to_be_visible()
    bundle = tmp_path / "evidence.zip"
    answer = await window.context.request.get(f"{window.home}/{CALL}/agreements/{pact}/evidence.zip")
    bundle.write_bytes(await answer.body())
    await window.goto(f"/{CALL}/verify")
    await window.page.get_by_label("A PDF or a bundle of evidence (zip)").set_input_files(bundle)
    await window.press("Check")
    await expect(window.page.get_by_text("The log here had this very head", exact=False)).to_be_visible(timeout=60_000)
    print(f"\na head signs with {thumb.taps} taps and her typed name; she waits {thumb.waited:.1f} s for the machine")
    assert thumb.taps <= MOST_TAPS
    assert thumb.waited < FIVE_MINUTES


async def test_who_may_serve_whom(here: Town, windows: Windows, looks: Looks) -> None:
    window = await signed_in(here, windows, Role.COORDINATOR)
    start = f"/{CALL}/agreements/matrix"
    page = await weigh(window, start)
    await looks.at(window, "matrix")
    one, other = re.findall(rf'href="{start}/([0-9a-f-]{{36}})"', page)[:2]
    for path, name in (
        (f"?without={one}", "matrix-without"),
        (f"/{one}?on=2026-05-03", "matrix-agency"),
        (f"/{one}/{other}", "matrix-pair"),
    ):
        await weigh(window, start + path)
        await looks.at(window, name)
    await weigh(window, f"/{CALL}/agencies/{one}/accreditation")
    await looks.at(window, "accreditation")

    assert looks.faults == []


async def test_the_life_of_an_agreement(here: Town, windows: Windows, looks: Looks) -> None:
    window = await signed_in(here, windows, Role.COORDINATOR)
    page = await weigh(window, f"/{CALL}/agreements")
    await looks.at(window, "agreements-hub")
    one = re.findall(rf'href="(/{CALL}/agreements/[0-9a-f-]{{36}})"', page)[0]
    await weigh(window, one)
    await looks.at(window, "agreement-whole")
    paths = {"on-a-day": f"{one}?on=2027-03-05", "calendar": f"/{CALL}/agreements/calendar"}
    paths |= {"life-invite": f"{one}/life/invite"}
    for name, path in paths.items():
        await weigh(window, path)
        await looks.at(window, name, whole=False)
    clerk = await signed_in(here, windows, Role.CLERK)
    for act in ("suspend", "adopt", "void", "leave/paper"):
        await weigh(clerk, f"{one}/life/{act}")
        await looks.at(clerk, f"life-{act.replace('/', '-')}", whole=False)
    for path in ("scans", "1/text", "1/paper/pause"):
        await weigh(clerk, f"{one}/{path}")
        await looks.at(clerk, f"agreement-{path.replace('/', '-')}", whole=path == "scans")
    head = await signed_in(here, windows, Role.AGENCY_HEAD)
    await weigh(head, f"/{CALL}/agreements")
    await looks.at(head, "agreements-hub-of-a-head", whole=False)
    await weigh(head, f"/{CALL}/agency/agreements")
    await looks.at(head, "what-binds-us")
    await weigh(head, f"{one}/life/leave")
    await head.press("See what would follow")
    await looks.at(head, "life-look")

    assert looks.faults == []


async def test_the_pages_of_drafts_of_agreements(here: Town, windows: Windows, looks: Looks) -> None:
    window = await signed_in(here, windows, Role.COORDINATOR)
    page = await weigh(window, f"/{CALL}/agreements/drafts")
    await looks.at(window, "drafts", whole=False)
    waiting = re.findall(rf'href="(/{CALL}/agreements/drafts/[0-9a-f-]{{36}})">Support after', page)[0]
    out = re.findall(rf'href="(/{CALL}/agreements/drafts/[0-9a-f-]{{36}})">Peers lent', page)[0]
    paths = {"new": f"/{CALL}/agreements/new", "packs": f"/{CALL}/agreements/packs", "out": out}
    paths |= {"overview": waiting, "clause": f"{waiting}/clauses/21"}
    paths |= {path: f"{waiting}/{path}" for path in ("terms", "text", "compare", "review", "comments")}
    for name, path in paths.items():
        await weigh(window, path)
        await looks.at(window, f"draft-{name}", whole=name in {"overview", "text", "terms"})
    await weigh(window, f"{waiting}/review")
    await window.page.locator("summary", has_text="Make a read-only link").click()
    await window.page.locator("#label").fill("County counsel")
    await window.press("Make the link")
    await looks.at(window, "draft-counsel-made", whole=False)
    address = await window.page.locator("#address").input_value()
    stranger = await windows.open()
    await weigh(stranger, f"/{CALL}/counsel/{address.rpartition('/')[2]}")
    await looks.at(stranger, "draft-counsel", whole=False)
    window = await signed_in(here, windows, Role.COORDINATOR)
    await weigh(window, f"{waiting}/clauses/21")
    await window.page.get_by_label("Own words").check()
    await window.page.locator("#words").fill("A party may leave when it likes.")
    await window.press("Keep this")
    await looks.at(window, "draft-clause-stops", whole=False)
    await weigh(window, f"{waiting}/text")
    await looks.at(window, "draft-text-changed", whole=False)

    assert looks.faults == []


async def test_the_pages_of_word_and_of_councils(here: Town, windows: Windows, looks: Looks) -> None:
    window = await signed_in(here, windows, Role.COORDINATOR)
    page = await weigh(window, f"/{CALL}/agreements/drafts")
    draft = re.findall(rf'href="(/{CALL}/agreements/drafts/[0-9a-f-]{{36}})">Support after', page)[0]
    for path in ("word", "packet"):
        await weigh(window, f"{draft}/{path}")
        await looks.at(window, f"draft-{path}", whole=path == "word")
    await weigh(window, f"{draft}/word")
    await window.page.locator("#pasted").fill("25. Disputes\n\nThe heads talk.\n\n26. Notices\n\nBy letter.")
    await window.press("Look at what it asks for")
    await looks.at(window, "draft-word-look")
    await window.press("Take them in")
    await looks.at(window, "draft-word-taken", whole=False)

    assert looks.faults == []


async def test_the_log_of_agreements_and_the_page_for_checking(here: Town, windows: Windows, looks: Looks) -> None:
    window = await signed_in(here, windows, Role.AGENCY_HEAD)
    await weigh(window, f"/{CALL}/agreements/log")
    await looks.at(window, "agreements-log")
    window = await windows.open()
    await weigh(window, f"/{CALL}/verify")
    await looks.at(window, "verify")
    await window.page.get_by_label("Or a SHA-256").fill("no digest")
    await window.page.get_by_role("button", name="Check", exact=True).click()
    await expect(window.page.get_by_role("alert")).to_be_visible()
    await looks.at(window, "verify-wrong", whole=False)
    window.complaints.clear()  # the browser reports the answer that says 422
    await window.page.get_by_label("Or a SHA-256").fill("0" * 64)
    await window.page.get_by_role("button", name="Check", exact=True).click()
    await expect(window.page.get_by_text("Nobody here knows it")).to_be_visible()
    await looks.at(window, "verify-unknown", whole=False)

    assert looks.faults == []
