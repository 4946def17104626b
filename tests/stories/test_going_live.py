"""Before officers can ask: the list that nobody ticks, opening and closing, and a mail that comes back."""

import re
from datetime import date, time
from uuid import UUID, uuid4

import pytest

from consortium.access.permissions import Role
from consortium.members.draft_lines import draft_lines
from consortium.members.found_consortium import found_consortium
from consortium.members.hours import Hours, is_open, next_opening, open_spans
from consortium.members.line_age import Age, age_of
from consortium.problems import Conflict
from consortium.support.go_live import go_live
from consortium.support.open_service import open_service
from consortium.support.ready import LineFact, Ready
from scheduling import Span
from scheduling.wallclock import instant, zone
from tests.harness import Ground, MailCatcher, house, text_of
from tests.roles import Officer
from tests.stories.set_up_world import Member, change, help_says, red, steps_of

SLUG = "blue-ledge"
TODAY = date(2026, 11, 22)


async def a_newcomer(ground: Ground) -> UUID:
    consortium = uuid4()
    async with ground.database.transaction(consortium) as tx:
        await found_consortium(tx, slug="new-valley", title="New Valley", timezone="America/New_York")
        await draft_lines(tx, lines=(("988 Lifeline", "988"), ("Copline", "1-800-COPLINE")))
    return consortium


async def test_a_new_consortium_shows_the_national_line_and_opens_for_nobody(
    ground: Ground, catcher: MailCatcher
) -> None:
    consortium = await a_newcomer(ground)
    async with house(ground, catcher) as home:
        said = await help_says(home, "new-valley")
        assert "988" in said
        assert "Copline" not in said, "a line that nobody has rung is shown to no officer"
        assert "This is still being set up." in said
        assert "Todavía se está preparando." in await help_says(home, "new-valley", spanish=True)
    missing = await red(ground, "new-valley")
    assert {"lines", "posters", "mail", "profile", "notices", "agreement", "zones", "peers", "rota"} == missing
    with pytest.raises(Conflict, match="Not everything is done yet: Crisis lines verified"):
        async with ground.database.transaction(consortium) as tx:
            await open_service(tx)


async def test_the_service_is_closed_and_opened_again_from_a_green_list_only(
    region: Ground, catcher: MailCatcher
) -> None:
    async with house(region, catcher) as home:
        coordinator = await Member.with_role(home, SLUG, Role.COORDINATOR)
        assert "The service is open Opened on" in await coordinator.reads("set-up")
        assert "Nobody can ask until it is opened again" in await coordinator.sends("set-up", act="close")
        assert "This is still being set up." in await help_says(home, SLUG)
        await change(
            region, SLUG, "update crisis_line set verified_on = null, verified_by = null where name = 'Copline'"
        )
        said = await coordinator.sends("set-up", 409, act="open")
        assert "Not everything is done yet: Crisis lines verified" in said
        (line,) = [row["id"] for row in await region.rows("crisis_line") if _mine(row, await region.consortium(SLUG))]
        assert "dated by today" in await coordinator.sends(f"lines/{line}", act="verify")
        assert "Officers can ask from now on." in await coordinator.sends("set-up", act="open")
        assert "Ask for a peer" in await help_says(home, SLUG)
        assert "Opened the service" in await coordinator.reads("set-up")


def _mine(row: dict[str, object], consortium: UUID) -> bool:
    return row["consortium"] == consortium and row["name"] == "Copline"


async def test_each_step_says_whom_it_waits_for_as_far_as_the_reader_may_know(
    region: Ground, catcher: MailCatcher
) -> None:
    await change(region, SLUG, "delete from state_field where field = 'witness'")
    of_no_agency = "delete from affiliation a using role r where r.person = a.person and r.role = 'legal_advisor'"
    await change(region, SLUG, of_no_agency)
    async with house(region, catcher) as home:
        coordinator = await Member.with_role(home, SLUG, Role.COORDINATOR)
        advisor = await Member.with_role(home, SLUG, Role.LEGAL_ADVISOR)
        head = await Member.with_role(home, SLUG, Role.AGENCY_HEAD)
        (name,) = [row["name"] for row in await region.rows("person") if row["id"] == advisor.person]
        told = await coordinator.reads("set-up")
        assert "Things that nobody has read: VA: 1." in told
        assert f"Legal advisor: {name}" in told
        assert "Waits for others" in told
        assert "something is missing" in told, "the profile harms nobody at once, so the service stays open"
        assert "Open: yours to do" in await advisor.reads("set-up")
        assert "Legal advisor: nobody whom you may see" in await head.reads("set-up")
        assert "Open the service" not in await head.reads("set-up")
        assert "Ask for a peer" in await help_says(home, SLUG)


async def test_what_would_harm_closes_the_officers_page_by_itself_and_opens_it_again(
    region: Ground, catcher: MailCatcher
) -> None:
    async with house(region, catcher) as home:
        coordinator = await Member.with_role(home, SLUG, Role.COORDINATOR)
        for harm, key in (
            ("update crisis_line set verified_on = verified_on - 400", "lines"),
            ("update notice set stage = 'withdrawn'", "notices"),
        ):
            await change(region, SLUG, harm)
            assert key in await red(region, SLUG)
            assert "Officers cannot ask right now" in await coordinator.reads("set-up")
            assert "Nobody can be asked here right now" in await help_says(home, SLUG)
        await change(region, SLUG, "update crisis_line set verified_on = verified_on + 400")
        await change(region, SLUG, "update notice set stage = 'approved'")
        assert "Ask for a peer" in await help_says(home, SLUG)


async def test_a_test_mail_counts_when_its_code_is_typed_back_and_five_guesses_are_all(
    region: Ground, catcher: MailCatcher
) -> None:
    await change(region, SLUG, "delete from mail_test")
    async with house(region, catcher) as home:
        coordinator = await Member.with_role(home, SLUG, Role.COORDINATOR)
        assert "mail" in await red(region, SLUG)
        await coordinator.sends("set-up/mail", act="send")
        await home.tick()
        for _ in range(5):
            assert "This is not the code" in await coordinator.sends("set-up/mail", 422, act="prove", code="12 34 56")
        code = re.search(r": (\d{6})", text_of(catcher.mails[-1]))
        assert code
        assert "This is not the code" in await coordinator.sends("set-up/mail", 422, act="prove", code=code[1])
        await coordinator.sends("set-up/mail", act="send")
        await home.tick()
        code = re.search(r": (\d{6})", text_of(catcher.mails[-1]))
        assert code
        typed = f"{code[1][:3]} {code[1][3:]}"
        assert "The mail is tested." in await coordinator.sends("set-up/mail", act="prove", code=typed)
        assert "A test mail arrived on" in (await steps_of(region, SLUG))["mail"].says


async def test_the_demo_is_open_but_for_the_region_that_is_too_small(region: Ground, catcher: MailCatcher) -> None:
    assert {"zones"} == await red(region, "three-creeks")
    async with house(region, catcher) as home:
        assert "Ask for a peer" in await help_says(home, "juniper-rim")
        said = await Officer.at(home, "three-creeks").open()
        assert "There are too few officers here to hide you well: at best among 27." in said
    opened = {row["slug"]: row["opened_on"] is not None for row in await region.rows("consortium")}
    assert {"blue-ledge": True, "juniper-rim": True, "three-creeks": False} == opened


def ready(**more: object) -> Ready:
    facts: dict[str, object] = {
        "today": TODAY,
        "level": 4,
        "level_settled": True,
        "states": ("OR",),
        "notices": {},
        "lines": (LineFact(name="988", verified_on=TODAY, for_posters=True),),
        "live": 3,
        "zones": 2,
        "promise": 0,
        "crowd": 40,
        "peers": 1,
        "answering": 2,
        "mail_tested_on": None,
        "unread": {},
        "uncovered": (),
    }
    return Ready(**{**facts, **more})  # type: ignore[arg-type]


def test_a_directory_needs_no_peers_and_no_notice() -> None:
    assert ["level", "lines", "posters", "mail"] == [step.key for step in go_live(ready(level=1))]


@pytest.mark.parametrize(
    ("days", "age"),
    [(None, Age.NEVER), (0, Age.FRESH), (150, Age.FRESH), (151, Age.SOON), (180, Age.SOON), (181, Age.OLD)],
)
def test_a_line_is_good_for_180_days_and_warns_for_30(days: int | None, age: Age) -> None:
    rung = None if days is None else date.fromordinal(TODAY.toordinal() - days)
    assert age_of(rung, TODAY) is age
    line = LineFact(name="Copline", verified_on=rung, for_posters=True)
    step = next(step for step in go_live(ready(lines=(line,))) if step.key == "lines")
    assert (step.done, step.soon) == (age in {Age.FRESH, Age.SOON}, age is Age.SOON)


NIGHTS = (Hours(4, time(18), time(7)), Hours(5, time(0), time(0)))
BOISE = "America/Boise"


@pytest.mark.parametrize(
    ("day", "wall", "opened"),
    [(20, 17, False), (20, 18, True), (21, 3, True), (21, 23, True), (22, 0, False), (27, 19, True)],
)
def test_set_hours_reach_over_midnight_and_over_whole_days(day: int, wall: int, opened: bool) -> None:
    at = instant(date(2026, 11, day), time(wall), zone(BOISE))
    assert is_open(NIGHTS, BOISE, at) is opened
    found = next_opening(NIGHTS, BOISE, at)
    assert found is not None
    assert (found == at) is opened


def test_hours_in_a_week_with_a_change_of_the_clock_are_those_of_the_wall() -> None:
    start = instant(date(2026, 10, 31), time(0), zone(BOISE))
    end = instant(date(2026, 11, 2), time(0), zone(BOISE))
    whole = (Hours(5, time(0), time(0)), Hours(6, time(0), time(0)))
    assert (Span(start, end),) == open_spans(whole, BOISE, Span(start, end))
    assert 49 == (end - start).total_seconds() / 3600
    assert next_opening((), BOISE, start) is None
