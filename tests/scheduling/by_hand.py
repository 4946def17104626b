"""Who is on call, worked out as plainly as can be from the rules alone: no arithmetic, nothing remembered, no haste.

It walks from a rotation's first hand-off, period by period and day by day, and shares nothing with what it checks but
the values and `scheduling.wallclock`, whose two rules are tested by themselves.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from geo.names import PersonId
from scheduling import Idle, Line, Override, Roster, Rotation, Schedule, ShiftId, Span, Swap, Unit, Weekly
from scheduling.spans import LATEST
from scheduling.wallclock import instant, last_instant

DAY = timedelta(days=1)
Nobody: frozenset[PersonId] = frozenset()
Times = list[tuple[datetime, datetime]]


@dataclass
class Period:
    """From one hand-off to the next: on the wall, and as instants; what of it is on call, and who has it."""

    wall: datetime
    wall_end: datetime
    start: datetime
    end: datetime
    times: Times = field(default_factory=list)
    active: bool = False
    holders: frozenset[PersonId] = Nobody


def later(first: datetime, unit: Unit, count: int) -> datetime:
    """So many hours, days, weeks or months after the first hand-off, on the wall."""
    if unit is not Unit.MONTH:
        return first + count * {Unit.HOUR: timedelta(hours=1), Unit.DAY: DAY, Unit.WEEK: 7 * DAY}[unit]
    year, month = first.year, first.month
    for _ in range(count):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return first.replace(year=year, month=month, day=min(first.day, monthrange(year, month)[1]))


def periods_of(rotation: Rotation, until: datetime) -> list[Period]:
    """All periods that begin before ``until``, with their times and holders."""
    clock = ZoneInfo(rotation.zone)
    first = datetime.combine(rotation.first_day, rotation.hand_off)
    ends = LATEST
    if rotation.last_day is not None:
        ends = instant(rotation.last_day, rotation.hand_off, clock)
    found: list[Period] = []
    while True:
        wall, wall_end = (later(first, rotation.unit, (len(found) + n) * rotation.every) for n in (0, 1))
        if rotation.last_day and wall >= datetime.combine(rotation.last_day, rotation.hand_off):
            break
        start, end = (min(instant(w.date(), w.time(), clock), ends) for w in (wall, wall_end))
        found.append(Period(wall, wall_end, start, end))
        if start >= until:
            break
    if rotation.only is None:
        _whole_periods(rotation, found, clock)
    else:
        _weekly_hours(rotation, rotation.only, found, clock)
    _give_turns(rotation, found)
    return found


def _whole_periods(rotation: Rotation, periods: list[Period], clock: ZoneInfo) -> None:
    """Without weekly hours all of a period is on call, but what goes from a day off's hand-off to the next day's."""
    for period in periods:
        marks = {period.start, period.end}
        day = period.wall.date() - DAY
        days = []
        while day <= period.wall_end.date() + DAY:
            wall = datetime.combine(day, rotation.hand_off)
            if wall < period.wall_end and wall + DAY > period.wall:
                days.append(day)
            if day in rotation.off:
                marks |= {instant(day + n * DAY, rotation.hand_off, clock) for n in (0, 1)}
            day += DAY
        period.active = any(day not in rotation.off for day in days)
        cuts = sorted(mark for mark in marks if period.start <= mark <= period.end)
        for start, end in pairwise(cuts):
            if not any(
                instant(day, rotation.hand_off, clock) <= start < instant(day + DAY, rotation.hand_off, clock)
                for day in rotation.off
            ):
                period.times.append((start, end))


def _weekly_hours(rotation: Rotation, only: Weekly, periods: list[Period], clock: ZoneInfo) -> None:
    """Each window goes to the period in which it starts; windows of a day, and all where hours count, are cut."""
    day = rotation.first_day - 3 * DAY
    while day <= periods[-1].wall_end.date() + DAY:
        for window in only.windows:
            if window.weekday == day.weekday() and day not in rotation.off:
                opens = datetime.combine(day, window.start)
                closes = datetime.combine(day if window.end > window.start else day + DAY, window.end)
                cut = window.start == window.end or rotation.unit is Unit.HOUR
                start = instant(opens.date(), opens.time(), clock)
                end = last_instant(closes.date(), closes.time(), clock)
                _share_window(periods, (opens, closes), (start, end), cut=cut)
        day += DAY


def _share_window(
    periods: list[Period], wall: tuple[datetime, datetime], span: tuple[datetime, datetime], *, cut: bool
) -> None:
    for number, period in enumerate(periods):
        if cut:
            start, end = max(span[0], period.start), min(span[1], period.end)
            period.active |= wall[0] < period.wall_end and wall[1] > period.wall
        else:
            starts_in_it = period.wall <= wall[0] < period.wall_end
            goes_on_into_first = number == 0 and wall[0] < period.wall < wall[1]
            if not starts_in_it and not (number == 0 and wall[0] < period.wall):
                continue
            start, end = max(span[0], periods[0].start), min(span[1], periods[-1].end)
            period.active |= starts_in_it or goes_on_into_first
        if start < end:
            period.times.append((start, end))


def _give_turns(rotation: Rotation, periods: list[Period]) -> None:
    """Walk through the order: debts are paid first, who is paused is passed over, idle periods may wait."""
    order, place, debts = list(rotation.turns), 0, list[int]()
    before: frozenset[PersonId] | None = None
    waiting: list[Period] = []
    for period in periods:
        if rotation.idle is Idle.WAITS and not period.active:
            if before is None:
                waiting.append(period)
            else:
                period.holders = before
            continue
        begins = min((start for start, _ in period.times), default=period.start)
        paused = {p.person for p in rotation.pauses if p.during.start <= begins < p.during.end}
        back = [debt for debt in debts if not order[debt] <= paused]
        if back:
            debts.remove(back[0])
            period.holders = order[back[0]] - paused
        elif any(not holders <= paused for holders in order):
            while order[place] <= paused:
                if rotation.owed and place not in debts:
                    debts.append(place)
                place = (place + 1) % len(order)
            period.holders = order[place] - paused
            place = (place + 1) % len(order)
        before = period.holders
        for earlier in waiting:
            earlier.holders = before
        waiting = []


class ByHand:
    """A schedule, looked at in a window."""

    def __init__(self, schedule: Schedule, window: Span) -> None:
        self.schedule = schedule
        self.periods = {rotation.id: periods_of(rotation, window.end) for rotation in schedule.rotations}
        self.held = [
            (rotation, start, end, period.holders)
            for rotation in schedule.rotations
            for period in self.periods[rotation.id]
            for start, end in period.times
            if start < window.end and window.start < end
        ]

    def who(self, t: datetime) -> dict[Line, set[PersonId]]:
        """Who is on call at an instant, by line."""
        return {line: self._on(line, t) for line in Line}

    def edges(self) -> Iterator[datetime]:
        """Every instant at which anything may begin or end."""
        schedule = self.schedule
        for periods in self.periods.values():
            for period in periods:
                yield from (period.start, period.end)
                yield from (edge for time in period.times for edge in time)
        spans = [override.during for override in schedule.overrides]
        spans += [leave.during for leave in schedule.leave]
        spans += [roster.during for roster in schedule.rosters]
        spans += [shift.span for roster in schedule.rosters for shift in roster.shifts]
        if schedule.recorded:
            yield schedule.recorded.until
            spans += [shift.span for shift in schedule.recorded.shifts]
        for swap in schedule.swaps:
            spans += [Span(*time) for _, _, times in self._turns(swap) for time in _cut(swap, times)]
        yield from (edge for span in spans for edge in (span.start, span.end))

    def _on(self, line: Line, t: datetime) -> set[PersonId]:
        schedule = self.schedule
        if schedule.recorded and t < schedule.recorded.until:
            return {s.person for s in schedule.recorded.shifts if s.line is line and t in s.span}
        away = {leave.person for leave in schedule.leave if t in leave.during}
        rosters = [roster for roster in schedule.rosters if line in roster.lines and t in roster.during]
        for temporary in rosters:
            if temporary.final:
                return _fixed(temporary, line, t) - away
        ruling = max(rosters, key=lambda roster: roster.number, default=None)
        layer = 0
        if ruling is not None:
            on_call = _fixed(ruling, line, t)
        else:
            layer, on_call = self._turning(line, t)
        changes: list[Override | Swap] = [*schedule.overrides, *schedule.swaps]
        for made in sorted(changes, key=lambda change: change.number):
            if made.line is not line:
                continue
            if isinstance(made, Swap):
                if self._swap_holds(made, ruling, layer, t) and made.giver in on_call:
                    on_call = on_call - {made.giver} | {made.taker}
            elif t in made.during and (made.removes is None or made.removes in on_call):
                on_call = on_call - {made.removes} if made.removes else on_call
                on_call = on_call | {made.adds} if made.adds else on_call
        return on_call - away

    def _turning(self, line: Line, t: datetime) -> tuple[int, set[PersonId]]:
        """The highest layer that has a holder, and all its holders."""
        by_layer: dict[int, set[PersonId]] = {}
        for rotation, start, end, holders in self.held:
            if rotation.line is line and start <= t < end:
                by_layer.setdefault(rotation.layer, set()).update(holders)
        held = {layer: people for layer, people in by_layer.items() if people}
        return (max(held), held[max(held)]) if held else (0, set())

    def _swap_holds(self, swap: Swap, ruling: Roster | None, layer: int, t: datetime) -> bool:
        """Whether the giver has the turn, or has it by earlier swaps, and the turn is what counts now."""
        for where, holders, times in self._turns(swap):
            counts = where == ruling.id if ruling else isinstance(where, Rotation) and where.layer == layer
            having = set(holders)
            for earlier in self.schedule.swaps:
                if earlier.number >= swap.number or (earlier.turn, earlier.line) != (swap.turn, swap.line):
                    continue
                if earlier.giver in having:
                    having.add(earlier.taker)
            if counts and swap.giver in having and any(start <= t < end for start, end in _cut(swap, times)):
                return True
        return False

    def _turns(self, swap: Swap) -> Iterator[tuple[object, frozenset[PersonId], Times]]:
        if isinstance(swap.turn, tuple):
            for rotation in self.schedule.rotations:
                if (rotation.id, rotation.line) == (swap.turn[0], swap.line):
                    periods = self.periods[rotation.id][swap.turn[1] : swap.turn[1] + 1]
                    yield from ((rotation, period.holders, sorted(period.times)) for period in periods)
            return
        for roster in self.schedule.rosters:
            for shift in roster.shifts:
                if (shift.id, shift.line) == (ShiftId(swap.turn), swap.line) and not roster.final:
                    yield roster.id, frozenset([shift.person]), [(shift.span.start, shift.span.end)]


def _fixed(roster: Roster, line: Line, t: datetime) -> set[PersonId]:
    return {shift.person for shift in roster.shifts if shift.line is line and t in shift.span}


def _cut(swap: Swap, times: Times) -> Times:
    if swap.part is None or not times:
        return times
    begins = times[0][0]
    cut = [(max(s, begins + swap.part.start), min(e, begins + swap.part.end)) for s, e in times]
    return [(start, end) for start, end in cut if start < end]
