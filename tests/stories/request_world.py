"""What the stories of a request stand on: the demo's region at a quiet hour, its people, and its tables at a glance."""

from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import asyncpg
from sqlalchemy import text

from agreements import Allow, FactKind
from agreements import Role as Capacity
from consortium.db import Reading
from consortium.duty.override_duty import override_duty
from consortium.members.take_leave import take_leave
from consortium.signing.add_fact import add_fact
from consortium.signing.store import load_pacts
from consortium.support.facts import Facts
from consortium.support.load_facts import load_facts
from geo import AgencyId, PersonId
from scheduling import Line
from tests.harness import Ground, House, MailCatcher, house
from tests.roles import Officer, Peer

SLUG = "blue-ledge"
TEXT_SLUG = "juniper-rim"
OPEN_TABLES = ("request", "attempt", "relay", "once", "timer", "outbox")
EAST = ZoneInfo("America/New_York")
NUMBER = "540 555 0177"
DIGITS = "5405550177"

_PRESENCE = frozenset({"on_page_until", "here_until", "version"})
"""Columns that a page which is only looked at may change: who is on the page now."""


@asynccontextmanager
async def open_house(ground: Ground, mails: MailCatcher, **changes: Any) -> AsyncIterator[House]:
    """The application just after noon in the east and nine in the west: hours away from every hand-off of the demo."""
    now = await now_of(ground)
    noon = datetime.combine(now.astimezone(EAST).date(), time(12, 5), EAST)
    await ground.advance(seconds=((noon if noon > now else noon + timedelta(days=1)) - now).total_seconds())
    async with house(ground, mails, **changes) as home:
        yield home


async def go(home: House, **by: float) -> None:
    """Move the clock and do all that is due, and what becomes due by that."""
    await home.advance(**by)
    await home.tick()


async def now_of(ground: Ground) -> datetime:
    """The database's present instant."""
    async with ground.database.reading(None) as reading:
        return reading.now


@asynccontextmanager
async def reading_of(ground: Ground, slug: str = SLUG) -> AsyncIterator[Reading]:
    """A look into one consortium."""
    async with ground.database.reading(await ground.consortium(slug)) as reading:
        yield reading


async def facts_of(ground: Ground, slug: str = SLUG) -> tuple[Facts, datetime]:
    """What routing decides on now, and now."""
    async with reading_of(ground, slug) as reading:
        return await load_facts(reading), reading.now


async def the_request(home: House) -> dict[str, Any]:
    """The only open request."""
    (request,) = await home.ground.rows("request")
    return request


async def attempts(home: House) -> list[dict[str, Any]]:
    """Every attempt of the only open request, by step."""
    return sorted(await home.ground.rows("attempt"), key=lambda row: int(row["step"]))


async def paged(home: House, slug: str = SLUG) -> Peer:
    """The peer who was paged last, signed in, with her page open."""
    return await peer(home, (await attempts(home))[-1]["person"], slug)


async def peer(home: House, person: UUID, slug: str = SLUG) -> Peer:
    """A peer, signed in, with her page open."""
    found = await Peer.signed_in(home, slug, person)
    await found.look()
    return found


async def asked(home: House, slug: str = SLUG, **fields: str) -> Officer:
    """An officer who has asked and whose page to a peer has gone out."""
    officer = Officer.at(home, slug)
    await officer.ask(**fields)
    await home.tick()
    return officer


async def accepted(home: House, slug: str = SLUG, **fields: str) -> tuple[Officer, Peer]:
    """An officer who has asked, and the peer who accepted at once."""
    officer = await asked(home, slug, **fields)
    first = await paged(home, slug)
    assert "You said yes" in await first.accept()
    await officer.look()
    return officer, first


async def talking(home: House, slug: str = SLUG, **fields: str) -> tuple[Officer, Peer]:
    """An officer who pressed Talk, and her peer."""
    officer, first = await accepted(home, slug, **fields)
    await officer.do("talk")
    await first.look()
    return officer, first


async def a_part(ground: Ground, *, primary: bool = True, slug: str = SLUG) -> str:
    """A part of the region that whoever is primary now may serve, with at least six people to ask, or else another."""
    facts, now = await facts_of(ground, slug)
    standing = facts.standing(now)
    assert standing is not None
    for zone in standing.plan.zones:
        found = facts.ladder(zone, now, wanted="peer", way="call_peer", without=frozenset(), draw=0)
        if len(found) >= 6 and (found[0].seat.name == "PRIMARY") is primary:
            return str(zone.id)
    raise AssertionError("the demo's rota leaves no such part")


async def everybody_away(ground: Ground, *, hours: float, but: Iterable[UUID] = (), slug: str = SLUG) -> None:
    """Everybody who answers takes leave from now on."""
    spared = frozenset(but)
    people = [row["person"] for row in await ground.rows("peer") if row["person"] not in spared]
    consortium = await ground.consortium(slug)
    mine = {row["id"] for row in await ground.rows("person") if row["consortium"] == consortium}
    async with ground.database.transaction(consortium) as tx:
        for person in people:
            if person in mine:
                await take_leave(
                    tx,
                    person=PersonId(person),
                    starts_at=tx.now - timedelta(minutes=1),
                    ends_at=tx.now + timedelta(hours=hours),
                )


async def somebody_for(
    ground: Ground, part: str, *, role: Capacity = Capacity.PEER, but: Iterable[UUID] = (), slug: str = SLUG
) -> UUID:
    """Somebody who may serve this part and whom nobody would ask now: neither on call nor rung off duty."""
    facts, now = await facts_of(ground, slug)
    zone = facts.zone(UUID(part), now)
    assert zone is not None
    out = {offer.person for offer in facts.offers(zone, now, wanted="peer", way="text", without=frozenset())}.union(but)
    for person, peer in sorted(facts.peers.items()):
        if peer.role is role and person not in out and isinstance(facts.gate(person, zone, now), Allow):
            return person
    raise AssertionError("the demo has nobody else for this part")


async def put_on_call(
    ground: Ground, person: UUID, *, line: Line = Line.PRIMARY, after: float = 0, slug: str = SLUG
) -> None:
    """A coordinator adds somebody to a line for twelve hours, from now or ``after`` hours on."""
    async with ground.database.transaction(await ground.consortium(slug)) as tx:
        starts_at = tx.now + timedelta(hours=after)
        ends_at = starts_at + timedelta(hours=12)
        await override_duty(tx, line=line, starts_at=starts_at, ends_at=ends_at, adds=PersonId(person))


async def rests(ground: Ground, agency: UUID, *, slug: str = SLUG) -> None:
    """An agency's part in the consortium's agreement rests from now on."""
    await state(ground, FactKind.SUSPENDED, agency=AgencyId(agency), cause="insurance", slug=slug)


async def state(ground: Ground, kind: FactKind, *, slug: str = SLUG, **more: Any) -> None:
    """A fact about the one agreement of the consortium that took effect, from now on."""
    consortium = await ground.consortium(slug)
    async with ground.database.transaction(consortium) as tx:
        took = {FactKind.IN_FORCE}
        (pact,) = (each for each in await load_pacts(tx) if took & {fact.kind for fact in each.facts})
        await add_fact(tx, pact=pact.id, kind=kind, at=tx.now, attested_by="The county clerk", **more)


async def change(ground: Ground, statement: str, *, slug: str = SLUG, **values: object) -> None:
    """One statement as the application, in one consortium: what no page offers yet."""
    async with ground.database.transaction(await ground.consortium(slug)) as tx:
        await tx.execute(text(statement), values)


async def home_agency(ground: Ground, person: UUID) -> UUID:
    """The agency that lends this peer."""
    (found,) = [row["lent_by"] for row in await ground.rows("peer") if row["person"] == person]
    assert isinstance(found, UUID)
    return found


async def name_of(ground: Ground, person: UUID) -> str:
    """A person's name."""
    (found,) = [row["name"] for row in await ground.rows("person") if row["id"] == person]
    return str(found)


async def everything(ground: Ground) -> Mapping[str, list[str]]:
    """The contents of every table, but for who is on a page now."""
    connection = await asyncpg.connect(ground.backup)
    try:
        names = await connection.fetch(
            "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace"
        )
        return {
            name["relname"]: sorted(
                repr({key: value for key, value in row.items() if key not in _PRESENCE})
                for row in await connection.fetch(f'select * from "{name["relname"]}"')
            )
            for name in names
        }
    finally:
        await connection.close()


async def nothing_open(ground: Ground) -> None:
    """Every table of open requests is empty."""
    for table in OPEN_TABLES:
        assert await ground.rows(table) == [], table


async def tally(ground: Ground) -> dict[tuple[str, str], int]:
    """This quarter's counters that count anything."""
    return {(row["measure"], row["value"]): row["count"] for row in await ground.rows("tally") if row["count"]}


async def lent(home: House) -> tuple[Officer, Peer]:
    """An officer, and the peer before whom her request is now, whom an agency lends."""
    officer = await asked(home, part=await a_part(home.ground), way="ring_me", number=NUMBER)
    first = await paged(home)
    while not [row for row in await home.ground.rows("peer") if row["person"] == first.person and row["lent_by"]]:
        await first.do("pass")
        await home.tick()
        first = await paged(home)
    return officer, first
