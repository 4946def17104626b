"""What the verbs and pages of distances pass around: frozen values, never rows."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from geo import AgencyId
from geo.roads import Told


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody told of a road, why and when. ``by`` is empty where the viewer may not see who."""

    id: UUID
    told: Told
    reason: str
    by: str
    on: date


@dataclass(frozen=True, slots=True)
class Leg:
    """Miles by road between two agencies, the one with the smaller id first; ``None`` where an engine found no way."""

    one: AgencyId
    other: AgencyId
    miles: float | None
