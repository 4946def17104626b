"""The variables of a text: one for each term, saying what the term says. What is empty has nothing to say.

Each is named like its term, and says different things for different values: so text and terms can't differ.
"""

import re
from collections.abc import Callable, Mapping
from typing import Final

from agreements.clause_library.sayings import SAYINGS
from agreements.clause_library.sayings_of_life import SAYINGS as SAYINGS_OF_LIFE
from agreements.clause_library.speech import Speech
from agreements.clauses import Clause
from agreements.terms import CLAUSE_OF

PLACE: Final = re.compile(r"\{([a-z_]+)\}")
"""A variable in a text: its name in braces."""

TERM_VARIABLES: Final[Mapping[str, Callable[[Speech], str]]] = {**SAYINGS, **SAYINGS_OF_LIFE}
"""What says each term, by the term's name."""


def _how_many(speech: Speech) -> str:
    return speech.count(len(speech.terms.parties), "party")


VARIABLES: Final[Mapping[str, Callable[[Speech], str]]] = {**TERM_VARIABLES, "how_many_parties": _how_many}
"""All variables: those of the terms, and the number of the parties."""


def said_under(clause: Clause, speech: Speech) -> tuple[str, ...]:
    """The variables that the words of a clause must hold with these terms: those that have something to say."""
    return tuple(name for name, under in CLAUSE_OF.items() if under is clause and TERM_VARIABLES[name](speech))


def placed(words: str) -> frozenset[str]:
    """The names in braces that a text holds, known or not."""
    return frozenset(PLACE.findall(words))


def filled(words: str, speech: Speech) -> str:
    """The text with each known variable said, in one pass: braces inside a name stay what they are.

    White space is made even, and a line or paragraph that says nothing is left out. Paragraphs are parted by an empty
    line; lines within one stay lines.
    """
    paragraphs = re.split(r"\n\s*\n", words.replace("\r\n", "\n"))
    said = (_lines(PLACE.sub(lambda found: _said(found, speech), each)) for each in paragraphs)
    return "\n\n".join(each for each in said if each)


def _lines(paragraph: str) -> str:
    lines = (" ".join(line.split()) for line in paragraph.split("\n"))
    return "\n".join(line for line in lines if line)


def _said(found: re.Match[str], speech: Speech) -> str:
    variable = VARIABLES.get(found[1])
    return found[0] if variable is None else variable(speech)
