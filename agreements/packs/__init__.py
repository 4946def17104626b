"""State rule packs: what the law of a party's state asks of such an agreement, with source and how sure we are.

Oregon, Virginia, South Carolina, Washington and North Carolina. For another state there is none; the lint says so.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Final

from agreements.packs import north_carolina, oregon, south_carolina, virginia, washington
from agreements.packs.values import Authority, Note, Office, Pack, Requirement, Subject, Sure

__all__ = [
    "PACKS",
    "Authority",
    "Note",
    "Office",
    "Pack",
    "Requirement",
    "Subject",
    "Sure",
    "requirements",
]

PACKS: Final[Mapping[str, Pack]] = {
    each.state: each for each in (oregon.PACK, virginia.PACK, south_carolina.PACK, washington.PACK, north_carolina.PACK)
}
"""The newest edition of each state's pack, by postal code."""


def requirements(packs: Iterable[Pack], states: Collection[str]) -> tuple[Requirement, ...]:
    """What these packs ask for, where a party is in their state; by clause, then state."""
    found = (each for pack in packs if pack.state in states for each in pack.requirements)
    return tuple(sorted(found, key=lambda each: (each.clause, each.state)))
