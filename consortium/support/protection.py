"""What an officer is told where the law may not protect a talk with a peer of another agency (clause 12). Pure.

Agreements promise that she is told before the first word and decides. What nobody has read in a state's law is told
as not settled, never left out. The sentences are fixed: ``across`` in ``support/bits.html``.
"""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from agreements.surroundings import UNREAD
from consortium.members.us_states import state_name
from consortium.support.facts import Facts
from geo import PersonId, Zone


class Across(StrEnum):
    """What is told of a state's law."""

    NOTHING = ""
    NOT_PROTECTED = "not_protected"
    UNSETTLED = "unsettled"


_TOLD: Final = {True: Across.NOTHING, False: Across.NOT_PROTECTED, None: Across.UNSETTLED}


def across(facts: Facts, state: str) -> Across:
    """What is to be told of one state: nothing only where somebody has read that its law protects such a talk."""
    return _TOLD[facts.reach.around.rules.get(state, UNREAD).protects_across]


def across_in(facts: Facts, zone: Zone, state: str, at: datetime) -> Across:
    """The same on the first page, for a part of the region.

    Nothing where all agreements that bind its departments let nobody serve under such a law: then there is no talk.
    """
    return across(facts, state) if facts.reach.tells(zone.agencies, at) else Across.NOTHING


def across_with(facts: Facts, zone: UUID, peer: PersonId, at: datetime) -> dict[Across, list[str]]:
    """What is to be told before the talk with this peer: the names of states, none of whose law protects it.

    The states are those of her agencies and of the departments of the part that was chosen; all of the region where no
    part holds it any more. Told whatever the agreements say by now: the talk may be one that is only finished.
    """
    held = facts.zone(zone, at)
    states: Iterable[str] = facts.agency_states.values()
    if held is not None:
        hers = facts.peers[peer].affiliated(at)
        states = facts.states_of(held).union(facts.agency_states[agency] for agency in hers)
    found: dict[Across, list[str]] = {}
    for state in sorted(set(states)):
        found.setdefault(across(facts, state), []).append(state_name(state))
    found.pop(Across.NOTHING, None)
    return found
