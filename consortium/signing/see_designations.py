"""Who has designated whom, as the matrix on the page: peers down, agencies across by part of the region. Pure."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from agreements import Reach, gaps
from consortium.access.permissions import Role
from consortium.members.values import DesignationsPage
from geo import AgencyId, Standing, Zone

_SHORT = 12
_ROLES = {Role.PEER: "Peer", Role.CHAPLAIN: "Chaplain", Role.CLINICIAN: "Clinician"}


def see_designations(
    shown: DesignationsPage, standing: Standing | None, labels: Mapping[Any, str], reach: Reach, at: datetime
) -> dict[str, Any]:
    """The names that ``members/designations.html`` needs."""
    parts = _parts(shown, standing, labels)
    columns = [agency for _, agencies in parts for agency in agencies]
    missing = {(gap.agency, gap.person) for gap in gaps(reach, columns, shown.facts.values(), at)}
    live, names = reach.live(at), dict(shown.agencies)
    peers = []
    for card in shown.peers:
        facts = shown.facts[card.person]
        mine = {bond.agency for bond in facts.affiliations}
        own = {agency for _, agencies in parts if mine & set(agencies) for agency in agencies} | mine
        cells = [_cell(agency, (agency, card.person) in missing, own=agency in own, live=live) for agency in columns]
        peers.append({"name": card.name, "agency": card.agency_name or "", "role": _ROLES[card.kind], "cells": cells})
    return {
        "parts": [
            {"label": label, "agencies": [{"name": names[each], "short": _short(names[each])} for each in agencies]}
            for label, agencies in parts
        ],
        "peers": peers,
    }


def _cell(agency: AgencyId, missing: bool, *, own: bool, live: frozenset[AgencyId]) -> str:
    if agency not in live:
        return "none"
    if own:
        return "own"
    return "gap" if missing else "yes"


def _parts(
    shown: DesignationsPage, standing: Standing | None, labels: Mapping[Any, str]
) -> list[tuple[str, list[AgencyId]]]:
    """The agencies by part of the region, those in no part last."""
    zones: Iterable[Zone] = standing.plan.zones if standing else ()
    order = {agency: position for position, (agency, _) in enumerate(shown.agencies)}
    parts = [(labels[zone.id], sorted(zone.agencies, key=order.__getitem__)) for zone in zones]
    placed = {agency for _, agencies in parts for agency in agencies}
    rest = [agency for agency, _ in shown.agencies if agency not in placed]
    return [*sorted(parts), *([("", rest)] if rest else [])]


def _short(name: str) -> str:
    """At most twelve letters: the place, without what kind of agency it is."""
    for word in (" Police Department", " County Sheriff's Office", " Sheriff's Office", " Police", " Department"):
        name = name.removesuffix(word)
    return name if len(name) <= _SHORT else f"{name[: _SHORT - 1].rstrip()}…"
