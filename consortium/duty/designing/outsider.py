"""What an outsider could work out of requests that might be: with our parts, and were always the nearest sent. Pure.

She is supposed to know the rule, where stations are, the agreements and every number of officers, and besides what is
picked. No real request is read here, nor could one be: it is reckoned from the plan, the roads and the rota.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

import numpy as np

from consortium.duty.designing.question import SEATS, DesignFacts, bound, lent_by, on_call_at, tables_of
from geo import AgencyId, Department, Policy, ZoneId
from geo.beliefs import Belief, at_worst, believed, usual
from geo.roads import Roads
from geo.tables import Tables
from geo.transport import Floats, Ints
from geo.yardsticks import nearest, zones

MOST_LINKS: Final = 12
TIMES: Final = (2, 5, 10)
AHEAD: Final = timedelta(weeks=8)
"""So far ahead the requests after the first one are thought to come."""
_APART: Final = timedelta(hours=77)
"""Between two requests of one officer: another day, another time of day."""
_LOOKED: Final = timedelta(hours=11)
_INSTANTS: Final = 40


class Rota(StrEnum):
    """What the outsider knows of who is on call."""

    INSTANT = "instant"
    TURNS = "turns"
    ROSTERS = "rosters"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is supposed of her.

    Attributes:
        at: when she sees the first request.
        links: so many requests she knows to be of one officer; 1 to ``MOST_LINKS``.
        rota: who is on call at each instant, or how often each agency's peers are, or only which agencies lend any.
        part: the part of the region whose officer asked; ``None`` where she sees only whose peer answered.
        answered: that agency; ``None`` where she sees the part.
        event: an agency at which something happened that everybody has heard of.
        times: so many times likelier she thinks an officer of it to ask.
    """

    at: datetime
    links: int = 1
    rota: Rota = Rota.INSTANT
    part: ZoneId | None = None
    answered: AgencyId | None = None
    event: AgencyId | None = None
    times: int = 2


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class View:
    """What she could believe.

    Attributes:
        line: the departments, in the order of the beliefs.
        parts: of each department the place of its part in the plan that holds; -1 for none.
        policy: what the parts promise.
        asked_at: when she sees each request; fewer than asked for where too few such instants lie ahead.
        peers: of each department, on call when she sees the first.
        ours: with the parts; ``None`` where it cannot come to that.
        plain: with always the nearest peer; of the department that would stand out most, where only the part is given.
        worst: that department; ``None`` where it is not asked about.
    """

    line: tuple[Department, ...]
    parts: Ints
    policy: Policy
    asked_at: tuple[datetime, ...]
    peers: Ints
    ours: Belief | None
    plain: Belief | None
    worst: Department | None = None


def look_as_outsider(facts: DesignFacts, roads: Roads, now: datetime, known: Known) -> View | None:
    """What she could believe by the parts that hold now; ``None`` where none hold."""
    held = facts.standing(now)
    if held is None or not held.plan.zones:
        return None
    line = bound(facts, now)
    instants = _instants(line, facts, known)
    tables = _tables(line, facts, roads, now, known.rota, instants)
    parts, policy = tables.parts_of(held.plan), held.plan.policy
    rates = [float(known.times) if each.agency == known.event else 1.0 for each in line]

    def each_time(chances: Floats) -> list[Floats]:
        return list(chances) if known.rota is Rota.INSTANT else [usual(chances)] * len(instants)

    view = View(
        line=line,
        parts=parts,
        policy=policy,
        asked_at=instants,
        peers=on_call_at(line, facts, [known.at])[0],
        ours=None,
        plain=None,
    )
    plain = each_time(nearest(tables))
    if known.part is not None:
        place = next((number for number, zone in enumerate(held.plan.zones) if zone.id == known.part), None)
        return view if place is None else _of_part(view, place, plain, rates)
    column = next((number for number, each in enumerate(line) if each.agency == known.answered), None)
    if column is None:
        return view
    return _of_answer(view, column, each_time(zones(tables, parts, policy)), plain, rates)


def _of_part(view: View, place: int, plain: list[Floats], rates: list[float]) -> View:
    """She sees the part that asked; were the nearest sent, what she sees is whose peer answers."""
    sworn, inside = [each.sworn for each in view.line], view.parts == place
    worst = at_worst(plain, np.flatnonzero(inside).tolist(), sworn, rates)
    ours = believed([inside.astype(np.float64)], sworn, rates)
    if worst is None:
        return replace(view, ours=ours)
    return replace(view, ours=ours, plain=worst[1], worst=view.line[worst[0]])


def _of_answer(view: View, column: int, ours: list[Floats], plain: list[Floats], rates: list[float]) -> View:
    """She sees only that a peer of this agency answers, each time."""
    sworn = [each.sworn for each in view.line]
    return replace(
        view,
        ours=believed([table[:, column] for table in ours], sworn, rates),
        plain=believed([table[:, column] for table in plain], sworn, rates),
    )


def _instants(line: tuple[Department, ...], facts: DesignFacts, known: Known) -> tuple[datetime, ...]:
    """When she sees each request; one that is answered by an agency comes when a peer of it is on call."""
    if known.answered is None or known.rota is not Rota.INSTANT:
        return tuple(known.at + number * _APART for number in range(known.links))
    ahead = [known.at + number * _LOOKED for number in range(1, AHEAD // _LOOKED)]
    home = [each for each in line if each.agency == known.answered]
    there = on_call_at(home, facts, ahead).sum(axis=1).tolist()
    able = [at for at, on in zip(ahead, there, strict=True) if on]
    more = min(known.links - 1, len(able))
    return (known.at, *(able[number * len(able) // more] for number in range(more)))


def _tables(
    line: tuple[Department, ...],
    facts: DesignFacts,
    roads: Roads,
    now: datetime,
    rota: Rota,
    instants: tuple[datetime, ...],
) -> Tables:
    """The region at the instants that she can tell apart: each of hers, or such as are usual."""
    usually = tables_of(line, facts, roads, now).thinned(_INSTANTS)
    if rota is Rota.TURNS:
        return usually
    if rota is Rota.ROSTERS:
        return replace(usually, samples=lent_by(line, facts), first=None)
    there, first = (on_call_at(line, facts, instants, seats) for seats in (SEATS, SEATS[:1]))
    return replace(usually, samples=there, first=first)
