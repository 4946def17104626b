"""What the parts of the region promise, as whole numbers in rows and forms and as ``geo.Policy``. Pure."""

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Final

from geo import Policy

PROMISE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "crowd": "crowd",
        "least_departments": "least departments",
        "agency_cap": "most certainty about a small department, in percent",
        "small": "size up to which a department is small",
        "slack": "times likelier after a known event",
        "load_limit": "most load of a peer's agency, in percent of an even share",
    }
)
"""The columns that hold it, each with the words by which the journal tells of a change."""


def policy_of(numbers: Mapping[str, int]) -> Policy:
    """The policy that these numbers make; what is missing is as in a new consortium.

    Args:
        numbers: by the names of ``PROMISE``; ``agency_cap`` and ``load_limit`` in percent.

    Raises:
        PolicyError: a number is out of its range.
    """
    told = numbers_of(Policy()) | dict(numbers)
    return Policy(
        crowd=told["crowd"],
        least_departments=told["least_departments"],
        agency_cap=Fraction(told["agency_cap"], 100),
        small=told["small"],
        slack=told["slack"],
        load_factor=Fraction(told["load_limit"], 100),
    )


def kept_policy(row: Any) -> Policy:
    """The policy of a row that has the columns of ``PROMISE``."""
    return policy_of({name: getattr(row, name) for name in PROMISE})


def numbers_of(policy: Policy) -> dict[str, int]:
    """The same as whole numbers, by the names of ``PROMISE``; what is finer is rounded to the careful side."""
    return {
        "crowd": policy.crowd,
        "least_departments": policy.least_departments,
        "agency_cap": int(policy.agency_cap * 100),
        "small": policy.small,
        "slack": -int(-policy.slack // 1),
        "load_limit": int(policy.load_factor * 100),
    }
