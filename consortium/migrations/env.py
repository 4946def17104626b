"""Alembic's environment: migrations run as the owner role, with a lock time-out, one at a time."""

import asyncio
from typing import Any

from alembic import context
from sqlalchemy import text
from sqlalchemy.engine import Connection
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from consortium.migrations.metadata import metadata

_ONE_AT_A_TIME = 0x636F6E73


def _run(connection: Connection) -> None:
    connection.execute(text("set lock_timeout = '10s'"))
    connection.execute(text(f"select pg_advisory_lock({_ONE_AT_A_TIME})"))
    connection.commit()
    context.configure(connection=connection, target_metadata=metadata, compare_type=True)
    with context.begin_transaction():
        context.run_migrations()
    connection.execute(text(f"select pg_advisory_unlock({_ONE_AT_A_TIME})"))
    connection.commit()


async def _connect(url: str, arguments: dict[str, Any]) -> None:
    engine = create_async_engine(url, poolclass=NullPool, connect_args=arguments, hide_parameters=True)
    async with engine.connect() as connection:
        await connection.run_sync(_run)
    await engine.dispose()


given: Connection | None = context.config.attributes.get("connection")
if given is not None:
    _run(given)
else:
    asyncio.run(_connect(context.config.attributes["url"], {}))
