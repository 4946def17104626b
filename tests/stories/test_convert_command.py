"""``consortium schedule convert``: another system's schedule becomes a file of ours, and what is lost is told."""

import json
from pathlib import Path

import pytest

from consortium.__main__ import main
from scheduling.file import from_json
from tests.scheduling.test_convert import GRAFANA, OPSGENIE, PAGERDUTY


@pytest.mark.parametrize(("source", "sample"), [("pagerduty", PAGERDUTY), ("opsgenie", OPSGENIE), ("grafana", GRAFANA)])
def test_a_converted_file_is_one_of_ours(
    source: str, sample: dict[str, object], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    theirs = tmp_path / "schedule.json"
    theirs.write_text(json.dumps(sample))
    assert main(["schedule", "convert", "--from", source, str(theirs), "--line", "backup"]) == 0
    told = capsys.readouterr()
    file = from_json(told.out)
    assert {each.line.value for each in file.schedule.rotations} == {"backup"}
    assert told.err.count("not carried over: ") >= 1
    ours = tmp_path / "rota.json"
    ours.write_text(told.out)
    assert main(["schedule", "who", str(ours), "--at", "2026-01-25T06:00"]) == 0


def test_what_cannot_be_read_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    theirs = tmp_path / "schedule.json"
    theirs.write_text("{}")
    assert main(["schedule", "convert", "--from", "opsgenie", str(theirs)]) == 2
    assert "is not an Opsgenie schedule" in capsys.readouterr().err
