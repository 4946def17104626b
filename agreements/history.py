"""Folds an agreement's dated facts into its standings, one after the other. Pure: the whole life, without a clock.

At each instant first come the facts that bind, then those that loosen, then whoever's notice has run leaves, then the
versions are judged. So among facts of one instant the careful one wins, and their order never matters. A fact that
finds nothing to act on changes nothing.

Rules of the fold, by clause:

* 2: an agency has let its lead agency act for it from the fact that says so until one takes that back.
* 6, 17, 24: a party rests until each cause is lifted that the terms name, for its own wish only where it may; also by
  itself while it has no certificate of insurance in date that it needs. It still counts as one of those needed.
* 19: a term runs in whole months from taking effect. At its end the version is expired, or goes on with those who
  affirmed it, or with all who did not stop it, if they are enough; for the others it is over. What ends before it ever
  was in force has lapsed. No version is in force before the first day that it names. A recorded renewal puts the end
  off by one term at most, where the term can be renewed at all, and where parties affirm only if all of them have.
* 20: where a day is recorded, a version is in force when the parties it needs have signed *and* it was declared so,
  whichever came last. Where effect is evaluated, nobody's word is asked: it is in force once it was sent out, those
  needed have signed, and it was filed if it must be; a signature that needs a resolution counts from the later of
  both, as a body may ratify what its head signed. Once those needed have signed, no signature is taken back alone.
* 20, 21: if parties leave so that the ones needed are no longer there, it is terminated at that instant, for good;
  one that has only been signed has lapsed then.
* 21: notice runs in whole days of the version in force; before there is one, notice takes a signature back at once,
  and so it does for a signature on an amendment not yet in force. Who left comes back only by joining.
* 22: a joiner is a party when its joinder is there and it was let in: by its own ``IN_FORCE`` where a day is recorded,
  else by the consents of active parties that the clause asks for, its own resolution and a filing after the joinder
  where they are due. Who joined says nothing new by joining again, and takes no notice back.
* 23: a later version takes the place of the earlier ones; who has not signed it is not in it. Where the earlier one
  says that such a party stays, it goes on between any two whom no later version bound to each other. What the board
  may change takes effect for all parties with the minute, and their term goes on. If a version in force is void, what
  it had replaced is in force again from that instant on, without those who left meanwhile.
* 27: a signature counts when its turn in a set order has come. It can be made until the signing window closes; then a
  version that is not signed by those needed has lapsed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from heapq import heapify, heappop, heappush
from types import MappingProxyType
from typing import Final, cast

from agreements.facts import Fact, FactKind
from agreements.judging import judge, may_take_effect, take_effect
from agreements.life import Life
from agreements.party_states import states_of_all, states_within
from agreements.replacing import adopt, replace_older, revive
from agreements.resting import Rest
from agreements.standing import Bound, Standing, VersionState
from agreements.telling import tell
from agreements.times import start_of
from agreements.versions import Version
from geo.names import AgencyId

BINDING_FIRST: Final = {kind: place for place, kind in enumerate(FactKind)}
"""The order of facts of one instant is the order in which the kinds are written down."""

_KEPT: Final = frozenset({FactKind.ENDS, FactKind.VOIDED})
"""What is told to a version that another has replaced too: it might be in force again."""


def standings(versions: Iterable[Version], facts: Iterable[Fact]) -> Iterator[tuple[datetime | None, Standing]]:
    """Each standing with the instant from which it holds, in order, the first from ever on (``None``).

    An instant that changes nothing is left out.
    """
    fold = _Fold([Life(version) for version in sorted(versions, key=lambda version: version.number)])
    now = fold.standing(None)
    yield None, now
    for at in fold.instants(facts):
        before, now = now, fold.standing(at)
        if now != before:
            yield at, now


@dataclass(slots=True)
class _Fold:
    """One agreement on its way through time; its versions by rising number."""

    lives: list[Life]
    rest: Rest = field(default_factory=Rest)
    minuted: list[Life] = field(default_factory=list)
    empowered: dict[AgencyId, set[AgencyId]] = field(default_factory=dict)
    terminated: bool = False

    def instants(self, facts: Iterable[Fact]) -> Iterator[datetime]:
        """Goes through all instants of the facts and of what follows from them by itself, and stops after each."""
        waiting: dict[datetime, list[Fact]] = {}
        for fact in facts:
            waiting.setdefault(fact.at, []).append(fact)
        ahead = [*waiting, *self._first_days()]
        heapify(ahead)
        while ahead:
            at = heappop(ahead)
            for fact in sorted(waiting.pop(at, ()), key=lambda fact: BINDING_FIRST[fact.kind]):
                self._apply(fact)
            self._settle(at)
            for instant in self._wakes():
                heappush(ahead, instant)
            yield at

    def _first_days(self) -> Iterator[datetime]:
        for life in self.lives:
            if life.terms.effective_from is not None:
                yield start_of(life.terms.effective_from, life.terms.calendar)

    def _wakes(self) -> Iterator[datetime]:
        for wakes in (self.rest.wakes, *(life.wakes for life in self.lives)):
            yield from wakes
            wakes.clear()

    def _apply(self, fact: Fact) -> None:
        for life in self.lives:
            superseded = life.state is VersionState.SUPERSEDED and fact.kind in _KEPT
            if (superseded or not life.over) and fact.digest in (None, life.version.digest):
                tell(life, fact)
                if fact.kind is FactKind.ADOPTED:
                    self.minuted.append(life)
        self.rest.tell(fact)
        if fact.kind is FactKind.EMPOWERED and fact.about is not None:
            self.empowered.setdefault(fact.about, set()).add(fact.whose)
        if fact.kind is FactKind.REVOKED and fact.about is not None:
            self.empowered.get(fact.about, set()).discard(fact.whose)
        self.terminated = self.terminated or fact.kind is FactKind.TERMINATED

    def _settle(self, at: datetime) -> None:
        """Judges the versions; the newest that may come into force does, and takes the place of earlier ones."""
        living = [life for life in self.lives if not life.over]
        for life in living:
            judge(life, at, self.rest, terminated=self.terminated)
        living = sorted([*living, *self._revived(living, at)], key=lambda life: life.version.number)
        for life in reversed(living):
            if may_take_effect(life, at):
                take_effect(life, at, self.rest)
            replace_older(life, self.lives)
        for life in sorted(self.minuted, key=lambda life: life.version.number):
            adopt(life, self.lives)
        self.minuted.clear()

    def _revived(self, living: Iterable[Life], at: datetime) -> Iterator[Life]:
        """What is in force again since the version in its place is void; that may be void itself."""
        void = [life for life in living if life.state is VersionState.VOID]
        while void:
            for older in revive(void.pop(), self.lives, at):
                judge(older, at, self.rest, terminated=self.terminated)
                yield older
                if older.state is VersionState.VOID:
                    void.append(older)

    def standing(self, at: datetime | None) -> Standing:
        """The standing after all that was taken in."""
        resting = {life.version.number: self.rest.of(life, at) for life in self.lives}
        within = {life.version.number: states_within(life, resting[life.version.number]) for life in self.lives}
        bindings = tuple(
            _bound(life, life.members - resting[life.version.number]) for life in reversed(self.lives) if life.in_force
        )
        return Standing(
            in_force=bindings[0].version if bindings else None,
            active=frozenset().union(*(bound.active for bound in bindings)),
            versions=MappingProxyType({life.version.number: life.state for life in self.lives}),
            parties=MappingProxyType(states_of_all(self.lives, within)),
            bindings=bindings,
            within=MappingProxyType({number: MappingProxyType(states) for number, states in within.items()}),
            signed=MappingProxyType(
                {each.version.number: frozenset({*each.signed, *each.joined}) for each in self.lives}
            ),
            counted=MappingProxyType({each.version.number: frozenset(each.members) for each in self.lives}),
            released=frozenset(life.version.number for life in self.lives if life.released),
            waits_for=MappingProxyType(
                {life.version.number: agency for life in self.lives if (agency := life.next_to_sign)}
            ),
            empowered=MappingProxyType({lead: frozenset(whom) for lead, whom in self.empowered.items() if whom}),
        )


def _bound(life: Life, active: Iterable[AgencyId]) -> Bound:
    return Bound(
        version=life.version,
        since=cast(datetime, life.since),
        members=frozenset(life.members),
        active=frozenset(active),
        leaving=MappingProxyType(dict(life.leaving)),
        term=life.term,
        replaced=tuple(frozenset(group) for _, group in sorted(life.newer.items())),
    )
