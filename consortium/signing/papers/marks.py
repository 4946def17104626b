"""Words with what is asked for them: from tracked pieces alone, or also against words that the file does not have."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from consortium.signing.papers.aligned import aligned
from consortium.signing.papers.anchors import normal
from consortium.signing.papers.changes import Mark, MarkKind
from consortium.signing.papers.marked import Line, Piece

_WORD: Final = re.compile(r"\s*\S+")


def stream_of(lines: Sequence[Line]) -> tuple[Piece, ...]:
    """The pieces of several lines with the breaks between them; none after the last."""
    pieces = [piece for line in lines for piece in (*line.pieces, line.end)]
    return tuple(piece for piece in pieces[:-1] if piece.words and (piece.given or piece.wanted))


def marks_of(stream: Iterable[Piece]) -> tuple[Mark, ...]:
    """What the file itself marks."""
    return _merged(_tracked(piece, piece.words) for piece in stream)


def marks_against(now: str, stream: Sequence[Piece]) -> tuple[Mark, ...]:
    """What the file marks, and what differs from ``now`` without a mark."""
    given = "".join(piece.words for piece in stream if piece.given)
    new, gone = _compared(normal(now), given)
    return _merged(_composed(stream, new, gone))


def _tracked(piece: Piece, words: str) -> Mark:
    if piece.given and piece.wanted:
        return Mark(words, MarkKind.SAME)
    return Mark(words, MarkKind.TAKEN if piece.given else MarkKind.ADDED, piece.by)


def _composed(stream: Sequence[Piece], new: Sequence[bool], gone: dict[int, str]) -> Iterator[Mark]:
    at = 0
    for piece in stream:
        if not piece.given:
            yield _tracked(piece, piece.words)
            continue
        for letter in piece.words:
            if at in gone:
                yield Mark(gone.pop(at), MarkKind.TAKEN, tracked=False)
            if not new[at]:
                yield _tracked(piece, letter)
            elif piece.wanted:
                yield Mark(letter, MarkKind.ADDED, tracked=False)
            at += 1
    for words in gone.values():
        yield Mark(words, MarkKind.TAKEN, tracked=False)


def _compared(now: str, given: str) -> tuple[list[bool], dict[int, str]]:
    """For each letter of ``given`` whether it is new, and what is gone before which letter."""
    old, has = _WORD.findall(now), list(_WORD.finditer(given))
    words = [found.group() for found in has]
    new, gone = [False] * len(given), {}
    same = aligned(list(map(_key, old)), list(map(_key, words)))
    for act, old_from, old_to, new_from, new_to in same.get_opcodes():
        if act == "equal":
            continue
        start = has[new_from].start() if new_from < len(has) else len(given)
        if old_to > old_from:
            gone[start] = "".join(old[old_from:old_to])
        for found in has[new_from:new_to]:
            new[found.start() : found.end()] = [True] * len(found.group())
    return new, gone


def _key(word: str) -> str:
    """A word as it is compared: with whether a line or a paragraph begins at it."""
    before = word[: len(word) - len(word.lstrip())]
    return "\n" * min(before.count("\n"), 2) + normal(word)


def _merged(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """Neighbours of one kind as one, without blanks at the very ends."""
    found: list[Mark] = []
    for mark in marks:
        last = found[-1] if found else None
        if last and (last.kind, last.by, last.tracked) == (mark.kind, mark.by, mark.tracked):
            found[-1] = Mark(last.words + mark.words, mark.kind, mark.by, mark.tracked)
        else:
            found.append(mark)
    while found and found[-1].kind is MarkKind.SAME and not found[-1].words.strip():
        del found[-1]
    return tuple(found)
