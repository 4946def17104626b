"""A crisis line as it is typed, checked. Pure."""

from dataclasses import dataclass
from typing import Final

from consortium.members import checks
from consortium.problems import BadInput

MOST_LINES: Final = 12
_LETTERS: Final = dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999", strict=True))
_LONG: Final = 10
_DIGITS_AT_HOME: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class LineWords:
    """What a line says. ``href`` is what a tap does: tel:, sms: or https:."""

    name: str
    number: str
    href: str
    blurb_en: str
    blurb_es: str


def line_words(*, name: str, number: str, by_text: bool = False, blurb_en: str = "", blurb_es: str = "") -> LineWords:
    """A telephone line, or with ``by_text`` one that is written to, with the tap that follows from its number.

    Letters count as the digits they stand on. A number of ten digits is one of the United States.

    Raises:
        BadInput: something cannot be taken; the field is named.
    """
    shown = checks.line(number, "number", most=40)
    dialled = "".join(_LETTERS.get(each, each) for each in shown.upper() if each.isalnum() and each.isascii())
    if not 3 <= len(dialled) <= 15:
        raise BadInput("This is no number to ring. One looks like 988 or 1-800-267-5463.", "number")
    if len(dialled) == _DIGITS_AT_HOME:
        dialled = f"+1{dialled}"
    elif len(dialled) > _LONG:
        dialled = f"+{dialled}"
    return LineWords(
        name=checks.line(name, "name", most=60),
        number=shown,
        href=f"{'sms' if by_text else 'tel'}:{dialled}",
        blurb_en=checks.line(blurb_en, "blurb_en", most=200, empty=True),
        blurb_es=checks.line(blurb_es, "blurb_es", most=200, empty=True),
    )
