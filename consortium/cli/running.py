"""Run the server: the database first (embedded, or the one that is set), then the workers, then all down again."""

import os
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from granian.constants import Interfaces
from granian.server import Server

from consortium.cli.checks import check_migrated
from consortium.cli.key_folders import installation_key_folder, request_key_folder
from consortium.embedded import EmbeddedPostgres, default_data_root, exit_on_sigterm
from consortium.house import Addresses, furnish
from consortium.settings import Settings, metrics_bind

_STOP_STREAMS_AFTER = 5


@contextmanager
def embedded(root: Path, settings: Mapping[str, str] | None = None) -> Iterator[Addresses]:
    """The embedded database, watched and kept alive as long as this lasts."""
    exit_on_sigterm()
    with EmbeddedPostgres(root, settings) as server:
        addresses = furnish(server, root)
        stop = threading.Event()
        watcher = threading.Thread(target=server.watch, args=(stop,), daemon=True, name="database watch")
        watcher.start()
        try:
            yield addresses
        finally:
            stop.set()
            watcher.join(timeout=5)


@contextmanager
def database(environment: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """The settings that workers need for the database: those that are set, or those of the embedded server."""
    if environment.get("DATABASE_URL"):
        check_migrated(environment["DATABASE_URL"])
        yield {}
        return
    with embedded(default_data_root(environment, os.geteuid())) as addresses:
        yield {
            "DATABASE_URL": addresses.app,
            "REQUEST_KEYS": str(request_key_folder(environment)),
            "INSTALLATION_KEYS": str(installation_key_folder(environment)),
        }


def run_workers(extra: Mapping[str, str], *, address: str, port: int, workers: int) -> None:
    """Serve until told to stop. The access log is off: who opens the officers' pages is nobody's business."""
    os.environ.update(extra)
    server = Server(
        "consortium.app:create",
        factory=True,
        address=address,
        port=port,
        interface=Interfaces.ASGI,
        workers=workers,
        workers_kill_timeout=_STOP_STREAMS_AFTER,
        respawn_failed_workers=True,
        log_enabled=True,
        log_access=False,
    )
    sys.stdout.flush()
    with _figures():
        server.serve()


@contextmanager
def _figures() -> Iterator[None]:
    """Serve the figures from this process, which starts the workers, if an address is set for them."""
    bind = metrics_bind(os.environ)
    if bind is None:
        yield
        return
    from consortium.metrics import serving  # noqa: PLC0415 (it takes a second to read, and most have none)

    with serving(Settings.from_env(os.environ), bind):
        yield
