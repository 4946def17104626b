"""What a check of a file says, as a whole: parts with findings, and the digests of what was in it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from asn1crypto.x509 import Certificate

from agreements.log import VerifierKey
from consortium.signing.evidence.findings import Finding, Verdict, sound


@dataclass(frozen=True, slots=True, kw_only=True)
class Trusted:
    """What whoever checks has from elsewhere; without it, keys that come with the file prove only that it is whole.

    Args:
        log: every key by which the log was signed, as far as they are known.
        witnesses: keys of agencies that countersign it.
        roots: certificates to which a seal should lead.
        sites: where passkeys are asked, such as ``https://peers.example.org``; ``None`` where that is not known.
    """

    log: tuple[VerifierKey, ...] = ()
    witnesses: tuple[VerifierKey, ...] = ()
    roots: tuple[Certificate, ...] = ()
    sites: frozenset[str] | None = None


class Outcome(StrEnum):
    """What follows from a check as a whole.

    ``UNANCHORED``: nothing fails, and nothing was given from elsewhere by which to know whose it is: a forger who makes
    every key anew gets as far. ``UNSEALED``: a PDF without a seal that leads to a certificate that was given, so that
    nothing at all follows about its pages.
    """

    SOUND = "sound"
    UNANCHORED = "unanchored"
    UNSEALED = "unsealed"
    BROKEN = "broken"


WORDS: Final = {
    Outcome.SOUND: "All that was looked at holds, and leads to what was given.",
    Outcome.UNANCHORED: (
        "Nothing that was looked at fails, but all keys came with the file. Whose it is was not checked: give the "
        "log's key that your agency keeps."
    ),
    Outcome.UNSEALED: (
        "This PDF has no seal that leads to a certificate that was given. Nothing follows about what its pages show: "
        "they were compared with nothing."
    ),
    Outcome.BROKEN: "Something does not hold. Do not rely on this file.",
}


@dataclass(frozen=True, slots=True)
class Part:
    """What was found about one thing."""

    title: str
    found: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """A signature that was found in the file: the record's id, whose it says it is, and the SHA-256 of all of it."""

    id: str
    agency: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything that was found; and by which digests somebody who has the log could know it.

    ``anchored``: it leads to something that was given: a bundle to the log's key, a PDF to a certificate of its seal.
    ``pdf``: it is a PDF alone. ``signed``: signatures in it whose arithmetic is right, to be compared with kept ones,
    as ``head`` is, the three lines of the log's head in a bundle.
    """

    parts: tuple[Part, ...]
    digests: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    signed: tuple[Signed, ...] = ()
    head: str = ""
    anchored: bool = False
    pdf: bool = False

    @property
    def outcome(self) -> Outcome:
        """What follows from it as a whole."""
        if not all(sound(part.found) for part in self.parts):
            return Outcome.BROKEN
        if self.anchored:
            return Outcome.SOUND
        return Outcome.UNSEALED if self.pdf else Outcome.UNANCHORED

    @property
    def sound(self) -> bool:
        """Whether nothing fails and it leads to something that was given from elsewhere."""
        return self.outcome is Outcome.SOUND

    def document(self) -> dict[str, Any]:
        """The report as JSON values."""
        return {
            "sound": self.sound,
            "outcome": self.outcome.value,
            "anchored": self.anchored,
            "head": self.head,
            "pdf": self.pdf,
            "signed": [{"id": each.id, "agency": each.agency, "digest": each.digest} for each in self.signed],
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
        signed=tuple(Signed(**each) for each in document["signed"]),
        head=document["head"],
        anchored=document["anchored"],
        pdf=document["pdf"],
    )
