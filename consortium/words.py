"""The four words: the only way back to a request. Drawn from lists in the tree, compared without accents.

Pure but for reading the two lists, once per process. Nothing here is secret, and nothing here is kept: the
caller brings the chance (`secrets.choice`) and hashes the canonical text under that day's key.

A list holds at least 7,000 words, so four of them are one of more than 2.4 x 10**15 texts (51 bits).
Where the lists come from, what was taken out of them and their licences: `wordlists/`.
"""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final

LISTS: Final[Mapping[str, str]] = {"en": "english.txt", "es": "spanish.txt"}
HERE: Final = Path(__file__).parent / "wordlists"
COUNT: Final = 4
LONGEST_TEXT: Final = 200  # characters; four words are never half as long

FourWords = tuple[str, str, str, str]


class NoWordListError(LookupError):
    """There are no words in this language."""


def draw(language: str, choose: Callable[[Sequence[str]], str]) -> FourWords:
    """Four words as they are shown, each chosen on its own, so that a word may come twice.

    Args:
        language: "en" or "es".
        choose: picks one of a sequence, each equally likely; `secrets.choice` outside tests.

    Raises:
        NoWordListError: there is no list for `language`.
    """
    options = words(language)
    return (choose(options), choose(options), choose(options), choose(options))


def normalise(text: str) -> str | None:
    """The one spelling of four words: folded, with one space between; None if they are not four.

    Case, accents, a tilde on the n and whatever stands between the words do not matter. It is not checked
    that the words are in a list: see `known`.
    """
    if len(text) > LONGEST_TEXT:
        return None
    spaced = "".join(letter if letter.isalpha() else " " for letter in _without_marks(text))
    found = spaced.casefold().split()
    if len(found) != COUNT or not all(word.isascii() for word in found):
        return None
    return " ".join(found)


def known(word: str) -> bool:
    """Whether one of the lists has this word, however it is accented: tells a slip from a wrong guess."""
    return _without_marks(word.strip()).casefold() in _folded()


@cache
def words(language: str) -> tuple[str, ...]:
    """The list of one language as it is shown, in the order of the folded spelling, without doubles.

    Raises:
        NoWordListError: there is no list for `language`.
    """
    if language not in LISTS:
        raise NoWordListError(language)
    return tuple((HERE / LISTS[language]).read_text(encoding="utf-8").split())


@cache
def _folded() -> frozenset[str]:
    return frozenset(_without_marks(word).casefold() for language in LISTS for word in words(language))


def _without_marks(text: str) -> str:
    """The letters of `text` after NFKD, without the marks over and under them."""
    return "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
