"""``consortium import agencies``: real places come in whole or not at all, twice without harm, and can be planned."""

import argparse
import asyncio
import io
import json
import sys
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, update

from consortium.access.permissions import Role
from consortium.cli import import_agencies as command
from consortium.journal import JournalRow
from consortium.members.federal_list import COUNTED_ON, Selection, read_agencies
from consortium.members.import_agencies import BadRows, import_agencies
from consortium.members.plan_zones import plan_zones
from consortium.members.sheet import decode
from consortium.members.store import load_agencies, load_agencies_page
from consortium.members.tables import AgencyRow
from consortium.signing.store import load_reach
from geo import Point, certificate, verify
from tests.harness import Ground
from tests.stories.federal_world import a_list, a_region, row
from tests.stories.members_world import a_consortium, a_viewer, count, sign_all

REAL = Path(__file__).parents[3] / "shared/data/hifld_local_law_enforcement_9_states.csv"
PILOT = {
    "Redmond Police Department": (44.273757, -121.175768, 36, 0),
    "Sunriver Police Department": (43.887154, -121.439601, 11, 0),
    "Pulaski Police Department": (37.046845, -80.780947, 28, 0),
    "Radford Police Department": (37.131452, -80.582105, 34, 0),
    "Rock Hill Police Department": (34.925220, -81.029515, 121, 1),
}
PILOT_REGIONS = {
    "New River": Selection(states=frozenset({"VA"}), near=Point(37.13, -80.41), miles=45, most_sworn=60),
    "Central Oregon": Selection(states=frozenset({"OR"}), near=Point(44.27, -121.18), miles=100, most_sworn=60),
    "Catawba": Selection(states=frozenset({"SC", "NC"}), near=Point(34.93, -81.03), miles=45, most_sworn=60),
}


def arguments(file: Path | str, *options: str, slug: str = "juniper-rim") -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    command.add_parser(parser.add_subparsers())
    return parser.parse_args(["agencies", str(file), "--consortium", slug, *options])


def saved(folder: Path, text: str | bytes) -> Path:
    file = folder / "list.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


async def agencies_of(ground: Ground, consortium: UUID) -> dict[str, AgencyRow]:
    async with ground.database.reading(consortium) as reading:
        return {each.name: each for each in await reading.scalars(select(AgencyRow))}


async def test_a_list_comes_in_with_its_old_counts_dated(
    ground: Ground, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    consortium = await a_consortium(ground.database)
    assert await command.run(arguments(saved(tmp_path, a_region())), ground.database) == 0
    said = capsys.readouterr()
    assert said.out.splitlines() == [
        "8 added, 0 updated, 0 as they are, 3 left out, 0 not asked for, 0 wrong.",
        "Officers are counted as of September 30, 2008, and shown as old. Ask each agency how many it has now.",
    ]
    assert said.err == ""
    found = await agencies_of(ground, consortium)
    assert len(found) == 8
    first = found["Cinder Ford Police Department"]
    assert (first.sworn, first.counted_on, first.federal_key) == (36, COUNTED_ON, "13000001")
    async with ground.database.reading(consortium) as reading:
        page = await load_agencies_page(reading, a_viewer(consortium, Role.COORDINATOR))
        acts = (await reading.scalars(select(JournalRow).where(JournalRow.act == "imported agencies"))).all()
    assert all(line.counted_long_ago for line in page)
    assert [act.detail for act in acts] == [{"added": 8, "changed": 0}]


async def test_a_dry_run_says_what_would_happen_and_changes_nothing(
    ground: Ground, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    consortium = await a_consortium(ground.database)
    assert await command.run(arguments(saved(tmp_path, a_region()), "--dry-run"), ground.database) == 0
    said = capsys.readouterr().out
    assert "  add     Cinder Ford Police Department (Obsidian, OR): 36 sworn, 0 part-time" in said
    assert "  leave   Cinder Ford Substation (line" in said
    assert "Nothing was changed. 8 to add, 0 to update" in said
    assert await agencies_of(ground, consortium) == {}


async def test_the_same_file_again_changes_nothing(
    ground: Ground, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    consortium = await a_consortium(ground.database)
    file = saved(tmp_path, a_region())
    await command.run(arguments(file), ground.database)
    before = {name: each.id for name, each in (await agencies_of(ground, consortium)).items()}
    assert await command.run(arguments(file), ground.database) == 0
    assert "0 added, 0 updated, 8 as they are" in capsys.readouterr().out
    assert {name: each.id for name, each in (await agencies_of(ground, consortium)).items()} == before


async def test_an_agency_known_by_its_key_is_updated_and_keeps_its_name_here(
    ground: Ground, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    consortium = await a_consortium(ground.database)
    await command.run(arguments(saved(tmp_path, a_list(row(1)))), ground.database)
    async with ground.database.transaction(consortium) as tx:
        await tx.execute(update(AgencyRow).values(name="Our Police"))
    changed = a_list(row(1, FTSWORN="40", LATITUDE="44.3"))
    await command.run(arguments(saved(tmp_path, changed), "--dry-run"), ground.database)
    assert "update  Town 1 Police Department: at " in capsys.readouterr().out
    await command.run(arguments(saved(tmp_path, changed)), ground.database)
    found = await agencies_of(ground, consortium)
    assert [(name, each.sworn, each.lat) for name, each in found.items()] == [("Our Police", 40, 44.3)]


async def test_a_count_that_the_consortium_made_itself_is_newer_and_stays(
    ground: Ground, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    consortium = await a_consortium(ground.database)
    file = saved(tmp_path, a_list(row(1)))
    await command.run(arguments(file), ground.database)
    async with ground.database.transaction(consortium) as tx:
        await tx.execute(update(AgencyRow).values(sworn=29, counted_on=tx.now.date()))
    await command.run(arguments(file, "--dry-run"), ground.database)
    assert "the count that is here is newer, and stays" in capsys.readouterr().out
    await command.run(arguments(file), ground.database)
    assert (await agencies_of(ground, consortium))["Town 1 Police Department"].sworn == 29


async def test_one_wrong_row_and_nothing_is_imported_unless_bad_rows_are_skipped(
    ground: Ground, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    consortium = await a_consortium(ground.database)
    file = saved(tmp_path, a_list(row(1), row(2, FTSWORN="x", LATITUDE="-121.2", LONGITUDE="44.3"), row(3)))
    assert await command.run(arguments(file), ground.database) == 1
    said = capsys.readouterr()
    assert said.err.splitlines() == [
        "line 4: FTSWORN: “x” is no number of officers",
        "line 4: LATITUDE: latitude and longitude seem to be swapped",
        "2 things are wrong in the list. Nothing was imported.",
    ]
    assert "Nothing was changed. 2 to add" in said.out
    assert await agencies_of(ground, consortium) == {}
    assert await command.run(arguments(file, "--dry-run"), ground.database) == 1
    assert await command.run(arguments(file, "--skip-bad"), ground.database) == 0
    assert sorted(await agencies_of(ground, consortium)) == ["Town 1 Police Department", "Town 3 Police Department"]


async def test_the_report_can_be_read_by_a_program(
    ground: Ground, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await a_consortium(ground.database)
    file = saved(tmp_path, a_list(row(1), row(2, FTSWORN="-999"), row(3, TYPE="?")))
    assert await command.run(arguments(file, "--json"), ground.database) == 1
    report: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert report["done"] is False
    assert [each["name"] for each in report["added"]] == ["Town 1 Police Department"]
    assert [each["line"] for each in report["left_out"]] == [4]
    assert report["errors"] == [{"line": 6, "heading": "TYPE", "message": "“?” is no type of the list"}]
    assert await command.run(arguments(file, "--json", "--skip-bad"), ground.database) == 0
    assert json.loads(capsys.readouterr().out)["done"] is True


@pytest.mark.parametrize(
    "case",
    [
        (b"", (), "list.csv: The file is empty."),
        (b"NAME;STATE\n", (), "lacks the headings"),
        (b"\xff\xfeN\x00A\x00", (), "UTF-16"),
        (b"NAME\x00", (), "NUL byte"),
        ("NAME\nPEÑA\n".encode("latin-1"), (), "--encoding windows-1252"),
        (b"NAME\n", ("--encoding", "klingon"), "no encoding named"),
        (a_region().encode(), ("--near", "44,-121"), "--near and --miles belong together"),
        (a_list(row(1)).encode() + b'"' + b"x" * 200_000, (), "not closed"),
    ],
)
async def test_a_file_that_is_no_list_gets_one_clear_sentence(
    ground: Ground, tmp_path: Path, capsys: pytest.CaptureFixture[str], case: tuple[bytes, tuple[str, ...], str]
) -> None:
    content, options, says = case
    consortium = await a_consortium(ground.database)
    assert await command.run(arguments(saved(tmp_path, content), *options), ground.database) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert says in said.err
    assert said.err.count("\n") == 1
    assert await agencies_of(ground, consortium) == {}


async def test_a_folder_a_missing_file_and_an_unknown_consortium_are_told_apart(
    ground: Ground, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for file, says in (
        (tmp_path, "This is a folder."),
        (tmp_path / "missing.csv", "There is no such file."),
        ("nul\0name", "There is no such file."),
        (saved(tmp_path, a_region()), "There is no consortium at the address “juniper-rim”."),
    ):
        assert await command.run(arguments(file), ground.database) == 1
        assert says in capsys.readouterr().err


async def test_the_list_may_come_by_standard_input_with_a_byte_order_mark(
    ground: Ground, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    consortium = await a_consortium(ground.database)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(("\ufeff" + a_region()).encode())))
    assert await command.run(arguments("-", "--near", "44.3,-121.2", "--miles", "15"), ground.database) == 0
    assert "1 added" in capsys.readouterr().out
    assert list(await agencies_of(ground, consortium)) == ["Cinder Ford Police Department"]


@pytest.mark.parametrize("options", [("--state", "Oregon"), ("--near", "44"), ("--near", "95,0"), ("--miles", "-1")])
def test_wrong_words_on_the_command_line_end_with_code_two(options: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as end:
        arguments("list.csv", *options)
    assert end.value.code == 2


async def test_two_imports_at_the_same_time_enrol_each_agency_once(ground: Ground) -> None:
    consortium = await a_consortium(ground.database)
    listed = read_agencies(a_region())

    async def once() -> int:
        async with ground.database.transaction(consortium) as tx:
            return len((await import_agencies(tx, listed)).added)

    assert sorted(await asyncio.gather(once(), once())) == [0, 8]
    assert len(await agencies_of(ground, consortium)) == 8


async def test_the_verb_itself_does_nothing_by_halves(ground: Ground) -> None:
    consortium = await a_consortium(ground.database)
    with pytest.raises(BadRows) as refused:
        async with ground.database.transaction(consortium) as tx:
            await import_agencies(tx, read_agencies(a_list(row(1), row(2, TYPE="?"))))
    assert [error.line for error in refused.value.plan.errors] == [4]
    async with ground.database.reading(consortium) as reading:
        assert await count(reading, AgencyRow) == 0


async def bound_and_planned(ground: Ground, consortium: UUID) -> None:
    """What has been imported is put under an agreement and into parts that keep their promise."""
    async with ground.database.transaction(consortium) as tx:
        agencies = await load_agencies(tx)
        await sign_all(tx, tuple(agencies.names))
        live = (await load_reach(tx)).live(tx.now)
        assert live == set(agencies.names)
        made = await plan_zones(tx, live=live)
    plan = verify(made.plan)
    assert len(plan.zones) >= 2
    assert {agency for zone in plan.zones for agency in zone.agencies} == set(agencies.names)
    assert all(certificate(zone, plan.policy).crowd >= plan.policy.crowd for zone in plan.zones)
    assert len(set(made.labels.values())) == len(plan.zones)


async def test_what_was_imported_can_be_bound_and_planned(ground: Ground) -> None:
    consortium = await a_consortium(ground.database)
    async with ground.database.transaction(consortium) as tx:
        await import_agencies(tx, read_agencies(a_region()))
    await bound_and_planned(ground, consortium)


@pytest.mark.skipif(not REAL.exists(), reason="the federal list is not beside the repository (../shared/data)")
@pytest.mark.parametrize("name", PILOT_REGIONS)
async def test_a_pilot_region_of_real_places_comes_in_and_is_planned(ground: Ground, name: str) -> None:
    consortium = await a_consortium(ground.database)
    listed = read_agencies(decode(REAL.read_bytes()), PILOT_REGIONS[name])
    assert listed.errors == ()
    assert len(listed.rows) >= 20
    async with ground.database.transaction(consortium) as tx:
        await import_agencies(tx, listed)
    await bound_and_planned(ground, consortium)


@pytest.mark.skipif(not REAL.exists(), reason="the federal list is not beside the repository (../shared/data)")
async def test_the_whole_federal_list_comes_in_without_an_error(
    ground: Ground, capsys: pytest.CaptureFixture[str]
) -> None:
    consortium = await a_consortium(ground.database)
    assert await command.run(arguments(REAL), ground.database) == 0
    assert "2599 added, 0 updated, 0 as they are, 1379 left out, 0 not asked for, 0 wrong." in capsys.readouterr().out
    found = await agencies_of(ground, consortium)
    for name, facts in PILOT.items():
        here = next(each for each in found.values() if each.name.startswith(name) and each.state in {"OR", "VA", "SC"})
        assert (here.lat, here.lon, here.sworn, here.part_time) == pytest.approx(facts, abs=1e-5)
