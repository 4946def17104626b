"""Public holidays as the law of each state has them, from the `holidays` library. Pure: what is kept here is not asked.

A holiday is told on its very day; days off in lieu are not, as the night that people would rather be at home does not
move with them.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Final

from holidays import country_holidays, list_supported_countries

STATES: Final = frozenset(list_supported_countries()["US"])
"""The states and territories that the library knows, by their two letters."""


def holiday(day: date) -> str | None:
    """The federal holiday of this very day, if it is one."""
    return of_state("", day.year).get(day)


@lru_cache(maxsize=256)
def of_state(state: str, year: int) -> Mapping[date, str]:
    """A state's holidays of a year, by day; for a state that the library does not know, the federal ones."""
    found = country_holidays(
        "US", subdiv=state if state in STATES else None, years=year, observed=False, language="en_US"
    )
    return {day: found[day].replace("; ", ", ") for day in sorted(found) if day.year == year}


def of_states(states: Iterable[str], years: Iterable[int]) -> Mapping[date, str]:
    """The holidays of any of these states, by day; one that not all of them keep names those that do."""
    wanted = sorted(set(states)) or [""]
    found: dict[date, dict[str, list[str]]] = {}
    for year in years:
        for state in wanted:
            for day, name in of_state(state, year).items():
                found.setdefault(day, {}).setdefault(name, []).append(state)
    return {day: _named(found[day], len(wanted)) for day in sorted(found)}


def _named(names: Mapping[str, list[str]], states: int) -> str:
    if sum(map(len, names.values())) == states:
        return " / ".join(names)
    return " / ".join(f"{name} ({', '.join(keeping)})" for name, keeping in names.items())
