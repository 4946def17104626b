"""The roster as a file: CSV or XLSX, which no spreadsheet takes for formulas. Pure; bytes out.

A cell that begins like a formula gets an apostrophe in front, as OWASP advises for CSV injection; our own import takes
it off again.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from consortium.members.people_values import needed_of
from consortium.members.values import Course, RosterLine

HEADINGS: Final = (
    "Name",
    "Rank or title",
    "Agency",
    "Status",
    "Role",
    "Lent by",
    "Course",
    "Course or licence",
    "Hours",
    "Completed on",
    "Expires on",
    "Suspended",
)
_DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


def harmless(cell: str) -> str:
    """The cell, so that no spreadsheet runs it."""
    return f"'{cell}" if cell.startswith(_DANGEROUS) else cell


def roster_csv(lines: Iterable[RosterLine]) -> bytes:
    """The roster as CSV in UTF-8 with a byte order mark, so that Excel reads its letters."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADINGS)
    writer.writerows([harmless(cell) for cell in row] for row in _rows(lines))
    return text.getvalue().encode("utf-8-sig")


def roster_xlsx(lines: Iterable[RosterLine]) -> bytes:
    """The roster as a workbook, every cell as text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Roster")
    for row in (HEADINGS, *_rows(lines)):
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, value=harmless(value))
            cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def _rows(lines: Iterable[RosterLine]) -> Iterator[Sequence[str]]:
    for line in lines:
        agency, tie = line.bonds[0] if line.bonds else ("", None)
        yield (
            line.name,
            line.title,
            agency,
            tie.value.replace("_", " ") if tie else "",
            line.answers_as.value if line.answers_as else "",
            line.lent_by or "",
            *_course(_shown(line)),
            "yes" if line.suspended else "",
        )


def _shown(line: RosterLine) -> Course | None:
    """Of all that she has, what lets her serve, and of that the one that lasts longest."""
    needed = needed_of(line.answers_as)
    return max(line.courses, key=lambda each: (each.kind is needed, each.expires_on), default=None)


def _course(course: Course | None) -> Sequence[str]:
    if course is None:
        return ("", "", "", "", "")
    return (
        course.course,
        course.kind.value,
        str(course.hours),
        course.completed_on.isoformat(),
        course.expires_on.isoformat(),
    )
