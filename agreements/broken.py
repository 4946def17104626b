"""An agreement whose record can't be read as it was signed: nothing is done under it, and whom it names is told why."""

from dataclasses import dataclass

from agreements.versions import PactId
from geo.names import AgencyId


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """What is left of such an agreement. Nothing of it is trusted: it only says why it lets nobody do anything.

    Args:
        named: the agencies that its record still names, as far as it can be read.
        wrong: what is wrong with the record, in a sentence.
    """

    id: PactId
    title: str
    named: frozenset[AgencyId]
    wrong: str
