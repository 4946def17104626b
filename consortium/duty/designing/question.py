"""What a design is worked out from: departments, roads, agreements and the rota as tables, with fingerprints of them.

Nothing here comes from a request, and nothing names anybody: peers are counted by agency.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any, Final, Protocol

import numpy as np

from agreements import Allow
from consortium.duty.designing.values import Wanted
from consortium.duty.views import RotaFacts
from geo import AgencyId, Department, PersonId, Policy
from geo.roads import Roads
from geo.scene import UNSERVED
from geo.tables import Tables
from geo.transport import Bools, Floats, Ints
from scheduling import Line, who

INSTANTS: Final = 160
"""So many looks at the rota stand for the hours to come."""
BEHIND: Final = timedelta(weeks=4)
AHEAD: Final = timedelta(weeks=8)
SEATS: Final = (Line.PRIMARY, Line.BACKUP)
"""Whom an officer who asks for a peer may be sent while on call; clinicians are asked for by name."""

WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "agencies": "which agencies are bound, where they stand, or how many officers they have",
        "agreements": "which agency's peers may serve which agency",
        "rosters": "which agencies lend peers",
        "plan": "the parts of the region that hold now",
    }
)
"""What the fingerprints are of."""


class DesignFacts(RotaFacts, Protocol):
    """What a design needs besides the rota."""

    @property
    def departments(self) -> Mapping[AgencyId, Department]:
        """All agencies as departments."""

    @property
    def agency_names(self) -> Mapping[AgencyId, str]:
        """Their names."""

    @property
    def agency_states(self) -> Mapping[AgencyId, str]:
        """Their states."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Question:
    """A design to work out, whole in itself, so that another process can do it.

    Attributes:
        tables: departments with an agreement in force, miles, who may serve whom, who is on call when.
        states: of each agency.
        now: the parts that hold now, as agencies; none where there are none.
        policy_now: what those promise.
        wanted: the numbers of the form.
        seed: of every draw.
    """

    tables: Tables
    states: Mapping[AgencyId, str]
    now: tuple[frozenset[AgencyId], ...]
    policy_now: Policy
    wanted: Wanted
    seed: int


def ask(facts: DesignFacts, roads: Roads, now: datetime, wanted: Wanted, seed: int) -> Question:
    """The question as the facts stand at an instant. Takes a second for two hundred agencies."""
    line = bound(facts, now)
    held = facts.standing(now)
    return Question(
        tables=tables_of(line, facts, roads, now),
        states={each.agency: facts.agency_states[each.agency] for each in line},
        now=tuple(zone.agencies for zone in held.plan.zones) if held else (),
        policy_now=held.plan.policy if held else facts.region.policy,
        wanted=wanted,
        seed=seed,
    )


def tables_of(line: tuple[Department, ...], facts: DesignFacts, roads: Roads, now: datetime) -> Tables:
    """Departments as tables, with all that routing goes by: ranges of miles, and which seat is asked first."""
    low, likely, high = roads_between(line, roads, now.date())
    samples = on_call(line, facts, now)
    first = on_call_at(line, facts, _instants(now), SEATS[:1]) if len(samples) == INSTANTS else None
    return Tables(line, likely, lending(line, facts, now), samples, (low, high), first)


def bound(facts: DesignFacts, now: datetime) -> tuple[Department, ...]:
    """The departments with an agreement in force, by agency."""
    live = facts.reach.live(now)
    return tuple(each for agency, each in sorted(facts.departments.items()) if agency in live)


def roads_between(line: Iterable[Department], roads: Roads, on: date) -> Floats:
    """(3, agencies, agencies) the least, the likely and the most miles between each two.

    Where there is no way, as far as an officer counts whom nobody serves.
    """
    agencies = [each.agency for each in line]
    far = np.zeros((3, len(agencies), len(agencies)))
    for row, one in enumerate(agencies):
        for column, other in enumerate(agencies[:row]):
            road = roads.miles_between(one, other, on)
            away = (road.low, road.likely, road.high) if road.reachable else (UNSERVED,) * 3
            far[:, row, column] = far[:, column, row] = away
    return far


def lending(line: Iterable[Department], facts: DesignFacts, now: datetime) -> Bools:
    """Whether an agreement in force lets the peers of an agency (column) serve the officers of another (row).

    Asked of agencies: each person's papers and designations come later, and are asked for at every route.
    """
    agencies = [each.agency for each in line]
    may = [
        [one != other and isinstance(facts.reach.may_lend(one, other, now), Allow) for other in agencies]
        for one in agencies
    ]
    return np.array(may, dtype=np.bool_).reshape(len(agencies), len(agencies))


def on_call(line: Iterable[Department], facts: DesignFacts, now: datetime) -> Ints:
    """Peers on call of each agency at ``INSTANTS`` evenly from four weeks back to eight ahead.

    Without any on the rota, each agency that lends peers counts as having one on call.
    """
    line = tuple(line)
    samples = on_call_at(line, facts, _instants(now))
    if samples.any():
        return samples
    return lent_by(line, facts)


def _instants(now: datetime) -> list[datetime]:
    step = (BEHIND + AHEAD) / INSTANTS
    return [now - BEHIND + number * step for number in range(INSTANTS)]


def on_call_at(
    line: Iterable[Department], facts: DesignFacts, instants: Iterable[datetime], seats: Iterable[Line] = SEATS
) -> Ints:
    """(instants, agencies) peers on call of each agency at these seats, as the schedule says."""
    seats = tuple(seats)
    agencies = [each.agency for each in line]
    homes = {person: peer.lent_by for person, peer in facts.peers.items() if peer.lent_by}
    rows = []
    for at in instants:
        duty = who(facts.schedule, at)
        people = frozenset[PersonId]().union(*(duty[seat] for seat in seats))
        counted = Counter(homes[person] for person in people if person in homes)
        rows.append([counted[agency] for agency in agencies])
    return np.array(rows, dtype=np.int64).reshape(len(rows), len(agencies))


def lent_by(line: Iterable[Department], facts: DesignFacts) -> Ints:
    """(1, agencies) one peer for each agency that lends any."""
    lent = {peer.lent_by for peer in facts.peers.values()}
    return np.array([[int(each.agency in lent) for each in line]], dtype=np.int64)


def fingerprints(facts: DesignFacts, now: datetime) -> dict[str, str]:
    """What tells whether a proposal still rests on what holds, by the names of ``WORDS``."""
    line, held = bound(facts, now), facts.standing(now)
    lent = {peer.lent_by for peer in facts.peers.values() if peer.lent_by}
    parts = [sorted(map(str, zone.agencies)) for zone in held.plan.zones] if held else []
    return {
        "agencies": _print([[str(each.agency), each.at.lat, each.at.lon, each.sworn] for each in line]),
        "agreements": _print(lending(line, facts, now).astype(int).tolist()),
        "rosters": _print(sorted(str(agency) for agency in lent)),
        "plan": _print(sorted(parts)),
    }


def _print(what: Any) -> str:
    return hashlib.sha256(json.dumps(what, separators=(",", ":")).encode()).hexdigest()
