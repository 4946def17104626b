"""A document of Word, read with its tracked changes, comments and notes. What can't be taken in is named, not lost."""

from dataclasses import dataclass, field, replace
from typing import Final

from lxml import etree

from consortium.problems import BadInput
from consortium.signing.papers.anchors import made_from, read_anchor, seen
from consortium.signing.papers.marked import Line, Marked, Note, Piece
from consortium.signing.papers.open_word import open_word
from consortium.signing.papers.word_notes import INTO, OUT_OF, W, author_of, name_of, notes_of, text_of

_MOST_PIECES: Final = 200_000
_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_INSIDE: Final = {
    "hyperlink",
    "smartTag",
    "customXml",
    "sdt",
    "sdtContent",
    "fldSimple",
    "dir",
    "bdo",
    "ruby",
    "rubyBase",
    "r",
}
_BREAKS: Final = {"br": "\n", "cr": "\n", "tab": " ", "ptab": " ", "noBreakHyphen": "-", "softHyphen": ""}
_NOTES: Final = {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}
_LOST: Final = {
    "sym": "a sign of a special font",
    "drawing": "a picture",
    "pict": "a picture",
    "object": "an embedded object",
    "oMath": "a formula",
    "oMathPara": "a formula",
    "altChunk": "another file, embedded whole",
    "subDoc": "another file, referred to",
}


def read_word(data: bytes) -> Marked:
    """Read a document.

    Raises:
        BadInput: it is no document that we read.
    """
    opened = open_word(data)
    reader = _Reader(notes_of(opened))
    body = opened.body.find(f"{W}body")
    if body is None:
        raise BadInput("This document has no text.", "file")
    reader.blocks(body, _State())
    _, _, digest = opened.identifier.rpartition("/")
    if any(text_of(each) for each in opened.others.get("header", ())):
        reader.lost.append("words at the head of each page")
    return Marked(tuple(reader.lines), reader.made_from or digest[:24], tuple(reader.lost), reader.unplaced)


@dataclass(frozen=True, slots=True)
class _State:
    """Within which tracked changes something stands."""

    given: bool = True
    wanted: bool = True
    by: str = ""

    def within(self, mark: etree._Element) -> "_State":
        by = author_of(mark) or self.by
        if name_of(mark) in INTO:
            return replace(self, given=False, by=by)
        return replace(self, wanted=False, by=by)

    def piece(self, words: str) -> Piece:
        changed = not (self.given and self.wanted)
        return Piece(words, self.given, self.wanted, self.by if changed else "")


@dataclass(slots=True)
class _Gathered:
    """What one paragraph or row holds, while it is read."""

    pieces: list[Piece] = field(default_factory=list)
    anchors: list[str] = field(default_factory=list)
    filled: list[str] = field(default_factory=list)
    open: dict[str, str] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


class _Reader:
    """Walks through a document once, in the order of its text."""

    def __init__(self, notes: dict[tuple[str, str], Note]) -> None:
        self.lines: list[Line] = []
        self.lost: list[str] = []
        self.made_from = ""
        self._notes = notes
        self._placed: set[tuple[str, str]] = set()
        self._about: dict[str, list[str]] = {}
        self._pieces = 0

    @property
    def unplaced(self) -> tuple[Note, ...]:
        """Notes that the text does not refer to."""
        return tuple(note for key, note in self._notes.items() if key not in self._placed)

    def blocks(self, parent: etree._Element, state: _State) -> None:
        """Paragraphs and tables, also inside content controls."""
        waiting: list[str] = []
        for each in parent:
            name = name_of(each)
            if name == "p":
                self._paragraph(each, state, waiting)
                waiting = []
            elif name == "tbl":
                self._table(each, state)
            elif name in INTO | OUT_OF:
                self.blocks(each, state.within(each))
            elif name == "AlternateContent":
                self.blocks(_chosen(each), state)
            elif name in {"sdt", "sdtContent", "customXml", "smartTag"}:
                self.blocks(each, state)
            elif name == "bookmarkStart":
                waiting.append(each.get(f"{W}name", ""))
            elif name in _LOST:
                self.lost.append(_LOST[name])

    def _paragraph(self, paragraph: etree._Element, state: _State, waiting: list[str]) -> None:
        held = _Gathered()
        held.anchors += waiting
        self._inline(paragraph, state, held)
        properties = paragraph.find(f"{W}pPr")
        style, end = "", state
        if properties is not None:
            found = properties.find(f"{W}pStyle")
            style = found.get(f"{W}val", "") if found is not None else ""
            for mark in properties.iterfind(f"{W}rPr/*"):
                end = end.within(mark) if name_of(mark) in INTO | OUT_OF else end
            if properties.find(f"{W}numPr") is not None:
                held.lost.append("a number or dot that Word puts before a paragraph by itself")
        self._keep(held, end.piece("\n\n"), style)

    def _table(self, table: etree._Element, state: _State) -> None:
        for row in table.iter(f"{W}tr"):
            if next(row.iterancestors(f"{W}tbl")) is not table:
                continue
            inside = state
            for mark in row.iterfind(f"{W}trPr/*"):
                inside = inside.within(mark) if name_of(mark) in {"ins", "del"} else inside
            held = _Gathered()
            cells = [each for each in row.iter(f"{W}tc") if next(each.iterancestors(f"{W}tr")) is row]
            for place, cell in enumerate(cells):
                if place:
                    held.pieces.append(inside.piece(" | "))
                inner = [each for each in cell.iter(f"{W}p") if not any(each.iterancestors(f"{W}txbxContent"))]
                for number, paragraph in enumerate(inner):
                    if number:
                        held.pieces.append(inside.piece("\n"))
                    self._inline(paragraph, inside, held)
            self._keep(held, inside.piece("\n\n"), "row")

    def _keep(self, held: _Gathered, end: Piece, style: str) -> None:
        self._pieces += len(held.pieces) + 1
        if self._pieces > _MOST_PIECES:
            raise BadInput("This document holds far more changes than a person makes. It was not read.", "file")
        for name in held.anchors:
            self.made_from = made_from(name) or self.made_from
        # A name that spans no words any more was pushed here when its own paragraph was deleted.
        ours = [(name, read_anchor(name)) for name in held.anchors]
        anchors = [anchor for name, anchor in ours if anchor and name in held.filled]
        anchors += [anchor for name, anchor in ours if anchor and name not in held.filled]
        self.lines.append(
            Line(tuple(held.pieces), end, tuple(anchors), style, tuple(held.notes), tuple(dict.fromkeys(held.lost)))
        )

    def _inline(self, parent: etree._Element, state: _State, held: _Gathered) -> None:
        for each in parent:
            name = name_of(each)
            if name in {"t", "delText"}:
                self._words(seen(each.text or ""), state, held)
            elif name in _BREAKS:
                self._words(_BREAKS[name], state, held)
            elif name in INTO | OUT_OF:
                self._inline(each, state.within(each), held)
            elif name in _INSIDE:
                self._inline(each, state, held)
            elif name == "AlternateContent":
                self._inline(_chosen(each), state, held)
            else:
                self._beside(name, each, held)

    def _words(self, words: str, state: _State, held: _Gathered) -> None:
        held.pieces.append(state.piece(words))
        if words.strip():
            held.filled += held.open.values()
        for about in self._about.values():
            about.append(words if state.wanted else "")

    def _beside(self, name: str, each: etree._Element, held: _Gathered) -> None:
        """What is not text of the paragraph itself."""
        key = each.get(f"{W}id", "")
        if name == "bookmarkStart":
            held.open[key] = each.get(f"{W}name", "")
            held.anchors.append(held.open[key])
        elif name == "bookmarkEnd":
            held.open.pop(key, None)
        elif name == "commentRangeStart":
            self._about[key] = []
        elif name == "commentReference":
            about = " ".join("".join(self._about.pop(key, [])).split())
            self._note(("comments", key), about, held)
        elif name in _NOTES:
            self._note((_NOTES[name], key), "", held)
        elif name in _LOST:
            self._box(name, each, held)

    def _note(self, key: tuple[str, str], about: str, held: _Gathered) -> None:
        if found := self._notes.get(key):
            held.notes.append(replace(found, about=about[:200]))
            self._placed.add(key)

    def _box(self, name: str, each: etree._Element, held: _Gathered) -> None:
        boxes = [text_of(box) for box in each.iter(f"{W}txbxContent")]
        held.notes += [Note(f"Words in a box: {words}") for words in boxes if words]
        if not any(boxes):
            held.lost.append(_LOST[name])


def _chosen(alternatives: etree._Element) -> etree._Element:
    """One of several ways of saying the same."""
    found = alternatives.find(f"{_MC}Choice")
    if found is None:
        found = alternatives.find(f"{_MC}Fallback")
    return found if found is not None else alternatives
