"""A PostgreSQL of our own, started with the first process that needs it and stopped with the last.

It listens on no network, only on a socket in a folder of mode 0700. Linux; written for macOS too, but not run there.
The data must lie on a local file system: three locks hold everything together, and the kernel frees them however a
process ends.

``start.lock``   is held by whoever changes the server's state: first start, start, stop.
``users.lock``   is shared by every process that uses the server; who can have it alone is the last one out.
``server.lock``  is inherited by the server and all its children; who can have it knows that none of them lives.

The last takes the place of asking for process ids. A zombie, or a stranger who got a dead server's number, answers
that question wrongly, and PostgreSQL itself then refuses to start ("lock file … already exists").
"""

import fcntl
import logging
import os
import re
import signal
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import IO, NoReturn, Self
from urllib.parse import quote

from consortium.embedded_binaries import Binaries, EmbeddedPostgresError, account_for, find_binaries
from consortium.embedded_cluster import BOOTSTRAP, Cluster

# Nothing of a statement, of its values or of who connected gets into the log. Errors are the client's business: their
# first line can quote a value ('invalid input syntax for type uuid: "…"'). In this setting's order, LOG, FATAL and
# PANIC stand above ERROR: https://www.postgresql.org/docs/current/runtime-config-logging.html
QUIET: Mapping[str, str] = MappingProxyType(
    {
        "listen_addresses": "",
        "jit": "off",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "log_min_messages": "log",
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
        "log_parameter_max_length": "0",
        "log_parameter_max_length_on_error": "0",
        "log_statement": "none",
        "log_connections": "off",
        "log_disconnections": "off",
        "log_checkpoints": "off",
        "log_autovacuum_min_duration": "-1",
    }
)

# For tests only: a crash of the machine may spoil the data. A killed server loses nothing; that is why
# synchronous_commit stays on, which costs next to nothing here.
FAST: Mapping[str, str] = MappingProxyType({"fsync": "off", "full_page_writes": "off"})

_PLAIN_PATH = re.compile(r"[\w/.@+= -]+")  # pg_ctl puts it into a shell's line, the server into a list with commas
_log = logging.getLogger(__name__)


def default_data_root(environ: Mapping[str, str], uid: int) -> Path:
    """Where the data lies if nobody says: ``CONSORTIUM_DATA_DIR``, root's ``/var/lib/consortium``, else the XDG folder.

    Root's is never below ``/root``: the server runs under another account, which does not get in there. Relative
    values do not count (https://specifications.freedesktop.org/basedir-spec/latest/).

    Raises:
        EmbeddedPostgresError: nothing names a place.
    """
    named = environ.get("CONSORTIUM_DATA_DIR", "")
    if named.startswith("/"):
        return Path(named)
    if uid == 0:
        return Path("/var/lib/consortium")
    for name, below in (("XDG_DATA_HOME", "consortium"), ("HOME", ".local/share/consortium")):
        if environ.get(name, "").startswith("/"):
            return Path(environ[name]) / below
    raise EmbeddedPostgresError("There is no HOME to keep the data in. Set CONSORTIUM_DATA_DIR to a folder, from / on.")


def exit_on_sigterm() -> None:
    """Turn SIGTERM into ``SystemExit``, so that ``with EmbeddedPostgres(…)`` is left properly. Main thread only."""

    def leave(number: int, _frame: object) -> NoReturn:
        sys.exit(128 + number)

    signal.signal(signal.SIGTERM, leave)


class EmbeddedPostgres:
    """One database server below ``root``, shared by all processes that name the same ``root``.

    Leaving the context, or ``release()``, lets go of it. Each major version has a folder of its own, ``pg18``; moving
    from one to the next is a dump and a restore, never silently an empty database.

    Args:
        root: the data folder; made where it is missing.
        settings: server settings over ``QUIET``; they count when this process is the one that starts the server.
        binaries: which PostgreSQL; found by ``find_binaries`` if not given.
        patience: seconds to wait for a server that starts, recovers or dies.

    Raises:
        EmbeddedPostgresError: there is no PostgreSQL, no account to run it, or the data belongs to somebody else.
    """

    def __init__(
        self,
        root: Path,
        settings: Mapping[str, str] | None = None,
        *,
        binaries: Binaries | None = None,
        patience: float = 60.0,
    ) -> None:
        root = root.resolve()
        if not _PLAIN_PATH.fullmatch(str(root)):
            raise EmbeddedPostgresError(
                f"The data folder's path has characters that PostgreSQL's tools mistake: {root}"
            )
        binaries = binaries or find_binaries(os.environ)
        account = account_for(root / f"pg{binaries.major}", os.environ)
        self._cluster = Cluster(root, binaries, account, {**QUIET, **(settings or {})}, patience)
        self._use: IO[bytes] | None = None

    def start(self) -> str:
        """Make the data if there is none, start the server if it does not run, and count as one of its users.

        Returns:
            The address of the database ``postgres`` for the bootstrap superuser.

        Raises:
            EmbeddedPostgresError: it cannot be had here; the message says what to do.
        """
        try:
            self._cluster.lay_out()
            with self._alone():
                self._cluster.prepare()
                self._cluster.bring_up()
                if self._use is None:
                    self._use = self._cluster.open_lock("users.lock")
                    fcntl.flock(self._use, fcntl.LOCK_SH)
        except OSError as problem:
            raise EmbeddedPostgresError(f"The data folder {self._cluster.root} cannot be used: {problem}") from problem
        return self.admin_dsn()

    def release(self) -> None:
        """Let go; the last user of the server stops it. Does nothing if not started."""
        if self._use is None:
            return
        with self._alone(), self._use as use:
            self._use = None
            try:
                fcntl.flock(use, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            self._cluster.shut_down()

    def __enter__(self) -> Self:
        """Start, or join."""
        self.start()
        return self

    def __exit__(self, *_error: object) -> None:
        """Let go."""
        self.release()

    def dsn(self, role: str, password: str, database: str) -> str:
        """The address of ``database`` for ``role``, as libpq, asyncpg and SQLAlchemy read it."""
        login = f"{quote(role, safe='')}:{quote(password, safe='')}"
        return f"postgresql://{login}@/{quote(database, safe='')}?host={quote(str(self._cluster.sockets))}&port=5432"

    def admin_dsn(self, database: str = "postgres") -> str:
        """The address of ``database`` for the bootstrap superuser; there is one only after the first start."""
        return self.dsn(BOOTSTRAP, self._cluster.secret(), database)

    def ready(self) -> bool:
        """Whether the server takes connections now; answers within two seconds."""
        return self._cluster.ready()

    def revive(self) -> bool:
        """Start the server again if it died under us; tell whether that was needed.

        Raises:
            EmbeddedPostgresError: it does not come back.
        """
        if self.ready():
            return False
        with self._alone():
            if self._use is None or self.ready():
                return False
            self._cluster.bring_up()
        return True

    def watch(self, stop: threading.Event, every: float = 1.0) -> None:
        """Until ``stop`` is set, look every ``every`` seconds and revive the server. Meant for a thread of its own."""
        while not stop.wait(every):
            try:
                if self.revive():
                    _log.warning("embedded_database_restarted")
            except (EmbeddedPostgresError, OSError):
                _log.error("embedded_database_does_not_come_back")

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with self._cluster.open_lock("start.lock") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
