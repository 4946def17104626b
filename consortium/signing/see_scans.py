"""The scanned papers on which an agreement stands, and who may open each. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from agreements import Fact, Pact, standing_at
from agreements.counterparts import Counterpart, PaperRecord
from consortium.access.door import Viewer
from consortium.access.permissions import Role, runs
from consortium.signing.lifecycle.told_facts import fact_words, hushed
from consortium.signing.sealing.words import ACTS
from consortium.signing.signatures.clerks import attests_for
from consortium.signing.signatures.progress import progress
from consortium.signing.store.scans import KeptScan, OnScan
from geo import AgencyId

Names = Mapping[AgencyId, str]
_OF_PARTIES = frozenset({Role.AGENCY_HEAD, Role.CLERK, Role.LEGAL_ADVISOR})


@dataclass(frozen=True, slots=True)
class _Use:
    """One thing that stands on a scan: since when, what it says, of which agency, who attests it."""

    at: datetime
    what: str
    agency: AgencyId | None
    by: str


def may_open_papers(viewer: Viewer, pact: Pact, at: datetime) -> bool:
    """Whether somebody may open an agreement's scanned papers.

    Of a paper for which a part rests its own people and the coordinators only; see ``knows_why``.

    The coordinators may; and heads, clerks and legal advisors of its parties, and a clerk who belongs to no agency.
    """
    if Role.COORDINATOR in viewer.roles:
        return True
    if Role.CLERK in viewer.roles and not viewer.agencies and not runs(viewer.roles):
        return True
    return bool(viewer.roles & _OF_PARTIES and viewer.agencies & standing_at(pact, at).parties.keys())


def shows(viewer: Viewer, pact: Pact, counterpart: Counterpart, at: datetime) -> bool:
    """Whether the scan of a counterpart is shown: in escrow to the party's own clerk only, as the signature itself."""
    record = counterpart.record
    return attests_for(viewer, record.agency) or progress(pact, record.version, at).released


def see_scans(
    viewer: Viewer,
    pact: Pact,
    kept: Iterable[KeptScan],
    facts: Iterable[OnScan],
    counterparts: Iterable[Counterpart],
    names: Names,
    slug: str,
    at: datetime,
) -> list[dict[str, Any]]:
    """Each scan that this viewer may open, with all that stands on it; the newest first."""
    uses = _uses(viewer, pact, tuple(facts), counterparts, names, at)
    found = [
        {
            "href": f"/{slug}/agreements/{pact.id}/scans/{each.id}",
            "sha256": each.sha256,
            "kilobytes": max(1, round(each.size / 1000)),
            "at": max(use.at for use in uses[each.sha256]),
            "uses": [
                {
                    "at": use.at,
                    "what": use.what,
                    "agency": names.get(use.agency, "") if use.agency else "",
                    "by": use.by,
                }
                for use in sorted(uses[each.sha256], key=lambda use: use.at, reverse=True)
            ],
        }
        for each in kept
        if each.sha256 in uses
    ]
    return sorted(found, key=lambda each: each["at"], reverse=True)


def scans_of_facts(scans: Iterable[Mapping[str, Any]], facts: Iterable[OnScan], pact: Pact) -> list[str]:
    """For each fact of the agreement's history, in its order, where the scan is that it stands on, or nothing."""
    address = {each["sha256"]: each["href"] for each in scans}
    known = {(each.kind, each.at, each.agency, each.attested_by): each.sha256 for each in facts}

    def of(fact: Fact) -> str:
        return str(address.get(known.get((fact.kind, fact.at, fact.agency, fact.attested_by), ""), ""))

    return [of(fact) for fact in reversed(pact.facts)]


def _uses(
    viewer: Viewer,
    pact: Pact,
    facts: tuple[OnScan, ...],
    counterparts: Iterable[Counterpart],
    names: Names,
    at: datetime,
) -> dict[str, list[_Use]]:
    said = {(each.kind, each.at, each.agency, each.attested_by): each for each in pact.facts}
    uses: dict[str, list[_Use]] = {}
    for each in facts:
        fact = said.get((each.kind, each.at, each.agency, each.attested_by))
        if fact is None or hushed(fact, viewer):
            continue
        what = fact_words(fact, viewer, names, pact)
        uses.setdefault(each.sha256, []).append(_Use(each.at, what, each.agency, each.attested_by))
    for found in counterparts:
        record = found.record
        if isinstance(record, PaperRecord) and shows(viewer, pact, found, at):
            what = f"{ACTS[record.act]}: {record.name}, {record.title}, version {record.version}."
            uses.setdefault(record.scan, []).append(_Use(found.signed_at, what, record.agency, record.attested_by))
    return uses
