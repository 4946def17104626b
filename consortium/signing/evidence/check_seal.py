"""Checking a sealed PDF: the seal over its bytes, what was appended after it, and who made it.

``pdfsig`` and others print "valid" over a file whose words were changed by an appended revision. What says no is the
analysis of what was appended, or a digest that was kept elsewhere; both are looked at here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from asn1crypto import pem
from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko_certvalidator import ValidationContext

from consortium.problems import BadInput
from consortium.signing.evidence.findings import Finding, Verdict, absent, fails, holds, unchecked
from consortium.signing.evidence.pdf_parts import BROKEN, acts_by_itself, attached_in, open_pdf, under

SEAL: Final = "Seal"
APPENDED: Final = "One revision"
CERTIFICATE: Final = "Certificate of the seal"
QUIET: Final = "No script"
PAGES: Final = "What the pages show"
_TRUSTED: Final = dict.fromkeys((QUIET, SEAL, APPENDED, CERTIFICATE), Verdict.HOLDS)


@dataclass(frozen=True, slots=True)
class SealedLook:
    """What was found, the files inside as the reader now shows them, and the file's SHA-256.

    ``trusted``: one seal that leads to a certificate that was given covers the whole file. Only then does anything
    follow about what its pages show, as the seal covers them too.
    """

    found: tuple[Finding, ...]
    files: Mapping[str, bytes]
    sha256: str
    trusted: bool


def certificates(written: bytes) -> list[Certificate]:
    """The certificates of a PEM file.

    Raises:
        BadInput: it is none.
    """
    try:
        return [Certificate.load(der) for kind, _, der in pem.unarmor(written, multiple=True) if kind == "CERTIFICATE"]
    except (ValueError, TypeError) as broken:
        raise BadInput("This is no file of certificates (PEM).", "certificate") from broken


@dataclass(frozen=True, slots=True)
class Roots:
    """Certificates that a seal should lead to, and whether they came along with the file: then they prove little."""

    given: tuple[Certificate, ...] = ()
    came_along: bool = False


async def check_seal(pdf: bytes, trusted: Roots) -> SealedLook:
    """Look at a PDF.

    Raises:
        BadInput: it is no PDF that can be looked at.
    """
    reader = open_pdf(pdf)
    found = [_quiet(reader, pdf), *await _sealed(reader, pdf, trusted)]
    sound = not trusted.came_along and {each.what: each.verdict for each in found} == _TRUSTED
    return SealedLook(tuple(found), attached_in(reader.root), sha256(pdf).hexdigest(), sound)


def _quiet(reader: PdfFileReader, pdf: bytes) -> Finding:
    if acts_by_itself(reader.root, pdf):
        return fails(QUIET, "This file carries a script or acts when it is opened. No agreement of ours does.")
    return holds(QUIET, "Nothing in the file acts by itself.")


async def _sealed(reader: PdfFileReader, pdf: bytes, trusted: Roots) -> list[Finding]:
    try:
        seals = list(reader.embedded_regular_signatures)
        if not seals:
            return [absent(SEAL, "This PDF carries no seal: it may be a reading copy. It proves nothing by itself.")]
        if len(seals) > 1:
            return [
                fails(SEAL, f"This PDF carries {len(seals)} signatures. An executed agreement of ours has one seal.")
            ]
        return await _one(seals[0], reader, pdf, trusted)
    except (*BROKEN, SignatureValidationError) as broken:
        return [fails(SEAL, f"The seal cannot be read: {type(broken).__name__}.")]


async def _one(seal: EmbeddedPdfSignature, reader: PdfFileReader, pdf: bytes, trusted: Roots) -> list[Finding]:
    own = seal.signer_cert
    roots = list(trusted.given) or [own, *seal.other_embedded_certs]
    context = ValidationContext(trust_roots=roots, allow_fetching=False, moment=seal.self_reported_timestamp)
    status: Any = await async_validate_pdf_signature(seal, context)
    if not status.intact:
        return [fails(SEAL, "The bytes under the seal are not those that were sealed. The file was altered.")]
    if not status.valid:
        return [fails(SEAL, "The seal itself does not hold: it was not made by the key of its certificate.")]
    return [
        holds(SEAL, "Every byte under the seal is as it was sealed."),
        _appended(status, seal, reader, pdf),
        _whose(status, own, trusted),
    ]


def _appended(status: Any, seal: EmbeddedPdfSignature, reader: PdfFileReader, pdf: bytes) -> Finding:
    end = max(start + length for start, length in zip(*[iter(map(int, seal.byte_range))] * 2, strict=True))
    if status.coverage.name == "ENTIRE_FILE" and status.modification_level is ModificationLevel.NONE:
        return holds(APPENDED, "The seal covers the whole file; nothing was appended after it.")
    changed = _changed(seal, reader)
    what = f" What it changes: {', '.join(changed)}." if changed else ""
    return fails(APPENDED, f"{len(pdf) - end} bytes were appended after the seal, which allows no change.{what}")


def _changed(seal: EmbeddedPdfSignature, reader: PdfFileReader) -> list[str]:
    """What a reader now shows otherwise than when it was sealed."""
    before, now = reader.get_historical_resolver(seal.signed_revision).root, reader.root
    try:
        old, new = attached_in(before), attached_in(now)
        told = [
            f"the attached file {name}" for name in sorted(old.keys() | new.keys()) if old.get(name) != new.get(name)
        ]
        pages = _pages(before), _pages(now)
    except (*BROKEN, BadInput):
        return ["something that cannot be read any more"]
    if len(pages[0]) != len(pages[1]):
        told.append(f"the number of pages, from {len(pages[0])} to {len(pages[1])}")
    differ = [str(place) for place, both in enumerate(zip(*pages, strict=False), 1) if both[0] != both[1]]
    return told + ([f"what is on page {', '.join(differ)}"] if differ else [])


_MOST_PAGES: Final = 2_000


def _pages(root: Any) -> list[bytes]:
    """What each page draws, in order; for one that has several parts, all of them."""
    waiting: list[Any] = [root["/Pages"]]
    found: list[bytes] = []
    while waiting and len(found) < _MOST_PAGES:
        node = waiting.pop(0)
        if "/Kids" in node:
            waiting[:0] = [node["/Kids"][place] for place in range(min(len(node["/Kids"]), _MOST_PAGES))]
            continue
        drawn = under(node, "/Contents") or []
        parts = [drawn[place] for place in range(len(drawn))] if isinstance(drawn, list) else [drawn]
        found.append(
            sha256(b"\x00".join(bytes(part.data) for part in parts)).digest() + repr(under(node, "/Annots")).encode()
        )
    return found


def _whose(status: Any, own: Certificate, trusted: Roots) -> Finding:
    said = f"Sealed by “{own.subject.human_friendly}”, fingerprint (SHA-256) {own.sha256.hex()}."
    if trusted.given and not status.trusted:
        return fails(CERTIFICATE, f"{said} It leads to none of the certificates that it should.")
    if not trusted.given or trusted.came_along:
        return unchecked(
            CERTIFICATE, f"{said} Compare it with the one that your agency was given; alone it says nothing."
        )
    return holds(CERTIFICATE, f"{said} It leads to a certificate that was given.")
