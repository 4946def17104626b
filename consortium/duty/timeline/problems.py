"""Before you publish: what is wrong in the weeks shown, each thing once, each with the one act that mends it.

Only what lies ahead is told: what has been is not mended any more.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Protocol

from agreements import PartyState, PeerFacts, Role
from consortium.duty.missing import ONE_SIDE, fallback, one_sided_times, unserved_parts
from consortium.duty.timeline.bars import Asked
from consortium.duty.timeline.fills import Fill
from consortium.duty.views import RotaFacts
from geo import AgencyId, PersonId
from scheduling import Line, Span, gaps, shifts
from scheduling.spans import subtract

MOST_SUGGESTED: Final = 4
NOT_MEANT: Final[Mapping[Line, Sequence[Span]]] = {}
_WAITING: Final = frozenset({PartyState.INVITED, PartyState.SIGNED, PartyState.SUSPENDED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something to mend. ``kind`` is one of gap, part, one_side, swap, agreement, ending, paused, untrained, lapses.

    ``what`` names a part, an agency or a person; ``start`` and ``end`` are there where it is about some time; ``href``
    is where it is mended, ``others`` where something else could be chosen; ``key`` is the id of what it is about.
    """

    kind: str
    what: str = ""
    line: str = ""
    start: datetime | None = None
    end: datetime | None = None
    instead: str = ""
    key: str = ""
    fill: Fill | None = None
    href: str = ""
    others: str = ""


class ProblemFacts(RotaFacts, Protocol):
    """What this list needs besides the rota."""

    @property
    def agency_names(self) -> Mapping[AgencyId, str]:
        """The names of all agencies."""


def problems(
    facts: ProblemFacts,
    span: Span,
    asked: Sequence[Asked] = (),
    meant: Mapping[Line, Sequence[Span]] = NOT_MEANT,
    *,
    parts: bool,
) -> tuple[Problem, ...]:
    """Everything to mend in a span, the worst first. ``parts``: what parts of the region lack, too.

    ``meant`` are times in which somebody has said that nobody need be on a line.
    """
    found = [*_gaps(facts, span, meant), *_one_side(facts, span)]
    if parts:
        found += _parts(facts, span)
    found += [*_swaps(facts, span, asked), *_papers(facts, span), *_agreements(facts, span)]
    return tuple(found)


def _gaps(facts: RotaFacts, span: Span, meant: Mapping[Line, Sequence[Span]]) -> Iterator[Problem]:
    for line in Line:
        for gap in subtract(gaps(facts.schedule, line, span), meant.get(line, ())):
            instead = fallback(facts, line, gap.start)
            yield Problem(kind="gap", line=line.value, start=gap.start, end=gap.end, instead=instead)


def _one_side(facts: RotaFacts, span: Span) -> Iterator[Problem]:
    for each in one_sided_times(facts, span):
        yield Problem(kind="one_side", what=ONE_SIDE, line=Line.BACKUP.value, start=each.start, end=each.end)


def _parts(facts: RotaFacts, span: Span) -> Iterator[Problem]:
    for each in unserved_parts(facts, span):
        yield Problem(kind="part", what=each.what, start=each.start, end=each.end, instead=each.instead)


def _swaps(facts: RotaFacts, span: Span, asked: Sequence[Asked]) -> Iterator[Problem]:
    for each in asked:
        if each.during.overlaps(span) and each.person in facts.cards:
            yield Problem(
                kind="swap",
                what=facts.cards[each.person].name,
                line=each.line.value,
                start=each.during.start,
                end=each.during.end,
                key=str(each.id),
            )


def _papers(facts: RotaFacts, span: Span) -> Iterator[Problem]:
    """Who is on duty although her papers do not hold throughout; each person once, at the first such shift."""
    told = set[PersonId]()
    for shift in shifts(facts.schedule, span):
        peer = facts.peers.get(shift.person)
        kind = _trouble(peer, shift.span) if peer else ""
        if kind and shift.person not in told and shift.person in facts.cards:
            told.add(shift.person)
            yield Problem(
                kind=kind,
                what=facts.cards[shift.person].name,
                line=shift.line.value,
                start=shift.span.start,
                end=shift.span.end,
            )


def _trouble(peer: PeerFacts, span: Span) -> str:
    first, last = peer.papers.at(span.start), peer.papers.at(span.end)
    if first.suspended:
        return "paused"
    if first.in_date is False or (first.in_date is None and peer.role is Role.CLINICIAN):
        return "untrained"
    return "lapses" if last.in_date is False else ""


def _agreements(facts: ProblemFacts, span: Span) -> Iterator[Problem]:
    """Agencies that an agreement names and whose officers nobody may serve: not yet, or from some instant on."""
    now, then = facts.reach.live(span.start), facts.reach.live(span.end)
    told = set[AgencyId]()
    for pact, standing in facts.reach.moment(span.start).standings.items():
        for agency, state in sorted(standing.parties.items(), key=lambda each: facts.agency_names[each[0]]):
            lapses = agency in now and agency not in then
            if agency in told or not (lapses or (agency not in now and state in _WAITING)):
                continue
            told.add(agency)
            ends = _ends(facts, agency, span) if lapses else None
            kind, name = "ending" if lapses else "agreement", facts.agency_names[agency]
            yield Problem(kind=kind, what=name, start=ends, key=str(pact))


def _ends(facts: RotaFacts, agency: AgencyId, span: Span) -> datetime | None:
    return next((at for at in facts.reach.changes if at in span and agency not in facts.reach.live(at)), None)


def with_fills(
    found: Sequence[Problem], fill: Callable[[Line, Span], Fill | None], href: Callable[[Problem, Fill], str]
) -> tuple[Problem, ...]:
    """The same, with a suggestion for the first few gaps. ``fill`` finds it, ``href`` is where it is done."""
    left, told = MOST_SUGGESTED, list[Problem]()
    for each in found:
        best = None
        if each.kind == "gap" and left and each.start and each.end:
            left -= 1
            best = fill(Line(each.line), Span(each.start, each.end))
        told.append(replace(each, fill=best, href=href(each, best), others=each.href) if best else each)
    return tuple(told)
