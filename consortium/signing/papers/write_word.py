"""A paper as a document of Word. The same paper gives the same bytes, on any day.

Real headings, a title, a language and table heads, so that a screen reader finds its way. Text goes in as text only:
nothing that somebody typed becomes markup, a field or a link.
"""

from datetime import datetime
from io import BytesIO
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from consortium.signing.papers.blocks import Block, Heading, NewPage, Paragraph, Sheet, Table

LANGUAGE: Final = "en-US"
_FIXED: Final = datetime(2000, 1, 1)  # noqa: DTZ001 (a document's property has no zone, and this is nobody's time)
_ZIPPED: Final = (1980, 1, 1, 0, 0, 0)
_INK: Final = RGBColor(0x16, 0x24, 0x2F)
_QUIET: Final = RGBColor(0x45, 0x52, 0x5E)
_SIZES: Final = {"Normal": 11, "Heading 1": 14, "Heading 2": 12, "Title": 22, "Subtitle": 12, "List Bullet": 11}


def word_document(sheet: Sheet) -> bytes:
    """The document: its blocks, a footer with the sheet's own words on every page, its properties."""
    document = Document()
    _look(document)
    _properties(document, sheet)
    marks = _Marks()
    marks.around(document.add_paragraph(sheet.title, style="Title"), sheet.anchor)
    document.add_paragraph(sheet.under, style="Subtitle")
    for block in sheet.blocks:
        _write(document, block, marks)
    _foot(document, sheet)
    if sheet.tracked:
        _track(document)
    made = BytesIO()
    document.save(made)
    return _repacked(made.getvalue())


class _Marks:
    """Bookmarks, numbered in the order in which they come."""

    def __init__(self) -> None:
        self._next = 1

    def around(self, paragraph: Any, name: str) -> None:
        """Put a bookmark around what a paragraph holds."""
        if not name:
            return
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        for each in (start, end):
            each.set(qn("w:id"), str(self._next))
        start.set(qn("w:name"), name)
        self._next += 1
        inside = paragraph._p  # noqa: SLF001 (python-docx has no bookmarks of its own)
        inside.insert(1 if inside.pPr is not None else 0, start)
        inside.append(end)


def _write(document: Any, block: Block, marks: _Marks) -> None:
    match block:
        case Heading():
            marks.around(document.add_heading(block.words, level=block.level), block.anchor)
        case Paragraph():
            paragraph = document.add_paragraph(block.words, style="List Bullet" if block.item else "Normal")
            if block.quiet:
                for run in paragraph.runs:
                    run.font.size, run.font.color.rgb = Pt(9.5), _QUIET
            marks.around(paragraph, block.anchor)
        case Table():
            _table(document, block, marks)
        case NewPage():
            document.add_page_break()


def _table(document: Any, block: Table, marks: _Marks) -> None:
    table = document.add_table(rows=1, cols=len(block.head), style="Table Grid")
    _described(table, block.summary)
    for cell, words in zip(table.rows[0].cells, block.head, strict=True):
        cell.paragraphs[0].add_run(words).bold = True
    _flag(table.rows[0], "w:tblHeader")
    for row in block.rows:
        added = table.add_row()
        _flag(added, "w:cantSplit")
        for cell, words in zip(added.cells, row.cells, strict=True):
            cell.paragraphs[0].add_run(words)
        marks.around(added.cells[0].paragraphs[0], row.anchor)
    document.add_paragraph()


def _described(table: Any, summary: str) -> None:
    said = OxmlElement("w:tblDescription")
    said.set(qn("w:val"), summary)
    table._tbl.tblPr.append(said)  # noqa: SLF001 (python-docx has no descriptions of tables)


def _flag(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))  # noqa: SLF001


def _look(document: Any) -> None:
    styles = document.styles
    for name, size in _SIZES.items():
        style = styles[name]
        style.font.size, style.font.color.rgb = Pt(size), _INK
    default = styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    language = default.find(qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        default.append(language)
    language.set(qn("w:val"), LANGUAGE)
    section = document.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT


def _properties(document: Any, sheet: Sheet) -> None:
    known = document.core_properties
    known.title, known.subject, known.identifier = sheet.title[:255], sheet.under[:255], sheet.identifier[:255]
    known.author = known.last_modified_by = known.comments = known.keywords = known.category = ""
    known.language, known.revision = LANGUAGE, 1
    known.created = known.modified = known.last_printed = _FIXED
    relations = document.part.package.rels
    for name in [each for each, found in relations.items() if found.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        del relations[name]


def _foot(document: Any, sheet: Sheet) -> None:
    paragraph = document.sections[0].footer.paragraphs[0]
    if sheet.mark:
        paragraph.add_run(f"{sheet.mark}. ").bold = True
    paragraph.add_run(f"{sheet.foot}. SHA-256: {sheet.digest or 'none yet'}. Page ")
    _field(paragraph, "PAGE")
    for run in paragraph.runs:
        run.font.size = Pt(8)


def _field(paragraph: Any, name: str) -> None:
    """A field that the word processor fills: only ``PAGE``, never one that fetches anything."""
    field, run, shown = OxmlElement("w:fldSimple"), OxmlElement("w:r"), OxmlElement("w:t")
    field.set(qn("w:instr"), name)
    shown.text = "1"
    run.append(shown)
    field.append(run)
    paragraph._p.append(field)  # noqa: SLF001 (python-docx has no fields)


def _track(document: Any) -> None:
    """Turn tracking on; the schema wants it before the tab stops."""
    settings = document.settings.element
    settings.find(qn("w:defaultTabStop")).addprevious(OxmlElement("w:trackRevisions"))


def _repacked(made: bytes) -> bytes:
    """The same parts in one order, with one date, so that the bytes depend on what is said and on nothing else."""
    packed = BytesIO()
    with ZipFile(BytesIO(made)) as before, ZipFile(packed, "w", ZIP_DEFLATED) as after:
        names = sorted(before.namelist(), key=lambda name: (name != "[Content_Types].xml", name))
        for name in names:
            entry = ZipInfo(name, _ZIPPED)
            entry.compress_type, entry.create_system, entry.external_attr = ZIP_DEFLATED, 3, 0o644 << 16
            after.writestr(entry, before.read(name))
    return packed.getvalue()
