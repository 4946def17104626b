"""A member reads her turns in a calendar of her own: by an address that says nothing else, and that she can end."""

import re
from datetime import UTC, datetime, timedelta

import httpx
import icalendar
import recurring_ical_events
import vobject

from consortium.access.permissions import Role
from consortium.duty.feeds.events import window_at
from consortium.duty.override_duty import override_duty
from consortium.members.end_person import end_person
from consortium.members.store import load_today
from geo import PersonId
from scheduling import Line, Shift, Span, shifts_by_turn
from tests.harness import Ground, House, MailCatcher
from tests.roles import shown
from tests.stories.people_world import Desk, row_of
from tests.stories.request_world import SLUG, facts_of, open_house

Told = set[tuple[str, datetime, datetime]]


async def a_peer(home: House) -> tuple[Desk, list[Shift]]:
    """Somebody with turns ahead, and these turns."""
    facts, now = await facts_of(home.ground)
    found = shifts_by_turn(facts.schedule, window_at(now))
    person = next(
        each.person for each in found if each.line is Line.PRIMARY and each.span.start > now + timedelta(days=3)
    )
    return await Desk.as_person(home, person), [each for each in found if each.person == person]


async def make(desk: Desk, what: str = "own") -> str:
    """The path of a new feed."""
    answer = await desk.browser.post(f"/{SLUG}/me/calendar", data={"what": what})
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    found = re.search(rf"https://[^/]+(/{SLUG}/cal/[\w-]{{22}}\.ics)", shown(answer.text))
    assert found is not None
    return found.group(1)


async def fetch(home: House, path: str, **headers: str) -> httpx.Response:
    return await home.browser().get(path, headers=headers)


def expected(turns: list[Shift]) -> Told:
    return {(f"On call: {each.line.value}", each.span.start, each.span.end) for each in turns}


def by_icalendar(text: str) -> Told:
    events = icalendar.Calendar.from_ical(text).walk("VEVENT")
    return {
        (str(each["summary"]), each.decoded("dtstart"), each.decoded("dtend"))
        for each in events
        if each["status"] == "CONFIRMED"
    }


def by_recurring(text: str, window: Span) -> Told:
    found = recurring_ical_events.of(icalendar.Calendar.from_ical(text)).between(
        window.start - timedelta(days=40), window.end + timedelta(days=40)
    )
    return {
        (str(each["summary"]), each.decoded("dtstart"), each.decoded("dtend"))
        for each in found
        if each["status"] == "CONFIRMED"
    }


def by_vobject(text: str) -> Told:
    events = vobject.readOne(text).vevent_list
    return {
        (each.summary.value, each.dtstart.value.astimezone(UTC), each.dtend.value.astimezone(UTC))
        for each in events
        if each.status.value == "CONFIRMED"
    }


def number_of(event: icalendar.cal.Component) -> int:
    return int(event["sequence"].to_ical())


async def test_three_programs_read_the_same_turns_that_the_rota_has(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        desk, turns = await a_peer(home)
        answer = await fetch(home, await make(desk))

        assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
        assert by_icalendar(answer.text) == expected(turns)
        assert by_recurring(answer.text, window_at((await facts_of(region))[1])) == expected(turns)
        assert by_vobject(answer.text) == expected(turns)


async def test_a_feed_says_that_one_is_on_call_and_nothing_else(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        desk, _ = await a_peer(home)
        answer = await fetch(home, await make(desk))
        person = await row_of(region, desk.person)

        properties = {line.split(":")[0].split(";")[0] for line in answer.text.splitlines() if not line.startswith(" ")}
        assert properties <= {
            "BEGIN", "END", "VERSION", "PRODID", "CALSCALE", "METHOD", "NAME", "X-WR-CALNAME", "REFRESH-INTERVAL",
            "X-PUBLISHED-TTL", "UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "STATUS",
            "TRANSP", "CLASS",
        }  # fmt: skip
        assert "X-PUBLISHED-TTL:PT1H" in answer.text
        assert str(person["name"]).split()[-1] not in answer.text
        assert answer.headers["x-robots-tag"] == "noindex, nofollow"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert "set-cookie" not in answer.headers


async def test_an_unchanged_feed_is_not_sent_again_and_a_changed_turn_keeps_its_entry(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        desk, turns = await a_peer(home)
        path = await make(desk)
        first = await fetch(home, path)
        again = await fetch(home, path, **{"if-none-match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")

        _, now = await facts_of(region)
        turn = next(each for each in turns if each.span.start > now + timedelta(days=2))
        late = turn.span.start + timedelta(hours=2)
        async with region.database.transaction(await region.consortium(SLUG)) as tx:
            await override_duty(
                tx, line=turn.line, starts_at=turn.span.start, ends_at=late, removes=turn.person, by=desk.person
            )
        changed = await fetch(home, path, **{"if-none-match": first.headers["etag"]})
        assert changed.status_code == 200
        before, after = (
            {str(each["uid"]): each for each in icalendar.Calendar.from_ical(text).walk("VEVENT")}
            for text in (first.text, changed.text)
        )
        assert before.keys() == after.keys()
        (moved,) = [uid for uid in after if after[uid].decoded("dtstart") != before[uid].decoded("dtstart")]
        assert after[moved].decoded("dtstart") == late
        assert number_of(after[moved]) == number_of(before[moved]) + 1
        assert after[moved].decoded("last-modified") >= before[moved].decoded("last-modified")


async def test_a_turn_that_is_gone_is_told_as_cancelled(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        desk, turns = await a_peer(home)
        path = await make(desk)
        await fetch(home, path)
        _, now = await facts_of(region)
        turn = next(each for each in turns if each.span.start > now + timedelta(days=2))
        async with region.database.transaction(await region.consortium(SLUG)) as tx:
            await override_duty(
                tx,
                line=turn.line,
                starts_at=turn.span.start,
                ends_at=turn.span.end,
                removes=turn.person,
                by=desk.person,
            )
        text = (await fetch(home, path)).text

        assert by_icalendar(text) == expected([each for each in turns if each != turn])
        (gone,) = [each for each in icalendar.Calendar.from_ical(text).walk("VEVENT") if each["status"] == "CANCELLED"]
        assert (gone.decoded("dtstart"), gone.decoded("dtend")) == (turn.span.start, turn.span.end)


async def test_the_address_is_random_kept_as_a_digest_and_dead_once_it_is_ended(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        desk, _ = await a_peer(home)
        path = await make(desk)
        assert (await fetch(home, path)).status_code == 200
        assert path.split("/")[-1].removesuffix(".ics") not in str(await region.rows("feed"))
        assert path.split("/")[-1] not in await desk.raw("me/calendar")
        (feed,) = await region.rows("feed")
        other = await Desk.of(home, Role.COORDINATOR)
        await other.refused(f"me/calendar/{feed['id']}/end", 404, end="yes")
        await desk.refused(f"me/calendar/{feed['id']}/end")

        assert "answers nobody any more" in await desk.send(f"me/calendar/{feed['id']}/end", end="yes")
        assert (await fetch(home, path)).status_code == 404
        assert (await region.rows("feed"), await region.rows("feed_event")) == ([], [])


async def test_a_feed_of_a_line_shows_the_turns_of_all_and_no_name(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        head = await Desk.of(home, Role.AGENCY_HEAD)
        facts, now = await facts_of(region)
        text = (await fetch(home, await make(head, "primary"))).text

        found = [each for each in shifts_by_turn(facts.schedule, window_at(now)) if each.line is Line.PRIMARY]
        assert by_icalendar(text) == expected(found)
        assert not any(card.name.split()[-1] in text for card in facts.cards.values())


async def test_the_feed_of_somebody_who_has_left_answers_nobody(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        desk, _ = await a_peer(home)
        path = await make(desk)
        coordinator = await Desk.of(home, Role.COORDINATOR)
        async with region.database.transaction(await region.consortium(SLUG)) as tx:
            await end_person(tx, person=PersonId(desk.person), day=await load_today(tx), by=coordinator.person)
        await region.advance(days=2)

        assert (await fetch(home, path)).status_code == 404


async def test_nobody_makes_more_feeds_than_anybody_needs_or_of_something_else(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        desk, _ = await a_peer(home)
        assert "Choose whose turns" in await desk.refused("me/calendar", what="everything")
        for _ in range(8):
            await make(desk)
        assert "You have 8 feeds" in await desk.refused("me/calendar", 409, what="own")
