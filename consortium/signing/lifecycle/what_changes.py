"""What an act would change, in dated sentences: the agreement before and after it, compared at every instant. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from agreements import Pact, PartyState, Standing, VersionState, standing_at
from agreements.times import MOMENT
from consortium.signing.lifecycle.change import BINDS
from geo import AgencyId

Names = Mapping[AgencyId, str]
_PARTY: Final = {
    PartyState.NOTICE_GIVEN: "{name} has given notice; until it leaves it is bound and served as before.",
    PartyState.SUSPENDED: "The part of {name} rests: its peers are not asked and its officers are not served under it.",
    PartyState.WITHDRAWN: "{name} has left: it is no longer bound or served.",
    PartyState.ENDED: "It is over for {name}.",
    PartyState.ACTIVE: "{name} is bound and served.",
    PartyState.JOINING: "{name} has signed to join and is not bound yet.",
    PartyState.DECLINED: "{name} will not sign.",
}
_VERSION: Final = {
    VersionState.IN_FORCE: "Version {number} is in force.",
    VersionState.SUPERSEDED: "Version {number} is replaced by a later one.",
    VersionState.EXPIRED: "The term of version {number} is over.",
    VersionState.TERMINATED: "Version {number} has ended for all.",
    VersionState.LAPSED: "Version {number} has lapsed without ever having been in force.",
    VersionState.VOID: "Version {number} never counted.",
    VersionState.WITHDRAWN: "Version {number} is taken back; signatures on it bind nobody.",
    VersionState.EFFECT_PENDING: "Version {number} has the signatures that it needs, and waits for its effect.",
    VersionState.ESCROW: "Version {number} waits for more signatures.",
}


@dataclass(frozen=True, slots=True)
class Follows:
    """One thing that follows, and from when."""

    at: datetime
    words: str


def what_changes(before: Pact, after: Pact, at: datetime, names: Names) -> tuple[Follows, ...]:
    """What would be otherwise from ``at`` on, the soonest first; nothing if an act changes no standing."""
    instants = sorted({at, *(each for each in (*before.changes, *after.changes) if each > at)})
    found = [follows for instant in instants for follows in _at(before, after, instant, at, names)]
    return tuple(dict.fromkeys(found))


def first_loss(before: Pact, after: Pact, at: datetime) -> datetime | None:
    """The first instant from ``at`` on at which other agencies are bound and served than without the act."""
    instants = sorted({at, *(each for each in (*before.changes, *after.changes) if each > at)})
    return next(
        (each for each in instants if standing_at(before, each).active != standing_at(after, each).active), None
    )


def _at(before: Pact, after: Pact, instant: datetime, first: datetime, names: Names) -> Iterator[Follows]:
    """What is new at an instant with the act, and would not be without it."""
    now, without = standing_at(after, instant), standing_at(before, instant)
    last = standing_at(before if instant == first else after, instant if instant == first else instant - MOMENT)
    for number, state in now.versions.items():
        if state is not last.versions.get(number) and state is not without.versions.get(number) and state in _VERSION:
            yield Follows(instant, _VERSION[state].format(number=number))
    for agency in sorted(now.parties, key=lambda each: names.get(each, "")):
        if words := _party(agency, now, last, without):
            yield Follows(instant, words.format(name=names.get(agency, "an agency")))
    if instant != first:
        yield from _averted(now, without, instant, last, names)


def _party(agency: AgencyId, now: Standing, last: Standing, without: Standing) -> str:
    state = now.parties[agency]
    if state is last.parties.get(agency) or state is without.parties.get(agency):
        return ""
    return _PARTY.get(state, "")


def _averted(now: Standing, without: Standing, at: datetime, last: Standing, names: Names) -> Iterator[Follows]:
    """What would have come then and does not, because of the act."""
    for agency in sorted(now.parties, key=lambda each: names.get(each, "")):
        state = now.parties[agency]
        goes_on = state in BINDS and state is last.parties.get(agency)
        if goes_on and without.parties.get(agency) not in BINDS:
            yield Follows(at, f"{names.get(agency, 'An agency')} stays bound, which it would not without this.")
