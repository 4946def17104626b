"""What can be chosen on the page of an act, in plain values. Pure."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from agreements import Cause, Pact, PartyState, standing_at
from agreements.pauses import causes
from consortium.access.door import Viewer
from consortium.signing.lifecycle.act_kinds import LifeAct
from consortium.signing.lifecycle.acts import lets_lead, waiting_to_join
from consortium.signing.lifecycle.change import BINDS
from consortium.signing.lifecycle.rest_party import CAUSES, WHY, causes_of
from consortium.signing.store.life import Hold, Wish
from geo import AgencyId

Names = Mapping[AgencyId, str]
Choices = list[tuple[str, str]]


def choices_of(
    act: LifeAct,
    pact: Pact,
    viewer: Viewer,
    names: Names,
    wishes: Iterable[Wish],
    holds: Iterable[Hold],
    led: Mapping[AgencyId, frozenset[AgencyId]],
    at: datetime,
) -> dict[str, Any]:
    """For each field that offers a choice, its values with their words.

    ``led`` are the lead agencies, among the parties, of each agency that has one.
    """
    standing = standing_at(pact, at)
    bound = {agency for agency, state in standing.parties.items() if state in BINDS}
    mine = {AgencyId(agency) for agency in viewer.agencies}
    named = [causes_of(each.version) for each in standing.bindings]
    outside = {agency for agency in names if standing.parties.get(agency) not in {*BINDS, PartyState.JOINING}}
    whose = {"join": outside, "let-lead": {*led}, "take-back-lead": {*lets_lead(standing)}}
    chosen = mine & whose.get(act.key, bound) if act.own else bound
    leads = {lead for agency in chosen for lead in led.get(agency, ())}
    return {
        "agencies": _named(chosen, names),
        "strangers": _named(outside, names),
        "about": _named(waiting_to_join(standing, wishes), names),
        "leads": _named({*standing.empowered} if act.key == "take-back-lead" else leads, names),
        "versions": [(str(version.number), version.number) for version in reversed(pact.versions)],
        "causes": [(cause.value, WHY[cause]) for cause in CAUSES if any(cause in each for each in named)],
        "rests": _rests(pact, names, standing.parties, at),
        "holds": [(str(hold.id), hold.reason, hold.set_by) for hold in holds if hold.ended_at is None],
    }


def _named(agencies: Iterable[AgencyId], names: Names) -> Choices:
    return sorted(((str(each), names.get(each, "")) for each in agencies), key=lambda each: each[1])


def _rests(pact: Pact, names: Names, agencies: Iterable[AgencyId], at: datetime) -> Choices:
    """What may be lifted: each cause of each agency but its own pause."""
    known = {cause.value: WHY[cause] for cause in WHY}
    return [
        (f"{agency} {cause}", f"{names.get(agency, '')}: {known.get(cause, cause.replace('_', ' '))}")
        for agency in sorted(agencies, key=lambda each: names.get(each, ""))
        for cause in sorted(causes(pact, agency, at) - {Cause.PAUSE.value})
    ]
