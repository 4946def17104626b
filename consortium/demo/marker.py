"""When the demo door may stand open: only beside a running demo, on loopback, on the embedded database.

Three things must hold at once: the file that ``consortium demo`` has written is there, the server listens on loopback
and calls itself localhost, and the database is the embedded one, reached through its socket.
"""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from consortium.settings import Settings

MARKER = "demo.marker"
MARKER_VARIABLE = "CONSORTIUM_DEMO_MARKER"
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def demo_is_allowed(settings: Settings, environment: Mapping[str, str]) -> bool:
    """Whether the demo door may be mounted in this process."""
    marker = environment.get(MARKER_VARIABLE, "")
    socket = parse_qs(urlsplit(settings.database_url).query).get("host", [""])[0]
    return (
        bool(marker)
        and Path(marker).is_file()
        and settings.demo_mail is not None
        and environment.get("CONSORTIUM_BIND", "") in _LOOPBACK
        and urlsplit(settings.public_url).hostname in _LOOPBACK
        and socket.startswith("/")
        and not urlsplit(settings.database_url).hostname
    )
