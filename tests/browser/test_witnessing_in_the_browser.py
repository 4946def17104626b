"""A head countersigns the log with a real passkey on a phone, and somebody checks a document there, with no script."""

import re
from pathlib import Path

import pytest
from playwright.async_api import expect

from consortium.access.permissions import Role
from tests.browser.looks import Looks
from tests.browser.test_passkeys import add_passkey, device_in
from tests.browser.town import CALL, Town
from tests.browser.windows import PHONE, Windows

pytestmark = pytest.mark.browser


async def test_on_a_phone_one_button_countersigns_what_happened(here: Town, windows: Windows, looks: Looks) -> None:
    window = await windows.open()
    await window.page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    await here.sign_in(window.context, CALL, await here.anybody(CALL, Role.AGENCY_HEAD))
    await device_in(window)
    await add_passkey(window, "My phone")
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

    await expect(window.page.get_by_text("Nothing that was looked at fails.")).to_be_visible(timeout=60_000)
    await expect(window.page.get_by_text("This is the very file", exact=False)).to_have_count(0)
    assert looks.faults == []
