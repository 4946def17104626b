"""Load all that plans of a consortium stand on."""

from datetime import date, timedelta
from typing import Final

from consortium.db import Reading
from consortium.duty.availability.load import load_availability
from consortium.duty.planning.question import YEAR, Ground
from consortium.duty.planning.rules import YEARS_BACK, load_rules, load_weights
from consortium.duty.store.served import load_served
from consortium.duty.views import RotaFacts
from consortium.members.store import load_agencies, load_mails
from geo import PersonId
from scheduling import Span
from scheduling.fairness import Weights, burdens
from scheduling.spans import EARLIEST

_YEARS: Final = timedelta(days=365 * YEARS_BACK)


async def load_ground(reading: Reading, facts: RotaFacts, window: Span | None = None) -> Ground:
    """Facts, rules, what people said of themselves about ``window``, and the holidays that they kept.

    ``facts`` are at hand already.
    """
    weights = await load_weights(reading)
    return Ground(
        facts=facts,
        published=facts.schedule,
        rules=await load_rules(reading),
        weights=weights,
        available=await load_availability(reading, window),
        places={agency: each.at for agency, each in (await load_agencies(reading)).departments.items()},
        reached=frozenset(await load_mails(reading)),
        kept_holidays=await _kept_holidays(reading, weights),
        now=reading.now,
    )


async def _kept_holidays(reading: Reading, weights: Weights) -> dict[PersonId, tuple[tuple[date, str], ...]]:
    """Holidays that were served longer than a year ago, by person; the last year counts with its hours."""
    end = reading.now - YEAR
    served = await load_served(reading, Span(max(end - _YEARS, EARLIEST), end))
    days = weights.holidays
    near = [
        shift
        for shift in served
        if any(day - timedelta(days=1) <= shift.span.end.date() and shift.span.start.date() <= day + timedelta(days=1)
               for day in days)
    ]  # fmt: skip
    return {person: burden.kept for person, burden in burdens(near, weights).items() if burden.kept}
