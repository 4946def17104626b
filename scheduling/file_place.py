"""Reading a value strictly, with its place in the file named in every error.

A place is told as a person would: ``rotation 2 (Weeks), weekly hours 1, “to”``. Nothing is guessed: a field that is
missing, unknown, twice there or of another kind is an error.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final, TypeVar
from unicodedata import category
from uuid import NAMESPACE_URL, UUID, uuid5
from zoneinfo import ZoneInfo

from scheduling.errors import ScheduleFileError, SchedulingError
from scheduling.spans import LATEST, Span
from scheduling.wallclock import instant

LONGEST_TEXT: Final = 200
_UUID: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_INSTANT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d.*", re.ASCII)
_LENGTH: Final = re.compile(r"(\d{1,6}):([0-5]\d)(?::([0-5]\d)(?:\.(\d{6}))?)?", re.ASCII)
_WORDS: Final[Mapping[type, str]] = {
    dict: "an object",
    list: "a list",
    str: "text",
    int: "a whole number",
    bool: "true or false",
}

_Kind = TypeVar("_Kind")
_Word = TypeVar("_Word", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Place:
    """A value of the file, and where it stands."""

    value: object
    path: str = ""

    def wrong(self, why: object) -> ScheduleFileError:
        """The error that says what is wrong here."""
        return ScheduleFileError(f"{self.path or 'The file'}: {why}")

    def fields(self, needs: str, may: str = "") -> dict[str, "Place"]:
        """The fields of an object: all of ``needs`` (names with a space between), some of ``may``, and no other."""
        found = self._of(dict)
        wanted = needs.split()
        for name in wanted:
            if name not in found:
                raise self.wrong(f"“{name}” is missing.")
        for name in found:
            if name not in wanted and name not in may.split():
                known = ", ".join([*wanted, *may.split()])
                raise self.wrong(f"“{str(name)[:60]}” is not known here. Known are: {known}.")
        return {name: self.within(f"“{name}”", value) for name, value in found.items()}

    def entries(self) -> dict[str, "Place"]:
        """The entries of an object with names of the writer's own."""
        return {key: self.within(f"“{key[:60]}”", value) for key, value in self._of(dict).items()}

    def several(self, one: str, most: int) -> list["Place"]:
        """The entries of a list, each called by this word and its number from 1."""
        found = self._of(list)
        if len(found) > most:
            raise self.wrong(f"There are {len(found)} entries; {most} are the most.")
        above = self.path.rpartition(", ")[0] if self.path.endswith("”") else self.path
        return [Place(value, f"{above}, {one} {n}".removeprefix(", ")) for n, value in enumerate(found, start=1)]

    def within(self, name: str, value: object) -> "Place":
        """A value that stands in this one."""
        return Place(value, f"{self.path}, {name}" if self.path else name)

    def named(self, name: str) -> "Place":
        """The same value, its place told with its name."""
        return Place(self.value, f"{self.path} ({name})")

    def text(self) -> str:
        """Text of one line, 1 to 200 characters, none of them a control character."""
        found = self._of(str)
        if not found.strip() or len(found) > LONGEST_TEXT:
            raise self.wrong(f"This takes 1 to {LONGEST_TEXT} characters.")
        if any(category(letter) in ("Cc", "Cs", "Zl", "Zp") for letter in found):
            raise self.wrong("This holds a character that cannot be shown on a line.")
        return found

    def number(self) -> int:
        """A whole number; not so large that no schedule could mean it."""
        found = self._of(int)
        if abs(found) > 2**31 - 1:
            raise self.wrong("This number is too large.")
        return found

    def flag(self) -> bool:
        """True or false."""
        return self._of(bool)

    def word(self, words: type[_Word]) -> _Word:
        """One of the words of an enumeration."""
        found = self._of(str)
        try:
            return words(found)
        except ValueError:
            known = ", ".join(word.value for word in words)
            raise self.wrong(f"“{found[:60]}” is not known here. Known are: {known}.") from None

    def id(self, kind: str) -> UUID:
        """An id: a UUID as it is, any other name as a UUID made from it, always the same."""
        found = self.text()
        return UUID(found) if _UUID.fullmatch(found) else uuid5(NAMESPACE_URL, f"{kind}:{found}")

    def day(self) -> date:
        """A day, as 2026-11-30."""
        found = self._of(str)
        try:
            if _DAY.fullmatch(found):
                return date.fromisoformat(found)
        except ValueError:
            pass
        raise self.wrong("This is not a day. One looks like 2026-11-30.")

    def wall(self) -> time:
        """A time on the wall, as 07:00."""
        found = self._of(str)
        try:
            if found[2:3] == ":" and (read := time.fromisoformat(found)).tzinfo is None:
                return read
        except ValueError:
            pass
        raise self.wrong("This is not a time of day. One looks like 07:00.")

    def instant(self, zone: ZoneInfo) -> datetime:
        """An instant, as 2026-12-25T06:00Z; without an offset, on the clock of the zone (its first occurrence)."""
        found = self._of(str)
        try:
            read = datetime.fromisoformat(found) if _INSTANT.fullmatch(found) else None
        except ValueError:
            read = None
        if read is None:
            raise self.wrong("This is not a time. One looks like 2026-12-24T22:00 or 2026-12-25T06:00Z.")
        try:
            return read.astimezone(UTC) if read.tzinfo else instant(read.date(), read.time(), zone)
        except (SchedulingError, OverflowError) as wrong:
            raise self.wrong(wrong) from None

    def length(self) -> timedelta:
        """A length of time in hours and minutes, as 12:30, more than a day too."""
        found = _LENGTH.fullmatch(self._of(str))
        if found is None:
            raise self.wrong("This is not a length of time. One looks like 12:30, in hours and minutes.")
        hours, minutes, seconds, ticks = (int(part or 0) for part in found.groups())
        return timedelta(hours=hours, minutes=minutes, seconds=seconds, microseconds=ticks)

    def _of(self, kind: type[_Kind]) -> _Kind:
        if type(self.value) is not kind:
            raise self.wrong(f"This must be {_WORDS[kind]}.")
        return self.value


def span_of(place: Place, fields: Mapping[str, Place], zone: ZoneInfo) -> Span:
    """The span of the fields ``from`` and ``to``; without ``to`` it has no end.

    Raises:
        ScheduleFileError: they make no span.
    """
    start = fields["from"].instant(zone)
    end = fields["to"].instant(zone) if "to" in fields else LATEST
    try:
        return Span(start, end)
    except SchedulingError as wrong:
        raise place.wrong(wrong) from None
