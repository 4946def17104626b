"""Export the schedule as the JSON file that ``scheduling.file`` writes: all that decides who is on call, with names."""

from collections.abc import Iterator

from consortium.db import Reading
from consortium.duty.store import load_schedule
from consortium.members.store import load_region
from consortium.members.store.rosters import load_known
from geo import PersonId
from scheduling import Schedule
from scheduling.file import ScheduleFile, to_json


async def export_schedule(reading: Reading) -> str:
    """The text of the file; its people are those whom the schedule names, by name and nothing else."""
    schedule, region = await load_schedule(reading), await load_region(reading)
    used = frozenset(_named_in(schedule))
    names = {PersonId(each.person): each.name for each in await load_known(reading) if each.person in used}
    return to_json(ScheduleFile(schedule=schedule, people=names, zone=region.timezone))


def _named_in(schedule: Schedule) -> Iterator[PersonId]:
    for rotation in schedule.rotations:
        for holders in rotation.turns:
            yield from holders
        yield from (pause.person for pause in rotation.pauses)
    for override in schedule.overrides:
        yield from (person for person in (override.adds, override.removes) if person is not None)
    yield from (leave.person for leave in schedule.leave)
    yield from (shift.person for roster in schedule.rosters for shift in roster.shifts)
    yield from (person for swap in schedule.swaps for person in (swap.giver, swap.taker))
    yield from (shift.person for shift in (schedule.recorded.shifts if schedule.recorded else ()))
