"""All that people and agencies said about when they can serve, merged over a window: for the planner and for swaps."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from consortium.db import Reading
from consortium.duty.availability.values import FULL_SHARE, NO_LIMITS, LentHours, Said, SaidTime
from consortium.duty.store.availability import load_lenders, load_limits, load_patterns, load_times
from consortium.duty.store.busy_calendars import load_busy
from consortium.duty.store.lent_hours import load_lent_hours
from consortium.members.store import load_region
from geo import AgencyId, PersonId
from scheduling.availability import Availability, Block, Why, Wish, blocks_of
from scheduling.spans import LATEST, Span, gaps, union
from scheduling.wallclock import instant, zone

BEHIND: Final = timedelta(days=1)
AHEAD: Final = timedelta(days=400)
_WEIGHT: Final = {Said.PREFERRED: 1, Said.UNDESIRED: -1}


async def load_availability(reading: Reading, window: Span | None = None) -> Mapping[PersonId, Availability]:
    """What everybody who answers can do in the window; by default from yesterday to 400 days ahead.

    In eight queries. Leave is not in it: the schedule has it. A busy calendar that could not be read lately counts
    with what it told last; :func:`consortium.duty.availability.see.see_calendars` says how old that is.
    """
    wanted = window or Span(reading.now - BEHIND, reading.now + AHEAD)
    clock = zone((await load_region(reading)).timezone)
    limits, busy = await load_limits(reading), await load_busy(reading, wanted)
    blocks: dict[PersonId, list[Block]] = defaultdict(list)
    wishes: dict[PersonId, list[Wish]] = defaultdict(list)
    for person, told in _by_person(await load_times(reading)).items():
        blocks[person] += _blocked(told, wanted, clock)
        wishes[person] += _wishes(told, wanted, clock)
    for kept in await load_patterns(reading):
        blocks[kept.person] += blocks_of(kept.pattern.worked(wanted, clock), Why.PATTERN)
    for person, spans in busy.items():
        blocks[person] += blocks_of(spans, Why.CALENDAR)
    lent = lent_spans(await load_lent_hours(reading), wanted, clock)
    found = {}
    for person, agency in (await load_lenders(reading)).items():
        own = limits.get(person, NO_LIMITS)
        found[person] = Availability(
            person=person,
            blocked=tuple(sorted(blocks[person])),
            wishes=tuple(sorted(wishes[person])),
            most_per_month=own.most_per_month,
            share=own.share_percent / FULL_SHARE,
            notice_hours=own.notice_hours,
            lent=None if agency is None else lent.get(agency),
        )
    return found


def lent_spans(hours: Iterable[LentHours], window: Span, clock: ZoneInfo) -> Mapping[AgencyId, tuple[Span, ...]]:
    """All the time of the window for which each agency with hours lends its people, in order.

    On days that none of its hours cover it lends them always.
    """
    by_agency: dict[AgencyId, list[LentHours]] = defaultdict(list)
    for each in hours:
        by_agency[each.agency].append(each)
    found = {}
    for agency, told in by_agency.items():
        free = (span for each in told if each.weekly for span in each.weekly.within(window, clock))
        covered = [span for each in told if (span := _days(each, clock)) is not None]
        cut = (part for span in union((*free, *gaps(window, covered))) if (part := span.intersect(window)))
        found[agency] = tuple(cut)
    return found


def _days(hours: LentHours, clock: ZoneInfo) -> Span | None:
    """The whole of the days that these hours are about."""
    starts = instant(hours.first, time(0), clock)
    ends: datetime = LATEST if hours.last is None else instant(hours.last + timedelta(days=1), time(0), clock)
    return Span(starts, ends) if starts < ends else None


def _by_person(times: Iterable[SaidTime]) -> Mapping[PersonId, list[SaidTime]]:
    found: dict[PersonId, list[SaidTime]] = defaultdict(list)
    for each in times:
        found[each.person].append(each)
    return found


def _blocked(told: Iterable[SaidTime], window: Span, clock: ZoneInfo) -> Iterable[Block]:
    blocked = [each for each in told if each.said is Said.BLOCKED]
    once = [each.once for each in blocked if each.once is not None and each.once.overlaps(window)]
    weekly = [span for each in blocked if each.weekly for span in each.weekly.within(window, clock)]
    return (*blocks_of(once, Why.ONCE), *blocks_of(weekly, Why.WEEKLY))


def _wishes(told: Iterable[SaidTime], window: Span, clock: ZoneInfo) -> Iterable[Wish]:
    for each in told:
        if each.said is Said.BLOCKED:
            continue
        weight = _WEIGHT[each.said]
        if each.once is not None and each.once.overlaps(window):
            yield Wish(each.once, weight)
        elif each.weekly is not None:
            yield from (Wish(span, weight) for span in each.weekly.within(window, clock))
