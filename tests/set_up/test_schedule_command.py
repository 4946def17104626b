"""``consortium schedule``: a file of anybody's answers without a database, or says where it is wrong."""

import io
import json
import sys
from pathlib import Path

import pytest

from consortium.__main__ import main
from scheduling.file import LARGEST

PAGE = (Path(__file__).parents[2] / "docs" / "schedule-file.md").read_text()
EXAMPLE = PAGE.split("<!-- example -->\n```json\n")[1].split("```\n<!-- end -->")[0]
NOVEMBER = ("--from", "2026-11-01", "--to", "2026-11-03")


@pytest.fixture
def rota(tmp_path: Path) -> str:
    file = tmp_path / "rota.json"
    file.write_text(EXAMPLE)
    return str(file)


def test_the_window_is_told_in_words_on_the_files_clock(rota: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schedule", "show", rota, *NOVEMBER]) == 0

    told = capsys.readouterr().out
    assert "2026-11-02 07:00 CST to 2026-11-02 19:00 CST\n  primary   Ana Ortiz\n  backup    nobody" in told


def test_the_window_is_told_as_json_and_tiles(rota: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schedule", "show", rota, *NOVEMBER, "--json"]) == 0

    told = json.loads(capsys.readouterr().out)
    assert (told["zone"], told["from"], told["to"]) == (
        "America/Chicago",
        "2026-11-01T05:00:00+00:00",
        "2026-11-03T06:00:00+00:00",
    )
    edges = [(each["from"], each["to"]) for each in told["stretches"]]
    assert [told["from"], *(end for _, end in edges)] == [*(start for start, _ in edges), told["to"]]
    assert told["stretches"][0]["on_call"]["primary"][0]["name"] == "Ben Hale"


def test_an_instant_is_told_and_a_time_that_comes_twice_can_be_named_by_its_offset(
    rota: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["schedule", "who", rota, "--at", "2026-11-01T01:30"]) == 0
    assert main(["schedule", "who", rota, "--at", "2026-11-01T01:30-06:00"]) == 0
    assert main(["schedule", "who", rota, "--at", "2026-10-07T13:00", "--json"]) == 0

    told = capsys.readouterr().out
    assert told.startswith("2026-11-01 01:30 CDT\n  primary   Ben Hale\n")
    assert "2026-11-01 01:30 CST\n" in told
    assert json.loads(told[told.index("{") :])["on_call"]["primary"][0]["name"] == "Dee Novak"


def test_gaps_are_told_and_end_with_1_and_none_with_0(rota: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schedule", "gaps", rota, *NOVEMBER, "--line", "primary"]) == 0
    assert main(["schedule", "gaps", rota, "--from", "2026-11-26", "--to", "2026-11-28", "--line", "primary"]) == 1
    assert main(["schedule", "gaps", rota, "--from", "2026-11-26", "--to", "2026-11-28", "--json"]) == 1

    told = capsys.readouterr().out
    assert told.startswith("No gaps.\nprimary   2026-11-26 07:00 CST to 2026-11-27 07:00 CST\n")
    assert {gap["line"] for gap in json.loads(told[told.index("{") :])["gaps"]} == {"primary", "backup", "clinician"}


def test_a_file_can_come_from_standard_input(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(EXAMPLE.encode())))

    assert main(["schedule", "who", "-", "--at", "2026-10-05T08:00"]) == 0
    assert "Ana Ortiz" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"{", "line 1, column 2: This is not JSON"),
        (EXAMPLE.replace('"every": 1', '"every": 0', 1).encode(), "rotation 1 (Weeks): A turn lasts 1 to 52 weeks"),
        (b" " * (LARGEST + 100), "The file is too large: 5 MB is the most."),
    ],
)
def test_a_file_that_cannot_be_read_ends_with_2_and_says_where(
    tmp_path: Path, data: bytes, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "bad.json"
    file.write_bytes(data)

    assert main(["schedule", "show", str(file), *NOVEMBER]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith(f"consortium: {file}: ")
    assert words in told.err


@pytest.mark.parametrize(
    ("window", "words"),
    [
        (("--from", "2026-11-03", "--to", "2026-11-03"), "The end must come after the start"),
        (("--from", "2026-01-01", "--to", "2040-01-01"), "five years at most"),
        (("--from", "1066-10-14", "--to", "2040-01-01"), "1970 to 2199"),
    ],
)
def test_a_window_that_is_none_ends_with_2(
    rota: str, window: tuple[str, ...], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["schedule", "show", rota, *window]) == 2
    assert words in capsys.readouterr().err


def test_a_file_that_is_not_there_ends_with_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schedule", "who", str(tmp_path / "none.json"), "--at", "2026-11-01"]) == 2
    assert main(["schedule", "who", str(tmp_path), "--at", "2026-11-01"]) == 2
    assert "No such file" in capsys.readouterr().err
