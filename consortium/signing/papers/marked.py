"""A marked-up text as it was read: pieces of words, each with whether it stood there and whether it is wanted. Pure."""

from dataclasses import dataclass

from consortium.signing.papers.anchors import Anchor


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words, or the break after a paragraph (an empty line).

    ``given``: they stood there before anything was tracked. ``wanted``: they stand there when all is accepted.
    ``by`` is the author of the change as the file has it: anybody can write any name there.
    """

    words: str
    given: bool = True
    wanted: bool = True
    by: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """Something that was said beside the text: a comment, a footnote, words in a box. ``about``: the words it is at."""

    words: str
    by: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph, or one row of a table, with the names of the places that begin in it."""

    pieces: tuple[Piece, ...]
    end: Piece
    anchors: tuple[Anchor, ...] = ()
    style: str = ""
    notes: tuple[Note, ...] = ()
    lost: tuple[str, ...] = ()

    @property
    def given(self) -> str:
        """What stood there before anything was tracked."""
        return "".join(piece.words for piece in self.pieces if piece.given)

    @property
    def wanted(self) -> str:
        """What stands there when all is accepted."""
        return "".join(piece.words for piece in self.pieces if piece.wanted)


@dataclass(frozen=True, slots=True)
class Marked:
    """A whole text that came back. ``made_from``: the digits of the version it was made from, if the file says so.

    ``notes`` are those that stand at no place of the text.
    """

    lines: tuple[Line, ...]
    made_from: str = ""
    lost: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
