"""Whom one agency designates, what an annex can close and what it cannot, and one annex as its page shows it. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from agreements import Allow, Deny, Pact, PactId, PeerFacts, Reach, Why, gaps, standing_at
from consortium.access.permissions import Role
from consortium.members.annex_values import Annex
from consortium.members.values import DesignationsPage, PeerCard
from geo import AgencyId, PersonId, Standing

_ROLES = {Role.PEER: "peer", Role.CHAPLAIN: "chaplain", Role.CLINICIAN: "clinician"}
CLOSED_BY_ANNEX = frozenset({Why.NOT_DESIGNATED, Why.DESIGNATION_ENDED})


def see_designated(
    agency: AgencyId, cards: Iterable[PeerCard], peers: Mapping[PersonId, PeerFacts], reach: Reach, at: datetime
) -> dict[str, Any]:
    """The people who answer, as one agency stands to each: designated, closed by an annex, or kept back otherwise."""
    designated, gaps, others = [], [], []
    for card in cards:
        facts = peers.get(card.person)
        if facts is None or agency in facts.affiliated(at):
            continue
        shown = {"id": str(card.person), "name": card.name, "role": _ROLES[card.kind], "agency": card.agency_name or ""}
        answer = reach.may_serve(frozenset((agency,)), facts, at, whenever=True)
        if isinstance(answer, Allow):
            designated.append(shown)
        elif answer.why in CLOSED_BY_ANNEX:
            gaps.append({**shown, "pact": str(_pact(answer, reach))})
        else:
            others.append({**shown, "why": answer.why.value, "reason": answer.reason})
    return {"designated": designated, "gaps": gaps, "others": others}


def see_gap_pacts(gaps: Iterable[Mapping[str, Any]], pacts: Iterable[Pact]) -> list[dict[str, Any]]:
    """The gaps by the agreement whose annex closes them."""
    found = list(gaps)
    return [
        {"id": str(pact.id), "title": pact.title, "gaps": [gap for gap in found if gap["pact"] == str(pact.id)]}
        for pact in pacts
        if any(gap["pact"] == str(pact.id) for gap in found)
    ]


@dataclass(frozen=True, slots=True)
class Closable:
    """The people whose gap one annex of one agency, under one agreement, would close."""

    agency: AgencyId
    pact: PactId
    people: tuple[PersonId, ...]


def see_closable(
    shown: DesignationsPage, standing: Standing | None, reach: Reach, waiting: Iterable[Annex], at: datetime
) -> tuple[Closable, ...]:
    """What annexes would close, by agency in the order of the page; nobody for her own side of the region.

    Whom a paper in ``waiting`` already lists for an agency is left out.
    """
    listed = {(each.agency, each.agreement, one.person) for each in waiting for one in each.listed}
    zones = [zone.agencies for zone in standing.plan.zones] if standing else []
    found: dict[tuple[AgencyId, PactId], list[PersonId]] = {}
    for gap in gaps(reach, reach.live(at), shown.facts.values(), at):  # nothing else is closed by an annex
        mine = {bond.agency for bond in shown.facts[gap.person].affiliations}
        own = mine.union(*(agencies for agencies in zones if mine & set(agencies)))
        pact = _pact(gap.deny, reach) if gap.deny.why in CLOSED_BY_ANNEX else None
        if pact is not None and gap.agency not in own and (gap.agency, pact, gap.person) not in listed:
            found.setdefault((gap.agency, pact), []).append(gap.person)
    order = {card.person: position for position, card in enumerate(shown.peers)}
    return tuple(
        Closable(agency, pact, tuple(sorted(people, key=order.__getitem__))) for (agency, pact), people in found.items()
    )


def see_annex(annex: Annex, title: str) -> dict[str, Any]:
    """The name ``annex`` of ``members/annex.html``."""
    return {
        "reference": annex.reference,
        "agency": annex.agency_name,
        "agreement": title,
        "law": annex.law,
        "prepared_on": annex.prepared_on,
        "number": annex.number,
        "signed_on": annex.signed_on,
        "withdrawn_on": annex.withdrawn_on,
        "people": [{"name": each.name, "line": each.line} for each in annex.listed],
    }


def pact_titles(pacts: Iterable[Pact]) -> Mapping[UUID, str]:
    """The agreements' titles, by id."""
    return {pact.id: pact.title for pact in pacts}


def _pact(answer: Deny, reach: Reach) -> PactId | None:
    """The agreement under whose version somebody is not designated."""
    return next(
        (pact.id for pact in reach.pacts for version in pact.versions if version.id == answer.version),
        None,
    )


def party_to(pacts: Iterable[Pact], agency: AgencyId, at: datetime) -> bool:
    """Whether some agreement in force binds the agency."""
    return any(agency in standing_at(pact, at).active for pact in pacts)
