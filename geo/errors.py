"""What can be wrong with places, plans and offers, in words that a coordinator may read."""

from enum import StrEnum

from geo.names import ZoneId


class GeoError(ValueError):
    """Something about places, parts of the region or offers is not as it must be."""


class PlaceError(GeoError):
    """A place is not on the globe, or is the (0, 0) that stands for a missing one."""


class PolicyError(GeoError):
    """A rule for parts of the region is out of its range, or not an exact number."""


class OfferError(GeoError):
    """An offer contradicts itself or another offer of the same person."""


class Rule(StrEnum):
    """Which rule a plan breaks."""

    CROWD = "crowd"
    """Too few officers to hide among."""
    SMALL = "small"
    """A small department would be likelier than the policy's cap."""
    DEPARTMENTS = "departments"
    """Too few departments, or a department that cannot be counted."""
    OVERLAP = "overlap"
    """An agency or an id stands in the plan twice."""
    UNKNOWN = "unknown"
    """The plan has no such part of the region."""


class PlanError(GeoError):
    """A plan breaks one of its rules and must not be routed on.

    Attributes:
        rule: the rule that is broken.
        zone: the part of the region it is broken in; None when it is a matter of the whole plan.
    """

    def __init__(self, message: str, rule: Rule, zone: ZoneId | None = None) -> None:
        super().__init__(message, rule, zone)
        self.rule = rule
        self.zone = zone

    def __str__(self) -> str:
        """The message alone."""
        return str(self.args[0])
