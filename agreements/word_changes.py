"""What changed between two texts, word by word: for a reader who has to approve the new one. Pure."""

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from typing import Final, Literal

Kind = Literal["same", "gone", "new"]
_PIECES: Final = re.compile(r"\s+|[^\s]+")


def word_changes(before: str, after: str) -> tuple[tuple[Kind, str], ...]:
    """The pieces of both texts in reading order: what both hold, what is gone, what is new."""
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    return tuple(piece for piece in _pieces(old, new) if piece[1])


def applied(changes: Iterable[tuple[Kind, str]]) -> str:
    """The later text that changes lead to."""
    return "".join(words for kind, words in changes if kind != "gone")


def undone(changes: Iterable[tuple[Kind, str]]) -> str:
    """The earlier text that changes begin from."""
    return "".join(words for kind, words in changes if kind != "new")


def _pieces(old: list[str], new: list[str]) -> Iterator[tuple[Kind, str]]:
    for act, start, end, there, until in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if act == "equal":
            yield "same", "".join(old[start:end])
        else:
            yield "gone", "".join(old[start:end])
            yield "new", "".join(new[there:until])
