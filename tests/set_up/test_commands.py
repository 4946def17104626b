"""Every command: help with an example, words on standard error, codes as documented, JSON where data comes out."""

import json
import re
import tomllib
from datetime import timedelta
from pathlib import Path

import pytest

from consortium import VERSION
from consortium.__main__ import VERBS, main
from scheduling import Line
from tests.harness import Ground
from tests.set_up.commands import command

ROOT = Path(__file__).parents[2]
SLUG = "blue-ledge"


def test_the_version_is_that_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]

    assert project["version"] == VERSION
    assert command("--version").stdout == f"consortium {VERSION}\n"


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_with_an_example_and_takes_no_secret(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([verb, "--help"])
    told = capsys.readouterr().out
    options = re.findall(r"--[a-z-]+", told.split("options:")[-1])

    assert ended.value.code == 0
    assert f"consortium {verb}" in told.partition("example")[2]
    assert not [option for option in options if re.search("pass|secret|token|url", option)]


def test_the_list_of_verbs_tells_the_codes_and_wrong_words_end_with_2() -> None:
    ended = command("--help")

    assert [] == [verb for verb in VERBS if not re.search(rf"^    {verb}(?= |$)", ended.stdout, re.MULTILINE)]
    assert "exit codes:" in ended.stdout
    assert [2, 2, 2] == [command(*words).returncode for words in ((), ("fly",), ("gaps", "--days", "0"))]


async def test_who_is_on_call_is_told_in_words_and_as_json(region: Ground) -> None:
    async with region.database.reading(None) as reading:
        at = reading.now + timedelta(days=2)
    told = command("who", "--consortium", SLUG, "--at", at.isoformat(), "--json", DATABASE_URL=region.app)
    words = command("who", "--consortium", SLUG, DATABASE_URL=region.app)
    nowhere = command("who", "--consortium", "nowhere", DATABASE_URL=region.app)

    report = json.loads(told.stdout)
    assert set(report["on_call"]) == {line.value for line in Line}
    assert report["on_call"]["primary"][0]["name"]
    assert (words.returncode, nowhere.returncode) == (0, 1)
    assert "primary" in words.stdout
    assert nowhere.stderr.startswith("consortium: There is no consortium")
    assert nowhere.stdout == ""


async def test_a_time_without_an_offset_is_meant_on_the_consortiums_own_clock(region: Ground) -> None:
    places = {row["slug"]: row["timezone"] for row in await region.rows("consortium")}
    told = command("who", "--consortium", SLUG, "--at", "2027-01-15T06:30", "--json", DATABASE_URL=region.app)

    assert told.returncode == 0, told.stderr
    report = json.loads(told.stdout)
    assert report["timezone"] == places[SLUG]
    assert report["at"].startswith("2027-01-15T06:30:00-0")


async def test_gaps_are_told_in_words_and_as_json_and_by_the_code(region: Ground) -> None:
    ahead = ("--consortium", SLUG, "--days", "28")
    told = command("gaps", *ahead, "--json", DATABASE_URL=region.app)
    words = command("gaps", *ahead, DATABASE_URL=region.app)

    report = json.loads(told.stdout)
    gaps, meant = report["gaps"], bool(report["meant"])
    assert told.returncode == words.returncode == bool(gaps)
    assert len(words.stdout.splitlines()) == max(1, len(gaps)) + meant
    assert all({"what", "start", "end", "instead", "why", "reasons"} <= set(gap) for gap in gaps)
