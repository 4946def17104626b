"""The sheet on which a head signs an act in ink, and whom a clerk may take it in for. Pure."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from agreements import Pact, standing_at
from agreements.signatures import Act
from consortium.access.door import Viewer
from consortium.signing.lifecycle.act_ground import version_of
from consortium.signing.lifecycle.act_kinds import LifeAct
from consortium.signing.lifecycle.acts import lets_lead, waiting_to_join
from consortium.signing.lifecycle.sign_act import kind_of
from consortium.signing.signatures.clerks import attests_for, heads_to_name
from consortium.signing.signatures.consent import deed
from consortium.signing.store.life import Wish
from geo import AgencyId, PersonId

Names = Mapping[AgencyId, str]
Heads = Iterable[tuple[PersonId, str, str, frozenset[AgencyId]]]


def see_paper_act(
    act: LifeAct,
    pact: Pact,
    viewer: Viewer,
    names: Names,
    wishes: Iterable[Wish],
    heads: Heads,
    led: Mapping[AgencyId, frozenset[AgencyId]],
    wanted: str,
    at: datetime,
) -> dict[str, Any]:
    """The sheet for the agency that is wanted, or with a blank for its name; and the choices of the clerk's form."""
    kind = kind_of(act)
    standing = standing_at(pact, at)
    bound = {
        Act.EMPOWER: frozenset(led),
        Act.REVOKE: lets_lead(standing),
    }.get(kind, frozenset().union(*(each.members for each in standing.bindings)))
    agency = next((each for each in bound if str(each) == wanted), None)
    version = version_of(kind, pact, agency or min(bound, default=AgencyId(pact.id)), at) or pact.versions[-1]
    return {
        "sheet": {
            "agency": names.get(agency, "") if agency else "",
            "deed": deed(kind, pact.title, version.number),
            "number": version.number,
            "digest": version.digest,
        },
        "takes_in": any(attests_for(viewer, each) for each in bound),
        "who": heads_to_name(viewer, heads, names, bound),
        "leads": sorted(
            ((str(each), names.get(each, "")) for each in {*standing.empowered, *frozenset().union(*led.values())}),
            key=lambda each: each[1],
        ),
        "joiners": sorted(
            ((str(each), names.get(each, "")) for each in waiting_to_join(standing, wishes)), key=lambda each: each[1]
        ),
    }
