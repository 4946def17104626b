"""A calendar told as busy time and nothing else: series, exceptions, zones, lists, availability, and plain bombs."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from scheduling.busy import NoCalendarError, TooMuchError, busy_spans
from scheduling.spans import Span

HOME = ZoneInfo("America/Chicago")
WINDOW = Span(datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 12, 31, tzinfo=UTC))
HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test\r\n"
FOOT = "END:VCALENDAR\r\n"


def calendar(*parts: str) -> bytes:
    return (HEAD + "".join(parts) + FOOT).encode()


def event(*lines: str, uid: str = "1") -> str:
    body = "\r\n".join((f"UID:{uid}", "DTSTAMP:20260101T000000Z", "SUMMARY:A secret", *lines))
    return f"BEGIN:VEVENT\r\n{body}\r\nEND:VEVENT\r\n"


def utc(month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def starts(spans: Sequence[Span]) -> list[datetime]:
    return [span.start for span in spans]


def test_an_event_is_busy_unless_it_is_cancelled_transparent_or_free() -> None:
    times = ("DTSTART:20260310T150000Z", "DTEND:20260310T160000Z")
    (busy,) = busy_spans(calendar(event(*times)), WINDOW, HOME)
    assert busy == Span(utc(3, 10, 15), utc(3, 10, 16))
    assert busy_spans(calendar(event(*times, "STATUS:TENTATIVE")), WINDOW, HOME) == (busy,)
    for free in ("STATUS:CANCELLED", "TRANSP:TRANSPARENT", "X-MICROSOFT-CDO-BUSYSTATUS:FREE"):
        assert busy_spans(calendar(event(*times, free)), WINDOW, HOME) == ()
    assert busy_spans(calendar(event(times[0])), WINDOW, HOME) == (), "a reminder takes no time"


def test_a_series_keeps_its_wall_time_over_the_change_of_the_clocks() -> None:
    """8:00 in Chicago is 14:00 UTC in winter and 13:00 in summer; the clocks change on March 8."""
    series = event(
        "DTSTART;TZID=America/Chicago:20260306T080000", "DTEND;TZID=America/Chicago:20260306T090000",
        "RRULE:FREQ=DAILY;COUNT=4", "EXDATE;TZID=America/Chicago:20260307T080000",
    )  # fmt: skip
    assert starts(busy_spans(calendar(series), WINDOW, HOME)) == [utc(3, 6, 14), utc(3, 8, 13), utc(3, 9, 13)]


def test_one_instance_of_a_series_may_be_moved_freed_or_cancelled() -> None:
    def changed(day: int, *lines: str) -> str:
        return event(f"RECURRENCE-ID:202605{day:02}T100000Z", *lines)

    series = event("DTSTART:20260504T100000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=4")
    moved = changed(5, "DTSTART:20260505T180000Z", "DTEND:20260505T190000Z")
    free = changed(6, "DTSTART:20260506T100000Z", "DURATION:PT1H", "TRANSP:TRANSPARENT")
    off = changed(7, "DTSTART:20260507T100000Z", "DURATION:PT1H", "STATUS:CANCELLED")

    assert starts(busy_spans(calendar(series, moved, free, off), WINDOW, HOME)) == [utc(5, 4, 10), utc(5, 5, 18)]


def test_whole_days_and_times_without_a_zone_are_by_the_clock_of_home() -> None:
    whole = event("DTSTART;VALUE=DATE:20260701", "DTEND;VALUE=DATE:20260703")
    floating = event("DTSTART:20260710T090000", "DTEND:20260710T100000", uid="2")
    windows = event(
        "DTSTART;TZID=Eastern Standard Time:20260720T090000", "DTEND;TZID=Eastern Standard Time:20260720T100000",
        uid="3",
    )  # fmt: skip

    assert busy_spans(calendar(whole, floating, windows), WINDOW, HOME) == (
        Span(utc(7, 1, 5), utc(7, 3, 5)),
        Span(utc(7, 10, 14), utc(7, 10, 15)),
        Span(utc(7, 20, 13), utc(7, 20, 14)),
    )


def test_a_zone_that_the_calendar_defines_itself_is_kept() -> None:
    zone = (
        "BEGIN:VTIMEZONE\r\nTZID:Ours\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:-0330\r\n"
        "TZOFFSETTO:-0330\r\nTZNAME:OT\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    )
    one = event("DTSTART;TZID=Ours:20260310T090000", "DTEND;TZID=Ours:20260310T100000")
    assert starts(busy_spans(calendar(zone, one), WINDOW, HOME)) == [utc(3, 10, 12, 30)]


def test_a_free_busy_list_tells_what_it_calls_busy() -> None:
    listed = (
        "BEGIN:VFREEBUSY\r\nUID:1\r\nDTSTAMP:20260101T000000Z\r\n"
        "FREEBUSY;FBTYPE=BUSY:20260310T100000Z/20260310T110000Z,20260311T100000Z/PT2H\r\n"
        "FREEBUSY;FBTYPE=FREE:20260312T100000Z/20260312T110000Z\r\n"
        "FREEBUSY;FBTYPE=BUSY-UNAVAILABLE:20260313T100000Z/PT1H\r\nFREEBUSY:20260314T100000Z/PT1H\r\nEND:VFREEBUSY\r\n"
    )
    found = busy_spans(calendar(listed), WINDOW, HOME)
    assert starts(found) == [utc(3, 10, 10), utc(3, 11, 10), utc(3, 13, 10), utc(3, 14, 10)]
    assert found[1].length == timedelta(hours=2)


def availability(*lines: str, free: Sequence[str] = ()) -> str:
    inner = "".join(
        f"BEGIN:AVAILABLE\r\nUID:{number}\r\nDTSTAMP:20260101T000000Z\r\n{each}\r\nEND:AVAILABLE\r\n"
        for number, each in enumerate(free)
    )
    head = "BEGIN:VAVAILABILITY\r\nUID:v\r\nDTSTAMP:20260101T000000Z\r\n"
    return head + "".join(f"{line}\r\n" for line in lines) + inner + "END:VAVAILABILITY\r\n"


def test_outside_of_what_she_calls_available_she_is_busy() -> None:
    """RFC 7953: busy from Monday on, but for nine to five on two days; a part of higher priority has the last word."""
    chicago = "DTSTART;TZID=America/Chicago:202603"
    office = f"{chicago}09T090000\r\nDTEND;TZID=America/Chicago:20260309T170000\r\nRRULE:FREQ=DAILY;COUNT=2"
    usual = availability(f"{chicago}09T000000", "DTEND;TZID=America/Chicago:20260312T000000", free=[office])
    assert busy_spans(calendar(usual), WINDOW, HOME) == (
        Span(utc(3, 9, 5), utc(3, 9, 14)),
        Span(utc(3, 9, 22), utc(3, 10, 14)),
        Span(utc(3, 10, 22), utc(3, 12, 5)),
    )
    travel = availability(f"{chicago}10T000000", "DTEND;TZID=America/Chicago:20260311T000000", "PRIORITY:1")
    both = busy_spans(calendar(usual, travel), WINDOW, HOME)
    assert both == (Span(utc(3, 9, 5), utc(3, 9, 14)), Span(utc(3, 9, 22), utc(3, 12, 5)))


def test_what_reaches_out_of_the_window_or_of_time_is_cut() -> None:
    ages = event("DTSTART:19000101T000000Z", "DTEND:22500101T000000Z")
    assert busy_spans(calendar(ages), WINDOW, HOME) == (WINDOW,)
    yearly = event("DTSTART:16010401T100000Z", "DURATION:PT1H", "RRULE:FREQ=YEARLY", uid="2")
    assert starts(busy_spans(calendar(yearly), WINDOW, HOME)) == [utc(4, 1, 10)]


def test_nothing_but_times_comes_out() -> None:
    found = busy_spans(calendar(event("DTSTART:20260310T150000Z", "DURATION:PT1H", "LOCATION:Home")), WINDOW, HOME)
    assert all(type(span) is Span for span in found)
    assert "secret" not in repr(found)


@pytest.mark.parametrize(
    "bomb",
    [
        event("DTSTART:20260101T000000Z", "DURATION:PT1S", "RRULE:FREQ=SECONDLY"),
        event("DTSTART:20260101T000000Z", "DURATION:PT1S", "RRULE:FREQ=MINUTELY;INTERVAL=7"),
        event("DTSTART:20260101T000000Z", "DURATION:PT1M", "RRULE:FREQ=HOURLY"),
        "BEGIN:VEVENT\r\nEND:VEVENT\r\n" * 10_001,
        event("DTSTART:20260101T000000Z", "RDATE:" + ",".join(["20260101T000000Z"] * 20_001)),
    ],
    ids=["every second", "every seventh minute", "every hour", "ten thousand entries", "twenty thousand days"],
)
def test_a_plain_bomb_is_refused(bomb: str) -> None:
    with pytest.raises(TooMuchError):
        busy_spans(calendar(bomb), WINDOW, HOME)


HALF = calendar(event("DTSTART:20260310T150000Z", "DURATION:PT1H"))[:-20]
"""A calendar that broke off must not tell that somebody is free."""


@pytest.mark.parametrize("data", [b"", b"<html>", b"\x00\xff", HALF, b"PK\x03\x04"])
def test_what_is_no_calendar_is_refused(data: bytes) -> None:
    with pytest.raises(NoCalendarError):
        busy_spans(data, WINDOW, HOME)
