"""What a draft stands against: who is on its lines by what is published, as one short word that can be compared. Pure.

Leave changes nothing here: it takes people off whatever is published, and nobody publishes it.
"""

from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from consortium.duty.planning.values import KeptRoster
from consortium.duty.store.rosters import as_roster
from scheduling import Line, Schedule, Span, shifts


def fingerprint(schedule: Schedule, lines: frozenset[Line], span: Span, made_at: datetime) -> str:
    """The same word as long as the same people are on these lines, from ``made_at`` on, by what is published."""
    start = max(span.start, made_at)
    if start >= span.end:
        return ""
    published = replace(schedule, leave=(), recorded=None)
    held = sorted(
        f"{shift.line.value} {shift.person} {shift.span.start.isoformat()} {shift.span.end.isoformat()}"
        for shift in shifts(published, Span(start, span.end))
        if shift.line in lines
    )
    return sha256("\n".join(held).encode()).hexdigest()[:32]


def stands_against(schedule: Schedule, kept: KeptRoster) -> str:
    """The word for what the draft's lines and time look like now; the same as its ``base``: nothing changed."""
    return fingerprint(schedule, kept.lines, kept.span, kept.made_at)


def with_plan(schedule: Schedule, kept: KeptRoster, now: datetime) -> Schedule:
    """The schedule as it would be with this draft published at ``now``."""
    start = max(kept.span.start, now)
    roster = as_roster(kept, Span(start, kept.span.end)) if start < kept.span.end else None
    others = tuple(each for each in schedule.rosters if each.id != kept.id)
    return schedule if roster is None else replace(schedule, rosters=(*others, roster))


def without_plan(schedule: Schedule, kept: KeptRoster, now: datetime) -> Schedule:
    """The schedule as it would be with this plan withdrawn at ``now``: for the time before that it stays."""
    others = tuple(each for each in schedule.rosters if each.id != kept.id)
    counted = kept.counts
    past = None if counted is None or counted.start >= now else Span(counted.start, min(counted.end, now))
    roster = as_roster(kept, past)
    return replace(schedule, rosters=others if roster is None else (*others, roster))


def ahead(kept: KeptRoster, now: datetime) -> Span | None:
    """What of the plan's time has not passed."""
    start = max(kept.span.start, now)
    return Span(start, kept.span.end) if start < kept.span.end else None
