"""Text that was pasted: split into lines as if it had come in a file without marks. Pure."""

from typing import Final

from agreements import Clause
from consortium.problems import BadInput
from consortium.signing.papers.agreement_sheet import Given
from consortium.signing.papers.anchors import normal, seen
from consortium.signing.papers.by_clause import by_clause, one_clause
from consortium.signing.papers.changes import Found
from consortium.signing.papers.marked import Line, Marked, Piece

MOST_PASTED: Final = 200_000


def read_pasted(text: str, clause: Clause | None, given: Given) -> Found:
    """What pasted text asks for: of one clause, or of as many as it has headings for.

    Raises:
        BadInput: it is empty or too long, or no clause's number was found in it.
    """
    words = normal(seen(text))
    if not words:
        raise BadInput("Paste the text.", "pasted")
    if len(words) > MOST_PASTED:
        raise BadInput(f"This is too long: {MOST_PASTED:,} characters at most.", "pasted")
    if clause is not None:
        return one_clause(Marked(_lines(words.split("\n\n"))), clause, given)
    found = by_clause(Marked(_lines(_split(words))), given)
    if not set(found.read) - {Clause.PARTIES}:
        raise BadInput("No number of a clause was found in this. Choose the clause that it belongs to.", "pasted")
    return found


def _split(words: str) -> list[str]:
    """Paragraphs; a heading that is followed by its words in the next line stands alone."""
    found: list[str] = []
    for block in words.split("\n\n"):
        first, _, rest = block.partition("\n")
        found += [first, rest] if rest and first[:1].isdigit() else [block]
    return found


def _lines(blocks: list[str]) -> tuple[Line, ...]:
    return tuple(Line((Piece(block),), Piece("\n\n")) for block in blocks)
