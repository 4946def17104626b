"""Look at the rota: who is on call now, seven days ahead, one week as bars, and what is missing.

Pure: facts and an instant in, frozen views out. Every answer rearranges ``scheduling.timeline`` and the desk's one
``served``, so that pages, paging and coverage cannot disagree. Sentences are for members, in English.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Final

from consortium.duty.holidays import holiday
from consortium.duty.missing import fallback, missing, one_side_now, thinly_served
from consortium.duty.views import (
    DutyDay,
    GroupView,
    HolderNow,
    LineNow,
    LineView,
    NextHolder,
    OnCallView,
    PersonView,
    RotaFacts,
    ScheduleView,
    ShiftView,
    StretchView,
)
from consortium.members.values import PeerCard
from consortium.pages import clock
from geo import PersonId
from scheduling import Line, Schedule, Shift, Span, Stretch, shifts, stretches
from scheduling.spans import LATEST
from scheduling.wallclock import instant, zone

AHEAD: Final = timedelta(days=35)
DAWN: Final = time(7)
"""When a duty day begins where no rotation says so."""
SHARED: Final = "Shared by all"


def on_call(facts: RotaFacts, now: datetime, *, phones: bool) -> OnCallView:
    """Who is on call now and in the seven duty days from the present one on; ``phones``: their numbers too."""
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
        days=tuple(_day(facts, day, lines=True) for day in days),
    )


def week_of(facts: RotaFacts, day: date, now: datetime) -> ScheduleView:
    """The week that holds ``day``, from its Monday's midnight on, by the consortium's clock.

    The lines run on to the end of the last duty day, which is after the week's own midnight.
    """
    home = zone(facts.region.timezone)
    today = now.astimezone(home).date()
    monday = day - timedelta(days=day.weekday())
    span = Span(instant(monday, time(0), home), instant(monday + timedelta(days=7), time(0), home))
    return ScheduleView(
        first_day=monday,
        last_day=monday + timedelta(days=6),
        is_this=monday <= today < monday + timedelta(days=7),
        today=today,
        hand_off=clock(_hands_over(facts, monday), facts.region.timezone),
        days=tuple(_day(facts, monday + timedelta(days=number), lines=False) for number in range(7)),
        lines=_lines(facts, Span(span.start, _duty_span(facts, monday + timedelta(days=6)).end)),
        groups=_groups(facts, span),
        missing=missing(facts, span),
    )


def _day(facts: RotaFacts, day: date, *, lines: bool) -> DutyDay:
    span = _duty_span(facts, day)
    told = _lines(facts, span) if lines else ()
    return DutyDay(date=day, start=span.start, end=span.end, holiday=holiday(day), lines=told)


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


def _groups(facts: RotaFacts, span: Span) -> tuple[GroupView, ...]:
    """Everybody with a shift in the span, by home agency; those whom no agency lends come last."""
    bars: dict[PersonId, list[ShiftView]] = {}
    for shift in shifts(facts.schedule, span):
        bars.setdefault(shift.person, []).append(ShiftView(shift.line.value, shift.span.start, shift.span.end))
    for person, away in _away(facts.schedule, span):
        if person in facts.cards:
            bars.setdefault(person, []).append(ShiftView("leave", away.start, away.end))
    cards = sorted((facts.cards[person] for person in bars), key=lambda card: (card.agency is None, _group(card)))
    return tuple(
        GroupView(name, tuple(_row(card, bars[card.person]) for card in sorted(group, key=lambda card: card.name)))
        for name, group in groupby(cards, key=_group)
    )


def _group(card: PeerCard) -> str:
    return card.agency_name or SHARED


def _row(card: PeerCard, bars: Sequence[ShiftView]) -> PersonView:
    return PersonView(card.name, _role(card), tuple(sorted(bars, key=lambda bar: bar.start)))


def _away(schedule: Schedule, span: Span) -> Iterator[tuple[PersonId, Span]]:
    """Everybody's leave in the span, cut to it; who is gone for good is not away but off the list."""
    for leave in schedule.leave:
        away = leave.during.intersect(span) if leave.during.end < LATEST else None
        if away:
            yield leave.person, away


def _names(facts: RotaFacts, people: Iterable[PersonId]) -> tuple[str, ...]:
    return tuple(sorted(facts.cards[person].name for person in people))


def _role(card: PeerCard) -> str:
    return card.title or card.kind.value.capitalize()


def _duty_day(facts: RotaFacts, now: datetime) -> date:
    """The day whose hand-off came last."""
    today = now.astimezone(zone(facts.region.timezone)).date()
    return today if _hands_over(facts, today) <= now else today - timedelta(days=1)


def _duty_span(facts: RotaFacts, day: date) -> Span:
    """A duty day: from this day's hand-off to the next one's."""
    return Span(_hands_over(facts, day), _hands_over(facts, day + timedelta(days=1)))


def _hands_over(facts: RotaFacts, day: date) -> datetime:
    """The hand-off of the primary line on this day, by its newest rotation; at dawn where there is none."""
    home = facts.region.timezone
    running = [each for each in facts.schedule.rotations if each.line is Line.PRIMARY and each.first_day <= day]
    newest = max(running, key=lambda each: (each.first_day, each.id), default=None)
    if newest is None:
        return instant(day, DAWN, zone(home))
    return instant(day, newest.hand_off, zone(newest.zone))
