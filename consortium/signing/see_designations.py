"""Who has designated whom, as the matrix on the page: peers down, agencies across by part of the region. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, Final

from agreements import Deny, PeerFacts, Reach
from consortium.access.permissions import Role
from consortium.members.values import DesignationsPage, PeerCard
from consortium.signing.see_annexes import CLOSED_BY_ANNEX
from geo import AgencyId, Standing, Zone

A_PAGE: Final = 50
_SHORT = 12
_ROLES = {Role.PEER: "Peer", Role.CHAPLAIN: "Chaplain", Role.CLINICIAN: "Clinician"}
Part = tuple[str, tuple[AgencyId, ...]]
"""A part of the region by its label, with its agencies by name; those in no part have the label ""."""
Drawn = tuple[str, dict[AgencyId, dict[str, str]]]
"""A part with what the page shows of each of its agencies."""


@dataclass(frozen=True, slots=True)
class Stand:
    """How the agencies with an agreement in force stand to one peer: every one is in exactly one of the three."""

    given: frozenset[AgencyId]
    gaps: frozenset[AgencyId]
    own: frozenset[AgencyId]


def see_designations(
    shown: DesignationsPage,
    standing: Standing | None,
    labels: Mapping[Any, str],
    reach: Reach,
    at: datetime,
    *,
    slug: str = "",
    number: int = 1,
) -> dict[str, Any]:
    """The names that ``members/designations.html`` needs: one page of the peers, those with a gap first, by name."""
    parts, names = parts_of(shown, standing, labels), dict(shown.agencies)
    stands = {card.person: stand_of(shown.facts[card.person], parts, reach, at) for card in shown.peers}
    ordered = sorted(shown.peers, key=lambda card: not stands[card.person].gaps)
    last = max(1, -(-len(ordered) // A_PAGE))
    number = min(max(1, number), last)
    drawn = [
        (label, {agency: _agency(agency, names[agency], slug) for agency in agencies}) for label, agencies in parts
    ]
    return {
        "parts": [{"label": label, "agencies": list(agencies.values())} for label, agencies in drawn],
        "peers": [
            _peer(card, stands[card.person], _closable(shown.facts[card.person], stands[card.person], reach, at), drawn)
            for card in ordered[(number - 1) * A_PAGE : number * A_PAGE]
        ],
        "figures": {
            "gaps": sum(len(stand.gaps) for stand in stands.values()),
            "peers": sum(bool(stand.gaps) for stand in stands.values()),
        },
        "pages": {"number": number, "last": last, "found": len(ordered)},
    }


def parts_of(shown: DesignationsPage, standing: Standing | None, labels: Mapping[Any, str]) -> tuple[Part, ...]:
    """The agencies by part of the region, those in no part last."""
    zones: Iterable[Zone] = standing.plan.zones if standing else ()
    order = {agency: position for position, (agency, _) in enumerate(shown.agencies)}
    parts = [(labels[zone.id], tuple(sorted(zone.agencies, key=order.__getitem__))) for zone in zones]
    placed = {agency for _, agencies in parts for agency in agencies}
    rest = tuple(agency for agency, _ in shown.agencies if agency not in placed)
    return (*sorted(parts), *([("", rest)] if rest else []))


def stand_of(peer: PeerFacts, parts: Iterable[Part], reach: Reach, at: datetime) -> Stand:
    """Who lets this peer serve, who does not, and whom she never serves: her own side of the region."""
    mine = peer.affiliated(at).union(bond.agency for bond in peer.affiliations)
    own = mine.union(*(agencies for _, agencies in parts if not mine.isdisjoint(agencies)))
    others = reach.live(at) - own
    served = reach.serves(peer, at, whenever=True)
    return Stand(given=others & served, gaps=others - served, own=reach.live(at) & own)


def _closable(peer: PeerFacts, stand: Stand, reach: Reach, at: datetime) -> frozenset[AgencyId]:
    """The agencies whose gap a roster annex closes."""
    answers = ((agency, reach.may_serve(frozenset((agency,)), peer, at, whenever=True)) for agency in stand.gaps)
    return frozenset(agency for agency, answer in answers if isinstance(answer, Deny) and answer.why in CLOSED_BY_ANNEX)


def _peer(card: PeerCard, stand: Stand, closable: frozenset[AgencyId], drawn: Iterable[Drawn]) -> dict[str, Any]:
    return {
        "name": card.name,
        "agency": card.agency_name or "",
        "role": _ROLES[card.kind],
        "cells": [cell for _, agencies in drawn for cell in _cells(agencies, stand, closable)],
        "kept": [label for label, agencies in drawn if label and not stand.gaps.isdisjoint(agencies)],
    }


def _cells(
    agencies: Mapping[AgencyId, dict[str, str]], stand: Stand, closable: frozenset[AgencyId]
) -> Iterator[dict[str, Any]]:
    """The cells of one part. Those that say the same side by side are one, but for designations and gaps."""
    runs = groupby(agencies, key=lambda agency: _kind(agency, stand))
    for first, (kind, run) in enumerate(runs):
        same = list(run)
        pieces = [same] if kind in {"own", "none"} else [[agency] for agency in same]
        for place, piece in enumerate(pieces):
            yield {
                "kind": kind,
                "span": len(piece),
                "edge": not first and not place,
                "agency": agencies[piece[0]],
                "closes": piece[0] in closable,
            }


def _kind(agency: AgencyId, stand: Stand) -> str:
    if agency in stand.given:
        return "yes"
    if agency in stand.gaps:
        return "gap"
    return "own" if agency in stand.own else "none"


def _agency(agency: AgencyId, name: str, slug: str) -> dict[str, str]:
    return {"name": name, "short": short_name(name), "href": f"/{slug}/designations/{agency}"}


def short_name(name: str) -> str:
    """At most twelve letters: the place, without what kind of agency it is."""
    for word in (" Police Department", " County Sheriff's Office", " Sheriff's Office", " Police", " Department"):
        name = name.removesuffix(word)
    return name if len(name) <= _SHORT else f"{name[: _SHORT - 1].rstrip()}…"
