"""Which characters our own fonts can show, read from the fonts themselves.

A document is printed with these fonts and no others, on every machine. What they lack would stop the printing, so it
is found where a name or a text is typed. They hold the Latin letters of all languages, the native ones of America
among them, and Greek; no other script.
"""

import struct
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent / "fonts"
"""Own fonts, with their licence."""

_TEXT: Final = ("noto-serif-400", "noto-serif-700", "noto-sans-400", "noto-sans-700")
_BREAKS: Final = frozenset(map(ord, "\n\r\t"))
_NOT_SHOWN: Final = frozenset({*range(0x20), 0x7F, 0x00AD, *range(0x200B, 0x2010), *range(0x2028, 0x202F)}) | frozenset(
    range(0x2060, 0x2070)
)
"""Control characters, and those that change the direction or the joining of others: nobody sees them on paper."""


@cache
def coverage() -> frozenset[int]:
    """The code points that each face of the text fonts can show, line breaks and tabs included."""
    faces = [frozenset(_mapped((FOLDER / f"{name}.ttf").read_bytes())) for name in _TEXT]
    return (frozenset.intersection(*faces) - _NOT_SHOWN) | _BREAKS


def not_shown(text: str) -> tuple[str, ...]:
    """The characters of a text that a document could not show, each once, in the order of their first use."""
    return tuple(dict.fromkeys(each for each in text if ord(each) not in coverage()))


def _mapped(font: bytes) -> Iterator[int]:
    """The code points of a font's character map: its format 4, which holds the basic plane (OpenType, `cmap`)."""
    tables = struct.unpack_from(">H", font, 4)[0]
    found = {tag: start for tag, _, start, _ in struct.iter_unpack(">4sIII", font[12 : 12 + 16 * tables])}
    cmap = found[b"cmap"]
    for index in range(struct.unpack_from(">H", font, cmap + 2)[0]):
        start = cmap + struct.unpack_from(">I", font, cmap + 4 + 8 * index + 4)[0]
        if struct.unpack_from(">H", font, start)[0] == 4:
            yield from _segments(font, start)
            return
    raise ValueError("a font of ours has no character map of format 4")


def _segments(font: bytes, start: int) -> Iterator[int]:
    """Each segment is a run of code points; one that a glyph table is used for may have holes."""
    twice = struct.unpack_from(">H", font, start + 6)[0]
    count = twice // 2

    def column(offset: int) -> tuple[int, ...]:
        return struct.unpack_from(f">{count}H", font, start + offset)

    ends, starts = column(14), column(16 + twice)
    deltas, ranges = column(16 + 2 * twice), column(16 + 3 * twice)
    for index, (last, first, delta, offset) in enumerate(zip(ends, starts, deltas, ranges, strict=True)):
        for code in range(first, last + 1):
            glyph = code
            if offset:
                place = start + 16 + 3 * twice + 2 * index + offset + 2 * (code - first)
                glyph = struct.unpack_from(">H", font, place)[0]
                if not glyph:
                    continue
            if (glyph + delta) % 0x10000:
                yield code
