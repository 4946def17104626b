"""A message before each shift: once, also when the rota changes; its link does nothing, its button confirms."""

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest

from consortium.access.permissions import Role
from consortium.duty.coverage.checks import Settled, ask_at
from consortium.duty.coverage.mail_the_week import due_week
from consortium.duty.override_duty import override_duty
from consortium.members.mail_diet import Diet, choose_diet
from geo import PersonId
from scheduling import Line, Shift, Span, shifts_by_turn, who
from tests.harness import Ground, MailCatcher
from tests.stories.request_world import SLUG
from tests.stories.rota_world import Rota, rota

LINK = re.compile(r"https://peers\.test(/\S+/shift/\S+)")
HOUR = timedelta(hours=1)


@pytest.fixture
async def here(region: Ground, catcher: MailCatcher) -> AsyncIterator[Rota]:
    async with rota(region, catcher) as running:
        yield running


async def watch(here: Rota, **by: float) -> None:
    """Let time pass, look after cover as every minute, and let the mails go."""
    await here.ground.advance(**by)
    await here.home.jobs.watch()
    await here.home.tick()


async def next_primary(here: Rota) -> Shift:
    facts, now = await here.facts()
    found = shifts_by_turn(facts.schedule, Span(now, now + timedelta(days=2)))
    return next(shift for shift in found if shift.line is Line.PRIMARY and shift.span.start > now)


async def checks(here: Rota) -> list[dict[str, Any]]:
    place = await here.ground.consortium(SLUG)
    return [row for row in await here.ground.rows("shift_check") if row["consortium"] == place]


async def mails(here: Rota, person: PersonId) -> list[str]:
    return [letter for letter in await here.letters(person) if "confirm your shift" in letter]


async def test_she_is_asked_once_the_link_does_nothing_and_the_button_confirms_and_proves(here: Rota) -> None:
    shift = await next_primary(here)
    await here.ground.as_owner(f"update channel set proved_on = null where person = '{shift.person}'")
    await watch(here)
    await watch(here, minutes=5)
    (letter,) = await mails(here, shift.person)
    assert "You are primary from" in letter
    (path,) = LINK.findall(letter)
    stranger = here.home.browser()
    page = await stranger.get(path)
    assert (page.status_code, "I will be there" in page.text) == (200, True)
    (asked,) = [row for row in await checks(here) if row["person"] == shift.person]
    assert asked["state"] == "asked", "a link never acts"
    coordinator = await here.one_with(Role.COORDINATOR)
    assert "Not confirmed. Asked:" in await coordinator.look("coverage")

    token = path.rpartition("/")[2]
    assert (await stranger.post(f"/{SLUG}/shift", data={"token": token})).status_code == 422
    done = await stranger.post(f"/{SLUG}/shift", data={"token": token, "confirm": "yes"})
    assert done.status_code == 303
    assert "You have confirmed this shift" in (await stranger.get(done.headers["location"])).text
    (asked,) = [row for row in await checks(here) if row["person"] == shift.person]
    assert asked["state"] == "confirmed"
    proved = [row["proved_on"] for row in await here.ground.rows("channel") if row["person"] == shift.person]
    assert proved
    assert all(proved)
    other = await stranger.get(f"/{SLUG}/shift/{'x' * 43}")
    assert (other.status_code, "about no shift any more" in other.text) == (404, True)


async def test_a_shift_that_changes_is_asked_about_anew_and_the_old_link_is_dead(here: Rota) -> None:
    shift = await next_primary(here)
    await watch(here)
    (letter,) = await mails(here, shift.person)
    backup = min(who((await here.facts())[0].schedule, shift.span.start)[Line.CLINICIAN])
    facts, _ = await here.facts()
    free = next(
        person
        for person, peer in sorted(facts.peers.items())
        if person not in {shift.person, backup} and peer.lent_by and not peer.papers.at(shift.span.start).suspended
    )
    async with here.ground.database.transaction(await here.ground.consortium(SLUG)) as tx:
        await override_duty(
            tx,
            line=Line.PRIMARY,
            starts_at=shift.span.end - 3 * HOUR,
            ends_at=shift.span.end,
            adds=free,
            removes=shift.person,
        )
    await watch(here, minutes=1)
    first, second = await mails(here, shift.person)
    assert "has changed since you were asked" in second
    assert "has changed" not in first
    old = LINK.findall(letter)[0]
    assert (await here.home.browser().get(old)).status_code == 404


async def test_a_mail_that_is_refused_is_red_with_its_reason_and_coordinators_are_told_once(here: Rota) -> None:
    shift = await next_primary(here)
    here.home.mails.answer = "550 no such mailbox"
    await watch(here)
    here.home.mails.answer = None
    coordinator = await here.one_with(Role.COORDINATOR)
    assert "The mail server refused her address" in await coordinator.look("coverage")
    assert "not confirmed" in (await coordinator.look("on-call")).lower()
    peer = await here.one_with(Role.PEER)
    assert "not confirmed" not in (await peer.look("on-call")).lower()
    _, now = await here.facts()
    await watch(here, seconds=(shift.span.start - 2 * HOUR - now).total_seconds() + 1)
    await watch(here, minutes=1)
    told = [letter for letter in await here.letters(coordinator.person) if "a shift is not confirmed" in letter]
    facts, _ = await here.facts()
    assert len(told) == 1
    assert f"{facts.cards[shift.person].name}, primary from" in told[0]
    assert "refused her address" in told[0]


async def test_two_processes_at_once_ask_once(here: Rota) -> None:
    shift = await next_primary(here)
    jobs = here.home.jobs
    await asyncio.gather(jobs.watch(), *(jobs._keep_watch() for _ in range(3)))
    assert len(await mails(here, shift.person)) == 1


def test_quiet_hours_move_a_message_to_before_them_and_a_late_one_to_after() -> None:
    zone, settled = "America/New_York", Settled()
    start = datetime(2026, 11, 24, 12, tzinfo=UTC)  # 7 a.m. on the wall
    shift = Shift(Line.PRIMARY, PersonId(UUID(int=1)), Span(start, start + timedelta(days=1)))
    diet = Diet(quiet_from=time(22), quiet_until=time(9))

    def asked(now: datetime, wishes: Diet = diet) -> datetime:
        return ask_at(shift, wishes, settled, now=now, timezone=zone)

    early = start - timedelta(days=3)
    assert asked(early, Diet()) == start - timedelta(hours=24)
    assert asked(early) == datetime(2026, 11, 23, 2, 59, tzinfo=UTC), "the minute before ten in the evening"
    assert asked(start - timedelta(hours=23)) == datetime(2026, 11, 23, 14, tzinfo=UTC), "at nine, when they end"
    assert asked(start - HOUR) == start - HOUR, "no time to wait for their end"


def test_the_mail_of_the_week_is_due_on_monday_morning_and_once() -> None:
    zone, monday = "America/New_York", date(2026, 11, 23)
    eight = datetime(2026, 11, 23, 13, tzinfo=UTC)
    assert due_week(eight - timedelta(seconds=1), zone, None) is None
    assert due_week(eight, zone, None) == monday
    assert due_week(eight + 23 * HOUR, zone, date(2026, 11, 16)) == monday
    assert due_week(eight, zone, monday) is None
    assert due_week(eight + 24 * HOUR, zone, None) is None


async def test_on_monday_each_coordinator_who_wants_it_gets_one_mail(here: Rota) -> None:
    _, now = await here.facts()
    coordinator = await here.one_with(Role.COORDINATOR)
    days = (7 - now.weekday()) % 7
    await watch(here, days=days)
    await watch(here, minutes=10)
    weekly = [letter for letter in await here.letters(coordinator.person) if "cover in the next 90 days" in letter]
    assert len(weekly) == 1
    assert "Nobody on call may serve" in weekly[0]
    async with here.ground.database.transaction(await here.ground.consortium(SLUG)) as tx:
        await choose_diet(tx, coordinator.person, quiet_from="", quiet_until="", digest_at="", weekly=False)
    await watch(here, days=7)
    again = [letter for letter in await here.letters(coordinator.person) if "cover in the next 90 days" in letter]
    assert len(again) == 1, "she does without it"


async def test_lead_and_telling_are_settled_on_the_page(here: Rota) -> None:
    coordinator = await here.one_with(Role.COORDINATOR)
    wrong = await coordinator.send("coverage/asking", keep="yes", asks="yes", ask_hours="1", tell_minutes="90")
    assert (coordinator.status, "this must be less" in wrong) == (422, True)
    await coordinator.send("coverage/asking", keep="yes", ask_hours="48", tell_minutes="90")
    assert "Kept." in await coordinator.look("coverage?did=settled")
    await watch(here)
    assert await checks(here) == [], "nobody is asked"
