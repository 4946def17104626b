"""A file that somebody sends as a document of Word: opened with care, or refused in words. Nothing in it is ever run.

Only a few parts are read, as XML without entities, without a document type and without the network. Links that lead
out of the file are never followed. What is no document, is locked, holds macros or unfolds without end is refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from posixpath import join, normpath
from typing import Final
from zipfile import BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError  # noqa: N812

from lxml import etree

from consortium.problems import BadInput

LARGEST: Final = 5 * 1024 * 1024
_UNFOLDED: Final = 60 * 1024 * 1024
_PART: Final = 12 * 1024 * 1024
_MOST_PARTS: Final = 2_000
_OLE: Final = bytes.fromhex("d0cf11e0a1b11ae1")
_FIELD: Final = "file"

_RELATIONS: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_OFFICE: Final = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/",
    "http://purl.oclc.org/ooxml/officeDocument/relationships/",
)
_READ: Final = ("comments", "footnotes", "endnotes", "header", "footer")
_STRICT: Final = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_USUAL: Final = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@dataclass(frozen=True, slots=True)
class Opened:
    """The parts of a document that are read: its body, and by kind the comments, notes, headers and footers."""

    body: etree._Element
    others: Mapping[str, tuple[etree._Element, ...]]
    identifier: str


def open_word(data: bytes) -> Opened:
    """Open a document of Word.

    Raises:
        BadInput: it is none, or none that we read; nothing of it was kept.
    """
    _check_outside(data)
    try:
        with ZipFile(BytesIO(data)) as packed:
            _check_inside(packed)
            return _opened(packed)
    except (BadZipFile, ZlibError, EOFError, RuntimeError, ValueError, OSError) as broken:
        raise _refused("This file is damaged: it can't be unpacked.") from broken


def _check_outside(data: bytes) -> None:
    if not data:
        raise _refused("Choose a file.")
    if len(data) > LARGEST:
        raise _refused("This file is larger than 5 MB. Take pictures out of it, or paste the text instead.")
    if data.startswith(_OLE):
        raise _refused(
            "This file is locked with a password, or is of an old kind (.doc). Save it as .docx without one."
        )
    if data.startswith(b"%PDF"):
        raise _refused("This is a PDF. Send the .docx, or paste the text.")
    if not data.startswith(b"PK\x03\x04"):
        raise _refused("This is no document of Word (.docx).")


def _check_inside(packed: ZipFile) -> None:
    entries = packed.infolist()
    names = [entry.filename for entry in entries]
    if len(entries) > _MOST_PARTS or sum(entry.file_size for entry in entries) > _UNFOLDED:
        raise _refused("This file unfolds to far more than a document holds. It was not opened.")
    if len(set(names)) != len(names):
        raise _refused("This file holds one part twice. Save it anew in Word.")
    if any(entry.flag_bits & 1 for entry in entries):
        raise _refused("This file is locked with a password. Save it without one.")
    if "[Content_Types].xml" not in names:
        raise _refused("This is no document of Word (.docx).")
    types = _bytes(packed, packed.getinfo("[Content_Types].xml")).lower()
    if b"macroenabled" in types or b"vbaproject" in types or any("vbaproject" in name.lower() for name in names):
        raise _refused("This file holds macros. Save it as .docx, which has none.")


def _opened(packed: ZipFile) -> Opened:
    main = next((part for kind, part in _related(packed, "") if kind == "officeDocument"), "")
    if not main or main not in packed.namelist():
        raise _refused("This is no document of Word (.docx).")
    body = _parsed(packed, main)
    if not isinstance(body.tag, str) or not body.tag.endswith("}document"):
        raise _refused("This is no document of Word (.docx).")
    others: dict[str, list[etree._Element]] = {}
    for kind, part in _related(packed, main):
        if kind in _READ and part in packed.namelist():
            others.setdefault(kind, []).append(_parsed(packed, part))
    return Opened(body, {kind: tuple(each) for kind, each in others.items()}, _identifier(packed))


def _related(packed: ZipFile, part: str) -> list[tuple[str, str]]:
    """What a part refers to inside the file, as kind and name; whatever leads out of the file is passed over."""
    folder, _, name = part.rpartition("/")
    relations = join(folder, "_rels", f"{name}.rels")
    if relations not in packed.namelist():
        return []
    found = []
    for each in _parsed(packed, relations).iter(_RELATIONS):
        kind = next(
            (each.get("Type", "").removeprefix(base) for base in _OFFICE if each.get("Type", "").startswith(base)), ""
        )
        target = each.get("Target", "")
        if kind and each.get("TargetMode") != "External" and "://" not in target:
            found.append((kind, target.lstrip("/") if target.startswith("/") else normpath(join(folder, target))))
    return found


def _identifier(packed: ZipFile) -> str:
    if "docProps/core.xml" not in packed.namelist():
        return ""
    found = _parsed(packed, "docProps/core.xml").find("{http://purl.org/dc/elements/1.1/}identifier")
    return (found.text or "") if found is not None else ""


def _parsed(packed: ZipFile, name: str) -> etree._Element:
    data = _bytes(packed, packed.getinfo(name)).replace(_STRICT, _USUAL)
    reader = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, reader)
    except etree.XMLSyntaxError as broken:
        raise _refused("This file is damaged: it can't be read.") from broken
    if root.getroottree().docinfo.internalDTD is not None:
        raise _refused("This file holds a document type, as no document of Word does. It was not read.")
    return root


def _bytes(packed: ZipFile, entry: ZipInfo) -> bytes:
    """A part, unpacked to no more than its share, whatever its head says of its size."""
    with packed.open(entry) as part:
        data = part.read(_PART + 1)
    if len(data) > _PART:
        raise _refused("This file unfolds to far more than a document holds. It was not opened.")
    return data


def _refused(why: str) -> BadInput:
    return BadInput(why, _FIELD)
