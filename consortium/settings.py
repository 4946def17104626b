"""Settings: frozen, read once from the environment by the command line, never at import."""

from collections.abc import Mapping
from dataclasses import dataclass, field
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


@dataclass(frozen=True, slots=True)
class SealFile:
    """A PKCS#12 file with the key and the certificates of a seal, and its password."""

    file: Path
    password: str

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> "SealFile | None":
        """``SEAL_PKCS12`` and ``SEAL_PKCS12_PASSWORD``; ``None`` where the first is not set."""
        named = env.get("SEAL_PKCS12", "").strip()
        return cls(Path(named), env.get("SEAL_PKCS12_PASSWORD", "")) if named else None


@dataclass(frozen=True, slots=True)
class PlaceService:
    """A search for places over the net that speaks as Nominatim does, and its key where it takes one."""

    url: str
    key: str = field(default="", repr=False)

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> "PlaceService | None":
        """``GEOCODER_URL`` and ``GEOCODER_KEY``; ``None`` where the first is not set: nobody is asked.

        Raises:
            SettingsError: the address has another form.
        """
        value = env.get("GEOCODER_URL", "").strip().rstrip("/")
        if not value:
            return None
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username is not None or parts.query:
            raise SettingsError("GEOCODER_URL must look like https://places.example.org/search; a key goes elsewhere.")
        return cls(value, env.get("GEOCODER_KEY", "").strip())

    @property
    def host(self) -> str:
        """Whom it is that we ask."""
        return urlsplit(self.url).netloc


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
        installation_keys: the folder of the installation's key, which is backed up; ``None``: beside the request keys.
        trusted_hosts: servers of others, ``host`` or ``host:port``, that may be asked although they are private.
        security_contact: whom to tell about a weakness, ``mailto:…`` or ``https://…`` (RFC 9116).
        seal: what executed agreements are sealed with, if it is not the seal of the key folder.
        tsa_url: a time-stamping authority (RFC 3161) that executed agreements are stamped by; ``None``: by none.
        places: an online search for places that the packaged lists do not know; ``None``: none is asked.
    """

    database_url: str
    listen_url: str
    public_url: str
    request_keys: Path
    mail: MailServer
    mail_from: str
    demo_mail: Path | None = None
    security_contact: str | None = None
    installation_keys: Path | None = None
    trusted_hosts: frozenset[str] = frozenset()
    seal: "SealFile | None" = None
    tsa_url: str | None = None
    places: PlaceService | None = None

    @property
    def key_folder(self) -> Path:
        """The folder of the installation's key: beside the request keys, unless it is set."""
        return self.installation_keys or self.request_keys.parent / "installation-keys"

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
        public = public_url(env)
        return cls(
            database_url=url,
            listen_url=env.get("LISTEN_DATABASE_URL", url),
            public_url=public,
            request_keys=Path(_need(env, "REQUEST_KEYS", "a folder of its own, outside every backup")),
            mail=MailServer.from_url(_need(env, "MAIL_URL", "smtp://name:password@host:587")),
            mail_from=_need(env, "MAIL_FROM", "peers@example.org"),
            demo_mail=Path(env["CONSORTIUM_DEMO_MAIL"]) if "CONSORTIUM_DEMO_MAIL" in env else None,
            security_contact=_contact(env.get("SECURITY_CONTACT", "").strip()),
            installation_keys=Path(env["INSTALLATION_KEYS"]) if env.get("INSTALLATION_KEYS") else None,
            trusted_hosts=frozenset(env.get("TRUSTED_HOSTS", "").replace(",", " ").split()),
            seal=SealFile.from_env(env),
            tsa_url=tsa_url(env),
            places=PlaceService.from_env(env),
        )


def public_url(env: Mapping[str, str]) -> str:
    """``PUBLIC_URL``: what people type, without a slash at the end.

    Raises:
        SettingsError: it is missing, or has a path or another scheme.
    """
    public = _need(env, "PUBLIC_URL", "https://peers.example.org").rstrip("/")
    if urlsplit(public).scheme not in {"http", "https"} or not urlsplit(public).hostname or urlsplit(public).path:
        raise SettingsError("PUBLIC_URL must be like https://peers.example.org, without a path.")
    return public


def tsa_url(env: Mapping[str, str]) -> str | None:
    """``TSA_URL``: where time stamps are asked for; ``None`` where nowhere.

    Raises:
        SettingsError: it is no ``https://`` address, and not on this machine either.
    """
    value = env.get("TSA_URL", "").strip()
    if not value:
        return None
    parts = urlsplit(value)
    on_loopback = parts.scheme == "http" and parts.hostname in {"localhost", "127.0.0.1", "::1"}
    if not parts.hostname or parts.username is not None or not (parts.scheme == "https" or on_loopback):
        raise SettingsError("TSA_URL must look like https://tsa.example.org/rfc3161, without a name or password.")
    return value


def routing_url(env: Mapping[str, str]) -> str | None:
    """``ROUTING_URL``: the routing engine that measures roads, without a slash at the end; ``None`` where none does.

    Raises:
        SettingsError: it is no ``https://`` address, and no plain one either (which only ``TRUSTED_HOSTS`` may have).
    """
    value = env.get("ROUTING_URL", "").strip().rstrip("/")
    if not value:
        return None
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username is not None or parts.query:
        raise SettingsError("ROUTING_URL must look like https://router.example.org, without a name or password.")
    return value


def metrics_bind(env: Mapping[str, str]) -> tuple[str, int] | None:
    """``METRICS_BIND``: the address and port that figures are served at; ``None`` where none are.

    Raises:
        SettingsError: it has another form.
    """
    value = env.get("METRICS_BIND", "").strip()
    if not value:
        return None
    host, _, port = value.rpartition(":")
    if not host or not port.isdigit() or not 0 < int(port) < 65536:
        raise SettingsError("METRICS_BIND must look like 127.0.0.1:9100.")
    return host.strip("[]"), int(port)


def _contact(value: str) -> str | None:
    if not value:
        return None
    if value.startswith(("mailto:", "https://")) and value.isprintable() and " " not in value:
        return value
    raise SettingsError("SECURITY_CONTACT must look like mailto:security@example.org or https://example.org/report.")


def _need(env: Mapping[str, str], name: str, like: str) -> str:
    value = env.get(name, "").strip()
    if not value:
        raise SettingsError(f"{name} is not set. It should be like: {like}")
    return value
