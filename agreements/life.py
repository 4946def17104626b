"""What has happened to one version so far: who is in it, who is leaving, how far it has come.

One step of the fold in ``agreements.history``, which keeps time and order; the rules are listed there.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from agreements.standing import OVER, PartyState, VersionState
from agreements.times import days_after
from agreements.versions import Version
from geo.names import AgencyId


@dataclass(slots=True)
class Life:
    """One version's life up to an instant. A version that is over changes no more."""

    version: Version
    signed: set[AgencyId] = field(default_factory=set)
    joined: set[AgencyId] = field(default_factory=set)
    admitted: set[AgencyId] = field(default_factory=set)
    left: set[AgencyId] = field(default_factory=set)
    leaving: dict[AgencyId, datetime] = field(default_factory=dict)
    declared: bool = False
    ended: bool = False
    state: VersionState = VersionState.UNSIGNED

    @property
    def over(self) -> bool:
        """Whether the version has reached one of its final states."""
        return self.state in OVER

    @property
    def in_force(self) -> bool:
        """Whether it binds anybody now."""
        return self.state is VersionState.IN_FORCE

    @property
    def members(self) -> set[AgencyId]:
        """Those whose signature, or admitted joinder, stands."""
        return self.signed | (self.joined & self.admitted)

    @property
    def has_those_needed(self) -> bool:
        """Whether the parties are there without whom it can't be in force."""
        terms, members = self.version.terms, self.members
        return len(members) >= terms.least_parties and terms.required_parties <= members

    def sign(self, agency: AgencyId) -> None:
        """A named party signs; who has left can't come back by its own signature."""
        if agency not in self.left:
            self.signed.add(agency)

    def join(self, agency: AgencyId) -> None:
        """Somebody signs a joinder."""
        self.joined.add(agency)
        self._welcome(agency)

    def declare(self, agency: AgencyId | None) -> None:
        """What the effectiveness clause asks for is done: for all, or for one joiner."""
        if agency is None:
            self.declared = True
        else:
            self.admitted.add(agency)
            self._welcome(agency)

    def _welcome(self, agency: AgencyId) -> None:
        if agency in self.joined & self.admitted:
            self.leaving.pop(agency, None)
            self.left.discard(agency)

    def notice(self, agency: AgencyId, at: datetime, leaves_on: datetime | None) -> datetime | None:
        """Takes a notice: at once where nothing binds yet, else when its days have run; tells when that is."""
        if not (self.in_force and agency in self.members):
            self._drop(agency)
            return None
        terms = self.version.terms
        runs_out = max(days_after(at, terms.notice_days, terms.calendar), leaves_on or at)
        self.leaving[agency] = min(runs_out, self.leaving.get(agency, runs_out))
        return runs_out

    def let_go(self, at: datetime) -> None:
        """Lets everybody leave whose notice has run at ``at``."""
        for agency in [agency for agency, when in self.leaving.items() if when <= at]:
            del self.leaving[agency]
            self._drop(agency)
            self.left.add(agency)

    def _drop(self, agency: AgencyId) -> None:
        for group in (self.signed, self.joined, self.admitted):
            group.discard(agency)

    def judge(self, *, terminated: bool) -> None:
        """Ends the version if it must end now; else says how far its signatures have come."""
        stopped = terminated or self.ended
        if self.in_force:
            if terminated or not self.has_those_needed:
                self.state = VersionState.TERMINATED
            elif stopped:
                self.state = VersionState.EXPIRED
        elif stopped:
            self.state = VersionState.LAPSED
        elif self.has_those_needed:
            self.state = VersionState.EFFECT_PENDING
        else:
            self.state = VersionState.PARTLY_SIGNED if self.signed else VersionState.UNSIGNED

    def states(self, resting: Collection[AgencyId]) -> dict[AgencyId, PartyState]:
        """How this version sees everybody ever named in it or joined to it; ``resting``: whoever is suspended."""
        states = dict.fromkeys(self.version.terms.parties, PartyState.ENDED if self.over else PartyState.INVITED)
        states |= dict.fromkeys(self.signed | self.joined, PartyState.ENDED if self.over else PartyState.SIGNED)
        if self.in_force:
            members = self.members
            states |= dict.fromkeys(members, PartyState.ACTIVE)
            states |= dict.fromkeys(self.leaving, PartyState.NOTICE_GIVEN)
            states |= dict.fromkeys(members.intersection(resting), PartyState.SUSPENDED)
        return states | dict.fromkeys(self.left, PartyState.WITHDRAWN)
