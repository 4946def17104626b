"""The doctor's look at the settings and at this machine: the folder of the request keys, and room on the disk."""

import os
import shutil
import stat
from collections.abc import Iterator, Mapping
from ipaddress import ip_address
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from consortium.cli.findings import Found, area, mend, note, well
from consortium.cli.opening import shown_address
from consortium.members.checks import mail_address
from consortium.problems import BadInput
from consortium.settings import MailServer, SettingsError, public_url

LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
LEAST_FREE: Final = 1 << 30
"""Bytes that should be free where the database or the keys lie."""
_USUAL_BACKUPS: Final = ("/backup", "/backups", "/var/backups", "/srv/backup", "/mnt/backup")
_KEY_MODE = 0o700


@area("settings")
def look_at_settings(environment: Mapping[str, str]) -> Iterator[Found]:
    """Each setting by itself: there, and of the right form."""
    yield from _public_url(environment)
    yield from _mail_settings(environment)
    for name in ("DATABASE_URL", "LISTEN_DATABASE_URL"):
        value = environment.get(name, "")
        if value and urlsplit(value).scheme != "postgresql":
            yield mend(
                name, "It is no address of a PostgreSQL server.", f"Set {name} to postgresql://role:…@host/consortium"
            )
        elif value:
            yield well(name, shown_address(value))
    if not environment.get("DATABASE_URL"):
        yield note("DATABASE_URL", "It is not set: the embedded database is used.")
    elif not environment.get("REQUEST_KEYS"):
        yield mend(
            "REQUEST_KEYS", "It is not set.", "Set REQUEST_KEYS to a folder of its own, mode 0700, in no backup."
        )
    if environment.get("CONSORTIUM_DEMO_MAIL"):
        yield mend("CONSORTIUM_DEMO_MAIL", "It is set: mails are caught.", "Unset it; the demo sets it for itself.")


def _public_url(environment: Mapping[str, str]) -> Iterator[Found]:
    try:
        public = public_url(environment)
    except SettingsError as wrong:
        yield mend("PUBLIC_URL", str(wrong), "Set PUBLIC_URL to what people type, such as https://peers.example.org")
        return
    parts = urlsplit(public)
    host = parts.hostname or ""
    if parts.scheme == "http" and host not in LOOPBACK:
        yield mend("PUBLIC_URL", f"{public} is not encrypted.", "Put TLS in front and begin PUBLIC_URL with https://")
    elif _is_address(host) and host not in LOOPBACK:
        yield mend("PUBLIC_URL", f"{host} is an address, not a name.", "Give the machine a name; passkeys need one.")
    elif host in LOOPBACK:
        yield note("PUBLIC_URL", f"{public} opens on this machine only.")
    else:
        yield well("PUBLIC_URL", public)


def _mail_settings(environment: Mapping[str, str]) -> Iterator[Found]:
    try:
        MailServer.from_url(environment.get("MAIL_URL", ""))
        yield well("MAIL_URL", shown_address(environment["MAIL_URL"]))
    except ValueError:
        yield mend("MAIL_URL", "It is not set, or of another form.", "Set MAIL_URL to smtp://name:password@host:587")
    sender = environment.get("MAIL_FROM", "")
    try:
        yield well("MAIL_FROM", mail_address(sender))
    except BadInput:
        yield mend("MAIL_FROM", "It is not set, or is no mail address.", "Set MAIL_FROM, such as peers@example.org")


@area("request keys")
def look_at_keys(folder: Path, environment: Mapping[str, str], *data: Path) -> Iterator[Found]:
    """The folder of the daily keys: whoever reads it and a backup could read what officers wrote.

    ``data`` is the folder of the embedded database, where that is used.
    """
    found = list(_closed(folder))
    yield from found
    if any(folder.resolve().is_relative_to(each.resolve()) for each in data):
        yield mend(
            "backup",
            f"{folder} lies in the database's own folder, so that a copy of it brings the keys along.",
            "Leave REQUEST_KEYS unset, or name a folder elsewhere and move the keys there while nothing is served.",
        )
    elif len(found) > 1:
        yield from _in_a_backup(folder, environment)


@area("installation key")
def look_at_installation_key(folder: Path) -> Iterator[Found]:
    """The folder of the key that is backed up: what agencies entrust to us is sealed under it."""
    yield from _closed(folder)


def _closed(folder: Path) -> Iterator[Found]:
    """Whether a folder of keys is there and closed to everybody but the account that serves."""
    try:
        seen = folder.lstat()
    except FileNotFoundError:
        yield from _not_there(folder)
        return
    except OSError as error:
        yield mend("folder", f"{folder}: {error.strerror}.", "Let the account that serves reach it.")
        return
    if not stat.S_ISDIR(seen.st_mode):
        yield mend("folder", f"{folder} is no folder, or a link.", "Name a folder of its own.")
        return
    mode = stat.S_IMODE(seen.st_mode)
    if mode != _KEY_MODE:
        yield mend("mode", f"{folder} has mode {mode:04o}.", f"chmod 0700 {folder}")
    else:
        yield well("mode", f"{folder} has mode 0700.")
    if seen.st_uid != os.geteuid():
        yield mend(
            "owner",
            f"{folder} belongs to account {seen.st_uid}, and this is account {os.geteuid()}.",
            f"chown {os.geteuid()} {folder}, or run doctor as the account that serves.",
        )
    else:
        yield well("owner", "It belongs to the account that serves.")


def _not_there(folder: Path) -> Iterator[Found]:
    nearest = next(parent for parent in (folder, *folder.parents) if parent.exists())
    if os.access(nearest, os.W_OK | os.X_OK):
        yield note("folder", f"{folder} is not there yet; consortium serve makes it.")
    else:
        yield mend("folder", f"{folder} is not there and cannot be made.", f"mkdir -m 0700 {folder}, for this account.")


def _in_a_backup(folder: Path, environment: Mapping[str, str]) -> Iterator[Found]:
    """Whether the folder lies where backups are made: as named by CONSORTIUM_BACKED_UP, or by its place."""
    named = [Path(each) for each in environment.get("CONSORTIUM_BACKED_UP", "").split(":") if each]
    real = folder.resolve()
    for backed_up in (*named, *map(Path, _USUAL_BACKUPS)):
        if real.is_relative_to(backed_up.resolve()):
            yield mend(
                "backup",
                f"{folder} lies below {backed_up}, which is backed up.",
                "Move the keys elsewhere: in a backup they would outlive what they protect.",
            )
            return
    if named:
        yield well("backup", "It lies in none of the folders of CONSORTIUM_BACKED_UP.")
    else:
        yield note("backup", "Which folders your backup takes is not known.", "Name them in CONSORTIUM_BACKED_UP.")


@area("machine")
def look_at_disk(*places: Path) -> Iterator[Found]:
    """Room where the database and the keys lie, as far as that is this machine."""
    for place in dict.fromkeys(next(each for each in (place, *place.parents) if each.exists()) for place in places):
        free = shutil.disk_usage(place).free
        told = f"{place}: {free / (1 << 30):.1f} GiB free."
        if free < LEAST_FREE:
            yield mend("disk", told, "Free some room: without it PostgreSQL stops and no key can be made.")
        else:
            yield well("disk", told)


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
