"""Lanes: the final answer of each line, and everybody's own duty, cut and placed.

A draft is shown as the schedule that it would make: what it adds is marked ``new``, what it takes away ``gone``.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import Final
from uuid import UUID

from consortium.duty.timeline.values import GAP, LEAVE, Bar, LineRow, Week
from consortium.duty.timeline.window import Window, window_of
from consortium.duty.views import RotaFacts
from geo import PersonId
from scheduling import Line, Schedule, Span, shifts, stretches
from scheduling.spans import LATEST, subtract, union

Held = Mapping[tuple[PersonId, Line], tuple[Span, ...]]
"""Everybody's times on each line."""

_Piece = tuple[Span, frozenset[PersonId]]

HrefOf = Callable[[Line | None, Span, PersonId | None], str]
"""Where a bar leads: by line (``None``: leave), span and person."""

NARROW: Final = 19
"""A bar of fewer columns than this has no room for a name."""
_HOUR: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody has asked to be relieved on a line in a span, and nobody has taken it yet; ``id`` is the ask's."""

    id: UUID
    person: PersonId
    line: Line
    during: Span


@dataclass(frozen=True, slots=True)
class Drawn:
    """What the lanes are drawn from: facts, the time, the schedule that counts while ``facts`` has a draft's."""

    facts: RotaFacts
    window: Window
    href: HrefOf
    week_href: Callable[[Window], str]
    published: Schedule | None = None
    asked: tuple[Asked, ...] = ()


def final_lines(drawn: Drawn, span: Span | None = None) -> tuple[LineRow, ...]:
    """The final answer of every line in the window, or in a span of its own."""
    span = span or drawn.window.span
    found = stretches(drawn.facts.schedule, span)
    was = () if drawn.published is None else stretches(drawn.published, span)
    return tuple(
        _line(
            drawn,
            line,
            [(each.span, each.duty[line]) for each in found],
            [(each.span, each.duty[line]) for each in was],
        )
        for line in Line
    )


def held(schedule: Schedule, span: Span) -> Held:
    """Everybody's times on each line in a span."""
    times: dict[tuple[PersonId, Line], list[Span]] = defaultdict(list)
    for shift in shifts(schedule, span):
        times[shift.person, shift.line].append(shift.span)
    return {key: tuple(spans) for key, spans in times.items()}


def away(schedule: Schedule, span: Span) -> Iterator[tuple[PersonId, Span]]:
    """Everybody's leave in the span, cut to it; who is gone for good is not away but off the list."""
    for leave in schedule.leave:
        cut = leave.during.intersect(span) if leave.during.end < LATEST else None
        if cut:
            yield leave.person, cut


def bars_of(drawn: Drawn, now: Held, was: Held | None) -> Mapping[PersonId, tuple[Bar, ...]]:
    """Everybody's bars, by start; people without any are left out."""
    found: dict[PersonId, list[Bar]] = defaultdict(list)
    for person, line in {*now, *(was or ())}:
        for mark, spans in _marked(drawn, person, line, now, was):
            found[person] += [_bar(drawn, line, each, person, mark) for each in spans]
    for person, span in away(drawn.facts.schedule, drawn.window.span):
        found[person].append(
            Bar(
                LEAVE,
                span.start,
                span.end,
                drawn.window.place(span.start, span.end),
                (_name(drawn.facts, person),),
                href=drawn.href(None, span, person),
            )
        )
    return {person: tuple(sorted(bars, key=lambda bar: (bar.start, bar.key))) for person, bars in found.items()}


def weeks_of(drawn: Drawn, now: Held, was: Held | None) -> Mapping[PersonId, tuple[Week, ...]]:
    """Everybody's hours by week and line; weeks without duty are left out."""
    weeks = [window_of(monday, 1, drawn.window.timezone) for monday in drawn.window.mondays]
    spans = [week.span for week in weeks]
    places = [
        (week.first, drawn.window.place(span.start, span.end), drawn.week_href(week))
        for week, span in zip(weeks, spans, strict=True)
    ]
    mine, before = _by_week(now, spans), _by_week(was, spans) if was is not None else None
    found: dict[PersonId, list[Week]] = defaultdict(list)
    for person, number in sorted({*mine, *(before or ())}, key=lambda each: each[1]):
        hours = mine.get((person, number), {})
        served = tuple((line.value, round(hours[line] / _HOUR)) for line in Line if line in hours)
        changes = before is not None and before.get((person, number), {}) != hours
        monday, place, href = places[number]
        found[person].append(Week(monday, place, href, served, changes))
    return {person: tuple(each) for person, each in found.items()}


def _by_week(times: Held, weeks: Sequence[Span]) -> dict[tuple[PersonId, int], dict[Line, timedelta]]:
    """Time by person and week, and in each by line."""
    found: dict[tuple[PersonId, int], dict[Line, timedelta]] = defaultdict(dict)
    for (person, line), spans in times.items():
        for span in spans:
            for number, week in enumerate(weeks):
                if cut := span.intersect(week):
                    hers = found[person, number]
                    hers[line] = hers.get(line, timedelta()) + cut.length
    return found


def _line(drawn: Drawn, line: Line, found: Sequence[_Piece], was: Sequence[_Piece]) -> LineRow:
    pieces = list(_joined(found))
    uncovered = [span for span, people in pieces if not people]
    total = found[-1][0].end - found[0][0].start
    covered = total - sum((span.length for span in uncovered), timedelta())
    return LineRow(
        key=line.value,
        bars=tuple(_final_bars(drawn, line, pieces, was)),
        weeks=tuple(_uncovered_weeks(drawn, uncovered)),
        covered=int(covered / _HOUR),
        total=int(total / _HOUR),
        per_cent=int(100 * covered / total),
    )


def _joined(found: Sequence[_Piece]) -> Iterator[_Piece]:
    for people, same in groupby(found, key=lambda each: each[1]):
        spans = [span for span, _ in same]
        yield Span(spans[0].start, spans[-1].end), people


def _final_bars(drawn: Drawn, line: Line, pieces: Iterable[_Piece], was: Sequence[_Piece]) -> Iterator[Bar]:
    for span, people in pieces:
        names = tuple(sorted(_name(drawn.facts, person) for person in people))
        for part, mark in _changed(span, people, was):
            place = drawn.window.place(part.start, part.end)
            only = next(iter(people)) if len(people) == 1 else None
            href = drawn.href(line, part, only)
            key = line.value if people else GAP
            yield Bar(key, part.start, part.end, place, names, mark, href, _narrow(place))


def _changed(span: Span, people: frozenset[PersonId], was: Sequence[_Piece]) -> Iterator[tuple[Span, str]]:
    """The span in parts: those that a draft changes are new."""
    if not was:
        yield span, ""
        return
    same = [cut for each, before in was if before == people and (cut := each.intersect(span))]
    parts = [(each, "") for each in union(same)] + [(each, "new") for each in subtract((span,), same)]
    yield from sorted(parts)


def _uncovered_weeks(drawn: Drawn, uncovered: Sequence[Span]) -> Iterator[Week]:
    for monday in drawn.window.mondays:
        week = window_of(monday, 1, drawn.window.timezone)
        hours = _in(uncovered, week.span)
        place = drawn.window.place(week.span.start, week.span.end)
        yield Week(monday, place, drawn.week_href(week), ((GAP, hours),) if hours else ())


def _marked(
    drawn: Drawn, person: PersonId, line: Line, now: Held, was: Held | None
) -> Iterator[tuple[str, tuple[Span, ...]]]:
    """Her times on a line, by mark."""
    mine = now.get((person, line), ())
    before = mine if was is None else was.get((person, line), ())
    wanted = tuple(each.during for each in drawn.asked if each.person == person and each.line is line)
    kept = subtract(mine, subtract(mine, before)) if was is not None else mine
    swapped = subtract(kept, subtract(kept, wanted)) if wanted else ()
    yield "", subtract(kept, swapped) if swapped else kept
    yield "swap", swapped
    if was is not None:
        yield "new", subtract(mine, before)
        yield "gone", subtract(before, mine)


def _bar(drawn: Drawn, line: Line, span: Span, person: PersonId, mark: str) -> Bar:
    place = drawn.window.place(span.start, span.end)
    name = (_name(drawn.facts, person),)
    return Bar(line.value, span.start, span.end, place, name, mark, drawn.href(line, span, person), _narrow(place))


def _narrow(place: str) -> bool:
    return int(place.rpartition("w")[2]) < NARROW


def _in(spans: Iterable[Span], span: Span) -> int:
    """Whole hours of the spans that lie in the span."""
    cuts = (each.intersect(span) for each in spans)
    return round(sum((cut.length for cut in cuts if cut), timedelta()) / _HOUR)


def _name(facts: RotaFacts, person: PersonId) -> str:
    card = facts.cards.get(person)
    return card.name if card else "A colleague"
