"""A chief is invited: a mail that may be doubted, a letter to check it by, and nothing that signs in by itself."""

import io
import re
from collections.abc import AsyncIterator
from uuid import UUID

import httpx
import pypdf
import pytest

from consortium.access.permissions import Role
from tests.harness import PUBLIC, Ground, House, MailCatcher, house, text_of
from tests.roles import shown
from tests.stories.test_agencies import SLUG, agency_named, coordinator, one_of, read

CHIEF = "chief.quist@example.org"
FORM = {
    "role": "agency_head",
    "bond": "full_time",
    "name": "Ingrid Quist",
    "title": "Chief of police",
    "email": CHIEF,
    "telephone": "541 555 0142",
}
NAME = "Cinder Ford Police Department"


@pytest.fixture
async def home(region: Ground, catcher: MailCatcher) -> AsyncIterator[House]:
    async with house(region, catcher) as running:
        yield running
    assert running.faults == []


async def invited(home: House, browser: httpx.AsyncClient, **changes: str) -> str:
    """The address of a new invitation's page."""
    agency = await agency_named(home, NAME)
    answer = await browser.post(f"/{SLUG}/agencies/{agency}/invite", data=FORM | changes)
    assert answer.status_code == 303, shown(answer.text)
    return str(answer.headers["location"]).split("?")[0]


async def signed_in(home: House, address: str) -> httpx.AsyncClient:
    """A browser in which the owner of this mail address has signed in by the mail's six digits."""
    browser = home.browser()
    await home.tick()
    await browser.post(f"/{SLUG}/sign-in", data={"mail": address})
    await home.tick()
    code = re.findall(r"\b\d{3} ?\d{3}\b", text_of(home.mails.to(address)[-1]))[-1]
    answer = await browser.post(f"/{SLUG}/sign-in/code", data={"code": code})
    assert answer.status_code == 303
    return browser


async def test_mail_and_letter_bear_the_same_number_and_nothing_in_them_signs_in(home: House) -> None:
    browser = await coordinator(home)
    here = await invited(home, browser)
    await home.tick()
    (mail,) = home.mails.to(CHIEF)
    page = await read(browser, here)
    (number,) = set(re.findall(r"\b\d{3} \d{3} \d{3}\b", page))
    letter = await browser.get(f"{here}/letter.pdf")
    again = await browser.get(f"{here}/letter.pdf")
    paper = pypdf.PdfReader(io.BytesIO(letter.content))
    words = " ".join(paper.pages[0].extract_text().split())

    assert number in text_of(mail)
    assert number in words
    assert "(541) 555-0142" in text_of(mail)
    assert "(541) 555-0142" in words
    assert set(re.findall(r"https?://\S+", text_of(mail))) == {f"{PUBLIC}/{SLUG}/invitation"}
    assert letter.headers["content-type"] == "application/pdf"
    assert letter.content == again.content
    assert paper.trailer["/Root"]["/MarkInfo"]["/Marked"]  # type: ignore[index]  # pypdf's objects
    assert paper.trailer["/Root"]["/Lang"] == "en-US"  # type: ignore[index]


async def test_an_invited_chief_is_nothing_before_she_accepts(home: House) -> None:
    browser = await coordinator(home)
    here = await invited(home, browser)
    chief = await signed_in(home, CHIEF)
    first = await chief.get(f"/{SLUG}/")
    assert first.headers["location"] == f"/{SLUG}/invitation"
    for path in ("agencies", "on-call", "agreements"):
        assert (await chief.get(f"/{SLUG}/{path}")).status_code == 404
    page = (await chief.get(f"/{SLUG}/invitation")).text
    assert f"Agency head, {NAME}" in shown(page)
    assert (await chief.post(f"/{SLUG}/invitation", data={})).status_code == 422

    invitation = here.rsplit("/", 1)[1]
    accepted = await chief.post(f"/{SLUG}/invitation", data={"act": "accept", "invitation": invitation})

    assert accepted.status_code == 303
    assert (await chief.get(f"/{SLUG}/agencies")).status_code == 200
    assert "Accepted on" in await read(browser, here)
    assert "Ingrid Quist" in await read(browser, f"/{SLUG}/agencies/{await agency_named(home, NAME)}")


async def test_who_declines_is_taken_off_with_her_mail_address(home: House) -> None:
    browser = await coordinator(home)
    here = await invited(home, browser)
    chief = await signed_in(home, CHIEF)
    invitation = here.rsplit("/", 1)[1]
    no_reason = await chief.post(f"/{SLUG}/invitation", data={"act": "decline", "invitation": invitation})
    assert no_reason.status_code == 422
    fields = {"act": "decline", "invitation": invitation, "reason": "not_alone"}
    answer = await chief.post(f"/{SLUG}/invitation", data=fields)
    page = await read(chief, answer.headers["location"])

    assert "You have declined" in page
    assert "I need somebody's approval first" in await read(browser, here)
    assert [row for row in await home.ground.rows("person") if row["email"] == CHIEF] == []
    assert await invited(home, browser) != here


async def test_nobody_answers_an_invitation_of_somebody_else(home: House) -> None:
    browser = await coordinator(home)
    invitation = (await invited(home, browser)).rsplit("/", 1)[1]
    other = await home.member(SLUG, await one_of(home, Role.AGENCY_HEAD))
    answer = await other.post(f"/{SLUG}/invitation", data={"act": "accept", "invitation": invitation})
    stranger = await home.browser().post(f"/{SLUG}/invitation", data={"act": "accept", "invitation": invitation})

    assert (answer.status_code, stranger.status_code) == (404, 401)
    assert (await other.get(f"/{SLUG}/invitations/{invitation}")).status_code == 404


async def test_an_invitation_runs_out_after_thirty_days_and_is_sent_once_a_day(home: House) -> None:
    browser = await coordinator(home)
    here = await invited(home, browser)
    assert (await browser.post(f"{here}/again", data={"sure": "yes"})).status_code == 409
    await home.advance(days=1, minutes=1)
    browser = await coordinator(home)
    assert (await browser.post(f"{here}/again", data={})).status_code == 422
    assert (await browser.post(f"{here}/again", data={"sure": "yes"})).status_code == 303
    await home.tick()
    first, second = (text_of(mail) for mail in home.mails.to(CHIEF))
    assert first == second
    await home.advance(days=29)
    chief = await home.member(SLUG, await _id(home, CHIEF))
    fields = {"act": "accept", "invitation": here.rsplit("/", 1)[1]}

    assert "No invitation is open" in await read(chief, f"/{SLUG}/invitation")
    assert (await chief.post(f"/{SLUG}/invitation", data=fields)).status_code == 409


async def _id(home: House, address: str) -> UUID:
    found: UUID = next(row["id"] for row in await home.ground.rows("person") if row["email"] == address)
    return found


async def test_a_withdrawn_invitation_opens_nothing_and_its_sign_ins_end(home: House) -> None:
    browser = await coordinator(home)
    here = await invited(home, browser)
    chief = await signed_in(home, CHIEF)
    assert (await browser.post(f"{here}/withdraw", data={})).status_code == 422
    assert (await browser.post(f"{here}/withdraw", data={"sure": "yes"})).status_code == 303
    fields = {"act": "accept", "invitation": here.rsplit("/", 1)[1]}

    assert (await chief.post(f"/{SLUG}/invitation", data=fields)).status_code == 401
    assert "Withdrawn on" in await read(browser, here)
    assert (await browser.post(f"{here}/withdraw", data={"sure": "yes"})).status_code == 409


async def test_a_mail_that_could_not_be_handed_over_is_told(home: House) -> None:
    browser = await coordinator(home)
    here = await invited(home, browser)
    home.mails.answer = "550 no such mailbox"
    await home.tick()

    assert "The mail could not be handed over" in await read(browser, here)
    agency = await agency_named(home, NAME)
    assert "The mail could not be handed over" in await read(browser, f"/{SLUG}/agencies/{agency}")


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"telephone": "911"}, "No telephone rings"),
        ({"telephone": ""}, "not a telephone number"),
        ({"email": "chief at example"}, "not a mail address"),
        ({"role": ""}, "Choose one of these"),
        ({"role": "coordinator"}, "Choose one of these"),
        ({"bond": ""}, "Say how this person belongs"),
        ({"role": "clerk", "bond": ""}, "an administrator invites them"),
    ],
)
async def test_what_cannot_be_invited_is_refused_in_words(home: House, wrong: dict[str, str], says: str) -> None:
    browser, agency = await coordinator(home), await agency_named(home, NAME)
    answer = await browser.post(f"/{SLUG}/agencies/{agency}/invite", data=FORM | wrong)

    assert answer.status_code == 422
    assert says in shown(answer.text)
    assert 'value="Ingrid Quist"' in answer.text
    assert await home.ground.rows("invitation") == []


async def test_an_administrator_invites_a_clerk_who_belongs_to_no_agency(home: House) -> None:
    browser = await home.member(SLUG, await one_of(home, Role.ADMINISTRATOR))
    here = await invited(home, browser, role="clerk", bond="", name="Odile Brandt", title="County clerk")
    clerk = await signed_in(home, CHIEF)
    fields = {"act": "accept", "invitation": here.rsplit("/", 1)[1]}
    assert (await clerk.post(f"/{SLUG}/invitation", data=fields)).status_code == 303
    person = await _id(home, CHIEF)

    assert [row["role"] for row in await home.ground.rows("role") if row["person"] == person] == ["clerk"]
    assert [row for row in await home.ground.rows("affiliation") if row["person"] == person] == []
