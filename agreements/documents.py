"""Terms and text as plain JSON values, and back. What is read is exactly what would be written, or it is refused.

A reader that forgave an unknown key, a number written as text or a party named twice would let the data drift from
the digest that was signed. Bytes are ``agreements.canonical``'s matter; files and databases are nobody's here.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final, TypeVar, cast
from uuid import UUID

from agreements.canonical import canonical_bytes
from agreements.clauses import Article, Clause
from agreements.errors import TermsError, VersionError
from agreements.term_kinds import (
    Acceptance,
    Amendment,
    Cause,
    Cost,
    Effect,
    Filing,
    Joinder,
    Kind,
    Privilege,
    Renewal,
    Role,
    Service,
    Window,
)
from agreements.terms import FIRST_FORM, Terms
from geo.names import AgencyId

Choice = TypeVar("Choice", bound=StrEnum)

FIRST: Final = 1
NEWEST: Final = 2
"""The forms of a document. The first holds only the terms that agreements began with; both are read for ever."""


def terms_document(terms: Terms, form: int = NEWEST) -> dict[str, object]:
    """The terms as JSON values: sets as sorted lists, ids as text, days by ISO 8601, weekly times as pairs."""
    names = [term.name for term in fields(terms) if form != FIRST or term.name in FIRST_FORM]
    return {name: _plain(getattr(terms, name)) for name in names}


def form_of(document: Mapping[str, object]) -> int:
    """The form that a document of terms is written in, by its keys alone; anything unknown is taken as the newest."""
    return FIRST if set(document) == FIRST_FORM else NEWEST


def text_document(text: tuple[Article, ...]) -> list[dict[str, object]]:
    """The text as JSON values, in the order of its clauses."""
    return [{"clause": int(article.clause), "words": article.words} for article in text]


def read_terms(document: Mapping[str, object]) -> Terms:
    """The terms that ``terms_document`` wrote, in whichever form.

    Raises:
        TermsError: a term is missing, unknown, of the wrong kind or out of range, or not written as we write it.
    """
    form = form_of(document)
    if form != FIRST and (different := sorted(map(repr, set(document) ^ set(_READERS)))):
        raise TermsError(f"These terms are missing, or nobody knows them: {', '.join(different)}.")
    try:
        terms = Terms(**{name: _READERS[name](value) for name, value in document.items()})  # type: ignore[arg-type]
        same = canonical_bytes(terms_document(terms, form)) == canonical_bytes(dict(document))
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
    if isinstance(value, frozenset):
        return sorted((_plain(each) for each in value), key=repr)
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Window):
        return [value.start, value.end]
    return str(value) if isinstance(value, UUID | StrEnum | date) else value


def _same(value: object) -> object:
    return value


def _agency(value: object) -> AgencyId:
    return AgencyId(UUID(cast("str", value)))


def _lead(value: object) -> AgencyId | None:
    return None if value is None else _agency(value)


def _agencies(value: object) -> frozenset[AgencyId]:
    return frozenset(map(_agency, _list(value)))


def _order(value: object) -> tuple[AgencyId, ...]:
    return tuple(map(_agency, _list(value)))


def _pairs(value: object) -> frozenset[frozenset[AgencyId]]:
    return frozenset(map(_agencies, _list(value)))


def _names(value: object) -> frozenset[str]:
    return frozenset(str(each) for each in _list(value))


def _windows(value: object) -> tuple[Window, ...]:
    return tuple(Window(*cast("list[int]", each)) for each in _list(value))


def _exceptions(value: object) -> Mapping[AgencyId, frozenset[Service]]:
    found = cast("dict[str, object]", value)
    return MappingProxyType({_agency(name): _several(Service)(each) for name, each in found.items()})


def _day(value: object) -> date | None:
    return None if value is None else date.fromisoformat(cast("str", value))


def _list(value: object) -> list[object]:
    if isinstance(value, list):
        return value
    raise TermsError(f"A term that lists something can't be {value!r}.")


def _yes_or_no(value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise TermsError(f"A term that is true or false can't be {value!r}.")


def _one(kind: type[Choice]) -> Callable[[object], Choice]:
    return lambda value: kind(cast("str", value))


def _several(kind: type[Choice]) -> Callable[[object], frozenset[Choice]]:
    return lambda value: frozenset(kind(cast("str", each)) for each in _list(value))


_NOT_PLAIN: Final[dict[str, Callable[[object], object]]] = {
    "parties": _agencies,
    "required_parties": _agencies,
    "services": _several(Service),
    "roles": _several(Role),
    "training_required": _yes_or_no,
    "acceptance": _one(Acceptance),
    "kind": _one(Kind),
    "provides": _exceptions,
    "receives": _exceptions,
    "hours": _windows,
    "may_pause": _yes_or_no,
    "kept_apart": _pairs,
    "privilege": _one(Privilege),
    "reporters_serve": _yes_or_no,
    "cost": _one(Cost),
    "insurance_needed": _yes_or_no,
    "effective_from": _day,
    "renewal": _one(Renewal),
    "effect": _one(Effect),
    "filing": _one(Filing),
    "resolutions_required": _yes_or_no,
    "lead": _lead,
    "joinder": _one(Joinder),
    "amendment": _one(Amendment),
    "board_may_change": _names,
    "suspend_on": _several(Cause),
    "binds_successors": _yes_or_no,
    "signing_order": _order,
}

_READERS: Final = {term.name: _NOT_PLAIN.get(term.name, _same) for term in fields(Terms)}
