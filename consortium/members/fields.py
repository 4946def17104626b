"""Fields of a form as values; what cannot be read is refused in words that name the field. Pure."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Final, TypeVar
from uuid import UUID

from consortium.problems import BadInput

Form = Mapping[str, str]
Choice = TypeVar("Choice", bound=StrEnum)

_MOST_DIGITS: Final = 9
_FIRST_YEAR, _LAST_YEAR = 1900, 2198
"""Schedules reach to 2199; a day's neighbours must exist too."""


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
