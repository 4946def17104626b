"""Any table that an office keeps: bytes of CSV or XLSX to headings and rows of text. Pure; opens no file."""

import codecs
import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from consortium.problems import BadInput

MOST_ROWS: Final = 10_000
MOST_COLUMNS: Final = 80
MOST_CHARACTERS: Final = 500
_MOST_UNPACKED: Final = 100_000_000
_MARKS: Final = (",", ";", "\t", "|")
_FORMULA: Final = ("=", "+", "-", "@")
_MIDNIGHT: Final = time(0)

Rows = tuple[tuple[int, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its headings, and its rows with the line in the file (from 1); each row is as long as the headings."""

    headings: tuple[str, ...]
    rows: Rows


def read_any(data: bytes, *, times: bool = False) -> Sheet:
    """Read a CSV file (UTF-8, UTF-16 or Windows-1252; parted by commas, semicolons, tabs or bars) or an XLSX workbook.

    The first row with two filled cells holds the headings; of a workbook the first sheet that has such a row is read.
    Blank rows are passed over, columns without a heading too. Days become ISO 8601; with ``times``, the time of the
    day that a workbook's cell holds stays beside its day.

    Raises:
        BadInput: the bytes are no such table, or a larger one than :data:`MOST_ROWS`.
    """
    if not data.strip():
        raise BadInput("The file is empty.", "file")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise BadInput(
            "This is a workbook of the old kind, or one with a password. Save it as .xlsx or as CSV.", "file"
        )
    return _workbook(data, times=times) if data.startswith(b"PK\x03\x04") else _sheet(_csv(_text(data)))


def _text(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    elif b"\0" in data:
        raise BadInput("This is neither a CSV file nor a workbook.", "file")
    else:
        encodings = ["utf-8-sig", "windows-1252"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadInput("The letters of this file cannot be read. Save it as “CSV UTF-8”.", "file")


def _csv(text: str) -> Iterator[tuple[int, list[str]]]:
    head = "\n".join(text.splitlines()[:10])
    mark = max(_MARKS, key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as wrong:
        raise BadInput(f"The table cannot be read at line {line}. Is a quotation mark not closed?", "file") from wrong


def _workbook(data: bytes, *, times: bool) -> Sheet:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(part.file_size for part in packed.infolist()) > _MOST_UNPACKED:
                raise BadInput("This workbook is too large once it is unpacked. Keep only the list in it.", "file")
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as wrong:
        raise BadInput("This workbook cannot be opened. Save it anew as .xlsx, or as CSV.", "file") from wrong
    try:
        for sheet in book.worksheets:
            rows = sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True)
            found = _headed(
                (number, [_cell(value, times=times) for value in row]) for number, row in enumerate(rows, start=1)
            )
            if found is not None:
                return found
    finally:
        book.close()
    raise BadInput("No sheet of this workbook has a row of headings.", "file")


def _cell(value: Any, *, times: bool) -> str:
    match value:
        case None:
            return ""
        case datetime() if times and value.time() != _MIDNIGHT:
            return value.isoformat(" ", "minutes")
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return str(value)


def _sheet(rows: Iterable[tuple[int, Sequence[str]]]) -> Sheet:
    found = _headed(rows)
    if found is None:
        raise BadInput("The file has no row of headings, such as “Name, Agency, E-mail”.", "file")
    return found


def _headed(rows: Iterable[tuple[int, Sequence[str]]]) -> Sheet | None:
    tidied = ((line, [_tidy(cell) for cell in cells]) for line, cells in rows)
    top = next((cells for _, cells in tidied if sum(map(bool, cells)) > 1), None)
    if top is None:
        return None
    kept = [column for column, heading in enumerate(top[:MOST_COLUMNS]) if heading]
    held: list[tuple[int, tuple[str, ...]]] = []
    for line, cells in tidied:
        if any(cells):
            if len(held) == MOST_ROWS:
                raise BadInput(f"The list has more than {MOST_ROWS:,} rows. Part it.", "file")
            held.append((line, tuple(cells[column] if column < len(cells) else "" for column in kept)))
    return Sheet(tuple(top[column] for column in kept), tuple(held))


def _tidy(cell: str) -> str:
    """Blanks tidied; the apostrophe that keeps a spreadsheet from reading a formula is taken off again."""
    tidy = " ".join(cell.replace("\0", "").split())[:MOST_CHARACTERS]
    return tidy[1:] if tidy.startswith("'") and tidy[1:].startswith(_FORMULA) else tidy
