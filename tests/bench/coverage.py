"""How long it takes to judge ninety days of cover: nine agencies and 30 peers, then thirty agencies and 90 peers.

Measured: processor time of ``judge`` on facts at hand that remember nothing yet, with a training that lapses and a
designation that ends for every third peer, so that there is something to find. Daily primary, weekly backup.
"""

import random
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from consortium.duty.coverage.judge import judge
from consortium.support.facts import Facts
from scheduling import Span
from tests.bench import order
from tests.bench.machine import percentile

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
SIZES = ((9, 30, 300), (30, 90, 1500))
TIMES = 10


def main() -> None:
    """Print the percentiles of one judgement for each size."""
    window = Span(NOW, NOW + timedelta(days=90))
    for agencies, peers, wanted in SIZES:
        facts = _facts(agencies, peers)
        took, parts, found = [], 0, 0
        for _ in range(TIMES):
            fresh = replace(facts, standings={}, loads={})
            began = time.process_time()
            outlook = judge(fresh, window)
            took.append((time.process_time() - began) * 1000)
            parts, found = len(outlook.zones), len(outlook.gaps)
        print(
            f"coverage: {agencies} agencies, {peers} peers, 90 days, {parts} parts, {found} gaps: "
            f"p50 {percentile(took, 0.5):.0f} ms, max {max(took):.0f} ms of processor (wanted: under {wanted})"
        )


def _facts(agencies: int, peers: int) -> Facts:
    """The region of the other bench at this size, where papers run out now and then."""
    order.AGENCIES, order.PEERS = agencies, peers
    chance = random.Random(7)
    facts = order._facts(chance)
    found = dict(facts.peers)
    for person in sorted(found)[::3]:
        peer, ends = found[person], NOW + timedelta(hours=chance.randrange(90 * 24))
        course = replace(peer.trainings[0], valid_until=ends)
        made = tuple(replace(each, until=ends) for each in peer.designations[::4])
        found[person] = replace(peer, trainings=(course,), designations=(*made, *peer.designations[1::2]))
    labels = {zone.id: str(number) for number, zone in enumerate(facts.plans[-1].zones, 1)}
    return replace(facts, peers=found, labels=labels, proved=frozenset(found), standings={}, loads={})


if __name__ == "__main__":
    main()
