"""The daily request keys: made when first needed, shared by the processes, deleted when nothing needs them.

A request's private part is sealed under a key of its own, which is wrapped by the key of its day; the four words are
stored only as an HMAC under that day's key. When the day's key is gone, what backups still hold is noise. The folder
has mode 0700 and is kept out of every backup. Sealing is AES-256-GCM with random 96-bit nonces (NIST SP 800-38D).
"""

import hashlib
import hmac
import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

LIFETIME = timedelta(hours=72)
_KEPT_DAYS = 5  # the day itself, 72 hours of life, and a day
_NONCE = 12


class KeyGoneError(LookupError):
    """The key of that day does not exist (any more); what it sealed cannot be read again."""


class KeysAwayError(OSError):
    """The folder of the keys, or a key that must be in it, is not there now: nothing may be said or erased for it."""


def seal(key: bytes, plain: bytes, *, about: bytes) -> bytes:
    """Nonce and ciphertext under ``key`` (32 bytes); ``about`` binds it to its place."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, about)


def unseal(key: bytes, sealed: bytes, *, about: bytes) -> bytes:
    """What :func:`seal` sealed.

    Raises:
        KeyGoneError: another key or another place sealed it.
    """
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], about)
    except InvalidTag as wrong:
        raise KeyGoneError("this was sealed under another key") from wrong


@dataclass(frozen=True, slots=True)
class RequestKeys:
    """The folder of the daily keys."""

    folder: Path

    def of(self, day: date) -> bytes:
        """The key of ``day``, 32 bytes, made if it is not there; racing processes agree on one."""
        with suppress(KeyGoneError):
            return self.held(day)
        fresh = self.folder / f".{day.isoformat()}.{secrets.token_hex(8)}"
        descriptor = os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(32))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(fresh, self._file(day))
        fresh.unlink()
        return self.held(day)

    def held(self, day: date) -> bytes:
        """The key of ``day`` if it exists.

        Raises:
            KeyGoneError: it does not.
        """
        try:
            return self._file(day).read_bytes()
        except FileNotFoundError as gone:
            if not self.folder.is_dir():
                raise KeysAwayError(f"the folder of the request keys is not there: {self.folder}") from gone
            raise KeyGoneError(day.isoformat()) from gone

    def lay_out(self) -> None:
        """Make the folder where it is missing, and see that it can be written; once, at the start.

        Raises:
            KeysAwayError: it cannot.
        """
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            probe = self.folder / f".probe.{secrets.token_hex(8)}"
            probe.touch(mode=0o600)
            probe.unlink()
        except OSError as problem:
            raise KeysAwayError(f"REQUEST_KEYS cannot be written: {self.folder}") from problem

    def usable(self) -> bool:
        """Whether the folder is there, for us alone, and can be written. It is not made: a missing one is told."""
        try:
            if not self.folder.is_dir() or self.folder.stat().st_mode & 0o077:
                return False
            probe = self.folder / f".probe.{secrets.token_hex(8)}"
            probe.touch(mode=0o600)
            probe.unlink()
        except OSError:
            return False
        return True

    def readable(self, now: datetime) -> tuple[date, ...]:
        """Those of the live days whose key is here."""
        if not self.folder.is_dir():
            raise KeysAwayError(f"the folder of the request keys is not there: {self.folder}")
        return tuple(day for day in self.live(now) if self._file(day).exists())

    def live(self, now: datetime) -> tuple[date, ...]:
        """The days under which a request can still be open at ``now``, newest first."""
        today = now.astimezone(UTC).date()
        return tuple(today - timedelta(days=back) for back in range(4))

    def mac(self, day: date, purpose: str, text: str) -> bytes:
        """HMAC-SHA-256 of ``text`` under the key of ``day``, apart for each purpose."""
        return hmac.digest(self.of(day), f"{purpose}\0{text}".encode(), hashlib.sha256)

    def purge(self, now: datetime) -> tuple[date, ...]:
        """Delete the keys that nothing needs any more; the days deleted."""
        last = now.astimezone(UTC).date() - timedelta(days=_KEPT_DAYS)
        gone = []
        for file in sorted(self.folder.glob("*.key")):
            with suppress(ValueError):
                day = date.fromisoformat(file.stem)
                if day <= last:
                    file.unlink(missing_ok=True)
                    gone.append(day)
        for left in self.folder.glob(".*-*-*.*"):  # a process that was killed while it made a key
            with suppress(ValueError):
                if date.fromisoformat(left.name[1:11]) < now.astimezone(UTC).date():
                    left.unlink(missing_ok=True)
        return tuple(gone)

    def _file(self, day: date) -> Path:
        return self.folder / f"{day.isoformat()}.key"


@dataclass(frozen=True, slots=True)
class InstallationKey:
    """The key of this installation, in a folder that is backed up: it seals what we must be able to read again.

    Nothing of an officer's request is ever sealed under it.
    """

    folder: Path

    def seal(self, plain: str, *, about: str) -> bytes:
        """Seal a secret; ``about`` binds it to its place."""
        return seal(self._key(), plain.encode(), about=about.encode())

    def unseal(self, sealed: bytes, *, about: str) -> str:
        """What :meth:`seal` sealed.

        Raises:
            KeyGoneError: another installation's key, or another place, sealed it.
        """
        return unseal(self._key(), sealed, about=about.encode()).decode()

    def derived(self, purpose: str) -> bytes:
        """32 bytes for a purpose, always the same, from which the key itself cannot be found (HKDF, RFC 5869)."""
        return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode()).derive(self._key())

    def _key(self) -> bytes:
        file = self.folder / "installation.key"
        with suppress(FileNotFoundError):
            return file.read_bytes()
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = self.folder / f".{secrets.token_hex(8)}"
        descriptor = os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "wb") as made:
            made.write(secrets.token_bytes(32))
            made.flush()
            os.fsync(made.fileno())
        with suppress(FileExistsError):
            os.link(fresh, file)
        fresh.unlink()
        return file.read_bytes()


@dataclass(frozen=True, slots=True)
class InstallationNotary:
    """Signs for this installation, with keys that come from its own key, under the host that people type."""

    key: InstallationKey
    public_url: str

    @property
    def host(self) -> str:
        """The host of the public address, with its port where it has one."""
        return urlsplit(self.public_url).netloc

    def seed(self, purpose: str, consortium: UUID) -> bytes:
        """The seed of a consortium's own key for a purpose."""
        return self.key.derived(f"{purpose} {consortium}")
