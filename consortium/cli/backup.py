"""``consortium backup FILE``: the database in one file, as the backup role reads it, without requests and sessions."""

import argparse
import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from consortium.cli.postgres_tools import ToolError, find_tool, run_tool, server_major
from consortium.cli.printing import print_json
from consortium.embedded import default_data_root
from consortium.settings import SettingsError

LEFT_OUT: Final = (
    # what officers ask, and all that hangs on it: what is deleted here must not live on in a file
    "request",
    "attempt",
    "relay",
    "once",
    "timer",
    "outbox",
    # doors that were open then must not be open again
    "session",
    "sign_in",
    "challenge",
    "recovery",
    "channel_proof",
    "sign_on_flow",
)
"""Tables whose rows are in no backup of ours; the tables themselves are."""

_HELP = """\
Writes members, agreements, rota and settings into one file, readable by you only, with pg_dump. It holds no request, no
mail on its way and no session: after a restore everybody signs in anew. The folder of the request keys belongs into no
backup. Keep backups 14 days at most.

With a server of your own, BACKUP_DATABASE_URL is the address of the role consortium_backup; else the embedded database
is used.

examples:
  consortium backup /var/backups/consortium-monday.dump
  BACKUP_DATABASE_URL=postgresql://consortium_backup:…@db.example.org/consortium consortium backup monday.dump --json"""


def describe(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    parser.description = _HELP
    parser.add_argument("file", type=Path, help="the file to write; one that is there is never overwritten")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    parser.set_defaults(do=run)


def run(arguments: argparse.Namespace) -> int:
    """Write the backup."""
    file: Path = arguments.file
    with address_of_backup_role() as address:
        write_backup(address, file)
    size = file.stat().st_size
    if arguments.json:
        print_json({"file": str(file), "bytes": size, "left_out": LEFT_OUT})
    else:
        print(f"{file}: {size:,} bytes. It holds no request, no mail on its way and no session.")
    return 0


def write_backup(address: str, file: Path) -> None:
    """Write the file whole or not at all; mode 0600.

    Raises:
        ToolError: there is a file already, there is no ``pg_dump``, or it failed.
    """
    if file.exists():
        raise ToolError(f"{file} is there already. A backup is never overwritten; choose another name.")
    tool = find_tool("pg_dump", least=asyncio.run(server_major(address)))
    options = [
        "--format=custom",
        "--lock-wait-timeout=10s",
        *(f"--exclude-table-data=public.{each}" for each in LEFT_OUT),
    ]
    part = file.with_name(f".{file.name}.part")
    part.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as output:
            run_tool(tool, options, address, output=output)
            output.flush()
            os.fsync(output.fileno())
        os.link(part, file)  # unlike a rename, never over a file that came meanwhile
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def address_of_backup_role() -> Iterator[str]:
    """Where the backup role finds the database: ``BACKUP_DATABASE_URL``, or the embedded one.

    Raises:
        SettingsError: there is a server of one's own and no address for the backup role.
    """
    named = os.environ.get("BACKUP_DATABASE_URL", "")
    if named:
        yield named
    elif os.environ.get("DATABASE_URL"):
        raise SettingsError("BACKUP_DATABASE_URL is not set: the consortium_backup role's address, postgresql://…")
    else:
        from consortium.cli.running import embedded  # noqa: PLC0415 (it brings the server along)

        with embedded(default_data_root(os.environ, os.geteuid())) as addresses:
            yield addresses.backup
