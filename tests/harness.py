"""What tests stand on: cloned databases with a clock that can be moved, a mail server, the application in this loop."""

import asyncio
import atexit
import secrets
import shutil
import socket
import tempfile
import threading
import traceback
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from email import message_from_bytes
from email.message import Message
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID

import asyncpg
import httpx
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from litestar import Litestar
from litestar.exceptions import HTTPException
from sqlalchemy.engine import Dialect

from consortium import app as application
from consortium.access.front import FrontDoor
from consortium.access.permissions import SessionKind
from consortium.access.store import find_consortium, save_session
from consortium.access.store.passkeys import passkey_rows_of
from consortium.access.tokens import fresh
from consortium.access.web import duty_cookies, session_cookie
from consortium.channels import MailChannel
from consortium.db import Database
from consortium.demo.seed import seed_demo
from consortium.house import Addresses
from consortium.jobs import Jobs
from consortium.keys import InstallationKey, InstallationNotary
from consortium.problems import Refused
from consortium.settings import MailServer, Settings

PUBLIC = "https://peers.test"
_TRIES = 60


@cache
def installation_keys() -> Path:
    """One folder with the installation's own key for the whole run, gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="consortium-keys-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def notary(public: str = PUBLIC) -> InstallationNotary:
    """What signs the log of agreement events for a database of this run; its houses sign with the same key.

    ``public`` is the address that people open: the log notes whenever it has become another one.
    """
    return InstallationNotary(InstallationKey(installation_keys()), public)


def named(address: str, database: str) -> str:
    """The same address, another database."""
    parts = urlsplit(address)
    return urlunsplit(parts._replace(path=f"/{database}"))


@dataclass
class Ground:
    """A database of a test's own, seen as the application sees it, with its owner's address and a clock to move."""

    app: str
    owner: str
    backup: str
    database: Database
    _moved: timedelta = field(default_factory=timedelta)

    async def advance(self, **by: float) -> None:
        """Move ``consortium_now()`` forward."""
        self._moved += timedelta(**by)
        await self.as_owner(
            "create or replace function consortium_now() returns timestamptz language sql stable as "
            f"$$ select now() + interval '{self._moved.total_seconds()} seconds' $$"
        )

    async def as_owner(self, statement: str) -> None:
        """Run one statement as the owner of the tables."""
        connection = await asyncpg.connect(self.owner)
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    async def consortium(self, slug: str) -> UUID:
        """The consortium at an address."""
        async with self.database.reading(None) as reading:
            found = await find_consortium(reading, slug)
        assert found is not None
        return found

    async def rows(self, table: str) -> list[dict[str, Any]]:
        """Every row of a table, in every consortium, as the backup role reads it."""
        connection = await asyncpg.connect(self.backup)
        try:
            return [dict(row) for row in await connection.fetch(f'select * from "{table}"')]
        finally:
            await connection.close()

    async def close(self) -> None:
        """Let go of the database."""
        await self.database.close()


_COMPILED: dict[Any, Any] = {}
"""Statements compiled once for all clones: each would else compile the same ones anew (a ninth of the time)."""
_DIALECTS: list[Dialect] = []


def _speak_alike(database: Database) -> None:
    """Let it use what was compiled for earlier clones, found by their dialect; all clones are of one server."""
    engine = database.engine.sync_engine
    engine.update_execution_options(compiled_cache=_COMPILED)
    known = next((each for each in _DIALECTS if getattr(each, "server_version_info", None)), None)
    if known is None:
        _DIALECTS.append(engine.dialect)
    else:
        engine.dialect = known


@dataclass
class Clones:
    """Copies of ready databases, made by the owner role."""

    ready: Addresses
    _made: list[str] = field(default_factory=list)

    async def make(self, template: str) -> str:
        """A new database, the same as ``template``; its name."""
        name = f"t_{secrets.token_hex(6)}"
        await self._execute(f"create database {name} template {template} strategy file_copy")
        self._made.append(name)
        return name

    def ground(self, name: str) -> Ground:
        """The ground on that database."""
        app = named(self.ready.app, name)
        database = Database.connect(app, notary=notary())
        _speak_alike(database)
        return Ground(app, named(self.ready.owner, name), named(self.ready.backup, name), database)

    async def drop(self, name: str) -> None:
        """Drop a clone."""
        for _ in range(_TRIES):
            try:
                await self._execute(f"drop database if exists {name}")
                break
            except asyncpg.ObjectInUseError:  # a connection that is just being closed
                await asyncio.sleep(0.05)
        self._made.remove(name)

    async def drop_all(self) -> None:
        """Drop what is left."""
        for name in tuple(self._made):
            await self.drop(name)

    async def _execute(self, statement: str) -> None:
        connection = await asyncpg.connect(named(self.ready.owner, "postgres"))
        try:
            await connection.execute(statement)
        finally:
            await connection.close()


async def seed(ground: Ground) -> None:
    """Put the demo's three consortia into a database."""
    async with ground.database.reading(None) as reading:
        now = reading.now
    await seed_demo(ground.database, now)


class MailCatcher:
    """A mail server on loopback: keeps mails, and can be told to refuse them for a while or for good."""

    def __init__(self) -> None:
        self.mails: list[Message] = []
        self.answer: str | None = None
        self._open = threading.Event()
        self._open.set()
        self._lock = threading.Lock()
        self.port = free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: ARG002, N802 (aiosmtpd's names)
        await asyncio.to_thread(self._open.wait)
        if self.answer is not None:
            return self.answer
        content = envelope.content
        assert isinstance(content, bytes)
        with self._lock:
            self.mails.append(message_from_bytes(content))
        return "250 kept"

    @property
    def mail_server(self) -> MailServer:
        return MailServer(host="127.0.0.1", port=self.port, starttls=False)

    def to(self, address: str) -> list[Message]:
        """The mails to an address, oldest first."""
        with self._lock:
            return [mail for mail in self.mails if mail["To"] == address]

    def clear(self) -> None:
        self.mails.clear()
        self.answer = None

    @contextmanager
    def holding(self) -> Iterator[None]:
        """Takes no mail meanwhile: whoever sends one waits for the answer."""
        self._open.clear()
        try:
            yield
        finally:
            self._open.set()

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._controller.stop()


def free_port() -> int:
    """A port on loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def text_of(mail: Message) -> str:
    """A mail's plain text."""
    payload = mail.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return payload.decode()


@dataclass
class House:
    """The application in this loop, with its jobs run by hand, so that a test decides what happens when."""

    ground: Ground
    litestar: Litestar
    outer: FrontDoor
    mails: MailCatcher
    faults: list[BaseException] = field(default_factory=list)

    async def remember(self, fault: Exception, _scope: object) -> None:
        """Keep what went wrong inside, for the test to look at; refusals in words are no faults."""
        if not isinstance(fault, (Refused, HTTPException)):
            self.faults.append(fault)
            traceback.print_exception(fault)

    @property
    def jobs(self) -> Jobs:
        jobs: Jobs = self.litestar.state.jobs
        return jobs

    async def tick(self) -> None:
        """Do all that is due."""
        await self.jobs.tick()

    async def advance(self, **by: float) -> None:
        """Move the clock, then do all that is due."""
        await self.ground.advance(**by)
        await self.tick()

    def browser(self) -> httpx.AsyncClient:
        """A browser without cookies; its forms come from our own page."""
        return httpx.AsyncClient(
            transport=httpx.ASGITransport(app=self.outer),
            base_url=PUBLIC,
            headers={"sec-fetch-site": "same-origin"},
            follow_redirects=False,
        )

    async def member(self, slug: str, person: UUID, *, kind: SessionKind = SessionKind.FULL) -> httpx.AsyncClient:
        """A browser in which this person is signed in; for a duty session, on a phone that she keeps for a day.

        A full session is opened by her first passkey, if she has one: by mail she would get a reduced one then.
        """
        browser, token = self.browser(), fresh()
        duty = kind is SessionKind.DUTY
        secret = fresh() if duty else None
        consortium = await self.ground.consortium(slug)
        async with self.ground.database.transaction(consortium) as tx:
            until = tx.now + timedelta(days=1) if duty else None
            rows = await passkey_rows_of(tx, person) if kind is SessionKind.FULL else ()
            passkey = next((row.id for row in sorted(rows, key=lambda row: row.confirmed_on is None)), None)
            await save_session(tx, person, token, kind=kind, until=until, secret=secret, passkey=passkey)
        if secret is None:
            browser.cookies.set(session_cookie(slug, secure=True), token)
        else:
            for name, value in zip(duty_cookies(slug, secure=True), (token, secret), strict=True):
                browser.cookies.set(name, value)
        return browser

    async def mail_is_down(self) -> None:
        """No mail server answers any more."""
        channel = self.jobs.mail
        self.jobs.mail = MailChannel(replace(channel.server, port=1), channel.sender)


@asynccontextmanager
async def house(ground: Ground, mails: MailCatcher, **changes: Any) -> AsyncIterator[House]:
    """The application on a database, its lifespan in a task of its own, in this loop."""
    with tempfile.TemporaryDirectory() as keys:
        settings = Settings(
            database_url=ground.app,
            listen_url=ground.app,
            public_url=PUBLIC,
            request_keys=Path(keys) / "request-keys",
            mail=mails.mail_server,
            mail_from="peers@consortium.invalid",
            **{"installation_keys": installation_keys(), **changes},
        )
        state = application.shared(settings)
        inside = _routes.pop() if _routes else application.routed(state, jobs=False)
        inside.state, laid = state, len(inside.routes)
        _speak_alike(inside.state["database"])
        outer = FrontDoor(inside, settings.public_url)  # type: ignore[arg-type]
        home = House(ground, inside, outer, mails)
        inside.after_exception.append(home.remember)
        async with _alive(inside):
            mails.clear()
            yield home
        inside.after_exception.remove(home.remember)
        if len(inside.routes) == laid:  # a test that planted a route keeps it to itself
            _routes.append(inside)


_routes: list[Litestar] = []
"""Routes that no house uses now. Laying them out takes longer than most tests, and nothing of a house is in them."""


@asynccontextmanager
async def _alive(app: Litestar) -> AsyncIterator[None]:
    """Litestar's lifespan in its own task: anyio wants it left in the task that entered it."""
    ready, stop = asyncio.Event(), asyncio.Event()

    async def life() -> None:
        async with app.lifespan():
            ready.set()
            await stop.wait()

    task = asyncio.create_task(life())
    waiting = asyncio.create_task(ready.wait())
    await asyncio.wait([waiting, task], return_when=asyncio.FIRST_COMPLETED)
    if task.done():
        waiting.cancel()
        task.result()
    try:
        yield
    finally:
        stop.set()
        await task


async def until(found: Callable[[], bool], *, seconds: float = 5.0) -> None:
    """Wait until something has happened."""
    end = asyncio.get_running_loop().time() + seconds
    while not found():
        assert asyncio.get_running_loop().time() < end, "it did not happen in time"
        await asyncio.sleep(0.02)
