"""``consortium demo``: an invented region with its own database on this machine; no mail ever leaves it."""

import argparse
import asyncio
import os
import shutil
import socket
import sys
import threading
import urllib.error
import urllib.request
from datetime import datetime
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Mailbox

from consortium.cli.running import embedded, run_workers
from consortium.db import Database
from consortium.demo.marker import MARKER, MARKER_VARIABLE
from consortium.demo.seed import seed_demo
from consortium.embedded import default_data_root
from consortium.keys import InstallationKey, InstallationNotary
from consortium.signing.sealing.seal_key import NoSealError, load_seal, make_seal, renew_seal

_LOOPBACK = "127.0.0.1"
_TRIES = 600
_HELP = """\
Three invented consortia with a database of their own below the data folder. It listens on this machine only; mails are
caught and shown. People and agencies are invented, distances and sizes are real.

examples:
  consortium demo
  consortium demo --port 8080"""


def describe(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    parser.description = _HELP
    parser.add_argument("--port", type=int, default=8000, help="the port to try first (default 8000)")
    parser.set_defaults(do=run)


def run(arguments: argparse.Namespace) -> int:
    """Start everything and print the address; runs until it is stopped."""
    root = default_data_root(os.environ, os.geteuid()) / "demo"
    port = _free_port(arguments.port)
    with embedded(root) as addresses:
        mails = root / "caught-mails"
        shutil.rmtree(mails, ignore_errors=True)
        mail_port = _free_port(0)
        catcher = _catch_mails(mails, mail_port)
        public = f"http://localhost:{port}"
        notary = InstallationNotary(InstallationKey(root / "installation-keys"), public)
        _seal(root / "installation-keys", asyncio.run(_seed(addresses.app, notary)))
        (root / MARKER).write_text("written by the demo; the demo door opens only where this file is\n")
        threading.Thread(target=_announce, args=(public,), daemon=True).start()
        try:
            run_workers(
                {
                    "DATABASE_URL": addresses.app,
                    "REQUEST_KEYS": str(root / "request-keys"),
                    "PUBLIC_URL": public,
                    "MAIL_URL": f"smtp://{_LOOPBACK}:{mail_port}",
                    "MAIL_FROM": "peers@demo.invalid",
                    "CONSORTIUM_DEMO_MAIL": str(mails),
                    "CONSORTIUM_BIND": _LOOPBACK,
                    MARKER_VARIABLE: str(root / MARKER),
                },
                address=_LOOPBACK,
                port=port,
                workers=1,
            )
        finally:
            catcher.stop()
            (root / MARKER).unlink(missing_ok=True)
    return 0


def _seal(folder: Path, now: datetime) -> None:
    """The demo's own seal, marked as worth nothing; renewed where it has run out."""
    try:
        if load_seal(folder, None).until < now:
            renew_seal(folder, now)
    except NoSealError:
        make_seal(folder, "Seal of the demo", now, demo=True)


async def _seed(url: str, notary: InstallationNotary) -> datetime:
    """Put the demo's regions in where they are missing; the present instant."""
    database = Database.connect(url, notary=notary)
    try:
        async with database.reading(None) as reading:
            now = reading.now
        await seed_demo(database, now, signed=True)
    finally:
        await database.close()
    return now


def _catch_mails(folder: Path, port: int) -> Controller:
    """A mail server on loopback that keeps every mail in a folder and sends none on."""
    catcher = Controller(Mailbox(folder), hostname=_LOOPBACK, port=port)
    catcher.start()
    return catcher


def _free_port(wanted: int) -> int:
    for port in (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((_LOOPBACK, port))
            except OSError:
                continue
            found: int = probe.getsockname()[1]
            return found
    raise OSError("no free port on loopback")


def _announce(public: str) -> None:
    """Print the address once the first page answers."""
    pause = threading.Event()
    for _ in range(_TRIES):
        try:
            with urllib.request.urlopen(f"{public}/demo", timeout=5) as answer:  # noqa: S310 (our own address)
                if answer.status == 200:
                    break
        except (urllib.error.URLError, OSError):
            pause.wait(0.1)
    else:
        return
    print(f"\n  The demo is ready:  {public}/demo\n\n  People and agencies are invented. Ctrl-C stops it.\n")
    sys.stdout.flush()
