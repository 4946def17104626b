"""Look into a scanned PDF without trusting it: is it one, can it be read, does anything in it run or hide?

Run as a process of its own (``python -m consortium.signing.signatures.scan_check``) with little memory and time: a
file that somebody made to blow up takes nobody else along. It reads the file from its input and prints one word.
"""

import resource
import sys
from collections.abc import Iterator
from io import BytesIO
from typing import Final

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader

MEMORY_BYTES: Final = 768 * 1024 * 1024
SECONDS: Final = 10
MOST_OBJECTS: Final = 50_000
MOST_PAGES: Final = 200
MOST_REFERENCES: Final = 16

GOOD: Final = "good"
_BROKEN: Final = (
    PdfError,
    ValueError,
    KeyError,
    TypeError,
    IndexError,
    AttributeError,
    AssertionError,
    OSError,
    RecursionError,
)
"""What the library raises for a file that is no sound PDF."""
RUNS: Final = frozenset({"/JS", "/JavaScript", "/Launch", "/AA", "/XFA", "/RichMedia", "/SubmitForm", "/ImportData"})
"""Keys and names by which something in a PDF does something by itself (ISO 32000-2, 12.6)."""
HIDES: Final = frozenset({"/EmbeddedFile", "/EmbeddedFiles", "/EF", "/Filespec"})
"""Keys and names by which another file stands inside."""
ACTIONS: Final = frozenset(
    [
        "/GoToR",
        "/GoToE",
        "/GoToDp",
        "/Launch",
        "/Thread",
        "/URI",
        "/Sound",
        "/Movie",
        "/Hide",
        "/Named",
        "/SubmitForm",
        "/ResetForm",
        "/ImportData",
        "/JavaScript",
        "/SetOCGState",
        "/Rendition",
        "/Trans",
        "/GoTo3DView",
        "/RichMediaExecute",
    ]
)
"""Every kind of action but the harmless one (ISO 32000-2, table 201), found wherever it stands."""
ACTS: Final = frozenset({"/A", "/PA", "/Next", "/OpenAction"})
"""Keys under which an action stands, or several in turn; on opening also the place of a page, which is none."""
HARMLESS: Final = "/GoTo"
"""The one kind of action that a scan may have: it turns to a page of the same file."""


def judged(file: bytes) -> str:
    """One word for the file: ``good``, or what is wrong with it."""
    if file.lstrip()[:5] != b"%PDF-" or b"%%EOF" not in file[-2048:]:
        return "not-pdf"
    try:
        reader = PdfFileReader(BytesIO(file), strict=False)
        if reader.encrypted:
            return "encrypted"
        if not 1 <= _pages(reader) <= MOST_PAGES:
            return "pages"
        found = set(_found(reader))
    except _BROKEN:
        return "broken"
    return next((word for word in ("too-much", "runs", "hides") if word in found), GOOD)


def _pages(reader: PdfFileReader) -> int:
    count = reader.root["/Pages"]["/Count"]
    return int(count)


def _found(reader: PdfFileReader) -> Iterator[str]:
    """What every object that can be reached does or hides, each object once."""
    waiting: list[object] = [reader.trailer_view]
    seen: set[tuple[int, int]] = set()
    looked = 0
    while waiting:
        each = waiting.pop()
        looked += 1
        if looked > MOST_OBJECTS * 20 or len(seen) > MOST_OBJECTS:
            yield "too-much"
            return
        if isinstance(each, generic.IndirectObject):
            if (each.idnum, each.generation) not in seen:
                seen.add((each.idnum, each.generation))
                waiting.append(each.get_object())  # type: ignore[no-untyped-call]
        elif isinstance(each, generic.DictionaryObject):
            yield from _said(each)
            waiting += [each.raw_get(key) for key in each]
        elif isinstance(each, generic.ArrayObject):
            waiting += [each.raw_get(index) for index in range(len(each))]


def _said(found: generic.DictionaryObject) -> Iterator[str]:
    """What one dictionary is or does. Its values are looked up first: a name may stand in an object of its own."""
    names = {str(key) for key in found}
    values = {name: _plain(found.raw_get(name)) for name in found if str(name) in {"/Type", "/Subtype", "/S"} | ACTS}
    kinds = {str(value) for name, value in values.items() if str(name) in {"/Type", "/Subtype", "/S"}}
    acts = [act for name, value in values.items() if str(name) in ACTS for act in _actions(value)]
    runs = "/Action" in kinds and not _harmless(found)
    if names & RUNS or kinds & (RUNS | ACTIONS) or runs or any(not _harmless(act) for act in acts):
        yield "runs"
    if (names | kinds) & HIDES:
        yield "hides"


def _plain(value: object) -> object:
    """A value itself, however many references lie before it.

    Raises:
        ValueError: they lead nowhere, or in a ring.
    """
    for _ in range(MOST_REFERENCES):
        if not isinstance(value, generic.IndirectObject):
            return value
        value = value.get_object()  # type: ignore[no-untyped-call]
    raise ValueError("References that lead nowhere.")


def _actions(value: object) -> Iterator[generic.DictionaryObject]:
    """The actions of a key that may hold one, or several."""
    several = [value.raw_get(at) for at in range(len(value))] if isinstance(value, generic.ArrayObject) else [value]
    yield from (each for each in map(_plain, several) if isinstance(each, generic.DictionaryObject) and "/S" in each)


def _harmless(action: generic.DictionaryObject) -> bool:
    return "/S" in action and str(_plain(action.raw_get("/S"))) == HARMLESS


def main() -> None:
    """Read, judge, print."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        word = judged(sys.stdin.buffer.read())
    except MemoryError:
        word = "too-much"
    sys.stdout.write(word)


if __name__ == "__main__":
    main()
