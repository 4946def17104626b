"""The press for agreements: words in, a PDF out. The same words give the same bytes, on any machine and on any day.

The PDF is made to PDF/A-3a (kept for ever, files inside) and PDF/UA-1 (read aloud) as typst enforces them: it refuses
to print what breaks them, a character without a glyph among it. Words of others come in as JSON values only, never
as source. Nothing here reads a clock: the date of a document is part of its words.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

import typst

from consortium.problems import Conflict
from consortium.signing.sealing.fonts import FOLDER, not_shown

HERE: Final = Path(__file__).parent
STANDARDS: Final = ("a-3a", "ua-1")

_MOST_TOLD: Final = 12


class CannotPrintError(Conflict):
    """The words hold something that no document can show; the message says what."""


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FOLDER)])


def printed(template: str, said: Mapping[str, Any], files: Mapping[str, bytes], *, made: datetime) -> bytes:
    """One document as a PDF.

    Args:
        template: the name of a template of this folder.
        said: its words, as JSON values; ``files`` are named in ``said["attached"]``.
        files: what is attached inside, by name; UTF-8.
        made: the instant that the PDF gives as its own, whole seconds.

    Raises:
        CannotPrintError: a character that our fonts do not have.
    """
    how = {"pdf_standards": list(STANDARDS), "timestamp": int(made.timestamp())}
    pdf: bytes = _compiled(template, said, files, format="pdf", **how)
    return pdf


def pictured(template: str, said: Mapping[str, Any], files: Mapping[str, bytes], *, ppi: float = 72.0) -> list[bytes]:
    """The pages as PNG, ``ppi`` dots to the inch; to look at."""
    made = _compiled(template, said, files, format="png", ppi=ppi)
    return made if isinstance(made, list) else [made]


def _compiled(template: str, said: Mapping[str, Any], files: Mapping[str, bytes], **how: Any) -> Any:
    words = json.dumps(said, sort_keys=True, ensure_ascii=False)
    if lacking := not_shown(" ".join(_texts(said))):
        shown = ", ".join(f"{each} (U+{ord(each):04X})" for each in lacking[:_MOST_TOLD])
        raise CannotPrintError(f"No document can show these characters: {shown}. Have them written in Latin letters.")
    return typst.compile(
        str(HERE / f"{template}.typ"),
        root=str(HERE),
        font_paths=_fonts(),
        sys_inputs={"said": words, **{name: content.decode() for name, content in files.items()}},
        **how,
    )


def _texts(value: object) -> list[str]:
    """All texts of a JSON value."""
    if isinstance(value, str):
        return [value]
    inside = value.values() if isinstance(value, Mapping) else value if isinstance(value, list | tuple) else ()
    return [text for each in inside for text in _texts(each)]
