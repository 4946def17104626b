"""Which PostgreSQL, which account, which folders: the embedded database takes what it may and opens up nothing."""

import contextlib
import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from subprocess import Popen

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from consortium.embedded import FAST, EmbeddedPostgres, default_data_root
from consortium.embedded_binaries import Account, Binaries, EmbeddedPostgresError, account_for, find_binaries

Processes = Callable[..., AbstractContextManager["Popen[str]"]]
DEBIAN = Path("/usr/lib/postgresql/15/bin")
only_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root changes accounts")
only_with_debians = pytest.mark.skipif(not DEBIAN.exists(), reason="Debian's PostgreSQL 15 is not installed")


def mode(folder: Path) -> int:
    return stat.S_IMODE(folder.stat().st_mode)


@contextlib.contextmanager
def umask(mask: int) -> Iterator[None]:
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


async def version(dsn: str) -> int:
    connection = await asyncpg.connect(dsn)
    try:
        return int(await connection.fetchval("show server_version_num")) // 10000
    finally:
        await connection.close()


async def start_and_stop(process: "Popen[str]") -> int:
    assert process.stdout is not None
    found = await version(process.stdout.readline().strip())
    process.communicate("\n", timeout=30)
    assert process.returncode == 0
    return found


async def test_this_account_runs_the_wheels_server(place: Path, another_process: Processes) -> None:
    with another_process(place / "data", CONSORTIUM_PG_BINDIR="") as process:
        assert await start_and_stop(process) == 18


async def test_a_normal_user_runs_the_wheels_server(
    place: Path, nobody: Account, binaries_for_all: Path, another_process: Processes
) -> None:
    os.chown(place, nobody.uid, nobody.gid)
    with another_process(place / "data", nobody.uid, CONSORTIUM_PG_BINDIR=str(binaries_for_all)) as process:
        assert await start_and_stop(process) == 18
    assert mode(place / "data") == 0o700


@only_with_debians
async def test_this_account_runs_debians_server(place: Path, another_process: Processes) -> None:
    with another_process(place / "data", CONSORTIUM_PG_BINDIR=str(DEBIAN)) as process:
        assert await start_and_stop(process) == 15


@only_with_debians
async def test_a_normal_user_runs_debians_server(place: Path, nobody: Account, another_process: Processes) -> None:
    os.chown(place, nobody.uid, nobody.gid)
    with another_process(place / "data", nobody.uid, CONSORTIUM_PG_BINDIR=str(DEBIAN)) as process:
        assert await start_and_stop(process) == 15


async def test_sqlalchemy_reads_the_address(postgres: EmbeddedPostgres) -> None:
    engine = create_async_engine(postgres.admin_dsn().replace("postgresql:", "postgresql+asyncpg:", 1))
    async with engine.connect() as connection:
        assert (await connection.execute(text("select current_user"))).scalar_one() == "bootstrap"
    await engine.dispose()


def test_a_path_too_long_for_a_socket_puts_it_into_the_temporary_folder(place: Path) -> None:
    with EmbeddedPostgres(place / ("long" * 20) / "data", FAST) as server:
        [folder] = server.admin_dsn().partition("host=")[2].split("&")[:1]
        assert Path(folder).parent == Path(tempfile.gettempdir())
        assert len(f"{folder}/.s.PGSQL.5432.lock") <= 103
        assert mode(Path(folder)) == 0o700
        assert server.ready()
    Path(folder).rmdir()


def test_a_link_in_place_of_the_sockets_folder_is_refused(place: Path) -> None:
    (place / "data").mkdir()
    (place / "data/run").symlink_to(place)
    with pytest.raises(EmbeddedPostgresError, match="not ours"):
        EmbeddedPostgres(place / "data", FAST).start()


@only_root
def test_somebody_elses_folder_in_place_of_the_sockets_is_refused(place: Path) -> None:
    (place / "data/run").mkdir(parents=True)
    os.chown(place / "data/run", 12345, 12345)
    with pytest.raises(EmbeddedPostgresError, match="not ours"):
        EmbeddedPostgres(place / "data", FAST).start()


@only_root
def test_tools_that_lie_where_only_root_gets_to_are_copied_and_the_folder_stays_closed(place: Path) -> None:
    closed = place / "closed"
    closed.mkdir(mode=0o700)
    package = find_binaries({}).folder.parents[1]
    with umask(0o077):
        for folder in (package, package.with_name(f"{package.name}.libs")):
            shutil.copytree(folder, closed / folder.name, symlinks=True)
        binaries = Binaries.at(closed / package.name / "pginstall/bin")
        (place / "data/binaries-18-older").mkdir(parents=True)
        place.joinpath("data").chmod(0o755)
        with EmbeddedPostgres(place / "data", FAST, binaries=binaries) as server:
            assert server.ready()
    assert mode(closed) == 0o700
    [copy] = (place / "data").glob("binaries-*")
    assert copy.name != "binaries-18-older", "the copy of an older release is gone"


@only_root
def test_a_folder_that_the_account_cannot_enter_is_named_and_left_as_it_is(place: Path) -> None:
    place.chmod(0o700)
    with pytest.raises(EmbeddedPostgresError, match=r"does not get to .* Set CONSORTIUM_DATA_DIR"):
        EmbeddedPostgres(place / "data", FAST).start()
    assert mode(place) == 0o700


@only_root
def test_a_strict_umask_does_not_close_the_new_folders_to_the_account(place: Path) -> None:
    with umask(0o077), EmbeddedPostgres(place / "new/data", FAST) as server:
        assert server.ready()


@only_root
def test_the_owner_of_the_data_runs_the_server_whatever_the_setting_says_later(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONSORTIUM_PG_OS_USER", "nobody")
    with EmbeddedPostgres(place / "data", FAST):
        pass
    monkeypatch.setenv("CONSORTIUM_PG_OS_USER", "daemon")
    with EmbeddedPostgres(place / "data", FAST) as server:
        assert server.ready()
    assert (place / "data/pg18").owner() == "nobody"


@only_root
@pytest.mark.parametrize("name", ["root", "there-is-no-such-account"])
def test_an_account_that_cannot_serve_is_named(place: Path, name: str) -> None:
    with pytest.raises(EmbeddedPostgresError, match=f"there is no {name}"):
        account_for(place / "pg18", {"CONSORTIUM_PG_OS_USER": name})


def test_data_of_another_major_version_never_turns_into_an_empty_database(place: Path) -> None:
    (place / "data/pg17").mkdir(parents=True)
    with pytest.raises(EmbeddedPostgresError, match=r"holds the data of pg17.*Dump it"):
        EmbeddedPostgres(place / "data", FAST).start()


def test_a_folder_with_something_else_in_it_is_left_alone(place: Path) -> None:
    own = account_for(place / "data/pg18", os.environ)
    (place / "data").mkdir()
    own.own(place / "data/pg18")
    (place / "data/pg18/diary").write_text("mine")
    with pytest.raises(EmbeddedPostgresError, match="left alone"):
        EmbeddedPostgres(place / "data", FAST).start()
    assert (place / "data/pg18/diary").read_text() == "mine"


@pytest.mark.parametrize("name", ["a'b", "a,b", "a$b", 'a"b', "a`b"])
def test_a_path_that_the_tools_would_mistake_is_refused(place: Path, name: str) -> None:
    with pytest.raises(EmbeddedPostgresError, match="characters"):
        EmbeddedPostgres(place / name, FAST)


async def test_a_path_with_a_space_is_fine(place: Path) -> None:
    with EmbeddedPostgres(place / "my data", FAST) as server:
        assert await version(server.admin_dsn()) == 18


def test_a_named_folder_without_tools_is_refused_in_plain_words(place: Path) -> None:
    with pytest.raises(EmbeddedPostgresError, match="no working PostgreSQL in"):
        find_binaries({"CONSORTIUM_PG_BINDIR": str(place)})


def test_tools_that_are_too_old_are_refused(place: Path) -> None:
    old = place / "postgres"
    old.write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 14.2'\n")
    old.chmod(0o755)
    with pytest.raises(EmbeddedPostgresError, match=r"14\.2; PostgreSQL 15 or newer"):
        find_binaries({"CONSORTIUM_PG_BINDIR": str(place)})


def test_a_start_that_fails_says_what_the_server_said(place: Path) -> None:
    with pytest.raises(EmbeddedPostgresError, match=r"did not start:\n.*shared_buffers"):
        EmbeddedPostgres(place / "data", {**FAST, "shared_buffers": "nonsense"}).start()


@pytest.mark.parametrize(
    ("environ", "uid", "folder"),
    [
        ({"HOME": "/root"}, 0, "/var/lib/consortium"),
        ({"HOME": "/root", "XDG_DATA_HOME": "/root/data"}, 0, "/var/lib/consortium"),
        ({"HOME": "/home/a"}, 1000, "/home/a/.local/share/consortium"),
        ({"HOME": "/home/a", "XDG_DATA_HOME": "/srv/a"}, 1000, "/srv/a/consortium"),
        ({"HOME": "/home/a", "XDG_DATA_HOME": "relative"}, 1000, "/home/a/.local/share/consortium"),
        ({"HOME": "/home/a", "CONSORTIUM_DATA_DIR": "/srv/peers"}, 1000, "/srv/peers"),
        ({"CONSORTIUM_DATA_DIR": "/srv/peers"}, 0, "/srv/peers"),
    ],
)
def test_the_data_lies_where_the_account_keeps_its_data(environ: Mapping[str, str], uid: int, folder: str) -> None:
    assert default_data_root(environ, uid) == Path(folder)


def test_without_a_home_a_normal_user_is_told_what_to_set() -> None:
    with pytest.raises(EmbeddedPostgresError, match="CONSORTIUM_DATA_DIR"):
        default_data_root({"HOME": ""}, 1000)
