"""A document that is ready for the press, and the files that are attached inside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from agreements import Version, canonical_bytes, terms_document
from agreements.counterparts import Counterpart
from consortium.signing.sealing.execution import Site
from consortium.signing.sealing.press import pictured, printed

RECORDS_FORM: Final = "consortium counterparts, form 1"
CONTENT, TERMS, RECORDS = "content.json", "terms.json", "records.json"

_ABOUT: Final = {
    CONTENT: "What was agreed, exactly: text and terms as canonical JSON (RFC 8785). Its SHA-256 is the digest on "
    "every page.",
    TERMS: "The terms alone, as the service reads them.",
    RECORDS: "Every counterpart as it was signed, with the proof of each: what the passkey answered, or the digest of "
    "the scan.",
}
_RELATIONSHIPS: Final = {CONTENT: "source", TERMS: "data", RECORDS: "supplement"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One document: its template, its words, what is attached, and the instant that it gives as its own."""

    template: str
    said: Mapping[str, Any]
    files: Mapping[str, bytes]
    made: datetime

    def pdf(self) -> bytes:
        """The document, printed; the same bytes each time.

        Raises:
            CannotPrintError: the text holds a character that our fonts do not have.
        """
        return printed(self.template, self.said, self.files, made=self.made)

    def pictures(self, ppi: float = 72.0) -> list[bytes]:
        """Its pages as PNG."""
        return pictured(self.template, self.said, self.files, ppi=ppi)


def content_files(version: Version) -> dict[str, bytes]:
    """What was agreed, and its terms alone."""
    terms = canonical_bytes(terms_document(version.terms, version.form))
    return {CONTENT: version.canonical(), TERMS: terms}


def records_file(version: Version, counterparts: tuple[Counterpart, ...], site: Site) -> dict[str, bytes]:
    """The counterparts with their proofs, and what is needed to check these."""
    document = {
        "form": RECORDS_FORM,
        "agreement": str(version.pact),
        "version": version.number,
        "digest": version.digest,
        "passkeys": {"host": site.host, "origin": site.origin},
        "counterparts": [each.document() for each in counterparts],
    }
    return {RECORDS: canonical_bytes(document)}


def attached(files: Mapping[str, bytes]) -> list[dict[str, str]]:
    """What a document says about the files inside it."""
    return [{"name": name, "says": _ABOUT[name], "relationship": _RELATIONSHIPS[name]} for name in files]
