"""Reading the federal list: what it says, what it leaves out, and every error by its line. No database."""

from contextlib import suppress
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consortium.members.agency_names import tidy_county, tidy_name
from consortium.members.federal_list import COUNTED_ON, HEADINGS, Listed, RowError, Selection, Why, read_agencies
from consortium.members.import_plan import Enrolled, plan_import
from consortium.members.kinds import AgencyKind
from consortium.members.sheet import decode
from consortium.problems import BadInput
from geo import AgencyId, Point
from tests.stories.federal_world import ALL_HEADINGS, a_list, a_region, row


def test_the_list_is_read_by_its_own_headings() -> None:
    found = read_agencies(a_region())
    assert found.errors == ()
    assert [each.name for each in found.rows] == [
        "Cinder Ford Police Department",
        "Lodgepole Bend Police Department",
        "Three Cones Police Department",
        "Rook County Sheriff's Office",
        "Rookville Police Department",
        "Marl Springs Police Department",
        "Basalt County Sheriff's Department",
        "McHeron State College Police",
    ]
    assert [each.kind for each in found.rows[:4]] == [AgencyKind.POLICE] * 3 + [AgencyKind.SHERIFF]
    assert found.rows[7].kind is AgencyKind.CAMPUS
    first = found.rows[0]
    assert (first.key, first.county, first.state, first.at) == ("13000001", "Obsidian", "OR", Point(44.27, -121.18))
    assert (first.sworn, first.part_time, first.line, found.rows[1].line) == (36, 0, 2, 4)
    assert [(each.name, each.why) for each in found.passed_over] == [
        ("Cinder Ford Substation", Why.NO_STAFF),
        ("State Barracks", Why.NO_STAFF),
        ("Gone Police Department", Why.CLOSED),
    ]


def test_headings_may_stand_in_any_order_and_case_and_beside_others() -> None:
    usual, other = a_list(row()), a_list(row(), headings=[*reversed(ALL_HEADINGS), "NEW"])
    lower = other.replace(other.splitlines()[0], other.splitlines()[0].lower())
    assert read_agencies(lower).rows == read_agencies(usual).rows
    assert len(read_agencies(usual.replace("\r\n", "\n")).rows) == 1


@pytest.mark.parametrize("heading", HEADINGS)
def test_a_missing_heading_is_named(heading: str) -> None:
    text = a_list(row(), headings=[each for each in ALL_HEADINGS if each != heading])
    with pytest.raises(BadInput, match=f"lacks the headings {heading}\\."):
        read_agencies(text)


def test_a_table_parted_by_semicolons_is_told_so() -> None:
    with pytest.raises(BadInput, match="seem to be parted by “;”"):
        read_agencies(";".join(ALL_HEADINGS) + "\n")


def test_a_heading_that_comes_twice_is_refused() -> None:
    with pytest.raises(BadInput, match="heading NAME more than once"):
        read_agencies(a_list(row(), headings=[*ALL_HEADINGS, "NAME"]))


@pytest.mark.parametrize(
    ("change", "heading", "says"),
    [
        ({"LATITUDE": "-121.175768", "LONGITUDE": "44.273757"}, "LATITUDE", "seem to be swapped"),
        ({"LONGITUDE": "121.175768"}, "LATITUDE", "lack its minus sign"),
        ({"LATITUDE": "0", "LONGITUDE": "0"}, "LATITUDE", "not in the United States"),
        ({"LATITUDE": "95", "LONGITUDE": "-121"}, "LATITUDE", "not in the United States"),
        ({"LATITUDE": "95", "LONGITUDE": "-170", "STATE": "AS"}, "LATITUDE", "between -90 and 90"),
        ({"LATITUDE": "nan"}, "LATITUDE", "“nan” is no number of degrees"),
        ({"LATITUDE": "1e1"}, "LATITUDE", "no number of degrees"),
        ({"LATITUDE": "NOT AVAILABLE"}, "LATITUDE", "the place is missing"),
        ({"LONGITUDE": ""}, "LONGITUDE", "the place is missing"),
        ({"FTSWORN": "many"}, "FTSWORN", "“many” is no number of officers"),
        ({"FTSWORN": "-5"}, "FTSWORN", "no number of officers"),
        ({"FTSWORN": "36.5"}, "FTSWORN", "no number of officers"),
        ({"FTSWORN": "99999999999"}, "FTSWORN", "no number of officers"),
        ({"PTSWORN": "x"}, "PTSWORN", "no number of officers"),
        ({"STATE": "Oregon"}, "STATE", "two letters"),
        ({"STATE": ""}, "STATE", "two letters"),
        ({"TYPE": "BOWLING CLUB"}, "TYPE", "“BOWLING CLUB” is no type of the list"),
        ({"STATUS": "PERHAPS"}, "STATUS", "“PERHAPS” is no status of the list"),
        ({"CSLLEA08ID": "-999"}, "CSLLEA08ID", "the key is missing"),
        ({"CSLLEA08ID": "12X"}, "CSLLEA08ID", "“12X” is no key of the list"),
        ({"NAME": "NOT AVAILABLE"}, "NAME", "the name is missing"),
        ({"NAME": "A" * 200}, "NAME", "too long"),
        ({"NAME": "TOWN\u202ePOLICE"}, "NAME", "cannot be seen"),
        ({"COUNTY": "A" * 100}, "COUNTY", "too long"),
    ],
)
def test_a_row_that_cannot_be_is_told_by_line_and_heading(change: dict[str, str], heading: str, says: str) -> None:
    found = read_agencies(a_list(row(1), row(2, **change), row(3)))
    (error,) = found.errors
    assert (error.line, error.heading) == (4, heading)
    assert says in error.message
    assert [each.key for each in found.rows] == ["13000001", "13000003"]


def test_every_error_of_every_row_is_told_at_once() -> None:
    text = a_list(row(1, FTSWORN="x", LATITUDE="y", NAME=""), row(2, TYPE="?", CSLLEA08ID="")) + "too,few\n"
    assert [(error.line, error.heading) for error in read_agencies(text).errors] == [
        (2, "FTSWORN"),
        (2, "LATITUDE"),
        (2, "NAME"),
        (4, "CSLLEA08ID"),
        (4, "TYPE"),
        (6, ""),
    ]
    assert "2 cells where the headings are 35" in read_agencies(text).errors[-1].message


def test_the_same_row_again_is_passed_over_and_a_contradicting_one_is_an_error() -> None:
    found = read_agencies(a_list(row(1), row(1), row(1, FTSWORN="7")))
    assert [each.sworn for each in found.rows] == [36]
    assert [(each.line, each.why) for each in found.passed_over] == [(4, Why.TWICE)]
    assert found.errors == (RowError(6, "CSLLEA08ID", "line 2 has the key 13000001 too, with other facts"),)


def test_who_counts_no_sworn_officer_is_left_out_and_part_time_ones_are_enough() -> None:
    found = read_agencies(a_list(row(1, FTSWORN="0", PTSWORN="0"), row(2, FTSWORN="0", PTSWORN="3")))
    assert [(each.key, each.sworn, each.part_time) for each in found.rows] == [("13000002", 0, 3)]
    assert [each.why for each in found.passed_over] == [Why.NOBODY]


def test_only_what_is_asked_for_is_read() -> None:
    text = a_list(
        row(1),
        row(2, STATE="WA", FTSWORN="nonsense that nobody asked for"),
        row(3, COUNTY="ROOK"),
        row(4, LATITUDE="45.5"),
        row(5, FTSWORN="61"),
    )

    def keys(**wanted: object) -> list[str]:
        found = read_agencies(text, Selection(states=frozenset({"OR"}), **wanted))  # type: ignore[arg-type]
        assert found.errors == ()
        assert found.unwanted == 5 - len(found.rows)
        return [each.key[-1] for each in found.rows]

    assert keys() == ["1", "3", "4", "5"]
    assert keys(counties=frozenset({"rook"})) == ["3"]
    assert keys(near=Point(44.3, -121.2), miles=20) == ["1", "3", "5"]
    assert keys(most_sworn=60) == ["1", "3", "4"]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "The file is empty."),
        (b" \r\n ", "The file is empty."),
        ("NAME,STATE".encode("utf-16"), "UTF-16"),
        (b"PK\x03\x04rest", "spreadsheet"),
        (b"NAME\nTOWN\x00\n", "Line 2 holds a NUL byte"),
        ("NAME\n\nPEÑA".encode("latin-1"), "Line 3 holds a byte that is not utf-8"),
    ],
)
def test_a_file_that_is_no_text_of_ours_is_told_what_to_do(data: bytes, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        decode(data)


def test_a_byte_order_mark_and_another_encoding_are_no_hindrance() -> None:
    assert decode("\ufeffNAME".encode()) == "NAME"
    assert decode("PEÑA".encode("latin-1"), "windows-1252") == "PEÑA"
    with pytest.raises(BadInput, match="no encoding named “klingon”"):
        decode(b"NAME", "klingon")


def test_a_quotation_mark_that_is_not_closed_is_told_by_line() -> None:
    text = a_list(row(1)) + '"' + "x" * 200_000
    with pytest.raises(BadInput, match=r"cannot be read at line 4: field larger"):
        read_agencies(text)


@pytest.mark.parametrize(
    ("name", "tidy"),
    [
        (
            "LEMHI COUNTY SHERIFFS OFFICE / LEMHI COUNTY JAIL / LEMHI COUNTY JUVENILE DETENTION CENTER",
            "Lemhi County Sheriff's Office",
        ),
        (
            "RUTHERFORD COUNTY ADULT DETENTION CENTER / RUTHERFORD COUNTY SHERIFFS OFFICE",
            "Rutherford County Sheriff's Office",
        ),
        ("ATHENS-CLARKE COUNTY POLICE DEPARTMENT - HEADQUARTERS", "Athens-Clarke County Police Department"),
        ("MCMINNVILLE POLICE DEPT.", "McMinnville Police Department"),
        ("ST. HELENS POLICE DEPARTMENT", "St. Helens Police Department"),
        ("PORT GAMBLE S'KLALLAM TRIBAL POLICE", "Port Gamble S'Klallam Tribal Police"),
        ("SMYRNA MARSHAL'S OFFICE", "Smyrna Marshal's Office"),
        ("CITY OF HICKORY POLICE DEPARTMENT", "City of Hickory Police Department"),
        ("NORTH CAROLINA DMV ENFORCEMENT", "North Carolina DMV Enforcement"),
        ("Already Tidy PD", "Already Tidy PD"),
        ("FOO COUNTY JAIL", "Foo County Jail"),
        ("THE DALLES POLICE", "The Dalles Police"),
    ],
)
def test_a_name_in_capitals_is_made_readable(name: str, tidy: str) -> None:
    assert tidy_name(name) == tidy


def test_a_county_in_capitals_is_made_readable() -> None:
    assert [tidy_county(each) for each in ("PRINCE WILLIAM", "MCDOWELL", "DeKalb")] == [
        "Prince William",
        "McDowell",
        "DeKalb",
    ]


@settings(deadline=None, max_examples=100)
@given(st.text(st.characters(codec="utf-8"), max_size=200))
def test_no_name_breaks_the_tidying_and_tidy_names_stay(name: str) -> None:
    tidy = tidy_name(name)
    assert tidy == tidy.upper() or tidy_name(tidy) == tidy


@settings(deadline=None, max_examples=100)
@given(st.lists(st.lists(st.text(max_size=12), max_size=6), max_size=8), st.booleans())
def test_whatever_stands_in_the_file_the_answer_is_rows_errors_or_a_refusal(table: list[list[str]], real: bool) -> None:
    text = "\n".join(",".join(cells) for cells in table)
    with suppress(BadInput):
        found = read_agencies(",".join(HEADINGS) + "\n" + text if real else text)
        assert all(error.line > 1 for error in found.errors)


CELLS = {
    "LATITUDE": st.one_of(st.floats(13, 72).map(str), st.text(max_size=6)),
    "LONGITUDE": st.one_of(st.floats(-180, -64).map(str), st.text(max_size=6)),
    "FTSWORN": st.one_of(st.integers(-2, 70_000).map(str), st.text(max_size=6)),
    "PTSWORN": st.one_of(st.integers(-2, 70_000).map(str), st.text(max_size=6)),
    "STATUS": st.sampled_from(["OPEN", "CLOSED", "NOT AVAILABLE", "", "?"]),
    "TYPE": st.sampled_from(["LOCAL POLICE DEPARTMENT", "SHERIFF'S OFFICE", "", "?"]),
    "STATE": st.sampled_from(["OR", "wa", "", "O1", "GU"]),
    "NAME": st.sampled_from(["A POLICE", "B POLICE", "a police", ""]),
    "COUNTY": st.sampled_from(["ROOK", "-999", ""]),
    "CSLLEA08ID": st.integers(1, 4).map(str),
    "TRIBAL": st.sampled_from(["0", "1", "x"]),
}


@settings(deadline=None, max_examples=60)
@given(st.lists(st.fixed_dictionaries(CELLS), max_size=10))
def test_each_row_is_taken_or_passed_over_or_has_an_error_and_taken_rows_are_sound(rows: list[dict[str, str]]) -> None:
    text = a_list(*rows, headings=HEADINGS)
    found = read_agencies(text)
    lines = [each.line for each in found.rows] + [each.line for each in found.passed_over]
    assert len(set(lines)) == len(lines)
    assert len({*lines, *(error.line for error in found.errors)}) == len(rows)
    assert len({each.key for each in found.rows}) == len(found.rows)
    plan = plan_import(found, ())
    names = [each.name.casefold() for each in plan.added]
    assert len(set(names)) == len(names)
    assert len(plan.added) + sum(
        error.heading == "NAME" and "other agencies" in error.message for error in plan.errors
    ) == len(found.rows)


def enrolled(name: str, state: str = "OR", key: str | None = "13000001") -> Enrolled:
    (listed,) = read_agencies(a_list(row(1))).rows
    return Enrolled(
        id=AgencyId(UUID(int=1)),
        key=key,
        name=name,
        kind=listed.kind.value,
        county=listed.county,
        state=state,
        at=listed.at,
        sworn=listed.sworn,
        part_time=listed.part_time,
        counted_on=COUNTED_ON,
    )


def names_of(rows: tuple[Listed, ...]) -> list[str]:
    return [each.name for each in rows]


def test_agencies_of_one_name_get_their_state_then_their_county() -> None:
    same = {"NAME": "SALEM POLICE DEPARTMENT"}
    far = {**same, "LATITUDE": "37.29", "LONGITUDE": "-80.05", "STATE": "VA", "COUNTY": "ROANOKE"}
    listed = read_agencies(a_list(row(1, **same), row(2, **far), row(3, **{**far, "COUNTY": "SALEM"})))
    assert names_of(plan_import(listed, ()).added) == [
        "Salem Police Department, OR",
        "Salem Police Department, VA (Roanoke)",
        "Salem Police Department, VA (Salem)",
    ]
    here = enrolled("Salem Police Department")
    (second,) = plan_import(read_agencies(a_list(row(2, **far))), (here,)).added
    assert second.name == "Salem Police Department, VA"


def test_agencies_of_one_name_and_county_are_told_apart_by_what_they_are_and_else_by_key() -> None:
    same = {"NAME": "SALEM POLICE DEPARTMENT"}
    other = row(2, **same, TYPE="SPECIAL JURISDICTION")
    assert names_of(plan_import(read_agencies(a_list(row(1, **same), other)), ()).added) == [
        "Salem Police Department, OR (Obsidian, police)",
        "Salem Police Department, OR (Obsidian, special)",
    ]
    plan = plan_import(read_agencies(a_list(row(1, **same), row(2, **same))), ())
    assert [name[-10:] for name in names_of(plan.added)] == [" 13000001)", " 13000002)"]


def test_an_agency_whose_every_name_is_taken_is_an_error() -> None:
    name = "Town 1 Police Department"
    forms = ("", ", OR", ", OR (Obsidian)", ", OR (Obsidian, police)", ", OR (Obsidian, 13000001)")
    taken = [enrolled(name + form, key=f"{number}", state="WA") for number, form in enumerate(forms)]
    plan = plan_import(read_agencies(a_list(row(1))), taken)
    assert (plan.added, [error.line for error in plan.errors]) == ((), [2])


def test_an_agency_enrolled_by_hand_is_left_as_it_is() -> None:
    listed = read_agencies(a_list(row(1)))
    plan = plan_import(listed, (enrolled("TOWN 1 police department", key=None),))
    assert (plan.added, [each.why for each in plan.passed_over]) == ((), [Why.BY_HAND])
