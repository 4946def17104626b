"""What people type, checked before anything is done with it. Pure; every refusal names its field in plain words.

Whatever passes can be stored and mailed as it is: no control character, no half of a character, no direction mark
that makes a name read as another.
"""

import re
import unicodedata
from datetime import UTC, date, datetime

from consortium.problems import BadInput

_MAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}")
_TELEPHONE = re.compile(r"\+?[0-9 ().\-/]+(?:(?:x|ext\.?) ?[0-9]{1,6})?")
_STATE = re.compile(r"[A-Z]{2}")
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_EARLIEST = date(1900, 1, 1)


def line(value: str, field: str, *, most: int = 120, empty: bool = False) -> str:
    """One line of text, its blanks tidied, in Unicode's composed form.

    Raises:
        BadInput: it is blank (unless ``empty``), longer than ``most``, or holds a character that cannot be seen.
    """
    tidy = unicodedata.normalize("NFC", " ".join(value.split()))
    if not tidy and not empty:
        raise BadInput("This must be filled in.", field)
    if len(tidy) > most:
        raise BadInput(f"This is too long: {most} characters at most.", field)
    if any(unicodedata.category(each) in _UNSEEN for each in tidy):
        raise BadInput("This holds a character that cannot be seen. Type it anew.", field)
    return tidy


def passage(value: str, field: str, *, most: int = 20_000, empty: bool = False) -> str:
    """Text of several lines, as it was written but for blanks at its ends; lines end in a line feed.

    Raises:
        BadInput: as for :func:`line`.
    """
    tidy = value.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not tidy and not empty:
        raise BadInput("This must be filled in.", field)
    if len(tidy) > most:
        raise BadInput(f"This is too long: {most:,} characters at most.", field)
    if any(unicodedata.category(each) in _UNSEEN for each in tidy if each not in "\n\t"):
        raise BadInput("This holds a character that cannot be seen. Type it anew.", field)
    return tidy


def mail_address(value: str, field: str = "email") -> str:
    """A mail address of the plain kind.

    Raises:
        BadInput: it is none.
    """
    tidy = value.strip()
    if len(tidy) > 254 or not _MAIL.fullmatch(tidy):
        raise BadInput("This is not a mail address. One looks like name@example.org.", field)
    return tidy


def telephone(value: str, field: str) -> str:
    """A telephone number as people write it, with 7 to 15 digits.

    Raises:
        BadInput: it is none.
    """
    tidy = " ".join(value.split())
    digits = sum(each.isdigit() for each in tidy.split("x")[0].split("ext")[0])
    if not _TELEPHONE.fullmatch(tidy) or not 7 <= digits <= 15:
        raise BadInput("This is not a telephone number. One looks like (541) 555-0142.", field)
    return tidy


def state(value: str, field: str = "state") -> str:
    """A state's two letters.

    Raises:
        BadInput: it is something else.
    """
    tidy = value.strip().upper()
    if not _STATE.fullmatch(tidy):
        raise BadInput("A state is given by its two letters, such as OR.", field)
    return tidy


def number(value: int, field: str, *, least: int, most: int) -> int:
    """A whole number within bounds, both included.

    Raises:
        BadInput: it lies outside.
    """
    if not least <= value <= most:
        raise BadInput(f"This must be a whole number from {least:,} to {most:,}.", field)
    return value


def past_day(value: date, field: str, *, today: date) -> date:
    """A day that is over or has begun.

    Raises:
        BadInput: it lies ahead, or before 1900.
    """
    if not _EARLIEST <= value <= today:
        raise BadInput(f"This must be a day that has been, {today.isoformat()} at the latest.", field)
    return value


def instant(value: datetime, field: str) -> datetime:
    """An instant with its zone, as UTC.

    Raises:
        BadInput: its zone is missing, or it lies in no year that anybody means.
    """
    # A year less at either end than schedules reach, so that the local day around it lies within reach in every zone.
    if value.tzinfo is None or not 1971 <= value.year <= 2198:
        raise BadInput("This must be a time with its zone, between 1971 and 2198.", field)
    return value.astimezone(UTC)
