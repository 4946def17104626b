"""Write the schedule by another clock than the consortium was founded with, while nothing is written yet."""

from uuid import UUID

from consortium.db import Reading, Transaction
from consortium.duty.store import load_schedule
from consortium.journal import record
from consortium.members.clocks import CLOCKS
from consortium.members.store import one_at_a_time
from consortium.members.store.region import load_settings_row
from consortium.problems import BadInput, Conflict


async def why_not_moved(reading: Reading) -> str:
    """Why the schedule keeps its clock, in a sentence; empty while it can have another."""
    row = await load_settings_row(reading)
    if row.opened_on is not None:
        return "The service is open: officers, peers and agreements go by this clock."
    schedule = await load_schedule(reading)
    if schedule.rotations or schedule.overrides or schedule.rosters:
        return "A rotation or a plan is written by this clock; by another one its hand-overs would mean other hours."
    return ""


async def move_schedule(tx: Transaction, *, clock: str, by: UUID | None = None) -> None:
    """From now on all times of this consortium are by ``clock``, a zone of ``CLOCKS``. Its own already: nothing.

    Agreements keep the calendar that stands in their text.

    Raises:
        BadInput: it is no clock of ours.
        Conflict: something is written by the old one.
    """
    if clock not in CLOCKS:
        raise BadInput("Choose one of the clocks.", "clock")
    await one_at_a_time(tx)
    row = await load_settings_row(tx, lock=True)
    if row.timezone == clock:
        return
    if why := await why_not_moved(tx):
        raise Conflict(why)
    before, row.timezone = row.timezone, clock
    await tx.flush()
    await record(tx, "changed setting", by=by, subject=row.id, setting="clock", before=before, after=clock)
