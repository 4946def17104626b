"""How long the life of one agreement takes to work out: 40 parties, three versions, 1,000 dated facts of every kind.

That is what reading an agreement costs besides the database, once; asking it about an instant afterwards is a look into
a sorted list. No figure was wanted for it. Times are our process's own, so that a busy machine does not lengthen them.
"""

import random
import statistics
import time
from datetime import UTC, datetime, timedelta
from uuid import UUID

from agreements import (
    NEEDED,
    Acceptance,
    Article,
    Effect,
    Fact,
    FactKind,
    Pact,
    PactId,
    Role,
    Service,
    Terms,
    Version,
    VersionId,
    standing_at,
)
from geo import AgencyId

PARTIES, VERSIONS, FACTS, TIMES, ASKED = 40, 3, 1_000, 7, 10_000
START = datetime(2021, 1, 4, 17, 0, tzinfo=UTC)
DAY = timedelta(days=1)
CAUSES = ("insurance", "accreditation", "pause")


def main() -> None:
    """Print what the fold takes, one more fact, and a question about an instant."""
    folded, added, again = [], [], []
    lives = [_pact(random.Random(turn)) for turn in range(TIMES)]
    for pact in lives:
        folded.append(_taken(pact))
        last = pact.facts[-1].at + DAY
        party = min(pact.versions[0].terms.parties)
        more = Fact(kind=FactKind.SUSPENDED, at=last, attested_by="bench", agency=party, cause="insurance")
        began = time.process_time()
        grown = pact.with_fact(more)
        grown.history  # noqa: B018 (worked out here)
        added.append(1000 * (time.process_time() - began))
        began = time.process_time()
        for number in range(ASKED):
            standing_at(grown, START + number * DAY / 5)
        again.append(1_000_000 * (time.process_time() - began) / ASKED)
    pact = lives[0]
    standing = standing_at(pact, pact.facts[-1].at)
    print(f"fold: {PARTIES} parties, {VERSIONS} versions, {len(pact.facts)} facts, {len(pact.history)} standings:")
    print(
        f"  the whole life: {statistics.median(folded):.0f} ms; with one more fact: {statistics.median(added):.0f} ms"
    )
    print(f"  where it stood at an instant, afterwards: {statistics.median(again):.1f} us")
    print(f"  at the end version {standing.in_force.number if standing.in_force else 0} binds {len(standing.active)}")


def _taken(pact: Pact) -> float:
    began = time.process_time()
    pact.history  # noqa: B018 (worked out here)
    return 1000 * (time.process_time() - began)


def _pact(chance: random.Random) -> Pact:
    parties = [AgencyId(UUID(int=chance.getrandbits(128), version=4)) for _ in range(PARTIES)]
    pact = PactId(UUID(int=chance.getrandbits(128), version=4))
    text = tuple(Article(clause, clause.subject) for clause in sorted(NEEDED))
    versions = tuple(
        Version.of(VersionId(UUID(int=number)), pact=pact, number=number, text=text, terms=_terms(parties, number))
        for number in range(1, VERSIONS + 1)
    )
    facts: list[Fact] = []
    for year, version in enumerate(versions):
        sent = START + 365 * year * DAY
        facts.append(_fact(FactKind.SENT_OUT, sent, version))
        for number, party in enumerate(parties):
            facts.append(_fact(FactKind.RESOLVED, sent + number * DAY, version, party))
            facts.append(_fact(FactKind.SIGNED, sent + (number + 1) * DAY, version, party))
    resting: set[tuple[AgencyId, str]] = set()
    at = START + 100 * DAY
    while len(facts) < FACTS:
        at += timedelta(hours=chance.randrange(8, 60))
        who = chance.choice(parties), chance.choice(CAUSES)
        kind = FactKind.RESUMED if who in resting else FactKind.SUSPENDED
        resting ^= {who}
        facts.append(Fact(kind=kind, at=at, attested_by="bench", agency=who[0], cause=who[1]))
    return Pact(id=pact, title="Bench", versions=versions, facts=tuple(facts))


def _terms(parties: list[AgencyId], number: int) -> Terms:
    return Terms(
        parties=frozenset(parties),
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
        notice_days=30 + number,
        run_off_days=14,
        effect=Effect.EVALUATED,
        resolutions_required=True,
    )


def _fact(kind: FactKind, at: datetime, version: Version, agency: AgencyId | None = None) -> Fact:
    return Fact(kind=kind, at=at, attested_by="bench", agency=agency, digest=version.digest)
