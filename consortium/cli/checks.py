"""Checks before anything starts, each with its mend in words."""

import asyncio

import asyncpg

from consortium.migrate import newest


class NotReadyError(RuntimeError):
    """Something has to be done first; the message says what."""


def check_migrated(app_url: str) -> None:
    """Refuse to serve on tables of another version.

    Raises:
        NotReadyError: the database cannot be reached, or its tables are older or newer than this program.
    """
    try:
        found = asyncio.run(_level(app_url))
    except (OSError, asyncpg.PostgresError) as error:
        raise NotReadyError(f"The database in DATABASE_URL cannot be reached: {type(error).__name__}.") from error
    if found != newest():
        raise NotReadyError(
            f"The database's tables are at {found or 'nothing'}, this program needs {newest()}. "
            "Run: MIGRATION_DATABASE_URL=… consortium migrate"
        )


async def _level(app_url: str) -> str | None:
    connection = await asyncpg.connect(app_url)
    try:
        if await connection.fetchval("select to_regclass('alembic_version')") is None:
            return None
        level: str | None = await connection.fetchval("select version_num from alembic_version")
        return level
    finally:
        await connection.close()
