"""Look at the rota: who is on call now, seven days ahead, and when a duty day begins.

Pure: facts and an instant in, frozen views out. Every answer rearranges ``scheduling.timeline`` and the desk's one
``served``, so that pages, paging and coverage cannot disagree. Sentences are for members, in English.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Final

from consortium.duty.holidays import holiday
from consortium.duty.missing import fallback, one_side_now, thinly_served
from consortium.duty.views import (
    DutyDay,
    HolderNow,
    LineNow,
    LineView,
    NextHolder,
    OnCallView,
    RotaFacts,
    StretchView,
)
from consortium.members.values import PeerCard
from geo import PersonId
from scheduling import Line, Shift, Span, Stretch, shifts, stretches
from scheduling.wallclock import instant, zone

AHEAD: Final = timedelta(days=35)
DAWN: Final = time(7)
"""When a duty day begins where no rotation says so."""


def on_call(facts: RotaFacts, now: datetime, *, phones: bool, holidays: Mapping[date, str] | None = None) -> OnCallView:
    """Who is on call now and in the seven duty days from the present one on; ``phones``: their numbers too.

    ``holidays`` are those that are kept; left out, only the federal ones are named.
    """
    coming = shifts(facts.schedule, Span(now, now + AHEAD))
    counted = thinly_served(facts, now)
    first = _duty_day(facts, now)
    days = [first + timedelta(days=number) for number in range(7)]
    return OnCallView(
        now=now,
        lines=tuple(_line_now(facts, line, now, coming, phones=phones) for line in Line),
        one_side=one_side_now(facts, now),
        unserved=counted.nobody,
        thin=counted.one,
        days=tuple(_day(facts, day, holiday(day) if holidays is None else holidays.get(day)) for day in days),
    )


def _day(facts: RotaFacts, day: date, kept: str | None) -> DutyDay:
    span = duty_span(facts, day)
    return DutyDay(date=day, start=span.start, end=span.end, holiday=kept, lines=_lines(facts, span))


def _line_now(facts: RotaFacts, line: Line, now: datetime, coming: Sequence[Shift], *, phones: bool) -> LineNow:
    mine = [shift for shift in coming if shift.line is line]
    holding = [shift for shift in mine if shift.span.start == now]
    later = [shift for shift in mine if shift.span.start > now]
    follows = None
    if later:
        at = later[0].span.start
        names = _names(facts, [shift.person for shift in later if shift.span.start == at])
        follows = NextHolder(name=", ".join(names), at=at)
    return LineNow(
        key=line.value,
        people=tuple(_holder(facts, shift, phones=phones) for shift in holding),
        fallback="" if holding else fallback(facts, line, now),
        next=follows,
    )


def _holder(facts: RotaFacts, shift: Shift, *, phones: bool) -> HolderNow:
    card = facts.cards[shift.person]
    return HolderNow(
        person=shift.person,
        name=card.name,
        agency=card.agency_name or "",
        role=_role(card),
        until=shift.span.end,
        phone=card.talk_number if phones else None,
    )


def _lines(facts: RotaFacts, span: Span) -> tuple[LineView, ...]:
    """The stretches of every line; they tile the span."""
    found = stretches(facts.schedule, span)
    return tuple(LineView(line.value, tuple(_stretches_of(facts, line, found))) for line in Line)


def _stretches_of(facts: RotaFacts, line: Line, found: Sequence[Stretch]) -> Iterator[StretchView]:
    for people, same in groupby(found, key=lambda each: each.duty[line]):
        spans = [each.span for each in same]
        yield StretchView(_names(facts, people), spans[0].start, spans[-1].end)


def _names(facts: RotaFacts, people: Iterable[PersonId]) -> tuple[str, ...]:
    return tuple(sorted(facts.cards[person].name for person in people))


def _role(card: PeerCard) -> str:
    return card.title or card.kind.value.capitalize()


def _duty_day(facts: RotaFacts, now: datetime) -> date:
    """The day whose hand-off came last."""
    today = now.astimezone(zone(facts.region.timezone)).date()
    return today if hands_over(facts, today) <= now else today - timedelta(days=1)


def duty_span(facts: RotaFacts, day: date) -> Span:
    """A duty day: from this day's hand-off to the next one's."""
    return Span(hands_over(facts, day), hands_over(facts, day + timedelta(days=1)))


def hands_over(facts: RotaFacts, day: date) -> datetime:
    """The hand-off of the primary line on this day, by its newest rotation; at dawn where there is none."""
    home = facts.region.timezone
    running = [each for each in facts.schedule.rotations if each.line is Line.PRIMARY and each.first_day <= day]
    newest = max(running, key=lambda each: (each.first_day, each.id), default=None)
    if newest is None:
        return instant(day, DAWN, zone(home))
    return instant(day, newest.hand_off, zone(newest.zone))
