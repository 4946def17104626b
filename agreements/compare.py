"""What differs between two texts of an agreement: clause by clause, word by word, and term by term in words.

It compares what would be or was signed, never what a draft chose: two drafts, a draft and a version, or two versions,
the older of which may be what somebody signed last. Terms are said by the library's sentences.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum

from agreements.clause_library import VARIABLES, Speech, Voice
from agreements.clause_library.variables import TERM_VARIABLES
from agreements.clauses import Article, Clause
from agreements.terms import CLAUSE_OF, Terms
from agreements.word_changes import Kind, word_changes
from geo.names import AgencyId


class ClauseChange(StrEnum):
    """What became of a clause."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of words that both texts hold, or that is gone, or new."""

    kind: Kind
    words: str


@dataclass(frozen=True, slots=True)
class ClauseDifference:
    """One clause: what became of it, and its words in runs; of an unchanged clause there is one run."""

    clause: Clause
    change: ClauseChange
    runs: tuple[Run, ...]

    @property
    def before(self) -> str:
        """The words as they were; empty where the clause is new."""
        return "".join(run.words for run in self.runs if run.kind != "new")

    @property
    def after(self) -> str:
        """The words as they are now; empty where the clause is gone."""
        return "".join(run.words for run in self.runs if run.kind != "gone")


@dataclass(frozen=True, slots=True)
class Moved:
    """A paragraph whose words are the same and whose number is another: "12.2" is now "12.3"."""

    before: str
    after: str
    words: str


@dataclass(frozen=True, slots=True)
class TermDifference:
    """One term that says another thing: its name, its clause, and what it said and says, in words.

    ``before`` and ``after`` may be empty: then the term said, or says, nothing.
    """

    term: str
    clause: Clause
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Difference:
    """Everything that differs.

    Args:
        clauses: every clause that either text has, in order, also those that are the same.
        terms: the terms that differ, by clause.
        moved: paragraphs that stand under another number now; a cross-reference to them may need another look.
    """

    clauses: tuple[ClauseDifference, ...]
    terms: tuple[TermDifference, ...]
    moved: tuple[Moved, ...] = ()

    @property
    def changed(self) -> tuple[ClauseDifference, ...]:
        """The clauses that are not the same."""
        return tuple(each for each in self.clauses if each.change is not ClauseChange.SAME)

    @property
    def nothing(self) -> bool:
        """Whether text and terms are the same throughout."""
        return not self.changed and not self.terms


def difference(
    before: Iterable[Article], after: Iterable[Article], terms: tuple[Terms, Terms], names: Mapping[AgencyId, str]
) -> Difference:
    """What differs between two texts, and between their terms, the older first in each pair.

    ``names`` are the agencies' names of today; a term that differs only by an agency's name is the same term.
    """
    earlier, later = tuple(before), tuple(after)
    old, new = ({article.clause: article.words for article in text} for text in (earlier, later))
    found = tuple(_clause(clause, old.get(clause), new.get(clause)) for clause in sorted(old.keys() | new.keys()))
    return Difference(found, term_differences(*terms, names), tuple(_moved(_numbered(earlier), _numbered(later))))


def term_differences(before: Terms, after: Terms, names: Mapping[AgencyId, str]) -> tuple[TermDifference, ...]:
    """The terms that differ, in words, by clause and in the order in which they are defined."""
    old, new = Speech(before, names, Voice.PLAIN), Speech(after, names, Voice.PLAIN)
    found = [
        TermDifference(term.name, CLAUSE_OF[term.name], TERM_VARIABLES[term.name](old), VARIABLES[term.name](new))
        for term in fields(Terms)
        if getattr(before, term.name) != getattr(after, term.name)
    ]
    return tuple(sorted(found, key=lambda each: each.clause))


def applied(before: Iterable[Article], changes: Difference) -> tuple[Article, ...]:
    """The later text, made from the earlier one and the difference: what is the same is taken from the earlier one."""
    old = {article.clause: article for article in before}
    same = ClauseChange.SAME
    return tuple(
        old[each.clause] if each.change is same else Article(each.clause, each.after)
        for each in changes.clauses
        if each.change is not ClauseChange.REMOVED
    )


def _numbered(text: Iterable[Article]) -> dict[str, str]:
    """Each paragraph by its number; one whose words stand twice is left out, for nobody could say which moved."""
    found = {
        f"{article.clause:d}.{place}": words
        for article in text
        for place, words in enumerate(article.paragraphs, start=1)
    }
    often = Counter(found.values())
    return {number: words for number, words in found.items() if often[words] == 1}


def _moved(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Moved]:
    numbers = {words: number for number, words in new.items()}
    for number, words in old.items():
        if numbers.get(words, number) != number:
            yield Moved(number, numbers[words], words)


def _clause(clause: Clause, before: str | None, after: str | None) -> ClauseDifference:
    if before is None:
        return ClauseDifference(clause, ClauseChange.ADDED, (Run("new", after or ""),))
    if after is None:
        return ClauseDifference(clause, ClauseChange.REMOVED, (Run("gone", before),))
    if before == after:
        return ClauseDifference(clause, ClauseChange.SAME, (Run("same", after),))
    return ClauseDifference(clause, ClauseChange.CHANGED, tuple(Run(*each) for each in word_changes(before, after)))
