"""Names as the federal list writes them, in capitals, made readable. Pure."""

import re
from typing import Final

_JAIL: Final = re.compile(r"\b(JAIL|DETENTION|CORRECTIONAL|HOLDING FACILITY|JUSTICE CENTER)\b")
_SEAT: Final = re.compile(r" - [A-Z ]*HEADQUARTERS$")
_SHERIFF: Final = re.compile(r"\bSHERIFFS (?=OFFICE|DEPARTMENT|DEPT)")
_DEPARTMENT: Final = re.compile(r"\bDEPT\b\.?")
_WORD: Final = re.compile(r"[A-Z]+")
_SMALL: Final = frozenset({"OF", "AND", "THE", "AT", "FOR", "IN"})
_SHORT: Final = frozenset({"ST", "MT", "FT", "DR"})
_OWN: Final = {"DEKALB": "DeKalb"}
_VOWELS: Final = frozenset("AEIOUY")


def tidy_name(name: str) -> str:
    """The agency's own name: without its jail or headquarters, in small letters; a name not in capitals stays.

    >>> tidy_name("LEWIS COUNTY SHERIFFS OFFICE / LEWIS COUNTY JAIL")
    "Lewis County Sheriff's Office"
    """
    if name != name.upper():
        return name
    sides = name.split(" / ")
    own = next((side for side in sides if not _JAIL.search(side)), sides[0])
    own = _SHERIFF.sub("SHERIFF'S ", _SEAT.sub("", own))
    return _lowered(_DEPARTMENT.sub("DEPARTMENT", own))


def tidy_county(county: str) -> str:
    """A county's name in small letters."""
    return _lowered(county) if county == county.upper() else county


def _lowered(text: str) -> str:
    return _WORD.sub(lambda found: _word(found.group(), text[: found.start()]), text)


def _word(word: str, before: str) -> str:
    """One word as it is written after what stands before it."""
    if before.endswith("'") and len(word) < 3:
        return word.lower()
    if word in _OWN:
        return _OWN[word]
    if word in _SMALL and before.endswith(" "):
        return word.lower()
    if word.startswith("MC") and len(word) > 4:
        return f"Mc{word[2:].capitalize()}"
    if len(word) < 5 and word not in _SHORT and _VOWELS.isdisjoint(word):
        return word
    return word.capitalize()
