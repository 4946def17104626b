"""What heads are reminded of about annexes that count unless one objects: shortly before the end, and that one counts.

Days are those of the agreement's calendar. Nobody who objected is reminded of what she settled.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from agreements import Terms
from agreements.times import day_of
from consortium.db import Reading
from consortium.members.annex_values import Annex
from consortium.members.store import load_waiting_annexes
from consortium.signing.annex_notice import begins_at, last_to_object, terms_for
from consortium.signing.store import load_reach
from consortium.signing.store.annex_notices import load_told
from geo import AgencyId

BEFORE: Final = 3
"""So many days before the end heads are reminded, unless the agreement gives no more than these anyway."""
_TOLD_FOR: Final = timedelta(days=14)
"""So long after an annex began to count its heads are told that it does, if a mail could not go out before."""
_LONGEST: Final = timedelta(days=3700)


@dataclass(frozen=True, slots=True)
class AnnexReminder:
    """What is told to the heads and the clerk of one agency; ``what`` names it, so that it is told once."""

    pact: UUID
    agency: AgencyId
    what: str
    words: str


@dataclass(frozen=True, slots=True)
class Running:
    """An annex of which all heads were told and to which nobody objected; it counts from ``begins`` on."""

    annex: Annex
    terms: Terms
    begins: datetime


async def load_running(reading: Reading) -> tuple[Running, ...]:
    """All whose days run or are over; not those that no agreement lets count without a signature now."""
    told = {each.annex: each for each in await load_told(reading, since=reading.now - _LONGEST)}
    if not told:
        return ()
    reach, found = await load_reach(reading), []
    for annex in await load_waiting_annexes(reading):
        terms = terms_for(reach, annex.agreement, annex.agency, reading.now) if annex.id in told else None
        begins = begins_at(told[annex.id], terms) if terms else None
        if terms is not None and begins is not None:
            found.append(Running(annex, terms, begins))
    return tuple(found)


async def load_annex_reminders(reading: Reading, home: str) -> tuple[AnnexReminder, ...]:
    """All that is to be told now. ``home`` is the consortium's address, whole."""
    return tuple(annex_reminders(await load_running(reading), reading.now, home))


def annex_reminders(running: Iterable[Running], at: datetime, home: str) -> Iterator[AnnexReminder]:
    """What is to be told of these annexes. Pure."""
    for each in running:
        annex, words = each.annex, _words(each.annex, each.terms, each.begins, at)
        if words is not None:
            what = f"annex {annex.id} {words[0]}"
            yield AnnexReminder(annex.agreement, annex.agency, what, f"{words[1]}\n{home}/annexes/{annex.id}")


def _words(annex: Annex, terms: Terms, begins: datetime, at: datetime) -> tuple[str, str] | None:
    named = f"Roster annex {annex.reference} of {annex.agency_name}"
    first, last = day_of(begins, terms.calendar).isoformat(), last_to_object(begins, terms).isoformat()
    if begins <= at:
        counts = f"{named} counts since {first}: its heads were told, and nobody objected by {last}."
        return ("counts", counts) if at < begins + _TOLD_FOR else None
    left = (day_of(begins, terms.calendar) - day_of(at, terms.calendar)).days
    if left > BEFORE or terms.deemed_days <= BEFORE:
        return None
    return "ends", f"{named} counts from {first} on unless a head objects. The last day to object is {last}."
