"""What a check found, in words: it holds, it does not hold, it is not there, or nothing here can check it. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """``ABSENT`` and ``UNCHECKED`` are no faults: they say what nobody can conclude from what was given.

    What is ``UNCHECKED`` is claimed by the file, and nothing that was given from elsewhere bears it out.
    """

    HOLDS = "holds"
    FAILS = "does not hold"
    ABSENT = "not there"
    UNCHECKED = "not checked"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: its name, how it is, and a sentence about it."""

    what: str
    verdict: Verdict
    said: str


def holds(what: str, said: str) -> Finding:
    """It is as it should be."""
    return Finding(what, Verdict.HOLDS, said)


def fails(what: str, said: str) -> Finding:
    """It was altered, forged or lost."""
    return Finding(what, Verdict.FAILS, said)


def absent(what: str, said: str) -> Finding:
    """It is not there, so that nothing follows."""
    return Finding(what, Verdict.ABSENT, said)


def unchecked(what: str, said: str) -> Finding:
    """The file says so, and nothing that was given from elsewhere shows it."""
    return Finding(what, Verdict.UNCHECKED, said)


def sound(found: Iterable[Finding]) -> bool:
    """Whether nothing that was looked at fails."""
    return all(each.verdict is not Verdict.FAILS for each in found)
