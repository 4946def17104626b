"""Whose part rests: for causes told by dated facts, and for want of a certificate of insurance (clauses 6, 17, 24).

A cause counts where the terms of the version name it, and a party's own wish where they let it pause. Versions of the
first form name no cause: for them every cause counts that a fact tells.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from agreements.documents import FIRST
from agreements.facts import Fact, FactKind
from agreements.life import Life
from agreements.term_kinds import Cause
from agreements.terms import Terms
from agreements.versions import Version
from geo.names import AgencyId

OWN_WISH: Final = frozenset({Cause.PAUSE.value, "own_wish"})
"""The causes by which a party rests by itself; the second is what earlier facts say."""

_NAMED: Final = frozenset({each.value for each in Cause} - {Cause.OTHER.value}) | OWN_WISH


def rests_for(version: Version, cause: str) -> bool:
    """Whether a cause that a fact tells makes a part rest under this version; "another cause" is whatever is stated."""
    terms = version.terms
    if cause in OWN_WISH:
        return terms.may_pause or Cause.PAUSE in terms.suspend_on
    if version.form == FIRST:
        return True
    named = {each.value for each in terms.suspend_on}
    return cause in named or (Cause.OTHER in terms.suspend_on and cause not in _NAMED)


def uninsured(terms: Terms, until: datetime | None, at: datetime) -> bool:
    """Whether a party rests for want of insurance, by how long its certificates run; ``None``: it never had one.

    Where a certificate is needed, without one; where only its end is a cause to rest, once the last has run out.
    """
    if until is None:
        return terms.insurance_needed
    return until <= at and (terms.insurance_needed or Cause.INSURANCE in terms.suspend_on)


@dataclass(slots=True)
class Rest:
    """What is remembered of all parties' causes and certificates; it is the same for every version.

    Args:
        causes: for each agency, the causes that no fact has lifted.
        insured: for each agency, the instant up to which its certificates so far are in date.
        wakes: instants at which something follows by itself.
    """

    causes: dict[AgencyId, set[str]] = field(default_factory=dict)
    insured: dict[AgencyId, datetime] = field(default_factory=dict)
    wakes: list[datetime] = field(default_factory=list)

    def tell(self, fact: Fact) -> None:
        """Takes one fact in."""
        match fact.kind:
            case FactKind.SUSPENDED:
                self.causes.setdefault(fact.whose, set()).add(fact.cause or "")
            case FactKind.RESUMED:
                self.causes.get(fact.whose, set()).discard(fact.cause or "")
            case FactKind.INSURED if fact.leaves_on is not None:
                self.insured[fact.whose] = max(fact.leaves_on, self.insured.get(fact.whose, fact.leaves_on))
                self.wakes.append(fact.leaves_on)
            case _:
                pass  # no other kind is about resting

    def of(self, life: Life, at: datetime | None) -> frozenset[AgencyId]:
        """Those bound by a version whose part in it rests at an instant."""
        if not life.in_force or at is None:
            return frozenset()
        return frozenset(agency for agency in life.members if self._rests(life.version, agency, at))

    def _rests(self, version: Version, agency: AgencyId, at: datetime) -> bool:
        told: Collection[str] = self.causes.get(agency, ())
        return uninsured(version.terms, self.insured.get(agency), at) or any(rests_for(version, each) for each in told)
