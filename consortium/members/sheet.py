"""A table kept as comma-separated text: bytes to text, text to rows with their line numbers. Pure; opens no file."""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence

from consortium.problems import BadInput

Row = tuple[int, dict[str, str] | str]
"""The line on which a row begins, from 1, with its cells by heading; or with what is wrong with its shape."""

_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decode(data: bytes, encoding: str = "utf-8") -> str:
    """The text of a file. A byte order mark at the start of UTF-8 is left out.

    Raises:
        BadInput: the bytes are not of this encoding, or no table at all; the message says what to do.
    """
    if not data.strip():
        raise BadInput("The file is empty.")
    if data.startswith(_UTF_16):
        raise BadInput("The file is UTF-16. Save it as “CSV UTF-8”.")
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise BadInput("The file is a spreadsheet. Save it as “CSV UTF-8”.")
    if b"\0" in data:
        raise BadInput(
            f"Line {_line_of(data, data.index(0))} holds a NUL byte: this is not a text file, or a damaged one."
        )
    try:
        return data.decode(encoding).removeprefix("\ufeff")
    except LookupError as unknown:
        raise BadInput(f"There is no encoding named “{encoding[:40]}”. Try utf-8 or windows-1252.") from unknown
    except UnicodeDecodeError as wrong:
        raise BadInput(
            f"Line {_line_of(data, wrong.start)} holds a byte that is not {encoding}. "
            "Save the file as “CSV UTF-8”, or say its encoding: --encoding windows-1252."
        ) from wrong


def read_sheet(text: str, headings: Sequence[str]) -> Iterator[Row]:
    """The rows of a table whose first line holds at least these headings, each once, in any order and case.

    Blank lines are passed over. Cells are stripped of blanks.

    Raises:
        BadInput: a heading is missing or there twice, or the text cannot be read as a table from some line on.
    """
    reader = csv.reader(io.StringIO(text, newline=""))
    try:
        found = [heading.strip().upper() for heading in next(reader, [])]
        _refuse_other(found, headings)
        line = reader.line_num + 1
        for cells in reader:
            if cells:
                yield line, _cells(found, cells)
            line = reader.line_num + 1
    except csv.Error as wrong:
        raise BadInput(
            f"The table cannot be read at line {reader.line_num}: {wrong}. Is a quotation mark not closed?"
        ) from wrong


def _cells(headings: Sequence[str], cells: Sequence[str]) -> dict[str, str] | str:
    if len(cells) != len(headings):
        return f"this row has {len(cells)} cells where the headings are {len(headings)}"
    return {heading: cell.strip() for heading, cell in zip(headings, cells, strict=True)}


def _refuse_other(found: Sequence[str], headings: Sequence[str]) -> None:
    missing = [heading for heading in headings if heading not in found]
    if missing:
        first = " ".join(found)
        hint = next(
            (f" Its cells seem to be parted by “{mark}”; they must be by commas." for mark in ";\t|" if mark in first),
            "",
        )
        raise BadInput(f"The first line lacks the headings {', '.join(missing)}.{hint}")
    twice = [heading for heading, times in Counter(found).items() if times > 1 and heading in headings]
    if twice:
        raise BadInput(f"The first line has the heading {twice[0]} more than once.")


def _line_of(data: bytes, at: int) -> int:
    return data.count(b"\n", 0, at) + 1
