"""Values that are right as they come; a test says only what matters to it."""

from datetime import UTC, date, datetime, time
from uuid import UUID

from geo.names import PersonId
from scheduling import Idle, Leave, Line, Override, OverrideId, Pause, Rotation, RotationId, Span, Unit, Weekly


def a_person(number: int) -> PersonId:
    return PersonId(UUID(int=number))


ANA, BEN, CAL, DEE = (a_person(number) for number in range(1, 5))


def utc(text: str) -> datetime:
    """Read "2026-03-08 07:00" as UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def a_span(start: str, end: str) -> Span:
    return Span(utc(start), utc(end))


def a_rotation(
    *turns: PersonId | frozenset[PersonId],
    number: int = 1,
    name: str = "Weeks",
    line: Line = Line.PRIMARY,
    zone: str = "America/Chicago",
    first_day: date = date(2026, 1, 5),
    last_day: date | None = None,
    hand_off: time = time(7),
    every: int = 7,
    unit: Unit = Unit.DAY,
    only: Weekly | None = None,
    idle: Idle = Idle.TURNS,
    off: frozenset[date] = frozenset(),
    pauses: tuple[Pause, ...] = (),
    owed: bool = True,
    layer: int = 0,
) -> Rotation:
    """Ana, Ben and Cal take weeks from Monday, January 5, 2026, 7 a.m. in Chicago (13:00 UTC)."""
    holders = tuple(turn if isinstance(turn, frozenset) else frozenset([turn]) for turn in turns)
    return Rotation(
        id=RotationId(UUID(int=number)),
        name=name,
        line=line,
        zone=zone,
        first_day=first_day,
        last_day=last_day,
        hand_off=hand_off,
        every=every,
        unit=unit,
        only=only,
        idle=idle,
        off=off,
        pauses=pauses,
        owed=owed,
        layer=layer,
        turns=holders or (frozenset([ANA]), frozenset([BEN]), frozenset([CAL])),
    )


def an_override(
    start: str,
    end: str,
    *,
    adds: PersonId | None = None,
    removes: PersonId | None = None,
    number: int = 1,
    line: Line = Line.PRIMARY,
) -> Override:
    return Override(
        id=OverrideId(UUID(int=number)),
        number=number,
        line=line,
        during=a_span(start, end),
        adds=adds,
        removes=removes,
    )


def a_leave(person: PersonId, start: str, end: str) -> Leave:
    return Leave(person, a_span(start, end))
