"""The demo's rota: turns that come round every eight weeks, one override, and one night that nobody has taken."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from consortium.access.permissions import Role
from consortium.db import Transaction
from consortium.demo.regions import DemoRegion
from consortium.demo.staff import Staff
from consortium.demo.turns import DAYS, WEEKS, Turns, spread, take_turns
from consortium.duty.holders import Holders, load_holders
from consortium.duty.override_duty import override_duty
from consortium.duty.publish_rotation import publish_rotation
from consortium.members.take_leave import take_leave
from geo import PersonId
from scheduling import Line
from scheduling.wallclock import instant, zone

HAND_OFF: Final = time(7)
WEEKS_BEFORE: Final = 26
"""Half a year of history, so that fairness has calmed: two weeks, and three times the eight that a round takes."""
STAND_IN_AFTER: Final = 2
OPEN_AFTER: Final = 3
OPEN_FROM: Final = time(19)
AWAY_FOR: Final = timedelta(days=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rota:
    """The turns, from the Monday ``first`` on, by the region's clock."""

    timezone: str
    first: date
    people: tuple[PersonId, ...]
    side_of: Mapping[PersonId, frozenset[Hashable]]
    turns: Turns

    def at(self, day: date, wall: time) -> datetime:
        """The instant of a time on the wall."""
        return instant(day, wall, zone(self.timezone))

    def primary(self, day: date) -> PersonId:
        """Who takes over primary on that day."""
        (holder,) = self.turns.primary[(day - self.first).days % DAYS]
        return holder

    def stand_in(self, day: date) -> PersonId:
        """Somebody for that day who has no turn within two days of it and shares no side with backup."""
        number = (day - self.first).days
        backup = self.turns.backup[number // 7 % WEEKS]
        near = (self.turns.primary[each % DAYS] for each in range(number - 2, number + 3))
        busy = frozenset().union(backup, *near)
        shared = frozenset.intersection(*(self.side_of[holder] for holder in backup))
        free = (person for person in self.people if person not in busy and self.side_of[person].isdisjoint(shared))
        return next(free)


async def lay_out_rota(tx: Transaction, region: DemoRegion, staff: Staff, now: datetime) -> None:
    """Publish the three rotations around ``now``, from a Monday half a year ago on, and the exceptions.

    Two days from now somebody stands in for primary. In a region with somebody ``away``, three days from now primary
    has nobody from 19:00 to the next hand-off; backup then has two holders who belong to different parts.
    """
    today = now.astimezone(zone(region.timezone)).date()
    first = today - timedelta(days=today.weekday() + 7 * WEEKS_BEFORE)
    open_day = today + timedelta(days=OPEN_AFTER)
    people = _on_the_rota(region, staff)
    side_of = _sides(await load_holders(tx), people, now)
    doubled = (open_day - first).days // 7 % WEEKS if region.away else None
    rota = Rota(
        timezone=region.timezone,
        first=first,
        people=people,
        side_of=side_of,
        turns=take_turns(people, side_of, doubled=doubled),
    )
    await _publish(tx, rota, staff)
    if region.away:
        away, starts = rota.primary(open_day), rota.at(open_day, OPEN_FROM)
        await take_leave(tx, person=away, starts_at=starts, ends_at=starts + AWAY_FOR, by=away)
    await _stand_in(tx, rota, today + timedelta(days=STAND_IN_AFTER), by=staff.steering[Role.COORDINATOR])


def _on_the_rota(region: DemoRegion, staff: Staff) -> tuple[PersonId, ...]:
    """Peers and chaplains who may serve: not the peers of the agency that has not signed, nor who is not trained."""
    groups = [
        [person for person in peers if person != staff.lapsed]
        for name, peers in staff.peers.items()
        if name != region.unsigned
    ]
    return tuple(spread([*groups, staff.chaplains]))


def _sides(holders: Holders, people: tuple[PersonId, ...], now: datetime) -> Mapping[PersonId, frozenset[Hashable]]:
    """The parts of the region that each belongs to; the agencies, where the region has no parts."""
    if holders.zones:
        return holders.sides(now)
    return {person: frozenset(holders.peers[person].papers.at(now).own) for person in people}


async def _publish(tx: Transaction, rota: Rota, staff: Staff) -> None:
    clinicians = tuple(frozenset({person}) for person in staff.clinicians)
    for name, line, every, turns in (
        ("Primary, day by day", Line.PRIMARY, 1, rota.turns.primary),
        ("Backup, week by week", Line.BACKUP, 7, rota.turns.backup),
        ("Clinician, week by week", Line.CLINICIAN, 7, clinicians),
    ):
        await publish_rotation(
            tx,
            name=name,
            line=line,
            timezone=rota.timezone,
            first_day=rota.first,
            hand_off=HAND_OFF,
            every=every,
            turns=turns,
            by=staff.steering[Role.COORDINATOR],
        )


async def _stand_in(tx: Transaction, rota: Rota, day: date, *, by: PersonId) -> None:
    await override_duty(
        tx,
        line=Line.PRIMARY,
        starts_at=rota.at(day, HAND_OFF),
        ends_at=rota.at(day + timedelta(days=1), HAND_OFF),
        adds=rota.stand_in(day),
        removes=rota.primary(day),
        by=by,
    )
