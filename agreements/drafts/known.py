"""What the shell knows of the parties of a draft besides their names and states. Pure values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from geo.names import AgencyId


@dataclass(frozen=True, kw_only=True)
class Known:
    """What is known of the parties; what nobody looked at is ``None``, and no finding is made of it.

    Args:
        practices: parties that are a clinician or a practice, whose own people nobody serves.
        leads: parties that an agreement in force here names as its lead agency, or that lead another consortium.
        signers: for each party what a signature of its head would show: names, titles, offices, evidence.
    """

    practices: frozenset[AgencyId] | None = None
    leads: frozenset[AgencyId] | None = None
    signers: Mapping[AgencyId, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))


NOTHING: Final = Known()
