"""Which agencies would come into a part of the region or fall out of one, if an agreement became another. Pure."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from agreements import Pact
from consortium.signing.what_follows import AgencyFacts
from geo import AgencyId, standing


def cover_changes(facts: AgencyFacts, after: Pact, at: datetime) -> list[str]:
    """In sentences, by name; empty where there is no plan of parts yet, or nothing changes there.

    It is worked out for one instant from what is dated now: another plan, or another fact, may move it.
    """
    if not facts.plans:
        return []
    pacts = tuple(after if pact.id == after.id else pact for pact in facts.reach.pacts)
    before, then = facts.reach.live(at), replace(facts.reach, pacts=pacts).live(at)
    if before == then:
        return []
    was, becomes = _parts(facts, before), _parts(facts, then)
    said = []
    for agency in sorted(was.keys() | becomes.keys(), key=lambda each: facts.agency_names.get(each, "")):
        name = facts.agency_names.get(agency, "An agency")
        old, new = was.get(agency), becomes.get(agency)
        if old and not new:
            said.append(f"{name} falls out of {old}: its officers are shown the crisis lines only.")
        elif new and not old:
            said.append(f"{name} comes into {new}: its officers may ask the peers who may serve it.")
        elif old != new:
            said.append(f"{name} moves from {old} into {new}.")
    return said or ["No part of the region changes."]


def _parts(facts: AgencyFacts, live: frozenset[AgencyId]) -> Mapping[AgencyId, str]:
    found = standing(facts.plans[-1], live, group=facts.agency_states)
    return {agency: facts.labels.get(zone.id, "a part") for zone in found.plan.zones for agency in zone.agencies}
