"""What a coordinator wishes of a design, and a design as this desk keeps it; frozen values."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from consortium.duty.planning.values import RunState
from consortium.members.promise import PROMISE, numbers_of, policy_of
from geo import Policy

EFFORTS: Final[Mapping[str, int | None]] = {"quick": 8, "thorough": None}
"""How many partitions are searched side by side; ``None``: as many as the region's size asks for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The numbers of the form.

    Attributes:
        crowd: hide each officer among at least so many.
        least_departments: mix at least so many.
        agency_cap: percent; nobody may be surer of a small department.
        small: departments of up to so many officers are small.
        slack: how many times likelier one department may be thought to ask.
        load_limit: percent of an even share that an agency's peers may be asked first.
        apart: miles; the design reckons with no peer from a station nearer than that.
        effort: a key of ``EFFORTS``.
        compare: also try other crowds, to show what each costs.
    """

    crowd: int
    least_departments: int
    agency_cap: int
    small: int
    slack: int
    load_limit: int
    apart: int = 0
    effort: str = "thorough"
    compare: bool = False

    @property
    def policy(self) -> Policy:
        """What the parts are to keep."""
        return policy_of({name: getattr(self, name) for name in PROMISE})

    def plain(self) -> dict[str, Any]:
        """As a row holds it."""
        return asdict(self)


def as_settled(policy: Policy) -> Wanted:
    """What the region has settled, as the form begins."""
    numbers: dict[str, Any] = {**numbers_of(policy)}
    return Wanted(**numbers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """A design with its proposal, once there is one.

    Attributes:
        progress: ``done`` (a share of 1) and ``miles`` (the best so far, or ``None``) as the process told last.
        made_from: fingerprints of what it was worked out from, by what they are of.
        proposal: as ``designing.worker`` tells it; ``None`` before.
        made_version: the plan that was made of it.
    """

    id: UUID
    state: RunState
    asked_at: datetime
    wanted: Wanted
    seed: int
    stop_asked: bool = False
    ended_at: datetime | None = None
    progress: Mapping[str, Any] = field(default_factory=dict)
    made_from: Mapping[str, str] | None = None
    proposal: Mapping[str, Any] | None = None
    made_version: int | None = None
