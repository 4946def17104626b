"""Fields of a form as values; what cannot be read is refused in words that name the field. Pure."""

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Final, TypeVar
from uuid import UUID

from consortium.problems import BadInput

Form = Mapping[str, str]
Choice = TypeVar("Choice", bound=StrEnum)

_DEGREES: Final = re.compile(r"([+-]?\d{1,3}(?:\.\d+)?)\s*°?\s*([NSEWnsew]?)")
_MOST_DIGITS: Final = 9
_FIRST_YEAR, _LAST_YEAR = 1900, 2198
"""Schedules reach to 2199; a day's neighbours must exist too."""
_EASTERN: Final = frozenset({"AK", "GU", "MP"})
"""Parts of the United States that reach east of the 180th meridian or lie there."""


def text(form: Form, name: str) -> str:
    """What was typed, or nothing."""
    return form.get(name, "").strip()


def day(form: Form, name: str) -> date:
    """A day, written as browsers send it.

    Raises:
        BadInput: there is none, or it is no day.
    """
    try:
        found = date.fromisoformat(text(form, name))
    except ValueError as wrong:
        raise BadInput("Give a day, such as 2026-11-23.", name) from wrong
    if not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        raise BadInput("Give a day, such as 2026-11-23.", name)
    return found


def whole(form: Form, name: str, *, empty: int | None = None) -> int:
    """A whole number; ``empty`` is what an empty field means.

    Raises:
        BadInput: it is none.
    """
    typed = text(form, name).replace(",", "")
    if not typed and empty is not None:
        return empty
    if not typed.isascii() or not typed.isdigit() or len(typed) > _MOST_DIGITS:
        raise BadInput("Give a whole number, such as 14.", name)
    return int(typed)


def one_of(form: Form, name: str, choices: type[Choice]) -> Choice:
    """One of a closed list.

    Raises:
        BadInput: none was chosen, or one that is not on the list.
    """
    try:
        return choices(text(form, name))
    except ValueError as wrong:
        raise BadInput("Choose one of these.", name) from wrong


def id_of(form: Form, name: str) -> UUID:
    """An id that a page of ours put into its form.

    Raises:
        BadInput: it is none.
    """
    try:
        return UUID(text(form, name))
    except ValueError as wrong:
        raise BadInput("Choose one of these.", name) from wrong


def ticked(form: Form, name: str, words: str) -> None:
    """A box that must be ticked; ``words`` say so.

    Raises:
        BadInput: it is not.
    """
    if text(form, name) != "yes":
        raise BadInput(words, name)


def sure(form: Form) -> None:
    """The tick or hidden field without which a button does nothing.

    Raises:
        BadInput: it is missing.
    """
    ticked(form, "sure", "Nothing was done. Open the page again and press its button.")


def point(form: Form) -> tuple[float, float]:
    """Latitude and longitude in degrees, from two fields or both from the first, as maps copy them.

    Raises:
        BadInput: they cannot be read, or the minus sign of a western longitude was left out.
    """
    typed = [text(form, "lat"), text(form, "lon")]
    if not typed[1] and typed[0].count(",") == 1:
        typed = [each.strip() for each in typed[0].split(",")]
    lat, lon = _degrees(typed[0], "lat", "NS"), _degrees(typed[1], "lon", "EW")
    if lon > 0 and text(form, "state").upper() not in _EASTERN:
        raise BadInput(f"Longitudes here lie west and have a minus sign: is it -{lon:g}?", "lon")
    return lat, lon


def _degrees(typed: str, name: str, sides: str) -> float:
    found = _DEGREES.fullmatch(typed)
    if found is None or (found[2] and found[2].upper() not in sides):
        example = "44.2726" if name == "lat" else "-121.1739"
        raise BadInput(f"Give degrees with a decimal point, such as {example}. A map shows both.", name)
    degrees = float(found[1])
    return -abs(degrees) if found[2].upper() in {"S", "W"} else degrees
