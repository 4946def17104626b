"""When the level of service promises that somebody is there, and what follows for gaps (decision 17). Pure.

Level 1 promises nobody. Level 2 promises a call back within a stated time, so a wait that is no longer is no gap, and
of a longer one the last such time is none: whoever asks then is called back in time. Level 3 promises set hours.
Level 4 promises all of the time.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Final

from consortium.duty.coverage.values import Gap
from consortium.members.hours import open_spans
from consortium.members.values import Region
from scheduling import Span
from scheduling.spans import LATEST

DIRECTORY: Final = 1
CALL_BACK: Final = 2
SET_HOURS: Final = 3


def promised(region: Region, window: Span) -> tuple[Span, ...]:
    """The parts of the window in which somebody must be there."""
    if region.service_level == DIRECTORY:
        return ()
    if region.service_level == SET_HOURS:
        return open_spans(region.hours, region.timezone, window)
    return (window,)


def patience(region: Region) -> timedelta:
    """How long a wait may be that is no gap."""
    return timedelta(minutes=(region.call_back_minutes or 0) if region.service_level == CALL_BACK else 0)


def looked_at(region: Region, window: Span) -> Span:
    """The time that must be judged to tell what the window lacks: a little more, where a wait may reach out of it."""
    return Span(window.start, min(window.end + patience(region), LATEST))


def lacking(region: Region, window: Span, gaps: Iterable[Gap]) -> Iterator[Gap]:
    """What of these gaps breaks the promise within the window; a gap may fall into several."""
    hours = promised(region, window)
    for gap in gaps:
        end = gap.span.end - patience(region)
        if end <= gap.span.start:
            continue
        for each in hours:
            inside = each.intersect(Span(gap.span.start, end))
            if inside is not None:
                yield replace(gap, span=inside)
