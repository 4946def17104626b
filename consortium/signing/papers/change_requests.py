"""What a text that came back asks for, as the change requests that it becomes. Pure.

The words of a request say where it came from, whose name the file gives, and what could not be taken in.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any, Final

from agreements import Clause
from consortium.members import checks
from consortium.problems import BadInput
from consortium.signing.papers.agreement_sheet import TERM_LABELS, Given
from consortium.signing.papers.changes import Change, Found
from consortium.signing.papers.marked import Note
from consortium.signing.papers.unbound import unbound

WORD: Final = "word"
PASTED: Final = "pasted"
SOURCES: Final = {WORD: "From a marked-up file.", PASTED: "From pasted text."}
_LONGEST: Final = 4000
_PIECE: Final = 3500
_MOST: Final = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One change request to come: a comment on a clause, with other words for it if any are proposed."""

    clause: Clause
    words: str
    proposed: str | None


def requests_of(found: Found, given: Given, source: str) -> tuple[Asked, ...]:
    """The change requests that come of what was found; a clause without one asks for nothing."""
    return tuple(asked for change in found.changes for asked in _requests(change, given, source))


def written(asked: Iterable[Asked]) -> str:
    """Change requests as text, for a page to carry until somebody takes them in."""
    return json.dumps([asdict(each) for each in asked], ensure_ascii=False)


def read(text: str) -> tuple[Asked, ...]:
    """What a page carried; it came from a browser, so everything is checked as if somebody had typed it.

    Raises:
        BadInput: it is not what a page of ours carried, or a text is too long.
    """
    try:
        return tuple(_checked(each) for each in _list(json.loads(text)))
    except (ValueError, TypeError, KeyError, RecursionError) as wrong:
        raise BadInput("That form did not arrive whole. Send the file again.", "file") from wrong


def digest_of(asked: Iterable[Asked]) -> str:
    """What stands for exactly these requests, so that they are not taken in twice."""
    return sha256(written(asked).encode()).hexdigest()


def _requests(change: Change, given: Given, source: str) -> Iterator[Asked]:
    if change.asked:
        yield _asked(change, given, source)
    for note in change.notes:
        for words in _cut(_said(note)):
            yield Asked(clause=change.clause, words=words, proposed=None)
    if change.lost and not change.asked:
        yield Asked(clause=change.clause, words=_lost(change), proposed=None)


def _asked(change: Change, given: Given, source: str) -> Asked:
    said = [SOURCES[source]]
    if change.authors:
        said.append(f"Author as the file has it, not verified: {', '.join(change.authors)}.")
    if change.untracked and source == WORD:
        said.append("At least a part was changed without tracking.")
    if change.moved_on:
        said.append("It was made from other words than the clause has now.")
    if change.strikes:
        said.append("Asks to strike this clause.")
        return Asked(clause=change.clause, words=" ".join(said), proposed=None)
    found = unbound(given.said.get(change.clause, ""), given.speech, change.wanted)
    terms = [TERM_LABELS.get(name, name) for name in found.changed]
    if terms:
        said.append(
            f"It changes what the text says of these terms, which are changed in the terms: {', '.join(terms)}."
        )
    if change.lost:
        said.append(_lost(change))
    return Asked(clause=change.clause, words=" ".join(said)[:_LONGEST], proposed=found.words)


def _lost(change: Change) -> str:
    return f"In the file, and not taken in: {', '.join(dict.fromkeys(change.lost))}."


def _said(note: Note) -> str:
    begin = f"As the file has it, {note.by} (not verified)" if note.by else "In the file"
    return f"{begin}{f', on “{note.about}”' if note.about else ''}: {note.words}"


def _cut(words: str) -> Iterator[str]:
    """Long words in pieces, none of which is too long."""
    for start in range(0, len(words), _PIECE):
        yield words[start : start + _PIECE]


def _list(value: object) -> list[dict[str, Any]]:
    if not isinstance(value, list) or len(value) > _MOST:
        raise ValueError("not what a page of ours carried")
    return value


def _checked(value: dict[str, Any]) -> Asked:
    proposed = value["proposed"]
    return Asked(
        clause=Clause(value["clause"]),
        words=checks.passage(str(value["words"]), "file", most=_LONGEST, empty=proposed is not None),
        proposed=None if proposed is None else checks.passage(str(proposed), "file"),
    )
