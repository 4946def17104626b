"""One immutable version of an agreement: its words, its terms, and the digest that a signature stands for.

The digest covers the agreement and the number too, so that a signature can't be moved to another version.
Nothing here signs or checks a signature.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NewType, Self
from uuid import UUID

from agreements.canonical import canonical_bytes, digest
from agreements.clauses import Article
from agreements.documents import FIRST, NEWEST, terms_document, text_document
from agreements.errors import DigestError, VersionError
from agreements.terms import Terms, needed, says_more
from agreements.terms_checks import check_new

PactId = NewType("PactId", UUID)
VersionId = NewType("VersionId", UUID)

FORM: Final = "consortium agreement, form {}"
"""Stands inside the digested bytes with its number; a later form of the document gets another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """Text and terms that never change. The articles stand in the order of their clauses, each at most once.

    Args:
        number: 1 for the first version of the agreement, rising; a later one takes the place of an earlier one.
        digest: SHA-256 over the canonical JSON of ``document()``, lower-case hexadecimal.
        form: the form in which its document is written; one of the first form is never written anew.

    Raises:
        VersionError: a number below 1, a clause twice or out of order, a clause missing that a term stands on, or
            terms that the form can't say.
        DigestError: the digest is that of something else.
    """

    id: VersionId
    pact: PactId
    number: int
    text: tuple[Article, ...]
    terms: Terms
    digest: str
    form: int = NEWEST

    def __post_init__(self) -> None:
        """Refuse a text that is not the one its digest stands for."""
        _check_text(self.number, self.text, self.terms)
        if self.form not in {FIRST, NEWEST} or (self.form == FIRST and says_more(self.terms)):
            raise VersionError(f"Version {self.number} says more than form {self.form} of an agreement can hold.")
        if self.digest != digest(self.document()):
            raise DigestError(f"Version {self.number} does not match its digest: its text or terms were altered.")

    @classmethod
    def of(cls, id: VersionId, *, pact: PactId, number: int, text: tuple[Article, ...], terms: Terms) -> Self:  # noqa: A002
        """A version whose digest is computed here; for drawing one up, never for loading a kept one.

        Raises:
            TermsError: the terms say what no new version may.
        """
        check_new(terms)
        sealed = digest(_document(pact, number, text, terms, NEWEST))
        return cls(id=id, pact=pact, number=number, text=text, terms=terms, digest=sealed)

    def canonical(self) -> bytes:
        """The bytes that the digest is taken of."""
        return canonical_bytes(self.document())

    def document(self) -> Mapping[str, object]:
        """What is signed, as JSON values: form, agreement, number, text and terms."""
        return _document(self.pact, self.number, self.text, self.terms, self.form)


def _document(pact: PactId, number: int, text: tuple[Article, ...], terms: Terms, form: int) -> Mapping[str, object]:
    return {
        "form": FORM.format(form),
        "agreement": str(pact),
        "version": number,
        "text": text_document(text),
        "terms": terms_document(terms, form),
    }


def _check_text(number: int, text: tuple[Article, ...], terms: Terms) -> None:
    if type(number) is not int or number < 1:
        raise VersionError(f"Versions are numbered from 1, not {number!r}.")
    clauses = [article.clause for article in text]
    if any(later <= earlier for earlier, later in pairwise(clauses)):
        raise VersionError("The clauses must stand in the order of their numbers, each once.")
    if missing := sorted(needed(terms) - set(clauses)):
        names = ", ".join(f"{clause:d} ({clause.subject})" for clause in missing)
        raise VersionError(f"The terms stand on clauses that the text does not have: {names}.")
