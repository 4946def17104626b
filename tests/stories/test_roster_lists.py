"""A roster as an office keeps it comes in whole or not at all, adds only, and can be undone for thirty days."""

import io
import re
from datetime import date
from typing import Any
from uuid import UUID

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from consortium.access.permissions import Role
from consortium.members.export_roster import harmless
from consortium.members.rosters.any_sheet import read_any
from consortium.members.rosters.columns import Field, checked_match, guess
from consortium.problems import BadInput
from tests.harness import Ground, House, MailCatcher, house
from tests.stories.request_world import SLUG

LIST = """\
Wellness roster of the county,,,,,,,,
Last,First,Rank,Department,E-mail,Role,Cell,Course,Certified on,Expires
Aldine,Ruth,Deputy,{agency},ruth@aldine.example.org,Peer,(540) 555-0111,Peer support basics,11/02/2026,11/02/2028
"Núñez",Ana,Sergeant,{agency},ana@nunez.example.org,Chaplain,540-555-0112,Peer support basics,2026-10-01,2028-10-01
Corbett,Lee,,{agency},,,,,,
"""


async def a_coordinator(home: House) -> httpx.AsyncClient:
    rows = [row for row in await home.ground.rows("role") if row["role"] == Role.COORDINATOR]
    mine = await home.ground.consortium(SLUG)
    return await home.member(SLUG, next(row["person"] for row in rows if row["consortium"] == mine))


async def an_agency(ground: Ground) -> str:
    mine = await ground.consortium(SLUG)
    return min(str(row["name"]) for row in await ground.rows("agency") if row["consortium"] == mine)


async def bring(browser: httpx.AsyncClient, data: bytes, name: str = "people.csv") -> str:
    answer = await browser.post(f"/{SLUG}/roster/import", files={"file": (name, data)})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


async def send(browser: httpx.AsyncClient, where: str, **form: str) -> httpx.Response:
    return await browser.post(where, data=form)


def columns_of(page: str) -> dict[str, str]:
    """The match that the page proposes."""
    return {
        name: chosen
        for name, options in re.findall(r'<select id="(column-\d+)".*?>(.*?)</select>', page, re.DOTALL)
        for chosen in re.findall(r'value="(\w+)" selected', options)
    }


async def matched(browser: httpx.AsyncClient, where: str) -> str:
    page = (await browser.get(where)).text
    answer = await send(browser, f"{where}/columns", **columns_of(page))
    assert answer.status_code == 303, answer.text
    return (await browser.get(where)).text


def plain(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


async def names(ground: Ground) -> set[str]:
    return {str(row["name"]) for row in await ground.rows("person")}


async def test_any_headings_are_matched_looked_at_and_taken_and_undone(region: Ground, catcher: MailCatcher) -> None:
    async with house(region, catcher) as home:
        browser, agency = await a_coordinator(home), await an_agency(region)
        before = {table: await region.rows(table) for table in ("person", "affiliation", "peer", "training", "channel")}
        where = await bring(browser, LIST.format(agency=agency).encode())
        page = plain(await matched(browser, where))
        assert "3 people to add" in page
        assert {table: await region.rows(table) for table in before} == before, "nothing is written by looking"

        answer = await send(browser, f"{where}/take", take="yes")
        assert answer.headers["location"] == f"{where}?did=taken"
        assert {"Ruth Aldine", "Ana Núñez", "Lee Corbett"} <= await names(region)
        peers = {row["kind"] for row in await region.rows("peer")} - {row["kind"] for row in before["peer"]} | {"peer"}
        assert "peer" in peers
        (course,) = [row for row in await region.rows("training") if row["completed_on"] == date(2026, 11, 2)]
        assert (course["course"], course["expires_on"]) == ("Peer support basics", date(2028, 11, 2))
        assert all(row["sheet"] == "{}" for row in await region.rows("roster_import")), "the list itself is gone"
        assert "Ruth Aldine" in (await browser.get(f"/{SLUG}/roster")).text

        assert (await send(browser, f"{where}/undo", undo="yes")).status_code == 303
        assert {table: len(await region.rows(table)) for table in before} == {
            table: len(rows) for table, rows in before.items()
        }
        assert (await send(browser, f"{where}/undo", undo="yes")).status_code == 409
        assert home.faults == []


async def test_who_did_something_since_stays_when_a_list_is_undone(region: Ground, catcher: MailCatcher) -> None:
    async with house(region, catcher) as home:
        browser, agency = await a_coordinator(home), await an_agency(region)
        where = await bring(browser, LIST.format(agency=agency).encode())
        await matched(browser, where)
        await send(browser, f"{where}/take", take="yes")
        ruth = next(row["id"] for row in await region.rows("person") if row["name"] == "Ruth Aldine")
        await home.member(SLUG, ruth)
        assert "Ruth Aldine" in plain((await browser.get(where)).text)
        await send(browser, f"{where}/undo", undo="yes")
        assert "Ruth Aldine" in await names(region)
        assert "Lee Corbett" not in await names(region)


async def test_the_thirty_days_are_over(region: Ground, catcher: MailCatcher) -> None:
    async with house(region, catcher) as home:
        browser, agency = await a_coordinator(home), await an_agency(region)
        where = await bring(browser, LIST.format(agency=agency).encode())
        await matched(browser, where)
        await send(browser, f"{where}/take", take="yes")
        other = await bring(browser, LIST.format(agency=agency).encode())
        await region.advance(days=1, minutes=1)
        await home.jobs.tidy()
        browser = await a_coordinator(home)
        assert (await browser.get(other)).status_code == 404, "a list that nobody took is gone after a day"
        assert "Take back what it added" in plain((await browser.get(where)).text)
        await region.advance(days=30)
        browser = await a_coordinator(home)
        assert (await send(browser, f"{where}/undo", undo="yes")).status_code == 409
        await home.jobs.tidy()
        assert await region.rows("roster_import") == await region.rows("roster_imported") == []
        assert "Ruth Aldine" in await names(region)


async def test_wrong_rows_are_told_by_line_and_nothing_is_taken_unless_they_are_left_out(
    region: Ground, catcher: MailCatcher
) -> None:
    async with house(region, catcher) as home:
        browser, agency = await a_coordinator(home), await an_agency(region)
        text = (
            "Name;Agency;Mail;Role;Course;Completed on;Expires on;Course or license;Hours\n"
            f"Ann Good;{agency};ann@good.example.org;peer;Basics;2026-01-05;2028-01-05;;40\n"
            f"Bo Bad;{agency};no address;dentist;Basics;never;2028-01-05;;\n"
            f"Cy Twice;{agency};ann@good.example.org;;;;;;\n"
            f"Di Good;{agency};;clinician;LPC;2026-01-05;2028-01-05;License;\n"
            f"Ed Bad;{agency};;clinician;LPC;2026-01-05;2028-01-05;license;24\n"
        )
        where = await bring(browser, text.encode("cp1252"))
        page = plain(await matched(browser, where))
        for told in (
            "Line 3 , Mail: This is not a mail address",
            "Line 3 , Role: “dentist” is none of these",
            "Line 3 , Completed on: “never” is no day",
            "Line 4 , Mail: line 2 has the same mail address",
            "Line 6 , Hours: a licence has no hours",
        ):
            assert told in page
        before = await names(region)
        answer = await send(browser, f"{where}/take", take="yes")
        assert answer.status_code == 422
        assert "things are wrong. Nothing was taken." in plain(answer.text)
        assert await names(region) == before
        assert (await send(browser, f"{where}/take", take="yes", skip_bad="yes")).status_code == 303
        assert await names(region) - before == {"Ann Good", "Di Good"}
        added = [row for row in await region.rows("training") if row["completed_on"] == date(2026, 1, 5)]
        assert {(row["kind"], row["course"], row["hours"]) for row in added} == {
            ("course", "Basics", 40),
            ("licence", "LPC", 0),
        }


async def test_names_of_agencies_are_matched_once_and_remembered(region: Ground, catcher: MailCatcher) -> None:
    async with house(region, catcher) as home:
        browser, agency = await a_coordinator(home), await an_agency(region)
        ours = next(str(row["id"]) for row in await region.rows("agency") if row["name"] == agency)
        where = await bring(browser, b"Badge name,Dept\nDee Short,GCSO\n")
        form = {"column-0": "name", "column-1": "agency"}
        await send(browser, f"{where}/columns", **form)
        page = plain((await browser.get(where)).text)
        assert "Agencies that we do not know by these names" in page
        assert "Take the list" not in page
        await send(browser, f"{where}/columns", **form, **{"agency-name-0": "GCSO", "agency-0": ours})
        assert "1 person to add" in plain((await browser.get(where)).text)
        again = await bring(browser, b"Badge name,Dept\nEd Short,gcso\n")
        page = (await browser.get(again)).text
        assert columns_of(page) == form, "headings are remembered"
        assert "1 person to add" in plain(await matched(browser, again)), "and so is the agency's name"
        bad = await send(browser, f"{again}/columns", **form, **{"agency-name-0": "X", "agency-0": str(UUID(int=1))})
        assert bad.status_code == 422


async def test_the_same_name_is_decided_on_by_a_person(region: Ground, catcher: MailCatcher) -> None:
    async with house(region, catcher) as home:
        browser, agency = await a_coordinator(home), await an_agency(region)
        where = await bring(
            browser, f"Name,Agency,Title\nGia Lone,{agency},Officer\nGia Lone,{agency},Chief\n".encode()
        )
        page = plain(await matched(browser, where))
        assert "Line 3: Gia Lone" in page
        assert (await send(browser, f"{where}/take", take="yes")).status_code == 422
        await send(browser, f"{where}/twins", **{"twin-3": "another"})
        await send(browser, f"{where}/take", take="yes")
        assert [row["name"] for row in await region.rows("person")].count("Gia Lone") == 2


async def test_somebody_who_is_here_is_completed_and_never_overwritten(region: Ground, catcher: MailCatcher) -> None:
    async with house(region, catcher) as home:
        browser, agency = await a_coordinator(home), await an_agency(region)
        consortium = await region.consortium(SLUG)
        here = next(
            row
            for row in await region.rows("person")
            if row["consortium"] == consortium and row["email"] and row["title"]
        )
        text = f"Name,Title,Agency,Mail\nSomebody Else,Emperor,{agency},{here['email'].upper()}\n"
        where = await bring(browser, text.encode())
        assert "1 person to complete" in plain(await matched(browser, where)) or "1 as they are" in plain(
            await matched(browser, where)
        )
        await send(browser, f"{where}/take", take="yes")
        after = next(row for row in await region.rows("person") if row["id"] == here["id"])
        assert (after["name"], after["title"], after["email"]) == (here["name"], here["title"], here["email"])


async def test_a_long_list_tells_how_far_it_is(region: Ground, catcher: MailCatcher) -> None:
    async with house(region, catcher) as home:
        browser, agency = await a_coordinator(home), await an_agency(region)
        people = "".join(f"Person {number},{agency},p{number}@long.example.org\n" for number in range(600))
        where = await bring(browser, f"Name,Agency,Mail\n{people}".encode())
        await matched(browser, where)
        answer = await send(browser, f"{where}/take", take="yes")
        assert [told in answer.text for told in ("250 of 600", "500 of 600", "600 of 600", "The list is taken")] == [
            True
        ] * 4
        assert len([name for name in await names(region) if name.startswith("Person ")]) == 600
        answer = await send(browser, f"{where}/take", take="yes")
        assert answer.status_code == 409


async def test_two_who_take_the_same_list_take_it_once(region: Ground, catcher: MailCatcher) -> None:
    async with house(region, catcher) as home:
        browser, agency = await a_coordinator(home), await an_agency(region)
        where = await bring(browser, LIST.format(agency=agency).encode())
        await matched(browser, where)
        assert (await send(browser, f"{where}/take", take="yes")).status_code == 303
        assert (await send(browser, f"{where}/take", take="yes")).status_code == 409
        assert [row["name"] for row in await region.rows("person")].count("Ruth Aldine") == 1


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "Choose a file"),
        (b"\xd0\xcf\x11\xe0old", "old kind"),
        (b"PK\x03\x04broken", "cannot be opened"),
        (b"\x89PNG\r\n\x1a\n\0\0", "neither a CSV file nor a workbook"),
        (b"just one\n", "no row of headings"),
        (b"Name,Mail\n", "headings and no rows"),
    ],
)
async def test_what_is_no_list_is_refused_in_words(
    region: Ground, catcher: MailCatcher, data: bytes, said: str
) -> None:
    async with house(region, catcher) as home:
        browser = await a_coordinator(home)
        answer = await browser.post(f"/{SLUG}/roster/import", files={"file": ("x", data)})
        assert (answer.status_code, said in answer.text) == (422, True), plain(answer.text)


def workbook(*rows: tuple[Any, ...]) -> bytes:
    book, packed = Workbook(), io.BytesIO()
    assert book.active is not None
    book.create_sheet("The list")
    for row in rows:
        book["The list"].append(row)
    book.save(packed)
    return packed.getvalue()


def test_a_workbook_is_read_with_its_days_and_numbers() -> None:
    sheet = read_any(
        workbook(("Title of the list",), (None,), ("Name", "Hours", "Certified"), ("Ann", 40.0, date(2026, 1, 5)))
    )
    assert sheet.headings == ("Name", "Hours", "Certified")
    assert sheet.rows == ((4, ("Ann", "40", "2026-01-05")),)


@given(st.lists(st.text(max_size=20), min_size=2, max_size=2))
def test_whatever_stands_in_a_cell_leaves_as_text_and_comes_back(cells: list[str]) -> None:
    for cell in cells:
        assert not harmless(cell).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    packed = workbook(("A", "B"), *([tuple(map(_writable, cells))]))
    assert isinstance(read_any(packed).rows, tuple)


def _writable(cell: str) -> str:
    return harmless("".join(each for each in cell if each.isprintable()))


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reading(data: bytes) -> None:
    try:
        sheet = read_any(data)
    except BadInput:
        return
    assert all(len(cells) == len(sheet.headings) for _, cells in sheet.rows)


def test_a_match_must_hold_names_and_each_meaning_once() -> None:
    assert guess(("Last Name", "First", "e-mail", "Shoe size"), {}) == (
        Field.LAST,
        Field.FIRST,
        Field.EMAIL,
        Field.NOT_KEPT,
    )
    for wrong in (["email"], ["name", "name"], ["name", "course"], ["name", "size"], []):
        with pytest.raises(BadInput):
            checked_match(wrong, len(wrong) or 1)


async def test_the_roster_goes_out_as_text_that_no_spreadsheet_runs(region: Ground, catcher: MailCatcher) -> None:
    async with house(region, catcher) as home:
        browser = await a_coordinator(home)
        where = await bring(browser, b"Name,Title\n\"=cmd|' /C calc'!A0\",+1\n")
        await matched(browser, where)
        await send(browser, f"{where}/take", take="yes")
        out = await browser.get(f"/{SLUG}/roster/export.csv")
        assert out.headers["content-disposition"] == f'attachment; filename="{SLUG}-roster.csv"'
        assert "'=cmd|" in out.text
        assert not re.search(r"(^|,|\")[=+@]", out.text)
        assert "example.org" not in out.text, "no way to reach anybody leaves"
        packed = (await browser.get(f"/{SLUG}/roster/export.xlsx")).content
        sheet = load_workbook(io.BytesIO(packed)).worksheets[0]
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
