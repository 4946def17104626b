"""Passkeys in a real browser, with Chromium's own virtual authenticator behind it."""

import re
from typing import Any

import pytest
from playwright.async_api import expect

from consortium.access.permissions import Role
from tests.browser.looks import Looks
from tests.browser.town import CALL, Town
from tests.browser.windows import Window, Windows
from tests.harness import text_of, until
from tests.stories.test_head_keys import heard

pytestmark = pytest.mark.browser

HOME = f"/{CALL}/me/devices"
DEVICE: dict[str, Any] = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
CODE = re.compile(r"type this code there: (\d+)")


async def device_in(window: Window, **more: Any) -> tuple[Any, str]:
    """Put a device behind this window; the session that speaks to it, and its name."""
    speaks = await window.context.new_cdp_session(window.page)
    await speaks.send("WebAuthn.enable")
    made = await speaks.send("WebAuthn.addVirtualAuthenticator", {"options": {**DEVICE, **more}})
    return speaks, made["authenticatorId"]


async def add_passkey(window: Window, name: str) -> None:
    await window.goto(HOME)
    await window.page.locator("#name").fill(name)
    await window.press("Add a passkey")
    await expect(window.page.get_by_role("status").first).to_contain_text("The passkey was added.")


async def come_in_by_mail(here: Town, window: Window, address: str) -> None:
    await window.goto(f"/{CALL}/sign-in")
    await window.page.locator("#mail").fill(address)
    await window.press("Send me a link")
    sent = len(here.mails.to(address))
    await until(lambda: any(CODE.search(text_of(mail)) for mail in here.mails.to(address)[-1:]) or sent < 0, seconds=15)
    found = CODE.search(text_of(here.mails.to(address)[-1]))
    assert found
    await window.page.locator("#code").fill(found[1])
    await window.press("Sign in")
    await window.page.wait_for_url(f"**/{CALL}/**")


async def test_made_in_one_window_it_signs_in_there_and_the_mail_elsewhere_opens_less(
    here: Town, windows: Windows, looks: Looks
) -> None:
    person = await here.anybody(CALL, Role.PEER)
    address = next(row["email"] for row in await here.rows("person") if row["id"] == person)
    window, elsewhere = await windows.open(), await windows.open()
    await here.sign_in(window.context, CALL, person)
    await device_in(window)
    await window.goto(HOME)
    await looks.at(window, "devices-none")
    await add_passkey(window, "My phone")
    await looks.at(window, "devices")
    await window.page.get_by_role("link", name="Change My phone").click()
    await looks.at(window, "devices-passkey")
    await window.goto(f"{HOME}/everywhere")
    await looks.at(window, "devices-everywhere")
    await window.press("Yes, sign out everywhere")
    await window.page.wait_for_url("**/sign-in")

    await window.press("Use a passkey")
    await window.page.wait_for_url("**/duty")
    await window.goto(HOME)
    assert "last used" in await window.text()

    await until(lambda: len(here.mails.to(address)) > 0, seconds=15)
    here.mails.clear()
    await come_in_by_mail(here, elsewhere, address)
    await elsewhere.goto(f"/{CALL}/duty")
    await elsewhere.heading("This needs a full sign-in")
    await looks.at(elsewhere, "devices-full-session")
    await elsewhere.goto(HOME)
    await looks.at(elsewhere, "devices-by-mail")
    await elsewhere.goto(f"{HOME}/recovery")
    await looks.at(elsewhere, "devices-recovery")
    await elsewhere.press("Yes, begin the 24 hours")
    await elsewhere.page.wait_for_url("**/me/devices?did=asked")
    await looks.at(elsewhere, "devices-recovering", whole=False)
    await window.goto(f"/{CALL}/on-call")
    await window.press("Look, and cancel it if it was not you", role="link")
    await window.press("It was not me, or I do not need it: cancel", role="link")
    await window.press("Cancel the recovery")
    await window.page.wait_for_url("**/me/devices?did=cancelled")
    elsewhere.complaints.clear()  # the browser reports the answer that says 403

    assert looks.faults == []


async def test_a_step_up_leads_back_to_the_page_that_was_asked_for(here: Town, windows: Windows) -> None:
    person = await here.anybody(CALL, Role.COORDINATOR)
    address = next(row["email"] for row in await here.rows("person") if row["id"] == person)
    window = await windows.open()
    await here.sign_in(window.context, CALL, person)
    await device_in(window)
    await add_passkey(window, "My desk")
    await until(lambda: len(here.mails.to(address)) > 0, seconds=15)
    here.mails.clear()
    await window.page.locator("details.menu summary").click()
    await window.press("Sign out", within=window.page.locator("details.menu"))
    await come_in_by_mail(here, window, address)
    await window.goto(f"/{CALL}/roster")
    await window.heading("This needs a full sign-in")
    await window.press("Use a passkey")
    await window.page.wait_for_url(f"**/{CALL}/roster")
    await window.heading("Roster")
    window.complaints.clear()  # the browser reports the answer that says 403


async def test_a_device_without_a_passkey_of_ours_says_so_and_the_mail_stays(here: Town, windows: Windows) -> None:
    window = await windows.open()
    await device_in(window)
    await window.goto(f"/{CALL}/sign-in")
    await window.press("Use a passkey")
    await expect(window.page.locator("[data-said]")).to_contain_text("this device holds no passkey of ours")
    await expect(window.page.get_by_role("button", name="Send me a link")).to_be_visible()


async def test_a_device_that_does_not_check_its_holder_makes_none(here: Town, windows: Windows) -> None:
    window = await windows.open()
    await here.sign_in(window.context, CALL, await here.anybody(CALL, Role.PEER))
    await device_in(window, isUserVerified=False)
    before = len(await here.rows("passkey"))
    await window.goto(HOME)
    await window.page.locator("#name").fill("Unlocked")
    await window.press("Add a passkey")
    await expect(window.page.locator("[data-said]").last).to_contain_text("No passkey was made")
    assert len(await here.rows("passkey")) == before


async def test_without_script_the_door_offers_the_mail_and_says_why(here: Town, windows: Windows) -> None:
    window = await windows.open(script=False)
    await window.goto(f"/{CALL}/sign-in")
    await expect(window.page.get_by_role("button", name="Use a passkey")).to_be_hidden()
    assert "Passkeys need a newer browser with scripts switched on." in await window.text()
    await here.sign_in(window.context, CALL, await here.anybody(CALL, Role.AGENCY_HEAD))
    await window.goto(HOME)
    await expect(window.page.get_by_role("button", name="Add a passkey")).to_be_hidden()
    await window.goto(f"/{CALL}/keys")
    await window.heading("Confirm keys")


async def test_a_heads_key_is_confirmed_by_what_another_head_hears(here: Town, windows: Windows, looks: Looks) -> None:
    consortium = await here.ground.consortium(CALL)
    heads = {row["person"] for row in await here.rows("role") if row["role"] == Role.AGENCY_HEAD.value}
    one, two = sorted(
        row["id"] for row in await here.rows("person") if row["id"] in heads and row["consortium"] == consortium
    )[:2]
    await heard(here.ground, two, one)
    hers, other = await windows.open(), await windows.open()
    await here.sign_in(hers.context, CALL, one)
    await here.sign_in(other.context, CALL, two)
    await device_in(hers)
    await add_passkey(hers, "My tablet")
    await looks.at(hers, "devices-of-a-head")
    read = await hers.page.locator(".fingerprint").inner_text()
    await other.page.goto(other.home + f"/{CALL}/on-call")
    await other.page.locator("details.menu summary").click()
    await other.press("Confirm keys", role="link")
    await other.page.locator("input[name=fingerprint]").fill("abcd efgh jklm nopq")
    await other.page.get_by_role("button", name="Compare and confirm").click()
    await expect(other.page.get_by_role("alert")).to_contain_text("That does not fit.")
    await looks.at(other, "keys-wrong")
    await other.page.locator("input[name=fingerprint]").fill(read.lower())
    await other.page.get_by_role("button", name="Compare and confirm").click()
    await expect(other.page.get_by_role("status")).to_contain_text("Confirmed.")
    await hers.goto(HOME)
    assert "not confirmed" not in await hers.text()
    other.complaints.clear()  # the browser reports the answer that says 422

    assert looks.faults == []


async def test_the_duty_page_offers_to_keep_the_phone(here: Town, windows: Windows, looks: Looks) -> None:
    line = await here.line(CALL)
    window = await windows.open()
    await here.sign_in(window.context, CALL, line.first)
    await window.goto(f"/{CALL}/duty")
    await looks.at(window, "duty-phone")
    await window.page.locator("[aria-labelledby=phone] button").click()
    await expect(window.page.locator("[aria-labelledby=phone]")).to_contain_text("It stays signed in for this page")
    await window.context.clear_cookies(name=f"session-{CALL}")
    await window.goto(f"/{CALL}/agreements")
    await window.heading("This needs a full sign-in")
    await window.goto(f"/{CALL}/duty")
    await expect(window.page.locator("[aria-labelledby=phone]")).to_contain_text("It stays signed in for this page")
    window.complaints.clear()  # the browser reports the answer that says 403

    assert looks.faults == []
