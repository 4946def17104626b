"""A value that changes at known instants only: worked out once for each stretch between them, and remembered."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Steps(Generic[Value]):
    """Answers ``at(instant)`` by the stretch ``[step, next step)`` that the instant lies in.

    Args:
        instants: every instant at which the value may change; one forgotten here would be an answer kept too long.
        work_out: gives the value at an instant, from what never changes.
    """

    __slots__ = ("_found", "_instants", "_work_out")

    def __init__(self, instants: Iterable[datetime], work_out: Callable[[datetime], Value]) -> None:
        self._instants = sorted(set(instants))
        self._work_out = work_out
        self._found: dict[int, Value] = {}

    def within(self, since: datetime, until: datetime) -> list[datetime]:
        """The instants in ``(since, until)`` at which the value may change, rising."""
        return self._instants[bisect_right(self._instants, since) : bisect_left(self._instants, until)]

    def at(self, at: datetime) -> Value:
        """The value at an instant."""
        stretch = bisect_right(self._instants, at)
        if stretch not in self._found:
            self._found[stretch] = self._work_out(at)
        return self._found[stretch]
