"""The cluster of the embedded database: its folders, its first start, its server going up and down.

Every change here needs ``start.lock``; who takes it, and who still uses the server, is decided in
``consortium.embedded``.
"""

import fcntl
import hashlib
import os
import secrets
import shlex
import shutil
import socket
import struct
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import IO

from consortium.embedded_binaries import Account, Binaries, EmbeddedPostgresError

BOOTSTRAP = "bootstrap"
_SOCKET = ".s.PGSQL.5432"
_LONGEST_SOCKET_PATH = 103  # bytes; Linux takes 107, macOS 103
_FIRST_WITH_BUILTIN_LOCALE = 17
_PAUSE = 0.03  # seconds between two looks


class Cluster:
    """The data of one major version below ``root``, ``pg18``, and the server that works on it.

    Args:
        root: the folder of everything; made by ``lay_out``.
        binaries: the tools.
        account: who owns the data and runs the server.
        settings: the server's settings; where its socket is, is added.
        patience: seconds to wait for a server that starts, recovers or dies.
    """

    def __init__(
        self, root: Path, binaries: Binaries, account: Account, settings: Mapping[str, str], patience: float
    ) -> None:
        self.root = root
        self.data = root / f"pg{binaries.major}"
        self.sockets = _socket_folder(root)
        self._binaries = binaries
        self._account = account
        self._settings = {**settings, "unix_socket_directories": str(self.sockets)}
        self._patience = patience

    def secret(self) -> str:
        """The bootstrap superuser's password; it comes to be with the data, in one step."""
        return (self.data / "bootstrap.secret").read_text()

    def ready(self) -> bool:
        """Whether the server takes connections now. Asks the server, never a process id; at most two seconds."""
        return _takes_connections(self.sockets / _SOCKET)

    # --- Folders and locks ----------------------------------------------------------------------------------------

    def lay_out(self) -> None:
        """Make ``root`` where it is missing. Folders that are there stay as they are."""
        for folder in reversed((self.root, *self.root.parents)):
            if not folder.exists():
                folder.mkdir(exist_ok=True)
                folder.chmod(0o755 if os.geteuid() == 0 else 0o700)
        if not self._account.may_enter(self.root):
            raise EmbeddedPostgresError(
                f"The account {self._account.name}, which runs the database, does not get to {self.root}. "
                "Set CONSORTIUM_DATA_DIR to a folder that it can enter; no folder is opened up for it."
            )

    def open_lock(self, name: str) -> IO[bytes]:
        """Open a lock file below ``root``. It belongs to the account, so that the account may join root's server."""
        opened = os.open(self.root / name, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        if os.geteuid() == 0:
            os.fchown(opened, self._account.uid, self._account.gid)
        return os.fdopen(opened, "r+b")

    def _vacancy(self) -> IO[bytes] | None:
        """The lock that ``initdb``, the server and its children inherit; None while one of them lives."""
        lock = self.open_lock("server.lock")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            return None
        if self._postmaster_works_here():  # somebody started it with pg_ctl, without us and our lock
            lock.close()
            return None
        return lock

    def _postmaster_works_here(self) -> bool | None:
        """Whether the process named in ``postmaster.pid`` works in our data folder; None if the system cannot tell.

        The owner of a process may look at its folder; root without special rights, as in a container, may not.
        """
        try:
            pid = int((self.data / "postmaster.pid").read_text().partition("\n")[0])
        except (FileNotFoundError, ValueError):
            return False
        look = '[ -e /proc/self/cwd ] || exit 2; [ "/proc/$1/cwd" -ef "$2" ]'
        return {0: True, 2: None}.get(
            self._account.run("/bin/sh", "-c", look, "sh", str(pid), self.data).returncode, False
        )

    # --- First start ----------------------------------------------------------------------------------------------

    def prepare(self) -> None:
        """Make the socket's folder, tools that the account can run, and the data where there is none."""
        self._account.own(self.sockets)
        self._binaries = self._binaries.runnable_by(self._account, self.root)
        if not (self.data / "PG_VERSION").exists():
            self._refuse_strange_data()
            self._initialise()

    def _initialise(self) -> None:
        """Make the data aside and move them into place when whole: an ``initdb`` that was killed never counts.

        One whose starter was killed may still be writing; it holds the lock until it ends.
        """
        new = self.root / f"{self.data.name}.new"
        lock = self._vacancy_within(self._patience)
        if lock is None:
            raise EmbeddedPostgresError(f"Another process is still busy in {self.root}.")
        with lock:
            if new.exists():
                shutil.rmtree(new)
            self._account.own(new)
            secret = self._write_secret()
            initdb: list[str | Path] = [self._binaries.folder / "initdb", "-D", new, *self._initdb_options(secret)]
            done = self._account.run(*initdb, pass_fds=(lock.fileno(),))
            if done.returncode:
                raise EmbeddedPostgresError(f"initdb failed:\n{done.stdout}")
            secret.rename(new / "bootstrap.secret")
            new.rename(self.data)

    def _refuse_strange_data(self) -> None:
        others = sorted(folder.name for folder in self.root.glob("pg[0-9][0-9]") if folder != self.data)
        if others:
            raise EmbeddedPostgresError(
                f"{self.root} holds the data of {', '.join(others)}, but this is PostgreSQL {self._binaries.major}. "
                "Dump it with the old release's tools and restore it here, or set CONSORTIUM_PG_BINDIR to the old one."
            )
        if self.data.exists() and any(self.data.iterdir()):
            raise EmbeddedPostgresError(f"{self.data} holds something that is no PostgreSQL data; it was left alone.")

    def _write_secret(self) -> Path:
        """Write the bootstrap password where only the account reads it; nothing that is there is followed."""
        secret = self.sockets / "bootstrap.new"
        secret.unlink(missing_ok=True)
        opened = os.open(secret, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with os.fdopen(opened, "w") as file:
            os.fchown(opened, self._account.uid, self._account.gid)
            file.write(secrets.token_hex(24))
        return secret

    def _initdb_options(self, secret: Path) -> list[str]:
        """UTF-8 in code point order everywhere; passwords even on the socket; checksums."""
        options = ["-U", BOOTSTRAP, f"--pwfile={secret}", "-E", "UTF8", "--data-checksums"]
        options += ["--auth-local=scram-sha-256", "--auth-host=reject"]
        if self._binaries.major >= _FIRST_WITH_BUILTIN_LOCALE:
            options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        else:
            options += ["--locale=C.UTF-8"]
        return [*options, "--no-sync"] if self._settings.get("fsync") == "off" else options

    # --- Up and down ----------------------------------------------------------------------------------------------

    def bring_up(self) -> None:
        """Wait for a server that is there, start one where none is.

        Raises:
            EmbeddedPostgresError: it does not start, or does not answer in time.
        """
        launched = False
        end = time.monotonic() + self._patience
        while not self.ready():
            lock = self._vacancy()
            if lock is not None:
                with lock:
                    if launched:
                        raise EmbeddedPostgresError(f"The database did not start:\n{self._last_words()}")
                    self._launch(lock)
                launched = True
            elif time.monotonic() > end:
                raise EmbeddedPostgresError(
                    f"A server works in {self.data} but does not answer at {self.sockets}:\n{self._last_words()}"
                )
            time.sleep(_PAUSE)

    def shut_down(self) -> None:
        """Stop the server, roughly if it must be.

        The number in a killed server's file may be a stranger's, who gets no signal; what is left of the server ends
        by itself.
        """
        for mode, wait in (("fast", 0.0), ("immediate", 1.0)):
            lock = self._vacancy_within(wait)
            if lock is not None:
                lock.close()
                return
            if self._postmaster_works_here() is not False:
                self._pg_ctl("stop", "-w", "-t", "30", "-m", mode)

    def _launch(self, lock: IO[bytes]) -> None:
        """Start the server and hand it ``lock``. What a dead one left behind is removed: nobody lives here now."""
        for leftover in (self.data / "postmaster.pid", self.sockets / _SOCKET, self.sockets / f"{_SOCKET}.lock"):
            leftover.unlink(missing_ok=True)
        self._binaries.forget_other_copies(self.root)
        options = shlex.join(word for name, value in self._settings.items() for word in ("-c", f"{name}={value}"))
        self._pg_ctl("start", "-W", "-l", str(self.data / "server.log"), "-o", options, pass_fds=(lock.fileno(),))

    def _vacancy_within(self, seconds: float) -> IO[bytes] | None:
        end = time.monotonic() + seconds
        while (lock := self._vacancy()) is None and time.monotonic() < end:
            time.sleep(_PAUSE)
        return lock

    def _pg_ctl(self, verb: str, *words: str, pass_fds: tuple[int, ...] = ()) -> None:
        self._account.run(self._binaries.folder / "pg_ctl", verb, "-D", self.data, *words, pass_fds=pass_fds)

    def _last_words(self) -> str:
        try:
            lines = (self.data / "server.log").read_text(errors="replace").splitlines()
        except FileNotFoundError:
            return "(it left no log)"
        return "\n".join(lines[-5:])


def _socket_folder(root: Path) -> Path:
    """Below ``root`` if the path is short enough for a socket, else in the temporary folder, named after ``root``."""
    folder = root / "run"
    if len(os.fsencode(folder / f"{_SOCKET}.lock")) <= _LONGEST_SOCKET_PATH:
        return folder
    return Path(tempfile.gettempdir()) / f"consortium-{hashlib.sha256(os.fsencode(root)).hexdigest()[:12]}"


def _takes_connections(path: Path) -> bool:
    """Ask as ``pg_isready`` does, without a process: send a startup packet and look at the first answer.

    A server that starts or stops answers with the error 57P03; any other answer means that it is at work
    (https://www.postgresql.org/docs/current/protocol-message-formats.html, StartupMessage).
    """
    body = struct.pack("!i", 3 << 16) + f"user\0{BOOTSTRAP}\0database\0postgres\0\0".encode()
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as asking:
        asking.settimeout(2)
        try:
            asking.connect(str(path))
            asking.sendall(struct.pack("!i", len(body) + 4) + body)
            answer = asking.recv(1024)
        except OSError:
            return False
    return bool(answer) and b"57P03" not in answer
