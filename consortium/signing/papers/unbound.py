"""Words that came back, with their variables again: where the text still says a term as it was said, it says its name.

A clause of a draft holds its terms as variables, so that text and data can't differ. A file holds the words that they
were filled with. What was left as it was becomes the variable again; what was changed is named, since it asks for
another term.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from agreements.clause_library import VARIABLES, Speech
from agreements.clause_library.variables import PLACE
from consortium.signing.papers.aligned import aligned
from consortium.signing.papers.anchors import normal

_TOKEN: Final = re.compile(r"\w+|\s+|[^\w\s]")
_MARKED: Final = re.compile("\ue000([a-z_]+)\ue001([^\ue002]*)\ue002")
_OURS: Final = str.maketrans("", "", "\ue000\ue001\ue002")


@dataclass(frozen=True, slots=True)
class Unbound:
    """Words with variables in braces, and the variables whose words were changed, in the order of the text."""

    words: str
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    name: str
    start: int
    end: int


def unbound(said: str, speech: Speech, wanted: str) -> Unbound:
    """Words that are asked for, as a clause of the draft holds them.

    ``said`` is the clause as the draft has it, with variables in braces; empty if it has no such clause. A variable
    that says nothing as the terms are now was in no file; it comes back at the end.
    """
    words = normal(wanted).translate(_OURS)
    silent = [name for name in dict.fromkeys(PLACE.findall(said)) if name in VARIABLES and not VARIABLES[name](speech)]
    bound, places = _bound(said, speech)
    moved = _moved(bound, words)
    changed: list[str] = []
    made, last = "", 0
    for place in places:
        start, end = moved[place.start], moved[place.end]
        if start is None or end is None or start < last or words[start:end] != bound[place.start : place.end]:
            changed.append(place.name)
        else:
            made += words[last:start] + f"{{{place.name}}}"
            last = end
    rest = "\n\n" + " ".join(f"{{{name}}}" for name in silent) if silent and words else ""
    return Unbound(made + words[last:] + rest, tuple(dict.fromkeys(changed)))


def _bound(said: str, speech: Speech) -> tuple[str, tuple[_Place, ...]]:
    """The words that a clause was filled with, and where each variable stands in them."""
    paragraphs = re.split(r"\n\s*\n", said.replace("\r\n", "\n"))
    filled = [" ".join(PLACE.sub(lambda found: _marked(found, speech), each).split()) for each in paragraphs]
    marked = "\n\n".join(filter(None, filled))
    bound, places, at = "", [], 0
    for found in _MARKED.finditer(marked):
        bound += marked[at : found.start()]
        places.append(_Place(found[1], len(bound), len(bound) + len(found[2])))
        bound, at = bound + found[2], found.end()
    return bound + marked[at:], tuple(places)


def _marked(found: re.Match[str], speech: Speech) -> str:
    variable = VARIABLES.get(found[1])
    if variable is None:
        return found[0]
    said = " ".join(variable(speech).split())
    return said and f"\ue000{found[1]}\ue001{said}\ue002"


def _moved(bound: str, words: str) -> Sequence[int | None]:
    """For each letter of ``bound``, and its end, where it stands in ``words``; ``None`` where it was changed."""
    old, new = _TOKEN.findall(bound), _TOKEN.findall(words)
    moved: list[int | None] = [None] * (len(bound) + 1)
    at, to = _starts(old), _starts(new)
    for block in aligned(old, new).get_matching_blocks():
        length = at[block.a + block.size] - at[block.a]
        for step in range(length + 1):
            moved[at[block.a] + step] = to[block.b] + step
    return moved


def _starts(tokens: Sequence[str]) -> list[int]:
    starts = [0]
    for token in tokens:
        starts.append(starts[-1] + len(token))
    return starts
