"""What the final schedule costs: a year of 50 rotations with 500 overrides, one instant, and longer and longer windows.

Rotations as regions have them: weeks, days, 12-hour turns, nights and weekends by weekly hours, holidays off, a pause;
200 people on three lines in four zones. Each measured schedule is made anew from the same facts, as a page does after
it has read them from the database; times are processor time, with wall time beside it, the best of some runs.
"""

import random
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from datetime import time as wall
from uuid import UUID

from geo.names import PersonId
from scheduling import (
    Idle,
    Line,
    Override,
    OverrideId,
    Pause,
    Rotation,
    RotationId,
    Schedule,
    Span,
    Unit,
    Weekly,
    Window,
    gaps,
    shifts,
    stretches,
    who,
)

ROTATIONS, OVERRIDES, PEOPLE, RUNS = 50, 500, 200, 7
YEAR = Span(datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
ZONES = ("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles")
NIGHTS = Weekly(tuple(Window(day, wall(19), wall(7)) for day in range(5)))
WEEKENDS = Weekly((Window(4, wall(19), wall(19)), Window(5, wall(19), wall(19)), Window(6, wall(19), wall(7))))
HOLIDAYS = frozenset({date(2026, 1, 1), date(2026, 5, 25), date(2026, 7, 3), date(2026, 11, 26), date(2026, 12, 25)})


def main() -> None:
    """Print the figures."""
    schedule = a_schedule(random.Random(4))
    year = _best(lambda fresh: stretches(fresh, YEAR), schedule)
    found = stretches(schedule, YEAR)
    print(
        f"schedule_year: {ROTATIONS} rotations, {OVERRIDES} overrides, a year, {len(found)} stretches: "
        f"{_told(year)} (wanted: under 100)"
    )
    print(f"schedule_year: shifts of all people: {_told(_best(lambda fresh: shifts(fresh, YEAR), schedule))}")
    print(f"schedule_year: gaps of one line: {_told(_best(lambda it: gaps(it, Line.PRIMARY, YEAR), schedule))}")
    _instants(schedule)
    _curve(schedule)


def a_schedule(chance: random.Random) -> Schedule:
    """The same schedule for the same seed."""
    people = [PersonId(UUID(int=chance.getrandbits(128), version=4)) for _ in range(PEOPLE)]
    return Schedule(
        tuple(_rotation(number, people, chance) for number in range(ROTATIONS)),
        tuple(_override(number, people, chance) for number in range(OVERRIDES)),
    )


def _rotation(number: int, people: list[PersonId], chance: random.Random) -> Rotation:
    plain = Rotation(
        id=RotationId(UUID(int=number)),
        name=f"Bench {number}",
        line=list(Line)[number % 3],
        zone=ZONES[number % len(ZONES)],
        first_day=date(2024, 1, 1) + timedelta(days=chance.randrange(500)),
        hand_off=chance.choice([wall(7), wall(7), wall(8), wall(19)]),
        every=1,
        turns=tuple(frozenset({person}) for person in chance.sample(people, 9)),
        unit=Unit.WEEK,
    )
    kind = number % 10
    if kind < 4:
        return plain
    if kind < 6:
        return replace(plain, unit=Unit.DAY)
    if kind == 6:
        return replace(plain, unit=Unit.HOUR, every=12)
    if kind == 7:
        return replace(plain, only=NIGHTS, off=HOLIDAYS)
    if kind == 8:
        return replace(plain, only=WEEKENDS, idle=Idle.WAITS)
    away = Span(datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 5, 1, tzinfo=UTC))
    return replace(plain, pauses=(Pause(next(iter(plain.turns[0])), away),))


def _override(number: int, people: list[PersonId], chance: random.Random) -> Override:
    start = YEAR.start + timedelta(minutes=15 * chance.randrange(4 * 24 * 360))
    adds, removes = chance.sample(people, 2)
    return Override(
        id=OverrideId(UUID(int=number)),
        number=number,
        line=chance.choice(list(Line)),
        during=Span(start, start + timedelta(hours=chance.randrange(1, 100))),
        adds=adds,
        removes=chance.choice([removes, None]),
    )


def _instants(schedule: Schedule) -> None:
    chance, took = random.Random(5), list[float]()
    for _ in range(500):
        t = YEAR.start + timedelta(seconds=chance.randrange(365 * 86_400))
        began = time.process_time()
        who(schedule, t)
        took.append((time.process_time() - began) * 1000)
    took.sort()
    print(
        f"schedule_year: who is on call at an instant: p50 {took[250]:.2f} ms, p99 {took[495]:.2f} ms of processor "
        "(wanted: under 1)"
    )


def _curve(schedule: Schedule) -> None:
    """Cost against length of the window: each line should tell the same cost for a day."""
    for weeks in (1, 4, 13, 26, 52, 104, 208):
        window = Span(YEAR.start, YEAR.start + timedelta(weeks=weeks))
        processor, _ = _best(lambda fresh, window=window: stretches(fresh, window), schedule)  # type: ignore[misc]
        print(f"schedule_year: {weeks:>4} weeks: {processor:8.2f} ms, {processor * 1000 / weeks / 7:6.0f} µs a day")


def _best(measured: Callable[[Schedule], object], schedule: Schedule) -> tuple[float, float]:
    """Processor and wall time in ms, the least of some runs, each with a schedule made anew from its facts."""
    found = []
    for _ in range(RUNS):
        fresh = replace(schedule, rotations=tuple(replace(each) for each in schedule.rotations))
        processor, began = time.process_time(), time.perf_counter()
        measured(fresh)
        found.append((time.process_time() - processor, time.perf_counter() - began))
    return min(p for p, _ in found) * 1000, min(w for _, w in found) * 1000


def _told(figures: tuple[float, float]) -> str:
    return f"{figures[0]:.1f} ms of processor, {figures[1]:.1f} ms by the clock"


if __name__ == "__main__":
    main()
