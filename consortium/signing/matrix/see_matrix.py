"""The matrix of all agencies: whose people may serve whom, and the clause that says no. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from agreements import Allow, Deny, Pair, PeerFacts, Reach, Service, all_pairs
from consortium.signing.matrix.words import deny_told
from consortium.signing.see_designations import short_name
from geo import AgencyId

MOST_COLUMNS: Final = 40
"""A table wider than this can't be read; then there is only the list, and a page for each agency."""

Pairs = Mapping[tuple[AgencyId, AgencyId], Pair]


def told_of(reach: Reach, at: datetime) -> frozenset[AgencyId]:
    """The agencies that some agreement names or binds by that instant, whatever has become of them."""
    return frozenset[AgencyId]().union(*(standing.parties for standing in reach.moment(at).standings.values()))


def see_matrix(
    reach: Reach,
    peers: Iterable[PeerFacts],
    names: Mapping[AgencyId, str],
    at: datetime,
    here: str,
    service: Service = Service.ONE_TO_ONE,
) -> dict[str, Any]:
    """The names that ``signing/matrix.html`` needs of the table and the list."""
    told = told_of(reach, at) | reach.bound(at)
    agencies = sorted((agency for agency in names if agency in told), key=names.__getitem__)
    found = all_pairs(reach, agencies, peers, at, service)
    return {
        "agencies": [_line(agency, agencies, found, names, here) for agency in agencies],
        "outside": sorted(name for agency, name in names.items() if agency not in told),
        "rows": [_row(lender, agencies, found) for lender in agencies] if len(agencies) <= MOST_COLUMNS else [],
        "clauses": _clauses(found.values()),
        "figures": {
            "pairs": sum(bool(each.serving) for each in found.values()),
            "all": len(found),
        },
    }


def see_agency_pairs(
    reach: Reach,
    peers: Iterable[PeerFacts],
    names: Mapping[AgencyId, str],
    agency: AgencyId,
    at: datetime,
    here: str,
    slug: str,
    service: Service = Service.ONE_TO_ONE,
) -> dict[str, Any]:
    """The names that ``signing/matrix_agency.html`` needs: one agency with each other, both ways."""
    told = told_of(reach, at) | reach.bound(at) | {agency}
    others = sorted((each for each in names if each in told and each != agency), key=names.__getitem__)
    people = tuple(peers)
    found = all_pairs(reach, [agency, *others], people, at, service) if others else {}
    plain = dict(names)
    return {
        "name": names[agency],
        "lends": [_one(found[agency, each], each, reach, plain, f"{here}/{agency}/{each}", slug) for each in others],
        "served": [_one(found[each, agency], each, reach, plain, f"{here}/{each}/{agency}", slug) for each in others],
    }


def _line(
    agency: AgencyId, agencies: Sequence[AgencyId], found: Pairs, names: Mapping[AgencyId, str], here: str
) -> dict[str, Any]:
    others = [each for each in agencies if each != agency]
    return {
        "name": names[agency],
        "short": short_name(names[agency]),
        "href": f"{here}/{agency}",
        "id": str(agency),
        "serves": sum(bool(found[agency, each].serving) for each in others),
        "served": sum(bool(found[each, agency].serving) for each in others),
        "others": len(others),
    }


def _row(lender: AgencyId, agencies: Sequence[AgencyId], found: Pairs) -> list[dict[str, Any]]:
    return [cell(None if member == lender else found[lender, member]) for member in agencies]


def cell(pair: Pair | None) -> dict[str, Any]:
    """One field of the table: how many may serve, or the clause that says no; nothing where nobody is lent."""
    if pair is None:
        return {"kind": "own", "text": ""}
    if pair.serving:
        return {"kind": "yes", "text": str(pair.serving)}
    if pair.deny is None:
        return {"kind": "nobody", "text": "0"}
    return {"kind": "no", "text": f"§{int(pair.deny.clause)}"}


def _clauses(found: Iterable[Pair]) -> list[dict[str, Any]]:
    """The clauses that the table cites, with what they say here and for how many pairs."""
    cited = Counter(pair.deny.clause for pair in found if pair.deny)
    reasons: dict[int, set[str]] = {}
    for pair in found:
        if pair.deny:
            reasons.setdefault(int(pair.deny.clause), set()).add(pair.deny.reason)
    return [
        {"clause": int(clause), "subject": clause.subject, "pairs": count, "reasons": sorted(reasons[int(clause)])}
        for clause, count in sorted(cited.items())
    ]


def _one(pair: Pair, other: AgencyId, reach: Reach, names: dict[AgencyId, str], href: str, slug: str) -> dict[str, Any]:
    deny = pair.deny
    return {
        "name": names[other],
        "href": href,
        "serving": pair.serving,
        "people": pair.people,
        "bound": isinstance(pair.between, Allow),
        "deny": deny_told(deny, reach, names, slug) if isinstance(deny, Deny) else None,
    }
