"""The promise that parts of the region are built on, and the one inequality that keeps it.

Everything here is exact: whole numbers and fractions, never floats. An outsider may think the officers of any one
department up to ``slack`` times likelier to ask than all others. A part of the region with n officers keeps the
promise when n is at least ``required_crowd`` of each of its departments; then, whatever is seen and however often,
nobody's chance to be the one who asked exceeds 1/crowd (reciprocity: Kalnis et al. 2007, Ghinita et al. 2010;
pointwise maximal leakage: Saeidian et al. 2022).
"""

from dataclasses import dataclass, fields
from fractions import Fraction
from typing import Any

from geo.errors import PolicyError


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What a consortium has settled about its parts of the region.

    Attributes:
        crowd: hide each officer among at least this many; 2 or more.
        small: departments of up to this many sworn are protected as departments too; 0 or more.
        agency_cap: nobody may be surer than this of a small department; above 0, at most 1.
        least_departments: departments with officers that a part of the region mixes; 2 or more.
        slack: how many times likelier the officers of one department may be thought to ask; 1 or more.
        headroom: parts are designed for crowd times this, so that turnover does not break them; 1 or more.
        load_factor: within a seat nobody is asked first more often than this times an even share; 1 or more.

    Raises:
        PolicyError: a value is out of its range, or is a float where the arithmetic must be exact.
    """

    crowd: int = 40
    small: int = 25
    agency_cap: Fraction | int = Fraction(1, 2)
    least_departments: int = 3
    slack: Fraction | int = 1
    headroom: Fraction | int = Fraction(23, 20)
    load_factor: Fraction | int = 2

    def __post_init__(self) -> None:
        """Refuse what cannot be promised."""
        for field in fields(self):
            _exact(field.name, getattr(self, field.name), whole=field.type is int)
        _at_least("crowd", self.crowd, 2)
        _at_least("small", self.small, 0)
        _at_least("least_departments", self.least_departments, 2)
        for name in ("slack", "headroom", "load_factor"):
            _at_least(name, getattr(self, name), 1)
        if not 0 < self.agency_cap <= 1:
            raise PolicyError(f"agency_cap lies above 0 and is at most 1; this one is {self.agency_cap}.")


def required_crowd(sworn: int, policy: Policy) -> int:
    """The fewest officers that a part of the region must hold to take in a department of this many sworn."""
    return max(needed_for_officers(sworn, policy), needed_for_department(sworn, policy))


def needed_for_officers(sworn: int, policy: Policy) -> int:
    """The fewest n with slack / (slack * sworn + n - sworn) <= 1 / crowd: no officer stands out."""
    slack = policy.slack
    return sworn + _up(slack.numerator * (policy.crowd - sworn), slack.denominator)


def needed_for_department(sworn: int, policy: Policy) -> int:
    """The fewest n with slack * sworn / (slack * sworn + n - sworn) <= agency_cap: no small department does.

    0 for a department above ``small``, which is a crowd of its own.
    """
    if sworn > policy.small:
        return 0
    slack, cap = policy.slack, policy.agency_cap
    others = slack.numerator * sworn * (cap.denominator - cap.numerator)
    return sworn + _up(others, slack.denominator * cap.numerator)


def _up(numerator: int, denominator: int) -> int:
    """The quotient rounded up, exactly."""
    return -(-numerator // denominator)


def _exact(name: str, value: Any, *, whole: bool) -> None:
    if isinstance(value, bool) or not isinstance(value, int if whole else (int, Fraction)):
        kind = "a whole number" if whole else "a whole number or a fraction"
        raise PolicyError(f"{name} must be {kind}, so that the promise is exact; this one is {value!r}.")


def _at_least(name: str, value: Fraction | int, least: int) -> None:
    if value < least:
        raise PolicyError(f"{name} is at least {least}; this one is {value}.")
