"""What stands beside the text in a document of Word: comments and notes, whose they are, and what they say. Pure."""

from typing import Final

from lxml import etree

from consortium.signing.papers.anchors import seen
from consortium.signing.papers.marked import Note
from consortium.signing.papers.open_word import Opened

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
INTO: Final = {"ins", "moveTo"}
OUT_OF: Final = {"del", "moveFrom"}
"""The marks of what was put in, and of what was taken out."""
_LONGEST_NAME: Final = 80


def notes_of(opened: Opened) -> dict[tuple[str, str], Note]:
    """Comments and notes by kind and number."""
    found: dict[tuple[str, str], Note] = {}
    for kind, element, begin in (
        ("comments", "comment", ""),
        ("footnotes", "footnote", "Footnote: "),
        ("endnotes", "endnote", "Endnote: "),
    ):
        for part in opened.others.get(kind, ()):
            for each in part.iter(f"{W}{element}"):
                if words := text_of(each):
                    found[kind, each.get(f"{W}id", "")] = Note(begin + words, author_of(each))
    return found


def text_of(element: etree._Element) -> str:
    """The words of something beside the text, as they are when all is accepted, a line for each paragraph."""
    lines = []
    for paragraph in element.iter(f"{W}p"):
        kept = (each for each in paragraph.iter(f"{W}t") if not _struck(each))
        lines.append("".join(each.text or "" for each in kept).strip())
    return seen("\n".join(filter(None, lines)))


def author_of(mark: etree._Element) -> str:
    """Who made a change, as the file has it."""
    return " ".join(seen(mark.get(f"{W}author", "")).split())[:_LONGEST_NAME]


def _struck(each: etree._Element) -> bool:
    return any(name_of(above) in OUT_OF for above in each.iterancestors())


def name_of(element: etree._Element) -> str:
    """An element's name without its namespace; empty for what is none."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
