"""What a check of a file says, as a whole: parts with findings, and the digests of what was in it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from asn1crypto.x509 import Certificate

from agreements.log import VerifierKey
from consortium.signing.evidence.findings import Finding, Verdict, sound


@dataclass(frozen=True, slots=True, kw_only=True)
class Trusted:
    """What whoever checks has from elsewhere; without it, keys that come with the file prove only that it is whole."""

    log: VerifierKey | None = None
    witnesses: tuple[VerifierKey, ...] = ()
    roots: tuple[Certificate, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """What was found about one thing."""

    title: str
    found: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything that was found; and by which digests somebody who has the log could know it."""

    parts: tuple[Part, ...]
    digests: tuple[str, ...] = ()
    files: tuple[str, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether nothing that was looked at fails."""
        return all(sound(part.found) for part in self.parts)

    def document(self) -> dict[str, Any]:
        """The report as JSON values."""
        return {
            "sound": self.sound,
            "digests": list(self.digests),
            "files": list(self.files),
            "parts": [
                {
                    "title": part.title,
                    "found": [
                        {"what": each.what, "verdict": each.verdict.value, "said": each.said} for each in part.found
                    ],
                }
                for part in self.parts
            ],
        }


def read_report(document: Mapping[str, Any]) -> Report:
    """The report that :meth:`Report.document` wrote."""
    return Report(
        parts=tuple(
            Part(
                part["title"],
                tuple(Finding(each["what"], Verdict(each["verdict"]), each["said"]) for each in part["found"]),
            )
            for part in document["parts"]
        ),
        digests=tuple(document["digests"]),
        files=tuple(document["files"]),
    )
