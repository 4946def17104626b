"""Settings: frozen, read once from the environment by the command line, never at import."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit


class SettingsError(ValueError):
    """A setting is missing or makes no sense; the message says which and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """Where mail is handed over: host, port (TCP), optional name and password, STARTTLS or TLS."""

    host: str
    port: int
    username: str | None = None
    password: str | None = None
    tls: bool = False
    starttls: bool | None = None

    @classmethod
    def from_url(cls, url: str) -> "MailServer":
        """Read ``smtp://[name:password@]host[:port]`` or ``smtps://…``.

        Raises:
            SettingsError: the address is of another form.
        """
        parts = urlsplit(url)
        if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
            raise SettingsError("MAIL_URL must look like smtp://name:password@host:587 or smtps://host:465.")
        tls = parts.scheme == "smtps"
        loopback = parts.hostname in {"localhost", "127.0.0.1", "::1"}
        return cls(
            host=parts.hostname,
            port=parts.port or (465 if tls else 587),
            username=unquote(parts.username) if parts.username else None,
            password=unquote(parts.password) if parts.password else None,
            tls=tls,
            starttls=not (loopback or tls),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What one process needs to know of the world.

    Attributes:
        database_url: the ``app`` role's address, ``postgresql://…``.
        listen_url: a direct address for LISTEN where ``database_url`` goes through a pooler.
        public_url: what people type, without a slash at the end; the mails' links begin with it.
        request_keys: the folder of the daily request keys, mode 0700, never backed up.
        mail: where mail is handed over.
        mail_from: the sender's address.
        demo_mail: the demo's folder of caught mails; set only by ``consortium demo``.
    """

    database_url: str
    listen_url: str
    public_url: str
    request_keys: Path
    mail: MailServer
    mail_from: str
    demo_mail: Path | None = None

    @property
    def hosts(self) -> frozenset[str]:
        """The Host headers that are answered; others are refused (DNS rebinding)."""
        return frozenset({urlsplit(self.public_url).netloc})

    @property
    def secure(self) -> bool:
        """Whether cookies carry ``Secure`` and the ``__Host-`` prefix: always but on plain loopback."""
        return urlsplit(self.public_url).scheme == "https"

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> "Settings":
        """Read the settings.

        Raises:
            SettingsError: a needed one is missing, or one has a wrong form.
        """
        url = _need(env, "DATABASE_URL", "postgresql://consortium_app:…@host/consortium")
        public = _need(env, "PUBLIC_URL", "https://peers.example.org").rstrip("/")
        if urlsplit(public).scheme not in {"http", "https"} or urlsplit(public).path:
            raise SettingsError("PUBLIC_URL must be like https://peers.example.org, without a path.")
        return cls(
            database_url=url,
            listen_url=env.get("LISTEN_DATABASE_URL", url),
            public_url=public,
            request_keys=Path(_need(env, "REQUEST_KEYS", "a folder of its own, outside every backup")),
            mail=MailServer.from_url(_need(env, "MAIL_URL", "smtp://name:password@host:587")),
            mail_from=_need(env, "MAIL_FROM", "peers@example.org"),
            demo_mail=Path(env["CONSORTIUM_DEMO_MAIL"]) if "CONSORTIUM_DEMO_MAIL" in env else None,
        )


def _need(env: Mapping[str, str], name: str, like: str) -> str:
    value = env.get(name, "").strip()
    if not value:
        raise SettingsError(f"{name} is not set. It should be like: {like}")
    return value
