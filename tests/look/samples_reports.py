"""Sample contexts of the statistics: two years that were released, a number lost in a restore, and nothing yet."""

from dataclasses import replace
from datetime import date
from typing import Any

from consortium.reports.budget import BUDGET_FIRST, BUDGET_OTHER, BUDGET_YEAR, EPSILON, TABLES, quarters_of
from consortium.reports.from_rota import Cover, Roster
from consortium.reports.see_statistics import coming, years_of
from consortium.reports.store import Key, Release
from consortium.support.lists import ABOUT, ENDED, FIRST, Span
from consortium.support.store.counters import Period
from tests.look.samples_common import NOW, TODAY, Context, common, wall


def _releases() -> list[Release]:
    found = [
        Release(Key(each, FIRST), EPSILON, {"all": 9 + 14 * place}, date(2026, 1, 15))
        for place, each in enumerate(quarters_of(2025))
    ]
    for measure in (ABOUT, ENDED):
        drawn = {cell: 3 * place - 1 for place, cell in enumerate(TABLES[measure].cells)}
        found.append(Release(Key(Period(date(2025, 1, 1), Span.YEAR), measure), EPSILON, drawn, date(2026, 1, 15)))
    first, second, *_ = quarters_of(2026)
    found.append(Release(Key(first, FIRST), EPSILON, {"all": 41}, date(2026, 4, 15)))
    return [*found, Release(Key(second, FIRST), EPSILON, None, date(2026, 7, 15))]


def statistics(**more: Any) -> Context:
    """The page of a consortium whose numbers are its own."""
    since = wall(1, 0, month=11)
    cover = Cover(
        first=date(2026, 10, 1), ended=False, since=since, hours=480, primary=100, backup=97, both=97, on_call=941
    )
    return {
        **common("statistics"),
        "years": years_of(_releases()),
        "coming": coming(TODAY),
        "covers": (cover, replace(cover, first=date(2026, 7, 1), ended=True)),
        "roster": Roster(in_date=41, lapsed=2, untrained=0, suspended=1, agencies=30, agencies_bound=29),
        "now": NOW,
        "invented": False,
        "budget": {"first": BUDGET_FIRST, "other": BUDGET_OTHER, "year": BUDGET_YEAR, "each": EPSILON},
        "widths": {"one": 6, "topic": 8, "year": 11, "onward": 15},
        "fewest": 11,
        "sworn_for_quarters": 160,
        **more,
    }


REPORTS: dict[str, tuple[str, Context]] = {
    "statistics": ("reports/statistics.html", statistics()),
    "statistics-invented": ("reports/statistics.html", statistics(invented=True)),
    "statistics-none": ("reports/statistics.html", statistics(years=(), covers=())),
}
