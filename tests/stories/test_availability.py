"""When people can serve: what they say, who sees it, and what the planner is told."""

from datetime import date, timedelta
from uuid import UUID

from consortium.access.permissions import Role
from consortium.duty.availability.holidays import load_agency_holidays, load_holidays
from consortium.duty.availability.load import load_availability
from consortium.members.store import load_today
from geo import AgencyId, PersonId
from scheduling.availability import Why
from scheduling.spans import Span
from tests.harness import Ground, MailCatcher
from tests.stories.people_world import Desk, anybody, quiet, rows_of
from tests.stories.request_world import SLUG, facts_of, open_house, reading_of

ME = "me/availability"


async def today_of(region: Ground) -> date:
    async with reading_of(region) as reading:
        return await load_today(reading)


async def test_a_peer_says_when_she_can_serve_and_the_planner_hears_it(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        peer = await quiet(region)
        desk = await Desk.as_person(home, peer)
        today = await today_of(region)
        day = (today + timedelta(days=3)).isoformat()
        for path in ("times", "weekly", "limits", "pattern", "calendars"):
            assert "Nothing was done" in await desk.refused(f"{ME}/{path}")
        assert "Choose one of these" in await desk.refused(f"{ME}/times", act="say", first=day, last=day)
        said = await desk.send(f"{ME}/times", act="say", said="blocked", first=day, last=day)
        assert "The planner leaves that time out" in said
        await desk.send(f"{ME}/times", act="say", said="preferred", first=day, last=day, leaves_at="07:00")
        weekly = {"act": "say", "every": "undesired", "day_5": "yes", "day_6": "yes"}
        assert "Saturday, Sunday" in await desk.send(f"{ME}/weekly", **weekly)
        assert "Give both times" in await desk.refused(f"{ME}/weekly", 422, **weekly, from_time="07:00")
        assert "at least one day" in await desk.refused(f"{ME}/weekly", act="say", every="blocked")
        limits = {"act": "save", "share": "own", "share_percent": "70", "most_per_month": "4", "notice_hours": "48"}
        assert "Saved" in await desk.send(f"{ME}/limits", **limits)
        assert "Nothing was changed" in await desk.send(f"{ME}/limits", **limits)
        assert "from 5 to 200" in await desk.refused(f"{ME}/limits", 422, **{**limits, "share_percent": "0"})

        async with reading_of(region) as reading:
            told = (await load_availability(reading))[PersonId(peer)]
        assert [block.why for block in told.blocked] == [Why.ONCE]
        assert (told.share, told.most_per_month, told.notice_hours) == (0.7, 4, 48)
        assert {wish.weight for wish in told.wishes} == {1, -1}
        facts, _ = await facts_of(region)
        assert not any(leave.person == peer for leave in facts.schedule.leave), "a block-out is no leave"

        (time, *_) = [row for row in await rows_of(region, peer, "availability_time") if row["kind"] == "blocked"]
        stranger = await Desk.as_person(home, await quiet(region, but=peer))
        await stranger.refused(f"{ME}/times", 404, act="remove", time=str(time["id"]))
        assert "Taken away" in await desk.send(f"{ME}/times", act="remove", time=str(time["id"]))


async def test_a_work_pattern_is_looked_at_as_a_year_before_it_is_kept(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        peer = await quiet(region)
        desk = await Desk.of(home, Role.COORDINATOR)
        hers = f"people/{peer}/availability"
        today = await today_of(region)
        form = {"pattern": "panama", "cycle_first": (today - timedelta(days=3)).isoformat()}
        assert "Choose a pattern" in await desk.refused(f"{hers}/pattern", act="look")
        assert "Give a day" in await desk.refused(f"{hers}/pattern", act="look", pattern="panama")
        answer = await desk.browser.post(f"/{SLUG}/{hers}/pattern", data={**form, "act": "look"})
        assert answer.status_code == 200
        assert "Nothing is kept yet" in answer.text
        assert answer.text.count('class="shift-D"') > 80
        assert await rows_of(region, peer, "work_pattern") == []
        said = await desk.send(f"{hers}/pattern", **form, act="keep")
        assert "The planner leaves these shifts out for a year" in said
        assert "Entered the work pattern" in said, "the history says so"
        async with reading_of(region) as reading:
            told = (await load_availability(reading))[PersonId(peer)]
        assert {block.why for block in told.blocked} == {Why.PATTERN}
        assert 180 < sum((block.span.length for block in told.blocked), timedelta()) / timedelta(hours=12) < 205

        own = {"pattern": "own", "cycle": "DX", "cycle_first": today.isoformat(), "act": "keep"}
        assert "from when to when the shift D" in await desk.refused(f"{hers}/pattern", 422, **own)
        assert "no shift" in await desk.refused(f"{hers}/pattern", 422, **{**own, "cycle": "DQ"})
        await desk.send(f"{hers}/pattern", **own, starts_D="22:00", ends_D="06:00")
        first, second = sorted(await rows_of(region, peer, "work_pattern"), key=lambda row: str(row["first_day"]))
        assert (first["last_day"], second["cycle"]) == (today - timedelta(days=1), "D-")
        her_own = await Desk.as_person(home, peer)
        assert "The pattern holds no more" in await her_own.send(f"{ME}/pattern", act="end")
        assert "no pattern to end" in await her_own.refused(f"{ME}/pattern", 409, act="end")


async def test_no_head_and_no_colleague_sees_when_somebody_can_serve(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        peer = await quiet(region)
        hers = f"people/{peer}/availability"
        for role in (Role.AGENCY_HEAD, Role.CLINICAL_DIRECTOR, Role.CLERK, Role.CLINICIAN):
            desk = await Desk.as_person(home, await anybody(region, role, but=peer))
            await desk.page(hers, 404)
            await desk.page("availability", 404)
            await desk.refused(f"{hers}/times", 404)
        head = await Desk.of(home, Role.AGENCY_HEAD)
        await head.page(ME, 404)
        coordinator = await Desk.of(home, Role.COORDINATOR)
        assert "nobody else" in await coordinator.page("availability")
        assert "Only she herself can let a calendar be read" in await coordinator.page(hers)
        await coordinator.page(f"people/{await anybody(region, Role.CLERK)}/availability", 404)


async def a_lending_head(region: Ground) -> UUID:
    """The head of an agency that lends somebody."""
    here = await region.consortium(SLUG)
    lending = {row["lent_by"] for row in await region.rows("peer") if row["consortium"] == here}
    heads = {row["person"] for row in await region.rows("role") if row["role"] == Role.AGENCY_HEAD.value}
    rows = await region.rows("affiliation")
    found = min(row["person"] for row in rows if row["agency"] in lending and row["person"] in heads)
    assert isinstance(found, UUID)
    return found


async def test_an_agency_lends_its_people_at_its_hours_and_a_head_speaks_for_her_own_only(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        head = await Desk.as_person(home, await a_lending_head(region))
        mine = {str(row["agency"]) for row in await rows_of(region, head.person, "affiliation")}
        peers = [row for row in await region.rows("peer") if str(row["lent_by"]) in mine]
        agency = str(peers[0]["lent_by"])
        consortium = peers[0]["consortium"]
        others = (str(row["id"]) for row in await region.rows("agency") if row["consortium"] == consortium)
        stranger = next(each for each in others if each not in mine)
        await head.page(f"lent-hours/{stranger}", 404)
        await head.refused(f"lent-hours/{stranger}", 404, act="add")
        here, today = f"lent-hours/{agency}", await today_of(region)
        assert "always" in await head.page(here)
        form = {
            "act": "add",
            "which": "hours",
            "first_day": today.isoformat(),
            "from_time": "18:00",
            "to_time": "06:00",
        }
        assert "at least one day" in await head.refused(here, 422, **form)
        last = (today + timedelta(days=20)).isoformat()
        said = await head.send(here, **form, last_day=last, day_0="yes", day_1="yes", day_2="yes", day_3="yes")
        assert "Monday to Thursday" in said
        await head.send(here, act="add", which="nobody", first_day=last, last_day=last)

        async with reading_of(region) as reading:
            found = await load_availability(reading)
            now = reading.now
        told = found[PersonId(peers[0]["person"])]
        assert told.lent is not None
        blocked = told.hindrances(Span(now, now + timedelta(days=19)))
        assert {block.why for block in blocked} == {Why.LENT}
        free = timedelta(days=19) - sum((block.span.length for block in blocked), timedelta())
        assert timedelta(hours=12 * 9) <= free <= timedelta(hours=12 * 12), "four nights a week"
        assert told.hindrances(Span(now + timedelta(days=25), now + timedelta(days=30))) == ()
        (hours, *_) = [row for row in await region.rows("lent_hours") if row["weekdays"]]
        assert "Taken away" in await head.send(here, act="remove", hours=str(hours["id"]))


async def test_holidays_are_the_states_with_our_own_list_laid_over_them(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        desk = await Desk.of(home, Role.COORDINATOR)
        year = (await today_of(region)).year + 1
        page = await desk.page(f"holidays?year={year}")
        assert "Thanksgiving Day" in page
        ours = {"list": "ours", "day": f"{year}-03-09", "name": "Harvest Fair"}
        assert "Nothing was done" in await desk.refused("holidays")
        await desk.send("holidays", act="add", **ours, yearly="yes")
        await desk.send("holidays", act="strike", list="ours", day=f"{year}-12-25", name="Christmas Day")
        assert "on the list already" in await desk.refused("holidays", 409, act="add", **ours)
        async with reading_of(region) as reading:
            kept = await load_holidays(reading, (year, year + 1))
        assert kept[date(year, 3, 9)] == kept[date(year + 1, 3, 9)] == "Harvest Fair"
        assert date(year, 12, 25) not in kept
        assert date(year + 1, 12, 25) in kept

        head = await Desk.of(home, Role.AGENCY_HEAD)
        await head.refused("holidays", 404, act="add", **ours)
        mine = {str(row["agency"]) for row in await rows_of(region, head.person, "affiliation")}
        agency = min(mine)
        await head.send("holidays", act="add", list=agency, day=f"{year}-08-03", name="County Fair")
        async with reading_of(region) as reading:
            by_agency = await load_agency_holidays(reading, (year,))
        assert by_agency[AgencyId(UUID(agency))][date(year, 8, 3)] == "County Fair"
        assert sum(date(year, 8, 3) in days for days in by_agency.values()) == 1
        (own,) = [row for row in await region.rows("holiday") if row["name"] == "Harvest Fair"]
        await desk.send("holidays", act="remove", list="ours", holiday=str(own["id"]))
        peer = await Desk.as_person(home, await quiet(region))
        assert "Add a day" not in await peer.page("holidays")
        await peer.refused("holidays", 404, act="add", **ours)
