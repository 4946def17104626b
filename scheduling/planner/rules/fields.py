"""The kinds of numbers that rules have, and how a record of them is read."""

from collections.abc import Iterable
from dataclasses import field
from enum import StrEnum
from typing import Any, Final

from scheduling.errors import PlanError


class Period(StrEnum):
    """A stretch of the calendar; a duty belongs to the one in which it starts. Weeks begin on Monday."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


def least(number: float, default: Any = None) -> Any:
    """A field with a least value, and perhaps a default."""
    if default is None:
        return field(metadata={"least": number})
    return field(default=default, metadata={"least": number})


def words(*default: str) -> Any:
    """A field that is a set of words."""
    return field(default=frozenset(default), metadata={"read": _words})


def word(default: str) -> Any:
    """A field that is one word."""
    return field(default=default, metadata={"read": str})


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number and what it counts: 1 duty, 3 duties."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def _words(value: Iterable[Any]) -> frozenset[str]:
    if isinstance(value, str) or not all(isinstance(each, str) for each in value):
        raise PlanError("A list of words is wanted here.")
    return frozenset(value)


def _period(value: Any) -> Period:
    try:
        return Period(value)
    except ValueError:
        raise PlanError(f"A period is one of {', '.join(Period)}, not {str(value)[:60]!r}.") from None


PERIOD: Final = {"read": _period}
"""What a field that is a period carries."""
