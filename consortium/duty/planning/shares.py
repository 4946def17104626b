"""What each promised, so that clinicians are weighed against clinicians, and peers against peers. Pure.

The planner splits all duty by the shares of all people. Where some hold other seats than the rest, their shares are
given in proportion to the duty of those seats, so that each is expected to carry her part of what she could hold.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from geo import PersonId
from scheduling import Shift, Span
from scheduling.fairness import Weights, burden
from scheduling.planner import Candidate, Slot
from scheduling.spans import union

_MOST: Final = 10.0
_LEAST: Final = 0.01


def by_kind(
    people: Sequence[Candidate], slots: Iterable[Slot], past: Mapping[PersonId, float], weights: Weights
) -> tuple[Candidate, ...]:
    """The same people with shares in proportion to the duty of their kind; the kind with most people keeps its own."""
    kinds: dict[frozenset[str], list[Candidate]] = defaultdict(list)
    for each in people:
        kinds[each.seats].append(each)
    planned = _planned(slots, weights)
    per_share: dict[frozenset[str], float] = {}
    for seats, members in kinds.items():
        before = sum(past.get(each.id, 0.0) + each.credit for each in members)
        shares = sum(each.share for each in members)
        ahead = sum(planned.get(seat, 0.0) for seat in seats)
        per_share[seats] = (before + ahead) / shares if shares else 0.0
    usual = per_share[max(kinds, key=lambda seats: (len(kinds[seats]), sorted(seats)))] if kinds else 0.0
    if not usual:
        return tuple(people)
    return tuple(
        replace(each, share=min(_MOST, max(_LEAST, each.share * per_share[each.seats] / usual))) if each.share else each
        for each in people
    )


def weighted_past(shifts: Iterable[Shift], year: Span, weights: Weights) -> Mapping[PersonId, float]:
    """The weighted hours of everybody's duty in the year."""
    done: dict[PersonId, list[Span]] = defaultdict(list)
    for shift in shifts:
        if (cut := shift.span.intersect(year)) is not None:
            done[shift.person].append(cut)
    return {person: burden(spans, weights).weighted for person, spans in done.items()}


def _planned(slots: Iterable[Slot], weights: Weights) -> Mapping[str, float]:
    """The weighted hours of each seat's duties; several at once count several times."""
    spans: dict[str, list[Span]] = defaultdict(list)
    for slot in slots:
        spans[slot.seat] += [slot.span] * max(slot.need, len(slot.kept))
    found = {}
    for seat, of_seat in spans.items():
        whole = union(of_seat)
        once = sum((span.length for span in whole), timedelta())
        times = sum((span.length for span in of_seat), timedelta()) / once if of_seat else 0.0
        found[seat] = burden(whole, weights).weighted * times
    return found
