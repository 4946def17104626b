"""A copy of the whole database, brought back when the key of its day is gone, holds nothing that anybody can open.

What we write as a backup holds no request at all. But a host copies disks, and somebody may dump everything; so here
the dump leaves nothing out. Within the life of the keys it opens, which shows that the search would find something.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from sqlalchemy import LargeBinary

from consortium.cli.backup import LEFT_OUT
from consortium.cli.postgres_tools import find_tool, run_tool, server_major
from consortium.db import Base
from consortium.embedded import FAST, EmbeddedPostgres
from consortium.house import addresses
from consortium.keys import InstallationKey, KeyGoneError, KeysAwayError, RequestKeys, unseal
from consortium.support.sealed import Private, open_envelope
from tests.harness import Ground, House, MailCatcher, installation_keys
from tests.proofs.sql_of import sql_of
from tests.roles import Officer
from tests.set_up.commands import command
from tests.stories.request_world import TEXT_SLUG, asked, now_of, open_house, talking

pytestmark = pytest.mark.proof

TYPED_NUMBER, NUMBER = "907 555 0182", "9075550182"
TEXTS = ("zirconium-lantern-of-hers", "quartz-kettle-of-the-peers")
TOPICS = ("family", "alcohol")
SEALED = {
    "request": {"wrapped_key", "words_mac", "sealed"},
    "relay": {"body"},
    "once": {"key_hash"},
}
"""Every column of bytes that hangs on a request; the check values of words and forms are under or of what is secret."""


@pytest.fixture
def place() -> Iterator[Path]:
    folder = Path(mkdtemp(prefix="peers-", dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    rmtree(folder)


def test_every_column_of_bytes_that_hangs_on_a_request_is_looked_at() -> None:
    found = {
        name: {column.name for column in Base.metadata.tables[name].columns if isinstance(column.type, LargeBinary)}
        for name in ("request", "attempt", "relay", "once", "timer", "outbox")
    }
    assert {name: columns for name, columns in found.items() if columns} == SEALED


@dataclass
class Dumps:
    """What was asked, and two files made while it was open: our backup, and a dump of everything."""

    ours: Path
    whole: Path
    words: tuple[str, str]

    @property
    def plain(self) -> tuple[str, ...]:
        """What must stand in no file, in the spelling that was typed and in the one that is kept."""
        return (TYPED_NUMBER, NUMBER, *TEXTS, *self.words)


async def test_a_backup_brought_back_after_the_day_of_its_key_is_noise(
    region: Ground, catcher: MailCatcher, place: Path
) -> None:
    async with open_house(region, catcher) as home:
        dumps = await _asked_and_dumped(home, place)
        sql = {each: await asyncio.to_thread(sql_of, each) for each in (dumps.ours, dumps.whole)}
        for file, text in sql.items():
            assert [] == [plain for plain in dumps.plain if plain.encode() in file.read_bytes() + text]
        assert b"COPY public.request " in sql[dumps.whole]
        assert [] == [table for table in LEFT_OUT if f"COPY public.{table} ".encode() in sql[dumps.ours]]

        keys = home.jobs.desks.keys
        async with _brought_back(dumps.whole, place / "data") as copy:
            while_they_live = await _opened(copy, keys)
            assert {each.number for each, _ in while_they_live} == {NUMBER, None}
            assert {each.topic for each, _ in while_they_live} == set(TOPICS)
            assert sorted(text for _, texts in while_they_live for text in texts) == sorted(TEXTS)
            assert len(_by_any_key(await _sealed(copy), _every_key(keys))) == 2, "the day's key opens both wraps"
            await _days_pass(home, 4)
            assert len(await _opened(copy, keys)) == 2, "until the key goes, whoever has both can open it"
            await _days_pass(home, 1)
            assert await _opened(copy, keys) == []
            keys.of((await now_of(region)).date())  # as the next request would have it made
            assert _by_any_key(await _sealed(copy), _every_key(keys)) == []


async def test_the_search_in_a_dump_finds_what_is_written_plainly_and_what_is_written_as_bytes(
    ground: Ground, place: Path
) -> None:
    """A dump is compressed and writes bytes as hexadecimal: a search that forgot either would find nothing, ever."""
    await ground.as_owner(
        f"create table planted as select '{TEXTS[0]}'::text as written, '{TEXTS[1]}'::bytea as bytes "
        "from generate_series(1, 50)"
    )
    await _dump(ground, place / "x")
    text = await asyncio.to_thread(sql_of, place / "x")
    assert [plain for plain in TEXTS if plain.encode() in text] == list(TEXTS)
    assert not any(plain.encode() in (place / "x").read_bytes() for plain in TEXTS)


async def _dump(ground: Ground, file: Path) -> None:
    """Everything, as the role reads it that may read everything."""
    tool = find_tool("pg_dump", least=await server_major(ground.backup))
    await asyncio.to_thread(run_tool, tool, ["--format=custom", f"--file={file}"], ground.backup)


async def _asked_and_dumped(home: House, place: Path) -> Dumps:
    """One asks to be rung and leaves her number; another talks by text. Both are open when the files are written."""
    texting, peer = await talking(home, TEXT_SLUG, way="text", topic=TOPICS[1])
    await texting.do("say", body=TEXTS[0])
    await peer.look()
    await peer.do("say", kind="plain", body=TEXTS[1])
    ringing = await asked(home, way="ring_me", number=TYPED_NUMBER, topic=TOPICS[0])
    dumps = Dumps(place / "ours.dump", place / "whole.dump", (_typed(ringing), _typed(texting)))
    ground = home.ground
    written = await asyncio.to_thread(
        command, "backup", str(dumps.ours), DATABASE_URL=ground.app, BACKUP_DATABASE_URL=ground.backup
    )
    assert written.returncode == 0, written.stderr
    await _dump(ground, dumps.whole)
    return dumps


def _typed(officer: Officer) -> str:
    assert officer.words
    return officer.words


@asynccontextmanager
async def _brought_back(file: Path, data: Path) -> AsyncIterator[str]:
    """The file in a database of its own, by our command; the address of its role that reads everything."""
    brought = await asyncio.to_thread(command, "restore", str(file), CONSORTIUM_DATA_DIR=str(data))
    assert brought.returncode == 0, brought.stderr
    with EmbeddedPostgres(data, FAST) as server:
        yield addresses(server, data).backup


async def _days_pass(home: House, days: int) -> None:
    """The clock moves, and what the service does every ten minutes is done: old keys go there."""
    await home.ground.advance(days=days)
    await home.jobs.tidy()


async def _rows(address: str, table: str) -> list[dict[str, Any]]:
    connection = await asyncpg.connect(address)
    try:
        return [dict(row) for row in await connection.fetch(f'select * from "{table}"')]
    finally:
        await connection.close()


async def _opened(address: str, keys: RequestKeys) -> list[tuple[Private, list[str]]]:
    """What the product's own way to open a request still opens: private parts, and the texts of their talks."""
    texts, found = await _rows(address, "relay"), []
    for row in await _rows(address, "request"):
        try:
            envelope = open_envelope(keys, row["id"], row["key_day"], row["wrapped_key"])
        except KeysAwayError:
            continue
        said = [each for each in texts if each["request"] == row["id"] and each["kind"] == "plain"]
        found.append((envelope.open(row["sealed"]), [envelope.open_text(each["body"]).decode() for each in said]))
    return found


async def _sealed(address: str) -> list[tuple[UUID, bytes]]:
    """Every sealed value of every request, with the request that it is bound to."""
    requests, texts = await _rows(address, "request"), await _rows(address, "relay")
    assert len(requests) == 2
    assert len(texts) == 2
    found = [(row["id"], row[column]) for row in requests for column in ("wrapped_key", "sealed", "words_mac")]
    return found + [(row["request"], row["body"]) for row in texts]


def _every_key(keys: RequestKeys) -> Iterable[bytes]:
    """Every key that is left anywhere, as it is and as it is used: later days', and the installation's."""
    lasting = InstallationKey(installation_keys())
    lasting.derived("any")  # made, if nothing has asked for it yet
    files = [*keys.folder.glob("*.key"), *lasting.folder.glob("*.key")]
    assert files
    for file in files:
        yield file.read_bytes()
        with suppress(ValueError):  # the installation's key is of no day
            yield keys.mac(date.fromisoformat(file.stem), "wrap", "")


def _by_any_key(sealed: Iterable[tuple[UUID, bytes]], keys: Iterable[bytes]) -> list[bytes]:
    """What any of the keys opens, tried one by one."""
    every, opened = list(keys), []
    for request, value in sealed:
        for key in every:
            try:
                opened.append(unseal(key, value, about=request.bytes))
            except KeyGoneError:
                continue
    return opened
