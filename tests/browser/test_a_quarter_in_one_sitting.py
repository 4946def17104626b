"""A coordinator plans duty in one sitting, peers swap it on their phones, and what was served stays when she undoes it.

The plan is a few days long, so that the planner is quick; nothing else is smaller than it would be for a quarter.
"""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

import pytest
from playwright.async_api import Locator, expect

from consortium.access.permissions import Role
from geo import PersonId
from scheduling import who
from scheduling.wallclock import instant, zone
from tests.browser.town import CALL, Town
from tests.browser.windows import DESKTOP, PATIENCE, PHONE, Window, Windows
from tests.harness import text_of, until

pytestmark = pytest.mark.browser

DAYS = 5
DAY = timedelta(days=1)
PLANNED = 30_000
"""Milliseconds that the planner may take on a busy machine."""
TITLE = "One sitting"
CHANGED = "Your duty at"


@dataclass
class Hand:
    """Somebody at a window whose presses are counted: of links, buttons, ticks and what opens; not what is typed."""

    name: str
    window: Window
    person: UUID
    presses: list[str] = field(default_factory=list)

    @classmethod
    async def at(cls, here: Town, windows: Windows, name: str, person: UUID, size: tuple[int, int]) -> "Hand":
        window = await windows.open(size=size)
        await here.sign_in(window.context, CALL, person)
        return cls(name, window, person)

    @property
    def main(self) -> Locator:
        return self.window.page.locator("main")

    async def opens(self, path: str) -> None:
        """Begin at one of our pages."""
        assert await self.window.goto(f"/{CALL}/{path}") == 200

    async def taps(self, thing: Locator, what: str) -> None:
        await thing.click()
        self.presses.append(f"{self.name}: {what}")

    async def follows(self, name: str, *, exact: bool = True) -> None:
        link = self.window.page.get_by_role("link", name=name, exact=exact).first
        await self.taps(link, f"follows “{name.strip()}”")

    async def presses_on(self, name: str, *, within: Locator | None = None) -> None:
        button = (within or self.main).get_by_role("button", name=name, exact=True)
        await self.taps(button, f"presses “{name}”")

    async def reads(self, words: str) -> None:
        await expect(self.main).to_contain_text(words, timeout=PATIENCE)


async def test_a_plan_is_made_published_swapped_and_undone_in_one_sitting(here: Town, windows: Windows) -> None:
    facts = await here.facts(CALL)
    clock = zone(facts.region.timezone)
    first = here.now.astimezone(clock).date() + 7 * DAY
    cara = await Hand.at(here, windows, "coordinator", await here.anybody(CALL, Role.COORDINATOR), DESKTOP)
    busy = min(who(facts.schedule, instant(first + DAY, facts.schedule.rotations[0].hand_off, clock)).primary)

    await _says_a_time_for(cara, facts.cards[busy].name, first, first + (DAYS - 1) * DAY)
    await _plans(cara, first, first + (DAYS - 1) * DAY)
    assert facts.cards[busy].name not in await _holders(cara), "she said that she cannot"
    await _reads_why_and_changes_one(cara)
    told = await _reviews_and_publishes(cara)
    await _are_told_once(here, told)

    served = first + DAY
    held = instant(served, facts.schedule.rotations[0].hand_off, clock) + timedelta(hours=6)
    (giver,) = who((await here.facts(CALL)).schedule, held).primary
    gina = await Hand.at(here, windows, "peer", giver, PHONE)
    await _asks_in_three_taps(gina, served)
    asked = [row["person"] for row in await here.rows("swap_asked") if str(row["ask"]) in gina.window.page.url]
    taker = PersonId(asked[0])
    tess = await Hand.at(here, windows, "colleague", taker, PHONE)
    await _takes_it(tess)
    await _shows(cara, served, facts.cards[taker].name)
    assert who((await here.facts(CALL)).schedule, held).primary == {taker}

    await _undoes_when_two_days_are_over(here, cara, served, facts.cards[taker].name)
    later = (await here.facts(CALL)).schedule
    assert who(later, held).primary == {taker}, "what was served stays"
    ahead = instant(first + (DAYS - 1) * DAY, facts.schedule.rotations[0].hand_off, clock) + timedelta(hours=6)
    assert who(later, ahead).primary == who(facts.schedule, ahead).primary, "what lies ahead is the rotations' again"

    hal = await Hand.at(here, windows, "head", await here.anybody(CALL, Role.AGENCY_HEAD), PHONE)
    await hal.opens("agency")
    covered = hal.main.get_by_role("heading", name="Covered tonight: ")
    print(await covered.inner_text())
    everybody = [each for hand in (cara, gina, tess, hal) for each in hand.presses]
    print("\n" + "\n".join(f"{number:3} {what}" for number, what in enumerate(everybody, start=1)))
    print(f"{len(cara.presses)} presses of the coordinator, {len(gina.presses)} + {len(tess.presses)} of the two peers")
    assert (len(gina.presses), len(tess.presses)) == (3, 2)


async def _says_a_time_for(cara: Hand, name: str, first: date, last: date) -> None:
    """Availability in: a peer has told her that she cannot."""
    await cara.opens("schedule")
    await cara.follows("Availability")
    await cara.follows(name)
    times = cara.main.locator("#times")
    if not await times.locator("#said").is_visible():
        await cara.taps(times.locator("summary", has_text="Say a time").first, "opens “Say a time”")
    await cara.taps(times.locator("label", has_text="Not to be planned").first, "chooses “Not to be planned”")
    await times.locator("[name=first]").fill(first.isoformat())
    await times.locator("[name=last]").fill(last.isoformat())
    await cara.presses_on("Keep this time")
    await cara.reads("The planner leaves that time out")


async def _plans(cara: Hand, first: date, last: date) -> None:
    await cara.opens("schedule")
    await cara.follows("Plans of duty")
    await cara.follows("Plan duty")
    page = cara.window.page
    await page.locator("#title").fill(TITLE)
    await page.locator("#first_day").fill(first.isoformat())
    await page.locator("#last_day").fill(last.isoformat())
    for line in ("backup", "clinician"):
        await page.locator(f"#shape_{line}").select_option("none")
    await cara.taps(page.locator("#seconds label").first, "chooses about five seconds")
    await cara.presses_on("Plan")
    await expect(cara.main.get_by_role("link", name="Review and publish")).to_be_visible(timeout=PLANNED)


async def _holders(cara: Hand) -> str:
    return await cara.main.locator("section[aria-labelledby=duties]").inner_text()


async def _reads_why_and_changes_one(cara: Hand) -> None:
    duties = cara.main.locator("section[aria-labelledby=duties]").get_by_role("link", name="Why, or change")
    assert await duties.count() == DAYS
    await cara.taps(duties.last, "follows “Why, or change”")
    await expect(cara.main.get_by_role("heading", name=re.compile("^Why .+"))).to_be_visible()
    await expect(cara.main.locator("section[aria-labelledby=why-her]")).to_contain_text("She is ")
    others = cara.main.locator("section[aria-labelledby=others]").get_by_role("button", name="Give it to her")
    await cara.taps(others.first, "presses “Give it to her”")
    await cara.reads("It is hers in the draft")
    await cara.follows(TITLE)
    await cara.reads("by hand")


async def _reviews_and_publishes(cara: Hand) -> int:
    """Publish; how many people she was told would get a mail."""
    await cara.follows("Review and publish")
    for words in ("something changes", "Gains", "Loses", "How fair it is", "No gap is left on these lines"):
        await cara.reads(words)
    found = re.search(r"(\d+) people get one mail each", await cara.window.text())
    assert found
    sure = cara.main.locator("#sure")
    if await sure.count():
        await cara.taps(sure, "ticks that she has looked at what it breaks")
    await cara.presses_on("Publish")
    await cara.reads("Published. It counts now")
    return int(found[1])


async def _are_told_once(here: Town, told: int) -> None:
    def letters() -> list[str]:
        return [str(mail["To"]) for mail in here.mails.mails if CHANGED in text_of(mail)]

    await until(lambda: len(letters()) >= told, seconds=20)
    assert len(letters()) == len(set(letters())) == told


async def _asks_in_three_taps(gina: Hand, day: date) -> None:
    """My turns, Swap, Send."""
    await gina.opens("duty")
    await gina.follows("My turns", exact=False)
    turn = re.compile(rf"\b{day.day}\b")
    mine = gina.main.locator("#turns li").filter(has=gina.window.page.locator("b", has_text=turn))
    await gina.taps(mine.get_by_role("link", name="Swap Primary").first, "follows “Swap”")
    await gina.presses_on("Send")
    await gina.reads("Your colleagues were asked by mail")


async def _takes_it(tess: Hand) -> None:
    """As the link in her mail does, she begins at what she is asked."""
    await tess.opens("me/swaps")
    await tess.follows("Say yes or no", exact=False)
    await tess.presses_on("Yes, I take it")
    await tess.reads("The turn is yours")


async def _undoes_when_two_days_are_over(here: Town, cara: Hand, served: date, name: str) -> None:
    """The clock moves past the day that was swapped; then she withdraws what she published."""
    await here.advance(days=9)
    await here.sign_in(cara.window.context, CALL, cara.person)
    await cara.opens(f"schedule/{served}")
    await cara.reads("Published plans of this time")
    await cara.follows("Take it back", exact=False)
    await cara.reads("What has been stays")
    await cara.presses_on("Withdraw it")
    await cara.reads("Withdrawn. What has been stays")
    await _shows(cara, served, name)


async def _shows(cara: Hand, day: date, name: str) -> None:
    """The timeline and the day in the list beside it have her."""
    await cara.opens(f"schedule/{day}")
    await expect(cara.main.locator("[data-timeline]")).to_contain_text(name)
    await expect(cara.main.locator(f"#d-{day}")).to_contain_text(name)
