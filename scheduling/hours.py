"""Hours on duty: how long each person is on call, from the schedule alone.

Counted is the time that really passes, so a night with a change of the clocks has 11 or 13 hours. Time on two lines at
once is counted once. Whether anybody called in that time is known to nobody here.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import timedelta

from geo.names import PersonId
from scheduling.schedule import Schedule
from scheduling.spans import Span, union
from scheduling.timeline import shifts


def hours_by_person(schedule: Schedule, window: Span) -> Mapping[PersonId, timedelta]:
    """Give the time on duty in the window of everybody who is on any line in it; who is on none is left out.

    For windows that only touch, the sums add up to that of the whole.
    """
    times: dict[PersonId, list[Span]] = defaultdict(list)
    for shift in shifts(schedule, window):
        times[shift.person].append(shift.span)
    return {person: sum((span.length for span in union(spans)), timedelta()) for person, spans in times.items()}
