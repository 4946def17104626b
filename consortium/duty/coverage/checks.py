"""Messages before a shift, as values: whom to ask when, what became of it, what the consortium has settled. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from consortium.members.mail_diet import Diet
from geo import PersonId
from scheduling import Line, Schedule, Shift, Span, shifts_by_turn

LONGEST: Final = timedelta(days=31)
"""A shift that lasts longer is asked about as if it ended then."""
TIME_TO_ANSWER: Final = timedelta(minutes=30)
"""Nobody is told of as unconfirmed sooner after she was asked."""
TRY_AGAIN_BEFORE: Final = timedelta(hours=1)
"""A mail that no server took is sent anew, up to so long before the shift."""


class State(StrEnum):
    """What became of a message; the value is what the database holds."""

    WAITING = "waiting"
    ASKED = "asked"
    FAILED = "failed"
    CONFIRMED = "confirmed"


class Failed(StrEnum):
    """Why a message did not reach anybody, as far as we can know."""

    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    NO_ADDRESS = "no_address"


@dataclass(frozen=True, slots=True)
class Settled:
    """What a consortium has settled: whether and how long before a shift to ask, and before it to tell; last week."""

    asks: bool = True
    ask_ahead: timedelta = timedelta(hours=24)
    tell_ahead: timedelta = timedelta(hours=2)
    mailed_week: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One message: about which shift, when, and what became of it."""

    id: UUID
    person: PersonId
    line: Line
    during: Span
    ask_at: datetime
    state: State = State.WAITING
    why: str = ""
    again: bool = False
    told: bool = False

    @property
    def key(self) -> tuple[PersonId, Line, Span]:
        """What it is about."""
        return (self.person, self.line, self.during)

    def late(self, now: datetime, settled: Settled) -> bool:
        """Whether the coordinators must hear that she has not confirmed: it is time, and she had time to answer."""
        if self.told or self.state in {State.WAITING, State.CONFIRMED} or now >= self.during.start:
            return False
        asked = self.ask_at if self.state is State.FAILED else self.ask_at + TIME_TO_ANSWER
        return now >= max(self.during.start - settled.tell_ahead, min(asked, self.during.start))


@dataclass(frozen=True, slots=True)
class Plan:
    """What to change so that each coming shift has its message: shifts to add, each with its instant; ids to drop."""

    add: tuple[tuple[Shift, datetime, bool], ...]
    drop: tuple[UUID, ...]


def plan_checks(
    schedule: Schedule,
    known: Iterable[Check],
    diets: Mapping[UUID, Diet],
    settled: Settled,
    *,
    now: datetime,
    timezone: str,
) -> Plan:
    """Compare the shifts that begin soon with the messages there are.

    A shift that is no longer what was asked about is asked about anew; the third of each to add says that its holder
    had been asked about another time of it. One that has begun is left alone until it ends.
    """
    wanted = {(each.person, each.line, each.span): each for each in coming(schedule, settled, now=now)}
    held = {(each.person, each.line, each.span) for each in _running(schedule, now)}
    checks = tuple(known)
    drop = tuple(
        each.id
        for each in checks
        if (each.during.end <= now or (each.during.start > now and each.key not in wanted))
        or (each.during.start <= now and each.key not in held)
    )
    there = {each.key for each in checks}
    gone = [each for each in checks if each.id in drop and each.state is not State.WAITING]
    add = tuple(
        (
            shift,
            ask_at(shift, diets.get(shift.person, Diet()), settled, now=now, timezone=timezone),
            any(old.person == shift.person and old.during.overlaps(shift.span) for old in gone),
        )
        for key, shift in wanted.items()
        if key not in there
    )
    return Plan(add if settled.asks else (), drop)


def coming(schedule: Schedule, settled: Settled, *, now: datetime) -> tuple[Shift, ...]:
    """The shifts that begin soon enough that their message may be due, quiet hours counted in; each whole."""
    soon = now + settled.ask_ahead + timedelta(days=1)
    found = shifts_by_turn(schedule, Span(now, soon + LONGEST))
    return tuple(_followed(shift) for shift in found if now < shift.span.start <= soon)


def ask_at(shift: Shift, diet: Diet, settled: Settled, *, now: datetime, timezone: str) -> datetime:
    """When to ask: the lead before the shift, or sooner, just before her quiet hours.

    Where that is over, at once; but not in her quiet hours, if they end while there is time to answer.
    """
    wanted = diet.before_quiet(shift.span.start - settled.ask_ahead, timezone)
    if wanted > now:
        return wanted
    if not diet.quiet_at(now, timezone):
        return now
    after = Diet(quiet_from=diet.quiet_from, quiet_until=diet.quiet_until).due(now, timezone)
    return after if after <= shift.span.start - TIME_TO_ANSWER else now


def _running(schedule: Schedule, now: datetime) -> tuple[Shift, ...]:
    """The shifts that run now, each from its true start if that is not too long ago."""
    found = shifts_by_turn(schedule, Span(now - LONGEST, now + LONGEST))
    return tuple(_followed(shift) for shift in found if now in shift.span)


def _followed(shift: Shift) -> Shift:
    """The shift as it is asked about, whatever window it was found through."""
    return replace(shift, span=Span(shift.span.start, min(shift.span.end, shift.span.start + LONGEST)))
