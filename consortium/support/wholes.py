"""When a consortium stands to a sister as one whole, and as which. Pure.

A whole is all agencies of one side whose agreements let the other's people serve them, while together they keep its own
promise. Whoever asks twice is in both wholes, also where two sisters were asked: so what one has in common with all
that stood within a year must keep the promise too, or it does not stand. The laws of states are asked as between
agencies: a member counts only in the state under which the other side enrolled this consortium.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

from agreements import Allow
from consortium.members.parts import LINKED_FOR
from consortium.support.ahead import LOOK_AHEAD
from consortium.support.facts import Facts
from consortium.support.sisters import Held, Link, version_of
from geo import AgencyId, PersonId, Policy, Standing, Zone, ZonePlan, verify
from geo.zones import holds

AFTER: Final = timedelta(hours=2)
"""So much further than is looked ahead, as what was made is used for a while."""
_BACK: Final = 2 * LINKED_FOR
"""What stood within the last year was settled by what had stood in the year before it."""


@dataclass(frozen=True, slots=True)
class Side:
    """One consortium: its facts, what it has said of the other, and digests of whom it knows."""

    facts: Facts
    link: Link | None
    people: Mapping[PersonId, bytes] = field(default_factory=dict)
    agencies: Mapping[AgencyId, frozenset[bytes]] = field(default_factory=dict)


def wholes(mine: Side, theirs: Side, at: datetime) -> tuple[Held, ...]:
    """As which wholes my side stood within a year to the other, stands now and will stand, as far as is looked ahead.

    Numbers of officers and the promise are those of now. What one sister was told of counts for her alone here: see
    ``kept`` for several.
    """
    if mine.link is None or theirs.link is None:
        return ()
    policy = mine.facts.region.policy
    return kept(_standing(mine, mine.link, theirs, theirs.link, at), policy)


def kept(held: Iterable[Held], policy: Policy) -> tuple[Held, ...]:
    """Those of them that stand beside all that had stood within a year, whoever was asked; the earlier ones first.

    What did not stand could not be asked from, so it stands in the way of nothing.
    """
    found: list[Held] = []
    for each in sorted(held, key=lambda each: (each.since, each.zone.id)):
        forgotten = {one.until + LINKED_FOR for one in found}
        cuts = {each.since, each.until, *(cut for cut in forgotten if each.since < cut < each.until)}
        for since, until in pairwise(sorted(cuts)):
            others = (one.zone.agencies for one in found if one.until > since - LINKED_FOR)
            common = each.zone.agencies.intersection(*others)
            if common and holds([one for one in each.zone.departments if one.agency in common], policy):
                found.append(replace(each, since=since, until=until))
    return tuple(found)


def _standing(mine: Side, link: Link, theirs: Side, back: Link, at: datetime) -> Iterator[Held]:
    """Each whole that keeps the promise by itself, for as long as it stays the same."""
    start, end = max(link.said_at, back.said_at, at - _BACK), at + LOOK_AHEAD + AFTER
    dates = {link.ends_at, back.ends_at, *mine.facts.reach.changes}
    policy, elsewhere = mine.facts.region.policy, _asking_there(mine, link, theirs, back, at)
    last: Held | None = None
    for since, until in pairwise(sorted({start, end, *(each for each in dates if each and start < each < end)})):
        both = link.holds(since) and back.holds(since)
        zone = _whole(mine.facts, link, theirs.facts.agency_states[back.party], elsewhere, since) if both else None
        if last is not None and last.zone == zone:
            last = replace(last, until=until)
            continue
        if last is not None:
            yield last
        last = None
        if zone is not None:
            plan = verify(ZonePlan(version_of(link), policy, (zone,)))
            last = Held(since=since, until=until, standing=Standing(plan, {}, frozenset()), zone=zone)
    if last is not None:
        yield last


def _whole(facts: Facts, link: Link, state: str, elsewhere: frozenset[AgencyId], at: datetime) -> Zone | None:
    """Our agencies that the sister's people may serve, if they keep the promise together."""
    live = facts.reach.live(at) - elsewhere
    departments = tuple(
        department
        for agency, department in sorted(facts.departments.items())
        if agency in live
        and facts.agency_states[agency] == state
        and isinstance(facts.reach.may_lend(agency, link.party, at), Allow)
    )
    return Zone(link.id, departments) if departments and holds(departments, facts.region.policy) else None


def _asking_there(mine: Side, link: Link, theirs: Side, back: Link, at: datetime) -> frozenset[AgencyId]:
    """Ours whose officers ask on the other side too, or could within a year: they would hide in two crowds that cross.

    Where the other side has no parts either, they stay in the whole of one of the two, the same one for both.
    """
    reach = theirs.facts.reach
    if not theirs.facts.parts(at) and back.other < link.other:
        return frozenset()
    instants = {at - LINKED_FOR, at, *(each for each in reach.changes if at - LINKED_FOR < each < at + LOOK_AHEAD)}
    asking = frozenset[AgencyId]().union(*(reach.live(each) for each in instants))
    names = frozenset[bytes]().union(*(theirs.agencies.get(agency, frozenset()) for agency in asking))
    return frozenset(agency for agency, known in mine.agencies.items() if not names.isdisjoint(known))
