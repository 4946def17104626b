"""What keeps an agreement from being in force, said exactly. Pure."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime

from agreements import Fact, FactKind, Pact, PartyState, Standing, Version, VersionState, standing_at
from geo import AgencyId
from scheduling.wallclock import zone

_OVER = {
    VersionState.EXPIRED: "Its term is over.",
    VersionState.TERMINATED: "It was ended.",
    VersionState.LAPSED: "It ended before it ever took effect.",
    VersionState.SUPERSEDED: "A later version has taken its place.",
}


def what_is_missing(pact: Pact, at: datetime, names: Mapping[AgencyId, str]) -> tuple[str, ...]:
    """The sentences to show where no version is in force at ``at``; none where one is. The newest version counts."""
    standing = standing_at(pact, at)
    if standing.in_force is not None:
        return ()
    newest = pact.versions[-1]
    over = _OVER.get(standing.versions[newest.number])
    return (over,) if over else tuple(_steps(pact, standing, newest, at, names))


def _steps(
    pact: Pact, standing: Standing, version: Version, at: datetime, names: Mapping[AgencyId, str]
) -> Iterator[str]:
    terms, signed = version.terms, _signed(pact, standing, at)
    enough, needed = len(signed) >= terms.least_parties, terms.required_parties - signed
    if not enough:
        yield (
            f"It needs the signatures of {terms.least_parties} parties and has {len(signed)}. "
            f"Not signed yet: {_listed(terms.parties - signed, names)}."
        )
    if needed:
        yield f"It cannot take effect without {_listed(needed, names)}."
    days = [fact.at for fact in _declared(pact, version)]
    if not days:
        yield "The day on which it takes effect, with filings and resolutions done, has not been recorded."
    elif enough and not needed:
        local = min(days).astimezone(zone(terms.calendar))
        yield f"It takes effect on {local:%B} {local.day}, {local.year}."


def _declared(pact: Pact, version: Version) -> Iterator[Fact]:
    return (
        fact
        for fact in pact.facts
        if fact.kind is FactKind.IN_FORCE and fact.agency is None and fact.digest == version.digest
    )


def _signed(pact: Pact, standing: Standing, at: datetime) -> frozenset[AgencyId]:
    """Whose signature stands, or whose joinder has been admitted."""
    admitted = {fact.agency for fact in pact.facts if fact.kind is FactKind.IN_FORCE and fact.at <= at}
    named = pact.versions[-1].terms.parties
    return frozenset(
        agency
        for agency, state in standing.parties.items()
        if state is PartyState.SIGNED and (agency in named or agency in admitted)
    )


def _listed(agencies: Collection[AgencyId], names: Mapping[AgencyId, str]) -> str:
    return ", ".join(sorted(names.get(agency, str(agency)) for agency in agencies))
