"""Load all that the schedule's page shows of some weeks: what counts, a draft over it, shares, who asks to be relieved.

Facts that are at hand already are handed in. Served duty of long ago is read when such weeks are looked at.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Protocol
from uuid import UUID

from consortium.db import Reading
from consortium.duty.planning.against import with_plan
from consortium.duty.planning.drafts import the_plan
from consortium.duty.planning.rules import load_weights
from consortium.duty.planning.values import KeptRoster, RosterState
from consortium.duty.store import load_schedule
from consortium.duty.store.availability import load_limits
from consortium.duty.store.meant_gaps import load_meant
from consortium.duty.store.rosters import load_drafts, load_published_since
from consortium.duty.store.rota import REMEMBERED
from consortium.duty.store.swap_asks import load_open
from consortium.duty.timeline.bars import Asked
from consortium.duty.timeline.fair import Shares, shares_in
from consortium.duty.timeline.fills import Fill, FillFacts, best_fill
from consortium.duty.timeline.problems import Problem, ProblemFacts, with_fills
from consortium.problems import NotFound
from geo import PersonId
from scheduling import Line, Schedule, Span
from scheduling.fairness import Weights
from scheduling.roster import RosterId

_PLANNED_BEFORE: Final = timedelta(days=600)
"""No plan was published longer before its last day: plans end 400 days ahead at most."""


class ScheduleFacts(ProblemFacts, FillFacts, Protocol):
    """What the schedule's page is made from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """What was loaded. ``facts`` have the draft's schedule where one is shown; ``published`` is what counts then.

    ``plans`` were published and say who is on call in the weeks shown; ``served_until``: duty before is written down.
    """

    facts: ScheduleFacts
    now: datetime
    published: Schedule | None
    draft: KeptRoster | None
    drafts: tuple[KeptRoster, ...]
    plans: tuple[KeptRoster, ...]
    asked: tuple[Asked, ...]
    meant: Mapping[Line, tuple[Span, ...]]
    weights: Weights
    shares: Shares
    served_until: datetime | None

    @property
    def holidays(self) -> Mapping[date, str]:
        """The holidays that count here, by day."""
        return self.weights.holidays


async def lay_out(
    reading: Reading, facts: ScheduleFacts, shown: Span, counted: Span, *, draft: UUID | None, steering: bool
) -> Laid:
    """The weeks ``shown``, with shares of the time ``counted``. ``steering``: also what only who makes the rota sees.

    Raises:
        NotFound: there is no such draft.
    """
    facts = await _reaching_back(reading, facts, min(shown.start, counted.start))
    published, kept = facts.schedule, None
    if steering and draft is not None:
        kept = await _the_draft(reading, draft)
        facts = facts.with_schedule(with_plan(published, kept, reading.now))
    weights, promised = await load_weights(reading), await load_promised(reading)
    recorded = published.recorded
    plans = await load_published_since(reading, shown.start - _PLANNED_BEFORE) if steering else ()
    return Laid(
        facts=facts,
        now=reading.now,
        published=published if kept else None,
        draft=kept,
        drafts=await load_drafts(reading) if steering and kept is None else (),
        plans=tuple(each for each in plans if (during := each.counts) and during.overlaps(shown)),
        asked=await load_asked(reading) if steering else (),
        meant=await _load_meant(reading) if steering else {},
        weights=weights,
        shares=shares_in(facts, counted, weights, promised),
        served_until=recorded.until if recorded else None,
    )


async def load_promised(reading: Reading) -> Mapping[PersonId, float]:
    """The part of a whole share that each has promised; who is not in it promised one."""
    return {person: limits.share_percent / 100 for person, limits in (await load_limits(reading)).items()}


async def load_asked(reading: Reading) -> tuple[Asked, ...]:
    """Everybody who asks to be relieved and whom nobody has relieved yet."""
    return tuple(
        Asked(sent.ask.id, sent.ask.giver, sent.ask.of.line, sent.ask.of.during)
        for sent in await load_open(reading)
        if sent.ask.open_at(reading.now)
    )


async def _load_meant(reading: Reading) -> Mapping[Line, tuple[Span, ...]]:
    """When somebody has said that nobody need be on a line."""
    found = await load_meant(reading)
    return {line: tuple(each.during for each in found if each.line is line) for line in Line}


def with_suggestions(laid: Laid, found: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """The first gaps with who could fill them; nothing is suggested for a draft, which has its own page for that."""
    if laid.draft is not None:
        return found
    return with_fills(
        found, lambda line, during: best_fill(laid.facts, line, during, laid.shares, laid.now), _filled_at
    )


def _filled_at(problem: Problem, fill: Fill) -> str:
    return f"{problem.href}&adds={fill.person}"


async def _reaching_back(reading: Reading, facts: ScheduleFacts, since: datetime) -> ScheduleFacts:
    """The same facts with served duty from an instant on; those at hand reach back a year and some."""
    if since >= reading.now - REMEMBERED:
        return facts
    return facts.with_schedule(await load_schedule(reading, since=since))


async def _the_draft(reading: Reading, draft: UUID) -> KeptRoster:
    kept = await the_plan(reading, RosterId(draft))
    if kept.state is not RosterState.DRAFT:
        raise NotFound
    return kept
