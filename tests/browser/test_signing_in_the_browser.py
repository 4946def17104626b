"""A head signs with a real passkey, on a phone and by keyboard alone; axe finds nothing on any page of the way."""

import re

import pytest
from playwright.async_api import expect
from sqlalchemy import select

from agreements import VersionState, standing_at
from agreements.counterparts import Manner
from agreements.signatures import Act
from consortium.access.confirm_key import confirm_key
from consortium.access.fingerprint import fingerprint
from consortium.access.permissions import Role
from consortium.access.store.passkeys import passkey_rows_of
from consortium.access.tables import AffiliationRow
from consortium.members.store import load_today
from consortium.signing.signatures.attest_paper import OnPaper, attest_paper
from consortium.signing.signatures.letters import Letters
from consortium.signing.signatures.read_scan import read_scan
from consortium.signing.store import load_pact
from geo import AgencyId, PersonId
from tests.authenticator import Device
from tests.browser.looks import Looks
from tests.browser.test_passkeys import add_passkey, device_in
from tests.browser.town import CALL, Town
from tests.browser.windows import Window, Windows
from tests.stories.members_world import a_viewer
from tests.stories.paper_world import a_scan
from tests.stories.signing_world import Head, Signing, give_authority, put_out

pytestmark = pytest.mark.browser


async def out_for_signature(here: Town, many: int = 3) -> Signing:
    """An agreement between the first agencies of the demo, out to be signed; their heads have recorded authority."""
    consortium = await here.ground.consortium(CALL)
    people = {row["id"]: row for row in await here.rows("person") if row["consortium"] == consortium}
    heads = sorted(
        row["person"] for row in await here.rows("role") if row["role"] == "agency_head" and row["person"] in people
    )
    clerk = await here.anybody(CALL, Role.CLERK)
    world = Signing(here.ground, consortium, PersonId(clerk), PersonId(await here.anybody(CALL, Role.COORDINATOR)), [])
    async with here.ground.database.transaction(consortium) as tx:
        eyes = a_viewer(consortium, Role.CLERK, person=PersonId(clerk))
        for person in heads[:many]:
            agency = await tx.scalar(select(AffiliationRow.agency).where(AffiliationRow.person == person))
            assert agency is not None
            head = Head(AgencyId(agency), "", PersonId(person), people[person]["name"], Device(here.public))
            await give_authority(tx, eyes, head)
            world.heads.append(head)
        await put_out(tx, world, signing_days=21)
    return world


async def confirmed(world: Signing, head: Head) -> None:
    """The clerk heard her fingerprint and typed it."""
    async with world.ground.database.transaction(world.consortium) as tx:
        (row,) = await passkey_rows_of(tx, head.person)
        eyes = a_viewer(world.consortium, Role.CLERK, person=world.clerk, agencies=[head.agency])
        assert await confirm_key(tx, eyes, row.id, typed=fingerprint(row.public_key))


async def come_to(window: Window, selector: str) -> None:
    """Press Tab until the focus is there."""
    for _ in range(200):
        await window.page.keyboard.press("Tab")
        if await window.page.evaluate("s => document.activeElement && document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"the keyboard does not come to {selector}")


def page_of(world: Signing, rest: str = "sign") -> str:
    return f"/{CALL}/agreements/{world.pact}/{world.number}/{rest}"


async def test_on_a_phone_by_keyboard_alone_she_reads_fills_one_form_in_and_signs(
    here: Town, windows: Windows, looks: Looks
) -> None:
    world = await out_for_signature(here)
    head = world.heads[0]
    window = await windows.open()
    await here.sign_in(window.context, CALL, head.person)
    await device_in(window)
    await window.goto(page_of(world))
    await expect(window.page.get_by_text("You have no passkey here")).to_be_visible()
    await looks.at(window, "sign-no-passkey", whole=False)
    await add_passkey(window, "My phone")
    await window.goto(page_of(world))
    await expect(window.page.get_by_text("Your passkey was not confirmed by anybody")).to_be_visible()
    await confirmed(world, head)
    await window.goto(page_of(world))
    await looks.at(window, "sign")

    bar = window.page.get_by_role("link", name="Go to signature")
    await expect(bar).to_be_in_viewport()
    await bar.focus()
    await window.page.keyboard.press("Enter")
    await come_to(window, "#name")
    await window.page.keyboard.type("Somebody Else")
    for tick in ("read", "allowed", "consent"):
        await come_to(window, f"#{tick}")
        await window.page.keyboard.press("Space")
    await come_to(window, "#signature button")
    await window.page.keyboard.press("Enter")
    await expect(window.page.get_by_role("alert")).to_contain_text("Type your own name as it is on the roster")
    await looks.at(window, "sign-wrong", whole=False)
    window.complaints.clear()  # the browser reports the answer that says 422
    await window.page.locator("#name").fill("")
    await window.page.locator("#name").focus()
    await window.page.keyboard.type(head.name)
    await come_to(window, "#signature button")
    await window.page.keyboard.press("Enter")
    await window.heading("Look over and sign")
    await looks.at(window, "sign-look")
    assert await world.counterparts() == ()
    await come_to(window, "#answer button")
    await window.page.keyboard.press("Enter")
    await expect(window.page.get_by_role("status").first).to_contain_text("You have signed.")
    await looks.at(window, "signed")
    (found,) = await world.counterparts()
    assert found.person == head.person
    assert (await stands(world)) is VersionState.ESCROW

    await window.page.get_by_role("link", name="Take my signature back").click()
    await looks.at(window, "sign-retract", whole=False)
    for path in ("sign/decline", "sign/change"):
        await window.goto(page_of(world, path))
        await looks.at(window, f"sign-{path.rpartition('/')[2]}", whole=False)
    for path in (page_of(world, "paper"), f"/{CALL}/agreements/bound"):
        await window.goto(path)
        await looks.at(window, f"sign-{path.rpartition('/')[2]}", whole=False)

    assert looks.faults == []


async def test_by_keyboard_alone_she_looks_what_a_notice_would_do_and_signs_it(
    here: Town, windows: Windows, looks: Looks
) -> None:
    world = await out_for_signature(here, 4)
    head = world.heads[3]
    clerk = a_viewer(world.consortium, Role.CLERK, person=world.clerk)
    letters = Letters(title="", home=here.public, calendar="UTC")
    scan = await read_scan(a_scan())
    for each in world.heads:
        async with here.ground.database.transaction(world.consortium) as tx:
            day, mark = await load_today(tx), world.digest[:16]
            paper = OnPaper(agency=each.agency, person=each.person, name=each.name, signed_on=day, fingerprint=mark)
            what = {"pact": world.pact, "number": world.number, "paper": paper, "scan": scan}
            await attest_paper(tx, clerk, **what, held=True, letters=letters)  # type: ignore[arg-type]
    window = await windows.open()
    await here.sign_in(window.context, CALL, head.person)
    await device_in(window)
    await add_passkey(window, "My phone")
    await confirmed(world, head)
    await window.goto(f"/{CALL}/agreements/{world.pact}/life/leave")
    await come_to(window, "main form button")
    await window.page.keyboard.press("Enter")
    await window.page.get_by_role("heading", name="What would follow").wait_for()
    await come_to(window, "#name")
    await window.page.keyboard.type(head.name)
    for tick in ("allowed", "consent"):
        await come_to(window, f"#{tick}")
        await window.page.keyboard.press("Space")
    await looks.at(window, "life-sign")
    await come_to(window, "#signature button")
    await window.page.keyboard.press("Enter")
    await window.heading("Look over and sign")
    await looks.at(window, "life-sign-look")
    await come_to(window, "#answer button")
    await window.page.keyboard.press("Enter")
    await expect(window.page.get_by_role("status").first).to_contain_text("Done.")
    acts = {each.record.act: each.person for each in await world.counterparts() if each.manner is Manner.PASSKEY}
    assert acts == {Act.NOTICE: head.person}
    assert looks.faults == []


async def stands(world: Signing) -> VersionState:
    async with world.ground.database.reading(world.consortium) as reading:
        return standing_at(await load_pact(reading, world.pact), reading.now).versions[world.number]


async def test_without_script_the_page_says_that_a_passkey_needs_it_and_that_paper_does_not(
    here: Town, windows: Windows
) -> None:
    world = await out_for_signature(here)
    head = world.heads[1]
    first = await windows.open()
    await here.sign_in(first.context, CALL, head.person)
    await device_in(first)
    await add_passkey(first, "My phone")
    await confirmed(world, head)
    window = await windows.open(script=False)
    await here.sign_in(window.context, CALL, head.person)
    await window.goto(page_of(world))
    await window.page.locator("#name").fill(head.name)
    for tick in ("read", "allowed", "consent"):
        await window.page.locator(f"#{tick}").check()
    await window.press("Look over and sign")
    assert "Paper needs neither and counts the same." in await window.text()
    await expect(window.page.get_by_role("button", name="Sign with my passkey")).to_be_hidden()
    await window.press("Sign on paper instead", role="link")
    await window.heading("Sign on paper")


async def test_the_clerks_desk_her_list_of_rights_and_a_kiosk(here: Town, windows: Windows, looks: Looks) -> None:
    world = await out_for_signature(here)
    head = world.heads[2]
    hers = await windows.open()
    await here.sign_in(hers.context, CALL, head.person)
    speaks, device = await device_in(hers)
    await add_passkey(hers, "My phone")
    await confirmed(world, head)
    clerk = await windows.open()
    await here.sign_in(clerk.context, CALL, world.clerk)
    await clerk.goto(f"/{CALL}/authority")
    await looks.at(clerk, "authority")
    await clerk.goto(page_of(world, "desk"))
    await looks.at(clerk, "desk")
    await clerk.page.get_by_role("button", name="Attest it").click()
    await expect(clerk.page.get_by_role("alert")).to_contain_text("Choose the scanned page")
    await looks.at(clerk, "desk-wrong", whole=False)
    clerk.complaints.clear()  # the browser reports the answer that says 422
    told = await speaks.send("WebAuthn.getCredentials", {"authenticatorId": device})
    there, other = await device_in(clerk)
    await there.send("WebAuthn.addCredential", {"authenticatorId": other, "credential": told["credentials"][0]})
    await clerk.page.locator("#kiosk-who").select_option(f"{head.agency} {head.person}")
    await clerk.page.get_by_role("button", name="Open it, and sign me out here").click()
    await clerk.page.wait_for_url(re.compile(r"/kiosk/[0-9a-f-]{36}$"))
    await looks.at(clerk, "kiosk")
    await clerk.page.locator("#name").fill(head.name)
    for tick in ("read", "allowed", "consent"):
        await clerk.page.locator(f"#{tick}").check()
    await clerk.page.get_by_role("button", name="Look over and sign").click()
    await clerk.page.get_by_role("button", name="Sign with my passkey").click()
    await expect(clerk.page.get_by_text("This page is closed")).to_be_visible()
    await looks.at(clerk, "kiosk-done", whole=False)
    (found,) = await world.counterparts()
    assert found.person == head.person

    assert looks.faults == []
