"""Introduce a sister consortium: of all facts of two, what one may know of the other. Pure.

Each side is one whole (``support.wholes``), once both have named each other.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from consortium.duty.coverage.promised import DIRECTORY, SET_HOURS
from consortium.keys import LIFETIME
from consortium.members.hours import open_spans
from consortium.support.ahead import LOOK_AHEAD
from consortium.support.facts import Facts
from consortium.support.protection import across_in
from consortium.support.sisters import Cover, Held, Link, Sister, as_guest, told_of
from consortium.support.wholes import AFTER, Side, kept, wholes
from geo import PersonId, Policy
from geo.places import point
from geo.standing import middle_of
from scheduling import Span


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
    here, beyond = wholes(ours, theirs, at), wholes(theirs, ours, at)
    found = replace(
        bare, theirs=tuple(_guests(beyond, theirs.facts, link, at)), ours=here, tied=tied_people(ours, theirs)
    )
    mirrored = replace(
        bare,
        id=back.id,
        there=link.id,
        party=back.party,
        tied=tied_people(theirs, ours),
        theirs=tuple(_guests(here, ours.facts, back, at)),
    )
    return _with_answers(found, replace(theirs.facts, sisters=(mirrored,)), back, at)


def side_by_side(sisters: tuple[Sister, ...], policy: Policy) -> tuple[Sister, ...]:
    """Several sisters of ours: we stand to each as a whole only where that keeps the promise beside all the others."""
    stand = kept((held for sister in sisters for held in sister.ours), policy)
    return tuple(replace(sister, ours=tuple(held for held in stand if held.zone.id == sister.id)) for sister in sisters)


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


def _guests(told: Iterable[Held], facts: Facts, link: Link, at: datetime) -> Iterator[Held]:
    """Wholes of one side as one part of the other, by its link; made of nothing but what may be told of them."""
    for held in told:
        if held.until <= at - LIFETIME:
            continue  # nothing that is open can point there
        states = frozenset(facts.agency_states[each.agency] for each in held.zone.departments)
        middle = point(middle_of(held.zone.departments))
        whole = told_of(held.zone, states, facts.region.policy, middle)
        standing, zone = as_guest(whole, link, facts.region.title)
        yield Held(since=held.since, until=held.until, standing=standing, zone=zone)


def _takes(facts: Facts, at: datetime) -> tuple[Span, ...]:
    """When a consortium's service takes requests, as far as is looked ahead."""
    region = facts.region
    start, end = at - AFTER, at + LOOK_AHEAD + AFTER
    if region.opened_on is None or region.service_level == DIRECTORY or (region.paused and not region.paused_until):
        return ()
    if region.paused and region.paused_until:
        start = max(start, region.paused_until)
    if start >= end:
        return ()
    if region.service_level == SET_HOURS:
        return open_spans(region.hours, region.timezone, Span(start, end))
    return (Span(start, end),)
