"""One pair of agencies on one day: what was in force between them, what it allowed each way, and what stood against it.

Pure. People are counted, never named: who may see whom is the roster's matter.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from agreements import Allow, PeerFacts, Privilege, Reach, Service, Version, lent, pair_of
from agreements.accords import Accord
from agreements.together import Together, in_force_between
from consortium.signing.matrix.words import (
    ROLES,
    clause_of,
    deny_told,
    hours_told,
    services_told,
    version_told,
)
from geo import AgencyId

_PRIVILEGE: Final = {
    Privilege.TOLD: "where a state's law does not protect talks across agencies, the officer is told before the first "
    "word and decides",
    Privilege.ASSURED: "only where the states' laws protect talks across agencies",
}


def see_pair(
    reach: Reach,
    peers: Iterable[PeerFacts],
    names: Mapping[AgencyId, str],
    one: AgencyId,
    other: AgencyId,
    at: datetime,
    slug: str,
    service: Service = Service.ONE_TO_ONE,
) -> dict[str, Any]:
    """The names that ``signing/matrix_pair.html`` needs; people are judged for one service."""
    by_lender = lent(peers)
    titles = {pact.id: pact.title for pact in reach.pacts}
    found = {each.version.id: each for each in in_force_between(reach, one, other, at)}
    accords = reach.scene(at).between(one, other)
    return {
        "one": names[one],
        "other": names[other],
        "versions": [
            version_told(titles[each.binding.pact], each.binding.version, slug)
            | {"terms": _terms(each, one, other)}
            | _together(found[each.version], names)
            for each in accords
        ],
        "ways": [
            _way(reach, by_lender.get(lender, ()), dict(names), lender, member, at, slug, service)
            for lender, member in ((one, other), (other, one))
        ],
        "miles": _miles(reach, one, other),
    }


def _way(
    reach: Reach,
    people: Iterable[PeerFacts],
    names: dict[AgencyId, str],
    lender: AgencyId,
    member: AgencyId,
    at: datetime,
    slug: str,
    service: Service,
) -> dict[str, Any]:
    found = pair_of(reach, lender, member, people, at, service)
    return {
        "lender": names[lender],
        "member": names[member],
        "allowed": isinstance(found.between, Allow),
        "deny": None if isinstance(found.between, Allow) else deny_told(found.between, reach, names, slug),
        "people": found.people,
        "serving": found.serving,
        "refused": [{"people": count, **deny_told(deny, reach, names, slug)} for deny, count in found.refused]
        if isinstance(found.between, Allow)
        else [],
    }


def _miles(reach: Reach, one: AgencyId, other: AgencyId) -> int | None:
    far = reach.around.miles(one, other)
    return None if far is None else round(far)


def _together(found: Together, names: Mapping[AgencyId, str]) -> dict[str, Any]:
    """Since and until when a version binds the two, and what each may do for the other's people by it."""
    return {
        "since": found.since,
        "until": found.until,
        "lends": [
            {"lender": names[lender], "services": services_told(services) if services else ""}
            for lender, services in found.lends.items()
        ],
    }


def _terms(accord: Accord, one: AgencyId, other: AgencyId) -> list[dict[str, Any]]:
    """The terms of a version that decide who may serve, each with its clause; those that say nothing are left out."""
    version = accord.binding.version
    terms = version.terms
    told = [
        ("services", "Offered", services_told(terms.services)),
        ("roles", "Who may serve", ", ".join(words for role, words in ROLES.items() if role in terms.roles)),
        ("least_training_hours", "Training", _training(version)),
        ("acceptance", "Designation", "each agency names whom it lets serve, by its roster annex"),
    ]
    if terms.most_miles is not None:
        told.append(("most_miles", "Distance", f"at most {terms.most_miles} miles as the crow flies"))
    if terms.hours:
        told.append(("hours", "Weekly hours", f"{hours_told(terms.hours)} ({terms.calendar})"))
    for field, label in (("provides", "gives"), ("receives", "takes")):
        for agency in (one, other):
            party = accord.through[agency]
            if party in getattr(terms, field):
                words = services_told(getattr(terms, field)[party])
                told.append((field, f"What {_side(agency, one)} {label}", words))
    told.append(("privilege", "Privilege", _PRIVILEGE[terms.privilege]))
    if not terms.reporters_serve:
        told.append(("reporters_serve", "Duty to report", "nobody serves whom her state obliges to report misconduct"))
    return [{"label": label, "value": value, "clause": clause_of(field)} for field, label, value in told]


def _side(agency: AgencyId, one: AgencyId) -> str:
    return "the first" if agency == one else "the second"


def _training(version: Version) -> str:
    terms = version.terms
    if not terms.training_required:
        return "none is asked for"
    told = f"in date, at least {terms.least_training_hours} hours"
    return (
        f"{told}, of them {terms.yearly_training_hours} in the last 365 days" if terms.yearly_training_hours else told
    )
