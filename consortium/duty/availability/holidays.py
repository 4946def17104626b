"""The holidays that are kept: those of the law of the agencies' states, with the consortium's and agencies' own lists.

One function says it for the consortium (fairness, the schedule), one for each agency (its people's own).
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from consortium.db import Reading
from consortium.duty.holidays import of_states
from consortium.duty.store.holidays import OwnHoliday, load_own_holidays, load_states
from geo import AgencyId


async def load_holidays(reading: Reading, years: Iterable[int]) -> Mapping[date, str]:
    """The holidays of these years, by day: of every state that an agency lies in, and of the consortium's own list."""
    wanted, states = tuple(years), await load_states(reading)
    own = [each for each in await load_own_holidays(reading) if each.agency is None]
    return with_own(of_states(states.values(), wanted), own, wanted)


async def load_agency_holidays(reading: Reading, years: Iterable[int]) -> Mapping[AgencyId, Mapping[date, str]]:
    """The holidays of these years for each agency: of its state, of the consortium's list, and then of its own."""
    wanted, states = tuple(years), await load_states(reading)
    lists = await load_own_holidays(reading)
    ours = [each for each in lists if each.agency is None]
    return {
        agency: with_own(
            with_own(of_states((state,), wanted), ours, wanted),
            [each for each in lists if each.agency == agency],
            wanted,
        )
        for agency, state in states.items()
    }


def with_own(by_law: Mapping[date, str], own: Sequence[OwnHoliday], years: Iterable[int]) -> Mapping[date, str]:
    """The law's holidays with an own list laid over them: what it adds is there, what it strikes out is not."""
    found = dict(by_law)
    for year in years:
        for each in sorted(own, key=lambda told: (told.kept, told.day)):
            day = _in(each, year)
            if day is None:
                continue
            if not each.kept:
                found.pop(day, None)
            elif each.name not in found.get(day, ""):
                found[day] = f"{found[day]} / {each.name}" if day in found else each.name
    return dict(sorted(found.items()))


def _in(holiday: OwnHoliday, year: int) -> date | None:
    """The day of an own holiday in a year; 29 February is none in most years."""
    if holiday.day.year == year:
        return holiday.day
    if not holiday.yearly or year < holiday.day.year:
        return None
    try:
        return holiday.day.replace(year=year)
    except ValueError:
        return None
