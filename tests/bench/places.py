"""How long it takes to bring in the agencies of nine states, and four times as many; to draw a map; to find a town."""

import asyncio
import csv
import io
import time
from pathlib import Path
from uuid import UUID, uuid4

from consortium.access.tables import ConsortiumRow
from consortium.db import Database
from consortium.demo.places import BLUE_LEDGE
from consortium.members.bring_agencies import (
    bring_agencies,
    decide_rows,
    look_at_agencies,
    take_agencies,
    undo_agencies,
)
from consortium.members.county_outlines import county_outlines
from consortium.members.draw_map import Mark, draw
from consortium.members.gazetteer import gazetteer
from consortium.members.see_agency_list import see_agency_list
from geo import Point
from geo.roads import HIGH_FACTOR, LOW_FACTOR
from tests.bench.ground import standing
from tests.geo.test_roads import ROADS, ratios

LIST = Path(__file__).parents[3] / "shared/data/hifld_local_law_enforcement_9_states.csv"


def main() -> None:
    """Print the figures; those that need data from outside the tree are left out where it is not there."""
    asyncio.run(_small())
    if ROADS.exists():
        _roads()
    if not LIST.exists():
        print("the federal list is not here: no import is measured")
        return
    asyncio.run(_imports())


async def _small() -> None:
    start = time.perf_counter()
    outlines = county_outlines()
    print(f"outlines of {len(outlines.counties):,} counties read: {time.perf_counter() - start:.2f} s")
    marks = [Mark(name=each.short, at=Point(each.lat, each.lon), part=0, form="served") for each in BLUE_LEDGE]
    for what in ("first", "second"):
        start = time.perf_counter()
        draw(marks)
        print(f"map of {len(marks)} agencies, {what} time: {(time.perf_counter() - start) * 1000:.0f} ms")
    start = time.perf_counter()
    lists = await gazetteer()
    print(
        f"lists of towns and ZIP codes read: {time.perf_counter() - start:.1f} s, {len(lists.text) / 1e6:.1f} MB kept"
    )
    start = time.perf_counter()
    lists.find("Redmond", "OR")
    print(f"a town found: {(time.perf_counter() - start) * 1000:.1f} ms")


def _roads() -> None:
    found = ratios()
    for low, high in ((1.25, 1.65), (LOW_FACTOR, HIGH_FACTOR)):
        inside = sum(low <= ratio <= high for ratio in found) / len(found)
        print(f"{len(found)} measured roads, {low} to {high} straight lines: {inside:.1%} inside")


def _shifted(text: str, times: int) -> str:
    """The list several times, each copy a little to the north, under names and keys of its own."""
    reader = csv.DictReader(io.StringIO(text, newline=""))
    rows = list(reader)
    out = io.StringIO()
    writer = csv.DictWriter(out, list(reader.fieldnames or ()))
    writer.writeheader()
    for copy in range(times):
        for row in rows:
            moved = {
                "CSLLEA08ID": f"{copy}{row['CSLLEA08ID']}" if row["CSLLEA08ID"].isdigit() else row["CSLLEA08ID"],
                "NAME": f"{row['NAME']} {'NESW'[copy]}",
                "LATITUDE": f"{float(row['LATITUDE']) + 0.2 * copy}",
            }
            writer.writerow(row | moved if copy else row)
    return out.getvalue()


async def _imports() -> None:
    async with standing() as (ground, _fleet):
        for times, wanted in ((1, 20), (4, 0)):
            text = _shifted(LIST.read_text(), times)
            await _one(ground.database, text, wanted)


async def _one(database: Database, text: str, wanted: int) -> None:
    consortium: UUID = uuid4()
    slug = f"wide-{consortium.hex[:6]}"
    async with database.transaction(consortium) as tx:
        tx.add(ConsortiumRow(id=consortium, slug=slug, title="Wide", timezone="America/New_York", invented=True))
    told: list[int] = []

    async def tell(done: int, _of: int) -> None:
        told.append(done)

    rows = text.count("\n") - 1
    start = time.perf_counter()
    async with database.transaction(consortium) as tx:
        kept = await bring_agencies(tx, text.encode())
    brought = time.perf_counter() - start
    async with database.reading(consortium) as reading:
        looked = await look_at_agencies(reading, kept)
    see_agency_list(looked, [], {})
    seen = time.perf_counter() - start - brought
    async with database.transaction(consortium) as tx:
        await decide_rows(tx, kept, same={twin.other.line: False for twin in looked.undecided}, staff={})
        await take_agencies(tx, kept, skip_bad=True, told=tell)
    whole = time.perf_counter() - start
    goal = f" (wanted: under {wanted} s)" if wanted else ""
    print(
        f"{rows:,} rows: read {brought:.1f} s, looked at on a map {seen:.1f} s, taken {whole - brought - seen:.1f} s;"
        f" {max(told, default=0):,} agencies in {whole:.1f} s{goal}, progress told {len(told)} times"
    )
    start = time.perf_counter()
    async with database.transaction(consortium) as tx:
        await undo_agencies(tx, kept)
    print(f"undone: {time.perf_counter() - start:.1f} s")


if __name__ == "__main__":
    main()
