"""What is missing on the rota, why, whose, from when to when: the one judgement of coverage. Pure.

Who is on call is ``scheduling.timeline``'s, who may be asked is the gate that routing uses (``barred``); nothing of
either is decided here. Both are asked once for each stretch in which neither can change, so ninety days cost little:
where a turn, a leave, an agreement, a training, a licence or a designation begins or ends.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from itertools import pairwise

from agreements import Why
from consortium.duty.coverage.promised import lacking, looked_at, promised
from consortium.duty.coverage.values import Bar, Barred, CoverFacts, Gap, Kind, Meant, Outlook, Reason
from geo import PersonId, Zone
from scheduling import Duty, Line, Span, stretches
from scheduling.spans import subtract

ASKED = (Line.PRIMARY, Line.BACKUP)
"""The lines whose holders are asked for everybody; a clinician is asked for by name of her calling."""


def judge(facts: CoverFacts, window: Span, meant: Iterable[Meant] = ()) -> Outlook:
    """Everything that breaks the promise of the level of service within the window."""
    bench = _Bench(facts, looked_at(facts.region, window))
    found = list(lacking(facts.region, window, bench.found()))
    declared = tuple(meant)
    left = [piece for gap in found for piece in _cut(gap, _spans(gap, declared), keep=False)]
    said = [piece for gap in found for piece in _cut(gap, _spans(gap, declared), keep=True)]
    standing = facts.standing(window.start)
    return Outlook(
        window=window,
        promised=promised(facts.region, window),
        gaps=_ordered(gap for gap in left if gap.kind is not Kind.ONE),
        thin=_ordered(gap for gap in left if gap.kind is Kind.ONE),
        meant=_ordered(gap for gap in said if gap.kind is not Kind.ONE),
        zones=tuple(
            sorted(((zone.id, facts.label(zone)) for zone in standing.plan.zones), key=lambda pair: pair[1])
            if standing
            else ()
        ),
    )


@dataclass(frozen=True, slots=True)
class _Lack:
    """What is missing while nothing changes."""

    kind: Kind
    line: Line | None = None
    zone: Zone | None = None
    reasons: tuple[Reason, ...] = ()
    people: tuple[PersonId, ...] = ()
    others: bool = False


@dataclass
class _Bench:
    """One judgement. ``_told`` and ``_barred`` remember what was asked while the papers stay as they are."""

    facts: CoverFacts
    window: Span
    _told: dict[tuple[int, Duty, Duty], tuple[_Lack, ...]] = field(default_factory=dict)
    _known: dict[tuple[int, PersonId, object], Barred | None] = field(default_factory=dict)

    def found(self) -> Iterator[Gap]:
        """All that is missing, each thing in unbroken spans."""
        runs: dict[object, list[tuple[Span, _Lack]]] = defaultdict(list)
        for span, duty, wished in self._pieces():
            for lack in self._at(span.start, duty, wished):
                runs[(lack.kind, lack.line, lack.zone.id if lack.zone else None)].append((span, lack))
        for pieces in runs.values():
            run = pieces[:1]
            for piece in pieces[1:]:
                if piece[0].start == run[-1][0].end:
                    run.append(piece)
                else:
                    yield self._gap(run)
                    run = [piece]
            yield self._gap(run)

    def _gap(self, run: list[tuple[Span, _Lack]]) -> Gap:
        first = run[0][1]
        return Gap(
            kind=first.kind,
            span=Span(run[0][0].start, run[-1][0].end),
            line=first.line,
            zone=first.zone.id if first.zone else None,
            label=self.facts.label(first.zone) if first.zone else "",
            reasons=tuple(dict.fromkeys(reason for _, lack in run for reason in lack.reasons)),
            people=tuple(dict.fromkeys(person for _, lack in run for person in lack.people)),
            others=all(lack.others for _, lack in run),
        )

    @cached_property
    def _duties(self) -> tuple[list[datetime], list[Duty], list[datetime], list[Duty]]:
        """Who is on call, and who would be if nobody were away, by instant."""
        schedule = self.facts.schedule
        real, wished = stretches(schedule, self.window), stretches(replace(schedule, leave=()), self.window)
        return (
            [each.span.start for each in real],
            [each.duty for each in real],
            [each.span.start for each in wished],
            [each.duty for each in wished],
        )

    @cached_property
    def _papers(self) -> list[datetime]:
        """The instants at which what papers, agreements and leave allow may change, rising."""
        _, duties, _, wished = self._duties
        people = {person for duty in (*duties, *wished) for line in Line for person in duty[line]}
        reach = self.facts.reach
        found = set(reach.changes) | reach.turns(self.window.start, self.window.end)
        for person in people.union(self.facts.rung_off_duty):
            if person in self.facts.peers:
                found |= reach.dates_of(self.facts.peers[person])
        for leave in self.facts.schedule.leave:
            found |= {leave.during.start, leave.during.end}
        return sorted(at for at in found if at in self.window)

    def _pieces(self) -> Iterator[tuple[Span, Duty, Duty]]:
        starts, duties, wishes, wished = self._duties
        instants = sorted({*starts, *wishes, *self._papers, self.window.end})
        for start, end in pairwise(instants):
            yield (
                Span(start, end),
                duties[bisect_right(starts, start) - 1],
                wished[bisect_right(wishes, start) - 1],
            )

    def _at(self, at: datetime, duty: Duty, wished: Duty) -> tuple[_Lack, ...]:
        key = (bisect_right(self._papers, at), duty, wished)
        if key not in self._told:
            self._told[key] = tuple(self._lacks(at, duty, wished))
        return self._told[key]

    def _barred(self, person: PersonId, zone: Zone | None, at: datetime) -> Barred | None:
        key = (bisect_right(self._papers, at), person, zone.id if zone else None)
        if key not in self._known:
            self._known[key] = self.facts.barred(person, zone, at)
        return self._known[key]

    def _lacks(self, at: datetime, duty: Duty, wished: Duty) -> Iterator[_Lack]:
        standing = self.facts.standing(at)
        zones = standing.plan.zones if standing else ()
        open_zones = {zone.id for zone in zones}
        for zone in zones:
            lack = self._zone(zone, at, duty, wished)
            if lack is not None:
                yield lack
                open_zones -= {zone.id} if lack.kind is Kind.ZONE else set()
        for line in Line:
            yield from self._line(line, [zone for zone in zones if zone.id in open_zones], zones, at, duty, wished)

    def _zone(self, zone: Zone, at: datetime, duty: Duty, wished: Duty) -> _Lack | None:
        """Whether nobody, or one single person, may serve the part now."""
        holders = sorted({person for line in ASKED for person in duty[line]})
        serving = [person for person in holders if self._barred(person, zone, at) is None]
        spare = [
            person
            for person in self.facts.rung_off_duty
            if person not in holders and person not in duty[Line.CLINICIAN] and self._barred(person, zone, at) is None
        ]
        if not serving:
            would = {person for line in ASKED for person in wished[line]}
            reasons = (*self._reasons(holders, zone, at), *_away(would.difference(holders)))
            return _Lack(Kind.ZONE, zone=zone, reasons=reasons, others=bool(spare))
        if len(serving) == 1 and not spare:
            return _Lack(Kind.ONE, zone=zone, people=tuple(serving))
        return None

    def _line(
        self, line: Line, served: list[Zone], zones: Iterable[Zone], at: datetime, duty: Duty, wished: Duty
    ) -> Iterator[_Lack]:
        """Whether nobody on the line can be asked, or nobody for a part that others serve."""
        holders, everywhere = sorted(duty[line]), tuple(zones) or (None,)
        able = {person for person in holders if any(self._barred(person, zone, at) is None for zone in everywhere)}
        if not able:
            reasons = [reason for zone in everywhere for reason in self._reasons(holders, zone, at)]
            told = dict.fromkeys((*reasons, *_away(wished[line].difference(holders))))
            weighty = [reason for reason in told if not _own(reason.barred)] or list(told)
            yield _Lack(Kind.SEAT, line=line, reasons=tuple(weighty))
            return
        for zone in served:
            reasons_here = self._reasons(holders, zone, at)
            if len(reasons_here) == len(holders) and not all(_own(reason.barred) for reason in reasons_here):
                yield _Lack(Kind.PART, line=line, zone=zone, reasons=reasons_here)

    def _reasons(self, people: Iterable[PersonId], zone: Zone | None, at: datetime) -> tuple[Reason, ...]:
        found = ((person, self._barred(person, zone, at)) for person in people)
        return tuple(Reason(person, barred) for person, barred in found if barred is not None)


def _away(people: Iterable[PersonId]) -> tuple[Reason, ...]:
    return tuple(Reason(person, Barred(Bar.AWAY)) for person in sorted(people))


def _own(barred: Barred) -> bool:
    """It is her own part: no lack of hers."""
    return barred.gate == Why.OWN_AGENCY


def _spans(gap: Gap, meant: Iterable[Meant]) -> tuple[Span, ...]:
    return tuple(each.during for each in meant if each.covers(gap))


def _cut(gap: Gap, spans: tuple[Span, ...], *, keep: bool) -> Iterator[Gap]:
    """What of a gap lies in these spans (``keep``), or outside them."""
    outside = subtract((gap.span,), spans)
    for span in subtract((gap.span,), outside) if keep else outside:
        yield replace(gap, span=span)


def _ordered(gaps: Iterable[Gap]) -> tuple[Gap, ...]:
    place: Mapping[Kind, int] = {kind: number for number, kind in enumerate(Kind)}
    return tuple(sorted(gaps, key=lambda gap: (gap.span, place[gap.kind], gap.line or "", gap.label)))
