"""Rows of a matched list, read as people: every error with its line, none stops the reading. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, TypeVar

from agreements import Bond, TrainingKind
from consortium.access.permissions import Role
from consortium.members import checks
from consortium.members.rosters.any_sheet import Sheet
from consortium.members.rosters.columns import Field, plain
from consortium.problems import BadInput
from geo import AgencyId

_DAYS: Final = ("%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y", "%m-%d-%Y", "%d %b %Y", "%b %d, %Y", "%B %d, %Y", "%d-%b-%Y")
_ROLES: Final[Mapping[str, Role | None]] = {
    "peer": Role.PEER,
    "peer supporter": Role.PEER,
    "peer support": Role.PEER,
    "officer": Role.PEER,
    "chaplain": Role.CHAPLAIN,
    "clergy": Role.CHAPLAIN,
    "clinician": Role.CLINICIAN,
    "mental health professional": Role.CLINICIAN,
    "mhp": Role.CLINICIAN,
    "counselor": Role.CLINICIAN,
    "none": None,
    "member": None,
}
_TIES: Final[Mapping[str, Bond]] = {
    "full time": Bond.FULL_TIME,
    "ft": Bond.FULL_TIME,
    "full": Bond.FULL_TIME,
    "active": Bond.FULL_TIME,
    "part time": Bond.PART_TIME,
    "pt": Bond.PART_TIME,
    "part": Bond.PART_TIME,
    "reserve": Bond.RESERVE,
    "volunteer": Bond.RESERVE,
    "auxiliary": Bond.RESERVE,
    "contract": Bond.CONTRACT_TOWN,
    "contract town": Bond.CONTRACT_TOWN,
    "joint team": Bond.JOINT_TEAM,
    "task force": Bond.JOINT_TEAM,
    "supervises": Bond.SUPERVISES,
    "supervisor": Bond.SUPERVISES,
}
_PAPERS: Final[Mapping[str, TrainingKind]] = {
    "course": TrainingKind.COURSE,
    "training": TrainingKind.COURSE,
    "class": TrainingKind.COURSE,
    "certificate": TrainingKind.COURSE,
    "licence": TrainingKind.LICENCE,
    "license": TrainingKind.LICENCE,
}
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A completed course, or a licence, of a row."""

    kind: TrainingKind
    course: str
    hours: int
    completed_on: date
    expires_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One person of the list; what the list does not say is empty or ``None``."""

    line: int
    name: str
    title: str
    email: str | None
    agency: AgencyId | None
    tie: Bond
    role: Role | None
    page_number: str | None
    talk_number: str | None
    course: Course | None


@dataclass(frozen=True, slots=True, order=True)
class Wrong:
    """What is wrong in one row, in the column of this heading."""

    line: int
    heading: str
    message: str


@dataclass(frozen=True, slots=True)
class Entries:
    """What a list holds: people, errors by line, and the names of agencies that nobody has matched yet."""

    people: tuple[Entry, ...]
    wrong: tuple[Wrong, ...]
    unknown_agencies: tuple[str, ...]


def read_entries(sheet: Sheet, match: Sequence[Field], agencies: Mapping[str, AgencyId | None], today: date) -> Entries:
    """Read every row. ``agencies`` maps a plain name to the agency that it means, or to ``None``: none of ours."""
    columns: dict[Field, int] = {field: at for at, field in enumerate(match) if field != Field.NOT_KEPT}
    people, wrong, unknown = [], [], {}
    mails: dict[str, int] = {}
    for line, cells in sheet.rows:
        row = _Row(line, {field: cells[at] for field, at in columns.items()}, today)
        entry = row.read(agencies)
        heading: dict[Field, str] = {field: sheet.headings[at] for field, at in columns.items()}
        wrong += [Wrong(line, heading.get(field, ""), message) for field, message in row.wrong]
        if row.unknown_agency:
            unknown[plain(row.unknown_agency)] = row.unknown_agency
        if entry is not None and entry.email and (first := mails.setdefault(entry.email.lower(), line)) != line:
            wrong.append(
                Wrong(line, heading[Field.EMAIL], f"line {first} has the same mail address; one sign-in, one person")
            )
        elif entry is not None:
            people.append(entry)
    return Entries(tuple(people), tuple(sorted(wrong)), tuple(unknown.values()))


class _Row:
    """One row being read; ``wrong`` gathers what cannot be taken."""

    def __init__(self, line: int, cells: Mapping[Field, str], today: date) -> None:
        self.line = line
        self.wrong: list[tuple[Field, str]] = []
        self.unknown_agency = ""
        self._cells = cells
        self._today = today

    def read(self, agencies: Mapping[str, AgencyId | None]) -> Entry | None:
        """The person, unless something is wrong."""
        agency = self._agency(agencies)
        role = self._one_of(Field.ROLE, _ROLES, "peer, chaplain or clinician")
        entry = Entry(
            line=self.line,
            name=self._name(),
            title=self._checked(Field.TITLE, lambda text, name: checks.line(text, name, empty=True)),
            email=self._checked(Field.EMAIL, checks.mail_address) or None,
            agency=agency,
            tie=self._one_of(Field.TIE, _TIES, "full time, part time, reserve or the like") or Bond.FULL_TIME,
            role=role,
            page_number=self._checked(Field.PAGE_NUMBER, checks.telephone) or None,
            talk_number=self._checked(Field.TALK_NUMBER, checks.telephone) or None,
            course=self._course(),
        )
        if role is Role.PEER and agency is None and not self.unknown_agency:
            self.wrong.append(
                (Field.AGENCY, "a peer is lent by the agency that employs her; the row names none of ours")
            )
        return None if self.wrong or self.unknown_agency else entry

    def _name(self) -> str:
        whole = self._cells.get(Field.NAME, "")
        if "," in whole:  # "Doyle, Ana" as rosters have it
            last, _, first = whole.partition(",")
            whole = f"{first.strip()} {last.strip()}"
        parts = f"{self._cells.get(Field.FIRST, '')} {self._cells.get(Field.LAST, '')}".strip()
        field = Field.NAME if Field.NAME in self._cells else Field.LAST
        try:
            return checks.line(whole or parts, field)
        except BadInput as no:
            self.wrong.append((field, str(no)))
            return ""

    def _agency(self, agencies: Mapping[str, AgencyId | None]) -> AgencyId | None:
        text = self._cells.get(Field.AGENCY, "")
        if text and plain(text) not in agencies:
            self.unknown_agency = text
        return agencies.get(plain(text))

    def _checked(self, field: Field, check: Callable[[str, str], str]) -> str:
        text = self._cells.get(field, "")
        try:
            return check(text, field) if text else ""
        except BadInput as no:
            self.wrong.append((field, str(no)))
            return ""

    def _one_of(self, field: Field, known: Mapping[str, T], words: str) -> T | None:
        text = self._cells.get(field, "")
        if text and plain(text) not in known:
            self.wrong.append((field, f"“{text}” is none of these: {words}"))
        return known.get(plain(text))

    def _course(self) -> Course | None:
        name = self._checked(Field.COURSE, checks.line)
        if not name:
            return None
        completed, expires = self._day(Field.COMPLETED), self._day(Field.EXPIRES)
        if completed is None or expires is None:
            return None
        if completed > self._today:
            self.wrong.append((Field.COMPLETED, "this day is still to come"))
            return None
        if expires <= completed:
            self.wrong.append((Field.EXPIRES, "a course lapses on a later day than it was completed"))
            return None
        kind = self._one_of(Field.PAPER, _PAPERS, "course or licence") or TrainingKind.COURSE
        hours = self._hours(kind)
        if hours is None:
            return None
        return Course(kind=kind, course=name, hours=hours, completed_on=completed, expires_on=expires)

    def _hours(self, kind: TrainingKind) -> int | None:
        text = self._cells.get(Field.HOURS, "") or "0"
        if not text.isascii() or not text.isdigit() or int(text) > 5000:
            self.wrong.append((Field.HOURS, f"“{text}” is no number of hours"))
            return None
        if kind is TrainingKind.LICENCE and int(text):
            self.wrong.append((Field.HOURS, "a licence has no hours"))
            return None
        return int(text)

    def _day(self, field: Field) -> date | None:
        text = self._cells.get(field, "")
        for form in _DAYS:
            try:
                found = datetime.strptime(text, form).date()  # noqa: DTZ007 (a day has no zone)
            except ValueError:
                continue
            return found if 1900 <= found.year < 2200 else None
        said = f"“{text}” is no day" if text else "a course needs this day"
        self.wrong.append((field, f"{said}; write it like 2026-11-21 or 11/21/2026"))
        return None
