"""Checking a PDF by itself: its seal first, and only then what is attached inside.

Anybody can make a PDF whose pages say anything and attach a genuine text to it. Pages are compared with nothing; what
ties them to the text inside is the seal alone. So without a seal that leads to a certificate that was given, nothing
that is attached is called good: what fails is told, and which version the file names.
"""

from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Final

from agreements import Version, canonical_bytes
from agreements.counterparts import Counterpart
from consortium.signing.evidence.check_content import Anchor, check_content, check_records
from consortium.signing.evidence.check_seal import PAGES, Roots, SealedLook, check_seal
from consortium.signing.evidence.findings import Finding, Verdict, absent, fails, holds, unchecked
from consortium.signing.evidence.report import Signed
from consortium.signing.sealing.paper import CONTENT, RECORDS, TERMS
from consortium.signing.sealing.time_stamps import TimeStampError, read_token

STAMP: Final = "Time stamp"
INSIDE: Final = "Files inside the PDF"


@dataclass(slots=True)
class PdfLook:
    """What was found in a PDF, what is inside, and whether its seal is one that leads to what was given."""

    look: SealedLook
    found: list[Finding] = field(default_factory=list)
    version: Version | None = None
    counterparts: tuple[Counterpart, ...] = ()


async def check_pdf(pdf: bytes, roots: Roots, anchor: Anchor, token: bytes | None = None) -> PdfLook:
    """Look at a PDF of which nothing else is known.

    Raises:
        BadInput: it is no PDF that can be looked at.
    """
    look = await check_seal(pdf, roots)
    inside = _inside(look, anchor)
    if not look.trusted:
        named = f" It names version {inside.version.number}, {inside.version.digest}." if inside.version else ""
        said = f"They were compared with nothing, and no seal that leads to what was given covers them.{named}"
        inside.found = [each for each in inside.found if each.verdict is Verdict.FAILS]
        inside.found.append(unchecked(PAGES, said))
    elif inside.version is not None:
        inside.found.append(holds(PAGES, "They are under the same seal as text and terms inside. Nothing reads them."))
    inside.found = [*look.found, *inside.found, await stamped(look.sha256, token)]
    return inside


def _inside(look: SealedLook, anchor: Anchor) -> PdfLook:
    if CONTENT not in look.files:
        return PdfLook(look, [absent(INSIDE, "No text is attached inside this PDF, so nothing can be compared.")])
    found, version = check_content(look.files[CONTENT], look.files.get(TERMS))
    if version is None or RECORDS not in look.files:
        return PdfLook(look, found, version)
    told, counterparts = check_records(look.files[RECORDS], version, anchor)
    return PdfLook(look, [*found, *told], version, counterparts)


async def stamped(digest: str, token: bytes | None) -> Finding:
    """What the time stamp beside a file shows."""
    if token is None:
        return absent(STAMP, "No authority outside vouches for the time: no token lies beside the file.")
    try:
        stamp = await read_token(token, bytes.fromhex(digest))
    except TimeStampError as wrong:
        return fails(STAMP, str(wrong))
    return unchecked(
        STAMP,
        f"“{stamp.authority}” says that it saw this very file on {stamp.at:%Y-%m-%d %H:%M} UTC. Judge that authority "
        "yourself: any could call itself so.",
    )


def signed_in(counterparts: tuple[Counterpart, ...]) -> tuple[Signed, ...]:
    """These signatures by their digests, to be compared with those that a service has kept."""
    return tuple(
        Signed(id=str(each.id), agency=each.record.agency_name, digest=digest_of(each.document()))
        for each in counterparts
    )


def digest_of(document: dict[str, Any]) -> str:
    """The SHA-256 of a signature with its proof, in canonical form."""
    return sha256(canonical_bytes(document)).hexdigest()
