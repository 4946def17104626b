"""What an officer's choices so far give away: the numbers of her part's certificate, and what each choice adds.

Pure: no clock, no row. The words are those of ``support/look.html``; every number in them comes from here, and every
number here from ``geo.certificate``. What a choice adds cannot be counted, so no number is made up for it.
"""

from enum import IntEnum
from fractions import Fraction
from typing import Any

from geo import Policy, Zone, certificate


class Level(IntEnum):
    """How much the choices say beside the line; three bars of the meter."""

    LINE = 1
    """The line alone."""
    GUESS = 2
    """Something that narrows it for who knows more: a topic, or a call that can show a number."""
    REACH = 3
    """A number handed over: one peer will know how to reach her."""


def gives_away(
    zone: Zone, policy: Policy, *, again: int | None, way: str, topic: str, ring_away: bool
) -> dict[str, Any]:
    """The names that the card "what this gives away" needs.

    ``officers`` and ``departments`` are those of the part; ``crowd`` is smaller than ``officers`` where the policy
    lets some be thought likelier to ask. ``again`` is among how many she is at least if she asked before the parts
    changed, ``None`` where among all. ``surest`` is how sure anybody could be of a department, in 100, rounded up;
    ``surest_small`` the same of a department of up to ``small`` officers, 0 where there is none.
    """
    promised = certificate(zone, policy)
    return {
        "officers": promised.officers,
        "departments": promised.departments,
        "again": again,
        "crowd": promised.crowd,
        "surest": _in_hundred(promised.largest_department),
        "surest_small": _in_hundred(promised.largest_small),
        "small": policy.small,
        "way": way,
        "ring_away": way == "ring_me" and ring_away,
        "topic": topic,
        "level": int(level_of(way=way, topic=topic)),
    }


def level_of(*, way: str, topic: str) -> Level:
    """The highest level that one of the choices reaches."""
    if way == "ring_me":
        return Level.REACH
    return Level.GUESS if way == "call_peer" or topic != "none" else Level.LINE


def _in_hundred(share: Fraction) -> int:
    """A share in hundredths, rounded up: never less than what holds."""
    return -(-100 * share.numerator // share.denominator)
