"""Agencies of one consortium under different clocks: which is whose, and that nobody starts an hour late."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from consortium.access.permissions import Role
from consortium.access.store.ties import Tie, clock_of
from consortium.access.two_clocks import own_begins, own_clock
from consortium.db import Transaction
from consortium.duty.move_schedule import move_schedule
from consortium.duty.override_duty import override_duty
from consortium.duty.see_shifts import my_turns
from consortium.members.change_agency import change_agency
from consortium.members.clocks import CLOCKS, mostly_elsewhere, plain_clock
from consortium.members.find_clock import WHOLE, clock_at, clock_of_town
from consortium.members.gazetteer import Gazetteer, gazetteer
from consortium.members.kinds import AgencyKind
from consortium.members.settle_clocks import settle_clocks
from consortium.members.store import agency_locked, load_region
from consortium.problems import BadInput
from geo import AgencyId, PersonId, Point
from scheduling import Line, Span, shifts_by_turn
from tests.harness import PUBLIC, Ground, MailCatcher
from tests.roles import shown
from tests.stories.members_world import Town, a_consortium, enrol
from tests.stories.request_world import SLUG
from tests.stories.rota_world import WEEKS, Rota, rota

PACIFIC, MOUNTAIN, CENTRAL, EASTERN = (f"America/{each}" for each in ("Los_Angeles", "Denver", "Chicago", "New_York"))
TODAY = date(2026, 11, 22)
ONTARIO = Point(44.0266, -116.9629)
KNOWN = {
    "Ontario, OR": MOUNTAIN,
    "Vale, OR": MOUNTAIN,
    "Burns, OR": PACIFIC,
    "Evansville, IN": CENTRAL,
    "Gary, IN": CENTRAL,
    "Indianapolis, IN": EASTERN,
    "Pensacola, FL": CENTRAL,
    "Tallahassee, FL": EASTERN,
    "El Paso, TX": MOUNTAIN,
    "Bowling Green, KY": CENTRAL,
    "Louisville, KY": EASTERN,
    "Rapid City, SD": MOUNTAIN,
    "Pierre, SD": CENTRAL,
    "Riggins, ID": PACIFIC,
    "Window Rock, AZ": MOUNTAIN,
    "Flagstaff, AZ": "America/Phoenix",
    "Phenix City, AL": EASTERN,
}


@pytest.fixture(scope="module")
def lists() -> Gazetteer:
    return asyncio.run(gazetteer())


def test_the_towns_around_tell_by_which_clock_a_place_lives(lists: Gazetteer) -> None:
    """Of 6,030 towns of the 16 states that have two clocks, each left out once, the others tell 98.86 % rightly.

    Of 0.93 % they are not sure, and 0.22 % they tell wrongly (``python -m tests.bench clocks``): ten of thirteen on
    the edges of the Navajo Nation, in Gulf County, Florida, and in Alabama beside Georgia.
    """
    for words, clock in KNOWN.items():
        spot = lists.find(words)[0]
        found = clock_at(lists, spot.at, spot.state, TODAY)
        assert found is not None
        assert (words, found.clock, found.sure) == (words, clock, True)
    edge = clock_at(lists, Point(36.135, -111.2399), "AZ", TODAY)
    assert edge is not None
    assert edge.clock in CLOCKS


async def test_a_consortium_may_be_founded_by_a_town() -> None:
    assert await clock_of_town("Vale, OR", TODAY) == MOUNTAIN
    for nobody_knows in ("Nowhere, OR", "Tuba City, AZ"):
        with pytest.raises(BadInput, match="Nobody can tell"):
            await clock_of_town(nobody_knows, TODAY)


def test_a_state_that_is_said_to_have_one_clock_has_no_town_of_another(lists: Gazetteer) -> None:
    for state, clock in WHOLE.items():
        assert {plain_clock(town.clock, TODAY) for town in lists.towns_of(state)} <= {clock}, state


def test_in_the_night_in_which_clocks_change_each_time_is_told_as_the_wall_will_show_it() -> None:
    own = own_clock(MOUNTAIN, PACIFIC, datetime(2027, 3, 1, tzinfo=UTC))
    assert own is not None
    assert own.ahead == "one hour ahead"
    late, morning = datetime(2027, 3, 14, 9, 30, tzinfo=UTC), datetime(2027, 3, 14, 14, tzinfo=UTC)
    told = "Sunday, March 14, 3:30 a.m. to Sunday, March 14, 8:00 a.m., Mountain Time"
    assert own.turn(late, morning, PACIFIC) == told
    autumn = datetime(2027, 11, 7, 8, 30, tzinfo=UTC)
    assert own.turn(autumn, autumn + timedelta(minutes=15), PACIFIC) == "", "for an hour both walls show the same"
    assert own_begins(MOUNTAIN, PACIFIC, autumn) == ""


def test_a_clock_without_daylight_saving_is_beside_the_schedule_until_the_day_on_which_it_is_not() -> None:
    winter = own_clock("America/Phoenix", PACIFIC, datetime(2027, 1, 10, tzinfo=UTC))
    assert winter is not None
    assert (winter.name, winter.ahead) == ("Arizona Time", "one hour ahead until March 13, 2027, then the same time")
    summer = datetime(2027, 7, 10, 15, tzinfo=UTC)
    assert winter.turn(summer, summer + timedelta(hours=12), PACIFIC) == ""
    assert own_begins("America/Phoenix", PACIFIC, summer) == ""
    assert own_clock("America/Boise", MOUNTAIN, summer) is None, "another name is no other clock"


def test_whose_agencies_live_by_two_clocks_is_told_by_the_one_that_lends_her() -> None:
    lent, other = Tie(MOUNTAIN, lends=True), Tie(PACIFIC, lends=False)
    one, two = UUID(int=1), UUID(int=2)

    assert clock_of({one: lent, two: other}) == MOUNTAIN
    assert clock_of({one: Tie(MOUNTAIN, lends=False), two: other}) == "", "nobody can say which she means"
    assert clock_of({two: other}) == PACIFIC


def test_a_consortium_most_of_whose_agencies_live_elsewhere_is_told_so() -> None:
    now = datetime(2027, 1, 10, tzinfo=UTC)

    told = mostly_elsewhere((MOUNTAIN, MOUNTAIN, PACIFIC), PACIFIC, now)
    assert told == {"zone": MOUNTAIN, "name": "Mountain Time", "ahead": "one hour ahead", "many": 2, "all": 3}
    assert mostly_elsewhere((MOUNTAIN, PACIFIC), PACIFIC, now) is None
    assert mostly_elsewhere((PACIFIC,), PACIFIC, now) is None


async def test_clocks_are_worked_out_once_and_anew_only_where_the_place_changes(ground: Ground) -> None:
    consortium = await a_consortium(ground.database)
    towns = (
        Town("Ontario Police", ONTARIO.lat, ONTARIO.lon, 22, county="Malheur"),
        Town("Blacksburg Police", 37.2296, -80.4139, 60, state="VA"),
    )
    async with ground.database.transaction(consortium) as tx:
        made = await enrol(tx, *towns)
        assert await settle_clocks(tx) == 2
        assert await settle_clocks(tx) == 0
    assert await clocks(ground) == {"Ontario Police": (MOUNTAIN, "place"), "Blacksburg Police": (EASTERN, "place")}

    ontario = made["Ontario Police"]
    async with ground.database.transaction(consortium) as tx:
        await move(tx, ontario, Point(43.5863, -119.0541))
        await settle_clocks(tx)
    assert (await clocks(ground))["Ontario Police"] == (PACIFIC, "place")
    async with ground.database.transaction(consortium) as tx:
        await move(tx, ontario, ONTARIO, clock=PACIFIC)
        await settle_clocks(tx)
    assert (await clocks(ground))["Ontario Police"] == (PACIFIC, "told"), "what somebody told stays"
    async with ground.database.transaction(consortium) as tx:
        await move(tx, ontario, ONTARIO)
        await settle_clocks(tx)
    assert (await clocks(ground))["Ontario Police"] == (MOUNTAIN, "place"), "told no longer"


async def test_a_coordinator_sees_where_clocks_differ_and_says_which_is_right(
    region: Ground, catcher: MailCatcher
) -> None:
    async with rota(region, catcher) as here:
        agency, _ = await lender(here)
        coordinator = await here.one_with(Role.COORDINATOR)
        assert "Beside this consortium's schedule" not in await coordinator.look(f"agencies/{agency}")

        form = await form_of(region, agency) | {"state": "KY", "county": "Warren", "lat": "36.9903", "lon": "-86.4436"}
        words = await coordinator.send(f"agencies/{agency}/change", **form)
        assert "Central Time Beside this consortium's schedule: one hour behind" in words
        assert "Central Time Beside this consortium's schedule: one hour behind" in await coordinator.look("agencies")

        words = await coordinator.send(f"agencies/{agency}/change", **form, clock="America/Nowhere")
        assert (coordinator.status, "Choose one of the clocks." in words) == (422, True)
        words = await coordinator.send(f"agencies/{agency}/change", **form, clock=EASTERN)
        assert "Eastern Time as somebody here said" in words
        await coordinator.look(f"agencies/{agency}/change")
        assert f'value="{EASTERN}" selected' in coordinator.page


async def test_the_schedule_has_another_clock_only_while_nothing_is_written_by_the_first(
    region: Ground, catcher: MailCatcher, ground: Ground
) -> None:
    consortium = await a_consortium(ground.database)
    async with ground.database.transaction(consortium) as tx:
        await enrol(tx, Town("Ontario Police", ONTARIO.lat, ONTARIO.lon, 22, county="Malheur"))
        await settle_clocks(tx)
        await move_schedule(tx, clock=MOUNTAIN)
        assert (await load_region(tx)).timezone == MOUNTAIN
        with pytest.raises(BadInput):
            await move_schedule(tx, clock="Europe/Vienna")

    async with rota(region, catcher) as here:
        coordinator = await here.one_with(Role.COORDINATOR)
        assert "It can't be changed any more." in await coordinator.look("clock")
        assert "Eastern Time" in await coordinator.send("clock", clock=CENTRAL)
        assert coordinator.status == 409


async def test_a_peer_of_another_clock_reads_on_her_own_when_her_turn_begins(
    region: Ground, catcher: MailCatcher
) -> None:
    async with rota(region, catcher) as here:
        agency, person = await lender(here)
        peer = await here.member(person)
        assert "At your agency" not in await peer.look("me/shifts")
        async with region.database.transaction(await region.consortium(SLUG)) as tx:
            row = await agency_locked(tx, agency)
            await move(tx, agency, Point(row.lat, row.lon), clock=CENTRAL)

        facts, now = await here.facts()
        home, turn = facts.region.timezone, next(each for each in my_turns(facts, person, now) if each.span.start > now)
        own = own_clock(CENTRAL, home, now)
        assert own is not None
        told = f"At your agency: {own.turn(turn.span.start, turn.span.end, home)}"
        assert told in await peer.look("me/shifts")
        assert "Your agency's clock, Central Time: one hour behind." in shown(peer.page)
        assert f"At your agency: {own.at(turn.span.start)}" in await peer.look("duty")
        assert "The times here are Eastern Time" in await peer.look("on-call")

        here.home.mails.clear()
        async with region.database.transaction(await region.consortium(SLUG)) as tx:
            during, begins = turn.span, turn.span.start
            await override_duty(
                tx, line=turn.line, starts_at=begins, ends_at=during.end, removes=person, public_url=PUBLIC
            )
        await here.home.advance(days=1)
        (letter,) = [each for each in await here.letters(person) if "You are no longer on call" in each]
        assert told.lower().removeprefix("at your agency: ") in " ".join(letter.lower().split())


async def lender(here: Rota) -> tuple[AgencyId, PersonId]:
    """The agency that lends whoever of the demo has the next turn as primary, and her."""
    facts, now = await here.facts()
    ahead = shifts_by_turn(facts.schedule, Span(now, now + WEEKS))
    for turn in sorted(ahead, key=lambda each: each.span.start):
        agency = facts.cards[turn.person].agency
        if agency is not None and turn.line is Line.PRIMARY and turn.span.start > now:
            return agency, turn.person
    raise AssertionError("the demo has nobody with a turn ahead")


async def form_of(ground: Ground, agency: AgencyId) -> dict[str, str]:
    """The agency's form as a browser would send it back."""
    (row,) = [row for row in await ground.rows("agency") if row["id"] == agency]
    return {name: str(row[name]) for name in ("name", "kind", "county", "state", "lat", "lon")}


async def move(tx: Transaction, agency: AgencyId, at: Point, clock: str = "") -> None:
    """The agency elsewhere, and else as it is."""
    row = await agency_locked(tx, agency)
    await change_agency(
        tx,
        agency=agency,
        name=row.name,
        kind=AgencyKind(row.kind),
        county=row.county,
        state=row.state,
        lat=at.lat,
        lon=at.lon,
        clock=clock,
    )


async def clocks(ground: Ground) -> dict[str, tuple[str | None, str]]:
    return {row["name"]: (row["clock"], row["clock_from"]) for row in await ground.rows("agency")}
