"""A server as in production, on a clone of the demo's region, with a clock that stands still until it is moved.

Because the clock stands still, two looks at a page that nothing has changed are the same to the byte.
"""

import asyncio
import mailbox
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
from playwright.async_api import BrowserContext

from consortium.access.permissions import Role
from consortium.access.store import save_session
from consortium.access.tokens import fresh
from consortium.access.web import session_cookie
from consortium.demo.door import load_doors
from consortium.demo.marker import MARKER_VARIABLE
from consortium.support.facts import Facts
from consortium.support.load_facts import load_facts
from geo import PersonId, Zone
from scheduling import next_change
from tests.harness import Ground, MailCatcher, notary
from tests.proofs.live import AppProcess, fleet

CALL = "blue-ledge"
TEXT = "juniper-rim"
SMALL = "three-creeks"
_QUIET = timedelta(hours=2)
_SOON = timedelta(minutes=1)


@dataclass(frozen=True)
class Line:
    """A line of the officer's list, and the only peer who can be paged first for it."""

    zone: Zone
    label: str
    departments: tuple[str, ...]
    first: PersonId


@dataclass
class Town:
    """The server, its database, its mails, and the instant that it takes for now."""

    ground: Ground
    process: AppProcess
    mails: MailCatcher
    now: datetime

    @property
    def public(self) -> str:
        return self.process.public

    async def advance(self, **by: float) -> None:
        """Move the clock; it stands still again afterwards."""
        self.now += timedelta(**by)
        await _stop_clock(self.ground, self.now)

    async def facts(self, slug: str) -> Facts:
        """What routing decides on in a consortium."""
        async with self.ground.database.reading(await self.ground.consortium(slug)) as reading:
            return await load_facts(reading)

    async def line(self, slug: str, *, way: str = "call_peer", departments: int = 2) -> Line:
        """A line for which one peer is first in order whatever is drawn, so that a window can be opened before."""
        facts = await self.facts(slug)
        found = facts.standing(self.now)
        assert found is not None
        for zone in found.plan.zones:
            offers = facts.offers(zone, self.now, wanted="peer", way=way, without=frozenset())
            wanted = [offer for offer in offers if offer.wanted]
            first = [each for each in wanted if each.seat == min(offer.seat for offer in wanted)]
            names = facts.departments_in(zone)
            if len(first) == 1 and len(wanted) > 1 and len(names) >= departments:
                return Line(zone, facts.label(zone), names, first[0].person)
        raise AssertionError("the rota of this hour has no such line")

    async def paged(self) -> UUID:
        """The peer who was paged last."""
        person: UUID = max(await self.ground.rows("attempt"), key=lambda row: row["step"])["person"]
        return person

    async def anybody(self, slug: str, role: Role) -> UUID:
        """Somebody with this role."""
        async with self.ground.database.transaction(await self.ground.consortium(slug)) as tx:
            return next(door.person for door in await load_doors(tx) if role in door.roles)

    async def sign_in(self, context: BrowserContext, slug: str, person: UUID) -> None:
        """Put a session of this person into a browser."""
        token = fresh()
        async with self.ground.database.transaction(await self.ground.consortium(slug)) as tx:
            await save_session(tx, person, token)
        await context.add_cookies([{"name": session_cookie(slug, secure=False), "value": token, "url": self.public}])

    async def execute(self, statement: str) -> None:
        """Run one statement as the application, in each consortium."""
        connection = await asyncpg.connect(self.ground.app)
        for row in await self.ground.rows("consortium"):
            async with connection.transaction():
                await connection.execute("select set_config('app.consortium', $1, true)", str(row["id"]))
                await connection.execute(statement)
        await connection.close()

    async def forget_requests(self) -> None:
        """Delete what a test that failed has left open."""
        await self.execute("delete from request")

    async def rows(self, table: str) -> list[dict[str, Any]]:
        """Every row of a table."""
        return await self.ground.rows(table)

    async def all_rows(self) -> dict[str, list[dict[str, Any]]]:
        """Every row of every table, at one instant."""
        connection = await asyncpg.connect(self.ground.backup)
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            names = await connection.fetch(
                "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace"
            )
            found = {
                name["relname"]: [dict(row) for row in await connection.fetch(f'select * from "{name["relname"]}"')]
                for name in names
            }
        await connection.close()
        return found


@asynccontextmanager
async def town(ground: Ground, mails: MailCatcher) -> AsyncIterator[Town]:
    """A running town, the demo's door open; gone afterwards."""
    async with ground.database.reading(None) as reading:
        now = reading.now
    with fleet(ground, mails) as running:
        folder = running.folder / "caught-mails"
        marker = running.folder / "demo.marker"
        marker.write_text("a test's")
        _one_mail(folder)
        process = running.add(
            CONSORTIUM_BIND="127.0.0.1", CONSORTIUM_DEMO_MAIL=str(folder), **{MARKER_VARIABLE: str(marker)}
        )
        ground.database = replace(ground.database, notary=notary(process.public))  # what a test does, it does there
        found = Town(ground, process, mails, now)
        found.now = await _quiet_hour(found)
        await _stop_clock(ground, found.now)
        await process.ready(CALL)
        second = asyncio.create_task(_give_put_off_timers_their_second(ground))
        yield found
        second.cancel()
        with suppress(asyncio.CancelledError):
            await second


async def _quiet_hour(town: Town) -> datetime:
    """The first instant from now on after which nobody's duty begins or ends for two hours."""
    schedules = [(await town.facts(slug)).schedule for slug in (CALL, TEXT)]
    moment = town.now
    while True:
        changes = [change for schedule in schedules if (change := next_change(schedule, moment)) is not None]
        soon = [change for change in changes if change < moment + _QUIET]
        if not soon:
            return moment
        moment = max(soon) + _SOON


async def _stop_clock(ground: Ground, at: datetime) -> None:
    await ground.as_owner(
        "create or replace function consortium_now() returns timestamptz language sql stable as "
        f"$$ select timestamptz '{at.isoformat()}' $$"
    )


async def _give_put_off_timers_their_second(ground: Ground) -> None:
    """A timer that met a locked request comes again a second later; while the clock stands still it never would."""
    consortia = [str(row["id"]) for row in await ground.rows("consortium")]
    connection = await asyncpg.connect(ground.app)
    try:
        while True:
            for consortium in consortia:
                async with connection.transaction():
                    await connection.execute("select set_config('app.consortium', $1, true)", consortium)
                    await connection.execute(
                        "update timer set due_at = consortium_now()"
                        " where due_at > consortium_now() and due_at <= consortium_now() + interval '1 second'"
                    )
            await asyncio.sleep(0.5)
    finally:
        await connection.close()


def _one_mail(folder: Path) -> None:
    """What the demo's own mail server would have caught."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "peers@demo.invalid", "somebody@demo.invalid", "Blue Ledge: sign in"
    mail.set_content("Open this within ten minutes:\nhttp://localhost:8000/blue-ledge/sign-in/abc\n")
    mailbox.Maildir(folder).add(mail)
