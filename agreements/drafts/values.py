"""A draft: terms, and for each clause a wording of the library or own words. Bound, it is the text of a version.

A draft may be wrong in many ways and still be kept; ``agreements.drafts.lint`` says in which. Pure.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType

from agreements.clause_library import Edition, Speech, filled, find, standard
from agreements.clause_library.shelf import SHELF
from agreements.clauses import Article, Clause
from agreements.drafts.sentences import paragraphs
from agreements.errors import DraftError
from agreements.term_kinds import Kind
from agreements.terms import Terms
from agreements.versions import PactId, Version, VersionId
from geo.names import AgencyId


@dataclass(frozen=True, slots=True)
class ClauseChoice:
    """What a draft says under one clause.

    Args:
        edition: the id of the wording, or of the one that own words began from; empty where there was none.
        words: own words, with variables in braces; ``None``: exactly the words of the edition.

    Raises:
        DraftError: it names no edition and has no words.
        LibraryError: the library has no such edition.
    """

    edition: str = ""
    words: str | None = None

    def __post_init__(self) -> None:
        """Refuse a choice of nothing."""
        if self.edition:
            find(self.edition)
        elif not (self.words or "").strip():
            raise DraftError("A clause of a draft needs a wording of the library or words of its own.")

    @property
    def own(self) -> bool:
        """Whether the parties wrote it themselves: words that differ from the edition's."""
        return self.words is not None and (not self.edition or _even(self.words) != _even(find(self.edition).words))

    @property
    def said(self) -> str:
        """The words, with their variables still in braces."""
        return self.words if self.words is not None else find(self.edition).words

    @property
    def wording(self) -> Edition | None:
        """The edition that it is, or began from."""
        return find(self.edition) if self.edition else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A version that is not frozen yet. It has reserved its agreement's id and its number.

    Args:
        pact: the agreement that it is, or will be, a version of.
        number: the version's number: 1 for a new agreement.
        title: what the agreement is called. It is no part of what the digest stands for, so reviews are about it too.
        clauses: what stands under each clause; a clause that is not here is not in the text.
    """

    pact: PactId
    number: int
    title: str
    terms: Terms
    clauses: Mapping[Clause, ClauseChoice] = field(hash=False)

    def __post_init__(self) -> None:
        """Hold the clauses in their order, for good."""
        object.__setattr__(self, "clauses", MappingProxyType(dict(sorted(self.clauses.items()))))


def standard_clauses(kind: Kind, states: Collection[str]) -> dict[Clause, ClauseChoice]:
    """All 27 clauses in the library's newest wording for a kind, with what the parties' states add."""
    return {clause: ClauseChoice(edition) for clause, edition in standard(kind, states).items()}


def bind(draft: Draft, names: Mapping[AgencyId, str]) -> tuple[Article, ...]:
    """The text: each clause with its variables filled from the terms. Needs the names of the parties.

    Raises:
        VersionError: a clause has no words left.
    """
    speech = Speech(draft.terms, names)
    return tuple(Article(clause, filled(choice.said, speech)) for clause, choice in draft.clauses.items())


def version_of(draft: Draft, id: VersionId, names: Mapping[AgencyId, str]) -> Version:  # noqa: A002
    """The version that the draft would be if it were frozen now; its digest does not depend on ``id``.

    Raises:
        VersionError: a clause that a term stands on is missing or has no words.
    """
    return Version.of(id, pact=draft.pact, number=draft.number, text=bind(draft, names), terms=draft.terms)


def own_words(choice: ClauseChoice) -> str:
    """What the parties wrote themselves: the paragraphs that stand in no wording of the library."""
    if not choice.own:
        return ""
    return "\n\n".join(each for each in paragraphs(choice.said) if _even(each) not in _library())


@cache
def _library() -> frozenset[str]:
    return frozenset(_even(each) for edition in SHELF.values() for each in paragraphs(edition.words))


def _even(words: str) -> str:
    return " ".join(words.split())
