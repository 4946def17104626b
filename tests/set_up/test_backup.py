"""``consortium backup`` and ``consortium restore``: what members keep comes back, what officers asked is in no file."""

import asyncio
import json
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from consortium.cli.backup import LEFT_OUT
from consortium.db import Base
from consortium.embedded import FAST, EmbeddedPostgres
from consortium.house import addresses
from tests.harness import Ground, MailCatcher, house
from tests.roles import Officer
from tests.set_up.commands import command

SLUG = "blue-ledge"
KEPT = ("consortium", "person", "role", "agency", "designation", "journal", "crisis_line", "rotation", "zone")


def refers_to() -> Iterator[tuple[str, str]]:
    """Every reference between tables: from, to."""
    for table in Base.metadata.tables.values():
        for key in table.foreign_keys:
            yield table.name, key.column.table.name


def test_whatever_hangs_on_a_request_is_in_no_backup_and_nothing_kept_points_to_what_is_not() -> None:
    hanging = {"request"}
    for _ in range(4):
        hanging |= {table for table, to in refers_to() if to in hanging}

    assert hanging <= set(LEFT_OUT)
    assert [] == [(table, to) for table, to in refers_to() if to in LEFT_OUT and table not in LEFT_OUT]
    assert set(LEFT_OUT) <= set(Base.metadata.tables)


async def rows(address: str, table: str) -> list[dict[str, Any]]:
    connection = await asyncpg.connect(address)
    try:
        return sorted((dict(row) for row in await connection.fetch(f'select * from "{table}"')), key=repr)
    finally:
        await connection.close()


async def test_what_members_keep_comes_back_and_what_an_officer_asked_does_not(
    region: Ground, catcher: MailCatcher, place: Path
) -> None:
    file, data = place / "monday.dump", str(place / "data")
    async with house(region, catcher) as home:
        officer = Officer.at(home, SLUG)
        await officer.open()
        await officer.ask()
    assert len(await region.rows("request")) == 1

    written = command("backup", str(file), "--json", DATABASE_URL=region.app, BACKUP_DATABASE_URL=region.backup)
    brought = command("restore", str(file), CONSORTIUM_DATA_DIR=data)
    again = command("restore", str(file), CONSORTIUM_DATA_DIR=data)

    assert written.returncode == 0, written.stderr
    assert json.loads(written.stdout)["bytes"] == file.stat().st_size
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert brought.returncode == 0, brought.stderr
    assert again.returncode == 1
    assert "holds a consortium already" in again.stderr
    with EmbeddedPostgres(Path(data), FAST) as server:
        backup = addresses(server, Path(data)).backup
        for table in KEPT:
            assert await rows(region.backup, table) == await rows(backup, table), table
        assert [] == [table for table in LEFT_OUT if await rows(backup, table)]
        looked = await asyncio.to_thread(command, "doctor", "--json", CONSORTIUM_DATA_DIR=data)
    found = {each["check"]: each["status"] for each in json.loads(looked.stdout)["findings"]}
    assert (found["row-level security"], found["role"], found["tables"]) == ("well", "well", "well")


def test_a_backup_is_written_whole_or_not_at_all_and_never_over_another(ground: Ground, place: Path) -> None:
    file = place / "monday.dump"
    file.write_text("an older one")
    over = command("backup", str(file), DATABASE_URL=ground.app, BACKUP_DATABASE_URL=ground.backup)
    refused = command(
        "backup", str(place / "b.dump"), BACKUP_DATABASE_URL="postgresql://consortium_backup:x@127.0.0.1:1/y"
    )
    without = command("backup", str(place / "c.dump"), DATABASE_URL=ground.app)
    forbidden = command("backup", str(place / "d.dump"), BACKUP_DATABASE_URL=ground.app)

    assert [1, 1, 1, 1] == [each.returncode for each in (over, refused, without, forbidden)]
    assert file.read_text() == "an older one"
    assert "cannot be reached" in refused.stderr
    assert "BACKUP_DATABASE_URL is not set" in without.stderr
    assert "pg_dump failed" in forbidden.stderr
    assert [each.name for each in place.iterdir()] == ["monday.dump"]


@pytest.mark.parametrize("content", [None, "no backup"])
def test_what_is_no_backup_is_not_restored(place: Path, content: str | None) -> None:
    if content is not None:
        (place / "x.dump").write_text(content)
    ended = command("restore", str(place / "x.dump"), CONSORTIUM_DATA_DIR=str(place / "data"))

    assert ended.returncode == 1
    assert "is no backup" in ended.stderr
    assert not (place / "data").exists()
