"""What is known of a region as tables: departments, miles between them, who may come to whom, who is on call when."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from geo.errors import GeoError
from geo.hilbert import along_curve
from geo.transport import FARTHEST, Bools, Floats, Ints, Ranges, Sharing, share_out
from geo.zones import Department, ZonePlan


@dataclass(frozen=True, slots=True, eq=False)
class Tables:
    """A region as tables over its (A) departments, in their order.

    Attributes:
        departments: the agencies with an agreement in force.
        miles: (A, A) from the station of the one who asks (row) to that of the peer (column), 0 to ``FARTHEST``.
        allowed: (A, A) whether the peer's agency (column) may serve the department (row); its own never does,
            whatever the table says.
        samples: (S, A) peers on call of each agency, at some instants; 0 or more.
        ranges: (A, A) the least and the most that the miles may be; None where they are exact.
        first: (S, A) those of ``samples`` who hold the seat that is asked first; None where all are of one seat.

    Raises:
        GeoError: the tables do not fit each other, or a number is out of its range.
    """

    departments: tuple[Department, ...]
    miles: Floats
    allowed: Bools
    samples: Ints
    ranges: Ranges | None = None
    first: Ints | None = None

    def __post_init__(self) -> None:
        """Refuse tables that do not fit; take them as numbers of one kind."""
        size = len(self.departments)
        for name, kind in (("miles", np.float64), ("allowed", np.bool_), ("samples", np.int64)):
            object.__setattr__(self, name, np.asarray(getattr(self, name), dtype=kind))
        if self.miles.shape != (size, size) or self.allowed.shape != (size, size):
            raise GeoError(f"Miles and agreements must be tables of {size} by {size} agencies.")
        if self.samples.ndim != 2 or self.samples.shape[1] != size or (self.samples < 0).any():
            raise GeoError(f"Each sample tells, for {size} agencies, how many peers are on call; 0 or more.")
        if self.ranges is not None and any(each.shape != (size, size) for each in self.ranges):
            raise GeoError(f"Ranges of miles must be tables of {size} by {size} agencies.")
        first = self.first
        if first is not None and (
            first.shape != self.samples.shape or not ((first >= 0) & (first <= self.samples)).all()
        ):
            raise GeoError("Those who are asked first are some of those on call.")
        if not ((self.miles >= 0) & (self.miles <= FARTHEST)).all():
            raise GeoError(f"Miles lie between 0 and {FARTHEST:.0f}.")
        object.__setattr__(self, "allowed", self.allowed & ~np.eye(size, dtype=np.bool_))

    @property
    def weights(self) -> Ints:
        """(A) officers whose miles count."""
        return np.array([each.weight for each in self.departments], dtype=np.int64)

    def along_curve(self) -> "Tables":
        """The same in the order of the Hilbert curve, so that neither ids nor the order given decide anything.

        Raises:
            PlanError: an agency is given twice.
        """
        line = along_curve(self.departments)
        places = {each.agency: place for place, each in enumerate(self.departments)}
        order = np.array([places[each.agency] for each in line], dtype=np.int64)
        both = np.ix_(order, order)
        ranges = self.ranges and (self.ranges[0][both], self.ranges[1][both])
        first = None if self.first is None else self.first[:, order]
        return Tables(line, self.miles[both], self.allowed[both], self.samples[:, order], ranges, first)

    def apart(self, least: float) -> "Tables":
        """The same, with no peer from a station nearer than so many miles."""
        return self if least <= 0 else replace(self, allowed=self.allowed & (self.miles >= least))

    def thinned(self, most: int) -> "Tables":
        """The same with at most so many samples, taken evenly."""
        count = len(self.samples)
        if count <= most:
            return self
        some = np.arange(most) * count // most
        return replace(self, samples=self.samples[some], first=None if self.first is None else self.first[some])

    def parts_of(self, plan: ZonePlan) -> Ints:
        """(A) which zone each department stands in, as a place among the plan's zones; -1 in none."""
        homes = {agency: place for place, zone in enumerate(plan.zones) for agency in zone.agencies}
        return np.array([homes.get(each.agency, -1) for each in self.departments], dtype=np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Served:
    """How (Z) parts stand to the agencies: what the sharing out at any instant depends on, and all of it.

    Attributes:
        officers: of each part, whose miles count.
        miles: (Z, A) mean miles from an officer of the part.
        serving: (Z, A) whether the agency may serve the part: outside it and allowed for every one of it.
        ranges: (Z, A) the least and the most that those miles may be; None where they are exact.
    """

    officers: tuple[int, ...]
    miles: Floats
    serving: Bools
    ranges: Ranges | None = None

    def at(self, peers: Iterable[int], load_factor: Fraction | int) -> Sharing:
        """Who serves whom when so many peers of each agency are on call."""
        return share_out(self.officers, self.miles, self.serving, tuple(peers), load_factor, self.ranges)

    def asked(self, tables: Tables, instant: int, load_factor: Fraction | int) -> Ints:
        """(Z, A) how many officers of each part are sent to each agency first at an instant of these tables.

        Where nobody of the first seat may serve a part, those of the others are asked, as in ``geo.routing``.
        """
        peers = tables.samples[instant]
        if tables.first is None:
            return self._spread(peers, load_factor)
        found = self._spread(tables.first[instant], load_factor)
        left = found.sum(axis=1) == 0
        if left.any():
            found[left] = self._spread(peers - tables.first[instant], load_factor)[left]
        return found

    def _spread(self, peers: Ints, load_factor: Fraction | int) -> Ints:
        sharing = self.at(peers.tolist(), load_factor)
        found = np.zeros(self.miles.shape, dtype=np.int64)
        found[:, list(sharing.on_call)] = sharing.officers
        return found


def served(tables: Tables, parts: Ints, count: int | None = None) -> Served:
    """How the parts stand to the agencies; ``parts`` tells each department's part, -1 for none.

    Raises:
        GeoError: a part has no department.
    """
    number = int(parts.max(initial=-1)) + 1 if count is None else count
    inside = parts == np.arange(number)[:, None]
    if not inside.any(axis=1).all():
        raise GeoError("Each part needs a department.")
    weights = tables.weights
    officers = inside @ weights

    def mean(far: Floats) -> Floats:
        rows = [(weights[each] @ far[each]) / total for each, total in zip(inside, officers, strict=True)]
        return np.array(rows).reshape(number, len(tables.departments))

    serving = np.array([tables.allowed[each].all(axis=0) & ~each for each in inside], dtype=np.bool_)
    return Served(
        tuple(officers.tolist()),
        mean(tables.miles),
        serving.reshape(number, len(tables.departments)),
        tables.ranges and (mean(tables.ranges[0]), mean(tables.ranges[1])),
    )
