"""``consortium serve``: the database first, then the workers, until told to stop."""

import argparse
import os

_HELP = """\
Serves the pages and does what is due: steps and mails. Without DATABASE_URL the embedded database is used. PUBLIC_URL,
MAIL_URL, MAIL_FROM and (with a server of your own) REQUEST_KEYS have to be set; README describes each.

examples:
  PUBLIC_URL=https://peers.example.org MAIL_URL=smtp://mail.example.org:587 MAIL_FROM=peers@example.org consortium serve
  consortium serve --address 0.0.0.0 --port 8000 --workers 2"""


def describe(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    parser.description = _HELP
    parser.add_argument("--address", default="127.0.0.1", help="where to listen (default 127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000, help="the port (default 8000)")
    parser.add_argument("--workers", type=int, default=1, help="processes (default 1)")
    parser.set_defaults(do=run)


def run(arguments: argparse.Namespace) -> int:
    """Serve until stopped."""
    from consortium.cli.key_folders import take_keys_out  # noqa: PLC0415 (its help is told without the server)
    from consortium.cli.running import database, run_workers  # noqa: PLC0415
    from consortium.settings import Settings  # noqa: PLC0415

    take_keys_out(os.environ)
    with database(os.environ) as extra:
        Settings.from_env({**os.environ, **extra})
        run_workers(extra, address=arguments.address, port=arguments.port, workers=arguments.workers)
    return 0
