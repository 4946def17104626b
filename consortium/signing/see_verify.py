"""What the page for checking shows: what a digest is here, and where its agreement stands today. Pure."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from agreements import Pact, Version, VersionState, standing_at
from consortium.signing.evidence.findings import Verdict
from consortium.signing.evidence.report import Outcome, Report
from consortium.signing.store.documents import Document

_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_STANDS: Final = {
    VersionState.FROZEN: "It has not gone out for signature.",
    VersionState.OUT_FOR_SIGNATURE: "It is out for signature, and nobody has signed it yet.",
    VersionState.ESCROW: "Some have signed it; it is not in force.",
    VersionState.EFFECT_PENDING: "It is signed, and not yet in force.",
    VersionState.IN_FORCE: "It is in force today.",
    VersionState.EXPIRED: "Its term is over. It is not in force.",
    VersionState.TERMINATED: "It was ended. It is not in force.",
    VersionState.LAPSED: "It lapsed before it came into force.",
    VersionState.VOID: "It was declared void.",
    VersionState.WITHDRAWN: "It was taken back before it took effect.",
}
_TAGS: Final = {Verdict.HOLDS: "ok", Verdict.FAILS: "bad", Verdict.ABSENT: "plain", Verdict.UNCHECKED: "warn"}


@dataclass(frozen=True, slots=True)
class Known:
    """What a digest is here: a version, or a sealed file of one."""

    pact: Pact
    version: Version
    sealed: bool


def digest_in(text: str) -> str | None:
    """The SHA-256 in what somebody pasted: 64 hexadecimal digits, however they are parted."""
    plain = re.sub(r"[\s:.-]", "", text).lower().removeprefix("sha256")
    return plain if _DIGEST.fullmatch(plain) else None


def known_by(digests: Collection[str], pacts: Iterable[Pact], documents: Iterable[Document]) -> Known | None:
    """What these digests stand for here: a sealed file before a version; ``None`` if nobody here knows them."""
    versions = {version.digest: (pact, version) for pact in pacts for version in pact.versions}
    by_number = {(pact.id, version.number): (pact, version) for pact, version in versions.values()}
    for each in documents:
        if each.sha256 in digests and (each.agreement, each.version) in by_number:
            return Known(*by_number[each.agreement, each.version], sealed=True)
    found = next((versions[each] for each in digests if each in versions), None)
    return Known(*found, sealed=False) if found else None


def see_known(known: Known, now: datetime, report: Report | None) -> dict[str, Any]:
    """Which agreement it is, and where it stands now.

    ``named``: the file only names this version, and nothing shows that it is what the file contains: a text can be
    attached to any pages. Then no more is said than how the version stands that it names.
    """
    standing = standing_at(known.pact, now)
    state = standing.versions[known.version.number]
    newer = standing.in_force
    words = _STANDS.get(state, "")
    if state is VersionState.SUPERSEDED:
        words = f"It was superseded by version {newer.number}." if newer else "It was superseded by a later version."
    named = report is not None and report.outcome is not Outcome.SOUND
    return {
        "title": known.pact.title,
        "number": known.version.number,
        "sealed": known.sealed and not named,
        "named": named,
        "stands": words,
        "in_force": state is VersionState.IN_FORCE and not named,
    }


def see_report(report: Report) -> dict[str, Any]:
    """What was found, part by part, with a mark for each finding."""
    return {
        "outcome": report.outcome.value,
        "pdf": report.pdf,
        "parts": [
            {
                "title": part.title,
                "found": [
                    {"what": each.what, "said": each.said, "tag": _TAGS[each.verdict], "verdict": each.verdict.value}
                    for each in part.found
                ],
            }
            for part in report.parts
        ],
    }
