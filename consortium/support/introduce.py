"""Introduce a sister consortium: of all facts of two, what one may know of the other. Pure.

Each side is one whole: its agencies whose agreements let the other's people serve them, as long as together they keep
its own promise. Both sides must have named each other. The laws of states are asked as between agencies: a member
counts only in the state under which the other side enrolled this consortium.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

from agreements import Allow
from consortium.keys import LIFETIME
from consortium.members.hours import open_spans
from consortium.support.ahead import LOOK_AHEAD
from consortium.support.facts import Facts
from consortium.support.protection import across_in
from consortium.support.sisters import Cover, Held, Link, Sister, as_guest, told_of, version_of
from geo import AgencyId, PersonId, Standing, Zone, ZonePlan, verify
from geo.places import point
from geo.standing import middle_of
from geo.zones import holds
from scheduling import Span

DIRECTORY, SET_HOURS = 1, 3
LINKED: Final = timedelta(days=365)
"""So long somebody may put two requests of one officer together; the same time within which parts are not redrawn."""
_AFTER: Final = timedelta(hours=2)
"""So much further than is looked ahead, as what was made is used for a while."""


@dataclass(frozen=True, slots=True)
class Side:
    """One consortium: its facts, what it has said of the other, and digests of whom it knows."""

    facts: Facts
    link: Link | None
    people: Mapping[PersonId, bytes] = field(default_factory=dict)
    agencies: Mapping[AgencyId, frozenset[bytes]] = field(default_factory=dict)


def introduce(ours: Side, theirs: Side, at: datetime) -> Sister:
    """The sister, as we may know her around an instant. ``ours.link`` is never missing."""
    assert ours.link is not None  # noqa: S101 (what is introduced is what we named)
    link, back, region = ours.link, theirs.link, theirs.facts.region
    bare = Sister(
        id=link.id,
        there=back.id if back else None,
        said_at=back.said_at if back else None,
        stops_at=back.ends_at if back else None,
        other=link.other,
        party=link.party,
        slug=region.slug,
        title=region.title,
        notices={},
        across={},
        open=_takes(theirs.facts, at),
        text=region.text_offered,
    )
    if back is None:
        return bare
    tied = tied_people(ours, theirs)
    theirs_here = tuple(_guests(theirs, ours, at))
    whole = tuple(_wholes(ours, back, theirs.facts, at))
    guests = tuple(_guests(ours, theirs, at))
    mirrored = replace(bare, id=back.id, there=link.id, party=back.party, tied=tied_people(theirs, ours), theirs=guests)
    beyond = replace(theirs.facts, sisters=(mirrored,))
    found = replace(bare, theirs=theirs_here, ours=whole, tied=tied)
    return _with_answers(found, beyond, back, at)


def tied_people(mine: Side, theirs: Side) -> frozenset[PersonId]:
    """Those of mine who answer and may be known over there: a person known there too, or an agency that is in both."""
    known = frozenset(theirs.people.values())
    shared = frozenset[bytes]().union(*theirs.agencies.values())
    both = {agency for agency, names in mine.agencies.items() if not shared.isdisjoint(names)}
    return frozenset(
        person
        for person, peer in mine.facts.peers.items()
        if mine.people.get(person) in known or not both.isdisjoint(bond.agency for bond in peer.affiliations)
    )


def _with_answers(sister: Sister, beyond: Facts, back: Link, at: datetime) -> Sister:
    """With what the other side says of serving us: cover by instant, and the limits that hold then."""
    zone = beyond.zone(back.id, at)
    if zone is None:
        return sister
    states = beyond.states_answering(zone, at)
    return replace(
        sister,
        cover=tuple(Cover(since=since, people=people) for since, people in beyond.coming(zone, at)),
        notices={key: notice for key, notice in beyond.notices.items() if key[0] in states},
        across={state: across_in(beyond, zone, state, at).value for state in states},
        ready=all((state, "en") in beyond.notices for state in beyond.states_of(zone)),
    )


def _wholes(mine: Side, back: Link, beyond: Facts, at: datetime) -> Iterator[Held]:
    """When, around an instant, we are a whole that the other side may serve; spans that touch follow each other.

    Whoever asks twice is in both wholes, so what all of a year have in common must keep the promise too.
    """
    assert mine.link is not None  # noqa: S101
    start, end = at - LIFETIME, at + LOOK_AHEAD + _AFTER
    dates = {mine.link.said_at, mine.link.ends_at, back.said_at, back.ends_at, *mine.facts.reach.changes}
    inside = {each for each in dates if each is not None and at - LINKED < each < end}
    policy, common = mine.facts.region.policy, None
    for since, until in pairwise(sorted({at - LINKED, start, end, *inside})):
        if not (mine.link.holds(since) and back.holds(since)):
            continue
        zone = _whole(mine.facts, mine.link, beyond.agency_states[back.party], since)
        if zone is None:
            continue
        common = zone.agencies if common is None else common & zone.agencies
        if until > start and holds([each for each in zone.departments if each.agency in common], policy):
            standing = Standing(verify(ZonePlan(version_of(mine.link), policy, (zone,))), {}, frozenset())
            yield Held(since=since, until=until, standing=standing, zone=zone)


def _whole(facts: Facts, link: Link, state: str, at: datetime) -> Zone | None:
    """Our agencies that the sister's people may serve, if they keep the promise together."""
    live = facts.reach.live(at)
    departments = tuple(
        department
        for agency, department in sorted(facts.departments.items())
        if agency in live
        and facts.agency_states[agency] == state
        and isinstance(facts.reach.may_lend(agency, link.party, at), Allow)
    )
    return Zone(link.id, departments) if departments and holds(departments, facts.region.policy) else None


def _guests(theirs: Side, ours: Side, at: datetime) -> Iterator[Held]:
    """The other side as one part of ours, made of nothing but what may be told of it."""
    assert ours.link is not None  # noqa: S101
    if theirs.link is None:
        return
    for held in _wholes(theirs, ours.link, ours.facts, at):
        states = frozenset(theirs.facts.agency_states[each.agency] for each in held.zone.departments)
        middle = point(middle_of(held.zone.departments))
        told = told_of(held.zone, states, theirs.facts.region.policy, middle)
        standing, zone = as_guest(told, ours.link, theirs.facts.region.title)
        yield Held(since=held.since, until=held.until, standing=standing, zone=zone)


def _takes(facts: Facts, at: datetime) -> tuple[Span, ...]:
    """When a consortium's service takes requests, as far as is looked ahead."""
    region = facts.region
    start, end = at - _AFTER, at + LOOK_AHEAD + _AFTER
    if region.opened_on is None or region.service_level == DIRECTORY or (region.paused and not region.paused_until):
        return ()
    if region.paused and region.paused_until:
        start = max(start, region.paused_until)
    if start >= end:
        return ()
    if region.service_level == SET_HOURS:
        return open_spans(region.hours, region.timezone, Span(start, end))
    return (Span(start, end),)
