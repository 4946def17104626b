"""Everything that is done to an agreement on a page of its own, and which of it is open to somebody now. Pure."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import Final

from agreements import Cause, Filing, Kind, Pact, PartyState, Renewal, Standing, VersionState, standing_at
from agreements.adoption import may_adopt
from agreements.pauses import causes
from agreements.standing import OVER
from consortium.access.door import Viewer
from consortium.signing.lifecycle.act_kinds import LifeAct
from consortium.signing.lifecycle.change import BINDS
from consortium.signing.lifecycle.desk_acts import DESK_ACTS
from consortium.signing.lifecycle.head_acts import HEAD_ACTS, SIGNED_ACTS
from consortium.signing.signatures.clerks import attests_for
from consortium.signing.store.life import END, JOIN, Hold, Wish
from geo import AgencyId

ACTS: Final = (*HEAD_ACTS, *DESK_ACTS)
_BEFORE: Final = frozenset(
    {VersionState.FROZEN, VersionState.OUT_FOR_SIGNATURE, VersionState.ESCROW, VersionState.EFFECT_PENDING}
)


def open_acts(
    pact: Pact,
    viewer: Viewer,
    at: datetime,
    wishes: Iterable[Wish],
    holds: Iterable[Hold],
    led: Collection[AgencyId] = (),
) -> list[LifeAct]:
    """What this viewer can do to the agreement now, in the order of the list.

    ``led`` are the agencies that have a lead agency among its parties.
    """
    standing = standing_at(pact, at)
    wished = tuple(wishes)
    mine = {AgencyId(agency) for agency in viewer.agencies}
    fits = {*_of_heads(pact, standing, mine, at, wished), *_of_leads(standing, mine, led)}
    fits |= {*_of_desks(pact, standing, at)}
    fits |= {"hold"} | ({"release"} if any(hold.ended_at is None for hold in holds) else set())
    return [act for act in ACTS if act.key in fits and viewer.may(act.permission)]


def paper_acts(
    pact: Pact, viewer: Viewer, at: datetime, wishes: Iterable[Wish], led: Collection[AgencyId] = ()
) -> list[LifeAct]:
    """What a clerk may take in on paper now, of agencies for which she attests."""
    standing = standing_at(pact, at)
    bound = frozenset().union(*(each.members for each in standing.bindings))
    mine = {agency for agency in bound if attests_for(viewer, agency)}
    fits = set(_of_heads(pact, standing, mine, at, tuple(wishes)))
    theirs = {agency for agency in {*led, *lets_lead(standing)} if attests_for(viewer, agency)}
    fits |= set(_of_leads(standing, theirs, led))
    return [act for act in SIGNED_ACTS if act.key in fits]


def _of_heads(
    pact: Pact, standing: Standing, mine: set[AgencyId], at: datetime, wishes: tuple[Wish, ...]
) -> Iterator[str]:
    for bound in standing.bindings:
        ours, terms = mine & bound.members, bound.version.terms
        if not ours:
            continue
        if ours - bound.leaving.keys():
            yield "leave"
        if bound.term and terms.renewal is not Renewal.NONE:
            yield "affirm"
            if terms.renewal is Renewal.AUTO:
                yield "stop"
        if terms.may_pause and any(Cause.PAUSE.value not in causes(pact, each, at) for each in ours):
            yield "pause"
        if any(Cause.PAUSE.value in causes(pact, each, at) for each in ours):
            yield "resume"
        ended = {wish.agency for wish in wishes if wish.kind == END}
        yield "agree-to-end" if ours - ended else "go-on"
    if standing.in_force and any(standing.parties.get(each) not in BINDS for each in mine):
        yield "join"
    if mine & standing.active and waiting_to_join(standing, wishes):
        yield "consent"


def _of_leads(standing: Standing, mine: set[AgencyId], led: Collection[AgencyId]) -> Iterator[str]:
    let = lets_lead(standing)
    if mine & {*led} - let:
        yield "let-lead"
    if mine & let:
        yield "take-back-lead"


def lets_lead(standing: Standing) -> frozenset[AgencyId]:
    """The agencies that have let a lead agency act for them under an agreement."""
    return frozenset().union(*standing.empowered.values())


def waiting_to_join(standing: Standing, wishes: Iterable[Wish]) -> frozenset[AgencyId]:
    """Agencies that would join and are no parties yet: they asked, were invited, or have signed a joinder."""
    asked = {wish.agency for wish in wishes if wish.kind == JOIN}
    signed = {agency for agency, state in standing.parties.items() if state is PartyState.JOINING}
    return frozenset(each for each in asked | signed if standing.parties.get(each) not in BINDS)


def _of_desks(pact: Pact, standing: Standing, at: datetime) -> Iterator[str]:
    alive = [version for version in pact.versions if standing.versions[version.number] not in OVER]
    if any(version.terms.filing is not Filing.NONE for version in alive):
        yield "filed"
    if standing.bindings:
        yield from ("suspend", "end", "invite")
    if any(bound.term for bound in standing.bindings):
        yield "renew"
    if any(causes(pact, agency, at) - {Cause.PAUSE.value} for agency in standing.parties):
        yield "lift"
    if alive:
        yield "void"
    if any(version.terms.kind is Kind.CONSORTIA for version in alive):
        yield from ("empower", "revoke") if any(standing.empowered.values()) else ("empower",)
    if any(standing.versions[version.number] in _BEFORE for version in alive):
        yield "withdraw"
    current = standing.in_force
    if current and any(may_adopt(current, version) is None for version in alive if version.number > current.number):
        yield "adopt"
