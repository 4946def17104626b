"""A list of availability as an office keeps it: any headings, every error with its line, all or nothing, undone."""

import io
import re
import zipfile
from datetime import date, time, timedelta

import pytest
from openpyxl import Workbook

from consortium.access.permissions import Role
from consortium.duty.availability.list_cells import read_day, read_share, read_time, read_weekdays
from consortium.duty.availability.list_columns import Column, checked_match, guess
from consortium.members.store import load_today
from consortium.problems import BadInput
from tests.harness import Ground, MailCatcher
from tests.stories.people_world import Desk, quiet, row_of, rows_of
from tests.stories.request_world import SLUG, open_house, reading_of

BRING = f"/{SLUG}/availability/import"


async def brought(desk: Desk, data: bytes, name: str = "list.csv") -> str:
    answer = await desk.browser.post(BRING, files={"file": (name, data)})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"]).removeprefix(f"/{SLUG}/")


def columns_of(page: str) -> dict[str, str]:
    """The match that the page proposes."""
    return {
        name: chosen
        for name, options in re.findall(r'<select id="(column-\d+)".*?>(.*?)</select>', page, re.DOTALL)
        for chosen in re.findall(r'value="(\w+)" selected', options)
    }


async def test_a_list_is_looked_at_taken_and_undone(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        desk = await Desk.of(home, Role.COORDINATOR)
        peer = await quiet(region)
        name, mail = (await row_of(region, peer))["name"], (await row_of(region, peer))["email"]
        other = await quiet(region, but=peer)
        async with reading_of(region) as reading:
            day = await load_today(reading) + timedelta(days=9)
        rows = [
            "Wellness team,,,,,,,",
            "Officer,E-mail,Type,Date off,Through,Start time,Days,Max",
            f"{name},,Vacation,{day:%m/%d/%Y},{day + timedelta(days=6):%m/%d/%Y},,,",
            f",{mail},prefer,,,6 PM,Sat-Sun,3",
            f"{name},,,{day:%m/%d/%Y},{day + timedelta(days=6):%m/%d/%Y},,,",
            f"\"=cmd|' /C calc'!A0\",,,{day},,,,",
            f"{name},,,2019-01-01,,,,",
            f"{name},,sometimes,{day},,,,",
            f"{name},,,next week,,,,",
            f"{name},,,,,,,",
        ]
        here = await brought(desk, "\n".join(rows).encode())
        page = await desk.raw(here)
        match = columns_of(page)
        assert list(match.values()) == ["name", "email", "said", "first", "last", "from", "weekdays", "most"]
        looked = await desk.send(here, act="match", **match)
        for words in ("nobody of those who answer", "over", "say cannot", "no day", "neither a time nor a limit"):
            assert words in looked, words
        assert "Give both times".lower() in looked.lower()
        assert "Something is wrong" in await desk.refused(here, act="take")
        assert await rows_of(region, peer, "availability_time") == []
        assert "The list is taken" in await desk.send(here, act="take", skip_bad="yes")
        (kept,) = await rows_of(region, peer, "availability_time")
        assert (kept["kind"], kept["weekdays"]) == ("blocked", None)
        assert kept["ends_at"] - kept["starts_at"] >= timedelta(days=6, hours=23)  # type: ignore[operator]
        assert await rows_of(region, peer, "leave") == [], "a list takes nobody off the rota"
        (row,) = await region.rows("availability_import")
        assert row["sheet"]["rows"] == [] if isinstance(row["sheet"], dict) else "Vacation" not in str(row["sheet"])
        assert "Said when" in await desk.page(f"people/{peer}/availability")
        await desk.refused(here, 409, act="take")

        second = "Peer;FTE;Notice\n" + f"{mail};half;24\n"
        again = await brought(desk, second.replace("Peer", "Email").encode())
        await desk.send(again, act="match", **columns_of(await desk.raw(again)))
        await desk.send(again, act="take")
        assert (await row_of(region, peer, "availability"))["share_percent"] == 50
        assert "taken back" in await desk.send(again, act="undo")
        assert (await row_of(region, peer, "availability"))["share_percent"] == 100
        assert "taken back" in await desk.send(here, act="undo")
        assert await rows_of(region, peer, "availability_time") == []
        await desk.refused(here, 409, act="undo")

        third = await brought(desk, f"Name,Date\n{name},{day}\n".encode())
        assert "Nothing was done" in await desk.refused(third)
        assert "forgotten" in await desk.send(third, act="drop")
        stranger = await Desk.as_person(home, other)
        await stranger.page(third, 404)
        await stranger.refused("availability/import", 404)


def workbook(*rows: list[object]) -> bytes:
    book, out = Workbook(), io.BytesIO()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b" " * 120_000_000)
    return out.getvalue()


async def test_a_workbook_keeps_its_times_and_a_bomb_is_refused(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        desk = await Desk.of(home, Role.COORDINATOR)
        peer = await quiet(region)
        name = (await row_of(region, peer))["name"]
        async with reading_of(region) as reading:
            day = await load_today(reading) + timedelta(days=4)
        rows: list[list[object]] = [["Name", "First day", "From", "Until"], [name, day, time(18), time(6)]]
        here = await brought(desk, workbook(*rows), "list.xlsx")
        await desk.send(here, act="match", **columns_of(await desk.raw(here)))
        await desk.send(here, act="take")
        (kept,) = await rows_of(region, peer, "availability_time")
        assert kept["ends_at"] - kept["starts_at"] in {timedelta(hours=hours) for hours in (11, 12, 13)}  # type: ignore[operator]
        for data, said in (
            (bomb(), "too large once it is unpacked"),
            (b"", "Choose a file"),
            (b"\x00\x01\x02", "neither a CSV file nor a workbook"),
            (b"just a sentence without columns", "no row of headings"),
        ):
            answer = await desk.browser.post(BRING, files={"file": ("list.csv", data)})
            assert (answer.status_code, said in answer.text) == (422, True), said
        assert len(await rows_of(region, peer, "availability_time")) == 1


def test_cells_are_read_as_offices_write_them() -> None:
    assert read_weekdays("Mon-Fri") == frozenset(range(5))
    assert read_weekdays("Sat & Sun") == read_weekdays("weekends") == {5, 6}
    assert read_weekdays("Fri to Mon") == {4, 5, 6, 0}
    assert [read_time(each) for each in ("7pm", "7:30 AM", "1900", "24:00")] == [
        time(19),
        time(7, 30),
        time(19),
        time(0),
    ]
    assert read_day("2026-11-23 18:00") == (date(2026, 11, 23), time(18))
    assert read_day("Nov 23, 2026") == (date(2026, 11, 23), None)
    assert [read_share(each) for each in ("half", "0.75", "60 %", "1", "150")] == [50, 75, 60, 100, 150]
    for read, wrong in (
        (read_weekdays, "5"),
        (read_time, "25:00"),
        (read_day, "soon"),
        (read_share, "0"),
        (read_time, "13pm"),
    ):
        with pytest.raises((ValueError, KeyError)):
            read(wrong)


def test_columns_are_guessed_and_a_match_that_cannot_be_is_refused() -> None:
    assert guess(["Officer", "Date", "Date", "Shoe size"]) == (
        Column.NAME,
        Column.FIRST,
        Column.NOT_KEPT,
        Column.NOT_KEPT,
    )
    for meanings, said in (
        (["name", "name"], "cannot both be"),
        (["first", "last"], "must say who"),
        (["name", "said"], "must say when"),
        (["name"], "for each column"),
        (["name", "colour"], "for each column"),
    ):
        with pytest.raises(BadInput, match=said):
            checked_match(meanings, 2)
