"""The press: words in, a PDF or a picture out. The same words give the same bytes, on any day and for anybody.

The PDF is tagged for screen readers (PDF/UA-1) and carries no date, no author and no id but a digest of itself. What
was printed is kept in memory by a digest of its words.
"""

import asyncio
import json
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import typst

HERE: Final = Path(__file__).parent
FONTS: Final = HERE / "fonts"
MOST_KEPT: Final = 64
PREVIEW_DOTS: Final = 60.0
"""Dots per inch of the small picture on the page."""


@dataclass(slots=True)
class Press:
    """Prints in a thread, one at a time, and keeps the last sheets."""

    _kept: OrderedDict[str, bytes] = field(default_factory=OrderedDict)
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def sheet(self, kind: str, said: Mapping[str, Any], *, picture: bool = False) -> bytes:
        """A ``poster`` or the ``cards`` with these words: as a PDF, or its picture as PNG."""
        words = json.dumps(said, sort_keys=True, ensure_ascii=False)
        key = sha256(f"{kind} {picture} {words}".encode()).hexdigest()
        async with self._lock:
            if key not in self._kept:
                self._kept[key] = await asyncio.to_thread(compiled, kind, words, picture=picture)
                if len(self._kept) > MOST_KEPT:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(key)
            return self._kept[key]


def compiled(kind: str, words: str, *, picture: bool = False) -> bytes:
    """One sheet, printed; ``words`` is the JSON that the templates read."""
    how: dict[str, Any] = {"format": "png", "ppi": PREVIEW_DOTS} if picture else {"pdf_standards": ["ua-1"]}
    made = typst.compile(
        str(HERE / f"{kind}.typ"),
        root=str(HERE),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"said": words},
        **how,
    )
    if not isinstance(made, bytes):
        raise OverflowError(f"a {kind} fills more than one page")
    return made
