"""See the go-live list of a consortium: every step computed from what is there now."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from consortium.db import Reading
from consortium.duty.coverage.promised import CALL_BACK, DIRECTORY, SET_HOURS
from consortium.duty.missing import unserved_parts
from consortium.members.hours import open_spans
from consortium.members.state_profile import unread
from consortium.members.store.mail_tests import newest_mail_test
from consortium.members.store.setup import load_notice_stages, load_proved
from consortium.members.store.states import load_fields_read
from consortium.support.facts import Facts
from consortium.support.go_live import go_live
from consortium.support.load_facts import load_facts
from consortium.support.ready import LineFact, Ready, Step
from consortium.support.sisters import Sister
from geo import best_promise
from scheduling import Line, Span, gaps
from scheduling.spans import union

AHEAD: Final = timedelta(days=14)


async def see_go_live(reading: Reading, facts: Facts | None = None) -> tuple[Step, ...]:
    """Every step, done or not. ``facts`` are those at hand, read from this session if they are not given."""
    return go_live(await load_ready(reading, facts or await load_facts(reading)))


async def load_ready(reading: Reading, facts: Facts) -> Ready:
    """What the list is computed from, as it is now."""
    now, region, live = reading.now, facts.region, facts.reach.live(reading.now)
    states = tuple(sorted({facts.agency_states[agency] for agency in (live or facts.agency_states)}))
    read, proved = await load_fields_read(reading), await load_proved(reading)
    standing = facts.standing(now)
    zones = len(standing.plan.zones) if standing else 0
    sister = next((each.title for each in serving_the_whole(facts, now)), "")
    departments = [each for agency, each in sorted(facts.departments.items()) if agency in live]
    return Ready(
        today=now.date(),
        level=region.service_level,
        level_settled={CALL_BACK: bool(region.call_back_minutes), SET_HOURS: bool(region.hours)}.get(
            region.service_level, True
        ),
        states=states,
        notices=await load_notice_stages(reading),
        lines=tuple(
            LineFact(name=line.name, verified_on=line.verified_on, for_posters=line.number != "911")
            for line in facts.lines
        ),
        live=len(live),
        zones=zones,
        promise=0 if zones > 1 else best_promise(departments, region.policy),
        crowd=region.policy.crowd,
        peers=sum(
            person in proved and peer.papers.at(now).in_date is True and not peer.papers.at(now).suspended
            for person, peer in facts.peers.items()
        ),
        answering=len(facts.peers),
        mail_tested_on=await newest_mail_test(reading),
        unread={state: len(unread(read.get(state, frozenset()))) for state in states},
        uncovered=uncovered(facts, Span(now, now + AHEAD)),
        rotations=len(facts.schedule.rotations),
        sister=sister,
    )


def serving_the_whole(facts: Facts, at: datetime) -> tuple[Sister, ...]:
    """The sister consortia that serve all of us as one whole, where nobody here is outside."""
    found = () if facts.parts(at) else facts.sisters
    return tuple(each for each in found if each.ready and each.whole(at) is not None)


def uncovered(facts: Facts, window: Span) -> tuple[Span, ...]:
    """When in the window nobody may be asked, for some part, though the level of service promises it.

    Round the clock: always. At set hours: in these. With a call back within a stated time: where it takes longer.
    """
    region = facts.region
    if region.service_level == DIRECTORY:
        return ()
    nobody = union([*_both_empty(facts, window), *_unserved(facts, window)])
    if region.service_level == CALL_BACK:
        patience = timedelta(minutes=region.call_back_minutes or 0)
        return tuple(span for span in nobody if span.length > patience)
    if region.service_level == SET_HOURS:
        hours = open_spans(region.hours, region.timezone, window)
        return union(_meeting(nobody, hours))
    return nobody


def _unserved(facts: Facts, window: Span) -> Iterable[Span]:
    """When nobody may be asked for a part, or, where a sister consortium serves the whole, nobody of hers for that.

    Whether her service is open is left out, or two that serve each other would wait for each other to open.
    """
    sisters = serving_the_whole(facts, window.start)
    if not sisters:
        return [Span(each.start, each.end) for each in unserved_parts(facts, window)]
    cover = sisters[0].cover
    ends = [*(each.since for each in cover[1:]), window.end]
    return [
        Span(max(each.since, window.start), min(end, window.end))
        for each, end in zip(cover, ends, strict=True)
        if not each.people and max(each.since, window.start) < min(end, window.end)
    ]


def _both_empty(facts: Facts, window: Span) -> Iterable[Span]:
    """When neither primary nor backup has anybody."""
    return _meeting(gaps(facts.schedule, Line.PRIMARY, window), gaps(facts.schedule, Line.BACKUP, window))


def _meeting(one: Iterable[Span], other: Iterable[Span]) -> list[Span]:
    others = tuple(other)
    found = (each.intersect(with_it) for each in one for with_it in others)
    return [span for span in found if span is not None]
