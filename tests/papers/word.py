"""A simulator of Word: it changes a document as Word does with tracking on, in the XML that Word writes.

Offsets count the letters that somebody sees with all changes accepted. ``by`` writes as that author. It writes what
Word writes for typing, striking, splitting and joining paragraphs, moving, comments and notes; and nothing else.
"""

from copy import deepcopy
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, Self
from zipfile import ZIP_STORED, ZipFile

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/package/2006/relationships"
O = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"  # noqa: E741 (as short as its neighbours)
_DATE = "2026-11-20T10:00:00Z"
_KEEP = "{http://www.w3.org/XML/1998/namespace}space"
_STRUCK = {"del", "moveFrom"}


def w(name: str) -> str:
    return f"{{{W}}}{name}"


def parts_of(document: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(document)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    made = BytesIO()
    with ZipFile(made, "w", ZIP_STORED) as into:
        for name, content in parts.items():
            into.writestr(name, content)
    return made.getvalue()


@dataclass
class Word:
    """An opened document."""

    parts: dict[str, bytes]
    root: Any
    author: str = "Jane Roe"
    _comments: list[tuple[str, str, str]] = field(default_factory=list)
    _next: int = 9000

    @classmethod
    def open(cls, document: bytes) -> Self:
        return cls.read(parts_of(document))

    @classmethod
    def read(cls, parts: dict[str, bytes]) -> Self:
        return cls(parts, etree.fromstring(parts["word/document.xml"]))

    def by(self, author: str) -> Self:
        self.author = author
        return self

    @property
    def body(self) -> Any:
        return self.root.find(w("body"))

    def named(self, begin: str) -> Any:
        """The paragraph in which the bookmark begins whose name begins so."""
        found = next(each for each in self.root.iter(w("bookmarkStart")) if each.get(w("name")).startswith(begin))
        return next(each for each in found.iterancestors() if each.tag == w("p"))

    def paragraphs_of(self, clause: int) -> list[Any]:
        """The paragraphs of a clause's words."""
        starts = [
            each
            for each in self.root.iter(w("bookmarkStart"))
            if each.get(w("name")).startswith(f"clause_{clause}_")
            and not each.get(w("name")).startswith(f"clause_{clause}_0_")
        ]
        return [next(above for above in each.iterancestors() if above.tag == w("p")) for each in starts]

    def insert(self, paragraph: Any, offset: int, words: str) -> None:
        """Type words, tracked."""
        self._put(paragraph, offset, self._marked("ins", self._run(words)))

    def delete(self, paragraph: Any, start: int, end: int) -> None:
        """Strike words, tracked: one's own insertions vanish, another author's are struck inside his insertion."""
        self._boundary(paragraph, start)
        self._boundary(paragraph, end)
        at = 0
        for run in _seen(paragraph):
            inside = start <= at < end
            at += len(_text(run))
            if not inside or not _text(run):
                continue
            above = run.getparent()
            if above.tag == w("ins") and above.get(w("author")) == self.author:
                above.remove(run)
                continue
            struck = self._marked("del")
            above.replace(run, struck)
            struck.append(run)
            for each in run.iter(w("t")):
                each.tag = w("delText")

    def split(self, paragraph: Any, offset: int) -> Any:
        """Press Enter: the first half becomes a paragraph with an inserted mark; its element is given back."""
        here = etree.Element("here")
        self._put(paragraph, offset, here)
        first = etree.Element(w("p"))
        properties = paragraph.find(w("pPr"))
        first.append(deepcopy(properties) if properties is not None else etree.Element(w("pPr")))
        for each in list(first[0].iterfind(w("rPr"))):
            first[0].remove(each)
        self._mark_paragraph(first, "ins")
        for each in list(paragraph)[: paragraph.index(here)]:
            if each.tag != w("pPr"):
                first.append(each)
        paragraph.remove(here)
        paragraph.addprevious(first)
        return first

    def strike(self, paragraph: Any) -> None:
        """Delete a whole paragraph with its mark, tracked."""
        self.delete(paragraph, 0, sum(len(_text(run)) for run in _seen(paragraph)))
        self._mark_paragraph(paragraph, "del")

    def add_after(self, paragraph: Any, words: str, style: str = "") -> Any:
        """A new paragraph after this one, tracked, as Word writes it."""
        new = etree.Element(w("p"))
        etree.SubElement(new, w("pPr"))
        if style:
            etree.SubElement(new[0], w("pStyle")).set(w("val"), style)
        self._mark_paragraph(new, "ins")
        new.append(self._marked("ins", self._run(words)))
        paragraph.addnext(new)
        return new

    def move(self, paragraph: Any, after: Any) -> None:
        """Drag a whole paragraph to another place, tracked as a move; its bookmarks go along."""
        moved = deepcopy(paragraph)
        for kept in [each for each in paragraph if each.tag in {w("bookmarkStart"), w("bookmarkEnd")}]:
            paragraph.remove(kept)
        self._wrap(paragraph, "moveFrom")
        self._wrap(moved, "moveTo")
        after.addnext(moved)

    def comment(self, paragraph: Any, start: int, end: int, words: str) -> None:
        """Comment on some words."""
        key = str(len(self._comments))
        self._comments.append((key, self.author, words))
        for offset, name in ((end, "commentRangeEnd"), (start, "commentRangeStart")):
            mark = etree.Element(w(name))
            mark.set(w("id"), key)
            self._put(paragraph, offset, mark)
        run = etree.Element(w("r"))
        etree.SubElement(run, w("commentReference")).set(w("id"), key)
        next(each for each in paragraph.iter(w("commentRangeEnd")) if each.get(w("id")) == key).addnext(run)

    def retype(self, paragraph: Any, old: str, new: str) -> None:
        """Change words without tracking."""
        for each in paragraph.iter(w("t")):
            if old in (each.text or ""):
                each.text = each.text.replace(old, new)
                return
        raise AssertionError(f"{old!r} does not stand in one run")

    def remove(self, paragraph: Any) -> None:
        """Delete a paragraph without tracking: its bookmarks are pushed into the next one, empty."""
        after = paragraph.getnext()
        place = 1 if after.find(w("pPr")) is not None else 0
        for mark in [each for each in paragraph if each.tag in {w("bookmarkStart"), w("bookmarkEnd")}]:
            after.insert(place, mark)
            place += 1
        paragraph.getparent().remove(paragraph)

    def save(self) -> bytes:
        parts = dict(self.parts)
        parts["word/document.xml"] = etree.tostring(self.root, xml_declaration=True, encoding="UTF-8", standalone=True)
        if self._comments:
            self._write_comments(parts)
        return packed(parts)

    def _write_comments(self, parts: dict[str, bytes]) -> None:
        root = etree.Element(w("comments"), nsmap={"w": W})
        for key, author, words in self._comments:
            comment = etree.SubElement(root, w("comment"))
            comment.set(w("id"), key)
            comment.set(w("author"), author)
            comment.set(w("date"), _DATE)
            for line in words.split("\n"):
                etree.SubElement(comment, w("p")).append(self._run(line))
        parts["word/comments.xml"] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        relations = etree.fromstring(parts["word/_rels/document.xml.rels"])
        added = etree.SubElement(relations, f"{{{R}}}Relationship")
        added.set("Id", "rIdComments")
        added.set("Type", f"{O}/comments")
        added.set("Target", "comments.xml")
        parts["word/_rels/document.xml.rels"] = etree.tostring(relations)

    def _run(self, words: str) -> Any:
        run = etree.Element(w("r"))
        text = etree.SubElement(run, w("t"))
        text.text = words
        text.set(_KEEP, "preserve")
        return run

    def _marked(self, name: str, *inside: Any) -> Any:
        mark = etree.Element(w(name))
        self._next += 1
        mark.set(w("id"), str(self._next))
        mark.set(w("author"), self.author)
        mark.set(w("date"), _DATE)
        mark.extend(inside)
        return mark

    def _mark_paragraph(self, paragraph: Any, name: str) -> None:
        properties = paragraph.find(w("pPr"))
        if properties is None:
            properties = etree.Element(w("pPr"))
            paragraph.insert(0, properties)
        run = properties.find(w("rPr"))
        run = run if run is not None else etree.SubElement(properties, w("rPr"))
        run.append(self._marked(name))

    def _wrap(self, paragraph: Any, name: str) -> None:
        for run in [each for each in paragraph if each.tag == w("r")]:
            mark = self._marked(name)
            paragraph.replace(run, mark)
            mark.append(run)
        self._mark_paragraph(paragraph, name)

    def _put(self, paragraph: Any, offset: int, element: Any) -> None:
        run = self._boundary(paragraph, offset)
        if run is None:
            last = [each for each in paragraph if each.tag != w("bookmarkEnd")]
            (last[-1].addnext(element) if last else paragraph.append(element))
            return
        above = run.getparent()
        if above is paragraph:
            run.addprevious(element)
            return
        before = deepcopy(above)
        place = above.index(run)
        for each in list(before)[place:]:
            before.remove(each)
        for each in list(above)[:place]:
            above.remove(each)
        if len(before):
            above.addprevious(before)
        above.addprevious(element)

    def _boundary(self, paragraph: Any, offset: int) -> Any:
        """The run that begins at an offset, split where needed; ``None`` at the end."""
        at = 0
        for run in _seen(paragraph):
            words = _text(run)
            if at == offset and words:
                return run
            if at < offset < at + len(words):
                second = deepcopy(run)
                _set(run, words[: offset - at])
                _set(second, words[offset - at :])
                run.addnext(second)
                return second
            at += len(words)
        return None


def _seen(paragraph: Any) -> list[Any]:
    return [
        run
        for run in paragraph.iter(w("r"))
        if not any(etree.QName(above).localname in _STRUCK for above in run.iterancestors())
    ]


def _text(run: Any) -> str:
    return "".join(each.text or "" for each in run.iter(w("t")))


def _set(run: Any, words: str) -> None:
    for each in list(run):
        if each.tag == w("t"):
            run.remove(each)
    text = etree.SubElement(run, w("t"))
    text.text = words
    text.set(_KEEP, "preserve")
