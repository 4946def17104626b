"""The list: by duty day, from hand-off to hand-off, so that a night without anybody is one row; or week by week."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from consortium.duty.look_at_rota import duty_span
from consortium.duty.timeline.values import GAP, Bar, DutyDay, LineRow, Slot, WeekLine
from consortium.duty.timeline.window import Window
from consortium.duty.views import RotaFacts
from scheduling import Span

Hrefs = Mapping[date, str]


def duty_days(
    facts: RotaFacts, window: Window, lines: Sequence[LineRow], holidays: Mapping[date, str]
) -> tuple[DutyDay, ...]:
    """Every duty day of a window whose lines' bars reach to the end of the last one."""
    return tuple(_day(facts, day, lines, holidays.get(day)) for day in window.days)


def week_lines(window: Window, lines: Sequence[LineRow], hrefs: Hrefs) -> tuple[WeekLine, ...]:
    """Every week of a window, with its gaps."""
    return tuple(_week(monday, lines, hrefs[monday], Window(monday, 1, window.timezone)) for monday in window.mondays)


def _day(facts: RotaFacts, day: date, lines: Sequence[LineRow], holiday: str | None) -> DutyDay:
    span = duty_span(facts, day)
    slots = tuple(
        _slot(line.key, bar, cut, whole=cut == span)
        for line in lines
        for bar in line.bars
        if (cut := Span(bar.start, bar.end).intersect(span))
    )
    return DutyDay(date=day, start=span.start, end=span.end, holiday=holiday, slots=slots)


def _week(monday: date, lines: Sequence[LineRow], href: str, week: Window) -> WeekLine:
    span = week.span
    gaps = [(line.key, bar, cut) for line in lines for bar in line.bars if bar.key == GAP
            if (cut := Span(bar.start, bar.end).intersect(span))]  # fmt: skip
    open_for = {line.key: sum((cut.length for key, _, cut in gaps if key == line.key), timedelta()) for line in lines}
    return WeekLine(
        first=monday,
        last=week.last,
        href=href,
        covered=tuple((key, int(100 * (span.length - length) / span.length)) for key, length in open_for.items()),
        gaps=tuple(_slot(key, bar, cut, whole=False) for key, bar, cut in gaps),
    )


def _slot(key: str, bar: Bar, span: Span, *, whole: bool) -> Slot:
    """A bar's part; its link keeps the bar's own span, so that a gap over several days is filled as one."""
    return Slot(key=key, names=bar.names, start=span.start, end=span.end, whole=whole, mark=bar.mark, href=bar.href)
