"""The shelf: every edition there is, found by its id, by clause and kind, by state, or by the words of a version."""

from collections.abc import Collection, Mapping
from functools import cache
from typing import Final

from agreements.clause_library import closing, people, privacy, purpose, service, stages, states, worth
from agreements.clause_library.editions import Edition, one_each
from agreements.clause_library.speech import Speech
from agreements.clause_library.variables import filled
from agreements.clauses import Article, Clause
from agreements.errors import LibraryError
from agreements.term_kinds import Kind

_DESKS: Final = (purpose, service, people, privacy, worth, stages, closing, states)
SHELF: Final[Mapping[str, Edition]] = one_each(edition for desk in _DESKS for edition in desk.EDITIONS)
"""Every edition and every state's paragraph, by id."""


@cache
def find(name: str) -> Edition:
    """The edition of an id, with the paragraphs of states that the id names.

    Raises:
        LibraryError: there is none, or a paragraph is of another clause.
    """
    base, *added = (_one(each) for each in name.split("+"))
    if base.state or any(not each.state or each.clause is not base.clause for each in added):
        raise LibraryError(f"{name!r} is no wording of one clause: a wording comes first, then paragraphs of states.")
    return base.with_paragraphs(added) if added else base


def _one(name: str) -> Edition:
    if name not in SHELF:
        raise LibraryError(f"The library has no edition {name!r}.")
    return SHELF[name]


def editions(clause: Clause, kind: Kind) -> tuple[Edition, ...]:
    """The wordings of a clause for a kind of agreement, the one to begin with first."""
    fitting = [each for each in SHELF.values() if each.clause is clause and not each.state and kind in each.kinds]
    return tuple(sorted(fitting, key=lambda each: (len(each.kinds), [-each.dated.toordinal()], each.id)))


def paragraphs(clause: Clause, states: Collection[str]) -> tuple[Edition, ...]:
    """What the law of these states adds to a clause, by the order of their codes; the newest of each."""
    found = [paragraph_of(clause, state) for state in sorted(set(states))]
    return tuple(each for each in found if each is not None)


def paragraph_of(clause: Clause, state: str) -> Edition | None:
    """The newest paragraph of a state for a clause, if there is one."""
    found = [each for each in SHELF.values() if each.clause is clause and state and each.state == state]
    return max(found, key=lambda each: (each.dated, each.id), default=None)


def standard(kind: Kind, states: Collection[str]) -> dict[Clause, str]:
    """For each clause the id of the wording to begin with, with the paragraphs of the parties' states."""
    return {clause: editions(clause, kind)[0].with_paragraphs(paragraphs(clause, states)).id for clause in Clause}


def recognised(article: Article, speech: Speech) -> Edition | None:
    """The edition whose words, bound with these terms and names, are exactly those of the article.

    ``None``: the parties wrote it themselves, or a party has another name now.
    """
    for base in editions(article.clause, speech.terms.kind):
        text = filled(base.words, speech)
        if article.words == text:
            return base
        if article.words.startswith(f"{text}\n\n") and (more := _added(article, len(text) + 2, speech)):
            return base.with_paragraphs(more)
    return None


def _added(article: Article, start: int, speech: Speech) -> list[Edition]:
    """The paragraphs of states that make up the rest of an article; none if anything else stands there."""
    found, rest = [], article.words[start:]
    of_states = [each for each in SHELF.values() if each.clause is article.clause and each.state]
    while rest:
        bound = ((each, filled(each.words, speech)) for each in of_states)
        fits = next(((each, text) for each, text in bound if rest == text or rest.startswith(f"{text}\n\n")), None)
        if fits is None:
            return []
        found.append(fits[0])
        rest = rest[len(fits[1]) + 2 :]
    return found
