"""One version's life up to an instant: who is in it, who is leaving, and what has been done for its effect.

It takes facts in (``agreements.telling``) and remembers; ``agreements.judging`` says what follows at an instant.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from agreements.standing import OVER, PartyState, VersionState
from agreements.term_ends import Term
from agreements.term_kinds import Effect, Joinder, Renewal
from agreements.terms import Terms
from agreements.times import days_after
from agreements.versions import Version
from geo.names import AgencyId


@dataclass(slots=True)
class Life:
    """What is remembered of one version. A version that is over changes no more.

    Args:
        signed, joined: whose signature or joinder stands; of a joinder, since when.
        in_turn: signatures whose turn in a set order has come; once it has, it stays.
        admitted: joiners whose joinder counts.
        gone: who left, or for whom it is over, and which of these two.
        leaving, stopping: who leaves when a notice has run, or when the term is over, and when that is.
        closes: the first instant at which a named party can sign no more.
        released: those needed have signed, so that nobody takes a signature back alone.
        withdrawn: it was taken back; once it is in force, that does nothing.
        renewed: the end of the term that a recorded renewal put off; until then no other one counts.
        replaced_by: the number of the version that took its place while it was in force.
        newer: for each later version in force, everybody whom it has bound.
        wakes: instants at which something follows by itself, for whoever keeps the time.
    """

    version: Version
    sent_out: datetime | None = None
    closes: datetime | None = None
    reviewing: set[AgencyId] = field(default_factory=set)
    resolved: set[AgencyId] = field(default_factory=set)
    signed: set[AgencyId] = field(default_factory=set)
    in_turn: set[AgencyId] = field(default_factory=set)
    declined: set[AgencyId] = field(default_factory=set)
    joined: dict[AgencyId, datetime] = field(default_factory=dict)
    admitted: set[AgencyId] = field(default_factory=set)
    consents: dict[AgencyId, set[AgencyId]] = field(default_factory=dict)
    gone: dict[AgencyId, PartyState] = field(default_factory=dict)
    leaving: dict[AgencyId, datetime] = field(default_factory=dict)
    stopping: dict[AgencyId, datetime] = field(default_factory=dict)
    affirmed: set[AgencyId] = field(default_factory=set)
    filed: datetime | None = None
    declared: bool = False
    withdrawn: bool = False
    voided: bool = False
    ended: bool = False
    released: bool = False
    since: datetime | None = None
    term: Term | None = None
    renewed: datetime | None = None
    replaced_by: int | None = None
    newer: dict[int, set[AgencyId]] = field(default_factory=dict)
    wakes: list[datetime] = field(default_factory=list)
    state: VersionState = VersionState.FROZEN

    @property
    def terms(self) -> Terms:
        """Its terms."""
        return self.version.terms

    @property
    def evaluated(self) -> bool:
        """Whether it takes effect by its own conditions, and not by a recorded day."""
        return self.version.terms.effect is Effect.EVALUATED

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
        """Those whose signature, or admitted joinder, counts."""
        if self.evaluated and self.sent_out is None:
            return set()
        signed = self.signed & self.in_turn if self.terms.signing_order else set(self.signed)
        if self.terms.resolutions_required:
            signed &= self.resolved
        return signed | (self.joined.keys() & self.admitted)

    @property
    def has_those_needed(self) -> bool:
        """Whether the parties are there without whom it can't be in force."""
        return self.enough(self.members)

    def enough(self, members: Collection[AgencyId]) -> bool:
        """Whether it can be in force with these parties alone."""
        return len(members) >= self.terms.least_parties and self.terms.required_parties <= set(members)

    def send_out(self, at: datetime) -> None:
        """It goes out to be signed; only the first time counts."""
        if self.sent_out is None:
            self.sent_out = at
            if self.evaluated and self.terms.signing_days is not None:
                self.closes = days_after(at, self.terms.signing_days, self.terms.calendar)
                self.wakes.append(self.closes)

    def sign(self, agency: AgencyId, at: datetime) -> None:
        """A named party signs in time; who has left or declined can't come back by its own signature."""
        late = self.closes is not None and self.closes <= at
        if not (late or agency in self.gone or agency in self.declined):
            self.signed.add(agency)

    def take_turns(self) -> None:
        """Lets signatures count whose turn in a set order has come. Who will not sign is waited for no longer."""
        for agency in self.terms.signing_order:
            if agency in self.signed:
                self.in_turn.add(agency)
            elif agency not in self.declined and agency not in self.gone:
                return

    @property
    def next_to_sign(self) -> AgencyId | None:
        """Whose turn it is in a set order, while it is out; ``None`` without one, or if all have signed."""
        if self.over or self.sent_out is None:
            return None
        left = (each for each in self.terms.signing_order if each not in self.signed)
        return next((each for each in left if each not in self.declined and each not in self.gone), None)

    def join(self, agency: AgencyId, at: datetime) -> None:
        """Somebody signs a joinder. Who joined already says nothing by it, and takes no notice back."""
        if not self._came_in(agency):
            self.joined[agency] = at
            self._welcome(agency)

    def admit(self, agency: AgencyId) -> None:
        """A joiner's joinder counts from now on, or as soon as there is one."""
        if not self._came_in(agency):
            self.admitted.add(agency)
            self._welcome(agency)

    def _came_in(self, agency: AgencyId) -> bool:
        return agency in self.joined and agency in self.admitted

    def _welcome(self, agency: AgencyId) -> None:
        if self._came_in(agency):
            for waiting in (self.leaving, self.stopping, self.gone):
                waiting.pop(agency, None)
            self.declined.discard(agency)

    def consented(self, joiner: AgencyId, resting: Collection[AgencyId]) -> bool:
        """Whether those let somebody join whose consent the agreement asks for: active parties, or the lead agency."""
        consents = self.consents.get(joiner, set())
        active = self.members - {joiner, *resting}
        match self.terms.joinder:
            case Joinder.ALL:
                return bool(active) and active <= consents
            case Joinder.MAJORITY:
                return 2 * len(active & consents) > len(active)
            case Joinder.LEAD:
                return self.terms.lead in consents & self.members

    def retract(self, agency: AgencyId) -> bool:
        """Takes a signature or joinder in escrow back; whether it could. One that binds can't be taken back."""
        if self.released and agency in self.members:
            return False
        self._drop(agency)
        return True

    def decline(self, agency: AgencyId) -> None:
        """A party, or somebody about to join, will not sign."""
        known = agency in self.terms.parties or agency in self.joined
        if known and agency not in self.gone and self.retract(agency):
            self.declined.add(agency)

    def notice(self, agency: AgencyId, at: datetime, leaves_on: datetime | None) -> None:
        """Takes a notice: at once where nothing binds yet, else when its days have run."""
        bound = self.in_force or (self.evaluated and self.released)
        if not (bound and agency in self.members):
            self._drop(agency)
            return
        runs_out = max(days_after(at, self.terms.notice_days, self.terms.calendar), leaves_on or at)
        self.leaving[agency] = min(runs_out, self.leaving.get(agency, runs_out))
        self.wakes.append(runs_out)

    def part(self, agency: AgencyId, how: PartyState) -> None:
        """Lets a member go."""
        self.leaving.pop(agency, None)
        self._drop(agency)
        self.gone[agency] = how

    def _drop(self, agency: AgencyId) -> None:
        for group in (self.signed, self.in_turn, self.admitted, self.affirmed):
            group.discard(agency)
        for waiting in (self.joined, self.stopping, self.consents):
            waiting.pop(agency, None)

    def affirm(self, agency: AgencyId, at: datetime) -> None:
        """A member wants one more term; one that stopped it has changed its mind."""
        if self._running(at) and agency in self.members:
            self.affirmed.add(agency)
            self.stopping.pop(agency, None)

    def stop(self, agency: AgencyId, at: datetime) -> None:
        """A member does not go on after the term that runs."""
        if (term := self._running(at)) and agency in self.members:
            self.affirmed.discard(agency)
            if term.rolls:
                self.stopping[agency] = min(term.ends, self.stopping.get(agency, term.ends))
                self.wakes.append(term.ends)

    def renew(self, to: datetime, at: datetime) -> None:
        """The term that runs goes on to a later day, where the terms give that power: once, and by one term at most.

        Who has stopped the term then leaves at that later end. Where the parties affirm, all of them must have.
        """
        term = self._running(at)
        if term is None or not term.ends < to <= term.following().ends or self._no_power_to_renew(at):
            return
        self.term, self.renewed = term.extended(to), term.ends
        self.affirmed.clear()
        self.stopping = dict.fromkeys(self.stopping, to)
        self.wakes.append(to)

    def _no_power_to_renew(self, at: datetime) -> bool:
        """Whether the terms, or those who did not affirm, stand against a recorded renewal."""
        if self.renewed is not None and at < self.renewed:
            return True
        match self.terms.renewal:
            case Renewal.NONE:
                return True
            case Renewal.AFFIRM:
                return not self.members <= self.affirmed
            case Renewal.AUTO:
                return False

    def _running(self, at: datetime) -> Term | None:
        """The term that runs; none at the very instant of its end."""
        if not self.in_force or self.term is None:
            return None
        term = self.term.at(at)
        return term if at < term.ends else None
