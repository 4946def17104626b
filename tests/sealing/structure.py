"""What a screen reader meets in a tagged PDF: the structure tree in reading order, with the words of each part."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ContentStream, DictionaryObject


@dataclass(frozen=True)
class Part:
    """One structure element: its standard role, its words, how deep it lies, and its attributes."""

    role: str
    words: str
    depth: int
    attributes: dict[str, Any]


def parts(pdf: bytes) -> list[Part]:
    """Every structure element in reading order, each with all the words inside it."""
    reader = PdfReader(io.BytesIO(pdf))
    catalogue: Any = reader.trailer["/Root"]
    root = catalogue["/StructTreeRoot"]
    roles = {str(each): str(role) for each, role in root.get("/RoleMap", {}).items()}
    spoken = [_marked(page, reader) for page in reader.pages]
    pages = {
        page.indirect_reference.idnum: number for number, page in enumerate(reader.pages) if page.indirect_reference
    }
    return list(_walk(root["/K"], roles, spoken, pages, None, 0))


def _walk(
    node: Any, roles: dict[str, str], spoken: list[dict[int, str]], pages: dict[int, int], page: int | None, depth: int
) -> Iterator[Part]:
    node = node.get_object()
    if isinstance(node, list):
        for each in node:
            yield from _walk(each, roles, spoken, pages, page, depth)
    elif isinstance(node, DictionaryObject) and "/S" in node:
        page = _page(node, pages, page)
        role = str(node["/S"])
        kids = node.get("/K", [])
        words = " ".join(_words(kids, spoken, pages, page).split())
        merged: dict[str, Any] = {}
        for each in _several(node.get("/A")):
            merged |= dict(each) if isinstance(each, dict) else {}
        yield Part(roles.get(role, role).lstrip("/"), words, depth, merged)
        if not isinstance(kids, int):
            yield from _walk(kids, roles, spoken, pages, page, depth + 1)


def _page(node: DictionaryObject, pages: dict[int, int], page: int | None) -> int | None:
    """The page that a node is on: its own, or that of what it lies in."""
    named: Any = node.raw_get("/Pg") if "/Pg" in node else None
    return page if named is None else pages[named.idnum]


def _several(value: Any) -> list[Any]:
    if value is None:
        return []
    found = value.get_object()
    return [each.get_object() for each in found] if isinstance(found, list) else [found]


def _words(kids: Any, spoken: list[dict[int, str]], pages: dict[int, int], page: int | None) -> str:
    kids = kids.get_object() if hasattr(kids, "get_object") else kids
    if isinstance(kids, int):
        return spoken[page].get(int(kids), "") if page is not None else ""
    if isinstance(kids, list):
        return " ".join(_words(each, spoken, pages, page) for each in kids)
    if isinstance(kids, DictionaryObject):
        page = _page(kids, pages, page)
        if "/MCID" in kids:
            return spoken[page].get(int(str(kids["/MCID"])), "") if page is not None else ""
        return _words(kids.get("/K", []), spoken, pages, page)
    return ""


def _marked(page: Any, reader: PdfReader) -> dict[int, str]:
    """The words of each marked sequence of a page, by its number."""
    fonts = {name: _unicode(font.get_object()) for name, font in page["/Resources"].get("/Font", {}).items()}
    said: dict[int, str] = {}
    stack: list[int | None] = []
    letters: dict[int, str] = {}
    for operands, operator in ContentStream(page["/Contents"], reader).operations:
        if operator == b"BDC":
            stack.append(operands[1].get("/MCID") if isinstance(operands[1], dict) else None)
        elif operator == b"BMC":
            stack.append(None)
        elif operator == b"EMC":
            stack.pop()
        elif operator == b"Tf":
            letters = fonts[operands[0]]
        elif operator in {b"Tj", b"TJ"}:
            number = next((each for each in reversed(stack) if each is not None), None)
            if number is not None:
                strings = operands[0] if operator == b"TJ" else operands
                text = "".join(_decoded(each, letters) for each in strings if not isinstance(each, int | float))
                said[number] = f"{said.get(number, '')} {text}" if number in said else text
    return said


def _decoded(string: Any, letters: dict[int, str]) -> str:
    raw = string.original_bytes if hasattr(string, "original_bytes") else bytes(string)
    return "".join(letters.get(int.from_bytes(raw[at : at + 2], "big"), "") for at in range(0, len(raw), 2))


def _unicode(font: Any) -> dict[int, str]:
    """What each glyph code of a font stands for, by its ToUnicode map (ISO 32000-2, 9.10.3)."""
    found: dict[int, str] = {}
    text = font["/ToUnicode"].get_object().get_data().decode("latin-1")
    for block in re.findall(r"beginbfchar(.*?)endbfchar", text, re.DOTALL):
        for code, to in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            found[int(code, 16)] = bytes.fromhex(to).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", text, re.DOTALL):
        for first, last, to in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            start = int.from_bytes(bytes.fromhex(to)[-2:], "big")
            for step in range(int(last, 16) - int(first, 16) + 1):
                found[int(first, 16) + step] = chr(start + step)
    return found
