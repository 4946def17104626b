"""One agreement: its versions and everything that has happened to it. Ask it about any instant, past or coming.

"What was in force between A and B on 3 May?" is ``standing_at(pact, at)``: derived from dated facts each time, never
kept. The facts may come in any order and more than once; the agreement is the same.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Final, Self

from agreements.errors import PactError
from agreements.facts import Fact, FactKind
from agreements.history import standings
from agreements.standing import OVER, PartyState, Standing
from agreements.times import utc
from agreements.versions import PactId, Version, VersionId
from geo.names import AgencyId


@dataclass(frozen=True, kw_only=True)
class Pact:
    """An agreement. Versions are kept by rising number, facts in one order, each once.

    Raises:
        PactError: no title, no version, two versions of one number or id, a version of another agreement, a fact
            about a digest that no version has, a signature by an agency that the version does not name.
    """

    id: PactId
    title: str
    versions: tuple[Version, ...]
    facts: tuple[Fact, ...] = ()

    def __post_init__(self) -> None:
        """Put versions and facts in order and refuse what does not belong together."""
        object.__setattr__(self, "versions", tuple(sorted(self.versions, key=lambda version: version.number)))
        object.__setattr__(self, "facts", tuple(sorted(set(self.facts), key=_order)))
        _check_versions(self)
        for fact in self.facts:
            _check_fact(self, fact)

    def with_fact(self, fact: Fact) -> Self:
        """The same agreement with one more fact. If ``history`` stays the same, the fact does nothing."""
        return replace(self, facts=(*self.facts, fact))

    def version(self, number: int) -> Version:
        """The version of that number.

        Raises:
            PactError: there is none.
        """
        found = next((version for version in self.versions if version.number == number), None)
        if found is None:
            raise PactError(f"{self.title!r} has no version {number}.")
        return found

    @cached_property
    def history(self) -> tuple[tuple[datetime | None, Standing], ...]:
        """All its standings, each with the instant from which it holds; the first from ever on (``None``)."""
        known = tuple((version.id, version.digest) for version in self.versions)
        return _folded(_Life(self.id, known, self.facts, self.versions))

    @cached_property
    def changes(self) -> tuple[datetime, ...]:
        """The instants at which its standing changes, rising."""
        return tuple(at for at, _ in self.history if at is not None)


@dataclass(frozen=True, slots=True)
class _Life:
    """What an agreement's history follows from; its versions are told apart by their digests."""

    pact: PactId
    known: tuple[tuple[VersionId, str], ...]
    facts: tuple[Fact, ...]
    versions: tuple[Version, ...] = field(compare=False)


@lru_cache(maxsize=4)
def _folded(life: _Life) -> tuple[tuple[datetime | None, Standing], ...]:
    """The last few are remembered: an agreement that is tried with a fact, and then kept with it, is folded once."""
    return tuple(standings(life.versions, life.facts))


def standing_at(pact: Pact, at: datetime) -> Standing:
    """Where the agreement stands at an instant: what is dated up to then, and nothing dated later."""
    return pact.history[bisect_right(pact.changes, utc(at))][1]


def in_force_version(pact: Pact, at: datetime) -> Version | None:
    """The version in force, if one is."""
    return standing_at(pact, at).in_force


def active_parties(pact: Pact, at: datetime) -> frozenset[AgencyId]:
    """Who is bound and served: empty while no version is in force."""
    return standing_at(pact, at).active


def released(pact: Pact, version: Version | int, at: datetime) -> bool:
    """Whether the signatures that a version needs are, or were, all there: escrow is over, none is taken back alone."""
    return _number(pact, version) in standing_at(pact, at).released


def escrow(pact: Pact, version: Version | int, at: datetime) -> frozenset[AgencyId]:
    """Whose signature or joinder on a version stands, whether it counts yet or not; of one that is over, stood last."""
    return standing_at(pact, at).signed[_number(pact, version)]


def counted(pact: Pact, version: Version | int, at: datetime) -> frozenset[AgencyId]:
    """Of those, whose signature or joinder counts: in its turn, with its resolution, let in."""
    return standing_at(pact, at).counted[_number(pact, version)]


def next_to_sign(pact: Pact, version: Version | int, at: datetime) -> AgencyId | None:
    """Whose turn it is where the terms set an order; ``None``: there is none, it is not out, or all have signed."""
    return standing_at(pact, at).waits_for.get(_number(pact, version))


def reachable(pact: Pact, version: Version | int, at: datetime) -> bool:
    """Whether a version is in force or still may be: it is not over, and enough parties have neither declined nor left.

    A party whom a version can't do without makes it unreachable by declining; the version itself waits on until its
    window closes or it is taken back.
    """
    number = _number(pact, version)
    terms = pact.version(number).terms
    now = standing_at(pact, at)
    if now.versions[number] in OVER:
        return False
    still = {agency for agency, state in now.within[number].items() if state not in _OUT}
    return len(still) >= terms.least_parties and terms.required_parties <= still


_OUT: Final = frozenset({PartyState.DECLINED, PartyState.WITHDRAWN, PartyState.ENDED})


def _number(pact: Pact, version: Version | int) -> int:
    return pact.version(version if isinstance(version, int) else version.number).number


def next_change(pact: Pact, at: datetime) -> datetime | None:
    """The first instant after ``at`` at which the standing changes by what is already dated."""
    return following(pact.changes, at)


def following(instants: tuple[datetime, ...], at: datetime) -> datetime | None:
    """The first of rising instants that lies after ``at``."""
    index = bisect_right(instants, utc(at))
    return instants[index] if index < len(instants) else None


def _order(fact: Fact) -> tuple[datetime, tuple[str, ...]]:
    rest = (fact.kind, fact.agency, fact.digest, fact.cause, fact.leaves_on, fact.about, fact.attested_by)
    return fact.at, tuple(map(str, rest))


def _check_versions(pact: Pact) -> None:
    if not pact.title.strip():
        raise PactError("An agreement needs a title.")
    if not pact.versions:
        raise PactError(f"{pact.title!r} has no version: there is nothing to sign.")
    if any(version.pact != pact.id for version in pact.versions):
        raise PactError(f"{pact.title!r} holds a version of another agreement.")
    _each_once(pact, "number", (version.number for version in pact.versions))
    _each_once(pact, "id", (version.id for version in pact.versions))


def _each_once(pact: Pact, what: str, values: Iterable[int | VersionId]) -> None:
    found = list(values)
    if len(set(found)) != len(found):
        raise PactError(f"{pact.title!r} has two versions of the same {what}.")


def _check_fact(pact: Pact, fact: Fact) -> None:
    if fact.digest is None:
        return
    version = next((version for version in pact.versions if version.digest == fact.digest), None)
    if version is None:
        raise PactError(f"The fact {fact.kind.value!r} is about a text that is no version of {pact.title!r}.")
    if fact.kind is FactKind.SIGNED and fact.whose not in version.terms.parties:
        raise PactError(
            f"Version {version.number} of {pact.title!r} does not name the agency {fact.agency}; it can join, not sign."
        )
