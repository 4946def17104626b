"""How a command comes to its database and to the consortium that it is about."""

import argparse
import asyncio
import os
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID

from consortium.access.store import find_consortium
from consortium.db import Database
from consortium.keys import InstallationKey, InstallationNotary
from consortium.problems import NotFound

_Told = TypeVar("_Told")


def on_database(work: Callable[[Database], Awaitable[_Told]]) -> _Told:
    """Do the work on the database that is set, or on the embedded one, and let go of it again."""
    from consortium.cli.running import database  # noqa: PLC0415 (it brings the server along)

    async def worked(url: str, keys: Path | None) -> _Told:
        notary = InstallationNotary(InstallationKey(keys), os.environ.get("PUBLIC_URL", "")) if keys else None
        connected = Database.connect(url, notary=notary)
        try:
            return await work(connected)
        finally:
            await connected.close()

    with database(os.environ) as extra:
        settings = {**os.environ, **extra}
        return asyncio.run(worked(settings["DATABASE_URL"], key_folder(settings)))


def key_folder(environment: Mapping[str, str]) -> Path | None:
    """The folder of the installation's key, if the settings say where it is."""
    if named := environment.get("INSTALLATION_KEYS"):
        return Path(named)
    keys = environment.get("REQUEST_KEYS")
    return Path(keys).parent / "installation-keys" if keys else None


async def consortium_at(database: Database, slug: str) -> UUID:
    """The consortium at an address.

    Raises:
        NotFound: there is none.
    """
    async with database.reading(None) as reading:
        found = await find_consortium(reading, slug)
    if found is None:
        raise NotFound(f"There is no consortium at the address “{slug}”. To make one: consortium init")
    return found


def other_database(address: str, database: str) -> str:
    """The same server's address, for another database."""
    return urlunsplit(urlsplit(address)._replace(path=f"/{database}"))


def shown_address(address: str) -> str:
    """A database's or mail server's address without its password and without what follows a question mark."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    port = f":{parts.port}" if parts.port else ""
    name = f"{parts.username}@" if parts.username else ""
    return f"{parts.scheme}://{name}{host}{port}{parts.path}"


def an_instant(text: str) -> datetime:
    """An instant as ISO 8601 writes it; without an offset it is meant on the consortium's own clock.

    Raises:
        argparse.ArgumentTypeError: it is none.
    """
    try:
        return datetime.fromisoformat(text)
    except ValueError as wrong:
        raise argparse.ArgumentTypeError("a time looks like 2026-12-24T22:00 or 2026-12-25T06:00Z") from wrong
