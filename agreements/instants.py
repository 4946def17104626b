"""The dated instants of some time at which the one gate may answer otherwise: for who remembers its answers."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import datetime

from agreements.people import PeerFacts
from agreements.reach import Reach
from agreements.term_kinds import Service


def changes_within(reach: Reach, since: datetime, until: datetime) -> tuple[datetime, ...]:
    """The instants in ``(since, until)`` at which an agreement, or what is dated around them, changes."""
    return reach.changes[bisect_right(reach.changes, since) : bisect_left(reach.changes, until)]


def dates_within(
    reach: Reach, peer: PeerFacts, since: datetime, until: datetime, service: Service = Service.ONE_TO_ONE
) -> Iterator[datetime]:
    """The dates of a peer's papers in ``(since, until)`` that count under a version in force then, in no order.

    With ``changes_within`` and ``Reach.turns`` they are all those at which ``may_serve`` may say otherwise of her.
    """
    yield from peer.papers.within(since, until)
    moments = (since, *changes_within(reach, since, until))
    versions = {accord.version: accord.binding.version for at in moments for accord in reach.scene(at).accords}
    for version in versions.values():
        yield from peer.clients(version, service).within(since, until)
