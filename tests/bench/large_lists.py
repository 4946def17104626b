"""Lists of people brought in (60 and 5,000), and the pages of roster and agencies at 500 rows.

Times of pages are those of the application in this process, without a network: what the server itself needs.
"""

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import insert

from agreements import Bond
from consortium.access.permissions import Role
from consortium.access.tables import AffiliationRow, PersonRow, RoleRow
from consortium.members.import_roster import bring_list, look_at_list, match_list, take_list
from consortium.members.rosters.any_sheet import read_any
from consortium.members.store.people_tables import PeerRow, TrainingRow
from consortium.members.tables import AgencyRow
from tests.bench.ground import SLUG, standing
from tests.bench.machine import percentile
from tests.harness import Ground, MailCatcher, house

LOOKS = 15


@dataclass(frozen=True, slots=True)
class _Spent:
    """Seconds."""

    wall: float
    cpu: float


def main() -> None:
    """Print how long the lists and the pages take."""
    asyncio.run(_run())


async def _run() -> None:
    async with standing() as (ground, _fleet):
        for people, wanted in ((60, 10), (5000, 60)):
            took, told = await _import(ground, people)
            print(f"import of {people:,} people: {took:.1f} s, progress told {told} times (wanted: under {wanted} s)")
    async with standing() as (ground, _fleet):
        await _five_hundred(ground)
        with MailCatcher() as mails:
            async with house(ground, mails) as home:
                browser = await home.member(SLUG, await _coordinator(ground))
                for path, most in (("roster", 100), ("agencies", 100), ("designations", 0), ("set-up", 0)):
                    spent = await _spent(lambda path=path: browser.get(f"/{SLUG}/{path}"))  # type: ignore[misc]
                    times, work = [each.wall for each in spent], [each.cpu for each in spent]
                    print(
                        f"/{path} at 500 rows: median {statistics.median(times) * 1000:.0f} ms, "
                        f"p90 {percentile(times, 0.9) * 1000:.0f} ms, of it {statistics.median(work) * 1000:.0f} ms "
                        "of this process's own work" + (f" (wanted: under {most})" if most else "")
                    )


async def _import(ground: Ground, people: int) -> tuple[float, int]:
    consortium = await ground.consortium(SLUG)
    agency = min(str(row["name"]) for row in await ground.rows("agency") if row["consortium"] == consortium)
    rows = "".join(
        f"Person {people}-{number},Officer,{agency},p{number}@of-{people}.example.org,peer,"
        f"(540) 555-{number % 10000:04d},Peer support basics,24,2026-01-05,2028-01-05\n"
        for number in range(people)
    )
    head = "Name,Rank,Agency,E-mail,Role,Cell,Course,Hours,Certified on,Expires\n"
    told = 0

    async def tell(_done: int, _of: int) -> None:
        nonlocal told
        told += 1

    began = time.perf_counter()
    sheet = read_any((head + rows).encode())
    async with ground.database.transaction(consortium) as tx:
        kept = await bring_list(tx, sheet)
        looked = await look_at_list(tx, kept)
        await match_list(tx, kept, columns=[field.value for field in looked.columns], agencies={})
        plan = await take_list(tx, kept, told=tell)
    assert len(plan.new) == people, plan
    return time.perf_counter() - began, told


async def _five_hundred(ground: Ground) -> None:
    """As many agencies and peers as make 500 rows of each page."""
    consortium = await ground.consortium(SLUG)
    here = [row for row in await ground.rows("agency") if row["consortium"] == consortium]
    async with ground.database.transaction(consortium) as tx:
        model, today = here[0], tx.now.date()
        agencies = [
            {
                **{
                    key: model[key]
                    for key in ("kind", "county", "state", "lat", "lon", "sworn", "part_time", "counted_on")
                }
            }
            | {"consortium": consortium, "id": uuid4(), "name": f"Agency {number}", "federal_key": None}
            for number in range(500 - len(here))
        ]
        await tx.execute(insert(AgencyRow), agencies)
        people = [
            {
                "consortium": consortium,
                "id": uuid4(),
                "name": f"Peer {n:03d}",
                "title": "",
                "email": None,
                "ended_on": None,
            }
            for n in range(500)
        ]
        await tx.execute(insert(PersonRow), people)
        await tx.execute(insert(RoleRow), [_hers(each, role=Role.PEER.value) for each in people])
        ties = [_hers(each, agency=model["id"], kind=Bond.FULL_TIME.value) for each in people]
        await tx.execute(insert(AffiliationRow), ties)
        peers = [
            {"consortium": consortium, "person": each["id"], "kind": Role.PEER.value, "lent_by": model["id"]}
            | {"talk_number": None, "ring_off_duty": False, "suspended": False}
            for each in people
        ]
        await tx.execute(insert(PeerRow), peers)
        courses = [
            _hers(each, course="Basics", hours=24, completed_on=today, expires_on=today.replace(year=today.year + 2))
            for each in people
        ]
        await tx.execute(insert(TrainingRow), courses)


def _hers(person: Mapping[str, object], **values: object) -> dict[str, object]:
    return {"consortium": person["consortium"], "id": uuid4(), "person": person["id"], **values}


async def _coordinator(ground: Ground) -> UUID:
    consortium = await ground.consortium(SLUG)
    rows = await ground.rows("role")
    person: UUID = next(
        row["person"] for row in rows if row["consortium"] == consortium and row["role"] == Role.COORDINATOR
    )
    return person


async def _spent(look: Callable[[], Awaitable[object]]) -> list[_Spent]:
    """How long each look took: on the wall, and of the processor, which other programs on the machine do not change."""
    await look()
    found = []
    for _ in range(LOOKS):
        wall, cpu = time.perf_counter(), time.process_time()
        await look()
        found.append(_Spent(time.perf_counter() - wall, time.process_time() - cpu))
    return found
