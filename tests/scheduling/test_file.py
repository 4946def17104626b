"""A schedule goes into a file and comes out of it the same, and a file that is wrong says where."""

import json
import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.names import PersonId
from scheduling import Leave, Line, Part, Schedule, Span, Swap, SwapId, who
from scheduling.errors import ScheduleFileError
from scheduling.file import LARGEST, ScheduleFile, from_json, to_json
from scheduling.spans import LATEST
from scheduling.wallclock import instant, zone
from tests.scheduling.builders import a_rotation, utc
from tests.scheduling.chance import PEOPLE
from tests.scheduling.strategies import many, schedules

PAGE = (Path(__file__).parents[2] / "docs" / "schedule-file.md").read_text()
EXAMPLE = PAGE.split("<!-- example -->\n```json\n")[1].split("```\n<!-- end -->")[0]
NAMES = {person: f"Person {number}" for number, person in enumerate(PEOPLE)}

Change = Callable[[dict[str, Any]], Any]


@many
@given(schedules(days=30), st.sampled_from(["America/Chicago", "Pacific/Apia"]))
def test_whatever_a_schedule_can_be_comes_back_the_same(made: tuple[Schedule, Span], home: str) -> None:
    file = ScheduleFile(made[0], NAMES, home)
    back = from_json(to_json(file))
    assert back == file
    assert to_json(back) == to_json(file)


def test_the_page_about_files_tells_the_truth() -> None:
    file = from_json(EXAMPLE)
    rows = re.findall(r"^\| (\d{4}-\S+)T(\S+) \| (.+?) \| (.+?) \|$", PAGE, re.MULTILINE)
    assert len(rows) == 9
    for day, at, primary, backup in rows:
        duty = who(file.schedule, from_wall(day, at))
        told = {line: ", ".join(sorted(file.people[each] for each in duty[line])) or "nobody" for line in Line}
        assert (told[Line.PRIMARY], told[Line.BACKUP]) == (primary, backup), day


def from_wall(day: str, at: str) -> datetime:
    return instant(date.fromisoformat(day), time.fromisoformat(at), zone("America/Chicago"))


def test_a_key_of_ones_own_always_means_the_same_person() -> None:
    one, other = from_json(EXAMPLE), from_json(EXAMPLE)
    assert one == other
    assert sorted(one.people.values()) == ["Ana Ortiz", "Ben Hale", "Cal Whitman", "Dee Novak"]


def test_every_field_is_on_the_page() -> None:
    source = "".join(
        (Path(__file__).parents[2] / "scheduling" / f"{name}.py").read_text() for name in ("file", "file_parts")
    )
    calls = re.findall(r"fields\(\s*((?:\"[^\"]*\",?\s*)+)\)", source)
    named = set(re.findall(r"\w+", " ".join(calls)))
    assert {"hand_off", "adds", "until", "giver", "owed"} <= named
    assert [] == sorted(word for word in named if f"`{word}`" not in PAGE and f'"{word}"' not in PAGE)


def changed(change: Change) -> str:
    record = json.loads(EXAMPLE)
    change(record)
    return json.dumps(record)


def rotation(**fields: object) -> Change:
    return lambda it: it["rotations"][1].update(fields)


def one(kind: str, **fields: object) -> Change:
    """The first of its kind, with other fields."""
    return lambda it: it[kind][0].update(fields)


def shift(**fields: object) -> Change:
    return lambda it: it["temporary"][0]["shifts"][0].update(fields)


def twice(kind: str, **fields: object) -> Change:
    return lambda it: it[kind].append(it[kind][0] | fields)


def weekly(*windows: dict[str, object]) -> Change:
    return rotation(only=list(windows))


MON: dict[str, object] = {"on": ["monday", "tuesday"], "from": "07:00", "to": "06:00"}
TUE: dict[str, object] = {"on": "tuesday", "from": "05:00", "to": "09:00"}
PAUSE = {"person": "cal", "from": "2026-01-02T00:00Z", "to": "2026-01-01T00:00Z"}
CALS_ID = str(uuid5(NAMESPACE_URL, "person:cal"))
NIGHTS = "rotation 2 (Nights)"

WRONG: list[tuple[Change, str]] = [
    (lambda it: it.update(format="x"), "“format”: This is not known"),
    (lambda it: it.update(zone="Mars/Olympus"), "“zone”: There is no time zone named “Mars/Olympus”"),
    (lambda it: it.pop("people"), "The file: “people” is missing"),
    (lambda it: it.update(extra=1), "The file: “extra” is not known here. Known are: format, zone, people, rotations"),
    (lambda it: it.update(rotations={}), "“rotations”: This must be a list"),
    (lambda it: it.update(rotations=[{}] * 201), "“rotations”: There are 201 entries; 200 are the most"),
    (lambda it: it["people"].update(ana=""), "“people”, “ana”: This takes 1 to 200 characters"),
    (lambda it: it["people"].update(ana="A\u001b[31m"), "“ana”: This holds a character that cannot be shown"),
    (lambda it: it["people"].update({CALS_ID: "Cal again"}), f"“people”, “{CALS_ID}”: This person is there twice"),
    (rotation(last_day="2026-02-30"), f"{NIGHTS}, “last_day”: This is not a day"),
    (rotation(hand_off="25:00"), f"{NIGHTS}, “hand_off”: This is not a time of day"),
    (rotation(line="tertiary"), f"{NIGHTS}, “line”: “tertiary” is not known here. Known are: primary, backup"),
    (rotation(first_day="5 Oct"), f"{NIGHTS}, “first_day”: This is not a day"),
    (rotation(hand_off="7"), f"{NIGHTS}, “hand_off”: This is not a time of day"),
    (rotation(every="1"), f"{NIGHTS}, “every”: This must be a whole number"),
    (rotation(every=True), f"{NIGHTS}, “every”: This must be a whole number"),
    (rotation(every=0), f"{NIGHTS}: A turn lasts 1 to 366 days, not 0"),
    (rotation(every=13, unit="month"), f"{NIGHTS}: A turn lasts 1 to 12 months, not 13"),
    (rotation(turns=[["cal"], ["eve"]]), f"{NIGHTS}, turn 2, person 1: “eve” is not among the people"),
    (rotation(turns=["eve"]), f"{NIGHTS}, turn 1: “eve” is not among the people"),
    (rotation(turns=[[]]), f"{NIGHTS}: A rotation needs at least one turn, and each turn"),
    (weekly({"on": "moonday", "from": "07:00", "to": "08:00"}), f"{NIGHTS}, weekly hours 1, “on”: “moonday”"),
    (weekly({"on": "monday", "from": "07:00"}), f"{NIGHTS}, weekly hours 1: “to” is missing"),
    (weekly(MON, TUE), f"{NIGHTS}, “only”: Two windows of the week overlap: Monday 07:00 to 06:00 and Tuesday 05:00"),
    (rotation(zone="Chicago"), f"{NIGHTS}: There is no time zone named “Chicago”"),
    (rotation(id="weeks"), "The file: Two rotations share an id"),
    (rotation(layer=100), f"{NIGHTS}: A layer is a number from 0 to 99, not 100"),
    (rotation(pauses=[PAUSE]), f"{NIGHTS}, pause 1: The end must come after the start"),
    (one("overrides", to="2026-10-07T12:00"), "override 1: The end must come after the start"),
    (one("overrides", to="tomorrow"), "override 1, “to”: This is not a time. One looks like"),
    (one("overrides", to="9999-12-31T23:59"), "override 1, “to”: Schedules reach from 1970"),
    (one("overrides", to="9999-12-31T23:59Z"), "override 1: Schedules reach from 1970"),
    (one("overrides", to="0001-01-01T00:00+14:00"), "override 1, “to”"),
    (one("overrides", adds="ana"), "override 1: Nobody can take over from herself"),
    (one("overrides", number=10**12), "override 1, “number”: This number is too large"),
    (lambda it: it.update(overrides=[it["overrides"][0] | {"number": 4}] * 2), "The file: Two overrides share a"),
    (twice("temporary", id="other"), "The file: Two temporary schedules of the primary line overlap from 2026-12-25"),
    (shift(line="backup"), "temporary schedule 1: A shift on the backup line"),
    (one("temporary", to="2026-12-26T06:00"), "temporary schedule 1: A shift from 2026-12-26T01:00"),
    (one("swaps", part={"from": "5", "to": "6:00"}), "swap 1, “part”, “from”: This is not a length"),
    (one("swaps", part={"from": "6:00", "to": "6:00"}), "swap 1, “part”: A part of a turn"),
    (one("swaps", turn={"rotation": "weeks"}), "swap 1, “turn”: “number” is missing"),
    (one("swaps", taker="ben"), "swap 1: Nobody can take over"),
    (one("absences", person=7), "absence 1, “person”: This must be text"),
    (one("absences", to="2026-12-09T00:00+99:00"), "absence 1, “to”: This is not a time"),
]


@pytest.mark.parametrize(("change", "words"), WRONG)
def test_what_is_wrong_in_a_file_is_told_with_its_place(change: Change, words: str) -> None:
    with pytest.raises(ScheduleFileError) as caught:
        from_json(changed(change))
    assert words in str(caught.value)
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("", "line 1, column 1: This is not JSON"),
        ("{\n]", "line 2, column 1: This is not JSON"),
        ("[]", "The file: This must be an object"),
        ("7", "The file: This must be an object"),
        (b"\xff\xfe{}", "not text in UTF-8"),
        ('{"a": NaN}', "NaN is not a number"),
        ('{"a": 1, "a": 2}', "“a” stands twice in one object"),
        ("[" * 100_000, "too deeply"),
        ("9" * 10_000, "too large"),
        (" " * (LARGEST + 1), "too large: 5 MB is the most"),
        ("é" * (LARGEST // 2 + 1), "too large: 5 MB is the most"),
    ],
)
def test_what_is_no_schedule_file_is_refused(data: str | bytes, words: str) -> None:
    with pytest.raises(ScheduleFileError, match=words):
        from_json(data)


@given(st.text() | st.binary())
def test_no_file_whatever_brings_the_reader_down(data: str | bytes) -> None:
    with pytest.raises(ScheduleFileError):
        from_json(data)


words = st.sampled_from(["from", "to", "person", "shift", "number"])
nonsense = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda each: st.lists(each, max_size=3) | st.dictionaries(words, each, max_size=3),
    max_leaves=5,
)


@many
@given(st.data(), nonsense)
def test_no_value_anywhere_in_a_file_brings_the_reader_down(data: st.DataObject, value: object) -> None:
    record = json.loads(EXAMPLE)
    where: Any = record
    while isinstance(where, (dict, list)) and where:
        key = data.draw(st.sampled_from(sorted(where) if isinstance(where, dict) else range(len(where))))
        if data.draw(st.booleans()) or not isinstance(where[key], (dict, list)) or not where[key]:
            where[key] = value
            break
        where = where[key]
    with suppress(ScheduleFileError):
        from_json(json.dumps(record))


def test_no_end_is_written_as_none_and_seconds_only_where_there_are_some() -> None:
    person, turn = PEOPLE[0], (a_rotation().id, 1)
    part = Part(timedelta(hours=30, seconds=5), timedelta(hours=31, microseconds=7))
    swap = Swap(
        id=SwapId(UUID(int=1)), number=1, line=Line.PRIMARY, giver=person, taker=PEOPLE[1], turn=turn, part=part
    )
    gone = Leave(person, Span(utc("2026-01-01 00:00"), LATEST))
    file = ScheduleFile(Schedule(swaps=(swap,), leave=(gone,)), NAMES, "UTC")
    written = json.loads(to_json(file))
    assert written["absences"] == [{"person": str(person), "from": "2026-01-01T00:00Z"}]
    assert written["swaps"][0]["part"] == {"from": "30:00:05", "to": "31:00:00.000007"}
    assert from_json(to_json(file)) == file


def test_a_file_says_times_in_utc_and_leaves_out_what_is_as_usual() -> None:
    ana = PersonId(PEOPLE[0])
    written = json.loads(to_json(ScheduleFile(Schedule((a_rotation(ana),)), {ana: "Ana"}, "America/Chicago")))
    assert list(written) == ["format", "zone", "people", "rotations"]
    assert list(written["rotations"][0]) == ["id", "name", "line", "first_day", "hand_off", "unit", "every", "turns"]
