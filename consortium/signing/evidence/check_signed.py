"""Checking the signatures of a version together: whose are there, and what lies beside them. Pure."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Final
from uuid import UUID

from agreements import Version
from agreements.counterparts import Counterpart, Manner
from agreements.log import Event
from agreements.log.leaves import FACT
from agreements.signatures import BINDING
from consortium.signing.evidence.archive import SCANS
from consortium.signing.evidence.findings import Finding, absent, fails, holds, unchecked
from consortium.signing.evidence.loose_parts import loose_signature
from geo import AgencyId

PARTIES: Final = "Parties"


def parties(
    version: Version | None,
    counterparts: tuple[Counterpart, ...],
    events: tuple[Event, ...] = (),
    *,
    vouched: bool = False,
) -> list[Finding]:
    """How many of the named parties have signed, and who took a signature back.

    ``vouched``: something from elsewhere, a log or a seal, bears these signatures out.
    """
    if version is None:
        return []
    taken_back = _taken_back(version, events)
    bound = [each for each in counterparts if each.record.act in BINDING]
    signed = {each.agency for each in bound} & version.terms.parties - taken_back.keys()
    said = f"{len(signed)} of the {len(version.terms.parties)} named parties have a signature in here."
    verdict = holds if signed and vouched else unchecked if signed else absent
    found = [verdict(PARTIES, said)]
    names = {each.agency: each.record.agency_name for each in counterparts}
    return found + [
        absent(PARTIES, f"{names[agency]} took its signature back, says event {number} of the log.")
        for agency, number in taken_back.items()
        if agency in names
    ]


def _taken_back(version: Version, events: tuple[Event, ...]) -> dict[AgencyId, int]:
    """Agencies whose last word on this version was to take a signature back, each with the event that says so."""
    last: dict[AgencyId, tuple[str, int]] = {}
    for each in sorted(events, key=lambda event: event.number):
        agency, kind = each.body.get("agency"), str(each.body.get("kind"))
        if each.kind == FACT and each.body.get("digest") == version.digest and kind in {"signed", "retracted"}:
            last[AgencyId(UUID(str(agency)))] = (kind, each.number)
    return {agency: number for agency, (kind, number) in last.items() if kind == "retracted"}


def scans(counterparts: tuple[Counterpart, ...], files: Mapping[str, bytes]) -> list[Finding]:
    """Whether the scans of signatures on paper are those that the clerks attested."""
    found = []
    for each in counterparts:
        if each.manner is not Manner.PAPER:
            continue
        scan = str(getattr(each.record, "scan", ""))
        held = [data for name, data in files.items() if name.startswith(f"{SCANS}{scan}")]
        if not held:
            found.append(absent("Scan", f"The scan of {each.record.agency_name} is not here; its SHA-256 is {scan}."))
        elif sha256(held[0]).hexdigest() == scan:
            found.append(holds("Scan", f"The scan of {each.record.agency_name} is the one that its record names."))
        else:
            found.append(fails("Scan", f"The scan of {each.record.agency_name} was altered."))
    return found


def loose(counterparts: tuple[Counterpart, ...], files: Mapping[str, bytes]) -> list[Finding]:
    """What lies there for openssl is the same as what was checked here."""
    wanted = {name: data for each in counterparts for name, data in loose_signature(each).items()}
    if all(files.get(name) == data for name, data in wanted.items()):
        return []
    return [fails("For openssl", "What lies in the folder openssl is not the same as in the signatures.")]
