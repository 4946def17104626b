"""Whose part rests: for causes told by dated facts, and for want of a certificate of insurance (clauses 6, 17, 24)."""

from dataclasses import dataclass, field
from datetime import datetime

from agreements.facts import Fact, FactKind
from agreements.life import Life
from agreements.term_kinds import Cause
from geo.names import AgencyId


@dataclass(slots=True)
class Rest:
    """What is remembered of all parties' causes and certificates; it is the same for every version.

    Args:
        causes: for each agency, the causes that no fact has lifted.
        insured: for each agency, the instant up to which its certificates so far are in date.
        wakes: instants at which something follows by itself.
    """

    causes: dict[AgencyId, set[str | None]] = field(default_factory=dict)
    insured: dict[AgencyId, datetime] = field(default_factory=dict)
    wakes: list[datetime] = field(default_factory=list)

    def tell(self, fact: Fact) -> None:
        """Takes one fact in."""
        match fact.kind:
            case FactKind.SUSPENDED:
                self.causes.setdefault(fact.whose, set()).add(fact.cause)
            case FactKind.RESUMED:
                self.causes.get(fact.whose, set()).discard(fact.cause)
            case FactKind.INSURED if fact.leaves_on is not None:
                self.insured[fact.whose] = max(fact.leaves_on, self.insured.get(fact.whose, fact.leaves_on))
                self.wakes.append(fact.leaves_on)
            case _:
                pass  # no other kind is about resting

    def of(self, life: Life, at: datetime | None) -> frozenset[AgencyId]:
        """Those bound by a version whose part in it rests at an instant."""
        if not life.in_force or at is None:
            return frozenset()
        ignored = frozenset() if life.terms.may_pause else {Cause.PAUSE.value}
        resting = {agency for agency, causes in self.causes.items() if causes - ignored}
        if life.terms.insurance_needed and Cause.INSURANCE in life.terms.suspend_on:
            resting |= {agency for agency in life.members if not self._in_date(agency, at)}
        return frozenset(resting & life.members)

    def _in_date(self, agency: AgencyId, at: datetime) -> bool:
        return agency in self.insured and at < self.insured[agency]
