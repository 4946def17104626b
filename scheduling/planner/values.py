"""What the planner is told and what it answers: duties to fill, people, their past, a plan, findings, reasons.

Every span is half-open and in UTC. Whole duties are given to whole people: a duty is never cut here.
A seat is a word such as "primary", "backup" or "clinician"; the planner knows the meaning of no other.
What the rules are is said in `scheduling.planner.rules`; where the facts come from is not handled here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NewType

from geo.names import AgencyId, PersonId, ZoneId
from geo.places import Point
from scheduling.errors import PlanError
from scheduling.fairness import Weights
from scheduling.roster import Shift
from scheduling.spans import Span

SlotId = NewType("SlotId", str)

Assignment = Mapping[SlotId, frozenset[PersonId]]
"""Who holds each duty; a duty that is missing, or has the empty set, is held by nobody."""

MOST_SLOTS: Final = 5000
MOST_PEOPLE: Final = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One duty to fill: a seat for a time, for ``need`` people at once.

    ``needs`` are skills that every holder must have. ``kept`` are people who hold it already and keep it: served, or
    promised and told. A duty of another plan that matters to this one (the backup, say, while only the primary is
    planned) is given as a slot whose ``kept`` are all its holders. ``places`` are the middles of the parts of the
    region that it looks after; none: travel does not matter. ``no_supervisor``: whoever leads others is not to hold it.

    Raises:
        PlanError: it needs less than nobody.
    """

    id: SlotId
    seat: str
    span: Span
    need: int = 1
    needs: frozenset[str] = frozenset()
    kept: frozenset[PersonId] = frozenset()
    places: tuple[Point, ...] = ()
    no_supervisor: bool = False

    def __post_init__(self) -> None:
        """Refuse what cannot be filled."""
        if self.need < 0:
            raise PlanError(f"A duty needs nobody or somebody, not {self.need} people.")


@dataclass(frozen=True, slots=True)
class Block:
    """Time in which somebody cannot be planned, and why, in words that complete "away: …"."""

    span: Span
    why: str


@dataclass(frozen=True, slots=True)
class Wish:
    """Time in which somebody would like duty (``weight`` above 0) or would rather have none (below 0).

    One for duty is fulfilled by any duty that overlaps it; one against is broken once by each. ``seat`` narrows it.
    """

    span: Span
    weight: int
    seat: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Somebody who may be planned.

    ``share`` is her part of a whole duty (1 full, 0.5 half, 0: fill in only when nobody else can).
    ``seats`` are those that she may hold; ``sides`` the parts of the region that she belongs to; ``serves`` those that
    she may serve (training, designation and agreement for every department there), throughout the time planned.
    ``fit`` is all the time in which she may be on call at all; duty must lie in one of these spans whole.
    ``credit`` is weighted hours that count as if served: the share of one who came late to the year, or was long ill.
    ``most_per_month``: her own limit of duties that begin in one calendar month.
    """

    id: PersonId
    seats: frozenset[str]
    fit: tuple[Span, ...]
    share: float = 1.0
    agency: AgencyId | None = None
    sides: frozenset[ZoneId] = frozenset()
    serves: frozenset[ZoneId] = frozenset()
    skills: frozenset[str] = frozenset()
    supervises: bool = False
    blocked: tuple[Block, ...] = ()
    wishes: tuple[Wish, ...] = ()
    most_per_month: int | None = None
    place: Point | None = None
    credit: float = 0.0

    def __post_init__(self) -> None:
        """Refuse a share that nobody could promise.

        Raises:
            PlanError: the share lies outside 0 to 10, or the credit or limit is below 0.
        """
        if not 0 <= self.share <= 10:
            raise PlanError(f"A share of duty is 0 to 10 times a whole one, not {self.share:g}.")
        if self.credit < 0 or (self.most_per_month or 0) < 0:
            raise PlanError("Credit and limits are 0 or more.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """Duty outside the plan that counts: what was served or promised, before and after (a rolling year).

    None of ``shifts`` may also be a slot. ``kept_holidays`` are holidays of earlier years that somebody served and
    that lie before ``shifts``: day and name. ``weights`` say what an hour counts and which days are holidays.
    """

    weights: Weights
    shifts: tuple[Shift, ...] = ()
    kept_holidays: Mapping[PersonId, tuple[tuple[date, str], ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that a rule has to say of a roster.

    Hard: it is broken, and ``cost`` is 0. Soft: ``cost`` is what it adds to the cost of the plan, above 0.
    ``sentence`` names nobody. About a ``person`` it is a phrase to follow her name and a colon ("away (work pattern)",
    "6 h of rest, 10 wanted"); else a whole sentence about the duties, or about ``zone`` or ``agency``.
    ``settled``: only kept or past duty is part of it, so that no plan could have avoided it.
    """

    rule: str
    sentence: str
    slots: tuple[SlotId, ...] = ()
    person: PersonId | None = None
    zone: ZoneId | None = None
    agency: AgencyId | None = None
    hard: bool = False
    cost: int = 0
    settled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Who does what. ``unfilled`` tells for each duty with too few holders how many are missing.

    ``cost`` is what the judge finds, ``costs`` the same by rule; no plan costs less than ``bound``. ``gap`` is what
    could still be won, as a part of the cost, 0 to 1; 0: no better plan exists. ``stopped_early``: the wall clock or
    the caller stopped the search, so that the same input may give another plan next time.
    """

    assigned: Assignment
    unfilled: Mapping[SlotId, int]
    cost: int
    bound: int
    costs: Mapping[str, int]
    seed: int
    stopped_early: bool

    @property
    def gap(self) -> float:
        """The part of the cost that a better plan could save at most."""
        return max(0, self.cost - self.bound) / self.cost if self.cost > 0 else 0.0

    @property
    def proven(self) -> bool:
        """Whether no cheaper plan exists."""
        return self.cost <= self.bound


Progress = Callable[[int, int, int], bool | None]
"""Told after each better plan: how many so far, the cost of this one, the bound. Answer False to stop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """Somebody who could hold a duty, and what it would mean.

    ``price`` is what the whole plan would cost more (below 0: less) with her in place of ``instead_of``, or, where
    that is None, beside whoever holds it. ``reasons`` are plain words, the best first, for "She is …":
    "free", "rested", "of another part of the region than the backup", "2 h below her share".
    ``against`` are soft rules that it would strain, as sentences.
    """

    person: PersonId
    price: int
    reasons: tuple[str, ...]
    against: tuple[str, ...] = ()
    instead_of: PersonId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hindrance:
    """Why somebody cannot hold a duty: the hard findings that would be new if she did, never none."""

    person: PersonId
    findings: tuple[Finding, ...]

    @property
    def rules(self) -> tuple[str, ...]:
        """The names of the rules in the way, each once."""
        return tuple(dict.fromkeys(finding.rule for finding in self.findings))


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """Why this duty is held by these: for each holder the reasons; who else could, cheapest first; who could not."""

    slot: SlotId
    holders: tuple[Option, ...]
    others: tuple[Option, ...]
    not_able: tuple[Hindrance, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Relaxation:
    """A way to fill a duty that stays empty: give up these rules, once, for this person.

    ``rules`` are names; ``sentences`` what would be broken; ``whose`` is "coordinator" where these are the
    coordinator's own numbers, "person" where she would have to agree, "nobody" where none may give it up.
    """

    person: PersonId
    rules: tuple[str, ...]
    sentences: tuple[str, ...]
    whose: str
    price: int


@dataclass(frozen=True, slots=True, kw_only=True)
class InTheWay:
    """What stands in the way of filling a duty: by person, and by rule how many it stops; and what to relax.

    ``cheapest`` are ways to fill it, the cheapest first. ``able`` are people who could after all: then the plan left it
    empty for cost, or was stopped early.
    """

    slot: SlotId
    missing: int
    by_person: tuple[Hindrance, ...]
    by_rule: Mapping[str, int]
    able: tuple[Option, ...]
    cheapest: tuple[Relaxation, ...]
