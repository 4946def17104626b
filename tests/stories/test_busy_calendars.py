"""A peer lets us read her calendar: busy times and nothing else, a secret address, and a failure that she can read."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
import structlog.testing

from consortium.access.permissions import Role
from consortium.duty.availability import read_calendar as reader
from consortium.duty.availability.load import load_availability
from consortium.duty.availability.read_calendar import UnreadableError, read_calendar
from geo import PersonId
from scheduling.availability import Why
from scheduling.spans import Span
from tests.harness import Ground, MailCatcher
from tests.stories.people_world import Desk, quiet, rows_of
from tests.stories.request_world import open_house, reading_of

ME = "me/availability"
PATH = "/private-4f1c9e/basic.ics"


@dataclass
class Stand:
    """A calendar's server on loopback: what it answers, and what it was asked."""

    port: int = 0
    body: bytes = b""
    status: str = "200 OK"
    etag: str = '"one"'
    heard: list[bytes] = field(default_factory=list)

    @property
    def host(self) -> str:
        return f"localhost:{self.port}"

    async def answer(self, asking: asyncio.StreamReader, telling: asyncio.StreamWriter) -> None:
        head = await asking.readuntil(b"\r\n\r\n")
        self.heard.append(head)
        same = f"if-none-match: {self.etag}".encode() in head.lower() and self.status.startswith("200")
        status, body = ("304 Not Modified", b"") if same else (self.status, self.body)
        telling.write(f"HTTP/1.1 {status}\r\nETag: {self.etag}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
        await telling.drain()
        telling.close()


@pytest.fixture
async def stand() -> AsyncIterator[Stand]:
    found = Stand()
    server = await asyncio.start_server(found.answer, "127.0.0.1", 0)
    found.port = server.sockets[0].getsockname()[1]
    yield found
    server.close()


def calendar(*starts: datetime) -> bytes:
    events = "".join(
        f"BEGIN:VEVENT\r\nUID:{number}@private\r\nDTSTAMP:20260101T000000Z\r\nSUMMARY:Doctor Whitlock\r\n"
        f"LOCATION:12 Elm Street\r\nDTSTART:{start:%Y%m%dT%H%M%SZ}\r\nDURATION:PT2H\r\nEND:VEVENT\r\n"
        for number, start in enumerate(starts)
    )
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{events}END:VCALENDAR\r\n".encode()


async def test_only_busy_times_of_a_calendar_are_kept_and_its_address_never_shows(
    region: Ground, catcher: MailCatcher, stand: Stand
) -> None:
    async with open_house(region, catcher, trusted_hosts=frozenset({stand.host})) as home:
        jobs = home.litestar.state.jobs
        peer = await quiet(region)
        desk = await Desk.as_person(home, peer)
        async with reading_of(region) as reading:
            now = reading.now
        tomorrow = (now + timedelta(days=1)).replace(minute=0, second=0, microsecond=0)
        stand.body = calendar(tomorrow, tomorrow + timedelta(hours=1), tomorrow + timedelta(days=3))
        form = {"act": "add", "calendar_name": "work", "calendar_address": f"http://{stand.host}{PATH}"}
        assert "iCal format" in await desk.refused(
            f"{ME}/calendars", 422, **{**form, "calendar_address": "my calendar"}
        )
        with structlog.testing.capture_logs() as logs:
            assert "Its address is sealed" in await desk.send(f"{ME}/calendars", **form)
            await jobs.read_calendars()
        page = await desk.raw(ME)
        assert "2 busy times ahead" in page
        async with reading_of(region) as reading:
            told = (await load_availability(reading))[PersonId(peer)]
        assert [(block.why, block.span.start) for block in told.blocked] == [
            (Why.CALENDAR, tomorrow),
            (Why.CALENDAR, tomorrow + timedelta(days=3)),
        ]
        assert told.blocked[0].span.length == timedelta(hours=3), "what overlaps is one time"
        tables = [await region.rows(name) for name in ("busy_calendar", "busy_span", "journal", "availability")]
        for secret in ("private-4f1c9e", stand.host, "Whitlock", "Elm Street"):
            assert secret not in page
            assert secret not in repr(tables)
            assert secret not in repr(logs)

        (row,) = await rows_of(region, peer, "busy_calendar")
        assert timedelta(hours=4) <= row["next_at"] - now <= timedelta(hours=5, minutes=1)  # type: ignore[operator]
        assert "within the last two minutes" in await desk.refused(
            f"{ME}/calendars", 409, act="again", calendar=str(row["id"])
        )
        await region.advance(hours=6)
        await jobs.read_calendars()
        assert b'if-none-match: "one"' in stand.heard[-1].lower(), "a calendar that has not changed is not sent again"
        assert len(await region.rows("busy_span")) == 2


async def test_a_calendar_that_fails_keeps_what_it_told_last_and_says_so(
    region: Ground, catcher: MailCatcher, stand: Stand
) -> None:
    async with open_house(region, catcher, trusted_hosts=frozenset({stand.host})) as home:
        jobs = home.litestar.state.jobs
        desk = await Desk.as_person(home, await quiet(region))
        async with reading_of(region) as reading:
            soon = reading.now + timedelta(days=2)
        stand.body = calendar(soon)
        inside = "webcal://localhost:1/basic.ics"
        await desk.send(f"{ME}/calendars", act="add", calendar_name="home", calendar_address=inside)
        await jobs.read_calendars()
        assert "stands in a private network" in await desk.page(ME)
        (row,) = await rows_of(region, desk.person, "busy_calendar")
        await desk.send(f"{ME}/calendars", act="remove", calendar=str(row["id"]))
        assert await rows_of(region, desk.person, "busy_calendar") == []

        await desk.send(f"{ME}/calendars", act="add", calendar_name="home", calendar_address=f"http://{stand.host}/x")
        await jobs.read_calendars()
        for status, body, said in (
            ("404 Not Found", b"", "no such calendar"),
            ("500 Oops", b"", "answered with an error"),
            ("302 Found", b"", "sends on to another address"),
            ("200 OK", b"<html>Please sign in</html>", "no calendar that we can read"),
            ("200 OK", b"x" * 1_200_000, "larger than a megabyte"),
        ):
            stand.status, stand.body, stand.etag = status, body, f'"{len(body)}-{status}"'
            await region.advance(hours=30)
            await jobs.read_calendars()
            page = await desk.page(ME)
            assert said in page
            assert "What counts is what it told" in page
        assert len(await region.rows("busy_span")) == 1
        (row,) = await rows_of(region, desk.person, "busy_calendar")
        assert row["failures"] == 5
        coordinator = await Desk.of(home, Role.COORDINATOR)
        assert "larger than a megabyte" in await coordinator.page(f"people/{desk.person}/availability")
        await coordinator.refused(f"people/{desk.person}/availability/calendars", 404)


@contextmanager
def hurried(seconds: float) -> Iterator[None]:
    """The limit of time for one calendar, shorter than anybody's."""
    usual = reader.SECONDS
    reader.SECONDS = seconds  # type: ignore[misc, assignment]
    try:
        yield
    finally:
        reader.SECONDS = usual  # type: ignore[misc]


async def test_a_calendar_that_never_ends_is_given_up_and_harms_nobody() -> None:
    """A rule that looks for February 30 at every hour since the year 1 looks like any other beforehand."""
    window = Span(datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 12, 31, tzinfo=UTC))
    rule = b"RRULE:FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30"
    body = calendar(datetime(2026, 3, 1, 12, tzinfo=UTC))
    (fine,) = await read_calendar(body, window, "America/Chicago")
    assert fine.length == timedelta(hours=2)
    with hurried(2.5), pytest.raises(UnreadableError, match="too_much"):
        await read_calendar(body.replace(b"DTSTART:2026", rule + b"\r\nDTSTART:0001"), window, "UTC")
    with pytest.raises(UnreadableError, match="unreadable"):
        await read_calendar(b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 3000, window, "America/Chicago")
