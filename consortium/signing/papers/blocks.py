"""What a paper says, block by block, before it is written as a document of Word or printed as a PDF."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; ``level`` counts from 1. ``anchor`` names its place for a file that comes back."""

    words: str
    level: int = 1
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; a line feed breaks its line. ``quiet`` ones are set smaller, ``item`` ones stand in a list."""

    words: str
    anchor: str = ""
    quiet: bool = False
    item: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table."""

    cells: tuple[str, ...]
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a head; ``summary`` says for a screen reader what it holds. The first cell of a row names it."""

    head: tuple[str, ...]
    rows: tuple[Row, ...]
    summary: str


@dataclass(frozen=True, slots=True)
class NewPage:
    """What follows begins on a page of its own."""


Block = Heading | Paragraph | Table | NewPage


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A whole paper.

    Args:
        title: the first line, and the title that a screen reader says.
        under: what stands below it.
        mark: one word in every footer, such as "Draft"; empty for none.
        foot: the footer's own words: what this is.
        digest: of the agreement that it holds, for the footer; empty if it has none yet.
        identifier: what the document is, for machines; kept in the file's properties.
        anchor: the name of the place of the title.
        tracked: a word processor that opens it tracks what is changed.
        blocks: the body.
    """

    title: str
    under: str
    mark: str
    foot: str
    digest: str
    identifier: str
    anchor: str = ""
    tracked: bool = False
    blocks: tuple[Block, ...]
