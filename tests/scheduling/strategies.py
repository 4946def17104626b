"""Rotations, spans and schedules of every shape for Hypothesis, thickest around changes of the clocks."""

from datetime import date, time, timedelta
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st

from scheduling import Line, Rotation, RotationId, Schedule, Span
from tests.scheduling.builders import a_person
from tests.scheduling.chance import LENGTHS, Chance
from tests.scheduling.places import MINUTE, YEARS

few = settings(deadline=None, max_examples=25)
some = settings(deadline=None, max_examples=40)
many = settings(deadline=None, max_examples=200)

zones = st.sampled_from(sorted(YEARS))
minutes_of_day = st.builds(time, st.integers(0, 23), st.integers(0, 59))
people = st.builds(a_person, st.integers(1, 5))
turns = st.lists(st.frozensets(people, min_size=1, max_size=2), min_size=1, max_size=4).map(tuple)
lines = st.sampled_from(Line)
turn_lengths = st.sampled_from(LENGTHS)


@st.composite
def rotations(
    draw: st.DrawFn, *, zone: str | None = None, number: int = 1, hand_offs: st.SearchStrategy[time] = minutes_of_day
) -> Rotation:
    """Whole turns of any length: they begin up to 60 days before the zone's year or in its first weeks, and may end."""
    place = zone or draw(zones)
    first_day = date(YEARS[place], 1, 1) + timedelta(days=draw(st.integers(-60, 30)))
    lasts = draw(st.none() | st.integers(1, 500))
    unit, every = draw(turn_lengths)
    return Rotation(
        id=RotationId(UUID(int=number)),
        name="Turns",
        line=draw(lines),
        zone=place,
        first_day=first_day,
        hand_off=draw(hand_offs),
        every=every,
        turns=draw(turns),
        last_day=first_day + timedelta(days=lasts) if lasts else None,
        unit=unit,
    )


@st.composite
def spans_in(draw: st.DrawFn, window: Span) -> Span:
    """A span of whole minutes within the window."""
    length = window.length // MINUTE
    first = draw(st.integers(0, length - 1))
    return Span(window.start + first * MINUTE, window.start + draw(st.integers(first + 1, length)) * MINUTE)


def schedules(*, days: float, near: bool = False) -> st.SearchStrategy[tuple[Schedule, Span]]:
    """A schedule of all building blocks and a window of so many days (`Chance.schedule`)."""
    return st.integers(0, 2**32).map(lambda seed: Chance(seed).schedule(days, near=near))
