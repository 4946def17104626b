"""What keeps an agreement from being in force, said exactly. Pure."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from agreements import (
    Effect,
    Fact,
    FactKind,
    Filing,
    Pact,
    PartyState,
    Standing,
    Terms,
    Version,
    VersionState,
    standing_at,
)
from agreements.dates import window_closes
from agreements.pacts import reachable
from agreements.times import start_of
from geo import AgencyId
from scheduling.wallclock import zone

Names = Mapping[AgencyId, str]

_OVER = {
    VersionState.EXPIRED: "Its term is over.",
    VersionState.TERMINATED: "It was ended.",
    VersionState.LAPSED: "It ended before it ever took effect.",
    VersionState.SUPERSEDED: "A later version has taken its place.",
    VersionState.VOID: "It was declared void: it never counted.",
    VersionState.WITHDRAWN: "It was taken back before it took effect.",
}
_FILED = {
    Filing.RECORDED: "It has not been filed with the county's records, which the law asks for before it takes effect.",
    Filing.PUBLISHED: "It has not been published on the agencies' own web pages, which the law asks for before it "
    "takes effect.",
}


def what_is_missing(pact: Pact, at: datetime, names: Names) -> tuple[str, ...]:
    """The sentences to show where no version is in force at ``at``; none where one is. The newest version counts."""
    if standing_at(pact, at).in_force is not None:
        return ()
    return what_a_version_misses(pact, pact.versions[-1], at, names)


def what_a_version_misses(pact: Pact, version: Version, at: datetime, names: Names) -> tuple[str, ...]:
    """What keeps one version from being in force; none if it is. An amendment is asked about so while another is."""
    standing = standing_at(pact, at)
    state = standing.versions[version.number]
    if state is VersionState.IN_FORCE:
        return ()
    closed = window_closes(pact, version, at)
    if state is VersionState.LAPSED and closed is not None and closed <= at:
        return (f"It could be signed until {_day_before(closed, version)}, and did not have the signatures it needs.",)
    over = _OVER.get(state)
    return (over,) if over else tuple(_Way(pact, standing, version, at, names).steps())


@dataclass(frozen=True, slots=True)
class _Way:
    """One version on its way to being in force."""

    pact: Pact
    standing: Standing
    version: Version
    at: datetime
    names: Names

    @property
    def terms(self) -> Terms:
        return self.version.terms

    @property
    def signed(self) -> frozenset[AgencyId]:
        return self.standing.signed[self.version.number]

    @property
    def counted(self) -> frozenset[AgencyId]:
        return self.standing.counted[self.version.number]

    def steps(self) -> Iterator[str]:
        evaluated = self.terms.effect is Effect.EVALUATED
        if evaluated and not self._facts(FactKind.SENT_OUT):
            yield "It has not been sent out to be signed."
        yield from self._signatures()
        yield from self._declined()
        yield from self._conditions() if evaluated else self._recorded()

    def _signatures(self) -> Iterator[str]:
        terms = self.terms
        if len(self.counted) < terms.least_parties:
            yield (
                f"It needs the signatures of {terms.least_parties} parties and has {len(self.counted)}. "
                f"Not signed yet: {self._listed(terms.parties - self.signed) or 'nobody'}."
            )
        if needed := terms.required_parties - self.counted:
            yield f"It cannot take effect without {self._listed(needed)}."
        yield from self._not_counted()
        closes = window_closes(self.pact, self.version, self.at)
        if closes is not None and not self._enough():
            yield f"It can be signed until {_day_before(closes, self.version)}."

    def _not_counted(self) -> Iterator[str]:
        """Signatures that are there and do not count yet, and why."""
        waiting = (self.signed & self.terms.parties) - self.counted
        if self.terms.resolutions_required:
            resolved = {fact.agency for fact in self._facts(FactKind.RESOLVED)}
            if unresolved := waiting - resolved:
                yield (
                    "A signature counts once the party's governing body has resolved to be bound. Not resolved yet: "
                    f"{self._listed(unresolved)}."
                )
        turn = self.standing.waits_for.get(self.version.number)
        if turn is not None and not self._enough():
            yield f"The parties sign in a set order. Next to sign: {self._listed([turn])}."

    def _declined(self) -> Iterator[str]:
        states = self.standing.within[self.version.number]
        if declined := [agency for agency, state in states.items() if state is PartyState.DECLINED]:
            yield f"Declined to sign: {self._listed(declined)}."
        if not reachable(self.pact, self.version, self.at):
            yield "It can no longer take effect as it stands: too many have declined or left, or one that it needs has."

    def _conditions(self) -> Iterator[str]:
        terms = self.terms
        if terms.filing is not Filing.NONE and not self._facts(FactKind.FILED):
            yield _FILED[terms.filing]
        first = self._first_day()
        if first is not None and self.at < first:
            yield f"It takes effect on {_day(first, self.version)} at the earliest."

    def _recorded(self) -> Iterator[str]:
        facts = self.pact.facts
        days = [fact.at for fact in facts if fact.kind is FactKind.IN_FORCE and self._is_about(fact)]
        if not days:
            yield "The day on which it takes effect, with filings and resolutions done, has not been recorded."
        elif self._enough():
            yield f"It takes effect on {_day(max(min(days), self._first_day() or min(days)), self.version)}."

    def _first_day(self) -> datetime | None:
        day = self.terms.effective_from
        return None if day is None else start_of(day, self.terms.calendar)

    def _enough(self) -> bool:
        terms = self.terms
        return len(self.counted) >= terms.least_parties and terms.required_parties <= self.counted

    def _facts(self, kind: FactKind) -> tuple[Fact, ...]:
        facts = self.pact.facts
        digest = self.version.digest
        return tuple(each for each in facts if each.kind is kind and each.digest == digest and each.at <= self.at)

    def _is_about(self, fact: Fact) -> bool:
        return fact.agency is None and fact.digest == self.version.digest

    def _listed(self, agencies: Collection[AgencyId]) -> str:
        return ", ".join(sorted(self.names.get(agency, str(agency)) for agency in agencies))


def _day(at: datetime, version: Version) -> str:
    local = at.astimezone(zone(version.terms.calendar))
    return f"{local:%B} {local.day}, {local.year}"


def _day_before(at: datetime, version: Version) -> str:
    """The last day before an instant at which a day begins."""
    return _day(at - timedelta(microseconds=1), version)
