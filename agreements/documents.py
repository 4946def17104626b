"""Terms and text as plain JSON values, and back. What is read is exactly what would be written, or it is refused.

A reader that forgave an unknown key, a number written as text or a party named twice would let the data drift from
the digest that was signed. Bytes are ``agreements.canonical``'s matter; files and databases are nobody's here.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Final, cast
from uuid import UUID

from agreements.canonical import canonical_bytes
from agreements.clauses import Article, Clause
from agreements.errors import TermsError, VersionError
from agreements.terms import Acceptance, Role, Service, Terms
from geo.names import AgencyId


def terms_document(terms: Terms) -> dict[str, object]:
    """The terms as JSON values: sets as sorted lists, ids as text."""
    return {term.name: _plain(getattr(terms, term.name)) for term in fields(terms)}


def text_document(text: tuple[Article, ...]) -> list[dict[str, object]]:
    """The text as JSON values, in the order of its clauses."""
    return [{"clause": int(article.clause), "words": article.words} for article in text]


def read_terms(document: Mapping[str, object]) -> Terms:
    """The terms that ``terms_document`` wrote.

    Raises:
        TermsError: a term is missing, unknown, of the wrong kind or out of range, or not written as we write it.
    """
    if different := sorted(map(repr, set(document) ^ set(_READERS))):
        raise TermsError(f"These terms are missing, or nobody knows them: {', '.join(different)}.")
    try:
        terms = Terms(**{name: _READERS[name](value) for name, value in document.items()})  # type: ignore[arg-type]
        same = canonical_bytes(terms_document(terms)) == canonical_bytes(dict(document))
    except TermsError:
        raise
    except (TypeError, ValueError, AttributeError) as error:
        raise TermsError(f"A term is not of the kind that it should be: {error}.") from error
    if not same:
        raise TermsError("The terms are not written in the one form in which they are signed.")
    return terms


def read_text(document: object) -> tuple[Article, ...]:
    """The text that ``text_document`` wrote.

    Raises:
        VersionError: it is not a list of clauses with number and words, or not written as we write it.
    """
    try:
        articles = cast("list[dict[str, object]]", document)
        text = tuple(Article(Clause(cast("int", each["clause"])), cast("str", each["words"])) for each in articles)
        same = canonical_bytes(text_document(text)) == canonical_bytes(document)
    except VersionError:
        raise
    except (TypeError, ValueError, AttributeError, KeyError) as error:
        raise VersionError(f"This is no list of clauses, each with its number and words: {error}.") from error
    if not same:
        raise VersionError("The text is not written in the one form in which it is signed.")
    return text


def _plain(value: object) -> object:
    return sorted(map(str, value)) if isinstance(value, frozenset) else value


def _same(value: object) -> object:
    return value


def _agencies(value: object) -> frozenset[AgencyId]:
    return frozenset(AgencyId(UUID(each)) for each in cast("list[str]", value))


def _services(value: object) -> frozenset[Service]:
    return frozenset(Service(each) for each in cast("list[str]", value))


def _roles(value: object) -> frozenset[Role]:
    return frozenset(Role(each) for each in cast("list[str]", value))


def _yes_or_no(value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise TermsError(f"A term that is true or false can't be {value!r}.")


def _acceptance(value: object) -> Acceptance:
    return Acceptance(cast("str", value))


_NOT_PLAIN: Final[dict[str, Callable[[object], object]]] = {
    "parties": _agencies,
    "required_parties": _agencies,
    "services": _services,
    "roles": _roles,
    "training_required": _yes_or_no,
    "acceptance": _acceptance,
}

_READERS: Final = {term.name: _NOT_PLAIN.get(term.name, _same) for term in fields(Terms)}
