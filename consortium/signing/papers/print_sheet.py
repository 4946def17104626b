"""A paper as a PDF, in the agreements' own look. The same paper gives the same bytes on one day."""

from datetime import UTC, date, datetime, time
from typing import Any

from consortium.signing.papers.blocks import Block, Heading, NewPage, Paragraph, Sheet, Table
from consortium.signing.sealing.press import printed


def pdf_document(sheet: Sheet, on: date) -> bytes:
    """The paper as a PDF that gives a day as its own: tagged, to be kept and read aloud.

    Raises:
        CannotPrintError: a character that no document of ours can show.
    """
    made = datetime.combine(on, time(), UTC)
    said = {
        "title_of_file": sheet.title,
        "title": sheet.title,
        "subtitle": sheet.under,
        "banner": f"{sheet.mark.upper()}: FOR STAFF AND COUNSEL. NOTHING HERE IS SIGNED." if sheet.mark else "",
        "foot": sheet.foot,
        "digest": sheet.digest or "none yet: this draft can't become a version as it is",
        "made": [made.year, made.month, made.day, 0, 0, 0],
        "blocks": [_said(block) for block in sheet.blocks],
    }
    return printed("packet", said, {}, made=made)


def _said(block: Block) -> dict[str, Any]:
    match block:
        case Heading():
            return {"kind": "heading", "level": block.level, "words": block.words}
        case Paragraph():
            kind = "item" if block.item else "quiet" if block.quiet else "words"
            return {"kind": kind, "words": block.words}
        case Table():
            widest = [
                max(map(len, column)) for column in zip(block.head, *(row.cells for row in block.rows), strict=True)
            ]
            return {
                "kind": "table",
                "head": list(block.head),
                "widths": [min(max(each, 10), 60) for each in widest],
                "rows": [list(row.cells) for row in block.rows],
            }
        case NewPage():
            return {"kind": "page"}
