"""What heads and coordinators see of requests: what was released, and nothing else; no counter is read here."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from consortium.reports.budget import EPSILON, due_on, quarters_of
from consortium.reports.noise import Shown, share, shown
from consortium.reports.store import Key, Release
from consortium.support.lists import ABOUT, CELLS, ENDED, FIRST, ONWARD, Span
from consortium.support.sealed import TOPICS
from consortium.support.store.counters import Period

LEAST_FOR_SHARES: Final = 20
"""Of fewer, a share of a noisy number says nothing."""
HEADINGS: Final = ("From", "Until before", "What", "Which", "Shown", "Lowest", "Highest", "Noise (epsilon)", "Released")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number of the page: of what, which, in which period, and how it is shown. ``lost``: in a restore."""

    period: Period
    measure: str
    cell: str
    shown: Shown | None
    epsilon: float = EPSILON
    released_on: date | None = None

    @property
    def lost(self) -> bool:
        """Whether it was released before, and lost since."""
        return self.shown is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """What was released of one year. ``quarters`` is empty where first contacts are counted by year."""

    year: int
    quarters: tuple[Figure, ...]
    whole: Figure | None
    topics: tuple[Figure, ...]
    onward: Figure | None
    onward_share: tuple[int, int] | None
    endings: tuple[Figure, ...]
    unanswered_share: tuple[int, int] | None

    @property
    def figures(self) -> tuple[Figure, ...]:
        """All of them, in the order of the page."""
        return (*self.quarters, *filter(None, [self.whole]), *self.topics, *filter(None, [self.onward]), *self.endings)


def years_of(releases: Iterable[Release]) -> tuple[Year, ...]:
    """What was released, the newest year first."""
    known = {each.key: each for each in releases}
    years = sorted({key.period.first.year for key in known}, reverse=True)
    return tuple(_year(year, known) for year in years)


def coming(day: date) -> tuple[tuple[date, tuple[Period, ...]], ...]:
    """The next two days on which something is released, with what; from the calendar alone."""
    periods = [
        period
        for year in (day.year - 1, day.year, day.year + 1)
        for period in (*quarters_of(year), Period(date(year, 1, 1), Span.YEAR))
    ]
    days = sorted({due for each in periods if (due := due_on(each)) > day})[:2]
    return tuple((due, tuple(sorted(each for each in periods if due_on(each) == due))) for due in days)


def as_csv(years: Sequence[Year]) -> bytes:
    """The released figures as CSV in UTF-8: what the page shows, and no more."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADINGS)
    for figure in (figure for year in years for figure in year.figures):
        end = due_on(figure.period).replace(day=1).isoformat()
        told, low, high = "lost in a restore", "", ""
        if figure.shown is not None:
            told = figure.shown.words
            low, high = ("", "") if figure.shown.few else (str(figure.shown.low), str(figure.shown.high))
        on = figure.released_on.isoformat() if figure.released_on else ""
        row = (figure.period.first.isoformat(), end, figure.measure, figure.cell, told, low, high, figure.epsilon, on)
        writer.writerow(row)
    return text.getvalue().encode("utf-8-sig")


def _year(year: int, known: dict[Key, Release]) -> Year:
    whole = Period(date(year, 1, 1), Span.YEAR)
    quarters = [known[key] for each in quarters_of(year) if (key := Key(each, FIRST)) in known]
    about, ended = known.get(Key(whole, ABOUT)), known.get(Key(whole, ENDED))
    total = [found] if (found := known.get(Key(whole, FIRST))) else quarters if about else []
    onward = tuple(f"{topic}{ONWARD}" for topic in TOPICS)
    return Year(
        year=year,
        quarters=tuple(_figure([each], CELLS[FIRST], "all", each.key.period) for each in quarters),
        whole=_figure(total, CELLS[FIRST], "all", whole) if total else None,
        topics=tuple(_figure([about], (each, each + ONWARD), each, whole) for each in TOPICS) if about else (),
        onward=_figure([about], onward, "onward", whole) if about else None,
        onward_share=_share(([about], onward), (total, CELLS[FIRST])) if about else None,
        endings=tuple(_figure([ended], (each,), each, whole) for each in CELLS[ENDED]) if ended else (),
        unanswered_share=_share(([ended], ("unanswered",)), ([ended], CELLS[ENDED]), more=(total, CELLS[FIRST]))
        if ended
        else None,
    )


def _figure(releases: Sequence[Release], cells: Sequence[str], name: str, period: Period) -> Figure:
    """A sum of noisy cells as one number."""
    noisy = _sum(releases, cells)
    return Figure(
        period=period,
        measure=releases[0].key.measure,
        cell=name,
        shown=None if noisy is None else shown(noisy[0], cells=noisy[1], epsilon=EPSILON),
        released_on=max(each.released_on for each in releases),
    )


def _sum(releases: Sequence[Release], cells: Sequence[str]) -> tuple[int, int] | None:
    """The sum of these noisy cells, and of how many it is; ``None`` if one of the releases was lost."""
    if not releases or any(each.drawn is None for each in releases):
        return None
    found = [each.drawn[cell] for each in releases if each.drawn is not None for cell in cells]
    return sum(found), len(found)


_Cells = tuple[Sequence[Release], Sequence[str]]


def _share(part: _Cells, whole: _Cells, *, more: _Cells | None = None) -> tuple[int, int] | None:
    """Per cent of two sums as a range; ``more`` is added to the whole. ``None``: lost, or of too few."""
    some, everything = _sum(*part), _sum(*whole)
    added = _sum(*more) if more else (0, 0)
    if some is None or everything is None or added is None:
        return None
    total = (everything[0] + added[0], everything[1] + added[1])
    return share(some, total, epsilon=EPSILON, least=LEAST_FOR_SHARES)
