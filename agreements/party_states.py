"""How one version sees everybody ever named in it or joined to it, and how all versions together do."""

from collections.abc import Collection, Iterable, Mapping

from agreements.life import Life
from agreements.standing import PartyState
from geo.names import AgencyId

BINDS = frozenset({PartyState.ACTIVE, PartyState.NOTICE_GIVEN, PartyState.SUSPENDED})
"""The states of whoever is bound, also while its part rests."""


def states_within(life: Life, resting: Collection[AgencyId]) -> dict[AgencyId, PartyState]:
    """How a version sees everybody; ``resting``: whose part rests. What stands later says more."""
    over, named = life.over, life.terms.parties
    states = dict.fromkeys(named, PartyState.INVITED)
    states |= dict.fromkeys(named & life.reviewing, PartyState.REVIEWING)
    states |= dict.fromkeys(named & life.resolved, PartyState.AUTHORISED)
    states |= dict.fromkeys(life.joined, PartyState.JOINING if life.evaluated else PartyState.SIGNED)
    states |= dict.fromkeys(life.signed, PartyState.SIGNED)
    if over:
        states = dict.fromkeys(states, PartyState.ENDED)
    if life.in_force:
        members = life.members
        states |= dict.fromkeys(members, PartyState.ACTIVE)
        states |= dict.fromkeys(members & life.leaving.keys(), PartyState.NOTICE_GIVEN)
        states |= dict.fromkeys(members.intersection(resting), PartyState.SUSPENDED)
    states |= dict.fromkeys(life.declined - life.joined.keys(), PartyState.DECLINED) | life.gone
    anew = () if over else life.gone.keys() & life.joined.keys()
    return states | dict.fromkeys(anew, PartyState.JOINING)


def states_of_all(
    lives: Iterable[Life], within: Mapping[int, Mapping[AgencyId, PartyState]]
) -> dict[AgencyId, PartyState]:
    """Each agency as the newest version that binds it sees it.

    Whom none binds is seen as the newest version in force sees it; else as the newest open one; else the newest.
    """
    parties: dict[AgencyId, PartyState] = {}
    for life in sorted(lives, key=lambda life: (life.in_force, not life.over, life.version.number)):
        for agency, state in within[life.version.number].items():
            if state in BINDS or parties.get(agency) not in BINDS:
                parties[agency] = state
    return parties
