"""Fairness in hours: how heavy each person's duty was, and how heavy her share of it would have been.

An hour of a night, a weekend or a holiday weighs more, by the consortium's own numbers. Where several hold at once the
heaviest counts, so that nobody has to multiply. Hours are those that really pass: a night in which the clocks change
has 11 or 13. Time on two lines at once is counted once. Whether anybody called in that time is known to nobody here.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo

from geo.names import PersonId
from scheduling.errors import WeightError
from scheduling.roster import Shift
from scheduling.spans import Span, union
from scheduling.wallclock import instant, zone

_HOUR: Final = timedelta(hours=1)
_HEAVIEST: Final = 10.0
_SATURDAY: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """How much an hour weighs: 1, or as said here for nights, weekends and holidays, by the clock of ``zone``.

    A night is the half-open time from ``night_from`` to ``night_to``, over midnight where that comes earlier. A weekend
    is Saturday and Sunday, a holiday a day of ``holidays``, each from midnight to midnight.

    Raises:
        WeightError: a weight is not between 1 and 10.
        UnknownZoneError: there is no such zone.
    """

    zone: str
    night_from: time = time(22)
    night_to: time = time(6)
    night: float = 1.5
    weekend: float = 1.5
    holiday: float = 2.0
    holidays: Mapping[date, str] = field(default_factory=dict)
    _clock: ZoneInfo = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Refuse weights that nobody could mean."""
        for weight in (self.night, self.weekend, self.holiday):
            if not 1 <= weight <= _HEAVIEST:
                raise WeightError(f"An hour weighs 1 to {_HEAVIEST:g} times an ordinary one, not {weight:g} times.")
        object.__setattr__(self, "_clock", zone(self.zone))

    def at(self, local: datetime) -> tuple[float, frozenset[str]]:
        """The weight of a local time, and which of night, weekend and holiday it is."""
        kinds = set[str]()
        if self._is_night(local.time()):
            kinds.add("night")
        if local.weekday() >= _SATURDAY:
            kinds.add("weekend")
        if local.date() in self.holidays:
            kinds.add("holiday")
        weighs = {"night": self.night, "weekend": self.weekend, "holiday": self.holiday}
        return max((weighs[kind] for kind in kinds), default=1.0), frozenset(kinds)

    def pieces(self, span: Span) -> Iterator[tuple[Span, float, frozenset[str]]]:
        """The span in pieces of one weight each, in order; they tile it."""
        for start, end in pairwise(sorted({span.start, span.end, *self._borders(span)})):
            yield Span(start, end), *self.at(start.astimezone(self._clock))

    def _is_night(self, at: time) -> bool:
        if self.night_from <= self.night_to:
            return self.night_from <= at < self.night_to
        return at >= self.night_from or at < self.night_to

    def _borders(self, span: Span) -> Iterator[datetime]:
        """The instants in the span at which the weight may change."""
        day = span.start.astimezone(self._clock).date()
        last = span.end.astimezone(self._clock).date()
        while day <= last:
            for at in (time(0), self.night_from, self.night_to):
                if (border := instant(day, at, self._clock)) in span:
                    yield border
            day += timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Burden:
    """Somebody's time on duty: hours in all, of these in nights, weekends and holidays, and what they weigh.

    One hour may be of a night and of a weekend. ``kept`` are the holidays of which she had at least an hour.
    """

    hours: float = 0.0
    nights: float = 0.0
    weekends: float = 0.0
    holidays: float = 0.0
    weighted: float = 0.0
    kept: tuple[tuple[date, str], ...] = ()


NOTHING: Final = Burden()


def weighted_hours(spans: Iterable[Span], weights: Weights) -> float:
    """The weighted hours of this time; time that two spans share is counted once."""
    return burden(spans, weights).weighted


def burden(spans: Iterable[Span], weights: Weights) -> Burden:
    """What this time on duty comes to; time that two spans share is counted once."""
    hours, weighted = 0.0, 0.0
    by_kind: dict[str, float] = defaultdict(float)
    by_day: dict[date, float] = defaultdict(float)
    for piece, weight, kinds in (each for span in union(spans) for each in weights.pieces(span)):
        length = piece.length / _HOUR
        hours += length
        weighted += length * weight
        for kind in kinds:
            by_kind[kind] += length
        if "holiday" in kinds:
            by_day[piece.start.astimezone(zone(weights.zone)).date()] += length
    return Burden(
        hours=hours,
        nights=by_kind["night"],
        weekends=by_kind["weekend"],
        holidays=by_kind["holiday"],
        weighted=weighted,
        kept=tuple((day, weights.holidays[day]) for day, length in sorted(by_day.items()) if length >= 1),
    )


def burdens(shifts: Iterable[Shift], weights: Weights) -> Mapping[PersonId, Burden]:
    """What duty came to for everybody who had any."""
    times: dict[PersonId, list[Span]] = defaultdict(list)
    for shift in shifts:
        times[shift.person].append(shift.span)
    return {person: burden(spans, weights) for person, spans in times.items()}


def expected(found: Mapping[PersonId, Burden], shares: Mapping[PersonId, float]) -> Mapping[PersonId, float]:
    """The weighted hours that each would have had, if all of it were split by the share that each has promised.

    ``shares`` are parts of a whole duty, such as 1 and 0.5; who is in none of them had nothing to expect. All shares
    zero, or nobody: nobody is expected to do anything.
    """
    total = sum(each.weighted for person, each in found.items() if person in shares)
    whole = sum(shares.values())
    return {person: total * share / whole if whole > 0 else 0.0 for person, share in shares.items()}
