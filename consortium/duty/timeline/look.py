"""The timeline as one view: lines on top, people by agency below, each with her fair share."""

from collections.abc import Mapping
from datetime import date, datetime
from itertools import groupby

from consortium.duty.timeline.bars import Drawn, bars_of, final_lines, held, weeks_of
from consortium.duty.timeline.fair import Shares
from consortium.duty.timeline.values import Bar, Day, Group, PersonRow, Timeline, Week
from consortium.members.values import PeerCard
from geo import PersonId

_OVERVIEW = 2
"""From so many weeks on people's duty is gathered by week."""


def timeline(
    drawn: Drawn,
    shares: Shares,
    holidays: Mapping[date, str],
    *,
    everybody: bool = False,
    served_until: datetime | None = None,
) -> Timeline:
    """The weeks of a window.

    ``everybody``: also those without anything in it who have a share. ``served_until``: duty before that is what was
    written down as served.
    """
    window, facts = drawn.window, drawn.facts
    mine = held(facts.schedule, window.span)
    was = None if drawn.published is None else held(drawn.published, window.span)
    bars = bars_of(drawn, mine, was)
    weeks = weeks_of(drawn, mine, was) if window.weeks >= _OVERVIEW else {}
    shown = {person for person in bars if person in facts.cards}
    idle = {person for person in shares.fair if person in facts.cards} - shown
    cards = [facts.cards[person] for person in (shown | idle if everybody else shown)]
    return Timeline(
        first=window.first,
        last=window.last,
        weeks=window.weeks,
        days=tuple(Day(day, holidays.get(day)) for day in window.days),
        mondays=window.mondays,
        lines=final_lines(drawn),
        groups=_groups(cards, bars, weeks, shares, _lent(drawn, shares)),
        others=0 if everybody else len(idle),
        counted=shares.counted,
        served_until=served_until if served_until and served_until > window.span.start else None,
    )


def by_agency(drawn: Drawn, shares: Shares) -> tuple[Group, ...]:
    """Every agency that lends somebody with a share, the furthest from its own first, without its people's rows."""
    found = ((name, shares.of_all(people)) for name, people in _lent(drawn, shares).items())
    ordered = sorted(((load, name) for name, load in found if load), key=lambda each: (-abs(each[0].over), each[1]))
    return tuple(Group(name=name, people=(), load=load) for load, name in ordered)


def _lent(drawn: Drawn, shares: Shares) -> Mapping[str, list[PersonId]]:
    """Who of those with a share is lent by which agency."""
    lent: dict[str, list[PersonId]] = {}
    for person in shares.fair:
        if name := drawn.facts.cards[person].agency_name:
            lent.setdefault(name, []).append(person)
    return lent


def _groups(
    cards: list[PeerCard],
    bars: Mapping[PersonId, tuple[Bar, ...]],
    weeks: Mapping[PersonId, tuple[Week, ...]],
    shares: Shares,
    lent: Mapping[str, list[PersonId]],
) -> tuple[Group, ...]:
    """By home agency, by name; those whom no agency lends come last."""
    ordered = sorted(cards, key=lambda card: (card.agency is None, card.agency_name or "", card.name))
    return tuple(
        Group(
            name=name,
            people=tuple(_row(card, bars, weeks, shares) for card in same),
            load=shares.of_all(lent[name]) if name in lent else None,
        )
        for name, same in groupby(ordered, key=lambda card: card.agency_name or "")
    )


def _row(
    card: PeerCard,
    bars: Mapping[PersonId, tuple[Bar, ...]],
    weeks: Mapping[PersonId, tuple[Week, ...]],
    shares: Shares,
) -> PersonRow:
    return PersonRow(
        person=card.person,
        name=card.name,
        role=card.title or card.kind.value.capitalize(),
        bars=bars.get(card.person, ()),
        weeks=weeks.get(card.person, ()),
        load=shares.of(card.person),
    )
