"""What the doctor finds: one line each, with its mend; no secret stands in any of them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from typing import ParamSpec


class Status(StrEnum):
    """All well, something to mend, or a remark that needs no mend."""

    WELL = "well"
    MEND = "mend"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One check: what was looked at, what was found, and, where it is not well, how to mend it."""

    area: str
    check: str
    status: Status
    found: str
    mend: str = ""


_P = ParamSpec("_P")
Found = tuple[str, Status, str, str]
"""Check, status, what was found, its mend."""


def well(check: str, found: str) -> Found:
    """It is as it should be."""
    return check, Status.WELL, found, ""


def mend(check: str, found: str, how: str) -> Found:
    """It is not; ``how`` says what to do."""
    return check, Status.MEND, found, how


def note(check: str, found: str, how: str = "") -> Found:
    """It could not be looked at, or may be meant so."""
    return check, Status.NOTE, found, how


def area(name: str) -> Callable[[Callable[_P, Iterator[Found]]], Callable[_P, list[Finding]]]:
    """Make the findings of one area from what its function yields."""

    def named(look: Callable[_P, Iterator[Found]]) -> Callable[_P, list[Finding]]:
        @wraps(look)
        def looked(*args: _P.args, **kwargs: _P.kwargs) -> list[Finding]:
            return [
                Finding(area=name, check=check, status=status, found=found, mend=how)
                for check, status, found, how in look(*args, **kwargs)
            ]

        return looked

    return named
