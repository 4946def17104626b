"""One wording of one clause: its words, its summary, and what it gives and rules out. Pure data.

An edition is never changed: better words are a new edition with the next number. What a state's law asks for besides
is a paragraph of its own, added to the words of any edition of its clause.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Self

from agreements.clauses import Clause
from agreements.errors import LibraryError
from agreements.term_kinds import Kind

ALL_KINDS: Final = frozenset(Kind)
FIRST_DAY: Final = date(2026, 11, 22)
"""The day of the first editions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A wording. All its texts hold variables in braces, filled from the terms when it is bound or read.

    Args:
        id: what a draft keeps: clause, variant and number, as in ``21.general.1``; a state's paragraph is ``21.VA.1``;
            together they are ``21.general.1+21.VA.1``.
        dated: the day from which this edition stands in the library.
        words: the text, its paragraphs parted by empty lines.
        summary: the same in plain words, for whoever signs; it is not the agreement.
        gives: what the signing agency and its people get or may do; shown with a tick.
        never: what the signing agency will not do or get; shown with a cross.
        kinds: for which kinds of agreement it is.
        state: the postal code, for a state's paragraph; else empty.
        cites: the law that a state's paragraph answers to, as its words cite it.
    """

    id: str
    clause: Clause
    words: str
    summary: str
    gives: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    kinds: frozenset[Kind] = ALL_KINDS
    state: str = ""
    cites: str = ""
    dated: date = FIRST_DAY

    def with_paragraphs(self, paragraphs: Iterable[Self]) -> Self:
        """The same edition with paragraphs of states after it, in the order given."""
        found = (self, *paragraphs)
        return replace(
            self,
            id="+".join(each.id for each in found),
            words="\n\n".join(each.words for each in found),
            summary=" ".join(each.summary for each in found if each.summary),
            gives=tuple(one for each in found for one in each.gives),
            never=tuple(one for each in found for one in each.never),
            dated=max(each.dated for each in found),
        )


def general(clause: Clause, words: str, summary: str, **rest: tuple[str, ...]) -> Edition:
    """The first edition of a wording for agreements of every kind."""
    return Edition(id=f"{clause:d}.general.1", clause=clause, words=words, summary=summary, **rest)  # type: ignore[arg-type]


def of_kind(kind: Kind, edition: Edition) -> Edition:
    """The same clause worded for one kind of agreement."""
    return replace(edition, id=f"{edition.clause:d}.{kind.value}.1", kinds=frozenset({kind}))


def of_state(state: str, clause: Clause, cites: str, words: str, summary: str = "") -> Edition:
    """The paragraph that one state's law asks for, or that suits it, under a clause."""
    name = f"{clause:d}.{state}.1"
    return Edition(id=name, clause=clause, words=words, summary=summary, state=state, cites=cites)


def one_each(editions: Iterable[Edition]) -> dict[str, Edition]:
    """The editions by id.

    Raises:
        LibraryError: two have one id.
    """
    found: dict[str, Edition] = {}
    for edition in editions:
        if edition.id in found:
            raise LibraryError(f"Two editions are called {edition.id}.")
        found[edition.id] = edition
    return found
