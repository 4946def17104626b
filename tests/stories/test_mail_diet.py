"""Mails that can wait wait as their receiver wishes; what cannot wait never does."""

from datetime import UTC, datetime, time, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consortium.access.permissions import Role
from consortium.members.mail_diet import Diet, post_kindly
from consortium.outbox import Mail
from scheduling.wallclock import zone
from tests.harness import Ground, House, MailCatcher, house, text_of
from tests.stories.request_world import SLUG

HOME = "America/New_York"
TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0))
DIETS = st.builds(Diet, digest_at=st.none() | TIMES) | st.builds(
    Diet, quiet_from=TIMES, quiet_until=TIMES, digest_at=st.none() | TIMES
)
INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 (made aware)
ADDRESS = "somebody@example.org"


@given(DIETS, INSTANTS)
def test_no_mail_waits_longer_than_two_days_nor_comes_in_quiet_hours(diet: Diet, now: datetime) -> None:
    due = diet.due(now, HOME)
    assert now <= due <= now + timedelta(days=2, hours=2)
    wall = due.astimezone(zone(HOME)).time().replace(second=0, microsecond=0)
    start, end = diet.quiet_from, diet.quiet_until
    if start is not None and end is not None and start < end:
        assert not start <= wall < end or wall == end
    if start is not None and end is not None and start > end:
        assert end <= wall < start


def test_without_wishes_a_mail_goes_out_at_once() -> None:
    now = datetime(2026, 11, 21, 3, 13, tzinfo=UTC)
    assert Diet().due(now, HOME) == now


def test_quiet_hours_over_midnight_end_in_the_morning() -> None:
    now = datetime(2026, 11, 22, 3, 13, tzinfo=UTC)  # 10:13 p.m.
    diet = Diet(quiet_from=time(21), quiet_until=time(7, 30))
    assert diet.due(now, HOME) == datetime(2026, 11, 22, 12, 30, tzinfo=UTC)


async def a_member(home: House) -> UUID:
    consortium = await home.ground.consortium(SLUG)
    person: UUID = next(
        row["person"]
        for row in await home.ground.rows("role")
        if row["consortium"] == consortium and row["role"] == Role.COORDINATOR
    )
    return person


async def tell(home: House, person: UUID, subject: str, *, days: float) -> None:
    async with home.ground.database.transaction(await home.ground.consortium(SLUG)) as tx:
        mail = Mail(kind="duty", address=ADDRESS, subject=f"Region: {subject}", body=f"{subject}, in words.\n")
        await post_kindly(tx, person, mail, begins=tx.now + timedelta(days=days))
    await home.tick()


async def test_a_member_gets_one_mail_a_day_and_at_once_what_cannot_wait(region: Ground, catcher: MailCatcher) -> None:
    async with house(region, catcher) as home:
        person = await a_member(home)
        browser = await home.member(SLUG, person)
        soon = (await _now(region)).astimezone(zone(HOME)) + timedelta(hours=3)
        wish = {"digest_at": soon.strftime("%H:%M"), "keep": "yes"}
        assert (await browser.post(f"/{SLUG}/me/mail", data=wish)).status_code == 303
        assert wish["digest_at"] in (await browser.get(f"/{SLUG}/me/mail")).text
        await tell(home, person, "one thing", days=20)
        await tell(home, person, "another thing", days=30)
        assert catcher.to(ADDRESS) == []
        await tell(home, person, "tonight", days=0.2)
        assert [mail["Subject"] for mail in catcher.to(ADDRESS)] == ["Region: tonight"]
        await home.advance(hours=3, minutes=1)
        (_, digest) = catcher.to(ADDRESS)
        assert digest["Subject"] == "Region: several things"
        assert "one thing, in words." in text_of(digest)
        assert "another thing, in words." in text_of(digest)
        assert await region.rows("outbox") == []


async def _now(ground: Ground) -> datetime:
    async with ground.database.reading(None) as reading:
        return reading.now


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"keep": "yes", "digest_at": "noon"},
        {"keep": "yes", "quiet_from": "22:00"},
        {"keep": "yes", "quiet_from": "22:00", "quiet_until": "22:00"},
    ],
)
async def test_wishes_that_make_no_sense_are_refused_in_words(
    region: Ground, catcher: MailCatcher, form: dict[str, str]
) -> None:
    async with house(region, catcher) as home:
        browser = await home.member(SLUG, await a_member(home))
        assert (await browser.post(f"/{SLUG}/me/mail", data=form)).status_code == 422
        assert await region.rows("mail_diet") == []


async def test_every_role_has_a_card_and_ones_own_comes_first(region: Ground, catcher: MailCatcher) -> None:
    async with house(region, catcher) as home:
        page = (await (await home.member(SLUG, await a_member(home))).get(f"/{SLUG}/cards")).text
        assert all(f'id="{role.value}"' in page for role in Role)
        assert page.index(f'id="{Role.COORDINATOR.value}"') < page.index(f'id="{Role.PEER.value}"')
