"""What the stories of the rota stand on: the demo's region at a quiet hour, and its members with their browsers."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import unescape
from typing import Any
from uuid import UUID

import httpx

from consortium.access.permissions import Role
from consortium.duty.hand_over import load_turn
from consortium.duty.holders import sides
from consortium.duty.override_duty import override_duty
from consortium.support.facts import Facts
from geo import PersonId, ZoneId
from scheduling import Line, Shift, Span, shifts, shifts_by_turn, who
from tests.harness import Ground, House, MailCatcher, text_of
from tests.roles import shown
from tests.stories.request_world import SLUG, facts_of, open_house, reading_of

WEEKS = timedelta(weeks=8)


@dataclass
class Member:
    """Somebody signed in, with the page that she looks at."""

    browser: httpx.AsyncClient
    person: UUID
    page: str = ""
    status: int = 0

    async def look(self, path: str) -> str:
        """Open a page and follow where it leads; its words."""
        return await self._read(await self.browser.get(path if path.startswith("/") else f"/{SLUG}/{path}"))

    async def send(self, path: str, **fields: str) -> str:
        """Send a form and follow where it leads; the words of the page."""
        return await self._read(await self.browser.post(f"/{SLUG}/{path}", data=fields))

    async def _read(self, answer: httpx.Response) -> str:
        while answer.status_code == 303:
            answer = await self.browser.get(answer.headers["location"])
        self.page, self.status = answer.text, answer.status_code
        return shown(self.page)

    def links(self, pattern: str) -> list[str]:
        """The addresses on the page that match."""
        return [unescape(href) for href in re.findall(rf'href="({pattern})"', self.page)]

    def fields(self, submit: str = "") -> dict[str, str]:
        """The hidden fields of the form that holds this text, or of the first one in the main part."""
        main = self.page[self.page.index("<main") :]
        form = next(each.split("</form>")[0] for each in main.split("<form")[1:] if submit in each.split("</form>")[0])
        found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)
        return {name: unescape(value) for name, value in found}


@dataclass
class Rota:
    """The demo's region with its rota."""

    home: House

    @property
    def ground(self) -> Ground:
        return self.home.ground

    async def facts(self) -> tuple[Facts, datetime]:
        return await facts_of(self.ground)

    async def member(self, person: UUID) -> Member:
        return Member(await self.home.member(SLUG, person), person)

    async def one_with(self, role: Role) -> Member:
        """Somebody with this role."""
        (place,) = [row["id"] for row in await self.ground.rows("consortium") if row["slug"] == SLUG]
        rows = await self.ground.rows("role")
        return await self.member(min(r["person"] for r in rows if r["role"] == role and r["consortium"] == place))

    async def mail_of(self, person: UUID) -> str:
        (address,) = [row["email"] for row in await self.ground.rows("person") if row["id"] == person]
        assert address
        return str(address)

    async def letters(self, person: UUID) -> list[str]:
        """What was mailed to somebody, subject and text."""
        await self.home.tick()
        return [
            f"{mail['Subject']}\n{text_of(mail)}".replace("\r\n", "\n")
            for mail in self.home.mails.to(await self.mail_of(person))
        ]

    async def on(self, line: Line, *, later: timedelta = timedelta()) -> PersonId:
        facts, now = await self.facts()
        return min(who(facts.schedule, now + later)[line])

    async def one_backup(self) -> PersonId:
        """Backup, held by one person for two days: the demo has a week in which two of different parts hold it."""
        facts, now = await self.facts()
        duty = who(facts.schedule, now)
        (primary,) = duty.primary
        here = parts_of(facts, primary, now)
        kept, *others = sorted(duty.backup, key=lambda each: (not here.isdisjoint(parts_of(facts, each, now)), each))
        async with self.ground.database.transaction(await self.ground.consortium(SLUG)) as tx:
            for other in others:
                ends_at = tx.now + timedelta(days=2)
                await override_duty(tx, line=Line.BACKUP, starts_at=tx.now, ends_at=ends_at, removes=other)
        return kept

    async def turn(self, line: Line) -> Shift:
        """A turn of one person that lies ahead and that somebody could take over."""
        facts, now = await self.facts()
        async with reading_of(self.ground) as reading:
            for shift in shifts_by_turn(facts.schedule, Span(now, now + WEEKS)):
                if shift.line is line and shift.span.start > now + timedelta(days=7):
                    opening = await load_turn(reading, line=line, holder=shift.person, during=shift.span)
                    if len(list(opening.takers())) > 1:
                        return shift
        raise AssertionError("the demo has no such turn")

    async def neighbour(self, other: PersonId, at: datetime) -> PersonId:
        """A peer from the very part of the region of another, who is on no line for two days."""
        facts, _ = await self.facts()
        busy = {shift.person for shift in shifts(facts.schedule, Span(at, at + timedelta(days=2)))}
        wanted = parts_of(facts, other, at)
        free = (p for p in sorted(facts.peers) if p not in busy and facts.peers[p].lent_by)
        return next(person for person in free if parts_of(facts, person, at) == wanted)


def parts_of(facts: Facts, person: PersonId, at: datetime) -> frozenset[ZoneId]:
    standing = facts.standing(at)
    assert standing is not None
    return sides(facts.peers[person], standing.plan.zones, at)


@asynccontextmanager
async def rota(ground: Ground, mails: MailCatcher, **changes: Any) -> AsyncIterator[Rota]:
    """The demo's region just after noon, hours away from every hand-off."""
    async with open_house(ground, mails, **changes) as home:
        yield Rota(home)
