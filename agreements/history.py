"""Folds an agreement's dated facts into its standings, one after the other. Pure: the whole life, without a clock.

At each instant first come the facts that bind, then those that loosen, then whoever's notice has run leaves, then the
versions are judged. So among facts of one instant the careful one wins, and their order never matters. A fact that
finds nothing to act on changes nothing.

Rules of the fold, by clause:

* 19: from its end on, a version that was in force is expired; one that never was has lapsed.
* 20: a version is in force when the parties it needs have signed *and* it was declared so, whichever came last.
* 20, 21: if parties leave so that the ones needed are no longer there, it is terminated at that instant, for good.
* 21: notice runs in whole days of the version in force; before there is one, notice takes a signature back at once,
  and so it does for a signature on an amendment not yet in force.
* 22: a joiner is a party when both its joinder and its own ``IN_FORCE`` are there; who left comes back only so.
* 23: a later version takes the place of the earlier ones for all; who has not signed it is not in it.
* 24: a party rests until each cause is lifted; meanwhile it still counts as one of those needed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from heapq import heapify, heappop, heappush
from types import MappingProxyType
from typing import Final

from agreements.facts import Fact, FactKind
from agreements.life import Life
from agreements.standing import PartyState, Standing, VersionState
from agreements.versions import Version
from geo.names import AgencyId

BINDING_FIRST: Final = tuple(FactKind)
"""The order of facts of one instant is the order in which the kinds are written down."""


def standings(versions: Iterable[Version], facts: Iterable[Fact]) -> Iterator[tuple[datetime | None, Standing]]:
    """Each standing with the instant from which it holds, in order, the first from ever on (``None``).

    An instant that changes nothing is left out.
    """
    fold = _Fold([Life(version) for version in sorted(versions, key=lambda version: version.number)])
    now = fold.standing()
    yield None, now
    for at in fold.instants(facts):
        before, now = now, fold.standing()
        if now != before:
            yield at, now


@dataclass(slots=True)
class _Fold:
    """One agreement on its way through time; its versions by rising number."""

    lives: list[Life]
    causes: dict[AgencyId, set[str | None]] = field(default_factory=dict)
    terminated: bool = False

    def instants(self, facts: Iterable[Fact]) -> Iterator[datetime]:
        """Goes through all instants of the facts and of the notices that run out, and stops after each."""
        waiting: dict[datetime, list[Fact]] = {}
        for fact in facts:
            waiting.setdefault(fact.at, []).append(fact)
        ahead = list(waiting)
        heapify(ahead)
        while ahead:
            at = heappop(ahead)
            for fact in sorted(waiting.pop(at, ()), key=lambda fact: BINDING_FIRST.index(fact.kind)):
                for instant in self._apply(fact):
                    heappush(ahead, instant)
            self._settle(at)
            yield at

    def _apply(self, fact: Fact) -> Iterator[datetime]:
        """Takes one fact in; tells the instants at which it will act again."""
        for life in self.lives:
            if life.over or fact.digest not in (None, life.version.digest):
                continue
            if (again := _tell(life, fact)) is not None:
                yield again
        match fact.kind:
            case FactKind.SUSPENDED:
                self.causes.setdefault(fact.whose, set()).add(fact.cause)
            case FactKind.RESUMED:
                self.causes.get(fact.whose, set()).discard(fact.cause)
            case FactKind.TERMINATED:
                self.terminated = True
            case _:
                pass  # the other kinds are about versions only

    def _settle(self, at: datetime) -> None:
        """Lets the leavers go and judges the versions; the newest that may come into force does."""
        living = [life for life in self.lives if not life.over]
        for life in living:
            life.let_go(at)
            life.judge(terminated=self.terminated)
        for life in reversed(living):
            if life.state is VersionState.EFFECT_PENDING and life.declared:
                life.state = VersionState.IN_FORCE
            if life.in_force:
                self._supersede(below=life.version.number)
                return

    def _supersede(self, *, below: int) -> None:
        for life in self.lives:
            if life.version.number < below and not life.over:
                life.state = VersionState.SUPERSEDED

    def standing(self) -> Standing:
        """The standing after all that was taken in."""
        parties = self._parties()
        bound = (PartyState.ACTIVE, PartyState.NOTICE_GIVEN)
        return Standing(
            in_force=next((life.version for life in self.lives if life.in_force), None),
            active=frozenset(agency for agency, state in parties.items() if state in bound),
            versions=MappingProxyType({life.version.number: life.state for life in self.lives}),
            parties=MappingProxyType(parties),
        )

    def _parties(self) -> dict[AgencyId, PartyState]:
        """Each agency as the version in force sees it; else the newest open one; else the newest of all."""
        ranked = sorted(self.lives, key=lambda life: (life.in_force, not life.over, life.version.number))
        resting = [agency for agency, causes in self.causes.items() if causes]
        parties: dict[AgencyId, PartyState] = {}
        for life in ranked:
            parties |= life.states(resting)
        return parties


def _tell(life: Life, fact: Fact) -> datetime | None:
    """Tells one version one fact; answers when it will act again."""
    match fact.kind:
        case FactKind.SIGNED:
            life.sign(fact.whose)
        case FactKind.JOINED:
            life.join(fact.whose)
        case FactKind.IN_FORCE:
            life.declare(fact.agency)
        case FactKind.NOTICE_GIVEN:
            return life.notice(fact.whose, fact.at, fact.leaves_on)
        case FactKind.ENDS:
            life.ended = True
        case _:
            pass  # the other kinds are about the agreement as a whole
    return None
