"""P9: swap who asks, or when, and nothing that stays, is sent or is answered differs.

The same story is played twice on two copies of one database, with the same clock and the same chance: once by an
officer of one department, once by one of another department of the same part, in another browser, at another address.
Then the same officer plays it at another time of the same stretch. Every row, the size of every row, every mail and
every answer, head included, is compared, while her request is open and after it has ended.
"""

import os
import random
import re
from collections.abc import AsyncIterator, Awaitable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from html import unescape
from random import Random
from typing import Any
from uuid import UUID

import asyncpg
import httpx
import pytest

from consortium.access.permissions import Role
from consortium.support.tables import RequestRow
from tests.harness import PUBLIC, Clones, Ground, House, MailCatcher, house
from tests.roles import Officer, Peer
from tests.stories.request_world import EAST, OPEN_TABLES, SLUG, a_part, facts_of, now_of
from tests.stories.set_up_world import Member

pytestmark = pytest.mark.proof

LATER = timedelta(minutes=17)
TRANSACTION = frozenset({"written"})
"""Columns that hold the number of the transaction that wrote a row: all databases of a server count on together."""
_LINE = re.compile(r'name="part" value="([0-9a-f-]{36})"[^>]*><span><b>[^<]*</b>([^<]*)')


@dataclass(frozen=True)
class Who:
    """An officer, with all that her browser gives away, and what she types."""

    department: str
    address: str
    agent: str
    number: str
    topic: str = "loss"

    @property
    def headers(self) -> dict[str, str]:
        return {
            "sec-fetch-site": "same-origin",
            "user-agent": self.agent,
            "accept-language": "en-US" if self.address.endswith("7") else "en-GB,en;q=0.9,fr;q=0.2",
            "x-forwarded-for": self.address,
            "referer": f"{PUBLIC}/{SLUG}/help?from={self.department}",
            "cookie": f"seen={self.department}",
        }


@dataclass
class Trace:
    """What a story left at each of its stages."""

    rows: dict[str, Mapping[str, list[dict[str, Any]]]] = field(default_factory=dict)
    sizes: dict[str, Mapping[str, list[int]]] = field(default_factory=dict)
    mails: list[tuple[str, bytes]] = field(default_factory=list)
    pages: list[bytes] = field(default_factory=list)

    async def note(self, stage: str, ground: Ground) -> None:
        self.rows[stage], self.sizes[stage] = await _tables(ground)


async def _tables(ground: Ground) -> tuple[dict[str, list[dict[str, Any]]], dict[str, list[int]]]:
    """Every row of every table, and how many bytes each takes."""
    connection = await asyncpg.connect(ground.backup)
    try:
        found = await connection.fetch(
            "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1"
        )
        rows: dict[str, list[dict[str, Any]]] = {}
        sizes: dict[str, list[int]] = {}
        for name in (each["relname"] for each in found):
            table = [
                {key: value for key, value in row.items() if key not in TRANSACTION}
                for row in await connection.fetch(f'select * from "{name}"')
            ]
            rows[name] = sorted(table, key=repr)
            sizes[name] = sorted(
                row["size"] for row in await connection.fetch(f'select pg_column_size(t.*) as size from "{name}" t')
            )
        return rows, sizes
    finally:
        await connection.close()


@contextmanager
def chance(seed: int) -> Iterator[None]:
    """All that is drawn at random is drawn from here; each length from lots of its own.

    So what a new connection to the database draws, and nothing else of that length, moves no other draw: how many
    connections are opened depends on how fast things happen.
    """
    lots: dict[int, Random] = {}
    kept = os.urandom, random._urandom  # type: ignore[attr-defined]

    def drawn(length: int) -> bytes:
        return lots.setdefault(length, Random(f"{seed} {length}")).randbytes(length)

    os.urandom = random._urandom = drawn  # type: ignore[attr-defined]
    try:
        yield
    finally:
        os.urandom, random._urandom = kept  # type: ignore[attr-defined]


@asynccontextmanager
async def copy(clones: Clones, seeded: str) -> AsyncIterator[Ground]:
    """A database of its own, the same as all others."""
    name = await clones.make(seeded)
    ground = clones.ground(name)
    yield ground
    await ground.close()
    await clones.drop(name)


async def stand_still(ground: Ground, at: datetime) -> None:
    """The clock of this database stands."""
    await ground.as_owner(
        "create or replace function consortium_now() returns timestamptz language sql stable as "
        f"$$ select timestamptz '{at.isoformat()}' $$"
    )


def line_of(page: str, department: str) -> str:
    """What her browser sends when she picks the line that names her department."""
    lines: dict[str, list[str]] = {part: unescape(names).strip().split(", ") for part, names in _LINE.findall(page)}
    (found,) = (part for part, names in lines.items() if department in names)
    return found


async def play(ground: Ground, mails: MailCatcher, who: Who, at: datetime) -> Trace:
    """She asks, is answered, talks, and it ends; then somebody looks at the statistics."""
    trace = Trace()
    await stand_still(ground, at)
    with chance(2026):
        async with house(ground, mails) as home:
            await trace.note("before", ground)
            officer = Officer(_browser(home, who, trace), SLUG)
            await officer.open()
            part = line_of(officer.page, who.department)
            await officer.ask(part, way="ring_me", number=who.number, topic=who.topic)
            await home.tick()
            await trace.note("asked", ground)
            peer = await Peer.signed_in(home, SLUG, (await ground.rows("attempt"))[0]["person"])
            await _kept(trace, peer.look(), peer)
            await _kept(trace, peer.accept(), peer)
            await officer.look()
            await trace.note("accepted", ground)
            await officer.do("talk")
            await peer.look()  # her page has the number that was typed
            await trace.note("talking", ground)
            await _kept(trace, peer.close(), peer)
            await officer.look()
            await home.tick()
            member = await Member.with_role(home, SLUG, Role.COORDINATOR)
            trace.pages.append((await member.reads("statistics")).encode())
            await trace.note("ended", ground)
    trace.mails = [(str(mail["To"]), mail.as_bytes()) for mail in mails.mails]
    return trace


def _browser(home: House, who: Who, trace: Trace) -> httpx.AsyncClient:
    async def kept(answer: httpx.Response) -> None:
        head = f"{answer.status_code} {sorted(answer.headers.multi_items())}"
        trace.pages.append(head.encode() + await answer.aread())

    return httpx.AsyncClient(
        transport=httpx.ASGITransport(app=home.outer, client=(who.address, 40_000)),
        base_url=PUBLIC,
        headers=who.headers,
        event_hooks={"response": [kept]},
    )


async def _kept(trace: Trace, act: Awaitable[str], peer: Peer) -> None:
    await act
    trace.pages.append(peer.page.encode())


async def two_of_one_part(ground: Ground) -> tuple[str, str]:
    """Two departments of a part that somebody serves now, as different as its names allow."""
    part = await a_part(ground)
    facts, now = await facts_of(ground)
    zone = facts.zone(UUID(part), now)
    assert zone is not None
    names = facts.departments_in(zone)
    return min(names, key=len), max(names, key=len)


async def at_noon(ground: Ground) -> datetime:
    """Just after the next noon in the east, hours away from every hand-off."""
    now = await now_of(ground)
    noon = datetime.combine(now.astimezone(EAST).date(), time(12, 5), EAST)
    return noon if noon > now else noon + timedelta(days=1)


def one(department: str) -> Who:
    return Who(department, "203.0.113.7", "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0", "540 555 0177")


def other(department: str, **changes: str) -> Who:
    return Who(department, "2001:db8:77::1234", "An/1.0", **{"number": "+1 (276) 555-0142", **changes})


def without_bytes(rows: Mapping[str, list[dict[str, Any]]]) -> Mapping[str, list[dict[str, Any]]]:
    """The same, of what is sealed its length only."""
    return {
        name: [{key: len(value) if isinstance(value, bytes) else value for key, value in row.items()} for row in table]
        for name, table in rows.items()
    }


@pytest.fixture
async def officers(clones: Clones, seeded: str) -> AsyncIterator[tuple[datetime, str, str]]:
    async with copy(clones, seeded) as ground:
        noon = await at_noon(ground)
        await stand_still(ground, noon)
        yield noon, *await two_of_one_part(ground)


async def test_who_of_a_part_asked_leaves_no_trace(
    clones: Clones, seeded: str, catcher: MailCatcher, officers: tuple[datetime, str, str]
) -> None:
    """Both type the same number; whatever else differs between them, nothing of it is kept, sent or answered."""
    at, small, large = officers
    assert small != large
    traces = []
    for who in (one(small), other(large, number=one(small).number)):
        async with copy(clones, seeded) as ground:
            traces.append(await play(ground, catcher, who, at))
    first, second = traces
    assert first.rows["asked"]["request"] != []
    assert first.rows["ended"]["request"] == []
    assert first.mails, "a page went out"
    assert first.rows == second.rows
    assert first.sizes == second.sizes
    assert first.mails == second.mails
    assert first.pages == second.pages


async def test_what_she_types_and_chooses_for_the_peer_alone_changes_no_size(
    clones: Clones, seeded: str, catcher: MailCatcher, officers: tuple[datetime, str, str]
) -> None:
    """Another number, and another topic until it ends: what is sealed has one length, and no mail knows of it."""
    at, small, large = officers
    traces = []
    for who in (one(small), other(large, topic="alcohol")):
        async with copy(clones, seeded) as ground:
            traces.append(await play(ground, catcher, who, at))
    first, second = traces
    assert first.rows["asked"]["request"] != second.rows["asked"]["request"]
    for stage, rows in first.rows.items():
        assert without_bytes(rows) == without_bytes(second.rows[stage])
    assert first.sizes == second.sizes
    assert first.mails == second.mails


async def test_when_in_a_stretch_she_asked_leaves_no_trace_outside_her_own_rows(
    clones: Clones, seeded: str, catcher: MailCatcher, officers: tuple[datetime, str, str]
) -> None:
    """While they live her rows go by the clock, by exactly the minutes between; their buckets do not."""
    at, small, _ = officers
    traces = []
    for when in (at, at + LATER):
        async with copy(clones, seeded) as ground:
            traces.append(await play(ground, catcher, one(small), when))
    first, second = traces
    for stage, rows in first.rows.items():
        later = second.rows[stage]
        assert {name: rows[name] for name in rows if name not in OPEN_TABLES} == {
            name: later[name] for name in later if name not in OPEN_TABLES
        }
        for name in OPEN_TABLES:
            _by_the_clock_alone(rows[name], later[name])
    assert first.rows["ended"] == second.rows["ended"]
    assert first.sizes == second.sizes
    assert [(to, len(mail)) for to, mail in first.mails] == [(to, len(mail)) for to, mail in second.mails]
    assert [len(page) for page in first.pages] == [len(page) for page in second.pages]


def _by_the_clock_alone(rows: list[dict[str, Any]], later: list[dict[str, Any]]) -> None:
    assert len(rows) == len(later)
    kept = {column.key for column in RequestRow.__table__.columns if column.key in {"bucket", "expires_at", "key_day"}}
    assert len(kept) == 3
    for row, after in zip(rows, later, strict=True):
        for key, value in row.items():
            if isinstance(value, datetime) and key not in kept:
                assert after[key] - value in {timedelta(0), LATER}, key
            elif isinstance(value, (bytes, str)):
                assert len(after[key]) == len(value), key
            else:
                assert after[key] == value, key
