"""Reading a PDF that anybody may have made: what is attached inside, and whether it acts by itself.

A PDF can name itself in circles, nest without end and swell when it is unpacked; so everything here is counted, and the
public page does it in a process of its own with little memory and time.
"""

import io
from collections.abc import Iterator
from typing import Any, Final

from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader

from consortium.problems import BadInput

MOST_BYTES: Final = 20_000_000
_MOST_NODES: Final = 1_000
_MOST_FILE: Final = 20_000_000
_ACTING: Final = ("/OpenAction", "/AA")

BROKEN: Final = (
    PdfError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    IndexError,
    OverflowError,
    RecursionError,
    OSError,
)
"""What the library raises for a PDF that is none."""


def open_pdf(pdf: bytes) -> PdfFileReader:
    """A reader for the file.

    Raises:
        BadInput: it is no PDF, is too large, cannot be read, or is encrypted.
    """
    if len(pdf) > MOST_BYTES:
        raise BadInput("This file is larger than 20 MB. No agreement of ours is.", "file")
    if not pdf.startswith(b"%PDF-"):
        raise BadInput("This is no PDF.", "file")
    try:
        reader = PdfFileReader(io.BytesIO(pdf))
        locked = reader.encrypted
        _ = reader.root["/Pages"]
    except BROKEN as broken:
        raise BadInput("This PDF is damaged: it cannot be read.", "file") from broken
    if locked:
        raise BadInput(
            "This PDF is encrypted. No agreement of ours is; save it without a password, or ask for it again.", "file"
        )
    return reader


def acts_by_itself(root: DictionaryObject, pdf: bytes) -> bool:
    """Whether the file carries a script, or does something when it is opened; ours never do."""
    names = under(root, "/Names")
    return any(each in root for each in _ACTING) or "/JavaScript" in names or b"/JavaScript" in pdf or b"/Launch" in pdf


def attached_in(root: DictionaryObject) -> dict[str, bytes]:
    """The files that are attached inside, by name.

    Raises:
        BadInput: there are too many of them, they are too large, or they cannot be read.
    """
    found: dict[str, bytes] = {}
    try:
        for name, described in _pairs(under(under(root, "/Names"), "/EmbeddedFiles")):
            data = bytes(described["/EF"]["/F"].data)
            if len(data) > _MOST_FILE:
                raise BadInput("A file inside this PDF is larger than any of ours.", "file")
            found[str(under(described, "/UF") or name)] = data
    except BROKEN as broken:
        raise BadInput("The files inside this PDF cannot be read.", "file") from broken
    return found


def under(holder: Any, name: str) -> Any:
    """What stands under a name, or nothing; ``get`` would not follow a reference."""
    return holder[name] if name in holder else {}  # noqa: SIM401


def _pairs(root: Any) -> Iterator[tuple[str, Any]]:
    """The pairs of a name tree."""
    waiting, seen = [root], 0
    while waiting:
        node, seen = waiting.pop(0), seen + 1
        if seen > _MOST_NODES:
            raise BadInput("This PDF names more files inside than any of ours.", "file")
        kids, names = under(node, "/Kids"), under(node, "/Names")
        if isinstance(kids, ArrayObject):
            waiting += [kids[place] for place in range(min(len(kids), _MOST_NODES))]
        if isinstance(names, ArrayObject):
            for place in range(0, min(len(names) - 1, 2 * _MOST_NODES), 2):
                yield str(names[place]), names[place + 1]
