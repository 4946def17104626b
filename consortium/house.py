"""The embedded database as a whole: server, roles, passwords, tables; and the environment that workers are given.

This is what ``consortium serve`` and ``consortium demo`` stand on when no ``DATABASE_URL`` is set, and the tests too.
"""

import asyncio
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from consortium.db import APP, BACKUP, OWNER
from consortium.embedded import EmbeddedPostgres
from consortium.migrate import migrate
from consortium.roles import DATABASE, LOGINS, prepare


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """Where the database is, for each role that logs in."""

    app: str
    owner: str
    backup: str


def passwords(root: Path) -> Mapping[str, str]:
    """The roles' passwords, made once and kept in the data folder, readable by us only."""
    file = root / "roles.json"
    if not file.exists():
        fresh = root / f".roles.{secrets.token_hex(6)}"
        descriptor = os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "w") as out:
            json.dump({role: secrets.token_urlsafe(24) for role in LOGINS}, out)
        try:
            os.link(fresh, file)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    held: dict[str, str] = json.loads(file.read_text())
    return held


def furnish(server: EmbeddedPostgres, root: Path) -> Addresses:
    """Roles, database and tables of the embedded server, made where they are missing."""
    asyncio.run(prepare(server.admin_dsn(), server.admin_dsn(DATABASE), passwords(root)))
    found = addresses(server, root)
    migrate(found.owner)
    return found


def addresses(server: EmbeddedPostgres, root: Path) -> Addresses:
    """Where the embedded database is for each role; nothing is made or changed in it."""
    held = passwords(root)
    return Addresses(
        app=server.dsn(APP, held[APP], DATABASE),
        owner=server.dsn(OWNER, held[OWNER], DATABASE),
        backup=server.dsn(BACKUP, held[BACKUP], DATABASE),
    )
