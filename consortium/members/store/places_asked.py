"""What the online search for places answered: rows to spots and back."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from consortium.db import Reading, Transaction
from consortium.members.gazetteer import Spot
from consortium.members.store.place_tables import PlaceAskedRow
from geo import Point


async def load_answer(reading: Reading, asked: str, state: str, *, since: date) -> tuple[Spot, ...] | None:
    """What was answered on or after that day; empty if nothing was found, ``None`` if nobody asked."""
    row = await reading.scalar(
        select(PlaceAskedRow).where(
            PlaceAskedRow.asked == asked, PlaceAskedRow.state == state, PlaceAskedRow.answered_on >= since
        )
    )
    if row is None:
        return None
    return tuple(
        Spot(each["name"], each["state"], Point(each["lat"], each["lon"]), "online", each["credit"])
        for each in row.found["places"]
    )


async def save_answer(tx: Transaction, asked: str, state: str, found: Iterable[Spot], *, before: date) -> None:
    """Keep an answer, over an older one to the same question, and forget those from before that day."""
    places = [
        {"name": each.name, "state": each.state, "lat": each.at.lat, "lon": each.at.lon, "credit": each.credit}
        for each in found
    ]
    await tx.execute(delete(PlaceAskedRow).where(PlaceAskedRow.answered_on < before))
    fresh = {"found": {"places": places}, "answered_on": tx.now.date()}
    await tx.execute(
        insert(PlaceAskedRow)
        .values(consortium=tx.consortium, asked=asked, state=state, **fresh)
        .on_conflict_do_update(index_elements=["consortium", "asked", "state"], set_=fresh)
    )
