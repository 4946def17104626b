"""The record of the regions cannot rot unseen: it names the command, the seeds and the regions of its benchmark."""

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from geo import Policy
from tests.bench import regions
from tests.bench.__main__ import NAMES
from tests.bench.zones import LIST

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / regions.RECORD).read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")] for line in TEXT.splitlines() if re.match(r"\| [A-Z]", line)
]


def test_the_record_names_the_command_and_the_seeds_that_the_benchmark_has() -> None:
    assert f"Made by `{regions.COMMAND}`" in TEXT
    assert "regions" in NAMES
    assert (
        f"Regions drawn by seed {regions.SEED}, parts designed by seed {regions.DESIGN_SEED}, "
        f"requests drawn by seed {regions.AUDIT_SEED}: {regions.REQUESTS:,}"
    ) in TEXT
    assert f"tried at {regions.INSTANTS} others" in " ".join(TEXT.split())


def test_every_region_of_the_record_kept_its_promise() -> None:
    assert len(ROWS) == len(regions.pilots()) + regions.DRAWN
    assert all(len(row) == len(regions.HEADINGS) for row in ROWS)
    alone, linked = (regions.HEADINGS.index(each) for each in ("hidden among: 1 request", "12 linked"))
    assert min(int(row[place]) for row in ROWS for place in (alone, linked)) >= Policy().crowd
    picture = ET.parse((ROOT / regions.RECORD).with_suffix(".svg"))
    assert len(picture.findall(".//{*}polyline")) == 4


def test_the_regions_are_those_that_the_seed_draws() -> None:
    names = [place.name for place in regions.pilots()]
    if LIST.exists():
        names += [place.name for place in regions.drawn()]
    assert [row[0] for row in ROWS][: len(names)] == names
    if not LIST.exists():
        pytest.skip("the federal list of agencies is not beside the repository (../shared/data)")
    assert len(set(names)) == len(names)
    assert all(regions.FEWEST <= int(row[1]) <= regions.MOST for row in ROWS)
