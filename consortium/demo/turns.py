"""Who takes which turn in the demo: eight weeks in which primary and backup never all belong to one part. Pure."""

from collections import Counter
from collections.abc import Collection, Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from geo import PersonId

WEEKS: Final = 8
DAYS: Final = 7 * WEEKS

Sides = Mapping[PersonId, frozenset[Hashable]]


@dataclass(frozen=True, slots=True)
class Turns:
    """``primary``: 56 turns of a day each; ``backup``: eight of a week. After eight weeks they come round again."""

    primary: tuple[frozenset[PersonId], ...]
    backup: tuple[frozenset[PersonId], ...]


def take_turns(people: Collection[PersonId], side_of: Sides, *, doubled: int | None) -> Turns:
    """Fair turns for these people, in the order in which they are given; everybody serves about equally often.

    On no day do primary and backup share a side. In the week ``doubled``, if there is one, backup has two holders who
    share none, so that the week stands even when primary is away.

    Raises:
        ValueError: the sides leave nobody for a turn.
    """
    weight: Counter[PersonId] = Counter()
    backup: list[frozenset[PersonId]] = []
    primary: list[frozenset[PersonId]] = []
    for week in range(WEEKS):
        holders = [_next(people, weight, side_of, frozenset(), 7)]
        if week == doubled:
            holders.append(_next(people, weight, side_of, side_of[holders[0]], 7))
        backup.append(frozenset(holders))
        shared = frozenset.intersection(*(side_of[holder] for holder in holders))
        busy = frozenset(holders)
        primary += [frozenset({_next(people, weight, side_of, shared, 2, but=busy)}) for _ in range(7)]
    return Turns(tuple(primary), tuple(backup))


def _next(
    people: Collection[PersonId],
    weight: Counter[PersonId],
    side_of: Sides,
    avoid: frozenset[Hashable],
    days: int,
    *,
    but: frozenset[PersonId] = frozenset(),
) -> PersonId:
    """The next person outside these sides who has served least; the turn is put to her account."""
    free = (each for each in people if each not in but and side_of[each].isdisjoint(avoid))
    chosen = min(free, key=lambda each: weight[each], default=None)
    if chosen is None:
        raise ValueError("Everybody belongs to the same part of the region.")
    weight[chosen] += days
    return chosen


def spread(groups: Collection[Collection[PersonId]]) -> Iterator[PersonId]:
    """Everybody, taken from the groups in turn, so that neighbours on the list work at different agencies."""
    queues = [list(group) for group in groups]
    while any(queues):
        for queue in queues:
            if queue:
                yield queue.pop(0)
