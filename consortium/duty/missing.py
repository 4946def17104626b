"""What is missing on the rota: gaps of a line, parts of the region that nobody or one person may serve, and the rule.

Pure. A part is counted with the one ``served`` that routing uses, at every instant at which the answer may change:
where a turn, a leave, an agreement, a training or a designation begins or ends.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Final

from consortium.duty.holders import sides
from consortium.duty.views import Missing, RotaFacts
from geo import PersonId, Zone
from scheduling import Duty, Line, Span, gaps, one_side, one_sided, stretches, who
from scheduling.spans import union

_NAMES: Final = {Line.PRIMARY: "primary", Line.BACKUP: "backup", Line.CLINICIAN: "clinician"}
NOBODY_SERVES: Final = "Officers there are shown the crisis lines and when somebody is on call again."
ONE_SIDE: Final = "Primary and backup are both from one part of the region"
NEITHER_SERVES: Final = "Officers of that part can be served by neither."


@dataclass(frozen=True, slots=True)
class Thinly:
    """Labels of the parts that nobody may serve, and of those that one single person may."""

    nobody: tuple[str, ...]
    one: tuple[str, ...]


def thinly_served(facts: RotaFacts, at: datetime) -> Thinly:
    """The parts with nobody or with one person who may serve them, by label."""
    counted = [(facts.label(zone), facts.served(zone, at)) for zone in _zones(facts, at)]
    return Thinly(
        nobody=tuple(sorted(label for label, number in counted if number == 0)),
        one=tuple(sorted(label for label, number in counted if number == 1)),
    )


def one_side_now(facts: RotaFacts, at: datetime) -> bool:
    """Whether the holders of primary and backup all belong to one part of the region (decision 2's rule broken)."""
    return one_side(who(facts.schedule, at), sides_at(facts, at))


def missing(facts: RotaFacts, span: Span) -> tuple[Missing, ...]:
    """Everything that is missing in the span, the earliest first."""
    found = [*_lines(facts, span), *unserved_parts(facts, span), *_rule(facts, span)]
    return tuple(sorted(found, key=lambda each: (each.start, each.end, each.what)))


def one_sided_times(facts: RotaFacts, span: Span) -> tuple[Span, ...]:
    """When in the span primary and backup all belong to one part of the region (decision 2's rule broken)."""
    return one_sided(facts.schedule, span, sides_at(facts, span.start))


def fallback(facts: RotaFacts, line: Line, at: datetime) -> str:
    """What happens while nobody is on this line, in a sentence."""
    duty = who(facts.schedule, at)
    if line is Line.CLINICIAN:
        return "Requests for a clinician go to the peers on call."
    if line is Line.PRIMARY and duty.backup:
        return f"Requests go straight to backup: {_people(facts, duty, Line.BACKUP)}."
    if line is Line.BACKUP and duty.primary:
        return "If primary does not answer, peers who may be rung off duty are asked."
    return "Peers who may be rung off duty are asked. Officers are shown the crisis lines."


def _lines(facts: RotaFacts, span: Span) -> Iterator[Missing]:
    for line in Line:
        for gap in gaps(facts.schedule, line, span):
            yield Missing(
                what=f"Nobody on call: {_NAMES[line]}",
                start=gap.start,
                end=gap.end,
                instead=fallback(facts, line, gap.start),
                line=line.value,
            )


def _rule(facts: RotaFacts, span: Span) -> Iterator[Missing]:
    for broken in one_sided_times(facts, span):
        yield Missing(what=ONE_SIDE, start=broken.start, end=broken.end, instead=NEITHER_SERVES)


def unserved_parts(facts: RotaFacts, span: Span) -> Iterator[Missing]:
    """The times in which nobody may serve a part."""
    unserved: dict[str, list[Span]] = {}
    for stretch in pieces(facts, span):
        for label in thinly_served(facts, stretch.start).nobody:
            unserved.setdefault(label, []).append(stretch)
    for label, spans in unserved.items():
        for each in union(spans):
            yield Missing(what=f"Nobody may serve {label}", start=each.start, end=each.end, instead=NOBODY_SERVES)


def pieces(facts: RotaFacts, span: Span) -> Iterator[Span]:
    """The span in pieces throughout which the same people may serve the same parts."""
    instants = {each.span.start for each in stretches(facts.schedule, span)}
    instants |= {at for at in facts.reach.changes if at in span} | facts.reach.turns(span.start, span.end)
    instants |= {at for peer in facts.peers.values() for at in peer.losses() if at in span}
    for leave in facts.schedule.leave:
        instants |= {at for at in (leave.during.start, leave.during.end) if at in span}
    ordered = sorted(instants | {span.end})
    for start, end in pairwise(ordered):
        yield Span(start, end)


def _people(facts: RotaFacts, duty: Duty, line: Line) -> str:
    return ", ".join(sorted(facts.cards[person].name for person in duty[line]))


def sides_at(facts: RotaFacts, at: datetime) -> dict[PersonId, frozenset[object]]:
    """The parts of the region that each person belongs to, as they stand at an instant."""
    zones = _zones(facts, at)
    return {person: frozenset(sides(peer, zones, at)) for person, peer in facts.peers.items()}


def _zones(facts: RotaFacts, at: datetime) -> tuple[Zone, ...]:
    now = facts.standing(at)
    return now.plan.zones if now else ()
