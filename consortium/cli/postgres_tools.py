"""PostgreSQL's own tools, found and run: ``pg_dump`` and ``pg_restore``, never older than the server.

A password goes through the environment of the tool, never through its arguments, which every account can list.
"""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO
from urllib.parse import unquote, urlsplit, urlunsplit

import asyncpg

from consortium.embedded_binaries import EmbeddedPostgresError, find_binaries

_DEBIAN = "/usr/lib/postgresql/{}/bin"
_NEWEST, _OLDEST = 19, 15
_LONGEST = 4 * 3600
_HEAD, _TOO_NEW = 40, b"SET transaction_timeout = 0;\n"
_PIECE = 1 << 20


class ToolError(RuntimeError):
    """A tool is missing, or did not do its work; the message says what to do."""


def find_tool(name: str, *, least: int) -> Path:
    """A tool of at least this major version: from PATH, then Debian's folders, then the embedded server's own.

    Raises:
        ToolError: there is none.
    """
    for candidate in _candidates(name):
        major = _major(candidate)
        if major is not None and major >= least:
            return candidate
    raise ToolError(
        f"{name} of PostgreSQL {least} or newer is needed and was not found. Install it (on Debian: "
        f"postgresql-client-{least}) or put its folder on PATH."
    )


def newest_tool(name: str, *, least: int) -> Path:
    """The newest such tool: a file that a newer one has written can only be read by one as new.

    Raises:
        ToolError: there is none of at least this major version.
    """
    found = [(major, each) for each in _candidates(name) if (major := _major(each)) is not None]
    newest = max(found, key=lambda pair: pair[0], default=None)
    return newest[1] if newest is not None and newest[0] >= least else find_tool(name, least=least)


def run_tool(tool: Path, options: Sequence[str], address: str, *, output: IO[bytes] | None = None) -> None:
    """Run a tool on the database at ``address`` (``postgresql://…``).

    Raises:
        ToolError: it failed; the first thing that it said, without the address.
    """
    without, environment = _reached(address)
    ended = subprocess.run(  # noqa: S603 (a tool that we found, with options of ours)
        [tool, *options, f"--dbname={without}"],
        check=False,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=output or subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        timeout=_LONGEST,
    )
    if ended.returncode:
        raise _failed(tool, ended.returncode, ended.stderr)


def pour(restorer: Path, file: Path, address: str) -> None:
    """Bring a dump into the empty database at ``address``, whole or not at all.

    ``pg_restore`` writes SQL and the ``psql`` beside it runs it. So one setting can be left out that every newer
    ``pg_restore`` begins with and that an older server does not know (``transaction_timeout``, since PostgreSQL 17).

    Raises:
        ToolError: one of the two failed.
    """
    without, environment = _reached(address)
    runner = restorer.with_name("psql")
    options = ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", f"--dbname={without}"]
    with (
        tempfile.TemporaryFile() as complaints,
        subprocess.Popen([restorer, "--file=-", file], stdout=subprocess.PIPE, stderr=complaints) as written,  # noqa: S603
        subprocess.Popen(  # noqa: S603
            [runner, *options],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=complaints,
        ) as run,
    ):
        if written.stdout is None or run.stdin is None:
            raise ToolError("The tools could not be joined.")
        with suppress(BrokenPipeError):  # psql has said why
            _join(written.stdout, run.stdin)
        with suppress(BrokenPipeError):
            run.stdin.close()
        for process, tool in ((run, runner), (written, restorer)):
            if process.wait(_LONGEST):
                complaints.seek(0)
                raise _failed(tool, process.returncode, complaints.read())


def _join(source: IO[bytes], target: IO[bytes]) -> None:
    """Everything, but for one line among the settings at the head."""
    for _ in range(_HEAD):
        line = source.readline()
        if line != _TOO_NEW:
            target.write(line)
    shutil.copyfileobj(source, target, _PIECE)


def _reached(address: str) -> tuple[str, dict[str, str]]:
    """The address without its password, and an environment that holds it."""
    parts = urlsplit(address)
    login, _, host = parts.netloc.rpartition("@")
    without = urlunsplit(parts._replace(netloc=f"{login.partition(':')[0]}@{host}" if login else host))
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    if parts.password:
        environment["PGPASSWORD"] = unquote(parts.password)
    return without, environment


def _failed(tool: Path, code: int, complaints: bytes) -> ToolError:
    said = complaints.decode(errors="replace").strip().splitlines()
    return ToolError(f"{tool.name} failed: {said[0] if said else f'code {code}'}")


async def server_major(address: str) -> int:
    """The server's major version.

    Raises:
        ToolError: it cannot be reached, or refuses us.
    """
    try:
        connection = await asyncpg.connect(address)
    except (OSError, asyncpg.PostgresError) as error:
        raise ToolError(f"The database cannot be reached, or refuses the role: {type(error).__name__}.") from error
    try:
        return int(connection.get_server_version().major)
    finally:
        await connection.close()


def _candidates(name: str) -> Iterator[Path]:
    on_path = shutil.which(name)
    if on_path:
        yield Path(on_path)
    for major in range(_NEWEST, _OLDEST - 1, -1):
        yield Path(_DEBIAN.format(major)) / name
    try:
        yield find_binaries(os.environ).folder / name
    except EmbeddedPostgresError:
        return


def _major(tool: Path) -> int | None:
    try:
        said = subprocess.run([tool, "--version"], check=False, capture_output=True, text=True, timeout=10).stdout  # noqa: S603
    except OSError:
        return None
    found = re.search(r"\) (\d+)", said)
    return int(found[1]) if found else None
