"""The embedded database starts, is shared, survives every kind of death, and stops with its last user."""

import contextlib
import ctypes
import logging
import os
import random
import secrets
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

import asyncpg
import psutil
import pytest

from consortium.embedded import FAST, EmbeddedPostgres
from consortium.embedded_binaries import find_binaries

Processes = Callable[..., AbstractContextManager["subprocess.Popen[str]"]]
WHOLE = os.environ.get("CONSORTIUM_PROVE") == "1"


async def ask(dsn: str, question: str) -> object:
    connection = await asyncpg.connect(dsn)
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close()


def postmaster(data: Path) -> int:
    [file] = data.glob("pg*/postmaster.pid")
    return int(file.read_text().split("\n")[0])


def address(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def finish(process: "subprocess.Popen[str]") -> int:
    process.communicate("\n", timeout=30)
    return process.returncode


def gone(pid: int) -> bool:
    """Whether the process has ended; the first process may take a moment to bury it."""
    try:
        psutil.Process(pid).wait(10)
    except psutil.NoSuchProcess:
        return True
    except psutil.TimeoutExpired:
        return False
    return True


def seed() -> int:
    chosen = int(os.environ.get("CONSORTIUM_SEED", secrets.randbelow(2**32)))
    print(f"seed {chosen}; again with CONSORTIUM_SEED={chosen}")
    return chosen


async def test_the_second_start_finds_what_was_written(data: Path) -> None:
    with EmbeddedPostgres(data, FAST) as first:
        await ask(first.admin_dsn(), "create table kept as select 42 as answer")
    with EmbeddedPostgres(data, FAST) as second:
        assert await ask(second.admin_dsn(), "select answer from kept") == 42


async def test_it_asks_for_a_password_even_on_the_socket(postgres: EmbeddedPostgres) -> None:
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(postgres.dsn("bootstrap", "not this", "postgres"))


async def test_text_is_ordered_by_code_point_and_letters_know_their_case(postgres: EmbeddedPostgres) -> None:
    sql = "select array_to_string(array(select lower(x) from unnest(array['É','b','Z','a']) x order by x), '')"
    assert await ask(postgres.admin_dsn(), sql) == "zabé"


async def test_six_processes_that_race_for_the_first_start_share_one_server(
    place: Path, another_process: Processes
) -> None:
    with ExitStack() as all_six:
        racers = [all_six.enter_context(another_process(place / "data")) for _ in range(6)]
        addresses = {address(racer) for racer in racers}
        assert len(addresses) == 1, "everybody has the same address and password"
        starts = await ask(addresses.pop(), "select count(*) from pg_stat_database where datname = 'postgres'")
        assert starts == 1
        one = postmaster(place / "data")
        assert [finish(racer) for racer in racers] == [0] * 6
    assert gone(one)
    assert (place / "data/pg18/server.log").read_text().count("database system is ready") == 1


def test_the_server_stays_for_the_last_user_and_stops_with_it(data: Path, another_process: Processes) -> None:
    with EmbeddedPostgres(data, FAST) as ours, another_process(data) as other:
        address(other)
        ours.release()
        assert ours.ready(), "the other process still uses it"
        assert finish(other) == 0
        assert not ours.ready()


def test_sigterm_lets_go_of_the_server(data: Path, another_process: Processes) -> None:
    with another_process(data) as process:
        address(process)
        up = postmaster(data)
        process.terminate()
        assert process.wait(30) == 128 + signal.SIGTERM
    assert gone(up)


def test_a_killed_user_leaves_a_server_that_the_next_one_joins_and_stops(
    data: Path, another_process: Processes
) -> None:
    with another_process(data) as process:
        address(process)
        process.kill()
        process.wait(30)
    orphan = postmaster(data)
    with EmbeddedPostgres(data, FAST):
        assert postmaster(data) == orphan
    assert gone(orphan)


async def test_a_killed_server_comes_back_with_all_that_was_committed(data: Path, postgres: EmbeddedPostgres) -> None:
    await ask(postgres.admin_dsn(), "create table kept as select generate_series(1, 1000)")
    os.kill(postmaster(data), signal.SIGKILL)
    assert postgres.revive()
    assert await ask(postgres.admin_dsn(), "select count(*) from kept") == 1000
    assert not postgres.revive(), "it runs"


@pytest.mark.proof
async def test_a_server_killed_again_and_again_under_load_loses_no_commit(data: Path) -> None:
    chance = random.Random(seed())
    committed = 0
    with EmbeddedPostgres(data) as server:
        await ask(server.admin_dsn(), "create table kept (n int primary key)")
        for _ in range(15 if WHOLE else 2):
            connection = await asyncpg.connect(server.admin_dsn())
            until = time.monotonic() + chance.uniform(0.05, 0.4)
            while time.monotonic() < until:
                await connection.execute("insert into kept values ($1)", committed)
                committed += 1
            os.kill(postmaster(data), signal.SIGKILL)
            connection.terminate()
            assert server.revive()
            assert await ask(server.admin_dsn(), "select count(*) from kept") == committed


@pytest.fixture
def dead_children_stay() -> Iterator[None]:
    """As in a container whose first process buries nobody: orphans become ours and stay zombies (prctl(2), 36)."""
    libc = ctypes.CDLL(None)
    assert libc.prctl(36, 1, 0, 0, 0) == 0
    yield
    libc.prctl(36, 0, 0, 0, 0)
    for child in psutil.Process().children():
        with contextlib.suppress(psutil.NoSuchProcess, ChildProcessError):
            if child.name() == "postgres" and child.status() == psutil.STATUS_ZOMBIE:
                os.waitpid(child.pid, 0)


@pytest.mark.usefixtures("dead_children_stay")
def test_a_zombie_is_not_taken_for_a_server(data: Path, postgres: EmbeddedPostgres) -> None:
    killed = postmaster(data)
    os.kill(killed, signal.SIGKILL)
    while psutil.Process(killed).status() != psutil.STATUS_ZOMBIE:
        time.sleep(0.01)
    assert postgres.revive()
    assert psutil.Process(killed).status() == psutil.STATUS_ZOMBIE, "nobody buried it in between"
    postgres.release()
    assert not postgres.ready()


def test_a_stranger_with_a_dead_servers_number_is_neither_in_the_way_nor_harmed(data: Path) -> None:
    with EmbeddedPostgres(data, FAST) as server:
        running = (data / "pg18/postmaster.pid").read_text()
        owner = (data / "pg18").stat().st_uid
    with subprocess.Popen(["sleep", "60"], user=owner if os.geteuid() == 0 else None) as stranger:
        stale = f"{stranger.pid}\n{running.partition(chr(10))[2]}"
        for file in (data / "pg18/postmaster.pid", data / "run/.s.PGSQL.5432.lock"):
            file.write_text(stale)
            os.chown(file, owner, -1)
        server.start()
        assert server.ready()
        os.kill(postmaster(data), signal.SIGKILL)
        while server.ready():
            time.sleep(0.01)
        (data / "pg18/postmaster.pid").write_text(stale)
        server.release()
        assert stranger.poll() is None, "stopping a dead server signals nobody"
        stranger.kill()


def kill_while_making(place: Path, process: "subprocess.Popen[str]", after: float, *, only_the_starter: bool) -> None:
    deadline = time.monotonic() + 20
    while not (place / "data/pg18.new").exists() and time.monotonic() < deadline:
        time.sleep(0.005)
    time.sleep(after)
    doomed = [] if only_the_starter else psutil.Process(process.pid).children(recursive=True)
    process.kill()
    for child in doomed:
        with contextlib.suppress(psutil.NoSuchProcess):
            child.kill()
    process.wait(20)


@pytest.mark.parametrize("only_the_starter", [True, False], ids=["starter", "all"])
async def test_a_first_start_that_was_killed_never_counts(
    place: Path, another_process: Processes, only_the_starter: bool
) -> None:
    with another_process(place / "data") as process:
        kill_while_making(place, process, 0.1, only_the_starter=only_the_starter)
    assert not (place / "data/pg18").exists(), "the test killed too late"
    with EmbeddedPostgres(place / "data", FAST) as server:
        assert await ask(server.admin_dsn(), "select count(*) from pg_database") == 3


@pytest.mark.proof
async def test_a_first_start_killed_at_any_moment_is_made_good(place: Path, another_process: Processes) -> None:
    chance = random.Random(seed())
    for _ in range(10 if WHOLE else 1):
        with another_process(place / "data") as process:
            kill_while_making(place, process, chance.uniform(0, 1), only_the_starter=chance.random() < 0.5)
        with EmbeddedPostgres(place / "data", FAST) as server:
            assert await ask(server.admin_dsn(), "select count(*) from pg_database") == 3
        shutil.rmtree(place / "data")


def test_the_watch_notices_a_dead_server_and_starts_it(
    data: Path, postgres: EmbeddedPostgres, caplog: pytest.LogCaptureFixture
) -> None:
    stop = threading.Event()
    watch = threading.Thread(target=postgres.watch, args=(stop, 0.05))
    watch.start()
    killed = postmaster(data)
    with caplog.at_level(logging.WARNING):
        os.kill(killed, signal.SIGKILL)
        deadline = time.monotonic() + 20
        while "embedded_database_restarted" not in caplog.messages and time.monotonic() < deadline:
            time.sleep(0.02)
    stop.set()
    watch.join()
    assert caplog.messages == ["embedded_database_restarted"]
    assert postmaster(data) != killed


def test_a_watch_that_outlives_the_release_starts_nothing(postgres: EmbeddedPostgres) -> None:
    postgres.release()
    assert not postgres.revive()
    assert not postgres.ready()


def test_a_server_started_by_hand_is_not_trampled_on(data: Path) -> None:
    with EmbeddedPostgres(data, FAST, patience=0.5) as server:
        account = server._cluster._account
    pg_ctl = find_binaries({}).runnable_by(account, data).folder / "pg_ctl"
    options = f"-c listen_addresses= -k {data / 'pg18'}"
    account.run(pg_ctl, "start", "-w", "-D", data / "pg18", "-l", data / "pg18/by-hand.log", "-o", options)
    running = postmaster(data)
    try:
        with pytest.raises(RuntimeError, match="does not answer at"):
            server.start()
        assert postmaster(data) == running
        assert psutil.pid_exists(running)
    finally:
        account.run(pg_ctl, "stop", "-w", "-D", data / "pg18", "-m", "immediate")


async def test_no_value_of_a_failed_statement_gets_into_the_log(data: Path, postgres: EmbeddedPostgres) -> None:
    mark = "planted-9f3c"
    connection = await asyncpg.connect(postgres.admin_dsn())
    for failing in (f"select '{mark}'::uuid", f'select nothing from "{mark}"', "select 1 / length($1)"):
        with pytest.raises(asyncpg.PostgresError):
            await connection.execute(failing, *([""] if "$1" in failing else []))
    await connection.execute(f"set application_name = '{mark}'")
    await connection.close()
    log = (data / "pg18/server.log").read_text()
    assert mark not in log
    assert "ready to accept connections" in log, "it does log what concerns the server"
