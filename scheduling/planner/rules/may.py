"""Who may hold a duty at all: seat, skills, fit on that day, time she has blocked, no supervisor, travel."""

# ruff: noqa: ARG002  # every rule answers in one form, whether it needs all of the question or not

from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

from geo.names import PersonId
from geo.places import miles as between
from scheduling.planner.case import Case
from scheduling.planner.roster import Roster
from scheduling.planner.rules.base import PairRule, Whose, registered
from scheduling.planner.rules.fields import least
from scheduling.planner.values import Candidate, Slot

_miles = lru_cache(maxsize=4096)(between)
"""Peers and parts are few, and duties many."""


@registered
@dataclass(frozen=True, kw_only=True)
class Seats(PairRule):
    """Nobody holds a seat that she may not hold."""

    name: ClassVar[str] = "seats"
    whose: ClassVar[Whose] = Whose.NOBODY

    def words(self) -> str:
        """In plain words."""
        return "Everybody holds only the seats that she may hold."

    def strains(self, case: Case, slot: Slot, person: Candidate) -> tuple[int, str] | None:
        """By seat."""
        return None if slot.seat in person.seats else (1, f"not somebody who holds the {slot.seat}")


@registered
@dataclass(frozen=True, kw_only=True)
class Skills(PairRule):
    """Every holder has every skill that the duty needs."""

    name: ClassVar[str] = "skills"

    def words(self) -> str:
        """In plain words."""
        return "Whoever holds a duty has every skill that it needs."

    def strains(self, case: Case, slot: Slot, person: Candidate) -> tuple[int, str] | None:
        """One unit for each skill that she lacks."""
        lacks = sorted(slot.needs - person.skills)
        return (len(lacks), f"without {' and '.join(lacks)}") if lacks else None


@registered
@dataclass(frozen=True, kw_only=True)
class Fit(PairRule):
    """Training, designation and agreement hold throughout the duty."""

    name: ClassVar[str] = "fit"
    whose: ClassVar[Whose] = Whose.NOBODY

    def words(self) -> str:
        """In plain words."""
        return "Training, designation and agreement hold throughout every duty."

    def strains(self, case: Case, slot: Slot, person: Candidate) -> tuple[int, str] | None:
        """The duty lies in one of her spans whole, or she may not hold it."""
        if any(span.contains(slot.span) for span in person.fit):
            return None
        part = any(span.overlaps(slot.span) for span in person.fit)
        return 1, "fit to serve for a part of that time only" if part else "not trained, designated and covered then"


@registered
@dataclass(frozen=True, kw_only=True)
class Blocked(PairRule):
    """Nobody is planned into time that she blocked, or is away."""

    name: ClassVar[str] = "blocked"
    whose: ClassVar[Whose] = Whose.PERSON

    def words(self) -> str:
        """In plain words."""
        return "Nobody has duty in time that she has blocked, or is away."

    def strains(self, case: Case, slot: Slot, person: Candidate) -> tuple[int, str] | None:
        """The first block in the way."""
        for block in person.blocked:
            if block.span.overlaps(slot.span):
                return 1, f"away ({block.why})"
        return None

    def praise(self, roster: Roster, slot: Slot, person: PersonId) -> str | None:
        """Free, and how near the next block is matters to nobody."""
        return "free"


@registered
@dataclass(frozen=True, kw_only=True)
class NoSupervisor(PairRule):
    """Where a duty asks for it, nobody who leads others holds it."""

    name: ClassVar[str] = "no supervisor"

    def words(self) -> str:
        """In plain words."""
        return "Where no supervisor is wanted, nobody who leads others holds the duty."

    def strains(self, case: Case, slot: Slot, person: Candidate) -> tuple[int, str] | None:
        """Only where it is asked for."""
        return (1, "a supervisor") if slot.no_supervisor and person.supervises else None


@registered
@dataclass(frozen=True, kw_only=True)
class Travel(PairRule):
    """Nobody lives further than ``miles`` (great circle) from the furthest middle of the parts that a duty looks after.

    Soft: each ten miles begun beyond that cost ``weight``. Where a place is not known, nothing is said.
    """

    name: ClassVar[str] = "travel"

    weight: int | None = 5
    miles: int = least(1, 60)

    def words(self) -> str:
        """In plain words."""
        beyond = "" if self.weight is None else f"; each ten miles beyond that cost {self.weight}"
        return f"Nobody is further than {self.miles} miles from the parts of the region that she looks after{beyond}."

    def strains(self, case: Case, slot: Slot, person: Candidate) -> tuple[int, str] | None:
        """By the furthest of the places."""
        if person.place is None or not slot.places:
            return None
        away = max(_miles(person.place, place) for place in slot.places)
        tens = int(-(-(away - self.miles) // 10))
        return (tens, f"{away:.0f} miles away, {self.miles} wanted") if tens > 0 else None
