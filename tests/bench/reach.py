"""How long the gate takes: 200 agencies in one agreement, 500 peers designated by all of them.

Whoever wants to know of all pairs asks ``serves``, once a peer: it says of which agencies ``may_serve`` would allow
every set. The goal, all pairs in under 50 ms, is held by that. ``may_serve`` asked pair by pair is 100,000 calls, takes
several times as long, and is printed beside it; routing asks it for one part of the region at a time.

Measured for terms that say nothing more than the first agreements did, and for terms that use every gate there is:
distance, hours, exceptions, pairs kept apart, privilege, duty to report, training of the year. *Cold* is a gate that
was just made, with people who were just loaded; *warm* is the same gate asked again, as it is between requests. Times
are our process's own, so that a busy machine does not lengthen them.
"""

import random
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from agreements import (
    NEEDED,
    Acceptance,
    Allow,
    Article,
    Clause,
    Designation,
    Fact,
    FactKind,
    Pact,
    PactId,
    PeerFacts,
    Privilege,
    Reach,
    Role,
    Service,
    StateRules,
    Surroundings,
    Terms,
    Training,
    Version,
    VersionId,
    Window,
)
from geo import AgencyId, PersonId, Point

AGENCIES, PEERS, TIMES = 200, 500, 7
START = datetime(2026, 1, 1, tzinfo=UTC)
NOW = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)


def main() -> None:
    """Print what asking for all pairs takes, cold and warm."""
    chance = random.Random(7)
    agencies = [AgencyId(_id(chance)) for _ in range(AGENCIES)]
    around = _around(agencies, chance)
    for name, terms in (("terms of the first form", _terms(agencies)), ("every gate in use", _every_gate(agencies))):
        world = _World(agencies, terms, around, random.Random(9))
        print(f"reach: {AGENCIES} x {PEERS} pairs, {name}:")
        print(f"  serves, in bulk, one call a peer:               {_told(world, _each_peer)} (wanted, warm: under 50)")
        print(f"  may_serve, all agencies at once, a call a peer: {_told(world, _all_at_once)}")
        print(f"  may_serve, pair by pair, 100,000 calls:         {_told(world, _pair_by_pair)} (no goal)")


class _World:
    """Agreements and people that are made anew for each cold measurement."""

    def __init__(self, agencies: list[AgencyId], terms: Terms, around: Surroundings, chance: random.Random) -> None:
        pact = PactId(_id(chance))
        text = tuple(Article(clause, clause.subject) for clause in Clause) if terms.hours else _text()
        version = Version.of(VersionId(_id(chance)), pact=pact, number=1, text=text, terms=terms)
        signed = [_fact(FactKind.SIGNED, version, agency) for agency in agencies]
        facts = (*signed, _fact(FactKind.IN_FORCE, version, None))
        self.agencies = agencies
        self._pact = Pact(id=pact, title="Bench", versions=(version,), facts=facts)
        self._people = [(PersonId(_id(chance)), chance.choice(agencies)) for _ in range(PEERS)]
        self._around = around
        self.fresh()

    def fresh(self) -> None:
        """A gate and people that remember nothing; the agreement's own history is known, as after loading."""
        self.reach = Reach((replace(self._pact),), replace(self._around))
        self.reach.changes  # noqa: B018 the fold of the agreement's life is measured elsewhere
        self.peers = [_peer(person, home, self.agencies, self._pact.id) for person, home in self._people]


def _told(world: _World, ask: Callable[[_World], int]) -> str:
    cold, warm = [], []
    for _ in range(TIMES):
        world.fresh()
        cold.append(_taken(world, ask))
        warm.append(_taken(world, ask))
    return f"cold {statistics.median(cold):.1f} ms, warm {statistics.median(warm):.1f} ms, {ask(world)} allowed"


def _taken(world: _World, ask: Callable[[_World], int]) -> float:
    began = time.process_time()
    ask(world)
    return (time.process_time() - began) * 1000


def _each_peer(world: _World) -> int:
    return sum(len(world.reach.serves(peer, NOW)) for peer in world.peers)


def _all_at_once(world: _World) -> int:
    members = frozenset(world.agencies)
    return sum(isinstance(world.reach.may_serve(members, peer, NOW), Allow) for peer in world.peers)


def _pair_by_pair(world: _World) -> int:
    sets = [frozenset((agency,)) for agency in world.agencies]
    return sum(isinstance(world.reach.may_serve(one, peer, NOW), Allow) for peer in world.peers for one in sets)


def _terms(agencies: list[AgencyId]) -> Terms:
    return Terms(
        parties=frozenset(agencies),
        calendar="America/Denver",
        services=frozenset(Service),
        answer_minutes=5,
        roles=frozenset(Role),
        training_required=True,
        least_training_hours=24,
        acceptance=Acceptance.SIGNED,
        deemed_days=0,
        least_parties=2,
        required_parties=frozenset(),
        notice_days=30,
        run_off_days=14,
    )


def _every_gate(agencies: list[AgencyId]) -> Terms:
    some = frozenset({Service.ONE_TO_ONE, Service.FAMILY})
    return replace(
        _terms(agencies),
        provides=dict.fromkeys(agencies[:20], some),
        receives=dict.fromkeys(agencies[10:30], some),
        most_miles=120,
        hours=tuple(Window(day * 1440 + 6 * 60, day * 1440 + 22 * 60) for day in range(7)),
        kept_apart=frozenset(frozenset(agencies[each : each + 2]) for each in range(40, 60, 2)),
        yearly_training_hours=8,
        privilege=Privilege.ASSURED,
        reporters_serve=False,
    )


def _around(agencies: list[AgencyId], chance: random.Random) -> Surroundings:
    return Surroundings(
        places={each: Point(38 + chance.random() * 4, -108 + chance.random() * 5) for each in agencies},
        states=dict.fromkeys(agencies, "CO"),
        rules={"CO": StateRules(protects_across=True, must_report=False, wants_accreditation=False)},
    )


def _peer(person: PersonId, home: AgencyId, agencies: list[AgencyId], pact: PactId) -> PeerFacts:
    return PeerFacts(
        person=person,
        role=Role.PEER,
        lent_by=home,
        trainings=(Training(hours=40, finished=START, valid_until=START + timedelta(days=900)),),
        designations=tuple(
            Designation(agency=each, person=person, pact=pact, annex=1, since=START) for each in agencies
        ),
    )


def _text() -> tuple[Article, ...]:
    return tuple(Article(clause, clause.subject) for clause in sorted(NEEDED))


def _fact(kind: FactKind, version: Version, agency: AgencyId | None) -> Fact:
    return Fact(kind=kind, at=START, attested_by="bench", agency=agency, digest=version.digest)


def _id(chance: random.Random) -> UUID:
    return UUID(int=chance.getrandbits(128), version=4)
