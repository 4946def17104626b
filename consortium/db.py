"""Sessions on PostgreSQL: one consortium, one transaction, one reading of the clock.

Two kinds are given out: :class:`Reading` (read only, in PostgreSQL too) and :class:`Transaction`. Both set
``app.consortium`` for the length of their transaction, which the row-level policies compare with every row, and
both read ``consortium_now()`` once. Nobody but the edge (a request, a job, a command) opens or ends them.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, TypeVar
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, ForeignKeyConstraint, MetaData, event, text
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, SessionTransaction, mapped_column

OWNER = "consortium_owner"
APP = "consortium_app"
QUEUE = "consortium_queue"
BACKUP = "consortium_backup"

# No call waits for ever: not for a lock, not for an answer, and nobody leaves a transaction open.
_PATIENT = {
    "jit": "off",
    "application_name": "consortium",
    "lock_timeout": "5s",
    "statement_timeout": "15s",
    "idle_in_transaction_session_timeout": "30s",
}
_COMMAND_SECONDS = 20
_SCOPE = text("select set_config('app.consortium', :consortium, true), consortium_now()")


class Base(DeclarativeBase):
    """Every table of ours; instants are aware, ids are random (never time-ordered)."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: TIMESTAMP(timezone=True), dict[str, Any]: JSONB}  # noqa: RUF012 (SQLAlchemy's form)


class Owned:
    """A row of one consortium: its key and every reference to it carry ``(consortium, id)``."""

    consortium: Mapped[UUID] = mapped_column(ForeignKey("consortium.id", ondelete="CASCADE"), primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)


def to_row(table: str, column: str, *, on_delete: str | None = None) -> ForeignKeyConstraint:
    """A column that names a row of an owned table, in the same consortium; ``on_delete`` as SQL has it."""
    return ForeignKeyConstraint(["consortium", column], [f"{table}.consortium", f"{table}.id"], ondelete=on_delete)


class Notary(Protocol):
    """What signs for this installation: a process that writes the log of agreement events has one."""

    @property
    def host(self) -> str:
        """The host, with its port where it has one, under which the installation is known."""

    @property
    def public_url(self) -> str:
        """What people type, without a slash at the end; empty where a command was not told."""

    def seed(self, purpose: str, consortium: UUID) -> bytes:
        """32 bytes of a consortium's own for a purpose, always the same."""


_Kept = TypeVar("_Kept")


@dataclass(frozen=True, slots=True)
class Memory:
    """What this process remembers of one database between transactions: one thing of each kind, made when first asked.

    Whatever is kept here must be found again by what it was made of, so that it can never be out of date, and must be
    bounded.
    """

    _kept: dict[type[Any], Any] = field(default_factory=dict)

    def of(self, kind: type[_Kept]) -> _Kept:
        """The one thing of this kind."""
        if kind not in self._kept:
            self._kept[kind] = kind()
        found: _Kept = self._kept[kind]
        return found

    def forget(self) -> None:
        """Begin anew, as a process that has just been started."""
        self._kept.clear()


class _Scoped(Session):
    """A session that scopes each transaction as it begins."""


@event.listens_for(_Scoped, "after_begin")
def _scope(session: Session, _transaction: SessionTransaction, connection: Connection) -> None:
    consortium = session.info.get("consortium")
    row = connection.execute(_SCOPE, {"consortium": str(consortium) if consortium else ""}).one()
    session.info["now"] = row[1]


class Reading(AsyncSession):
    """A read-only session; it holds no ``save_…`` by type, and PostgreSQL refuses a write."""

    sync_session_class = _Scoped

    @property
    def now(self) -> datetime:
        """The instant of this transaction, aware UTC: the only reading of the clock."""
        at: datetime = self.sync_session.info["now"]
        return at

    @property
    def consortium(self) -> UUID:
        """The consortium whose rows this session sees."""
        consortium: UUID = self.sync_session.info["consortium"]
        return consortium

    @asynccontextmanager
    async def beside(self, consortium: UUID) -> AsyncIterator[None]:
        """Look into another consortium for a moment, in the same transaction, and come back whatever happens.

        The policies hold there as they do here: at each instant the rows of one consortium are seen, never of two.
        Nothing that was begun here may be unwritten meanwhile, or it would be written over there and refused.
        """
        info = self.sync_session.info
        mine = info["consortium"]
        await self.flush()
        try:
            info["consortium"] = consortium
            await self.execute(_SCOPE, {"consortium": str(consortium)})
            yield
        except BaseException:
            info["consortium"] = mine
            with suppress(SQLAlchemyError):  # a transaction that is broken already sees nothing more
                await self.execute(_SCOPE, {"consortium": str(mine)})
            raise
        info["consortium"] = mine
        await self.execute(_SCOPE, {"consortium": str(mine)})

    @property
    def memory(self) -> Memory:
        """What this process remembers of this database; it is no part of the transaction."""
        memory: Memory = self.sync_session.info["memory"]
        return memory

    @property
    def notary(self) -> Notary:
        """What signs for this installation.

        Raises:
            RuntimeError: this process was given none; see :meth:`Database.connect`.
        """
        notary: Notary | None = self.sync_session.info["notary"]
        if notary is None:
            raise RuntimeError("This process has no key of the installation, so it can't write agreements.")
        return notary


class Transaction(Reading):
    """A session that may write; whoever opened it commits it."""

    async def enter(self, consortium: UUID) -> None:
        """Turn to one consortium's rows for the rest of this transaction (jobs, after a claim)."""
        self.sync_session.info["consortium"] = consortium
        await self.execute(_SCOPE, {"consortium": str(consortium)})

    async def notify(self, channel: str, payload: str = "") -> None:
        """Wake listeners on commit, once; the payload is empty or a random number, never a fact."""
        told: set[tuple[str, str]] = self.sync_session.info.setdefault("told", set())
        if (channel, payload) not in told:
            told.add((channel, payload))
            await self.execute(text("select pg_notify(:channel, :payload)"), {"channel": channel, "payload": payload})


async def migration_level(reading: Reading) -> str | None:
    """The migration that the tables are at."""
    level: str | None = await reading.scalar(text("select version_num from alembic_version"))
    return level


@dataclass(frozen=True, slots=True)
class Database:
    """The way to one database as one role."""

    engine: AsyncEngine
    notary: Notary | None = None
    memory: Memory = field(default_factory=Memory)

    @classmethod
    def connect(
        cls, url: str, *, pool: int = 5, options: Mapping[str, Any] | None = None, notary: Notary | None = None
    ) -> "Database":
        """An engine that hides parameters in every error and never echoes.

        ``url`` is ``postgresql://…``; ``pool`` connections are kept, as many again may be opened in a burst. Without a
        ``notary`` nothing can be written that goes into the log of agreement events.
        """
        engine = create_async_engine(
            url.replace("postgresql://", "postgresql+asyncpg://", 1),
            hide_parameters=True,
            pool_size=pool,
            max_overflow=pool,
            connect_args={"server_settings": _PATIENT, "command_timeout": _COMMAND_SECONDS},
            **(options or {}),
        )
        return cls(engine, notary)

    @asynccontextmanager
    async def reading(self, consortium: UUID | None) -> AsyncIterator[Reading]:
        """One read-only transaction, a single snapshot, for one consortium (``None``: no rows are seen)."""
        engine = self.engine.execution_options(postgresql_readonly=True, isolation_level="REPEATABLE READ")
        info = {"consortium": consortium, "notary": self.notary, "memory": self.memory}
        async with Reading(engine, expire_on_commit=False, info=info) as session:
            _ = await session.connection()
            yield session

    @asynccontextmanager
    async def transaction(self, consortium: UUID | None) -> AsyncIterator[Transaction]:
        """One transaction for one consortium: committed on return, rolled back on an exception."""
        info = {"consortium": consortium, "notary": self.notary, "memory": self.memory}
        async with Transaction(self.engine, expire_on_commit=False, info=info) as session:
            _ = await session.connection()
            async with _committing(session):
                yield session

    async def close(self) -> None:
        """Close every pooled connection."""
        await self.engine.dispose()


@asynccontextmanager
async def _committing(session: Transaction) -> AsyncIterator[None]:
    try:
        yield
    except BaseException:
        await session.rollback()
        raise
    await session.commit()
